"""The record as files: CSV for a spreadsheet, JSON for whoever checks the chain elsewhere."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import UTC

from django.utils.translation import gettext as _

from scoring.models import Evaluation
from scoring.presentation.record import RecordLine, shown_subject
from scoring.record import head

# A spreadsheet takes a cell that begins with one of these for a formula; so do some of their wide twins.
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def as_csv(lines: Sequence[RecordLine]) -> bytes:
    """One line per entry, in the reader's language; with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(
        [
            _("Number"),
            _("Sheet"),
            _("Time (UTC)"),
            _("Person"),
            _("Act"),
            _("What happened"),
            _("Reason"),
            _("Hash of what it changed"),
            _("Key"),
            _("Hash before"),
            _("Hash"),
        ]
    )
    for line in lines:
        entry = line.entry
        cells = [
            str(entry.number),
            line.chain,
            _utc(line),
            line.who,
            str(entry.get_deed_display()),
            line.sentence,
            entry.reason,
            entry.changed,
            entry.key_id,
            entry.previous,
            entry.hash,
        ]
        writer.writerow([harmless(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def as_json(evaluation: Evaluation, lines: Sequence[RecordLine], *, is_sealed: bool) -> bytes:
    """Everything that the seals were made over, and beside it what it means."""
    document = {
        "evaluation": str(evaluation.pk),
        "title": str(evaluation),
        "head": head(evaluation),
        "entries": [
            {
                "sheet": line.entry.seat.key if line.entry.seat else None,
                "number": line.entry.number,
                "at": _utc(line),
                "by": line.entry.by_id,
                "person": line.who,
                "act": line.entry.deed,
                "sentence": line.sentence,
                "subject": shown_subject(line.entry, is_sealed=is_sealed),
                "changed": line.entry.changed,
                "reason": line.entry.reason,
                "key": line.entry.key_id,
                "previous": line.entry.previous,
                "hash": line.entry.hash,
            }
            for line in lines
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet runs: an apostrophe goes before what could start a formula."""
    is_formula = cell.startswith(_FORMULA_STARTS) or cell.lstrip().startswith(_FORMULA_STARTS)
    return f"'{cell}" if is_formula else cell


def _utc(line: RecordLine) -> str:
    return line.entry.at.astimezone(UTC).isoformat(timespec="microseconds")
