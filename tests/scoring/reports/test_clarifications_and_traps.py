"""The report says what vendors were asked and what the traps find, from what it carries inside alone."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from scoring import actions
from scoring.casefile.free_plans import FreeTerms, free_terms_of
from scoring.models import Needs
from scoring.presentation import present
from scoring.presentation.traps import screened
from scoring.reports.attach import unpack
from scoring.reports.clarified import Message, Thread
from scoring.reports.document import compose, document
from scoring.reports.dossier import Dossier, dossier_of
from scoring.reports.heads import head_of
from scoring.reports.proceedings import Proceedings
from scoring.reports.traps_page import Screening, traps_in_words
from scoring.scenario import example_case
from tests import factories
from tests.scoring.reports.dossiers import MORNING, decided, dossier

pytestmark = pytest.mark.one_database

WINNER, LOW, FREE = "heronbridge", "pebblevox", "tidewell"
LATER = MORNING + timedelta(days=2)
PLAN = FreeTerms(
    daily_limit=100,
    overage_multiple=10.0,
    missing=({"en": "Data export", "zh-hans": "数据导出"},),
    untried=("Reports",),
    is_compared=True,
)


def said(text: str, *, is_from_vendor: bool = False) -> Message:
    return Message(is_from_vendor=is_from_vendor, text=text, by="Zhou Ming", at=MORNING)


def asked(*, statement: bool = True) -> Dossier:
    """The winner was asked about costs and answered; the abnormally low price is asked about and open; a free plan."""
    settled = Thread(
        offer=WINNER,
        about="costs",
        messages=(said("Is <b>export</b> free?"), said("Yes, once.", is_from_vendor=True)),
        conclusion="It goes into the contract.",
        concluded_by="Chen Jing",
        concluded_at=LATER,
    )
    still_open = Thread(offer=LOW, about="abnormally_low", messages=(said("How does it come about?"),))
    return replace(
        dossier(statement=decided() if statement else None),
        proceedings=Proceedings(clarifications=(still_open, settled)),
        screening=Screening(inquiries=260, free_plans={FREE: PLAN}),
    )


def chapter(html: str, name: str) -> str:
    """The words of one chapter."""
    found = re.search(f'<section\\s+class="chapter[^"]*"\\s+id="{name}".*?</section>', html, re.DOTALL)
    return " ".join(unescape(re.sub("<[^>]*>", " ", found[0])).split()) if found else ""


def test_a_matter_is_told_from_question_to_conclusion_with_names_and_dates() -> None:
    html = document(asked(), "en")
    text = chapter(html, "clarifications")
    parts = (
        "41 % under the mean of the other offers; the vendor was asked about it.",
        "Heronbridge Service Cloud · Smart edition: Open costs",
        "Zhou Ming asked on Nov. 16, 2026 Is <b>export</b> free?",
        "The vendor answered; written down by Zhou Ming on Nov. 16, 2026 Yes, once.",
        "It goes into the contract. Concluded by Chen Jing on Nov. 18, 2026",
        "Abnormally low price Zhou Ming asked on Nov. 16, 2026 How does it come about? Open: nothing was concluded.",
    )
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places), "offers stand in the order of the ranking"
    assert "<b>export" not in html


def test_the_short_report_tells_what_the_chosen_vendor_was_asked_and_no_other() -> None:
    text = chapter(document(asked(), "en", length="short"), "ranking")
    assert "Open costs , asked on Nov. 16, 2026, 1 answer. Concluded by Chen Jing on Nov. 18, 2026:" in text
    assert "It goes into the contract." in text
    assert "Abnormally low price" not in text


def test_where_nobody_asked_about_a_low_price_the_report_says_so() -> None:
    text = chapter(document(dossier(), "en"), "clarifications")
    assert "the vendor was not asked about it. No vendor was asked anything." in text


def test_the_chapter_is_left_out_where_there_is_nothing_to_tell() -> None:
    case = example_case()
    offers = tuple(each for each in case.offers if each.id != LOW)
    usual = replace(case, offers=offers, marks=tuple(each for each in case.marks if each.offer != LOW))
    html = document(dossier(case=usual), "en")
    assert 'id="clarifications"' not in html
    assert "#clarifications" not in html


def test_every_trap_says_for_every_offer_what_the_screening_finds() -> None:
    found = asked()
    result = present(found.case, found.assessment)
    words = traps_in_words(result, [head_of(offer) for offer in result.offers], found.screening)
    panel = {each.id: each for each in screened(found.case, inquiries=260, plans={FREE: PLAN})}
    for name, count in (("rules", 3), ("traps", 5)):
        screens = words[name]
        assert isinstance(screens, list)
        assert len(screens) == count
        for place, screen in enumerate(screens):
            cards = {each.head.offer.id: each.card for each in screen.findings}
            assert list(cards) == [offer.id for offer in result.offers]
            assert cards == {offer: getattr(panel[offer], name)[place] for offer in cards}


def test_the_chapter_of_the_traps_names_what_does_not_pass() -> None:
    text = chapter(document(asked(), "en"), "traps")
    for part in (
        "× Free plan: what it lacks: Musts that it leaves out: Data export",
        "× Free plan: inquiries a day: 100 inquiries",
        "! Price is not abnormally low: Costs CNY 276,100, more than 20 % under the mean",
        "Rated concurrency: 150 conversations · knock-out here",
        "This vendor offers no free plan, as far as is known.",
        "4 of 4 questions pass",
    ):
        assert part in text
    assert "数据导出" in chapter(document(asked(), "zh-hans"), "traps")


def test_what_the_report_carries_is_enough_to_print_both_again() -> None:
    composed = compose(asked(), "en")
    assert composed.carried
    again = unpack(composed.carried).dossier
    assert (again.proceedings, again.screening) == (asked().proceedings, asked().screening)
    html = document(again, "en")
    for name in ("traps", "clarifications"):
        assert chapter(html, name) == chapter(composed.html, name) != ""


@pytest.mark.django_db
def test_both_come_from_the_rows() -> None:
    people = factories.committee()
    evaluation = factories.example("consensus", people)
    candidate = evaluation.candidates.select_related("evaluation").get(key=LOW)
    thread = actions.open_clarification(candidate, "abnormally_low", "How?", by=people.procurement, on=factories.NOON)
    later = factories.NOON + timedelta(days=1)
    actions.add_message(thread, "We are lean.", is_from_vendor=True, by=people.procurement, on=later)
    actions.conclude(thread, "Plausible.", by=people.seats["service"], on=later)

    found = dossier_of(evaluation)
    (told,) = found.proceedings.clarifications
    assert (told.offer, told.about, told.conclusion, told.concluded_by) == (
        LOW,
        "abnormally_low",
        "Plausible.",
        "Chen Jing",
    )
    assert [(each.is_from_vendor, each.text, each.by, each.at) for each in told.messages] == [
        (False, "How?", "Zhou Ming", factories.NOON),
        (True, "We are lean.", "Zhou Ming", later),
    ]
    assert found.dated == later
    assert found.screening.inquiries == Needs.objects.get(evaluation=evaluation).inquiries_per_day
    assert found.screening.free_plans == free_terms_of(evaluation)
    plan = found.screening.free_plans[LOW]
    assert (plan.daily_limit, plan.is_compared) == (100, True)
    assert plan.missing
