"""Who may do what, when: the whole table, spelt out a second time by hand."""

import pytest

from scoring.access import Act, access_of
from scoring.models import Stage
from tests import factories

DRAFT, SCORING, CONSENSUS, DECIDED, ARCHIVED = (stage.value for stage in Stage)
ALWAYS = {DRAFT, SCORING, CONSENSUS, DECIDED, ARCHIVED}
REVEALED = {CONSENSUS, DECIDED, ARCHIVED}

# act -> the stages at which it is allowed
SEES: dict[Act, set[str]] = {
    Act.VIEW: ALWAYS,
    Act.SEE_RECORD: ALWAYS,
    Act.SEE_RESULTS: REVEALED,
    Act.DOWNLOAD: REVEALED,
}
READS_AND_TELLS: dict[Act, set[str]] = {Act.SEE_COSTS: {DRAFT, SCORING}, Act.DEBRIEF: {DECIDED, ARCHIVED}}
# While the sheet is owed and could still count, nothing that derives from others' marks.
OWES: dict[Act, set[str]] = {Act.SEE_RESULTS: {DECIDED, ARCHIVED}, Act.DOWNLOAD: {DECIDED, ARCHIVED}}
RUNS: dict[Act, set[str]] = {
    Act.SET_UP: {DRAFT},
    Act.WEIGH: {DRAFT},
    Act.OPEN: {DRAFT},
    Act.SET_DEADLINE: {DRAFT, SCORING},
    Act.AMEND: {SCORING},
    Act.RETURN_SHEET: {SCORING},
    Act.CLOSE: {SCORING},
    Act.CLARIFY: {SCORING, CONSENSUS},
    Act.NOTE: {CONSENSUS},
    Act.REMARK: {CONSENSUS, DECIDED},
    Act.RULE: {CONSENSUS},
    Act.REOPEN: {CONSENSUS, DECIDED},
    Act.ARCHIVE: {DECIDED},
}
SITS: dict[Act, set[str]] = {
    Act.DECLARE: {SCORING, CONSENSUS},
    Act.MARK: {SCORING},
    Act.SUBMIT: {SCORING},
    Act.REVISE: {CONSENSUS},
    Act.NOTE: {CONSENSUS},
    Act.SIGN: {DECIDED},
}
CHAIRS: dict[Act, set[str]] = {
    Act.WEIGH: {DRAFT},
    Act.RETURN_SHEET: {SCORING},
    Act.CLOSE: {SCORING},
    Act.CLARIFY: {SCORING, CONSENSUS},
    Act.ADMIT: {CONSENSUS},
    Act.AGREE: {CONSENSUS},
    Act.REMARK: {CONSENSUS, DECIDED},
    Act.DEBRIEF: {DECIDED, ARCHIVED},
    Act.RULE: {CONSENSUS},
    Act.DECIDE: {CONSENSUS},
    Act.REOPEN: {CONSENSUS, DECIDED},
}
SITS_AND_OWES = {act: stages for act, stages in SITS.items() if act not in {Act.REVISE, Act.NOTE}}
RUNS_AND_OWES = {act: stages for act, stages in RUNS.items() if act not in {Act.NOTE, Act.RULE}}

EXPECTED: dict[str, dict[Act, set[str]]] = {
    "procurement": SEES | READS_AND_TELLS | RUNS,
    "finance": SEES | READS_AND_TELLS,
    "auditor": SEES | READS_AND_TELLS,
    "administrator": {},
    "seat": SEES | SITS,
    "seat that owes its sheet": SEES | SITS_AND_OWES | OWES,
    "chair": SEES | SITS | CHAIRS,
    "procurement that owes its sheet": SEES
    | READS_AND_TELLS
    | RUNS_AND_OWES
    | SITS_AND_OWES
    | OWES
    | {Act.REOPEN: {DECIDED}, Act.REMARK: {DECIDED}},
    "stranger": {},
}

GROUPS = {
    "procurement": "Procurement",
    "finance": "Finance",
    "auditor": "Auditor",
    "administrator": "Administrator",
}


@pytest.mark.django_db
@pytest.mark.parametrize("person", EXPECTED)
def test_each_person_may_do_what_the_table_says_and_nothing_else(person: str) -> None:
    evaluation = factories.evaluation()
    member = factories.member(group=GROUPS.get(person.removesuffix(" that owes its sheet")))
    if "owes" in person or person in {"seat", "chair"}:
        factories.seat(
            evaluation=evaluation,
            member=member,
            is_chair=person == "chair",
            submitted_at=None if "owes" in person else factories.NOON,
        )
    allowed: dict[Act, set[str]] = {}
    for stage in Stage:
        evaluation.stage = stage
        access = access_of(member, evaluation)
        for act in Act:
            if access.may(act):
                allowed.setdefault(act, set()).add(stage.value)
    assert allowed == EXPECTED[person]


@pytest.mark.django_db
def test_a_seated_member_hears_of_an_evaluation_when_scoring_opens_and_a_stranger_never() -> None:
    evaluation = factories.evaluation()
    seated, stranger, auditor = factories.member(), factories.member(), factories.member(group="Auditor")
    factories.seat(evaluation=evaluation, member=seated)
    objects = type(evaluation).objects
    assert [objects.visible_to(each).count() for each in (seated, stranger, auditor)] == [0, 0, 1]
    evaluation.stage = Stage.SCORING
    evaluation.save()
    assert [objects.visible_to(each).count() for each in (seated, stranger, auditor)] == [1, 0, 1]
