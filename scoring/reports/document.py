"""Document: a dossier as one HTML page, ready to be printed; and the report, which is that as a PDF."""

import hashlib
import re
from dataclasses import dataclass
from html import unescape

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from scoring.formulas.case import LANGUAGES
from scoring.formulas.engine import ENGINE_VERSION
from scoring.reports import pdf
from scoring.reports.attach import Carried, Comments, embedded, pack
from scoring.reports.chapters import CHAPTERS, LANGUAGE_TAGS, Words, passages, printed_chapters
from scoring.reports.dossier import Dossier
from scoring.reports.glyphs import as_drawn, breakable, legible, stand_ins
from scoring.reports.member_sheets import MemberSheet, in_both
from scoring.reports.pdf import Progress
from scoring.reports.refusals import TooLargeError
from scoring.reports.words import find, words_of

# Every passage in the first language, and beside it in the second.
BOTH = "both"
# Kind, length and language of every report that there is.
OFFERED = tuple(("comparison", length, language) for length in ("short", "full") for language in (*LANGUAGES, BOTH))
# Marks that a full report prints, in one language: with more the page would certainly be beyond `pdf.HTML_LIMIT`, and
# to word it first would take a minute and a gigabyte.
CELLS_LIMIT = 20_000
# Half of the page otherwise, and nothing in print: where users' line breaks are kept, the spaces after them are not.
_TAG = re.compile("<[^>]*>")
_INDENTATION = re.compile(r"\n[ \t]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A report before it is printed."""

    html: str
    carried: Carried | None  # only a comparison report carries its input


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A report is printed again from what it carried: the comments are not there, their pages stay empty."""

    carried: Carried
    comments: Comments
    comment_pages: int


def report(
    dossier: Dossier, language: str, *, kind: str = "comparison", length: str = "full", progress: Progress | None = None
) -> bytes:
    """The report as a PDF. Raises: scoring.reports.refusals.ReportError: it cannot be made."""
    pdf.require_packages()  # what can be printed is read from the fonts, so they are looked for first
    return printed(compose(dossier, language, kind=kind, length=length), dossier, progress=progress)


def printed(composed: Composed, dossier: Dossier, *, progress: Progress | None = None) -> bytes:
    """A composed report as a PDF with its two files inside. Raises: scoring.reports.refusals.ReportError."""
    files = embedded(composed.carried, dossier.dated) if composed.carried else ()
    return pdf.render(breakable(legible(composed.html)), embedded=files, progress=progress)


def document(dossier: Dossier, language: str, *, kind: str = "comparison", length: str = "full") -> str:
    """The report as HTML; see `compose`."""
    return compose(dossier, language, kind=kind, length=length).html


def compose(
    dossier: Dossier, language: str, *, kind: str = "comparison", length: str = "full", again: Again | None = None
) -> Composed:
    """The report as HTML, in one language or in both, whatever language is active.

    What users wrote is escaped by the templates; the whole may hold characters that the report's font lacks, which
    `legible` spells out and the method page lists.

    Args:
        kind, length: one of OFFERED together with the language.
        again: what a report carried, where it is printed a second time from that alone.
    Raises: TooLargeError: it would have too many marks to print.
    """
    if (kind, length, language) not in OFFERED:
        raise ValueError(f"the report must be one of {OFFERED}, not {(kind, length, language)!r}")
    languages = languages_of(language)
    if length == "full" and _cells(dossier) * len(languages) > CELLS_LIMIT:
        raise TooLargeError
    found = find(dossier)
    words: list[Words] = []
    for each in languages:
        with override(each):
            words.append(words_of(dossier, found, suffix=f"-{each}" if words else ""))
    sheets = words[0]["sheets"] if len(words) == 1 else in_both(words[0]["sheets"], words[1]["sheets"])
    remarks = _remarks(sheets if length == "full" else (), languages, again)
    with override(languages[0]):
        carried = (
            again.carried if again else pack(dossier, remarks.comments, kind=kind, length=length, language=language)
        )
    more = {
        "length": length,
        "has_remarks": bool(remarks.chapter),
        "engine_version": ENGINE_VERSION,
        "proceedings_sha256": carried.proceedings_sha256,
    }
    whole = _whole([said | more for said in words], languages, length=length, sheets=sheets, last=remarks.chapter)
    return Composed(html=_INDENTATION.sub("\n", whole), carried=carried)


def _cells(dossier: Dossier) -> int:
    case = dossier.case
    return len(case.offers) * len(case.criteria) * len(case.seats)


def languages_of(language: str) -> tuple[str, ...]:
    """The languages that a report in this one is written in, the first one first."""
    return LANGUAGES if language == BOTH else (language,)


def _whole(
    words: list[Words], languages: tuple[str, ...], *, length: str, sheets: tuple[MemberSheet, ...], last: str
) -> str:
    chapters = CHAPTERS[length]
    covers, body = passages("_cover", words, languages), printed_chapters(chapters, words, languages)
    printed = [chapter.id for chapter in chapters if chapter.begins(words[0])]
    strange = stand_ins("".join([*(cover.html for cover in covers), body]))
    context = words[0] | {
        "language_tag": LANGUAGE_TAGS[languages[0]],
        "is_paired": len(languages) > 1,
        "title": " · ".join(dict.fromkeys(str(said["document_title"]) for said in words)),
        "margins": passages("_margins", words, languages),
        "covers": covers,
        "contents": passages("_contents", words, languages, chapters=printed),
        "chapters": body,
        "characters": passages("_characters", words, languages, stand_ins=strange) if strange else [],
        "signature_heads": passages("_signatures", words, languages),
        "signing": sheets,
        "last": last,
    }
    return render_to_string("report/document.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remarks:
    """The last chapter, and what the report says of it elsewhere."""

    chapter: str  # html, empty where nobody wrote anything
    comments: Comments


def _remarks(sheets: tuple[MemberSheet, ...], languages: tuple[str, ...], again: Again | None) -> _Remarks:
    """What members wrote beside their marks, which stands at the end: everything before it can be printed without."""
    if again:
        filler = range(again.comment_pages - 1)
        chapter = _remarks_html(languages, filler=filler) if again.comments.count else ""
        return _Remarks(chapter=chapter, comments=again.comments)
    remarked = [sheet for sheet in sheets if sheet.remarked]
    if not remarked:
        return _Remarks(chapter="", comments=Comments())
    count = sum(len(row.remarks) for sheet in remarked for row in sheet.remarked)
    plainly = _remarks_html(languages, remarked=remarked)
    chapter = _remarks_html(languages, remarked=remarked, strange=stand_ins(plainly))
    return _Remarks(chapter=chapter, comments=Comments(count=count, sha256=remarks_sha256(text_of(chapter))))


def remarks_heading(language: str) -> str:
    """What the last chapter says before the first comment, as its print shows it."""
    return as_drawn(text_of(_remarks_html(languages_of(language))))


def _remarks_html(languages: tuple[str, ...], **context: object) -> str:
    """The last chapter, once: what was entered in two languages stands in both."""
    headings = []
    for language in languages:
        with override(language):
            headings.append((LANGUAGE_TAGS[language], _("What the members wrote")))
    with override(languages[0]):
        return render_to_string("report/_remarks.html", context | {"headings": headings})


def text_of(html: str) -> str:
    """What stands between the tags."""
    return unescape(_TAG.sub(" ", html))


def remarks_sha256(text: str) -> str:
    """The hash of a chapter's text as its print shows it."""
    return hashlib.sha256(as_drawn(text).encode()).hexdigest()
