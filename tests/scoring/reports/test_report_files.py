"""The report as a file: fonts, text, outline, language, page numbers, and what a hostile evaluation does to it."""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pytest

from scoring.formulas.assessment import assess
from scoring.formulas.case import Case, Mark, Override, Seat
from scoring.presentation import present
from scoring.reports.document import report
from scoring.scenario import example_case
from tests.scoring.reports.dossiers import decided, dossier

pytestmark = pytest.mark.one_database

Poppler = Callable[..., str]
LANGUAGES = ("en", "zh-hans")
SECONDS_A_PAGE = 2.0  # of processor time; measured: 0.15


def outline_titles(items: Iterable[object]) -> list[str]:
    titles: list[str] = []
    for item in items:
        titles += outline_titles(item) if isinstance(item, list) else [str(item["/Title"])]  # type: ignore[index]
    return titles


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fonts_are_the_real_regular_and_bold_embedded(
    language: str, example_pdfs: dict[str, Path], poppler: Poppler
) -> None:
    rows = [line.split() for line in poppler("pdffonts", example_pdfs[language]).splitlines()[2:]]
    names = {row[0].partition("+")[2] for row in rows}
    assert names == {"Noto-Sans-CJK-SC", "Noto-Sans-CJK-SC-Bold"}
    assert {tuple(row[-5:-2]) for row in rows} == {("yes", "yes", "yes")}, "embedded, subset, with Unicode"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_total_and_dimension_score_is_in_the_text_as_printed(
    language: str, example_pdfs: dict[str, Path], poppler: Poppler
) -> None:
    text = poppler("pdftotext", "-layout", example_pdfs[language], "-")
    case = example_case()
    result = present(case, assess(case))
    for offer in result.offers:
        assert offer.total is not None
        for figure in [offer.total, *(dimension.score for dimension in offer.dimensions)]:
            assert re.search(rf"(?<![\d.]){re.escape(str(figure))}(?![\d.])", text), (offer.name, figure)


def test_every_score_of_every_criterion_is_in_the_text(example_pdfs: dict[str, Path], poppler: Poppler) -> None:
    figures = set(re.findall(r"\d+\.\d\d", poppler("pdftotext", "-layout", example_pdfs["en"], "-")))
    case = example_case()
    result = present(case, assess(case))
    scores = {
        str(cell.score) for group in result.heat for row in group.rows for cell in row.cells if cell.score is not None
    }
    assert len(scores) > 20
    assert scores - figures == set()


@pytest.mark.parametrize(
    ("language", "tag", "title"),
    [("en", "en", "Customer service system 2027"), ("zh-hans", "zh-Hans", "2027年客服系统选型")],
)
def test_title_language_outline_and_tags_are_set(
    language: str, tag: str, title: str, example_pdfs: dict[str, Path]
) -> None:
    with pikepdf.open(example_pdfs[language]) as file:
        assert str(file.Root.Lang) == tag
        assert bool(file.Root.MarkInfo.Marked)
        assert bool(file.Root.ViewerPreferences.DisplayDocTitle)
        with file.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    reader = pypdf.PdfReader(example_pdfs[language])
    assert reader.metadata is not None
    assert title in str(reader.metadata.title)
    titles = outline_titles(reader.outline)
    seats = [seat.name[language] for seat in example_case().seats if not isinstance(seat.name, str)]
    assert len(titles) > len(seats) + 6
    assert all(any(seat in each for each in titles) for seat in seats)


def test_the_file_is_dated_like_the_decision_and_not_like_the_clock(example_pdfs: dict[str, Path]) -> None:
    metadata = pypdf.PdfReader(example_pdfs["en"]).metadata
    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date == metadata.modification_date == decided().at


def test_the_contents_name_the_pages_on_which_the_chapters_begin(
    example_pdfs: dict[str, Path], poppler: Poppler
) -> None:
    contents = poppler("pdftotext", "-layout", "-f", "2", "-l", "2", example_pdfs["en"], "-")
    headings = {"Result and ranking", "Weighted breakdown", "Costs", "Scores by criterion", "Method", "Signatures"}
    pages = [page.extract_text().splitlines() for page in pypdf.PdfReader(example_pdfs["en"]).pages]
    for chapter in headings:
        begins = next(number for number, lines in enumerate(pages, start=1) if number > 2 and chapter in lines)
        assert re.search(rf"^ *{chapter} +{begins}$", contents, flags=re.MULTILINE), chapter


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_but_the_cover_says_which_it_is_of_how_many(language: str, example_pdfs: dict[str, Path]) -> None:
    pages = pypdf.PdfReader(example_pdfs[language]).pages
    assert len(pages) > 10
    for number, page in enumerate(pages[1:], start=2):
        assert re.search(rf"(?<!\d){number}\D+{len(pages)}(?!\d)", page.extract_text()), number


def test_pages_are_a4(example_pdfs: dict[str, Path], poppler: Poppler) -> None:
    assert "(A4)" in poppler("pdfinfo", example_pdfs["en"])


def test_the_same_evaluation_gives_the_same_bytes(example_pdfs: dict[str, Path]) -> None:
    assert report(dossier(statement=decided()), "zh-hans") == example_pdfs["zh-hans"].read_bytes()


def test_one_mark_more_is_another_file_with_another_identifier(example_pdfs: dict[str, Path], tmp_path: Path) -> None:
    case = example_case()
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(report(dossier(case=replace(case, marks=case.marks[1:]), statement=decided()), "en"))
    with pikepdf.open(changed) as one, pikepdf.open(example_pdfs["en"]) as other:
        assert one.trailer.ID[0] != other.trailer.ID[0]


def test_hostile_names_and_comments_are_printed_as_they_are(
    pdfs_are_on: None, poppler: Poppler, tmp_path: Path
) -> None:
    hostile = "<link rel=attachment href=file:///etc/passwd> {{ 7|add:7 }} 堃喆珺镕翀芃祎"
    case = example_case()
    offers = (replace(case.offers[0], vendor=hostile), replace(case.offers[1], vendor="Łódź 😀"), *case.offers[2:])
    marks = (replace(case.marks[0], comment=f"<img src=http://127.0.0.1:9/> {'长' * 20_000}"), *case.marks[1:])
    file = tmp_path / "hostile.pdf"
    file.write_bytes(report(dossier(case=replace(case, title=hostile, offers=offers, marks=marks)), "zh-hans"))
    text = re.sub(r"\s+", "", poppler("pdftotext", file, "-"))
    for wanted in (hostile, "<img src=http://127.0.0.1:9/>", "Lódz [U+1F600]"):
        assert re.sub(r"\s+", "", wanted) in text
    assert text.count("长") >= 20_000
    with pikepdf.open(file) as opened:
        assert set(opened.attachments) == {"evaluation.json", "proceedings.json"}


def test_texts_of_any_length_are_laid_out(pdfs_are_on: None) -> None:
    case = example_case()
    long, statement = "unbroken" * 125, "unbroken" * 500
    case = replace(
        case,
        title=long,
        criteria=tuple(replace(each, name=long) for each in case.criteria[:3]) + case.criteria[3:],
        seats=(replace(case.seats[0], name=long), *case.seats[1:]),
        offers=(replace(case.offers[0], vendor=long, edition=long), *case.offers[1:]),
        overrides=(Override(offer="mistfold", criterion=_a_knock_out(case), by=long, reason=long),),
    )
    assert report(dossier(case=case, statement=decided(reason=statement), holder=long), "en").startswith(b"%PDF-")


def _a_knock_out(case: Case) -> str:
    return next(each.id for each in case.criteria if each.knock_out)


def many(seats: int, offers: int, criteria: int) -> Case:
    """A case of the given size in which every cell is marked and every fourth has a comment."""
    case = example_case()
    template = next(each for each in case.criteria if each.source == "panel")
    many_criteria = tuple(
        replace(
            template,
            id=f"c{number}",
            name=f"Criterion {number}",
            dimension=("need", "cost", "risk")[number % 3],
            knock_out=False,
        )
        for number in range(criteria)
    )
    many_offers = tuple(replace(case.offers[0], id=f"o{number}", vendor=f"Vendor {number}") for number in range(offers))
    many_seats = tuple(Seat(id=f"s{number}", name=f"Seat {number}") for number in range(seats))
    marks = tuple(
        Mark(
            seat=seat.id,
            offer=offer.id,
            criterion=criterion.id,
            value=(row + 2 * column + place) % 6,
            comment="Seen in the trial." if (row + column) % 4 == 0 else "",
        )
        for row, criterion in enumerate(many_criteria)
        for column, offer in enumerate(many_offers)
        for place, seat in enumerate(many_seats)
    )
    return replace(case, criteria=many_criteria, offers=many_offers, seats=many_seats, marks=marks)


def test_a_large_evaluation_is_printed_on_wide_pages_in_bounded_time(pdfs_are_on: None, tmp_path: Path) -> None:
    began = time.process_time()
    file = tmp_path / "large.pdf"
    file.write_bytes(report(dossier(case=many(seats=1, offers=8, criteria=133)), "en"))
    spent = time.process_time() - began
    pages = pypdf.PdfReader(file).pages
    assert spent < SECONDS_A_PAGE * len(pages)
    wide = [page for page in pages if page.mediabox.width > page.mediabox.height]
    text = "".join(page.extract_text() for page in wide)
    assert all(f"Criterion {number}" in text for number in range(133))
    heads = [page for page in wide if "Vendor 7" in page.extract_text()]
    assert len(heads) >= len(wide) - 2, "the head is repeated on every page of a table"
