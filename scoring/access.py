"""Who may do which act, at which stage, on which evaluation: one table.

Strangers are turned away earlier: views fetch through `Evaluation.objects.visible_to(member)`, which answers 404.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied

from scoring.models import Evaluation, Seat, Stage
from scoring.models.evaluation import REVEALED

if TYPE_CHECKING:
    from evaluator.models import Member


class Role(StrEnum):
    """What somebody is in one evaluation; a person may be several."""

    RUNS = "runs"  # procurement: the right scoring.run_evaluation
    READS = "reads"  # finance, auditor: the right scoring.view_evaluation
    DOWNLOADS = "downloads"  # the right scoring.download_report
    CHAIR = "chair"
    SEAT = "seat"


class Act(StrEnum):
    """What can be done with an evaluation."""

    VIEW = "view"
    SET_UP = "set_up"
    WEIGH = "weigh"  # propose weights and take a proposal over
    OPEN = "open"
    SET_DEADLINE = "set_deadline"
    AMEND = "amend"
    DECLARE = "declare"
    MARK = "mark"
    SUBMIT = "submit"
    RETURN_SHEET = "return_sheet"
    CLOSE = "close"
    SEE_COSTS = "see_costs"  # before the reveal
    CLARIFY = "clarify"
    SEE_RESULTS = "see_results"
    DOWNLOAD = "download"
    ADMIT = "admit"
    REVISE = "revise"
    AGREE = "agree"
    NOTE = "note"
    REMARK = "remark"  # write what a vendor may read about its offer
    RULE = "rule"  # override a knock-out, waive a missing fact
    DECIDE = "decide"
    DEBRIEF = "debrief"  # letters to the vendors
    SIGN = "sign"
    REOPEN = "reopen"
    ARCHIVE = "archive"
    SEE_RECORD = "see_record"


@dataclass(frozen=True, slots=True)
class Rule:
    """An act is for any of these roles at any of these stages."""

    roles: frozenset[Role]
    stages: frozenset[str]


_ALL = frozenset(Stage.values)
_EVERYONE = frozenset({Role.RUNS, Role.READS, Role.CHAIR, Role.SEAT})

TABLE: dict[Act, Rule] = {
    Act.VIEW: Rule(_EVERYONE, _ALL),
    Act.SET_UP: Rule(frozenset({Role.RUNS}), frozenset({Stage.DRAFT})),
    # A chair who may read drafts anyway (finance) weighs too; any other hears of the evaluation when scoring opens.
    Act.WEIGH: Rule(frozenset({Role.RUNS, Role.CHAIR}), frozenset({Stage.DRAFT})),
    Act.OPEN: Rule(frozenset({Role.RUNS}), frozenset({Stage.DRAFT})),
    Act.SET_DEADLINE: Rule(frozenset({Role.RUNS}), frozenset({Stage.DRAFT, Stage.SCORING})),
    Act.AMEND: Rule(frozenset({Role.RUNS}), frozenset({Stage.SCORING})),
    Act.DECLARE: Rule(frozenset({Role.SEAT}), frozenset({Stage.SCORING, Stage.CONSENSUS})),
    Act.MARK: Rule(frozenset({Role.SEAT}), frozenset({Stage.SCORING})),
    Act.SUBMIT: Rule(frozenset({Role.SEAT}), frozenset({Stage.SCORING})),
    Act.RETURN_SHEET: Rule(frozenset({Role.RUNS, Role.CHAIR}), frozenset({Stage.SCORING})),
    Act.CLOSE: Rule(frozenset({Role.RUNS, Role.CHAIR}), frozenset({Stage.SCORING})),
    Act.SEE_COSTS: Rule(frozenset({Role.RUNS, Role.READS}), frozenset({Stage.DRAFT, Stage.SCORING})),
    Act.CLARIFY: Rule(frozenset({Role.RUNS, Role.CHAIR}), frozenset({Stage.SCORING, Stage.CONSENSUS})),
    Act.SEE_RESULTS: Rule(_EVERYONE, frozenset(REVEALED)),
    Act.DOWNLOAD: Rule(frozenset({Role.DOWNLOADS, Role.CHAIR, Role.SEAT}), frozenset(REVEALED)),
    Act.ADMIT: Rule(frozenset({Role.CHAIR}), frozenset({Stage.CONSENSUS})),
    Act.REVISE: Rule(frozenset({Role.SEAT}), frozenset({Stage.CONSENSUS})),
    Act.AGREE: Rule(frozenset({Role.CHAIR}), frozenset({Stage.CONSENSUS})),
    Act.NOTE: Rule(frozenset({Role.SEAT, Role.RUNS}), frozenset({Stage.CONSENSUS})),
    Act.REMARK: Rule(frozenset({Role.RUNS, Role.CHAIR}), frozenset({Stage.CONSENSUS, Stage.DECIDED})),
    Act.RULE: Rule(frozenset({Role.RUNS, Role.CHAIR}), frozenset({Stage.CONSENSUS})),
    Act.DECIDE: Rule(frozenset({Role.CHAIR}), frozenset({Stage.CONSENSUS})),
    Act.DEBRIEF: Rule(frozenset({Role.DOWNLOADS, Role.CHAIR}), frozenset({Stage.DECIDED, Stage.ARCHIVED})),
    Act.SIGN: Rule(frozenset({Role.SEAT}), frozenset({Stage.DECIDED})),
    Act.REOPEN: Rule(frozenset({Role.RUNS, Role.CHAIR}), frozenset({Stage.CONSENSUS, Stage.DECIDED})),
    Act.ARCHIVE: Rule(frozenset({Role.RUNS}), frozenset({Stage.DECIDED})),
    Act.SEE_RECORD: Rule(_EVERYONE, _ALL),
}

# What shows others' marks, or anything derived from them.
_SEALED = frozenset(
    {
        Act.SEE_RESULTS,
        Act.DOWNLOAD,
        Act.REVISE,
        Act.AGREE,
        Act.NOTE,
        Act.REMARK,
        Act.RULE,
        Act.DECIDE,
        Act.DEBRIEF,
        Act.REOPEN,
    }
)

# What shows prices: closed while scoring is open to a seat whose price envelope is not.
_PRICED = frozenset({Act.SEE_COSTS, Act.CLARIFY})


@dataclass(frozen=True, slots=True)
class Access:
    """What one member may do in one evaluation; templates ask `access.may_close` and the like through `allowed`."""

    evaluation: Evaluation
    seat: Seat | None
    roles: frozenset[Role]

    def may(self, act: Act) -> bool:
        """Whether the table and the seal allow the act."""
        rule = TABLE[act]
        if self.evaluation.stage not in rule.stages or not self.roles & rule.roles:
            return False
        return not (act in _SEALED and self.is_sealed_off) and not (act in _PRICED and self.is_kept_from_prices)

    @property
    def is_sealed_off(self) -> bool:
        """A seat that owes its sheet sees nobody else's marks, until nothing it could still say would count."""
        owes = self.seat is not None and not self.seat.is_counted
        return owes and self.evaluation.stage not in {Stage.DECIDED, Stage.ARCHIVED}

    @property
    def is_kept_from_prices(self) -> bool:
        """A seat that is still to judge need and risk sees no price meanwhile, whatever else the person is."""
        return self.evaluation.stage == Stage.SCORING and self.seat is not None and self.seat.has_sealed_price

    @property
    def allowed(self) -> dict[str, bool]:
        """Act -> may, for templates: `{% if access.allowed.close %}`."""
        return {act.value: self.may(act) for act in Act}

    def require(self, act: Act) -> None:
        """Raises: PermissionDenied, which the page answers with 403."""
        if not self.may(act):
            raise PermissionDenied(f"{act} is not for {sorted(self.roles)} at stage {self.evaluation.stage}")


def access_of(member: "Member", evaluation: Evaluation) -> Access:
    """What the member may do in the evaluation; one query."""
    seat = Seat.objects.of(member).filter(evaluation=evaluation).select_related("evaluation").first()
    return access_on(seat, member, evaluation)


def access_on(seat: Seat | None, member: "Member", evaluation: Evaluation) -> Access:
    """The same for a list, which has fetched the member's seats in one query before."""
    roles = {
        Role.RUNS: member.has_perm("scoring.run_evaluation"),
        Role.READS: member.has_perm("scoring.view_evaluation"),
        Role.DOWNLOADS: member.has_perm("scoring.download_report"),
        Role.CHAIR: seat is not None and seat.is_chair,
        Role.SEAT: seat is not None,
    }
    return Access(evaluation, seat, frozenset(role for role, held in roles.items() if held))
