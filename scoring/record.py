"""The record: append an entry to its chain, and find out whether anybody changed one.

A chain is a list of entries in which each is sealed with HMAC-SHA256 over its own content and the seal before it.
Without the key nobody can write a chain that verifies; with the printed head of an earlier day even a rewrite with the
key shows.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet

from scoring.models import Deed, Evaluation, MarkRevision, RecordEntry, Seat

if TYPE_CHECKING:
    from evaluator.models import Member

GENESIS = "0" * 64


def digest(content: Mapping[str, Any]) -> str:
    """What `changed` holds: HMAC-SHA256 of a content as canonical JSON, hexadecimal.

    A bare hash of so small a thing as a mark could be guessed by trying all six; this one only with the key.
    """
    return hmac.new(_key(settings.RECORD_KEY_ID), _canonical(content), hashlib.sha256).hexdigest()


def enter(
    deed: str,
    *,
    evaluation: Evaluation,
    by: "Member | None",
    at: datetime,
    seat: Seat | None = None,
    subject: Mapping[str, Any] | None = None,
    changed: str = "",
    reason: str = "",
) -> RecordEntry:
    """Append an entry; the caller holds the evaluation's row (or the seat's, for a sheet's chain) in a transaction.

    `subject` names what the act was about by keys, never by a person's name or a mark's value.
    """
    number, previous = _end_of(evaluation, seat)
    entry = RecordEntry(
        evaluation=evaluation,
        seat=seat,
        number=number + 1,
        at=at,
        by=by,
        deed=deed,
        subject=dict(subject or {}),
        changed=changed,
        reason=reason,
        key_id=settings.RECORD_KEY_ID,
        previous=previous,
    )
    entry.hash = seal(entry)
    entry.save(force_insert=True)
    return entry


def enter_marks(
    revisions: Iterable[tuple[MarkRevision, Mapping[str, Any]]], *, seat: Seat, by: "Member | None", at: datetime
) -> None:
    """A sheet's saved marks, all at once: what `enter` would write for each, in two statements."""
    number, previous = _end_of(seat.evaluation, seat)
    entries = []
    for revision, content in revisions:
        number += 1
        mark = revision.mark
        entry = RecordEntry(
            evaluation=seat.evaluation,
            seat=seat,
            number=number,
            at=at,
            by=by,
            deed=Deed.MARKED,
            subject={"offer": mark.candidate.key, "criterion": mark.criterion.key, "version": revision.version},
            changed=digest(content),
            key_id=settings.RECORD_KEY_ID,
            previous=previous,
        )
        entry.hash = previous = seal(entry)
        entries.append(entry)
    RecordEntry.objects.bulk_create(entries)


def chain(evaluation: Evaluation, seat: Seat | None) -> "QuerySet[RecordEntry]":
    """The entries of one chain: a sheet's, or the evaluation's own."""
    return RecordEntry.objects.filter(evaluation=evaluation, seat=seat).order_by("number")


def _end_of(evaluation: Evaluation, seat: Seat | None) -> tuple[int, str]:
    """Number and hash of the chain's newest entry."""
    return chain(evaluation, seat).order_by("-number").values_list("number", "hash").first() or (0, GENESIS)


def head(evaluation: Evaluation) -> str:
    """The newest hash of the evaluation's chain: printed on reports, and expected again later."""
    return _end_of(evaluation, None)[1]


def last_act(evaluation: Evaluation) -> RecordEntry | None:
    """The newest entry of the evaluation's chain that changed something: taking a copy away changes nothing."""
    return chain(evaluation, None).exclude(deed=Deed.REPORTED).order_by("-number").first()


def seal(entry: RecordEntry) -> str:
    """What the entry's hash must be. Raises: LookupError: the entry was sealed with a key that is not here."""
    content = {
        "evaluation": str(entry.evaluation_id),
        "seat": entry.seat_id,
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by_id,
        "deed": str(entry.deed),
        "subject": entry.subject,
        "changed": entry.changed,
        "reason": entry.reason,
        "key": entry.key_id,
        "previous": entry.previous,
    }
    return hmac.new(_key(entry.key_id), _canonical(content), hashlib.sha256).hexdigest()


def _key(key_id: str) -> bytes:
    if key_id not in settings.RECORD_KEYS:
        raise LookupError(f"the record's key {key_id!r} is not here; RECORD_KEYS names {sorted(settings.RECORD_KEYS)}")
    return bytes(settings.RECORD_KEYS[key_id])


def _canonical(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
