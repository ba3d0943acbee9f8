"""A cell's history: what each seat said at closing and says now, and everything that happened to it, in order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from scoring.models import Candidate, Consensus, Criterion, MarkRevision, Note, Override, Seat
from scoring.models.mark import State
from vendors.wording import chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One seat in the cell: its mark as scoring closed, and each time it changed since."""

    seat: Seat
    status: str  # said | silent | withdrawn | owing
    original: MarkRevision | None
    changes: tuple[MarkRevision, ...]

    @property
    def now(self) -> MarkRevision | None:
        """What the seat says now."""
        return self.changes[-1] if self.changes else self.original

    @property
    def comment(self) -> str:
        """Its comment, in the reader's language."""
        return comment_of(self.now)

    @property
    def earlier_comment(self) -> str:
        """The comment at closing, where it reads otherwise now."""
        earlier = comment_of(self.original)
        return earlier if self.changes and earlier != self.comment else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened to the cell."""

    at: datetime | None
    who: str
    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CellHistory:
    """All that was said and done about one cell."""

    voices: tuple[Voice, ...]
    agreements: tuple[Consensus, ...]
    notes: tuple[Note, ...]
    events: tuple[Event, ...]

    @property
    def agreed(self) -> Consensus | None:
        """The consensus mark in force."""
        return self.agreements[-1] if self.agreements else None

    def voice_of(self, seat: Seat | None) -> Voice | None:
        """What the seat says, if the criterion is on its sheet."""
        return next((voice for voice in self.voices if seat is not None and voice.seat.pk == seat.pk), None)


def cell_history(candidate: Candidate, criterion: Criterion) -> CellHistory:
    """The cell's history, in a constant number of queries. What a mark was before closing is its drafts: left out."""
    here = {"candidate": candidate, "criterion": criterion}
    seats = Seat.objects.filter(evaluation=candidate.evaluation).select_related("member")
    revisions = (
        MarkRevision.objects.filter(mark__candidate=candidate, mark__criterion=criterion)
        .filter(mark__seat__in=candidate.evaluation.seats.counted())
        .exclude(mark__seat__recused_from=F("mark__candidate"))
        .select_related("mark", "by")
        .order_by("mark", "version")
    )
    voices = tuple(_voices(seats.prefetch_related("criteria", "recused_from"), candidate, criterion, list(revisions)))
    agreements = tuple(Consensus.objects.filter(**here).select_related("by").order_by("version"))
    notes = tuple(Note.objects.filter(**here).select_related("by"))
    rulings = Override.objects.filter(**here).select_related("person")
    events = [*_of_marks(voices), *_of_agreements(agreements), *_of_notes(notes), *_of_rulings(rulings)]
    return CellHistory(
        voices=voices,
        agreements=agreements,
        notes=notes,
        # What an imported file gives no time for stands first, as it was there before anything happened here.
        events=tuple(sorted(events, key=lambda event: (event.at is not None, event.at and event.at.timestamp()))),
    )


def comment_of(said: MarkRevision | None) -> str:
    """The comment beside a mark, in the reader's language."""
    return chosen(said.comment, said.comment_zh) if said else ""


def mark_text(said: MarkRevision | None) -> str:
    """A mark in print, or what was said instead of one."""
    if said is None or said.state == State.MISSING:
        return _("no mark")
    return str(said.value) if said.state == State.MARKED else str(said.get_state_display())


def _voices(
    seats: Iterable[Seat], candidate: Candidate, criterion: Criterion, revisions: Sequence[MarkRevision]
) -> Iterator[Voice]:
    for seat in seats:
        if not seat.has_all_criteria and criterion not in seat.criteria.all():
            continue
        own = [each for each in revisions if each.mark.seat_id == seat.pk]
        before = [each for each in own if not each.is_after_reveal]
        original = before[-1] if before else None
        # After scoring was opened again a mark may be later than a revision: only what came after it has changed it.
        changes = tuple(
            each for each in own if each.is_after_reveal and each.version > (original.version if original else 0)
        )
        if candidate in seat.recused_from.all():
            status = "withdrawn"
        elif not seat.is_counted:
            status = "owing"
        else:
            status = "said" if own else "silent"
        yield Voice(seat=seat, status=status, original=original, changes=changes)


def _of_marks(voices: Iterable[Voice]) -> Iterator[Event]:
    for voice in voices:
        who = _named(voice.seat)
        if voice.original is not None:
            what = _("Mark at closing: %(mark)s") % {"mark": mark_text(voice.original)}
            yield Event(at=voice.original.at, who=who, what=what, why=comment_of(voice.original))
        said = voice.original
        for change in voice.changes:
            values = {"before": mark_text(said), "after": mark_text(change)}
            yield Event(
                at=change.at, who=who, what=_("Mark changed from %(before)s to %(after)s") % values, why=change.reason
            )
            said = change


def _of_agreements(agreements: Iterable[Consensus]) -> Iterator[Event]:
    for agreed in agreements:
        what = _("Consensus mark recorded: %(mark)s") % {"mark": agreed.value}
        yield Event(at=agreed.at, who=str(agreed.by or ""), what=what, why=agreed.reason_for_reader)


def _of_notes(notes: Iterable[Note]) -> Iterator[Event]:
    for note in notes:
        yield Event(at=note.at, who=str(note.by), what=_("Note"), why=note.text)


def _of_rulings(rulings: Iterable[Override]) -> Iterator[Event]:
    for ruling in rulings:
        yield Event(
            at=ruling.at,
            who=chosen(ruling.by, ruling.by_zh),
            what=_("Knock-out set aside"),
            why=ruling.reason_for_reader,
        )


def _named(seat: Seat) -> str:
    words = {"seat": seat, "holder": seat.member}
    return pgettext("a seat and who holds it", "%(seat)s (%(holder)s)") % words if seat.member else str(seat)
