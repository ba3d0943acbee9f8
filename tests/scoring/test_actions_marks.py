"""Saving marks and handing sheets in: what is kept, what is refused, and that a repeated request changes nothing."""

import uuid
from typing import Any

import pytest
from django.utils import timezone

from scoring import actions
from scoring.actions import Answer, Conflict, Invalid, Locked, Refused
from scoring.models import Evaluation, Mark, MarkRevision, Seat, Stage
from scoring.models.mark import State
from scoring.sheets import sheet_of
from tests import factories

pytestmark = pytest.mark.django_db

NOW = factories.NOON


@pytest.fixture
def evaluation() -> Evaluation:
    row = factories.evaluation(stage=Stage.SCORING)
    for _ in range(2):
        factories.criterion(evaluation=row)
        factories.candidate(evaluation=row)
    return row


@pytest.fixture
def seat(evaluation: Evaluation) -> Seat:
    return factories.seat(evaluation=evaluation)


def say(seat: Seat, *, version: int = 0, op: uuid.UUID | None = None, **said: Any) -> tuple[Mark, bool]:
    """Save the first cell of the seat's sheet."""
    cell = next(sheet_of(seat).cells)
    answer = Answer(**({"state": "marked", "value": 4} | said))
    return actions.save_mark(
        seat, cell.candidate, cell.criterion, answer, by=seat.member, on=factories.NOON, version=version, op=op
    )


def fill(seat: Seat) -> None:
    """A mark in every cell of the seat's sheet."""
    for cell in sheet_of(seat).cells:
        actions.save_mark(
            seat, cell.candidate, cell.criterion, Answer("marked", 3), by=seat.member, on=factories.NOON, version=0
        )


def test_every_saved_state_of_a_cell_is_kept(seat: Seat) -> None:
    say(seat, value=4, comment="Seen in the trial", evidence="demo")
    mark, _replay = say(seat, version=1, state="not_applicable")

    history = [(row.version, row.state, row.value, row.comment) for row in mark.revisions.all()]

    assert history == [(1, "marked", 4, "Seen in the trial"), (2, "not_applicable", None, "")]
    assert (mark.version, mark.state, mark.value) == (2, "not_applicable", None)


def test_the_same_request_again_is_answered_and_not_done_again(seat: Seat) -> None:
    op = uuid.uuid4()
    first, was_replay = say(seat, op=op)

    for _ in range(100):
        again, is_replay = say(seat, op=op)
        assert (again.pk, again.version, is_replay) == (first.pk, 1, True)

    assert not was_replay
    assert MarkRevision.objects.count() == 1


def test_a_repeat_is_recognised_after_the_sheet_was_handed_in(seat: Seat) -> None:
    op = uuid.uuid4()
    fill(seat)
    say(seat, version=1, op=op)
    actions.submit_sheet(seat, by=None, on=NOW)

    _mark, is_replay = say(seat, version=1, op=op)

    assert is_replay


def test_an_old_copy_of_a_cell_does_not_overwrite_a_newer_one(seat: Seat) -> None:
    say(seat, value=2)
    say(seat, version=1, value=3)

    with pytest.raises(Conflict) as refused:
        say(seat, version=1, value=5)

    assert refused.value.mark is not None
    assert (refused.value.mark.version, refused.value.mark.value) == (2, 3)
    assert Mark.objects.get().value == 3


def test_a_cell_that_was_never_saved_has_version_0_and_no_other(seat: Seat) -> None:
    with pytest.raises(Conflict) as refused:
        say(seat, version=7)

    assert refused.value.mark is None
    assert not Mark.objects.exists()


@pytest.mark.parametrize("value", [-1, 6, 7, 3.5, True, "4", None, [4], 10**30])
def test_a_mark_is_a_whole_number_of_the_scale(seat: Seat, value: object) -> None:
    with pytest.raises(Invalid) as refused:
        say(seat, value=value)

    assert refused.value.errors == {"value": "A mark is a whole number from 0 to 5."}
    assert not Mark.objects.exists()


@pytest.mark.parametrize("comment", ["x" * 20_001, "half a character \ud83d", "nothing\x00", 5, None])
def test_a_comment_that_cannot_be_stored_is_refused_with_a_reason(seat: Seat, comment: object) -> None:
    with pytest.raises(Invalid) as refused:
        say(seat, comment=comment)

    assert list(refused.value.errors) == ["comment"]


def test_every_fault_is_named_at_once(seat: Seat) -> None:
    with pytest.raises(Invalid) as refused:
        say(seat, value=9, comment="x" * 20_001, evidence="hearsay")

    assert list(refused.value.errors) == ["value", "comment", "evidence"]


def test_leaving_a_cell_open_asks_for_the_reason(seat: Seat) -> None:
    with pytest.raises(Invalid) as refused:
        say(seat, state="left_open", comment="  ")
    assert refused.value.errors == {"comment": "Say in the comment why the cell stays open."}

    mark, _replay = say(seat, state="left_open", comment="The demo failed that day")
    assert (mark.state, mark.value) == ("left_open", None)


def test_an_untouched_comment_keeps_both_its_wordings(seat: Seat) -> None:
    mark, _replay = say(seat, comment="Seen")
    Mark.objects.filter(pk=mark.pk).update(comment_zh="已查看")

    saved, _replay = say(seat, version=1, value=2, comment="已查看")

    assert (saved.value, saved.comment, saved.comment_zh) == (2, "Seen", "已查看")


def test_a_new_comment_replaces_both_wordings(seat: Seat) -> None:
    mark, _replay = say(seat, comment="Seen")
    Mark.objects.filter(pk=mark.pk).update(comment_zh="已查看")

    saved, _replay = say(seat, version=1, comment="")

    assert (saved.comment, saved.comment_zh) == ("", "")


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.CONSENSUS, Stage.DECIDED, Stage.ARCHIVED])
def test_marks_are_taken_only_while_scoring_is_open(seat: Seat, stage: Stage) -> None:
    Evaluation.objects.update(stage=stage)

    with pytest.raises(Locked):
        say(seat)

    assert not Mark.objects.exists()


def test_a_sheet_with_gaps_is_not_handed_in(seat: Seat) -> None:
    say(seat)

    with pytest.raises(Refused, match="3 cells are still empty"):
        actions.submit_sheet(seat, by=None, on=NOW)

    assert not Seat.objects.get(pk=seat.pk).is_submitted


def test_a_cleared_cell_is_a_gap_again(seat: Seat) -> None:
    fill(seat)
    say(seat, version=1, state="missing", comment="to be checked")

    with pytest.raises(Refused, match="1 cell is still empty"):
        actions.submit_sheet(seat, by=None, on=NOW)


@pytest.mark.parametrize("state", [State.NOT_APPLICABLE, State.ABSTAINED, State.LEFT_OPEN])
def test_a_cell_that_says_why_it_has_no_mark_is_no_gap(seat: Seat, state: State) -> None:
    fill(seat)
    say(seat, version=1, state=state.value, comment="why")

    assert actions.submit_sheet(seat, by=None, on=NOW).is_submitted


def test_a_second_click_on_submit_changes_nothing(seat: Seat) -> None:
    fill(seat)
    actions.submit_sheet(seat, by=None, on=NOW)

    actions.submit_sheet(seat, by=None, on=timezone.now())

    assert Seat.objects.get(pk=seat.pk).submitted_at == NOW


def test_a_sheet_that_is_handed_in_takes_no_marks(seat: Seat) -> None:
    fill(seat)
    actions.submit_sheet(seat, by=None, on=NOW)

    with pytest.raises(Locked, match="submitted"):
        say(seat, version=1, value=1)


def test_a_sheet_is_not_handed_in_after_scoring_has_closed(seat: Seat) -> None:
    fill(seat)
    Evaluation.objects.update(stage=Stage.CONSENSUS)

    with pytest.raises(Locked, match="Consensus"):
        actions.submit_sheet(seat, by=None, on=NOW)


def test_a_sheet_holds_what_the_seat_may_mark_and_nothing_else(evaluation: Evaluation) -> None:
    left, withdrawn = evaluation.candidates.all()
    factories.criterion(evaluation=evaluation, dimension="cost", source="measure", measure="price")
    factories.criterion(evaluation=evaluation, grade="redundant")
    factories.criterion(evaluation=evaluation, condition="voice")
    mine = evaluation.criteria.order_by("position")[0]
    seat = factories.seat(evaluation=evaluation, has_all_criteria=False)
    seat.criteria.add(mine)
    seat.recused_from.add(withdrawn)

    sheet = sheet_of(seat)

    assert [(cell.criterion, cell.candidate) for cell in sheet.cells] == [(mine, left)]
    assert (sheet.total, sheet.done, len(sheet.gaps)) == (1, 0, 1)


@pytest.mark.parametrize(
    ("value", "evidence", "is_above"),
    [
        (2, "brochure", False),
        (3, "brochure", True),
        (3, "demo", False),
        (4, "demo", True),
        (5, "document", True),
        (5, "contract", False),
        (5, "", False),
    ],
)
def test_a_mark_above_what_its_evidence_carries_is_pointed_out(
    seat: Seat, value: int, evidence: str, *, is_above: bool
) -> None:
    say(seat, value=value, evidence=evidence)

    assert next(sheet_of(seat).cells).is_above_its_evidence is is_above


@pytest.mark.parametrize(
    ("value", "comment", "asks"), [(0, "", True), (5, "", True), (5, "why", False), (3, "", False)]
)
def test_a_mark_at_either_end_asks_for_a_comment(seat: Seat, value: int, comment: str, *, asks: bool) -> None:
    say(seat, value=value, comment=comment)

    assert next(sheet_of(seat).cells).asks_for_comment is asks
