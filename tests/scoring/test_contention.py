"""Contention: many at once on one cell, one sheet, one stage: nothing is lost and nothing is done twice.

These tests need real transactions and a connection for each thread. Where nothing may be lost, a second test shows that
without the check something is, so that the first one cannot pass by itself.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.utils import timezone

from scoring import actions
from scoring.actions import marks
from scoring.models import Consensus, Deed, Evaluation, Mark, MarkRevision, RecordEntry, Seat, Stage
from scoring.record_check import check
from scoring.sheets import sheet_of
from tests import factories

pytestmark = pytest.mark.django_db(transaction=True)

TABS = 16
SAVES_EACH = 3
PATIENCE = 120


@pytest.fixture
def seat() -> Seat:
    evaluation = factories.open_evaluation()
    return evaluation.seats.select_related("evaluation", "member")[0]


def at_once(what: Callable[[int], Any], *, times: int = TABS) -> list[Any]:
    """Do it in so many threads that all start at the same moment, each with a connection of its own."""
    ready = Barrier(times)

    def one(number: int) -> Any:
        try:
            ready.wait(PATIENCE)
            return what(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as threads:
        return [each.result(PATIENCE) for each in [threads.submit(one, number) for number in range(times)]]


def tabs_on_one_cell(seat: Seat) -> tuple[int, set[str]]:
    """Each tab adds its words to the comment until it is through; returns the conflicts, and the words that are lost.

    A tab reads the cell and saves what it read with its own word added: a save that ignores somebody else's loses one.
    """
    cell = next(sheet_of(seat).cells)
    read_together = Barrier(TABS)

    def tab(number: int) -> int:
        conflicts = 0
        for turn in range(SAVES_EACH):
            is_saved, word = False, f"{number}.{turn}"
            while not is_saved:
                mark = Mark.objects.filter(seat=seat).first()
                said, version = (mark.comment, mark.version) if mark else ("", 0)
                if turn == conflicts == 0:
                    read_together.wait(PATIENCE)
                answer = actions.Answer("marked", number % 6, f"{said} {word}".strip())
                try:
                    actions.save_mark(
                        seat,
                        cell.candidate,
                        cell.criterion,
                        answer,
                        by=seat.member,
                        on=timezone.now(),
                        version=version,
                        op=uuid4(),
                    )
                    is_saved = True
                except actions.Conflict:
                    conflicts += 1
        return conflicts

    conflicts = sum(at_once(tab))
    meant = {f"{number}.{turn}" for number in range(TABS) for turn in range(SAVES_EACH)}
    return conflicts, meant - set(Mark.objects.get().comment.split())


def test_sixteen_tabs_on_one_cell_lose_nothing(seat: Seat) -> None:
    conflicts, lost = tabs_on_one_cell(seat)

    saves = TABS * SAVES_EACH
    assert lost == set()
    assert conflicts >= TABS - 1  # all read the untouched cell, so all but one had to read again
    assert Mark.objects.get().version == MarkRevision.objects.count() == saves
    assert RecordEntry.objects.filter(seat=seat, deed=Deed.MARKED).count() == saves
    assert check(seat.evaluation) == []


def test_without_the_comparison_of_versions_the_same_tabs_do_lose(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what the test above looks for does happen where nobody compares."""
    compared = marks._write

    def not_compared(held: Seat, candidate: Any, criterion: Any, mark: Mark | None, said: Any, **more: Any) -> Mark:
        return compared(held, candidate, criterion, mark, said, **more | {"version": mark.version if mark else 0})

    monkeypatch.setattr(marks, "_write", not_compared)

    conflicts, lost = tabs_on_one_cell(seat)

    assert conflicts == 0
    assert lost


def test_eight_people_who_mark_at_the_same_time_do_not_disturb_each_other() -> None:
    evaluation = factories.open_evaluation(seats=8)
    seats = list(evaluation.seats.select_related("evaluation", "member"))

    def fill(number: int) -> None:
        seat = seats[number]
        for cell in sheet_of(seat).cells:
            answer = actions.Answer("marked", 3)
            actions.save_mark(
                seat, cell.candidate, cell.criterion, answer, by=seat.member, on=timezone.now(), version=0
            )
        actions.submit_sheet(seat, by=seat.member, on=timezone.now())

    at_once(fill, times=len(seats))

    cells = sum(sheet_of(seat).total for seat in seats)
    assert Mark.objects.count() == MarkRevision.objects.count() == cells
    assert RecordEntry.objects.filter(deed=Deed.SUBMITTED).count() == len(seats)
    assert check(evaluation) == []


def test_the_same_request_a_hundred_times_is_done_once(seat: Seat) -> None:
    cell, op = next(sheet_of(seat).cells), uuid4()

    def send(_number: int) -> bool:
        repeats = set()
        for _ in range(10):
            _mark, is_repeat = actions.save_mark(
                seat,
                cell.candidate,
                cell.criterion,
                actions.Answer("marked", 4),
                by=seat.member,
                on=timezone.now(),
                version=0,
                op=op,
            )
            repeats.add(is_repeat)
        return False in repeats

    assert at_once(send, times=10).count(True) == 1
    assert MarkRevision.objects.count() == 1
    assert RecordEntry.objects.filter(seat=seat).count() == 1


def test_without_its_number_the_same_request_is_a_conflict_and_no_repeat(seat: Seat) -> None:
    """The control: it is the `op` that tells a repeat from somebody else's save."""
    cell = next(sheet_of(seat).cells)
    outcomes: Counter[str] = Counter()
    for _ in range(10):
        try:
            actions.save_mark(
                seat,
                cell.candidate,
                cell.criterion,
                actions.Answer("marked", 4),
                by=seat.member,
                on=timezone.now(),
                version=0,
            )
            outcomes["saved"] += 1
        except actions.Conflict:
            outcomes["conflict"] += 1
    assert outcomes == {"saved": 1, "conflict": 9}


def filled(seat: Seat) -> Seat:
    for cell in sheet_of(seat).cells:
        answer = actions.Answer("marked", 4)
        actions.save_mark(seat, cell.candidate, cell.criterion, answer, by=seat.member, on=timezone.now(), version=0)
    return seat


def test_a_sheet_that_is_submitted_eight_times_at_once_is_submitted_once(seat: Seat) -> None:
    filled(seat)

    at_once(lambda _: actions.submit_sheet(seat, by=seat.member, on=timezone.now()), times=8)

    assert RecordEntry.objects.filter(deed=Deed.SUBMITTED).count() == 1
    assert check(seat.evaluation) == []


def refused(act: Callable[[], object]) -> bool:
    try:
        act()
    except actions.Refused:
        return True
    return False


def test_a_save_and_a_submit_at_once_leave_a_sheet_that_is_what_was_anchored(seat: Seat) -> None:
    """Whichever came first, no mark is saved behind the anchor that the submit wrote."""
    cell = next(sheet_of(filled(seat)).cells)

    def act(number: int) -> bool:
        if number == 0:
            return refused(lambda: actions.submit_sheet(seat, by=seat.member, on=timezone.now()))
        answer = actions.Answer("marked", number % 6)
        return refused(
            lambda: actions.save_mark(
                seat, cell.candidate, cell.criterion, answer, by=seat.member, on=timezone.now(), version=1
            )
        )

    assert at_once(act, times=8)[0] is False

    anchor = RecordEntry.objects.get(deed=Deed.SUBMITTED)
    last = RecordEntry.objects.filter(seat=seat).order_by("-number")[0]
    assert (anchor.subject["entries"], anchor.subject["head"]) == (last.number, last.hash)
    assert check(seat.evaluation) == []


def test_scoring_that_two_people_close_at_once_is_closed_once(seat: Seat) -> None:
    actions.submit_sheet(filled(seat), by=seat.member, on=timezone.now())

    outcomes = at_once(
        lambda _: refused(lambda: actions.close_scoring(seat.evaluation, by=seat.member, on=timezone.now())), times=4
    )

    assert outcomes.count(False) == 1
    assert RecordEntry.objects.filter(deed=Deed.CLOSED).count() == 1


def test_a_consensus_that_two_tabs_record_at_once_is_recorded_once_and_the_other_is_told(seat: Seat) -> None:
    cell = next(sheet_of(filled(seat)).cells)
    actions.submit_sheet(seat, by=seat.member, on=timezone.now())
    actions.close_scoring(seat.evaluation, by=seat.member, on=timezone.now())
    chair = seat.member
    assert chair is not None

    def agree(number: int) -> bool:
        return refused(
            lambda: actions.agree(
                cell.candidate,
                cell.criterion,
                number,
                reason="We looked again.",
                by=chair,
                on=timezone.now(),
                version=0,
            )
        )

    assert at_once(agree, times=4).count(False) == 1
    assert Consensus.objects.count() == 1
    assert Evaluation.objects.get(pk=seat.evaluation_id).stage == Stage.CONSENSUS
    assert check(seat.evaluation) == []
