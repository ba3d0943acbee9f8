"""Who may do what, when: the whole table, spelt out a second time by hand."""

import pytest

from scoring.access import Act, access_of
from scoring.models import Stage
from tests import factories

DRAFT, SCORING, CONSENSUS, DECIDED, ARCHIVED = (stage.value for stage in Stage)
ALWAYS = {DRAFT, SCORING, CONSENSUS, DECIDED, ARCHIVED}
REVEALED = {CONSENSUS, DECIDED, ARCHIVED}

# person -> act -> the stages at which it is allowed
EXPECTED: dict[str, dict[Act, set[str]]] = {
    "procurement": {
        Act.VIEW: ALWAYS,
        Act.SET_UP: {DRAFT},
        Act.OPEN: {DRAFT},
        Act.CLOSE: {SCORING},
        Act.SEE_RESULTS: REVEALED,
        Act.DOWNLOAD: REVEALED,
    },
    "finance": {Act.VIEW: ALWAYS, Act.SEE_RESULTS: REVEALED, Act.DOWNLOAD: REVEALED},
    "auditor": {Act.VIEW: ALWAYS, Act.SEE_RESULTS: REVEALED, Act.DOWNLOAD: REVEALED},
    "administrator": {},
    "seat": {
        Act.VIEW: ALWAYS,
        Act.MARK: {SCORING},
        Act.SUBMIT: {SCORING},
        Act.SEE_RESULTS: REVEALED,
        Act.DOWNLOAD: REVEALED,
    },
    "seat that owes its sheet": {
        Act.VIEW: ALWAYS,
        Act.MARK: {SCORING},
        Act.SUBMIT: {SCORING},
        Act.SEE_RESULTS: {DECIDED, ARCHIVED},
        Act.DOWNLOAD: {DECIDED, ARCHIVED},
    },
    "chair": {
        Act.VIEW: ALWAYS,
        Act.MARK: {SCORING},
        Act.SUBMIT: {SCORING},
        Act.CLOSE: {SCORING},
        Act.SEE_RESULTS: REVEALED,
        Act.DOWNLOAD: REVEALED,
        Act.DECIDE: {CONSENSUS},
    },
    "procurement that owes its sheet": {
        Act.VIEW: ALWAYS,
        Act.SET_UP: {DRAFT},
        Act.OPEN: {DRAFT},
        Act.MARK: {SCORING},
        Act.SUBMIT: {SCORING},
        Act.CLOSE: {SCORING},
        Act.SEE_RESULTS: {DECIDED, ARCHIVED},
        Act.DOWNLOAD: {DECIDED, ARCHIVED},
    },
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
