"""The chapters of a report: what stands in the short and the full one, in each language and in both, and when."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser

import pytest
from django.utils.html import escape

from scoring.actions.consensus import agree
from scoring.actions.marks import Answer, revise_mark
from scoring.formulas.case import LANGUAGES, Case, Consensus, Override, worded
from scoring.models import Evaluation, ExchangeRate, Mark
from scoring.models.mark import State
from scoring.reports.attach import unpack
from scoring.reports.clarified import Message, Thread
from scoring.reports.document import BOTH, OFFERED, compose, document, report
from scoring.reports.dossier import Dossier, Rate, Revised, dossier_of
from scoring.reports.proceedings import Proceedings
from scoring.reports.verify import verify
from scoring.scenario import example_case
from tests import factories
from tests.scoring.reports.dossiers import MORNING, decided, dossier

pytestmark = pytest.mark.one_database

CHAPTERS = re.compile('<section\\s+class="chapter[^"]*"\\s+id="([a-z]+)"')
FULL = ["ranking", "excluded", "robustness", "breakdown", "costs", "matrix", "facts", "traps"]
FULL += ["clarifications", "agreement", "talks", "sheets", "proceedings", "method", "signatures", "remarks"]
SHORT = ["ranking", "robustness", "costs", "method", "signatures"]
PASSAGE = re.compile('<div\\s+class="passage[^"]*"\\s+lang="([^"]+)"')


class Words(HTMLParser):
    """The text of a page, in one line."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.parts))


def talked() -> Dossier:
    """The example after the committee agreed on one cell and a member revised another."""
    case = example_case()
    marked = next(mark for mark in case.marks if mark.value == 4)
    other = next(each for each in case.criteria if each.source == "panel" and each.id != marked.criterion)
    reason = {"en": "Shown again in the demo.", "zh-hans": "在演示中再次确认。"}
    agreed = Consensus(offer=marked.offer, criterion=other.id, value=0, reason=reason)
    was = Revised(seat=marked.seat, offer=marked.offer, criterion=marked.criterion, value=1)
    found = dossier(case=replace(case, consensus=(agreed,)), statement=decided())
    return replace(found, revised=(was,))


def passed_by(*offers: str) -> Case:
    """The example, in which only these offers pass the knock-out on the data clause."""
    case = example_case()
    gate = next(each.id for each in case.criteria if worded(each.name, "en") == "Data ownership clause")
    marks = tuple(
        replace(mark, value=5 if mark.offer in offers else 0, state=None) if mark.criterion == gate else mark
        for mark in case.marks
    )
    return replace(case, marks=marks)


@cache
def page(language: str, length: str) -> str:
    return document(talked(), language, length=length)


def chapter(html: str, name: str) -> str:
    """The text of one chapter."""
    start = next(found.start() for found in CHAPTERS.finditer(html) if found[1] == name)
    following = [found.start() for found in CHAPTERS.finditer(html) if found.start() > start]
    return Words(html[start : following[0] if following else None]).text


def test_the_short_and_the_full_report_are_offered_in_each_language_and_in_both() -> None:
    assert set(OFFERED) == {
        ("comparison", length, language) for length in ("short", "full") for language in (*LANGUAGES, BOTH)
    }


@pytest.mark.parametrize("language", [*LANGUAGES, BOTH])
@pytest.mark.parametrize(("length", "chapters"), [("full", FULL), ("short", SHORT)])
def test_every_chapter_stands_in_its_place(length: str, chapters: list[str], language: str) -> None:
    html = page(language, length)
    assert [found[1] for found in CHAPTERS.finditer(html)] == chapters
    assert ('class="contents"' in html) is (length == "full")


@pytest.mark.parametrize("language", [*LANGUAGES, BOTH])
def test_the_contents_lead_to_every_chapter_that_is_there(language: str) -> None:
    html = page(language, "full")
    found = re.findall('<a href="#([a-z]+)"', html)
    assert found == FULL * (2 if language == BOTH else 1)


def test_robustness_is_told_before_it_is_shown() -> None:
    whole = {length: document(dossier(statement=decided()), "en", length=length) for length in ("short", "full")}
    for length in ("short", "full"):
        text = chapter(whole[length], "robustness")
        for wanted in (
            "Robust. Heronbridge Service Cloud · Smart edition stays first under each of the 11 changes",
            "of 100 points of weight from Cost health to Risk control puts Elmsward Connect",
            "Weights of the dimensions",
            "Map of all weights",
            "This share is exact",
        ):
            assert wanted in text
    for wanted in ("How often each offer is first", "Who wins if", "Single marks", "Second opinions", "PROMETHEE II"):
        assert wanted in chapter(whole["full"], "robustness")
        assert wanted not in chapter(whole["short"], "robustness")


def test_costs_stand_on_all_their_bases_beside_the_budget() -> None:
    for length in ("short", "full"):
        text = chapter(page("en", length), "costs")
        for wanted in (
            "The budget for 3 years is CNY 720,000",
            "421,500",
            "✓ fits",
            "of which hidden",
            "Rule of thumb",
        ):
            assert wanted in text
    text = chapter(page("en", "full"), "costs")
    for wanted in ("Visible and hidden costs", "How low and how high", "Value for money", "One more seat", "Cost line"):
        assert wanted in text


def test_an_offer_beyond_what_may_be_spent_or_beyond_the_budget_says_so() -> None:
    case = example_case()
    tight = replace(case, profile=replace(case.profile, budget=520_000.0))
    text = chapter(document(dossier(case=tight), "en", length="short"), "costs")
    assert "× over the budget" in text, "Tidewell costs 550,600"
    assert "! into the reserve" in text, "Heronbridge costs 421,500, and 416,000 may be spent"
    assert "more than an even share of the budget" in text
    assert "Year 1 costs" in text


def test_facts_stand_with_their_status_and_their_day() -> None:
    text = chapter(page("en", "full"), "facts")
    assert "✓ Within 12 months" in text or "✓ Not older than 12 months" in text or "valid until May 31, 2027" in text
    assert "Evidence seen" in text
    assert "valid until May 31, 2027" in text
    later = replace(talked(), closed_at=None)
    assert later.statement
    late = replace(later, statement=replace(later.statement, at=later.statement.at.replace(year=2028)))
    assert "has ended on May 31, 2027" in chapter(document(late, "en"), "facts")


def test_where_no_fact_is_stated_or_asked_for_there_is_no_such_chapter() -> None:
    case = example_case()
    criteria = tuple(each for each in case.criteria if each.source == "panel")
    bare = replace(case, criteria=criteria, offers=tuple(replace(each, facts={}) for each in case.offers))
    html = document(dossier(case=bare), "en")
    assert "facts" not in [found[1] for found in CHAPTERS.finditer(html)]
    assert 'href="#facts"' not in html


def test_what_talking_changed_stands_beside_what_was_before() -> None:
    text = chapter(page("en", "full"), "talks")
    assert "Shown again in the demo." in text
    assert "1 before, 4 now" in text
    assert "Consensus 0" in text
    assert "talks" not in [found[1] for found in CHAPTERS.finditer(document(dossier(), "en"))]


def test_agreement_names_how_far_members_are_apart() -> None:
    text = chapter(page("en", "full"), "agreement")
    for wanted in ("Alpha is", "Krippendorff", "Each member against the others", "Lowest mark"):
        assert wanted in text


def test_a_knock_out_that_was_set_aside_is_named_with_who_did_it_and_why() -> None:
    case = example_case()
    ruling = Override(offer="mistfold", criterion="RC-D1", by="Director Wu", reason="The clause is agreed by letter.")
    ruled = dossier(case=replace(case, overrides=(ruling,)), statement=decided())
    for length, name in (("full", "excluded"), ("short", "ranking")):
        text = chapter(document(ruled, "en", length=length), name)
        assert "Director Wu" in text
        assert "The clause is agreed by letter." in text


def test_the_method_of_the_short_report_has_ten_lines() -> None:
    for language in LANGUAGES:
        lines = page(language, "short").partition('<ol class="lines">')[2].partition("</ol>")[0]
        assert lines.count("<li>") == 10
    text = chapter(page("en", "short"), "method")
    for wanted in ("Need match 45.0 %", "ceiling CNY 720,000", "12 criteria are knock-outs", "below 1.00 points"):
        assert wanted in text


def test_the_short_report_leaves_sheets_and_comments_out() -> None:
    case, html = example_case(), page("en", "short")
    written = [mark.comment for mark in case.marks if mark.comment]
    assert written
    assert all(escape(text if isinstance(text, str) else text["en"]) not in html for text in written)


@pytest.mark.parametrize("length", ["short", "full"])
def test_in_both_languages_everything_that_either_says_is_said(length: str) -> None:
    both = Words(page(BOTH, length)).text
    for language in LANGUAGES:
        own = page(language, length)
        for name in FULL if length == "full" else SHORT:
            if name in {"signatures", "remarks"}:
                continue
            start = own.index(f'id="{name}"')
            block = own[start:].partition("</section>")[0]
            for sentence in re.findall(r"<(?:p|h2|h3|li|dd|dt|figcaption)[^>]*>([^<]{12,})</", block):
                if not re.fullmatch("[0-9a-f]{64}", sentence):  # its own proceedings are another file
                    assert Words(sentence).text.strip() in both


@pytest.mark.parametrize("length", ["short", "full"])
def test_in_both_languages_each_passage_says_which_it_is(length: str) -> None:
    tags = PASSAGE.findall(page(BOTH, length))
    assert tags == ["en", "zh-Hans"] * (len(tags) // 2)
    assert len(tags) > 20
    assert PASSAGE.findall(page("en", length)) == []


def test_in_both_languages_members_sign_once_and_their_comments_stand_once() -> None:
    html = page(BOTH, "full")
    assert html.count('class="signature"') == len(example_case().seats)
    assert html.count('id="remarks"') == 1
    text = chapter(html, "remarks")
    assert "What the members wrote · 成员的文字说明" in text or "What the members wrote ·" in text
    assert "Service" in text or "客服" in text


def test_the_ids_of_pictures_are_unique_where_there_are_two_languages() -> None:
    ids = re.findall(r'\bid="([^"]+)"', page(BOTH, "full"))
    assert len(ids) == len(set(ids))
    assert any(each.endswith("-zh-hans") for each in ids)


@pytest.mark.parametrize("length", ["short", "full"])
@pytest.mark.parametrize("language", [*LANGUAGES, BOTH])
@pytest.mark.parametrize("eligible", [(), ("heronbridge",)])
def test_nobody_or_only_one_being_eligible_is_no_reason_to_have_no_report(
    eligible: tuple[str, ...], language: str, length: str
) -> None:
    html = document(dossier(case=passed_by(*eligible)), language, length=length)
    text = chapter(html, "robustness")
    if language != "zh-hans":
        expected = "there is nothing to compare it with" if eligible else "so nobody is first"
        assert expected in text
    assert ("chart-ternary" in html) is False


def test_a_large_evaluation_is_composed_without_a_cell_left_out() -> None:
    case = example_case()
    more = tuple(
        replace(criterion, id=f"{criterion.id}-{copy}", knock_out=False)
        for copy in range(4)
        for criterion in case.criteria
    )[:133]
    kept = {each.id for each in more}
    marks = tuple(
        replace(mark, criterion=f"{mark.criterion}-{copy}")
        for copy in range(4)
        for mark in case.marks
        if f"{mark.criterion}-{copy}" in kept
    )
    large = replace(case, criteria=more, marks=marks)
    matrix = document(dossier(case=large), "en").partition('id="matrix"')[2].partition("</table>")[0]
    assert matrix.count('<td class="number heat-') == 133 * len(case.offers)


@pytest.mark.django_db
def test_what_was_revised_agreed_and_converted_is_in_the_report_of_the_evaluation() -> None:
    people = factories.committee()
    evaluation = factories.example("consensus", people)
    chair, on = people.seats["service"], factories.NOON
    marks = Mark.objects.filter(seat__evaluation=evaluation, seat__key="service", value=4).select_related(
        "candidate__evaluation", "criterion", "seat__evaluation", "seat__member"
    )
    mark, other = marks[0], marks[1]
    answer = Answer(State.MARKED, 1)
    revise_mark(
        mark.seat, mark.candidate, mark.criterion, answer, reason="Seen again.", by=chair, on=on, version=mark.version
    )
    agree(other.candidate, other.criterion, 2, reason="Talked it over.", by=chair, on=on, version=0)
    day = date(2026, 11, 2)
    ExchangeRate.objects.create(evaluation=evaluation, currency="USD", rate=8, as_of=day, source_note="The bank")
    found = dossier_of(Evaluation.objects.get(pk=evaluation.pk))
    was = Revised(seat="service", offer=mark.candidate.key, criterion=mark.criterion.key, value=4)
    assert found.revised == (was,)
    html = document(found, "en")
    text = chapter(html, "talks")
    assert "4 before, 1 now" in text
    assert "Consensus 2: Talked it over." in text
    for length in ("short", "full"):
        assert "1 USD = 8 CNY, as of Nov. 2, 2026 (The bank)" in chapter(document(found, "en", length=length), "method")


def test_what_is_carried_inside_is_enough_to_print_what_talking_changed(pdfs_are_on: None) -> None:
    thread = Thread(
        offer="heronbridge", about="costs", messages=(Message(text="What?", by="Li", at=MORNING, is_from_vendor=False),)
    )
    asked = replace(talked(), proceedings=Proceedings(clarifications=(thread,)))
    verdict = verify(report(asked, "en", length="short"))
    assert (verdict.differences, verdict.limits) == ([], [])
    found = replace(
        talked(), rates=(Rate(currency="USD", rate=Decimal("7.1"), as_of=date(2026, 11, 2), source="Bank"),)
    )
    carried = compose(found, "en").carried
    assert carried
    again = unpack(carried).dossier
    assert (again.revised, again.rates) == (found.revised, found.rates)
