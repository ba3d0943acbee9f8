"""Scenario: the example evaluation at any stage. The demo, the tests and the screenshots all start from it.

The company is scenario S2 of fixtures/scenarios.json, a 40-seat shop on several platforms. Vendors and marks are
invented; they stand in fixtures/demo_s2.json as an evaluation file.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings

from scoring import actions
from scoring.actions.interests import vendors_of
from scoring.casefile.document import read
from scoring.casefile.intake import import_case, store_marks
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.models import Evaluation, Seat, Stage
from scoring.scenario_money import state_needs, state_prices

if TYPE_CHECKING:
    from evaluator.models import Member

STAGES = (Stage.DRAFT, Stage.SCORING, Stage.CONSENSUS, Stage.DECIDED)
CHAIR = "service"
# While scoring is open one sheet is in, one half done, one untouched.
SHARE_MARKED_WHILE_SCORING = {"service": 1.0, "it": 0.5, "finance": 0.0}


@dataclass(frozen=True, slots=True)
class Committee:
    """The people of the example: who runs it, and who sits on which seat."""

    procurement: "Member"
    seats: Mapping[str, "Member"]  # by the seat's key: service, it, finance


def example_case() -> Case:
    """The example as a case, complete with marks."""
    return read((settings.FIXTURES_DIR / "demo_s2.json").read_text(encoding="utf-8"))


def build(stage: str, committee: Committee, *, on: datetime, title: tuple[str, str] | None = None) -> Evaluation:
    """The example evaluation, brought to a stage by the same acts that people use."""
    case = example_case()
    evaluation = import_case(replace(case, marks=()), by=committee.procurement, on=on)
    evaluation.company_profile, evaluation.tier_id, evaluation.pack = "ecommerce_multi", "smart", "core"
    if title:
        evaluation.title, evaluation.title_zh = title
    evaluation.save()
    state_prices(evaluation)
    state_needs(evaluation, "S2")
    for seat in evaluation.seats.all():
        seat.member, seat.is_chair = committee.seats[seat.key], seat.key == CHAIR
        seat.save(update_fields=["member", "is_chair"])
    if stage == Stage.DRAFT:
        return evaluation
    evaluation = actions.open_scoring(evaluation, by=committee.procurement, on=on)
    _declare(evaluation, on=on)
    shares = SHARE_MARKED_WHILE_SCORING if stage == Stage.SCORING else dict.fromkeys(committee.seats, 1.0)
    _mark(evaluation, case, shares, on=on)
    if stage == Stage.SCORING:
        return evaluation
    evaluation = actions.close_scoring(evaluation, by=committee.procurement, on=on)
    if stage == Stage.DECIDED:
        _decide(evaluation, case, committee, on=on)
        evaluation.refresh_from_db()
    return evaluation


def _declare(evaluation: Evaluation, *, on: datetime) -> None:
    """Nobody on the example's committee has anything to do with the invented vendors."""
    nothing = {vendor.pk: actions.Declaration() for vendor in vendors_of(evaluation)}
    for seat in evaluation.seats.select_related("member", "evaluation"):
        actions.declare(seat, nothing, by=seat.member, on=on)


def _mark(evaluation: Evaluation, case: Case, shares: Mapping[str, float], *, on: datetime) -> None:
    seats = {
        seat.key: seat for seat in Seat.objects.filter(evaluation=evaluation).select_related("evaluation", "member")
    }
    marks = []
    for key, share in shares.items():
        own = [mark for mark in case.marks if mark.seat == key]
        marks += own[: round(len(own) * share)]
    store_marks(
        marks,
        seats=seats,
        candidates={candidate.key: candidate for candidate in evaluation.candidates.all()},
        criteria={criterion.key: criterion for criterion in evaluation.criteria.all()},
        by=None,
        on=on,
    )
    for key, share in shares.items():
        if share == 1:
            actions.submit_sheet(seats[key], by=seats[key].member, on=on)


def _decide(evaluation: Evaluation, case: Case, committee: Committee, *, on: datetime) -> None:
    winner = assess(case).winners[0]
    actions.decide(
        evaluation,
        evaluation.candidates.get(key=winner),
        reason=(
            "It covers every must for the four marketplaces, stays inside the spendable budget over three years, "
            "and its promises on data and encryption are proven."
        ),
        reason_zh="该方案满足四个平台的全部必备项，三年现金支出不超过可用预算，数据与加密方面的承诺均有佐证。",
        conditions="The price for seats added in years two and three goes into the contract.",
        conditions_zh="第二、第三年新增坐席的单价写入合同。",
        by=committee.seats[CHAIR],
        on=on,
    )
