"""Gates: which knock-outs an offer fails, which are open, and what a named person set aside."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.formulas.case import Case, Criterion, Offer, Override
from scoring.formulas.findings import Finding, Findings
from scoring.formulas.flags import Flag
from scoring.formulas.results import Exclusion
from scoring.formulas.rounding import is_below


@dataclass(frozen=True, slots=True, kw_only=True)
class GateResult:
    """What the gates say about one offer."""

    excluded: tuple[Exclusion, ...]
    open_knock_outs: tuple[str, ...]  # not known and not waived
    waived: tuple[str, ...]
    flags: tuple[Flag, ...]


def is_gate(must_policy: str, criterion: Criterion) -> bool:
    """Whether a low score on the criterion excludes. A redundant criterion never counts; the price never excludes."""
    if not criterion.counts or criterion.measure == "price":
        return False
    return criterion.knock_out or (must_policy == "all_musts" and criterion.class_ == "must")


def gate_outcome(status: str, score: float | None, pass_mark: float, decimals: int) -> str:
    """What a knock-out says about a finding: passed, failed, open (not known) or not_applicable (which passes)."""
    if status == "not_applicable":
        return "not_applicable"
    # An unknown fact scores 0 by policy, but a gate asks what is so, not what it earns.
    if status != "scored" or score is None:
        return "open"
    return "failed" if is_below(score, pass_mark, decimals) else "passed"


def gates_of(case: Case) -> tuple[Criterion, ...]:
    """The criteria whose low score excludes."""
    return tuple(criterion for criterion in case.criteria if is_gate(case.method.must_policy, criterion))


def pass_gates(case: Case, gates: Sequence[Criterion], offer: Offer, findings: Findings) -> GateResult:
    """Hold one offer against every knock-out.

    Args:
        case: for the overrides.
        gates: what gates_of gave, once for all offers.
        offer: the offer.
        findings: criterion id -> what is known; needed for every gate.
    Returns: see GateResult. An override is honoured on a failed gate (the offer is eligible) and on an open one (a
        waiver); on a gate that is passed anyway it is only shown.
    Source: docs/method.md, "Gates".
    """
    overrides = {item.criterion: item for item in case.overrides if item.offer == offer.id}
    excluded: list[Exclusion] = []
    open_knock_outs: list[str] = []
    waived: list[str] = []
    flags: list[Flag] = []
    for criterion in gates:
        finding = findings[criterion.id]
        override = overrides.get(criterion.id)
        outcome = gate_outcome(finding.status, finding.score, criterion.pass_mark, case.method.decimals)
        if outcome == "failed" and override is None:
            excluded.append(
                Exclusion(criterion=criterion.id, score=finding.score or 0.0, pass_mark=criterion.pass_mark)
            )
        elif outcome == "open" and override is None:
            open_knock_outs.append(criterion.id)
        elif outcome == "open":
            waived.append(criterion.id)
        flags += _flags(criterion, finding, outcome, override)
    return GateResult(
        excluded=tuple(excluded),
        open_knock_outs=tuple(open_knock_outs),
        waived=tuple(waived),
        flags=tuple(flags),
    )


def _flags(criterion: Criterion, finding: Finding, outcome: str, override: Override | None) -> list[Flag]:
    flags = []
    if outcome == "not_applicable":
        flags.append(Flag("knock_out_not_applicable", {"criterion": criterion.id}))
    if override is None:
        return [*flags, Flag("open_knock_out", {"criterion": criterion.id})] if outcome == "open" else flags
    values = {"criterion": criterion.id, "by": override.by, "reason": override.reason}
    if override.on:
        values["on"] = override.on
    if outcome == "failed":
        figures = {"score": finding.score or 0.0, "pass_mark": criterion.pass_mark}
        return [*flags, Flag("overridden", {**values, **figures})]
    return [*flags, Flag("waived" if outcome == "open" else "override_unused", values)]


def compared_offers(gates: Sequence[GateResult]) -> list[bool]:
    """Which offers the others are compared with: the eligible ones, or all where there is none."""
    eligible = [not gate.excluded for gate in gates]
    return eligible if any(eligible) else [True] * len(gates)
