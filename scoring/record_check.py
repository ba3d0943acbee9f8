"""Checking the record: every entry as it was written, none missing, and the rows still as it says."""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q

from scoring.casefile.document import canonical_bytes, read
from scoring.models import (
    Attachment,
    Baseline,
    Clarification,
    ClarificationMessage,
    Consensus,
    Decision,
    Deed,
    Evaluation,
    Interest,
    Mark,
    MarkRevision,
    Note,
    Override,
    RecordEntry,
    Remark,
    SignOff,
    WeightProposal,
)
from scoring.record import GENESIS, digest, head, seal


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in the record that is not as it was written."""

    chain: str  # a seat's key, or "" for the evaluation's own chain
    number: int | None
    what: str  # a code: see FAULTS

    def __str__(self) -> str:
        where = f"sheet {self.chain}" if self.chain else "evaluation"
        return f"{where}{'' if self.number is None else f', entry {self.number}'}: {FAULTS[self.what]}"


FAULTS = {
    "seal": "the entry is not what was sealed",
    "key": "the key it was sealed with is not here",
    "gap": "entries before it are missing",
    "link": "it does not follow the entry before it",
    "anchor": "the sheet's chain is not what was anchored here",
    "revision": "a saved mark and its entry do not match",
    "mark": "a mark is not what was saved last",
    "file": "an attached file is missing, or not the one that was attached",
    "row": "the row that this entry is about was changed",
    "baseline": "a frozen baseline is not what was frozen",
    "head": "the chain does not contain the expected head",
}


def check(
    evaluation: Evaluation, *, expected_head: str | None = None, sheets: Collection[int] | None = None
) -> list[Fault]:
    """Every fault in the evaluation's record; empty when it is whole.

    Args:
        sheets: ids of the seats whose sheets are looked at beside the evaluation's own chain; None for all. While
            sheets are sealed, how long the check of the others takes would tell how much is in them.
    """
    within = Q() if sheets is None else Q(seat=None) | Q(seat__in=sheets)
    entries = list(
        RecordEntry.objects.filter(within, evaluation=evaluation).select_related("seat").order_by("seat", "number")
    )
    chains: dict[int | None, list[RecordEntry]] = {None: []}
    for entry in entries:
        chains.setdefault(entry.seat_id, []).append(entry)
    faults = [fault for chain in chains.values() for fault in _chain_faults(chain)]
    forged = {(fault.chain, fault.number) for fault in faults if fault.what == "seal"}
    # What a forged entry says is worth nothing, and may be anything: the checks below do not read it.
    entries = [entry for entry in entries if (entry.seat.key if entry.seat else "", entry.number) not in forged]
    own = [entry for entry in entries if entry.seat is None]
    faults += _anchor_faults(evaluation, chains | {None: own}, sheets)
    faults += _mark_faults(evaluation, entries, sheets)
    faults += _file_faults(evaluation, entries, sheets)
    faults += _row_faults(evaluation, own)
    faults += _remark_faults(evaluation, own)
    faults += _proposal_faults(evaluation, own)
    faults += _baseline_faults(evaluation, own)
    if expected_head and expected_head != GENESIS and expected_head not in {entry.hash for entry in chains[None]}:
        faults.append(Fault("", None, "head"))
    return faults


def _chain_faults(chain: list[RecordEntry]) -> Iterator[Fault]:
    previous = GENESIS
    for place, entry in enumerate(chain, start=1):
        name = entry.seat.key if entry.seat else ""
        if entry.key_id not in settings.RECORD_KEYS:
            yield Fault(name, entry.number, "key")
        elif seal(entry) != entry.hash:
            yield Fault(name, entry.number, "seal")
        if entry.number != place:
            yield Fault(name, entry.number, "gap")
        if entry.previous != previous:
            yield Fault(name, entry.number, "link")
        previous = entry.hash


def _anchor_faults(
    evaluation: Evaluation, chains: dict[int | None, list[RecordEntry]], looked_at: Collection[int] | None
) -> Iterator[Fault]:
    keys = dict(evaluation.seats.values_list("key", "pk"))
    sheets = {chain[0].seat.key: chain for key, chain in chains.items() if key is not None and chain[0].seat}
    for entry in chains[None]:
        if "entries" in entry.subject and (looked_at is None or keys.get(entry.subject["seat"]) in looked_at):
            count, anchored = entry.subject["entries"], entry.subject["head"]
            sheet = sheets.get(entry.subject["seat"], [])
            found = sheet[count - 1].hash if 0 < count <= len(sheet) else ""
            if found != anchored:
                yield Fault("", entry.number, "anchor")


def _mark_faults(
    evaluation: Evaluation, entries: Iterable[RecordEntry], sheets: Collection[int] | None
) -> Iterator[Fault]:
    """Each saved state has its entry and each entry its saved state; each mark says what was saved last."""
    within = Q() if sheets is None else Q(mark__seat__in=sheets)
    written: dict[tuple[str, str, str, int], RecordEntry] = {
        (entry.seat.key, entry.subject["offer"], entry.subject["criterion"], entry.subject["version"]): entry
        for entry in entries
        if entry.seat and entry.deed in {Deed.MARKED, Deed.REVISED}
    }
    latest: dict[int, MarkRevision] = {}
    revisions = MarkRevision.objects.filter(within, mark__seat__evaluation=evaluation).select_related(
        "mark__seat", "mark__candidate", "mark__criterion"
    )
    for revision in revisions.order_by("mark", "version"):
        mark = revision.mark
        entry = written.pop((mark.seat.key, mark.candidate.key, mark.criterion.key, revision.version), None)
        if entry is None or entry.changed != digest(revision.content):
            yield Fault(mark.seat.key, entry.number if entry else None, "revision")
        latest[mark.pk] = revision
    for (seat, _offer, _criterion, _version), entry in written.items():
        yield Fault(seat, entry.number, "revision")
    own = Q() if sheets is None else Q(seat__in=sheets)
    for mark in Mark.objects.filter(own, seat__evaluation=evaluation).select_related("seat"):
        last = latest.get(mark.pk)
        said = ("version", "state", "value", "comment", "comment_zh", "evidence")
        if last is None or any(getattr(mark, name) != getattr(last, name) for name in said):
            yield Fault(mark.seat.key, None, "mark")


def _file_faults(
    evaluation: Evaluation, entries: Iterable[RecordEntry], sheets: Collection[int] | None
) -> Iterator[Fault]:
    """Each attachment has its entry, and the stored file is still the one that was attached."""
    within = Q() if sheets is None else Q(mark__seat__in=sheets)
    files = {
        each.pk: each
        for each in Attachment.objects.filter(within, mark__seat__evaluation=evaluation).select_related("mark__seat")
    }
    for entry in entries:
        if entry.seat and entry.deed == Deed.ATTACHED:
            attachment = files.pop(entry.subject["attachment"], None)
            if attachment is None or digest(attachment.content) != entry.changed or not _is_intact(attachment):
                yield Fault(entry.seat.key, entry.number, "file")
    for attachment in files.values():
        yield Fault(attachment.mark.seat.key, None, "file")


def _is_intact(attachment: Attachment) -> bool:
    try:
        with attachment.file.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == attachment.sha256
    except OSError:
        return False


def _row_faults(evaluation: Evaluation, chain: list[RecordEntry]) -> Iterator[Fault]:
    """Declarations, consensus marks, rulings, notes, decisions and answers: each has its entry and says the same."""
    rows: dict[tuple[str, tuple[Any, ...]], dict[str, Any]] = {
        (kind, key): content for kind, key, content in _rows(evaluation)
    }
    for entry in chain:
        if entry.deed in _ROWS_OF:
            key = tuple(entry.subject[name] for name in _ROWS_OF[entry.deed])
            content = rows.pop((_KIND.get(entry.deed, entry.deed), key), None)
            if content is None or digest(content) != entry.changed:
                yield Fault("", entry.number, "row")
    for _left in rows:
        yield Fault("", None, "row")


def _remark_faults(evaluation: Evaluation, chain: list[RecordEntry]) -> Iterator[Fault]:
    """A remark is written over: it says what its last entry tells, or is gone if that says so."""
    last = {
        (entry.subject["offer"], entry.subject["criterion"]): entry for entry in chain if entry.deed == Deed.REMARKED
    }
    rows = {
        (row.candidate.key, row.criterion.key if row.criterion else None): row
        for row in Remark.objects.filter(candidate__evaluation=evaluation).select_related("candidate", "criterion")
    }
    for key in {*last, *rows}:
        entry, row = last.get(key), rows.get(key)
        if entry is None or entry.subject["is_gone"] != (row is None) or (row and digest(row.content) != entry.changed):
            yield Fault("", entry.number if entry else None, "row")


def _proposal_faults(evaluation: Evaluation, chain: list[RecordEntry]) -> Iterator[Fault]:
    """A proposal of weights says what its last entry tells, or is gone if it was withdrawn."""
    last = {entry.subject["proposal"]: entry for entry in chain if entry.deed == Deed.WEIGHED}
    rows = {row.pk: row for row in WeightProposal.objects.filter(evaluation=evaluation)}
    for key in {*last, *rows}:
        entry, row = last.get(key), rows.get(key)
        is_gone = entry is not None and entry.subject["step"] == "withdrawn"
        if entry is None or is_gone != (row is None) or (row and digest(row.content) != entry.changed):
            yield Fault("", entry.number if entry else None, "row")


# A waiver and an override are rows of one table, a declaration and a withdrawal of another.
_KIND: dict[str, str] = {Deed.WAIVED: Deed.OVERRIDDEN, Deed.WITHDREW: Deed.DECLARED}
# What names the row that an entry is about.
_ROWS_OF: dict[str, tuple[str, ...]] = {
    Deed.DECLARED: ("seat", "vendor", "version"),
    Deed.WITHDREW: ("seat", "vendor", "version"),
    Deed.AGREED: ("offer", "criterion", "version"),
    Deed.OVERRIDDEN: ("offer", "criterion"),
    Deed.WAIVED: ("offer", "criterion"),
    Deed.NOTED: ("note",),
    Deed.CLARIFIED: ("step", "row"),
    Deed.DECIDED: ("decision",),
    Deed.SIGNED: ("sign_off",),
}


def _rows(evaluation: Evaluation) -> Iterator[tuple[Deed, tuple[Any, ...], dict[str, Any]]]:
    for interest in Interest.objects.filter(seat__evaluation=evaluation).select_related("seat"):
        yield Deed.DECLARED, (interest.seat.key, interest.vendor_id, interest.version), interest.content
    cells = {"candidate__evaluation": evaluation}
    for agreed in Consensus.objects.filter(**cells).select_related("candidate", "criterion"):
        yield Deed.AGREED, (agreed.candidate.key, agreed.criterion.key, agreed.version), agreed.content
    for override in Override.objects.filter(**cells).select_related("candidate", "criterion"):
        yield Deed.OVERRIDDEN, (override.candidate.key, override.criterion.key), override.content
    for note in Note.objects.filter(evaluation=evaluation):
        yield Deed.NOTED, (note.pk,), note.content
    yield from _clarifications(evaluation)
    for decision in Decision.objects.filter(evaluation=evaluation):
        yield Deed.DECIDED, (decision.pk,), decision.content
    for sign_off in SignOff.objects.filter(decision__evaluation=evaluation):
        yield Deed.SIGNED, (sign_off.pk,), sign_off.content


def _clarifications(evaluation: Evaluation) -> Iterator[tuple[Deed, tuple[Any, ...], dict[str, Any]]]:
    """A thread has an entry when it begins, one for each message, and one when it ends."""
    for thread in Clarification.objects.filter(candidate__evaluation=evaluation):
        yield Deed.CLARIFIED, ("opened", thread.pk), {**thread.content, "conclusion": ""}
        if thread.concluded_at is not None:
            yield Deed.CLARIFIED, ("concluded", thread.pk), thread.content
    for message in ClarificationMessage.objects.filter(clarification__candidate__evaluation=evaluation):
        yield Deed.CLARIFIED, ("answered" if message.is_from_vendor else "asked", message.pk), message.content


def _baseline_faults(evaluation: Evaluation, chain: list[RecordEntry]) -> Iterator[Fault]:
    frozen = {each.version: each for each in Baseline.objects.filter(evaluation=evaluation)}
    for entry in chain:
        if entry.deed in {Deed.OPENED, Deed.AMENDED}:
            baseline = frozen.get(entry.subject["baseline"])
            actual = hashlib.sha256(canonical_bytes(read(baseline.case))).hexdigest() if baseline else ""
            if actual != entry.changed:
                yield Fault("", entry.number, "baseline")


def summary(evaluation: Evaluation) -> tuple[int, str]:
    """How many entries there are, and the head of the evaluation's chain."""
    return RecordEntry.objects.filter(evaluation=evaluation).count(), head(evaluation)
