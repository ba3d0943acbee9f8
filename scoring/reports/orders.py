"""Orders: what can be asked for as a PDF, who may have it now, and the page from which it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from django.utils.translation import gettext as _

from scoring.access import Access, Act
from scoring.actions import Refused
from scoring.formulas.case import LANGUAGES
from scoring.models import Evaluation, Report, Seat
from scoring.record import GENESIS, chain, last_act
from scoring.reports import document
from scoring.reports.attach import embedded
from scoring.reports.dossier import Dossier, dossier_of
from scoring.reports.letter import letter_html, told_to
from scoring.reports.names import named
from scoring.reports.one_sheet import sheet_dossier, sheet_html
from scoring.reports.pdf import Embedded

# Kind, length and language.
OFFERED = document.OFFERED + tuple(
    (kind, Report.Length.FULL.value, language)
    for kind in (Report.Kind.DEBRIEF.value, Report.Kind.SHEET.value)
    for language in LANGUAGES
)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)  # of a letter before which nothing has happened


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One PDF before it is drawn."""

    html: str
    files: tuple[Embedded, ...] = ()
    name: str = ""  # in an archive


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A report before it is drawn: one paper, or those of an archive."""

    papers: tuple[Paper, ...]
    dossier: Dossier
    record_head: str

    @property
    def is_archive(self) -> bool:
        """Whether the papers are named, to lie beside each other in a ZIP file."""
        return any(paper.name for paper in self.papers)


def require_offered(evaluation: Evaluation, *, kind: str, about: str, length: str, language: str) -> None:
    """Raises: Refused: there is no such report of this evaluation."""
    if (kind, length, language) not in OFFERED or not _is_there(evaluation, kind, about):
        raise Refused(_("There is no such report."))


def _is_there(evaluation: Evaluation, kind: str, about: str) -> bool:
    if kind == Report.Kind.COMPARISON:
        return not about
    if kind == Report.Kind.DEBRIEF and not about:
        return evaluation.candidates.exists()
    rows = evaluation.candidates if kind == Report.Kind.DEBRIEF else evaluation.seats
    return rows.filter(key=about).exists()


def may_have(access: Access, kind: str, about: str) -> bool:
    """Whether this person may have it as the evaluation stands now; letters to one vendor or to all alike.

    One's own sheet is open to oneself as soon as it is handed in; others' sheets are, once they count and are revealed.
    """
    if kind == Report.Kind.DEBRIEF:
        return access.may(Act.DEBRIEF)
    if kind == Report.Kind.SHEET:
        return any(seat.key == about for seat in open_sheets(access))
    return access.may(Act.DOWNLOAD)


def open_sheets(access: Access) -> list[Seat]:
    """The seats whose sheets this person may have: everybody's that counts after the reveal, before it one's own."""
    if access.may(Act.DOWNLOAD):
        return list(access.evaluation.seats.counted().select_related("member"))
    return [access.seat] if access.seat is not None and access.seat.is_counted else []


def ordered(report: Report) -> Order:
    """What a report says, composed from the rows as they are now."""
    evaluation = report.evaluation
    if report.kind == Report.Kind.SHEET:
        seat = Seat.objects.select_related("evaluation", "member").get(evaluation=evaluation, key=report.about)
        dossier = sheet_dossier(seat)
        papers = [Paper(html=sheet_html(seat, dossier, report.language))]
    elif report.kind == Report.Kind.DEBRIEF:
        dossier = dossier_of(evaluation)
        papers = _letters(report, dossier)
    else:
        dossier = dossier_of(evaluation)
        composed = document.compose(dossier, report.language, kind=report.kind, length=report.length)
        files = embedded(composed.carried, dossier.dated) if composed.carried else ()
        papers = [Paper(html=composed.html, files=files)]
    return Order(papers=tuple(papers), dossier=dossier, record_head=head_behind(report))


def archived(order: Order, contents: Sequence[bytes]) -> bytes:
    """The papers of an archive in one ZIP file; the same for the same PDFs."""
    dated = (order.dossier.dated or _BEGINNING).astimezone(UTC)
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for paper, content in zip(order.papers, contents, strict=True):
            archive.writestr(ZipInfo(paper.name, date_time=dated.timetuple()[:6]), content)
    return out.getvalue()


def _letters(report: Report, dossier: Dossier) -> list[Paper]:
    """One letter, or where none is named those to all vendors, in the order in which the offers were entered."""
    candidates = report.evaluation.candidates.select_related("offer__vendor", "evaluation")
    if report.about:
        candidate = candidates.get(key=report.about)
        return [Paper(html=letter_html(dossier, candidate.key, told_to(candidate), report.language))]
    return [
        Paper(
            html=letter_html(dossier, candidate.key, told_to(candidate), report.language),
            name=named(f"{number} {candidate}", "pdf"),  # two offers may have one name
        )
        for number, candidate in enumerate(candidates, start=1)
    ]


def head_behind(report: Report) -> str:
    """The newest entry of the record that could change what the report says: of its own chain, for a sheet."""
    if report.kind != Report.Kind.SHEET:
        last = last_act(report.evaluation)
        return last.hash if last else GENESIS
    seat = report.evaluation.seats.get(key=report.about)
    of_sheet = chain(report.evaluation, seat).order_by("-number").first()
    return of_sheet.hash if of_sheet else GENESIS
