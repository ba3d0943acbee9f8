"""The closed list of facts, and what a promise is worth against its limits."""

import json
from pathlib import Path
from typing import Any

import pytest

from vendors.facts import FACTS, TYPES, VERDICTS, as_json, fault_in, verdict

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("fact", "value", "expected"),
    [
        ("trial_days", 15, "pass"),
        ("trial_days", 14, "warn"),
        ("trial_days", 6, "fail"),
        ("full_trial_days", 7, "pass"),
        ("full_trial_days", 2, "fail"),
        ("failure_rate_percent", 0.0999, "pass"),
        ("failure_rate_percent", 0.1, "warn"),  # the limit is strict: exactly 0.1 % does not pass
        ("failure_rate_percent", 0.11, "fail"),
        ("sla_percent", 99.9, "pass"),
        ("sla_percent", 99.4, "fail"),
        ("sla_evidence", True, "pass"),
        ("sla_evidence", False, "warn"),
        ("idle_share", 0.1 + 0.2, "pass"),  # 0.3 in spite of floats
        ("idle_share", 0.41, "fail"),
        ("cost_completeness", 1, "pass"),
        ("recovery_hours", 12, "fail"),
        ("support_hours_per_week", 168, "pass"),
        ("release_interval_months", 3, "pass"),
        ("module_remove", "renewal", "warn"),
        ("seat_decrease", "quarterly", "pass"),
        ("same_data_layer", False, "fail"),
        ("data_ownership_clause", "partial", "warn"),
        ("encryption_at_rest_bits", 256, "pass"),
        ("tls_min_version", "1.2", "warn"),
        ("tls_min_version", "1.1", "fail"),
        ("mlps_level", 3, "pass"),
        ("audit_report", "older", "warn"),
        ("free_plan_overage_multiple", 10, "fail"),
    ],
)
def test_a_promise_is_held_against_its_limits(fact: str, value: Any, expected: str) -> None:
    assert verdict(fact, value) == expected


@pytest.mark.parametrize(
    ("fact", "value", "fault"),
    [
        ("trial_days", 15, None),
        ("trial_days", 15.0, None),
        ("trial_days", 1.5, "must be a whole number from 0 to 3650"),
        ("trial_days", True, "must be a whole number from 0 to 3650"),
        ("trial_days", "15", "must be a whole number from 0 to 3650"),
        ("idle_share", 30, "must be a number from 0 to 1"),
        ("idle_share", float("nan"), "must be a number from 0 to 1"),
        ("sla_percent", -1, "must be a number from 0 to 100"),
        ("sla_evidence", 1, "must be true or false"),
        ("sla_evidence", False, None),
        ("tls_min_version", 1.3, "must be one of 1.3, 1.2, 1.1, 1.0, none"),
        ("free_plan_missing_functions", "Export", None),
        ("free_plan_missing_functions", "x" * 2001, "must be a text of at most 2000 characters"),
    ],
)
def test_a_value_must_be_of_its_facts_type(fact: str, value: Any, fault: str | None) -> None:
    assert fault_in(fact, value) == fault


@pytest.mark.parametrize(("fact", "value"), [("rated_concurrency", 300), ("free_plan_daily_limit", 100)])
def test_what_depends_on_the_buyers_load_has_no_verdict(fact: str, value: int) -> None:
    with pytest.raises(ValueError, match="has no limits of its own"):
        verdict(fact, value)


def test_a_bad_value_has_no_verdict() -> None:
    with pytest.raises(ValueError, match="trial_days must be a whole number"):
        verdict("trial_days", -1)


def test_the_document_is_written_from_the_list() -> None:
    stored = (ROOT / "docs/facts.json").read_text(encoding="utf-8")
    assert stored == as_json(), "run: python -m vendors.facts > docs/facts.json"
    assert [fact["key"] for fact in json.loads(stored)] == list(FACTS)


@pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
def test_every_fact_is_complete(fact: Any) -> None:
    assert fact.type in TYPES
    assert set(fact.label) == set(fact.help) == {"en", "zh-hans"}
    assert all([*fact.label.values(), *fact.help.values()])
    assert all(choice.verdict in VERDICTS and set(choice.label) == {"en", "zh-hans"} for choice in fact.choices)
    assert bool(fact.choices) == (fact.type == "choice")
    assert (fact.minimum is not None) == (fact.type in {"integer", "number", "percent", "share"})
    if fact.type == "boolean":
        assert {fact.when_true, fact.when_false} <= set(VERDICTS)
    if fact.limits is not None:
        passes, warns = fact.limits.passes, fact.limits.warns
        assert passes >= warns if fact.limits.better == "higher" else passes <= warns
        assert verdict(fact.key, warns) in {"pass", "warn"}
