"""The report as HTML: what is said about every offer, seat and criterion, and that users' text stays text."""

import re
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from django.utils.html import escape
from django.utils.translation import get_language, override

from scoring.formulas.assessment import assess
from scoring.formulas.case import Case, Mark, Override
from scoring.presentation import present
from scoring.reports.breakdown import breakdown
from scoring.reports.document import document
from scoring.reports.member_sheets import member_sheets
from scoring.scenario import example_case
from tests.scoring.reports.dossiers import decided, dossier

pytestmark = pytest.mark.one_database

HOSTILE = [
    "<link rel=attachment href=file:///etc/passwd>",
    '<img src="http://127.0.0.1:9/x">',
    "<script>alert(1)</script>",
    "{{ settings.SECRET_KEY }}{% debug %}",
    "</td></table></section>",
    "%s %(name)s {0} {name}",
    "'\"><svg onload=1>",
]


class Page(HTMLParser):
    """Counts the tags of a page and keeps its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: dict[str, int] = {}
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.tags[tag] = self.tags.get(tag, 0) + 1

    def handle_data(self, data: str) -> None:
        self.text += data


def said_everywhere(case: Case, text: str) -> Case:
    """The case with the same text wherever a person can write one."""
    return replace(
        case,
        title=text,
        criteria=tuple(replace(criterion, name=text) for criterion in case.criteria),
        seats=tuple(replace(seat, name=text) for seat in case.seats),
        offers=tuple(replace(offer, vendor=text, edition=text) for offer in case.offers),
        marks=tuple(replace(mark, comment=text if mark.comment else "") for mark in case.marks),
        overrides=(Override(offer="mistfold", criterion="RC-D1", by=text, reason=text),),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_what_users_write_stays_text(text: str) -> None:
    case = example_case()
    some_offer, some_criterion = case.offers[-1].id, next(each.id for each in case.criteria if each.knock_out)

    def page(words: str) -> Page:
        written = said_everywhere(case, words)
        override = Override(offer=some_offer, criterion=some_criterion, by=words, reason=words)
        written = replace(written, overrides=(override,))
        return Page(document(dossier(case=written, statement=decided(reason=words), holder=words), "en"))

    plain, hostile = page("word"), page(text)
    assert hostile.tags == plain.tags
    assert text in hostile.text


def test_a_comment_of_twenty_thousand_characters_is_printed_whole() -> None:
    case = example_case()
    long = "长" * 10_000 + "x" * 10_000
    marks = (replace(case.marks[0], comment=long), *case.marks[1:])
    assert long in document(dossier(case=replace(case, marks=marks)), "en")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_language_is_the_one_asked_for_whatever_is_active(language: str) -> None:
    with override("zh-hans" if language == "en" else "en"):
        before = get_language()
        html = document(dossier(), language)
        assert get_language() == before
    with override(language):
        assert document(dossier(), language) == html


def test_a_language_that_is_not_written_is_refused() -> None:
    with pytest.raises(ValueError, match="zh-hans"):
        document(dossier(), "fr")


def test_names_are_in_the_language_of_the_report() -> None:
    english, chinese = (Page(document(dossier(), language)).text for language in ("en", "zh-hans"))
    assert ("Heronbridge Service Cloud" in english, "鹭桥云服" in english) == (True, False)
    assert ("Heronbridge Service Cloud" in chinese, "鹭桥云服" in chinese) == (False, True)


@pytest.mark.parametrize("decimals", [2, 3])
def test_the_printed_points_of_the_criteria_add_up_to_each_dimension_and_to_the_total(decimals: int) -> None:
    case = example_case()
    case = replace(case, method=replace(case.method, decimals=decimals))
    result = present(case, assess(case))
    groups = breakdown(result)
    assert len(result.offers) == 5
    for column, offer in enumerate(result.offers):
        sums = [sum((row.parts[column].points or Decimal(0) for row in group.rows), Decimal(0)) for group in groups]
        assert sums == [group.sums[column] for group in groups]
        assert sum(sums, Decimal(0)) == offer.total


def test_the_cover_says_the_decision_in_one_sentence() -> None:
    cover = document(dossier(statement=decided()), "en").partition('class="contents"')[0]
    assert "The committee chooses Heronbridge Service Cloud · Smart edition" in cover


def test_without_a_decision_the_cover_says_so() -> None:
    cover = document(dossier(), "en").partition('class="contents"')[0]
    assert "comes first with" in cover
    assert "Not yet: this is the committee's result, not its decision." in cover


def test_no_award_is_a_decision() -> None:
    html = document(dossier(statement=decided(offer=None, reason="All too dear.")), "en")
    assert "The committee awards no offer." in html
    assert "All too dear." in html


def test_an_excluded_offer_is_printed_with_the_reason() -> None:
    text = Page(document(dossier(), "en")).text
    chapter = text.partition("Without the exclusion")[0].rpartition("Excluded offers")[2]
    assert "Mistfold Technology" in chapter
    assert "Knock-out “Data ownership clause”" in chapter


def test_where_nothing_is_excluded_the_report_says_so() -> None:
    case = example_case()
    open_case = replace(case, criteria=tuple(replace(each, knock_out=False) for each in case.criteria))
    assert "No offer was excluded" in document(dossier(case=open_case), "en")


def test_every_seat_has_its_sheet_with_its_marks_and_comments() -> None:
    text = re.sub(r"\s+", " ", Page(document(dossier(), "en")).text)
    case = example_case()
    for mark in case.marks:
        if mark.comment:
            written = mark.comment if isinstance(mark.comment, str) else mark.comment.get("en")
            assert written is None or re.sub(r"\s+", " ", written) in text


def test_a_sheet_says_in_how_many_of_its_cells_there_is_a_mark() -> None:
    case = example_case()
    found = dossier(case=case)
    for seat, sheet in zip(case.seats, member_sheets(found, present(case, found.assessment)), strict=True):
        own = [mark for mark in case.marks if mark.seat == seat.id]
        assert sheet.marked == sum(mark.value is not None for mark in own)
        assert sheet.expected == len(own), "every cell of the example is answered"


def test_a_sheet_that_was_not_handed_in_is_named_and_shows_nothing() -> None:
    case = example_case()
    counted = replace(case, marks=tuple(mark for mark in case.marks if mark.seat != "it"))
    found = dossier(case=counted, not_submitted=frozenset({"it"}))
    sheet = member_sheets(found, present(counted, found.assessment))[1]
    assert (sheet.submitted_at, sheet.groups) == (None, ())
    html = document(found, "en")
    assert html.count("Not handed in before scoring closed, so it does not count and is not printed.") == 1
    assert "no, not handed in" in html


def test_a_cell_left_open_is_printed_with_its_reason_and_not_as_a_zero() -> None:
    case = example_case()
    first = case.marks[0]
    opened = replace(case, marks=case.marks[1:])
    key = first.seat, first.offer, first.criterion
    found = dossier(case=opened, left_open={key: "The vendor answers next week."})
    sheet = member_sheets(found, present(opened, found.assessment))[0]
    row = next(row for group in sheet.groups for row in group.rows if row.cells[0].state == "left_open")
    assert row.cells[0].value is None
    assert next(remark.text for remark in row.remarks) == "The vendor answers next week."
    assert "The vendor answers next week." in document(found, "en")


def test_a_member_who_withdrew_from_an_offer_is_shown_as_withdrawn() -> None:
    case = example_case()
    seats = (replace(case.seats[0], recused=frozenset({"pebblevox"})), *case.seats[1:])
    marks = tuple(mark for mark in case.marks if (mark.seat, mark.offer) != (case.seats[0].id, "pebblevox"))
    found = dossier(case=replace(case, seats=seats, marks=marks))
    text = re.sub(r"\s+", " ", Page(document(found, "en")).text)
    assert "Withdrew from Pebblevox · Team Advanced." in text
    sheet = member_sheets(found, present(found.case, found.assessment))[0]
    states = {cell.state for group in sheet.groups for row in group.rows for cell in row.cells}
    assert "recused" in states
    assert sheet.expected == sum(len(group.rows) for group in sheet.groups) * 4


def test_an_advisory_sheet_is_shown_as_such() -> None:
    case = example_case()
    advisory = replace(case, seats=(case.seats[0], replace(case.seats[1], voting=False), case.seats[2]))
    html = document(dossier(case=advisory), "en")
    assert "Advisory: shown and never counted." in html
    assert "2 of 2" in html


def test_what_members_wrote_stands_in_the_last_chapter_and_nowhere_else() -> None:
    case = example_case()
    said = [remark for remark in case.marks if remark.comment]
    before, _chapter, last = document(dossier(), "en").partition('id="remarks"')
    for mark in said:
        written = mark.comment if isinstance(mark.comment, str) else mark.comment.get("en")
        if written:
            assert (escape(written) in before, escape(written) in last) == (False, True)


def test_where_nobody_wrote_anything_there_is_no_such_chapter() -> None:
    case = example_case()
    silent = replace(case, marks=tuple(replace(mark, comment="") for mark in case.marks))
    assert "remarks" not in document(dossier(case=silent), "en")


def test_the_method_page_names_weights_rules_and_fingerprints() -> None:
    found = dossier()
    html = document(found, "en").partition('id="method"')[2]
    for wanted in (found.input_sha256, "b" * 64, "CNY 720,000", "Half up", "Anchors", "Ranking and ties"):
        assert wanted.lower() in html.lower()
    assert html.count('<th scope="row">') >= len(found.case.criteria) + len(found.case.seats)


def test_every_seat_has_a_place_to_sign() -> None:
    html = document(dossier(holder="Li Wei"), "en").partition('id="signatures"')[2].partition('id="remarks"')[0]
    assert html.count("Place and date") == len(example_case().seats)
    assert html.count("Li Wei") == len(example_case().seats)


def test_characters_that_the_font_lacks_are_listed_on_the_method_page(pdfs_are_on: None) -> None:
    html = document(dossier(holder="Miloš 😀"), "en").partition('id="method"')[2]
    assert "U+0161 LATIN SMALL LETTER S WITH CARON: s" in html
    assert "U+1F600 GRINNING FACE: [U+1F600]" in html


def test_more_than_five_offers_turn_the_wide_tables_sideways() -> None:
    case = example_case()
    sixth = replace(case.offers[0], id="sixth", vendor="Sixth vendor")
    more = tuple(replace(mark, offer="sixth") for mark in case.marks if mark.offer == case.offers[0].id)
    six = replace(case, offers=(*case.offers, sixth), marks=(*case.marks, *more))
    assert document(dossier(case=case), "en").count('class="chapter wide') == 0
    assert document(dossier(case=six), "en").count('class="chapter wide') == 5


def test_a_mark_that_stands_for_no_value_says_which() -> None:
    case = example_case()
    seat, offer, criterion = case.marks[0].seat, case.marks[0].offer, case.marks[0].criterion
    for state, word in (("not_applicable", "n/a"), ("abstained", "abst.")):
        said = Mark(seat=seat, offer=offer, criterion=criterion, state=state)
        found = dossier(case=replace(case, marks=(said, *case.marks[1:])))
        sheet = document(found, "en").partition('id="sheet-1"')[2].partition('id="sheet-2"')[0]
        first_row = sheet.partition('<tr class="group">')[2].partition("</tbody>")[2].partition("</tr>")[0]
        assert word in first_row
