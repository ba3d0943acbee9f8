"""Marks from the database: rows -> a mark table, without an object for each of many thousand."""

from collections import defaultdict
from collections.abc import Collection, Mapping

import numpy as np
from django.db.models import F, QuerySet, Value

from scoring.formulas import case as cases
from scoring.formulas.mark_table import Axis, Columns, MarkTable, figures
from scoring.models import Evaluation, Mark, MarkRevision, Seat
from scoring.models.mark import State
from vendors.wording import paired

# "criteria", "seats" or "offers" -> key -> position, and number in the database.
Places = dict[str, dict[str, tuple[int, int]]]

_COUNTED_STATES = [State.MARKED, State.NOT_APPLICABLE, State.ABSTAINED]
# Looking a member of an enumeration up takes longer than comparing two texts.
_MARKED, _NOT_APPLICABLE = State.MARKED.value, State.NOT_APPLICABLE.value
_SAID = ("value", "state", "evidence", "comment", "comment_zh")


def places_of(evaluation: Evaluation) -> Places:
    """Where everything stands that a mark can be about."""
    criteria, seats, offers = (
        rows.order_by().annotate(kind=Value(kind)).values_list("kind", "key", "position", "pk")
        for kind, rows in (
            ("criteria", evaluation.criteria.all()),
            ("seats", evaluation.seats.all()),
            ("offers", evaluation.candidates.all()),
        )
    )
    places: Places = defaultdict(dict)
    for kind, key, position, number in criteria.union(seats, offers, all=True):
        places[kind][key] = (position, number)
    return places


def marks_of(seat: Seat) -> MarkTable:
    """What one seat says, sealed or not: whoever asks has looked at who may know it."""
    recused = set(seat.recused_from.values_list("key", flat=True))
    return marks_among(Seat.objects.filter(pk=seat.pk), places_of(seat.evaluation), {seat.key: recused})


def marks_among(seats: QuerySet[Seat], places: Places, recused: Mapping[str, Collection[str]]) -> MarkTable:
    """What these seats say of the offers from which they are not recused.

    The rows name seats, offers and criteria by number, which is all that the database need look up twenty thousand
    times; what the numbers stand for is known already.
    """
    keys = {kind: {number: key for key, (_, number) in known.items()} for kind, known in places.items()}
    rows = list(
        Mark.objects.filter(seat__in=seats, state__in=_COUNTED_STATES)
        .order_by("seat_id", "candidate_id", "criterion_id")
        .values_list("seat_id", "candidate_id", "criterion_id", *_SAID)
    )
    silenced = {
        (places["seats"][seat][1], places["offers"][offer][1]) for seat, offers in recused.items() for offer in offers
    }
    if silenced:
        rows = [row for row in rows if row[:2] not in silenced]
    # Column by column: `zip(*rows)` would make an iterator for each row.
    seat, candidate, criterion, values, states, evidence, comments, comments_zh = (
        [row[column] for row in rows] for column in range(3 + len(_SAID))
    )
    return MarkTable(
        columns=Columns(
            seats=Axis.of(map(keys["seats"].__getitem__, seat)),
            offers=Axis.of(map(keys["offers"].__getitem__, candidate)),
            criteria=Axis.of(map(keys["criteria"].__getitem__, criterion)),
            values=figures(values),
            says_not_applicable=np.array([state == _NOT_APPLICABLE for state in states], dtype=bool),
        ),
        values=values,
        states=[None if state == _MARKED else state for state in states],
        evidence=[each or None for each in evidence],
        comments=list(map(paired, comments, comments_zh)) if any(comments_zh) else comments,
    )


def revised_cells(evaluation: Evaluation) -> dict[tuple[str, str, str], cases.Mark | None]:
    """Seat, offer and criterion of each mark that was revised after the reveal -> the mark before, if there was one."""
    revised = MarkRevision.objects.filter(mark__seat__evaluation=evaluation, is_after_reveal=True)
    revisions = (
        MarkRevision.objects.filter(mark__in=revised.values("mark"), mark__seat__in=evaluation.seats.counted())
        .exclude(mark__seat__recused_from=F("mark__candidate"))
        .order_by("mark", "version")
        .values_list(
            "is_after_reveal",
            "mark__seat__key",
            "mark__candidate__key",
            "mark__criterion__key",
            "value",
            "state",
            "evidence",
            "comment",
            "comment_zh",
        )
    )
    found: dict[tuple[str, str, str], cases.Mark | None] = {}
    for is_after_reveal, seat, offer, criterion, value, state, evidence, comment, comment_zh in revisions:
        cell = (seat, offer, criterion)
        found.setdefault(cell, None)
        if not is_after_reveal:
            mark = _mark(seat, offer, criterion, value, state, evidence, comment, comment_zh)
            found[cell] = mark if state in _COUNTED_STATES else None
    return found


def _mark(
    seat: str, offer: str, criterion: str, value: int | None, state: str, evidence: str, comment: str, comment_zh: str
) -> cases.Mark:
    return cases.Mark(
        seat=seat,
        offer=offer,
        criterion=criterion,
        value=value,
        state=None if state == _MARKED else state,
        evidence=evidence or None,
        comment=paired(comment, comment_zh),
    )
