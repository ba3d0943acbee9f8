"""Criteria and weights: packs of the library, the table of weights, and criteria of one's own."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from scoring import actions, library
from scoring.casefile.rows import live_case
from scoring.models import Criterion, Evaluation, Stage
from scoring.weighing import weighed
from tests import factories
from tests.visitors import answers, visitor

pytestmark = pytest.mark.django_db

METHOD = {
    "panel": "mean",
    "price_formula": "lowest_ratio",
    "price_basis": "cash",
    "unknown": "zero",
    "must_policy": "knock_outs",
    "decimals": "2",
    "too_close": "1",
}
WEIGHTS = {"weight_need": "40", "weight_cost": "30", "weight_risk": "30"}
OWN = {
    "name": "Spare parts",
    "name_zh": "备件",
    "dimension": "risk",
    "grade": "bonus",
    "weight": "",
    "condition": "",
    "pass_mark": "60",
    "question": "Are spare parts near?",
    "question_zh": "备件是否就近？",
    "evidence": "A list",
    "evidence_zh": "",
    "anchor_0": "None",
    "anchor_0_zh": "没有",
    "anchor_1": "",
    "anchor_1_zh": "",
    "anchor_3": "",
    "anchor_3_zh": "",
    "anchor_5": "All in a day",
    "anchor_5_zh": "",
}


@pytest.fixture
def procurement() -> Client:
    return visitor("procurement")


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.small_evaluation()


def url(evaluation: Evaluation, name: str = "criteria", *more: object) -> str:
    return reverse(f"scoring:{name}", args=[evaluation.pk, *more])


def table(evaluation: Evaluation, **changes: Any) -> dict[str, str]:
    """The form of the page as a browser would send it; `changes` are by field, or by key__field of a criterion."""
    sent = WEIGHTS | METHOD
    for row in evaluation.criteria.all():
        said = {"grade": row.grade, "weight": "" if row.weight is None else str(row.weight)}
        said |= {"pass_mark": str(row.pass_mark)} | ({"knock_out": "on"} if row.knock_out else {})
        said |= {name.split("__")[1]: value for name, value in changes.items() if name.startswith(f"{row.key}__")}
        sent |= {f"criterion-{row.pk}-{name}": value for name, value in said.items()}
    return sent | {name: value for name, value in changes.items() if "__" not in name}


def taken(pack: str = "core", tier: str = "smart", **fields: Any) -> Evaluation:
    evaluation = factories.evaluation(company_profile="ecommerce_multi", conditions=["ai", "voice"], **fields)
    visitor("procurement").post(url(evaluation, "setup_criteria"), {"tier": tier, "pack": pack})
    evaluation.refresh_from_db()
    return evaluation


def summary(response: Any) -> str:
    """What the error summary says; the page must have come back with it."""
    assert response.status_code == 200
    found = re.search(r'<div class="error-summary".*?</div>', response.content.decode(), flags=re.DOTALL)
    assert found, "no error summary"
    return found[0]


@pytest.mark.parametrize(("pack", "count"), [("core", 36), ("standard", 86), ("full", 133)])
def test_a_pack_brings_its_criteria_with_everything_that_the_library_says(pack: str, count: int) -> None:
    evaluation = taken(pack)
    row = evaluation.criteria.get(key="NM-A1")
    said = library.criterion("NM-A1")

    assert (evaluation.pack, evaluation.tier_id) == (pack, "smart")
    assert evaluation.criteria.count() == count
    assert [row.key for row in evaluation.criteria.all()] == [each.id for each in library.pack(pack)]
    assert (row.name, row.name_zh) == (said.name["en"], said.name["zh-hans"])
    assert row.anchors == {str(mark): dict(text) for mark, text in said.anchors.items()}
    assert (row.question, row.evidence_wanted) == (dict(said.question), dict(said.evidence))
    assert (row.source, row.knock_out, row.pass_mark, row.lead_role) == (
        said.source,
        said.knock_out,
        said.pass_mark or 60,
        said.lead_role,
    )
    assert live_case(evaluation).criteria


def test_the_choice_is_shown_before_it_is_made(procurement: Client) -> None:
    evaluation = factories.evaluation()
    page = procurement.get(url(evaluation, "setup_criteria"), {"tier": "basic", "pack": "standard"})

    assert page.context["preview"]["total"] == 86
    assert sum(row.total for row in page.context["preview"]["counts"]) == 86
    assert "86 criteria for the tier “Basic”" in page.content.decode()
    assert not evaluation.criteria.exists()


@pytest.mark.parametrize("sent", [{}, {"tier": "huge", "pack": "core"}, {"tier": "smart", "pack": "mini"}])
def test_a_choice_that_there_is_not_is_refused(procurement: Client, sent: dict[str, str]) -> None:
    evaluation = factories.evaluation()

    summary(procurement.post(url(evaluation, "setup_criteria"), sent))
    assert procurement.get(url(evaluation, "setup_criteria"), sent).status_code == 200
    assert not evaluation.criteria.exists()


def test_choosing_again_says_what_it_replaces_and_keeps_what_people_made(procurement: Client) -> None:
    evaluation = taken("standard")
    evaluation.criteria.filter(key="NM-A2").update(weight=9)
    factories.criterion(evaluation=evaluation, key="own", name="Own")
    evaluation.seats.create(key="s", name="S", has_all_criteria=False)
    evaluation.seats.get().criteria.set(evaluation.criteria.filter(key__in=["NM-A1", "NM-A2"]))
    page = procurement.get(url(evaluation, "setup_criteria"), {"tier": "basic", "pack": "core"}).content.decode()
    procurement.post(url(evaluation, "setup_criteria"), {"tier": "basic", "pack": "core"})

    assert "replaces 85 criteria of the library that nobody changed" in page
    assert "2 criteria that somebody changed or added stay" in page
    kept = {each.id for each in library.pack("core")} | {"NM-A2", "own"}
    assert set(evaluation.criteria.values_list("key", flat=True)) == kept
    assert evaluation.criteria.get(key="NM-A2").weight == 9
    assert {row.key for row in evaluation.seats.get().criteria.all()} == {"NM-A1", "NM-A2"}


def test_taking_the_same_pack_twice_changes_nothing(procurement: Client) -> None:
    evaluation = taken()
    before = list(evaluation.criteria.values())
    procurement.post(url(evaluation, "setup_criteria"), {"tier": "smart", "pack": "core"})

    assert list(evaluation.criteria.values()) == before


def test_the_table_saves_weights_method_and_criteria_at_once(procurement: Client, evaluation: Evaluation) -> None:
    first, second = evaluation.criteria.all()[:2]
    changes = {
        "weight_need": "50",
        "decimals": "3",
        f"{first.key}__weight": "2.5",
        f"{first.key}__knock_out": "on",
        f"{second.key}__grade": "bonus",
    }
    response = procurement.post(url(evaluation), table(evaluation, **changes))
    evaluation.refresh_from_db()

    assert response.status_code == 302
    assert (evaluation.weight_need, evaluation.decimals) == (50, 3)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.weight, first.knock_out, second.grade, second.weight) == (2.5, True, "bonus", None)


def test_all_dimension_weights_zero_names_them_and_keeps_what_was_typed(
    procurement: Client, evaluation: Evaluation
) -> None:
    key = evaluation.criteria.all()[0].key
    sent = table(evaluation, weight_need="0", weight_cost="0", weight_risk="0", **{f"{key}__weight": "7"})
    response = procurement.post(url(evaluation), sent)
    evaluation.refresh_from_db()

    assert "Need match, cost health and risk control all weigh 0" in summary(response)
    assert "dimension_weights_are_not_all_zero" not in summary(response)
    assert 'value="7"' in response.content.decode()
    assert evaluation.weight_need == 40
    assert not evaluation.criteria.filter(weight=7).exists()


def test_all_criteria_of_a_dimension_zero_names_the_dimension(procurement: Client, evaluation: Evaluation) -> None:
    zeros = {f"{row.key}__weight": "0" for row in evaluation.criteria.filter(dimension="need")}

    assert "All criteria of “Need match” weigh 0" in summary(
        procurement.post(url(evaluation), table(evaluation, **zeros))
    )
    assert not evaluation.criteria.filter(weight=0).exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("weight", "-1"),
        ("weight", "NaN"),
        ("weight", "inf"),
        ("weight", "1e308"),
        ("weight", "much"),
        ("pass_mark", "101"),
        ("pass_mark", ""),
        ("grade", "sometimes"),
    ],
)
def test_what_no_criterion_can_be_is_refused_in_its_row(
    procurement: Client, evaluation: Evaluation, field: str, value: str
) -> None:
    row = evaluation.criteria.all()[0]
    response = procurement.post(url(evaluation), table(evaluation, **{f"{row.key}__{field}": value}))

    assert f'href="#id_criterion-{row.pk}-{field}"' in summary(response)
    assert list(evaluation.criteria.values_list("weight", flat=True)) == [None] * 4


def test_price_cannot_be_a_knock_out(procurement: Client, evaluation: Evaluation) -> None:
    price = evaluation.criteria.get(measure="price")
    response = procurement.post(url(evaluation), table(evaluation, **{f"{price.key}__knock_out": "on"}))

    assert "Price cannot be a knock-out" in summary(response)
    response = procurement.post(
        url(evaluation, "edit_criterion", price.pk), {"name": "P", "grade": "must", "pass_mark": "5", "knock_out": "on"}
    )
    assert "Price cannot be a knock-out" in summary(response)
    price.refresh_from_db()
    assert not price.knock_out


@pytest.mark.parametrize(
    ("fields", "changes", "said"),
    [
        ({}, {"weight_need": "-1"}, "greater than or equal to 0"),
        ({}, {"weight_cost": "NaN"}, "Enter a number"),
        ({}, {"price_formula": "ceiling"}, "There is no budget"),
        ({}, {"price_formula": "ceiling", "ceiling": "100"}, "There is no budget"),
        ({"budget": 100}, {"price_formula": "ceiling", "price_basis": "lines"}, "are cash"),
        ({"budget": 100}, {"price_formula": "ceiling", "full_marks_at": "100"}, "Full points must end below"),
        ({"budget": 100}, {"ceiling": "100"}, "takes a limit"),
        ({}, {"price_formula": "log"}, "log is not one of the available choices"),
        ({}, {"decimals": "1"}, "greater than or equal to 2"),
        ({}, {"too_close": "inf"}, "Enter a number"),
        ({}, {"panel": "best"}, "best is not one of the available choices"),
    ],
)
def test_a_method_that_cannot_work_is_refused(
    procurement: Client, fields: dict[str, Any], changes: dict[str, str], said: str
) -> None:
    evaluation = factories.small_evaluation(**fields)
    before = Evaluation.objects.values().get()

    assert said in summary(procurement.post(url(evaluation), table(evaluation, **changes)))
    assert Evaluation.objects.values().get() == before


def test_the_limits_of_the_price_formula_are_kept_and_shown_again(procurement: Client) -> None:
    evaluation = factories.small_evaluation(budget=100_000)
    sent = table(evaluation, price_formula="ceiling", full_marks_at="20000", ceiling="90000")
    procurement.post(url(evaluation), sent)
    evaluation.refresh_from_db()

    assert evaluation.price_parameters == {"full_marks_at": 20_000, "ceiling": 90_000}
    assert procurement.get(url(evaluation)).context["method"]["ceiling"].value() == "90000"
    procurement.post(url(evaluation), table(evaluation))
    evaluation.refresh_from_db()
    assert (evaluation.price_formula, evaluation.price_parameters) == ("lowest_ratio", {})


def test_a_criterion_that_was_added_in_another_tab_stays_as_it_is(procurement: Client, evaluation: Evaluation) -> None:
    sent = table(evaluation)
    added = factories.criterion(evaluation=evaluation, weight=5)

    assert procurement.post(url(evaluation), sent).status_code == 302
    added.refresh_from_db()
    assert added.weight == 5


def test_a_criterion_that_was_removed_in_another_tab_is_no_error(procurement: Client, evaluation: Evaluation) -> None:
    sent = table(evaluation)
    evaluation.criteria.filter(dimension="need").first().delete()  # type: ignore[union-attr]

    assert procurement.post(url(evaluation), sent).status_code == 302


def test_shares_are_those_of_the_formulas_and_add_up_to_one() -> None:
    evaluation = taken()
    evaluation.criteria.filter(key="NM-A1").update(weight=10)
    shares = [row.share for card in weighed(evaluation) for row in card.rows if row.share is not None]
    weights = {row.id: row.weight for row in live_case(evaluation).criteria}

    assert sum(shares) == pytest.approx(1)
    assert {row.criterion.key: row.weight for card in weighed(evaluation) for row in card.rows if row.share} == {
        key: weight for key, weight in weights.items() if weight
    }


def test_an_own_criterion_comes_last_and_members_mark_it(procurement: Client, evaluation: Evaluation) -> None:
    response = procurement.post(url(evaluation, "add_criterion"), OWN)
    added = evaluation.criteria.last()

    assert response.status_code == 302
    assert added is not None
    assert (added.key, added.name, added.name_zh, added.source) == ("spare-parts", "Spare parts", "备件", "panel")
    assert added.question == {"en": "Are spare parts near?", "zh-hans": "备件是否就近？"}
    assert added.anchors == {"0": {"en": "None", "zh-hans": "没有"}, "5": {"en": "All in a day"}}
    assert procurement.post(url(evaluation, "add_criterion"), OWN).status_code == 302
    assert evaluation.criteria.filter(key="spare-parts-2").exists()


def test_a_criterion_named_in_chinese_gets_a_key_that_an_address_can_carry(
    procurement: Client, evaluation: Evaluation
) -> None:
    procurement.post(url(evaluation, "add_criterion"), OWN | {"name": "备件"})

    assert evaluation.criteria.filter(key="criterion", name="备件").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 10_000),
        ("name", "\x00"),
        ("name", "a\x85b"),
        ("name_zh", "备" * 201),
        ("dimension", "fun"),
        ("question", "?" * 2_001),
        ("anchor_3_zh", "\x00"),
        ("weight", "-0.1"),
        ("pass_mark", "NaN"),
        ("condition", "sunny"),
    ],
)
def test_what_no_own_criterion_can_be_is_refused_at_its_field(
    procurement: Client, evaluation: Evaluation, field: str, value: str
) -> None:
    response = procurement.post(url(evaluation, "add_criterion"), OWN | {field: value})

    assert list(response.context["form"].errors) == [field]
    assert response.context["form"]["question_zh"].value() == OWN["question_zh"]
    assert evaluation.criteria.count() == 4


def test_a_criterion_is_edited_with_its_wording_in_both_languages(procurement: Client) -> None:
    evaluation = taken()
    row = evaluation.criteria.get(key="NM-A1")
    page = url(evaluation, "edit_criterion", row.pk)
    form = procurement.get(page).context["form"]
    sent = {bound.name: bound.value() for bound in form if bound.value() not in (None, False)}
    procurement.post(page, sent | {"anchor_5_zh": "全部"})
    changed = evaluation.criteria.get(key="NM-A1")

    assert changed.anchors["5"] == {"en": row.anchors["5"]["en"], "zh-hans": "全部"}
    assert (changed.anchors["0"], changed.question) == (row.anchors["0"], row.question)
    assert (changed.key, changed.position, changed.weight) == (row.key, row.position, row.weight)


def test_a_measured_criterion_keeps_its_measure_and_dimension(procurement: Client, evaluation: Evaluation) -> None:
    price = evaluation.criteria.get(measure="price")
    sent = OWN | {"name": "What it costs", "dimension": "need"}
    procurement.post(url(evaluation, "edit_criterion", price.pk), sent)
    price.refresh_from_db()

    assert (price.name, price.dimension, price.measure) == ("What it costs", "cost", "price")


def test_a_criterion_is_removed_by_post_and_a_second_click_is_harmless(
    procurement: Client, evaluation: Evaluation
) -> None:
    row = evaluation.criteria.all()[0]
    page = url(evaluation, "remove_criterion", row.pk)

    assert procurement.get(page).status_code == 405
    assert [procurement.post(page).status_code for _ in range(2)] == [302, 302]
    assert not Criterion.objects.filter(pk=row.pk).exists()


def test_a_criterion_of_another_evaluation_is_not_found(procurement: Client, evaluation: Evaluation) -> None:
    other = factories.small_evaluation().criteria.all()[0]

    assert procurement.get(url(evaluation, "edit_criterion", other.pk)).status_code == 404
    assert procurement.post(url(evaluation, "edit_criterion", other.pk), OWN).status_code == 404
    procurement.post(url(evaluation, "remove_criterion", other.pk))
    assert Criterion.objects.filter(pk=other.pk).exists()
    assert procurement.get(url(evaluation, "edit_criterion", 10**30)).status_code == 404


@pytest.mark.parametrize("name", ["edit_criterion", "remove_criterion"])
def test_only_procurement_changes_a_criterion(evaluation: Evaluation, name: str) -> None:
    said = answers(url(evaluation, name, evaluation.criteria.all()[0].pk), evaluation, post=True)

    assert said | {"procurement": 0} == {
        "procurement": 0,
        "finance": 403,
        "auditor": 403,
        "administrator": 404,
        "chair": 404,
        "seated": 404,
        "stranger": 404,
        "anonymous": 302,
    }


def test_after_opening_everybody_concerned_reads_criteria_with_weights_and_anchors() -> None:
    example = factories.example(Stage.SCORING)
    library_question = example.criteria.all()[0].question_for_reader

    assert answers(url(example), example) == {
        "procurement": 200,
        "finance": 200,
        "auditor": 200,
        "administrator": 404,
        "chair": 200,
        "seated": 200,
        "stranger": 404,
        "anonymous": 302,
    }
    page = visitor("auditor").get(url(example)).content.decode()
    assert library_question
    assert library_question in page
    assert "<form" not in page[page.index("<main") : page.index("</main")]
    before = list(example.criteria.values())
    assert visitor("procurement").post(url(example), table(example, weight_need="1")).status_code == 403
    assert list(example.criteria.values()) == before


def test_weights_cost_the_same_queries_however_many_criteria_there_are(
    procurement: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    small, large = factories.small_evaluation(), taken("full")
    with django_assert_max_num_queries(30) as one:
        procurement.get(url(small))
    with django_assert_max_num_queries(len(one)):
        procurement.get(url(large))
    actions.open_scoring(small, by=None, on=factories.NOON)
    with django_assert_max_num_queries(len(one)):
        procurement.get(url(small))
