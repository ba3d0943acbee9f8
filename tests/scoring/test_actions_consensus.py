"""The acts of the consensus round and the rulings: what they refuse, what they keep, and what they write down."""

from collections.abc import Callable

import pytest

from evaluator.models import Member
from scoring.actions import (
    Answer,
    Conflict,
    Invalid,
    Locked,
    Outdated,
    Refused,
    add_note,
    agree,
    close_scoring,
    override,
    revise_mark,
    save_mark,
    submit_sheet,
)
from scoring.casefile.rows import case_of, individual_case_of
from scoring.models import Candidate, Consensus, Criterion, Deed, Evaluation, Mark, Note, Override, RecordEntry, Seat
from scoring.models.mark import State
from scoring.record_check import check
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation() -> Evaluation:
    """A small evaluation whose two members marked 4 everywhere, closed; the first one chairs."""
    evaluation = factories.open_evaluation()
    for seat in evaluation.seats.select_related("evaluation", "member"):
        for criterion in evaluation.criteria.filter(source="panel"):
            for candidate in evaluation.candidates.all():
                answer = Answer(State.MARKED, 4, "Seen")
                save_mark(seat, candidate, criterion, answer, by=seat.member, on=NOON, version=0)
        submit_sheet(seat, by=seat.member, on=NOON)
    return close_scoring(evaluation, by=None, on=NOON)


@pytest.fixture
def seat(evaluation: Evaluation) -> Seat:
    return evaluation.seats.select_related("evaluation", "member").get(is_chair=True)


@pytest.fixture
def cell(evaluation: Evaluation) -> tuple[Candidate, Criterion]:
    return evaluation.candidates.all()[0], evaluation.criteria.filter(source="panel")[0]


def person(seat: Seat) -> Member:
    assert seat.member is not None
    return seat.member


def revised(seat: Seat, cell: tuple[Candidate, Criterion], *, value: int = 1, version: int = 1) -> Mark:
    answer = Answer(State.MARKED, value)
    return revise_mark(seat, *cell, answer, reason="Seen again.", by=person(seat), on=NOON, version=version)


def agreed(seat: Seat, cell: tuple[Candidate, Criterion], *, value: object = 2, version: int = 0) -> Consensus:
    return agree(*cell, value, reason="Talked it over.", by=person(seat), on=NOON, version=version)


def test_a_revision_keeps_what_was_said_before(
    evaluation: Evaluation, seat: Seat, cell: tuple[Candidate, Criterion]
) -> None:
    mark = revised(seat, cell)

    said = list(mark.revisions.values_list("version", "value", "reason", "is_after_reveal"))
    assert said == [(1, 4, "", False), (2, 1, "Seen again.", True)]
    assert check(evaluation) == []
    entry = RecordEntry.objects.get(deed=Deed.REVISED)
    assert (entry.by, entry.seat, entry.reason) == (seat.member, seat, "Seen again.")


def test_a_revision_of_an_older_version_conflicts(seat: Seat, cell: tuple[Candidate, Criterion]) -> None:
    revised(seat, cell)
    with pytest.raises(Conflict) as conflict:
        revised(seat, cell, value=5)
    assert conflict.value.mark is not None
    assert (conflict.value.mark.version, conflict.value.mark.value) == (2, 1)


def test_a_revision_needs_a_reason_a_mark_and_a_sheet_that_counts(
    seat: Seat, cell: tuple[Candidate, Criterion]
) -> None:
    with pytest.raises(Refused, match="Say why your mark changes"):
        revise_mark(seat, *cell, Answer(State.MARKED, 1), reason=" ", by=person(seat), on=NOON, version=1)
    for value in (6, -1, 2.0, "3", None, True):
        with pytest.raises(Invalid):
            revise_mark(seat, *cell, Answer(State.MARKED, value), reason="x", by=person(seat), on=NOON, version=1)
    Seat.objects.filter(pk=seat.pk).update(submitted_at=None)
    with pytest.raises(Refused, match="does not count"):
        revised(seat, cell)
    assert Mark.objects.get(seat=seat, candidate=cell[0], criterion=cell[1]).version == 1


def test_only_a_cell_of_the_own_sheet_is_revised(
    evaluation: Evaluation, seat: Seat, cell: tuple[Candidate, Criterion]
) -> None:
    measured = evaluation.criteria.get(source="measure")
    with pytest.raises(Refused, match="not on your sheet"):
        revised(seat, (cell[0], measured), version=0)
    seat.recused_from.add(cell[0])
    with pytest.raises(Refused, match="not on your sheet"):
        revised(seat, cell)


@pytest.mark.parametrize("stage", ["scoring", "decided", "archived"])
def test_nothing_is_revised_agreed_noted_or_ruled_at_another_stage(
    evaluation: Evaluation, seat: Seat, cell: tuple[Candidate, Criterion], stage: str
) -> None:
    Evaluation.objects.filter(pk=evaluation.pk).update(stage=stage)
    acts: list[Callable[[], object]] = [
        lambda: agreed(seat, cell),
        lambda: add_note(evaluation, "x", by=person(seat), on=NOON),
        lambda: override(*cell, reason="x", by=person(seat), on=NOON),
    ]
    for act in acts:
        with pytest.raises(Refused, match="this needs stage “Consensus”"):
            act()
    with pytest.raises(Locked):
        revised(Seat.objects.select_related("evaluation", "member").get(pk=seat.pk), cell)
    assert Consensus.objects.count() == Note.objects.count() == Override.objects.count() == 0


def test_a_consensus_mark_stands_beside_the_members_own(
    evaluation: Evaluation, seat: Seat, cell: tuple[Candidate, Criterion]
) -> None:
    agreed(seat, cell)
    agreed(seat, cell, value=3, version=1)

    assert list(Consensus.objects.order_by("version").values_list("version", "value")) == [(1, 2), (2, 3)]
    assert [each.value for each in case_of(evaluation).consensus] == [3]
    assert individual_case_of(evaluation).consensus == ()
    assert set(Mark.objects.values_list("value", flat=True)) == {4}
    assert check(evaluation) == []


def test_a_consensus_mark_of_an_older_version_is_outdated(seat: Seat, cell: tuple[Candidate, Criterion]) -> None:
    agreed(seat, cell)
    with pytest.raises(Outdated, match="changed meanwhile") as outdated:
        agreed(seat, cell)
    assert outdated.value.version == 1
    assert Consensus.objects.count() == 1


def test_a_consensus_mark_is_a_mark_with_a_reason_on_what_members_mark(
    evaluation: Evaluation, seat: Seat, cell: tuple[Candidate, Criterion]
) -> None:
    for value in (6, -1, 2.5, "3", None, True):
        with pytest.raises(Invalid):
            agreed(seat, cell, value=value)
    with pytest.raises(Refused, match="Say how the committee came"):
        agree(*cell, 3, reason="\n", by=person(seat), on=NOON, version=0)
    with pytest.raises(Refused, match="takes no mark"):
        agreed(seat, (cell[0], evaluation.criteria.get(source="measure")))
    assert Consensus.objects.count() == 0


def test_who_has_withdrawn_from_an_offer_decides_nothing_about_it(
    evaluation: Evaluation, seat: Seat, cell: tuple[Candidate, Criterion]
) -> None:
    seat.recused_from.add(cell[0])
    acts: list[Callable[[], object]] = [
        lambda: agreed(seat, cell),
        lambda: override(*cell, reason="x", by=person(seat), on=NOON),
        lambda: add_note(evaluation, "x", by=person(seat), on=NOON, candidate=cell[0], criterion=cell[1]),
    ]
    for act in acts:
        with pytest.raises(Refused, match="You have withdrawn from judging"):
            act()
    other = evaluation.candidates.all()[1]
    agreed(seat, (other, cell[1]))
    add_note(evaluation, "About the other one.", by=person(seat), on=NOON, candidate=other)
    assert check(evaluation) == []


def test_notes_are_about_a_cell_an_offer_or_the_whole(
    evaluation: Evaluation, seat: Seat, cell: tuple[Candidate, Criterion]
) -> None:
    add_note(evaluation, " The whole. ", by=person(seat), on=NOON)
    add_note(evaluation, "An offer.", by=person(seat), on=NOON, candidate=cell[0])
    add_note(evaluation, "A cell.", by=person(seat), on=NOON, candidate=cell[0], criterion=cell[1])
    with pytest.raises(Refused, match="The note is empty"):
        add_note(evaluation, " ", by=person(seat), on=NOON)

    assert list(Note.objects.values_list("text", "candidate", "criterion")) == [
        ("The whole.", None, None),
        ("An offer.", cell[0].pk, None),
        ("A cell.", cell[0].pk, cell[1].pk),
    ]
    assert RecordEntry.objects.filter(deed=Deed.NOTED).count() == 3
    assert check(evaluation) == []


def test_only_a_gate_that_fails_or_is_open_is_ruled_on(
    evaluation: Evaluation, seat: Seat, cell: tuple[Candidate, Criterion]
) -> None:
    with pytest.raises(Refused, match="neither excludes the offer nor is it open"):
        override(*cell, reason="x", by=person(seat), on=NOON)
    with pytest.raises(Refused, match="needs a reason"):
        override(*cell, reason="", by=person(seat), on=NOON)


def test_marks_revised_after_the_reveal_are_not_in_the_individual_case(
    evaluation: Evaluation, seat: Seat, cell: tuple[Candidate, Criterion]
) -> None:
    before = case_of(evaluation)
    assert individual_case_of(evaluation) == before
    revised(seat, cell)
    assert case_of(evaluation) != before
    assert sorted(individual_case_of(evaluation).marks, key=repr) == sorted(before.marks, key=repr)


def test_a_mark_first_given_after_the_reveal_is_not_in_the_individual_case(
    evaluation: Evaluation, seat: Seat, cell: tuple[Candidate, Criterion]
) -> None:
    late = factories.criterion(evaluation=evaluation)
    before = individual_case_of(evaluation)
    revised(seat, (cell[0], late), version=0)
    assert late.key in {mark.criterion for mark in case_of(evaluation).marks}
    assert individual_case_of(evaluation).marks == before.marks
