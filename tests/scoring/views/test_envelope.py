"""The price envelope: what a member sees of prices before it opens, opening it, and what is fixed by then."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from scoring import actions
from scoring.actions import Answer, Locked
from scoring.casefile.changes import changes
from scoring.casefile.document import to_document
from scoring.casefile.rows import live_case
from scoring.models import Criterion, Deed, Evaluation, RecordEntry, Seat
from scoring.presentation.changes import in_words
from scoring.sheets import Cell, sheet_of
from tests import factories
from tests.visitors import answers, signed_in
from vendors.models import CostLine

pytestmark = pytest.mark.django_db

COST_QUESTION = "Is the yearly fee fair?"
# What only somebody with an open envelope may read: prices, the budget, the cost criterion.
SECRETS = ("111,111", "333,333", "9,876,543", COST_QUESTION, "Fee check")


@pytest.fixture
def evaluation() -> Evaluation:
    """Open, with the envelope in use; seats: the chair, a member, and finance."""
    row = factories.small_evaluation(seats=3, has_price_envelope=True, budget=9_876_543)
    factories.criterion(
        evaluation=row, key="fees", name="Fee check", dimension="cost", question={"en": COST_QUESTION}, position=99
    )
    for offer in [candidate.offer for candidate in row.candidates.all()]:
        offer.cost_lines.get().amounts.update(expected=111_111)
    row.seats.filter(pk=row.seats.all()[2].pk).update(role=Seat.Role.FINANCE)
    return actions.open_scoring(row, by=None, on=factories.NOON)


@pytest.fixture
def seat(evaluation: Evaluation) -> Seat:
    return evaluation.seats.select_related("evaluation", "member")[1]


@pytest.fixture
def member(seat: Seat) -> Client:
    assert seat.member is not None
    return signed_in(seat.member)


def url(seat: Seat, page: str = "envelope", *more: object) -> str:
    return reverse(f"scoring:{page}", args=[seat.evaluation_id, *more])


def pages(seat: Seat) -> list[str]:
    """Every page that a member of the committee can open while scoring is open."""
    first = sheet_of(seat).cells
    cell = next(first)
    return [
        url(seat, "sheet"),
        url(seat, "sheet") + "?show=open",
        url(seat, "submit"),
        url(seat, "envelope"),
        url(seat, "one_offer", cell.candidate.key),
        url(seat, "files", cell.candidate.key, cell.criterion.key),
        url(seat, "evaluation"),
        url(seat, "criteria"),
        url(seat, "interests"),
        url(seat, "baseline"),
        url(seat, "download_baseline", 1),
        url(seat, "costs"),
        url(seat, "results"),
        reverse("scoring:evaluations"),
        reverse("home"),
    ]


def mark(seat: Seat, cell: Cell, value: int = 3, version: int = 0) -> None:
    actions.save_mark(
        seat, cell.candidate, cell.criterion, Answer("marked", value), by=None, on=factories.NOON, version=version
    )


def fill(seat: Seat) -> None:
    for cell in list(sheet_of(seat).gaps):
        mark(seat, cell)


def found_in(client: Client, pages: list[str]) -> dict[str, set[str]]:
    return {
        page: {secret for secret in SECRETS if secret in client.get(page, follow=True).content.decode()}
        for page in pages
    }


def test_before_the_envelope_opens_no_page_shows_a_price_a_cost_criterion_or_the_budget(
    member: Client, seat: Seat
) -> None:
    fill(seat)

    assert {page: secrets for page, secrets in found_in(member, pages(seat)).items() if secrets} == {}


def test_finance_has_no_envelope_and_the_others_see_everything_when_theirs_is_open(
    member: Client, seat: Seat, evaluation: Evaluation
) -> None:
    finance = evaluation.seats.select_related("member", "evaluation")[2]
    assert finance.member is not None
    fill(seat)
    actions.open_envelope(seat, by=seat.member, on=factories.NOON)  # type: ignore[arg-type]

    for client in (signed_in(finance.member), member):
        shown = found_in(client, [url(seat, "sheet"), url(seat, "evaluation"), url(seat, "criteria")])
        assert shown == {
            url(seat, "sheet"): {"111,111", "333,333", COST_QUESTION, "Fee check"},
            url(seat, "evaluation"): {"9,876,543"},
            url(seat, "criteria"): {COST_QUESTION, "Fee check"},
        }


def test_the_sheet_says_that_prices_are_sealed_and_leads_to_the_envelope(member: Client, seat: Seat) -> None:
    html = member.get(url(seat, "sheet")).content.decode()

    assert "Prices and the cost criteria are sealed for you" in html
    assert "Sealed until you have handed in need match and risk control." in html
    assert f'href="{url(seat)}"' in html
    assert f'href="{url(seat, "submit")}"' not in html


def test_submit_leads_to_the_envelope_first(member: Client, seat: Seat) -> None:
    fill(seat)

    for answer in (member.get(url(seat, "submit")), member.post(url(seat, "submit"), {"on_evidence": "on"})):
        assert (answer.status_code, answer["Location"]) == (302, url(seat))
    assert not Seat.objects.get(pk=seat.pk).is_submitted


def test_gaps_keep_the_envelope_closed(member: Client, seat: Seat) -> None:
    html = member.get(url(seat)).content.decode()
    answer = member.post(url(seat))

    assert "Still empty" in html
    assert "Hand in and open the envelope" not in html
    assert answer.status_code == 422
    assert "6 cells are still empty" in answer.content.decode()
    assert Seat.objects.get(pk=seat.pk).has_sealed_price


def test_opening_hands_in_need_and_risk_opens_cost_and_is_in_the_record(member: Client, seat: Seat) -> None:
    fill(seat)
    assert "Hand in and open the envelope" in member.get(url(seat)).content.decode()

    answer = member.post(url(seat), follow=True)

    html = answer.content.decode()
    assert answer.redirect_chain == [(url(seat, "sheet"), 302)]
    assert "Need match and risk control are handed in." in html
    assert html.count('data-status="handed-in"') == 6
    assert html.count("Handed in</span>") == 6
    assert len(re.findall(r'name="mark-', html)) == 2
    assert f'href="{url(seat, "submit")}"' in html
    [entry] = RecordEntry.objects.filter(deed=Deed.ENVELOPE)
    assert (entry.seat, entry.by, entry.subject["seat"], entry.subject["entries"]) == (None, seat.member, seat.key, 6)


def test_a_second_click_finds_the_envelope_open(member: Client, seat: Seat) -> None:
    fill(seat)
    member.post(url(seat))
    at = Seat.objects.get(pk=seat.pk).envelope_opened_at

    for answer in (member.get(url(seat)), member.post(url(seat))):
        assert (answer.status_code, answer["Location"]) == (302, url(seat, "sheet"))
    assert Seat.objects.get(pk=seat.pk).envelope_opened_at == at
    assert RecordEntry.objects.filter(deed=Deed.ENVELOPE).count() == 1


def test_need_and_risk_take_nothing_afterwards_and_cost_does(member: Client, seat: Seat) -> None:
    fill(seat)
    stale = next(sheet_of(seat).cells)
    member.post(url(seat))
    seat = Seat.objects.select_related("evaluation").get(pk=seat.pk)

    with pytest.raises(Locked, match="you have seen the prices since"):
        mark(seat, stale, 5, version=1)
    answer = member.post(
        url(seat, "sheet"),
        {
            "seat": seat.key,
            "versions": f"{stale.candidate.pk}-{stale.criterion.pk}=1",
            f"mark-{stale.candidate.pk}-{stale.criterion.pk}": "5",
        },
    )
    assert answer.status_code == 423
    assert "Locked, not saved" in answer.content.decode()
    fill(seat)
    member.post(url(seat, "submit"), {"on_evidence": "on"})

    assert Seat.objects.get(pk=seat.pk).is_submitted
    assert set(seat.marks.values_list("value", flat=True)) == {3}


def test_without_cost_to_mark_the_sheet_can_be_handed_in_unopened_and_prices_stay_sealed(
    member: Client, seat: Seat
) -> None:
    Criterion.objects.filter(key="fees").update(grade="redundant")
    fill(seat)
    html = member.get(url(seat, "submit")).content.decode()
    assert "Hand in my sheet" in html

    member.post(url(seat, "submit"), {"on_evidence": "on"})

    assert Seat.objects.get(pk=seat.pk).is_submitted
    assert found_in(member, [url(seat, "sheet"), url(seat, "evaluation")]) == {
        url(seat, "sheet"): set(),
        url(seat, "evaluation"): set(),
    }


def test_after_the_deadline_the_envelope_stays_closed(member: Client, seat: Seat, evaluation: Evaluation) -> None:
    fill(seat)
    Evaluation.objects.update(deadline=factories.NOON)

    answer = member.post(url(seat))

    assert answer.status_code == 423
    assert "The envelope stays closed" in answer.content.decode()
    assert Seat.objects.get(pk=seat.pk).envelope_opened_at is None


def test_only_seats_with_an_envelope_have_the_page(evaluation: Evaluation, seat: Seat) -> None:
    assert answers(url(seat), evaluation) == {
        "procurement": 403,
        "finance": 403,
        "auditor": 403,
        "administrator": 404,
        "chair": 200,
        "seated": 200,
        "stranger": 404,
        "anonymous": 302,
    }
    finance = evaluation.seats.select_related("member")[2]
    assert finance.member is not None
    assert signed_in(finance.member).get(url(seat))["Location"] == url(seat, "sheet")


def test_an_amendment_of_prices_is_told_without_them_while_the_envelope_is_closed(evaluation: Evaluation) -> None:
    before = to_document(live_case(evaluation))
    Criterion.objects.filter(key="fees").update(weight=7, name="Fees anew")
    Evaluation.objects.update(budget=8_765_432)
    CostLine.objects.filter(offer=evaluation.candidates.all()[0].offer).get().amounts.update(expected=222_222)
    after = to_document(live_case(Evaluation.objects.get(pk=evaluation.pk)))
    found = changes(before, after)

    def told(*, shows_prices: bool) -> str:
        topics = in_words(found, before, after, shows_prices=shows_prices)
        return " ".join(line for topic in topics for line in [topic.title, *topic.lines])

    everything, sealed = told(shows_prices=True), told(shows_prices=False)
    for secret in ("8765432", "9876543", "Fees anew", "222,222"):
        assert secret in everything
        assert secret not in sealed
    assert "The budget or what rests on it changed." in sealed
    assert "Its costs changed." in sealed
