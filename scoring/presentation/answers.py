"""Answers: what each member said to the decision, the latest beside the earlier ones."""

from dataclasses import dataclass

from scoring.models import Decision, Seat, SignOff


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAnswer:
    """One seat's answer to one decision; `latest` counts, and is None where nothing was said."""

    seat: Seat
    latest: SignOff | None
    earlier: tuple[SignOff, ...]  # newest first


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All seats' answers to one decision."""

    rows: tuple[MemberAnswer, ...]

    @property
    def given(self) -> int:
        """How many have answered."""
        return sum(row.latest is not None for row in self.rows)

    @property
    def dissents(self) -> int:
        """How many dissent by now."""
        return sum(row.latest is not None and row.latest.answer == SignOff.Answer.DISSENT for row in self.rows)

    def of(self, seat: Seat | None) -> MemberAnswer | None:
        """One seat's; None where it is not asked."""
        return next((row for row in self.rows if seat is not None and row.seat.pk == seat.pk), None)


def answers_to(decision: Decision) -> Answers:
    """What each seat with a person on it said to the decision; two queries."""
    seats = Seat.objects.filter(evaluation=decision.evaluation_id, member__isnull=False).select_related("member")
    said: dict[int, list[SignOff]] = {}
    for sign_off in SignOff.objects.filter(decision=decision).order_by("-at", "-pk"):
        said.setdefault(sign_off.seat_id, []).append(sign_off)
    return Answers(
        rows=tuple(
            MemberAnswer(
                seat=seat,
                latest=said[seat.pk][0] if seat.pk in said else None,
                earlier=tuple(said.get(seat.pk, [])[1:]),
            )
            for seat in seats
        )
    )
