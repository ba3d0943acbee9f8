"""Promises in groups and in words."""

from typing import Any

import pytest
from django.utils.translation import override

from tests.factories import offer
from vendors.facts import FACTS
from vendors.models import Promise
from vendors.promised import GROUPS, count, in_words, statements, unit_name


def test_every_fact_stands_in_exactly_one_group() -> None:
    grouped = [key for _title, keys in GROUPS for key in keys]

    assert sorted(grouped) == sorted(FACTS)


def test_every_unit_has_words() -> None:
    units = {kind.unit for kind in FACTS.values() if kind.unit}

    assert units != set()
    assert [unit for unit in units if not unit_name(unit)] == []
    assert [kind.key for kind in FACTS.values() if kind.unit and in_words(kind, 7) == "7"] == []


@pytest.mark.parametrize(
    ("fact", "value", "words"),
    [
        ("trial_days", 1, "1 day"),
        ("trial_days", 15, "15 days"),
        ("failure_rate_percent", 0.08, "0.08 %"),
        ("rated_concurrency", 1200, "1,200 conversations at a time"),
        ("gdpr_agreement", True, "Yes"),
        ("sla_evidence", False, "No"),
        ("module_add", "renewal", "Only at renewal"),
        ("marginal_seat_ratio", 1.25, "1.25"),
        ("free_plan_missing_functions", "no {braces}", "no {braces}"),
    ],
)
def test_a_value_reads_as_people_say_it(fact: str, value: Any, words: str) -> None:
    assert in_words(FACTS[fact], value) == words


def test_a_choice_reads_in_the_language_of_the_page() -> None:
    with override("zh-hans"):
        assert in_words(FACTS["module_add"], "any_time") == "随时"


@pytest.mark.django_db
def test_statements_tell_what_was_said_what_it_is_worth_and_what_was_not_said() -> None:
    row = offer()
    promise = Promise.objects.create(offer=row, fact="trial_days", value=10)
    Promise.objects.create(offer=row, fact="rated_concurrency", value=500)

    groups = statements(row.promises.all())
    by_label = {shown.label: shown for _title, shown_rows in groups for shown in shown_rows}

    assert len(by_label) == len(FACTS)
    free_trial = by_label["Free trial"]
    assert (free_trial.value, free_trial.verdict, free_trial.promise) == ("10 days", "warn", promise)
    assert by_label["Rated concurrency"].verdict == ""
    assert by_label["Full data export"].promise is None
    assert count(row.promises.all()) == 2
