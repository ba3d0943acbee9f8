"""The need self-check: five companies entered by hand get the answers that are expected of the product."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from scoring import library
from scoring.casefile.rows import live_case
from scoring.formulas.measures import required_concurrency
from scoring.formulas.rounding import printed
from scoring.models import Evaluation
from tests import factories
from tests.scoring.needs_typed import SMALL, typed
from tests.visitors import answers, signed_in, visitor
from vendors.templatetags.figures import money

pytestmark = pytest.mark.django_db

URL = "/adviser/"
SCENARIOS = library.scenarios()


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


def shown(answer: Any) -> dict[str, Any]:
    """What the page answers, under the names of the fixture."""
    return {
        "tier": answer.tier,
        "normal_peak_hour_concurrency": answer.load.normal,
        "required_incl_promo": answer.load.required,
        "inq_per_seat_day": float(printed(answer.inquiries_per_seat, 1)),
        "spendable_3y": answer.budget.spendable,
        "band_abs": [answer.band.low, answer.band.high],
        "doubling": answer.may_double,
    }


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.id)
def test_a_company_that_is_entered_by_hand_gets_the_expected_answers(
    procurement: Client, scenario: library.Scenario
) -> None:
    response = procurement.post(URL, typed(scenario) | {"check": "1"})
    answer, expected = response.context["answer"], scenario.expected
    page = response.content.decode()
    names = {channel.name["en"]: channel.id for channel in scenario.channels}

    assert shown(answer) == {name: expected[name] for name in shown(answer)}
    assert [names[channel.name] for channel in answer.channels if channel.is_core] == expected["core_channels_80"]
    assert {cost.row: cost.total[1] for cost in answer.hidden if cost.row in {"A16", "A18", "A19", "A22"}} == {
        "A18": scenario.figures["hidden_cost_drivers_3y"]["training"],
        "A16": scenario.figures["hidden_cost_drivers_3y"]["ops_outsourcing"],
        "A19": scenario.figures["hidden_cost_drivers_3y"]["upgrade_interface"],
        "A22": scenario.figures["hidden_cost_drivers_3y"]["duplicate_work_today"],
    }
    assert f"= {expected['required_rated_3x']:,}</dd>" in page
    assert money(expected["spendable_3y"], "CNY") in page
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.id)
def test_an_example_company_shows_its_answer_at_once_and_can_be_started_as_it_is(
    procurement: Client, scenario: library.Scenario
) -> None:
    page = procurement.get(f"{URL}?scenario={scenario.id}")
    assert shown(page.context["answer"])["required_incl_promo"] == scenario.expected["required_incl_promo"]

    response = procurement.post(f"{URL}?scenario={scenario.id}", typed(scenario) | {"start": "1"})
    made = Evaluation.objects.get()
    needs = made.needs

    assert response.headers["Location"] == reverse("scoring:setup_criteria", args=[made.pk])
    assert (made.tier_id, made.company_profile) == (scenario.expected["tier"], scenario.profile)
    assert made.created_by is not None
    assert required_concurrency(live_case(made).profile) == scenario.expected["required_incl_promo"]
    assert made.price_formula == "ceiling"
    assert [(each["name"], each["name_zh"]) for each in needs.channels] == [
        (each.name["en"], each.name["zh-hans"] if each.name["zh-hans"] != each.name["en"] else "")
        for each in scenario.channels
    ]
    assert needs.streams == list(scenario.figures["live_streams"])
    assert needs.languages == scenario.figures["languages"]
    assert needs.has_it_team is scenario.figures["has_it_team"]


def test_the_sums_of_the_load_are_written_out(procurement: Client) -> None:
    page = procurement.get(f"{URL}?scenario=S4").content.decode()
    for text in (
        "330 × 14 % × 14 min ÷ 60 = 10.78",
        "44 × 14 % × 6 min ÷ 60 = 0.616",
        "10.78 + 0.616 = 11.396",
        "3 × 12 = 36",
        "4 × 11.396 = 46, rounded up",
    ):
        assert text in page


def test_agent_seats_are_enough_for_a_first_answer(procurement: Client) -> None:
    answer = procurement.post(URL, SMALL | {"check": "1"}).context["answer"]
    assert (answer.tier, answer.load, answer.budget, answer.channels) == ("basic", None, None, ())


def test_from_nothing_there_is_no_answer_yet(procurement: Client) -> None:
    page = procurement.get(URL)
    assert page.context["answer"] is None
    assert "Nothing said yet" in page.content.decode()


def test_more_than_one_language_brings_in_the_criteria_for_several(procurement: Client) -> None:
    procurement.post(URL, SMALL | {"title": "Shop", "languages": ["en", "de"], "start": "1"})
    assert Evaluation.objects.get().conditions == ["multilingual"]


def test_another_language_gets_the_same_figures_in_its_own_words() -> None:
    reader = factories.member(group="Procurement")
    reader.language = "zh-hans"
    reader.save()
    page = signed_in(reader).get(f"{URL}?scenario=S2")
    assert "天猫" in page.content.decode()
    assert page.context["answer"].load.required == 269


def test_starting_needs_a_title_and_checking_does_not(procurement: Client) -> None:
    response = procurement.post(URL, SMALL | {"start": "1"})

    assert response.status_code == 200
    assert [problem.field_id for problem in response.context["check"].problems] == ["id_title"]
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"agent_seats": ""}, "id_agent_seats"),
        ({"agent_seats": "forty"}, "id_agent_seats"),
        ({"budget": "0"}, "id_budget"),
        ({"inquiries_per_day": "-1"}, "id_inquiries_per_day"),
        ({"inquiries_per_day": "9" * 40}, "id_inquiries_per_day"),
        ({"languages": ["klingon"]}, "id_languages_0"),
        ({"conditions": ["sunny"]}, "id_conditions_0"),
        ({"hourly_cost": "NaN"}, "id_hourly_cost"),
        ({"working_days": "367"}, "id_working_days"),
        ({"records_to_migrate": "9" * 40}, "id_records_to_migrate"),
        ({"customers_lost_percent": "101"}, "id_customers_lost_percent"),
        ({"lead_value": "1e300"}, "id_lead_value"),
        ({"channels-TOTAL_FORMS": "1", "channels-0-name": "Chat"}, "id_channels-0-share_percent"),
        ({"channels-TOTAL_FORMS": "1", "channels-0-share_percent": "100"}, "id_channels-0-name"),
        (
            {"channels-TOTAL_FORMS": "1", "channels-0-name": "a\x07", "channels-0-share_percent": "100"},
            "id_channels-0-name",
        ),
        (
            {"channels-TOTAL_FORMS": "1", "channels-0-name": "x" * 20_001, "channels-0-share_percent": "100"},
            "id_channels-0-name",
        ),
        ({"channels-TOTAL_FORMS": "1", "channels-0-name": "Chat", "channels-0-share_percent": "80"}, "channels-error"),
        ({"channels-TOTAL_FORMS": "lots"}, "channels-error"),
        ({"channels-TOTAL_FORMS": "999999999"}, "channels-error"),
        ({"streams-TOTAL_FORMS": "1", "streams-0-minutes_each": "12"}, "id_streams-0-inquiries_per_day"),
        (
            {
                "streams-TOTAL_FORMS": "1",
                "streams-0-inquiries_per_day": "10",
                "streams-0-peak_hour_share": "101",
                "streams-0-minutes_each": "1",
            },
            "id_streams-0-peak_hour_share",
        ),
    ],
)
def test_what_no_company_can_be_is_refused_at_its_field_and_nothing_typed_is_lost(
    procurement: Client, fields: dict[str, Any], where: str
) -> None:
    sent = SMALL | {"title": "Kept <b>as typed</b>", "start": "1"} | fields
    response = procurement.post(URL, sent)
    page = response.content.decode()

    assert response.status_code == 200
    assert where in [problem.field_id for problem in response.context["check"].problems]
    assert f'id="{where}"' in page
    assert "Kept &lt;b&gt;as typed&lt;/b&gt;" in page
    assert response.context["answer"] is None
    assert not Evaluation.objects.exists()


def test_a_channel_stands_once(procurement: Client) -> None:
    rows = {"channels-TOTAL_FORMS": "2"}
    for row, name in enumerate(("Chat", "chat")):
        rows |= {f"channels-{row}-name": name, f"channels-{row}-share_percent": "50"}
    problems = procurement.post(URL, SMALL | rows).context["check"].problems
    assert [problem.text for problem in problems] == ["A channel stands here twice."]


def test_there_is_always_an_empty_row_without_script_and_never_more_than_twenty(procurement: Client) -> None:
    def rows_after(filled: int) -> int:
        rows = {"channels-TOTAL_FORMS": str(filled)}
        for row in range(filled):
            rows |= {f"channels-{row}-name": f"Channel {row}", f"channels-{row}-share_percent": str(100 / filled)}
        return int(procurement.post(URL, SMALL | rows).context["check"].channels.total_form_count())

    assert [rows_after(filled) for filled in (1, 5, 19, 20)] == [5, 7, 20, 20]


def test_only_procurement_asks_the_adviser() -> None:
    expected = {"procurement": 200, "finance": 403, "auditor": 403, "administrator": 403, "stranger": 403}
    assert answers(URL) == expected | {"anonymous": 302}
    assert answers(URL, post=True) == expected | {"anonymous": 302}


def test_another_currency_leaves_the_rules_of_thumb_out_of_the_sum(procurement: Client) -> None:
    answer = procurement.post(URL, SMALL | {"currency": "USD", "hourly_cost": "5"}).context["answer"]
    assert [cost.row for cost in answer.hidden if cost.applies] == ["A22"]
    assert answer.hidden_total == next(cost.total for cost in answer.hidden if cost.applies)
