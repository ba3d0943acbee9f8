"""Amendments: a new version of the baseline, without losing a mark."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import F

from scoring import record_check
from scoring.actions import Answer, Locked, Refused, amend, confirm, open_envelope, save_mark, submit_sheet
from scoring.actions.amendments import Amendment, Stale, changed_offers
from scoring.casefile.document import canonical_bytes, read
from scoring.casefile.rows import case_of
from scoring.models import Baseline, Candidate, Confirmation, Criterion, Evaluation, Mark, RecordEntry, Seat
from scoring.sheets import sheet_of
from tests import factories
from tests.factories import NOON

pytestmark = pytest.mark.django_db

LATER = NOON.replace(hour=15)


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.open_evaluation()


def fill(seat: Seat, value: int = 3) -> None:
    for cell in sheet_of(seat).cells:
        if not cell.is_answered:
            save_mark(
                seat,
                cell.candidate,
                cell.criterion,
                Answer("marked", value, "sealed words"),
                by=seat.member,
                on=LATER,
                version=cell.version,
            )


def amended(
    evaluation: Evaluation, change: Callable[[], object] = lambda: None, *, take_over: tuple[str, ...] = (), **how: Any
) -> Amendment:
    return amend(
        evaluation,
        change=change,
        take_over=take_over,
        reason=how.pop("reason", "The law changed."),
        by=factories.member(group="Procurement"),
        on=LATER,
        **how,
    )


def weigh(criterion: Criterion, **fields: Any) -> Callable[[], object]:
    return lambda: Criterion.objects.filter(pk=criterion.pk).update(**fields)


def rows() -> list[list[dict[str, Any]]]:
    tables: list[Any] = [Evaluation, Criterion, Seat, Mark, Baseline, Confirmation, RecordEntry]
    return [list(table.objects.order_by("pk").values()) for table in tables]


def reprice(candidate: Candidate) -> None:
    candidate.offer.cost_lines.get().amounts.update(expected=F("expected") + 1)


def test_a_preview_says_what_it_does_and_leaves_no_trace(evaluation: Evaluation) -> None:
    seat, criterion = evaluation.seats.all()[0], evaluation.criteria.all()[0]
    fill(seat)
    submit_sheet(seat, by=seat.member, on=LATER)
    before = rows()
    amendment = amended(
        evaluation, lambda: factories.criterion(evaluation=evaluation, key="fast"), reason="", is_preview=True
    )
    assert amendment.version == 2
    assert amendment.given_back == [seat.key]
    assert amended(evaluation, weigh(criterion, weight=9), is_preview=True).given_back == []
    assert rows() == before


def test_an_amendment_loses_no_mark_and_makes_the_next_version(evaluation: Evaluation) -> None:
    seat, criterion = evaluation.seats.all()[0], evaluation.criteria.all()[0]
    fill(seat)
    marks = list(Mark.objects.order_by("pk").values())
    amendment = amended(evaluation, weigh(criterion, grade="redundant"))

    assert list(Mark.objects.order_by("pk").values()) == marks
    latest = evaluation.baselines.get(version=2)
    assert latest.sha256 == amendment.sha256
    assert hashlib.sha256(canonical_bytes(read(latest.case))).hexdigest() == latest.sha256
    assert (latest.reason, latest.changes) == ("The law changed.", amendment.changes)
    assert {each.id: each.class_ for each in case_of(evaluation).criteria}[criterion.key] == "redundant"
    assert record_check.check(evaluation) == []


def test_marks_on_a_criterion_made_redundant_come_back_when_it_counts_again(evaluation: Evaluation) -> None:
    seat, criterion = evaluation.seats.all()[0], evaluation.criteria.all()[0]
    fill(seat, 4)
    total = sheet_of(seat).total
    out = amended(evaluation, weigh(criterion, grade="redundant"))
    assert [(each.left_out, each.added) for each in out.effects] == [(2, 0), (2, 0)]
    assert sheet_of(seat).total == total - 2
    back = amended(evaluation, weigh(criterion, grade="must"))
    assert [(each.left_out, each.added) for each in back.effects] == [(0, 2), (0, 2)]
    assert {cell.mark.value for cell in sheet_of(seat).cells if cell.mark} == {4}
    assert sheet_of(seat).gaps == []


def test_what_an_amendment_says_about_a_sheet_does_not_depend_on_what_is_marked(evaluation: Evaluation) -> None:
    criterion = evaluation.criteria.all()[0]
    empty = amended(evaluation, weigh(criterion, weight=9), is_preview=True)
    fill(evaluation.seats.all()[0])
    assert amended(evaluation, weigh(criterion, weight=9), is_preview=True) == empty
    assert [each.concerned for each in empty.effects] == [2, 2]


def test_the_weights_of_the_dimensions_concern_every_cell(evaluation: Evaluation) -> None:
    amendment = amended(evaluation, lambda: Evaluation.objects.filter(pk=evaluation.pk).update(weight_need=70))
    assert [each.concerned for each in amendment.effects] == [6, 6]
    assert Confirmation.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_an_amendment_without_a_reason_is_refused(evaluation: Evaluation, reason: str) -> None:
    with pytest.raises(Refused, match="needs a reason"):
        amended(evaluation, weigh(evaluation.criteria.all()[0], weight=9), reason=reason)
    assert evaluation.baselines.count() == 1


def test_an_amendment_that_changes_nothing_is_refused(evaluation: Evaluation) -> None:
    before = rows()
    with pytest.raises(Refused, match="Nothing would change"):
        amended(evaluation, take_over=tuple(evaluation.candidates.values_list("key", flat=True)))
    assert rows() == before


@pytest.mark.parametrize(("fields", "said"), [({"weight": 0}, "weight 0"), ({"grade": "redundant"}, "no criterion")])
def test_an_amendment_after_which_nothing_adds_up_is_refused_and_undone(
    evaluation: Evaluation, fields: dict[str, Any], said: str
) -> None:
    before = rows()
    with pytest.raises(Refused, match=said):
        amended(evaluation, lambda: evaluation.criteria.filter(dimension="need").update(**fields))
    assert rows() == before


def test_an_amendment_at_another_stage_is_refused() -> None:
    evaluation = factories.example("consensus")
    with pytest.raises(Refused, match="this needs stage “Scoring”"):
        amended(evaluation, weigh(evaluation.criteria.all()[0], weight=9))


def test_only_the_offers_that_are_chosen_are_read_anew(evaluation: Evaluation) -> None:
    first, second = evaluation.candidates.all()
    assert changed_offers(evaluation) == []
    frozen = {offer.id: offer for offer in case_of(evaluation).offers}
    for candidate in (first, second):
        reprice(candidate)
    assert changed_offers(evaluation) == sorted([first.key, second.key])
    assert {offer.id: offer for offer in case_of(evaluation).offers} == frozen

    amended(evaluation, take_over=(first.key,))
    offers = {offer.id: offer for offer in case_of(evaluation).offers}
    assert offers[first.key].costs[0].amount == (100_001, 100_001, 100_001)
    assert offers[second.key] == frozen[second.key]
    assert changed_offers(evaluation) == [second.key]
    assert record_check.check(evaluation) == []


def test_company_scale_seats_and_recusals_stay_as_they_were_frozen(evaluation: Evaluation) -> None:
    seat = evaluation.seats.all()[1]
    seat.recused_from.add(evaluation.candidates.all()[0])
    Evaluation.objects.filter(pk=evaluation.pk).update(scale_max=9, budget=5, title="Renamed")
    Seat.objects.filter(pk=seat.pk).update(is_voting=False)
    criterion = evaluation.criteria.all()[0]
    amendment = amended(evaluation, weigh(criterion, weight=9))
    assert [(each["part"], each["id"], each["field"]) for each in amendment.changes] == [
        ("criteria", criterion.key, "weight")
    ]
    # Somebody who withdrew from an offer has no cell of it.
    assert [each.concerned for each in amendment.effects] == [2, 1]


def test_the_act_does_what_was_previewed_or_nothing(evaluation: Evaluation) -> None:
    change = weigh(evaluation.criteria.all()[0], weight=9)
    candidate = evaluation.candidates.all()[0]
    reprice(candidate)
    seen = amended(evaluation, change, take_over=(candidate.key,), is_preview=True).token
    reprice(candidate)
    with pytest.raises(Stale, match="has changed since you looked"):
        amended(evaluation, change, take_over=(candidate.key,), seen=seen)
    assert evaluation.baselines.count() == 1
    seen = amended(evaluation, change, take_over=(candidate.key,), is_preview=True).token
    amended(evaluation, change, take_over=(candidate.key,), seen=seen)
    assert evaluation.baselines.count() == 2


def test_a_submitted_sheet_with_new_cells_is_given_back_and_needs_the_confirmation_to_be_handed_in_again(
    evaluation: Evaluation,
) -> None:
    seat = evaluation.seats.all()[0]
    fill(seat)
    submit_sheet(seat, by=seat.member, on=LATER)
    amended(evaluation, lambda: factories.criterion(evaluation=evaluation, key="fast"))
    seat = Seat.objects.get(pk=seat.pk)
    assert seat.member is not None
    assert not seat.is_submitted
    fill(seat)
    with pytest.raises(Refused, match="were amended"):
        submit_sheet(seat, by=seat.member, on=LATER)
    assert confirm(seat, version=1, by=seat.member, on=LATER) == 0
    assert confirm(seat, version=2, by=seat.member, on=LATER) == 1
    assert confirm(seat, version=2, by=seat.member, on=LATER) == 0
    submit_sheet(seat, by=seat.member, on=LATER)
    entries = list(evaluation.record.filter(seat=None).values_list("deed", flat=True))
    assert entries.count("confirmed") == 1
    assert record_check.check(evaluation) == []


def test_a_submitted_sheet_without_new_cells_stays_submitted_and_is_asked_all_the_same(evaluation: Evaluation) -> None:
    seat = evaluation.seats.all()[0]
    fill(seat)
    submit_sheet(seat, by=seat.member, on=LATER)
    amended(evaluation, weigh(evaluation.criteria.all()[0], weight=9))
    assert Seat.objects.get(pk=seat.pk).is_submitted
    assert seat.confirmations.filter(at=None).count() == 1


def test_a_new_criterion_can_be_marked_after_the_prices_were_seen_and_the_old_ones_cannot() -> None:
    evaluation = factories.open_evaluation(has_price_envelope=True)
    seat = evaluation.seats.all()[0]
    assert seat.member is not None
    fill(seat)
    seat = open_envelope(seat, by=seat.member, on=NOON)
    amended(evaluation, lambda: factories.criterion(evaluation=evaluation, key="fast"))
    new, old = evaluation.criteria.get(key="fast"), evaluation.criteria.all()[0]
    candidate = evaluation.candidates.all()[0]
    for version in (0, 1):
        save_mark(seat, candidate, new, Answer("marked", 4), by=seat.member, on=LATER, version=version)
    with pytest.raises(Locked, match="you have seen the prices"):
        save_mark(seat, candidate, old, Answer("marked", 5), by=seat.member, on=LATER, version=1)


def test_the_record_of_an_amendment_holds_no_mark(evaluation: Evaluation) -> None:
    fill(evaluation.seats.all()[0])
    amended(evaluation, weigh(evaluation.criteria.all()[0], weight=9))
    entry = RecordEntry.objects.get(evaluation=evaluation, deed="amended")
    assert entry.subject == {
        "baseline": 2,
        "asked": sorted(evaluation.seats.values_list("key", flat=True)),
        "given_back": [],
    }
    assert entry.reason == "The law changed."
