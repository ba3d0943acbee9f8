"""`verify` finds what was laid over a page or hidden behind it, over comments too, which it cannot print again."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from scoring.reports import verify as verifying
from scoring.reports.attach import EVALUATION_FILE, PROCEEDINGS_FILE, Carried
from scoring.reports.pages import Page, taken_apart
from scoring.reports.verify import verify
from scoring.reports.verify_frame import frame_differences
from scoring.reports.verify_remarks import strange_in_remarks
from tests.scoring.reports.test_verify import Change, changed, first_difference

LAST = -1  # the page with the end of the comments
FIGURES = 3


def draw(commands: bytes, *, page: int = LAST) -> Change:
    """Commands behind those of a page, so that they lie over it."""

    def apply(opened: pikepdf.Pdf) -> None:
        drawn = opened.pages[page]
        drawn.contents_coalesce()
        drawn.Contents.write(drawn.Contents.read_bytes() + b"\n" + commands + b"\n")

    return apply


def replace_in_comments(pattern: bytes, change: bytes | Callable[[re.Match[bytes]], bytes]) -> Change:
    """Something in the middle of the last page, between its first comment and its margins."""

    def apply(opened: pikepdf.Pdf) -> None:
        drawn = opened.pages[LAST]
        drawn.contents_coalesce()
        after, count = re.subn(pattern, change, drawn.Contents.read_bytes(), count=1)
        assert count == 1
        drawn.Contents.write(after)

    return apply


def add_picture(page: int) -> Change:
    def apply(opened: pikepdf.Pdf) -> None:
        picture = pikepdf.Stream(opened, b"\xff\xff\xff")
        picture.stream_dict = Dictionary(
            Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceRGB, BitsPerComponent=8
        )
        name = opened.pages[page].add_resource(picture, Name.XObject)
        draw(b"q 300 0 0 40 60 300 cm %b Do Q" % str(name).encode(), page=page)(opened)

    return apply


def add_note(page: int, **entries: Any) -> Change:
    def apply(opened: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=[50, 50, 300, 90], **entries)
        opened.pages[page].Annots = Array([*opened.pages[page].get("/Annots", []), opened.make_indirect(note)])

    return apply


def _move_a_rule(opened: pikepdf.Pdf) -> None:
    drawn = opened.pages[LAST]
    drawn.contents_coalesce()
    commands = drawn.Contents.read_bytes()
    base = float(re.findall(rb"1 0 0 -1 \S+ (\S+) Tm\n/\w+ 10\.66", commands)[1])
    rule = rb"(?s)(\nq\n\S+ )(\S+)( m\n\S+ )\S+( l\n\S+ )(\S+)( l\n\S+ )\S+( l\nW\*\nn\n/a1\.0 gs\n0\.862745)"
    top, bottom = b"%.1f" % (base - 4), b"%.1f" % (base - 3.5)
    after, count = re.subn(rule, rb"\g<1>%b\g<3>%b\g<4>%b\g<6>%b\g<7>" % (bottom, bottom, top, top), commands, count=1)
    assert count == 1
    drawn.Contents.write(after)


COMMENT = rb"(?s)(\nBT\n1 0 0 -1 )(\S+ \S+)( Tm\n/\w+ 10\.66\S* Tf\n\[)(.*?)(\] TJ\nET\n)"
HIDING: dict[str, Change] = {
    "a white rectangle": draw(b"q 1 1 1 rg 60 300 400 200 re f Q"),
    "a picture": add_picture(LAST),
    "a form": draw(b"/x0 Do"),
    "a shading": draw(b"/s0 sh"),
    "a white rectangle among the comments": replace_in_comments(COMMENT, rb"\n1 1 1 rg 0 0 600 600 re f\1\2\3\4\5"),
    "a line that became thick": replace_in_comments(
        rb"(?s)(q\n\S+ )(\S+)( m\n\S+ )\S+( l\n\S+ )(\S+)( l\n\S+ )\S+( l\nW\*\nn\n/a1\.0 gs\n0\.862745)",
        rb"\1 400\3 400\4\5\6 \5\7",
    ),
    "a line through a comment": _move_a_rule,
    "a comment in white": replace_in_comments(COMMENT, rb"\n1 1 1 rg\1\2\3\4\5"),
    "a comment that is not painted": replace_in_comments(COMMENT, rb"\n3 Tr\1\2\3\4\5"),
    "a comment beside the page": replace_in_comments(COMMENT, rb"\g<1>2000 2000\3\4\5"),
    "a comment over another": replace_in_comments(COMMENT, rb"\g<1>90 700\3\4\5"),
    "a tiny comment": replace_in_comments(rb" 10\.66\S* Tf", b" 0.1 Tf"),
    "a comment on its head": replace_in_comments(COMMENT, lambda found: found[0].replace(b"1 0 0 -1", b"1 0 0 1")),
    "a comment whose letters lie on each other": replace_in_comments(COMMENT, rb"\1\2\3<0042>900<0043>900<0044>\5"),
    "a comment that is read out as another": replace_in_comments(
        rb"(?s)<</MCID (\d+)>>(\nBDC\nBT\n1 0)", rb"<</MCID \1/ActualText (Yes)>>\2"
    ),
}


@pytest.fixture(scope="module")
def empty_page(full_pdf: Path) -> Page:
    """The last page as it is printed again, without comments."""
    report = taken_apart(full_pdf.read_bytes())
    carried = Carried(evaluation=report.files[EVALUATION_FILE], proceedings=report.files[PROCEEDINGS_FILE])
    reprint = verifying._printed_again(carried, len(report.pages) - report.begins(verifying.REMARKS) + 1)
    return reprint.pages[LAST]


@pytest.mark.parametrize("what", HIDING)
def test_whatever_hides_a_comment_or_shows_another_is_found(what: str, full_pdf: Path, empty_page: Page) -> None:
    after = taken_apart(changed(full_pdf, HIDING[what]))
    assert strange_in_remarks(after.pages[LAST], empty_page, after.fonts) is not None


def test_an_untouched_page_of_comments_is_not_strange(full_pdf: Path, empty_page: Page) -> None:
    report = taken_apart(full_pdf.read_bytes())
    assert strange_in_remarks(report.pages[LAST], empty_page, report.fonts) is None


@pytest.mark.parametrize(
    ("over", "told"),
    [
        (draw(b"q 1 1 1 rg 60 300 400 200 re f Q"), "it holds what no comment is: the margins are others"),
        (add_picture(LAST), "it holds what no comment is: the margins are others"),
        (add_note(LAST, Subtype=Name.FreeText), "something lies over the page that was not printed"),
    ],
)
def test_what_is_laid_over_a_comment_is_the_first_difference(over: Change, told: str, full_pdf: Path) -> None:
    with pikepdf.open(full_pdf) as opened:
        last = len(opened.pages)
    assert first_difference(changed(full_pdf, over)) == f"page {last}: {told}"


def test_a_picture_over_a_page_of_figures_is_found(full_pdf: Path) -> None:
    told = first_difference(changed(full_pdf, add_picture(FIGURES)))
    assert told == f"page {FIGURES + 1}: the text is the same, and what is drawn is not"


@pytest.mark.parametrize("kind", ["Stamp", "Link"])
def test_a_note_over_a_figure_is_found(kind: str, short_pdf: Path) -> None:
    told = first_difference(changed(short_pdf, add_note(2, Subtype=Name(f"/{kind}"))))
    assert told == "page 3: something lies over the page that was not printed"


def test_a_link_that_leads_elsewhere_is_found(full_pdf: Path) -> None:
    def mislead(opened: pikepdf.Pdf) -> None:
        opened.pages[1].Annots[0].A = Dictionary(S=Name.URI, URI="https://example.org/")

    assert first_difference(changed(full_pdf, mislead)).startswith("page 2: something lies over the page")


SCRIPT = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
LAYER = Dictionary(Type=Name.OCG, Name="over")


def set_in_catalogue(name: str, value: object) -> Change:
    def apply(opened: pikepdf.Pdf) -> None:
        opened.Root[name] = value

    return apply


def _swap_outlines(opened: pikepdf.Pdf) -> None:
    """The font of figures draws another glyph, while every command and every name stays."""
    fonts = opened.pages[0].Resources.Font
    one, other = (font.DescendantFonts[0].FontDescriptor.FontFile3 for font in fonts.values())
    first, second = one.read_bytes(), other.read_bytes()
    one.write(second)
    other.write(first)


def _rename(opened: pikepdf.Pdf) -> None:
    """The last Chinese character, which a comment brought, is copied and read out as another."""
    for font in opened.pages[0].Resources.Font.values():
        names = font.ToUnicode.read_bytes()
        *_others, last = re.findall(rb"<[0-9a-f]{4}> <[4-9][0-9a-f]{3}>", names) or [b""]
        font.ToUnicode.write(names.replace(last, last[:8] + b"4e00>") if last else names)


def _first_figure(opened: pikepdf.Pdf) -> pikepdf.Object:
    waiting = [opened.Root.StructTreeRoot.K]
    while waiting:
        tag = waiting.pop()
        if isinstance(tag, Array):
            waiting += list(tag)
        elif isinstance(tag, Dictionary):
            if tag.get("/S") == Name.Figure:
                return tag
            waiting += [tag.K] if "/K" in tag else []
    raise AssertionError("there is no chart")


BEHIND: dict[str, tuple[Change, str]] = {
    "a script when it is opened": (
        set_in_catalogue("/OpenAction", SCRIPT),
        "the file as a whole: there is /OpenAction",
    ),
    "a form": (set_in_catalogue("/AcroForm", Dictionary(Fields=Array())), "the file as a whole: there is /AcroForm"),
    "a layer": (
        set_in_catalogue("/OCProperties", Dictionary(OCGs=Array([LAYER]))),
        "the file as a whole: there is /OCProperties",
    ),
    "a script by name": (
        lambda opened: opened.Root.Names.__setitem__("/JavaScript", Dictionary(Names=Array(["a", SCRIPT]))),
        "the file as a whole: there is /JavaScript",
    ),
    "a script on a page": (
        lambda opened: opened.pages[2].obj.__setitem__("/AA", Dictionary(O=SCRIPT)),
        "page 3: there is /AA",
    ),
    "a page cut smaller": (
        lambda opened: opened.pages[2].obj.__setitem__("/CropBox", Array([0, 0, 300, 300])),
        "page 3: there is /CropBox",
    ),
    "another title": (
        lambda opened: opened.docinfo.__setitem__("/Title", "Another"),
        "the file as a whole: /Info is not",
    ),
    "another file inside": (
        lambda opened: opened.attachments.__setitem__("more.json", b"{}"),
        "the file as a whole: /EmbeddedFiles is not",
    ),
    "a chart described otherwise": (
        lambda opened: _first_figure(opened).__setitem__("/Alt", pikepdf.String("Another offer is first.")),
        "the tags for screen readers are not",
    ),
    "a bookmark that says something else": (
        lambda opened: opened.Root.Outlines.First.__setitem__("/Title", pikepdf.String("Draft")),
        "the bookmarks are not those",
    ),
    "glyphs of another shape": (_swap_outlines, "the font /"),
}


@pytest.mark.parametrize("what", BEHIND)
def test_what_a_fresh_print_would_not_have_is_found(what: str, short_pdf: Path) -> None:
    """The short report has no comments, so it is its own reprint."""
    change, told = BEHIND[what]
    report = taken_apart(short_pdf.read_bytes())
    assert list(frame_differences(report, report, verifying.REMARKS)) == []
    differences = frame_differences(taken_apart(changed(short_pdf, change)), report, verifying.REMARKS)
    assert any(told in each for each in differences)


@pytest.mark.parametrize(
    ("change", "told"),
    [(_swap_outlines, "draws a character in another shape"), (_rename, "calls a character by another name")],
)
def test_characters_that_only_comments_have_are_compared_with_the_fonts_of_the_machine(
    change: Change, told: str, full_pdf: Path
) -> None:
    assert any(each.endswith(told) for each in verify(changed(full_pdf, change)).differences)
