"""`verify`: a report is what its input gives, and whatever was changed in it is found and named."""

import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.management import call_command

from scoring.casefile.document import canonical_bytes, read
from scoring.formulas import engine
from scoring.reports import verify as verifying
from scoring.reports.attach import Carried, Comments, pack, unpack, without_comments
from scoring.reports.coding import Unreadable
from scoring.reports.document import BOTH, report
from scoring.reports.pages import NoReport
from scoring.reports.verify import Verdict, verify
from scoring.scenario import example_case
from tests.scoring.reports.dossiers import decided, dossier, small

pytestmark = pytest.mark.one_database

Change = Callable[[pikepdf.Pdf], None]
ODD_LETTERS = "Łódź 😀 é à office flow ½ ① “quotes” … —— 《书》「引」 か゚ 한글 Ωμέγα Привет ไทย"


def changed(file: Path, change: Change) -> bytes:
    """The report after somebody has changed it."""
    out = io.BytesIO()
    with pikepdf.open(file) as opened:
        change(opened)
        opened.save(out, fix_metadata_version=False)
    return out.getvalue()


def rewrite(name: str, change: Callable[[Any], None]) -> Change:
    """One of the files inside, changed."""

    def apply(opened: pikepdf.Pdf) -> None:
        document = json.loads(opened.attachments[name].get_file().read_bytes())
        change(document)
        if name == "evaluation.json":
            content = canonical_bytes(read(json.dumps(document).encode()))
        else:
            content = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True).encode()
        opened.attachments[name].obj.EF.F.write(content)

    return apply


def swap_glyphs(page: int, *, in_a_line_of: int = 2) -> Change:
    """Two different glyphs side by side change places, as when 12 becomes 21; in a word of so many glyphs or more."""

    def swapped(line: re.Match[bytes]) -> bytes:
        after, count = re.subn(rb"<(\w{4})>(-?[\d.]+)<((?!\1)\w{4})>", rb"<\3>\2<\1>", line[0], count=1)
        assert count == 1
        return after

    def apply(opened: pikepdf.Pdf) -> None:
        drawing = opened.pages[page - 1 if page > 0 else page]
        drawing.contents_coalesce()
        long_line = rb"\[(<(?!0001)\w{4}>-?[\d.]+){%d,}\] TJ" % in_a_line_of
        after, count = re.subn(long_line, swapped, drawing.Contents.read_bytes(), count=1)
        assert count == 1
        drawing.Contents.write(after)

    return apply


def first_difference(content: bytes) -> str:
    verdict = verify(content)
    assert not verdict.is_sound
    return verdict.differences[0]


@pytest.mark.parametrize(
    ("length", "language", "pages"),
    [("full", "en", 20), ("full", "zh-hans", 20), ("full", BOTH, 20), ("short", "zh-hans", 4), ("short", BOTH, 4)],
)
def test_an_untouched_report_is_what_its_input_gives(
    length: str, language: str, pages: int, small_pdf: Callable[[str, str], Path]
) -> None:
    verdict = verify(small_pdf(length, language).read_bytes())
    assert (verdict.differences, verdict.limits) == ([], [])
    assert verdict.figures > 500
    assert verdict.pages >= pages


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_whatever_a_member_writes_the_report_is_what_its_input_gives(language: str, pdfs_are_on: None) -> None:
    """Comments over several pages, in letters that are spelt otherwise, joined, set narrow or put together."""
    said = [
        "x" * 9_000,
        "长文本没有空格，" * 500,
        ODD_LETTERS,
        "<b>&amp;</b>\n\nsecond line",
        "https://example.org/a-b/" * 9,
    ]
    case = example_case()
    gates = tuple(each for each in case.criteria if each.knock_out)
    ids, seat = {each.id for each in gates}, case.seats[0]
    marks = tuple(replace(each, comment="") for each in case.marks if each.criterion in ids and each.seat == seat.id)
    written = tuple(replace(each, comment=text) for each, text in zip(marks, said, strict=False))
    case = replace(case, criteria=gates, seats=(seat,), marks=(*written, *marks[len(said) :]))
    verdict = verify(report(dossier(case=case), language))
    assert (verdict.differences, verdict.limits) == ([], [])


@pytest.mark.parametrize("page", [1, 3, 8])
def test_a_changed_page_is_found_and_named(page: int, full_pdf: Path) -> None:
    assert first_difference(changed(full_pdf, swap_glyphs(page))).startswith(f"page {page}: ")


def test_a_changed_comment_is_found(full_pdf: Path) -> None:
    told = verify(changed(full_pdf, swap_glyphs(-1))).differences
    assert any("the members' comments are not those that were printed" in each for each in told)


def test_a_bar_of_a_chart_that_grew_is_found(short_pdf: Path) -> None:
    def grow(opened: pikepdf.Pdf) -> None:
        page = opened.pages[2]
        page.contents_coalesce()
        page.Contents.write(page.Contents.read_bytes() + b"\nq 1 0 0 rg 100 100 300 20 re f Q\n")

    assert first_difference(changed(short_pdf, grow)).startswith("page 3: the text is the same, and what is")


def test_a_note_pasted_over_a_page_is_found(short_pdf: Path) -> None:
    def paste(opened: pikepdf.Pdf) -> None:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[50, 50, 300, 90], Contents="82.10"
        )
        opened.pages[2].Annots = pikepdf.Array([opened.make_indirect(note)])

    assert first_difference(changed(short_pdf, paste)).startswith("page 3: something lies over the page")


def test_a_page_taken_out_is_found(short_pdf: Path) -> None:
    def tear_out(opened: pikepdf.Pdf) -> None:
        del opened.pages[2]

    assert "pages, printed again" in first_difference(changed(short_pdf, tear_out))


def test_a_changed_mark_in_the_input_is_found_by_its_hash_and_by_the_figures(short_pdf: Path) -> None:
    def raise_one(document: Any) -> None:
        mark = next(each for each in document["marks"] if each.get("value") == 3)
        mark["value"] = 5

    verdict = verify(changed(short_pdf, rewrite("evaluation.json", raise_one)))
    assert "evaluation.json has the SHA-256" in verdict.differences[0]
    assert any(told.startswith("figure offers[") for told in verdict.differences)


def test_an_input_that_is_no_longer_canonical_is_found(short_pdf: Path) -> None:
    def indent(opened: pikepdf.Pdf) -> None:
        spec = opened.attachments["evaluation.json"]
        spec.obj.EF.F.write(json.dumps(json.loads(spec.get_file().read_bytes()), indent=2).encode())

    assert "is not in the form in which it was written" in first_difference(changed(short_pdf, indent))


def test_a_changed_name_in_the_proceedings_is_found(short_pdf: Path) -> None:
    def rename(document: Any) -> None:
        document["dossier"]["statement"]["by"] = "Somebody Else"

    assert "proceedings.json has the SHA-256" in first_difference(
        changed(short_pdf, rewrite("proceedings.json", rename))
    )


def test_a_figure_changed_by_a_billionth_is_found_and_by_less_is_not(short_pdf: Path) -> None:
    def told(by: float) -> list[str]:
        def nudge(document: Any) -> None:
            document["assessment"]["offers"][0]["total"] += by

        verdict = verify(changed(short_pdf, rewrite("proceedings.json", nudge)))
        return [difference for difference in verdict.differences if difference.startswith("figure")]

    assert told(1e-12) == []
    assert told(1e-6)[0].startswith("figure offers[elmsward].total: ")


def test_a_changed_hash_on_the_page_is_found(short_pdf: Path) -> None:
    assert first_difference(changed(short_pdf, swap_glyphs(1, in_a_line_of=64))).startswith("page 1: ")


@pytest.mark.parametrize(
    ("share", "draws", "expected"), [(0.512, 10_000, True), (0.52, 10_000, False), (0.51, 100, True)]
)
def test_sampled_shares_may_differ_by_three_standard_errors(share: float, draws: int, expected: object) -> None:
    assert verifying._agree("robustness.rank_acceptability.uniform.a[0]", share, 0.5, draws) is expected
    assert not verifying._agree("robustness.dimension_acceptability.a", share, 0.5, draws)


def test_with_another_engine_version_only_figures_are_compared_and_it_says_so(
    short_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "ENGINE_VERSION", engine.ENGINE_VERSION + ".later")
    verdict = verify(short_pdf.read_bytes())
    assert verdict.is_sound
    assert verdict.pages == 0
    assert "only figures were compared" in verdict.limits[0]


def test_pages_of_another_build_are_not_taken_for_changed_ones(
    short_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verifying, "renderer", lambda: "another")
    torn = changed(short_pdf, swap_glyphs(3))
    verdict = verify(torn)
    assert verdict.is_sound
    assert verdict.limits[0].startswith("made by another build of the program")
    assert verify(short_pdf.read_bytes()).limits == [], "the pages are the same all the same"


def test_a_file_that_carries_no_input_is_no_report(short_pdf: Path) -> None:
    def empty(opened: pikepdf.Pdf) -> None:
        del opened.attachments["proceedings.json"]

    with pytest.raises(NoReport, match=r"proceedings\.json is not inside"):
        verify(changed(short_pdf, empty))
    with pytest.raises(NoReport):
        verify(b"%PDF-1.7 cut off")


def test_no_comment_is_carried_inside(pdfs_are_on: None) -> None:
    told = dossier(statement=decided(), left_open=small().left_open)
    carried = pack(told, Comments(), kind="comparison", length="full", language="en")
    inside = (carried.evaluation + carried.proceedings).decode()
    comments = [mark.comment for mark in told.case.marks if mark.comment]
    texts = [text for each in comments for text in ([each] if isinstance(each, str) else each.values())]
    assert len(texts) > 20
    assert [text for text in [*texts, "The vendor answers next week."] if text in inside] == []


def test_what_is_packed_is_unpacked(pdfs_are_on: None) -> None:
    told = dossier(statement=decided(reason={"en": "Best.", "zh-hans": "最好。"}), left_open=small().left_open)
    carried = pack(told, Comments(count=2, sha256="c"), kind="comparison", length="full", language="zh-hans")
    found = unpack(carried)
    bare = without_comments(told)
    assert (found.dossier.statement, found.dossier.places) == (bare.statement, bare.places)
    assert (found.dossier.left_open, found.dossier.proceedings) == (bare.left_open, bare.proceedings)
    assert [each.id for each in found.dossier.case.offers] == [each.id for each in bare.case.offers]
    assert (found.language, found.comments.count) == ("zh-hans", 2)


@pytest.mark.parametrize(
    "change", [{"format": "proceedings/9"}, {"order": {}}, {"dossier": {"places": 7}}, {"comments": {"count": "two"}}]
)
def test_proceedings_that_are_something_else_are_refused(change: dict[str, Any], pdfs_are_on: None) -> None:
    carried = pack(dossier(), Comments(), kind="comparison", length="full", language="en")
    wrong = json.dumps(json.loads(carried.proceedings) | change).encode()
    with pytest.raises(Unreadable):
        unpack(Carried(evaluation=carried.evaluation, proceedings=wrong))


def test_the_command_says_so_in_words_and_by_its_status(
    short_pdf: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify", str(short_pdf))
    assert "pages are what the input gives" in capsys.readouterr().out
    torn = tmp_path / "torn.pdf"
    torn.write_bytes(changed(short_pdf, swap_glyphs(3)))
    for file, status, words in [(torn, 1, "page 3: "), (tmp_path / "none.pdf", 2, "No such file")]:
        with pytest.raises(SystemExit) as ended:
            call_command("verify", str(file))
        assert ended.value.code == status
        assert words in capsys.readouterr().err


def test_a_verdict_without_differences_is_sound() -> None:
    assert Verdict().is_sound
    assert not Verdict(differences=["page 1"]).is_sound
