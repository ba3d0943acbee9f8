"""The whole sheet in one ordinary form: what a browser without script sends, saved cell by cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from scoring.actions import Conflict, Invalid, Locked, save_mark
from scoring.forms.sheet import Typed, typed_of
from scoring.models.mark import MarkRevision
from scoring.sheets import Cell, Sheet

if TYPE_CHECKING:
    from evaluator.models import Member

_VERSION = re.compile(r"(?P<cell>[0-9]+-[0-9]+)=(?P<version>[0-9]{1,9})\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell was not saved, and what the person had typed into it."""

    typed: Typed
    errors: tuple[str, ...] = ()
    is_conflict: bool = False
    is_locked: bool = False


@dataclass(slots=True)
class Outcome:
    """What became of a whole sheet."""

    saved: int = 0
    problems: dict[str, Problem] = field(default_factory=dict)  # by the cell's id

    @property
    def status(self) -> int:
        """The HTTP status of the page that shows it again."""
        problems = self.problems.values()
        if any(problem.is_locked for problem in problems):
            return 423
        return 409 if any(problem.is_conflict for problem in problems) else 422


def cell_id(cell: Cell) -> str:
    """What a cell's fields are called after."""
    return f"{cell.candidate.pk}-{cell.criterion.pk}"


def versions_field(sheet: Sheet) -> str:
    """The version of every cell that was ever saved, as one hidden field: 1,000 fields less on a large sheet."""
    return " ".join(f"{cell_id(cell)}={cell.version}" for cell in sheet.cells if cell.version)


def save_whole(sheet: Sheet, sent: Mapping[str, str], *, by: "Member") -> Outcome:
    """Save every cell that was changed on the form; a cell that cannot be saved keeps none of the others from it."""
    versions = _versions(sent.get("versions", ""))
    typed = _typed_cells(sheet, sent)
    seen = _seen(sheet, versions)
    outcome = Outcome()
    with transaction.atomic():
        for cell in sheet.cells:
            key = cell_id(cell)
            if key not in typed or f"theirs-{key}" in sent or typed[key] == seen[key]:
                continue
            problem = _save(sheet, cell, typed[key], version=versions.get(key, 0), by=by)
            if problem:
                outcome.problems[key] = problem
            else:
                outcome.saved += 1
    return outcome


def _save(sheet: Sheet, cell: Cell, typed: Typed, *, version: int, by: "Member") -> Problem | None:
    try:
        save_mark(sheet.seat, cell.candidate, cell.criterion, typed.answer, by=by, on=timezone.now(), version=version)
    except Invalid as refused:
        return Problem(typed, errors=tuple(refused.errors.values()))
    except Conflict as refused:
        # Somebody who typed what is there by now has no quarrel.
        if typed_of(refused.mark) == typed:
            return None
        return Problem(typed, errors=(str(refused),), is_conflict=True)
    except Locked as refused:
        return Problem(typed, errors=(str(refused),), is_locked=True)
    return None


def _typed_cells(sheet: Sheet, sent: Mapping[str, str]) -> dict[str, Typed]:
    """The cells that were on the form: under a filter only some of the sheet's are."""
    typed = {}
    for key in map(cell_id, sheet.cells):
        if f"mark-{key}" in sent:
            comment = sent.get(f"comment-{key}", "").replace("\r\n", "\n")
            typed[key] = Typed(sent[f"mark-{key}"].strip(), comment, sent.get(f"evidence-{key}", ""))
    return typed


def _seen(sheet: Sheet, versions: Mapping[str, int]) -> dict[str, Typed]:
    """What the form showed before anything was typed.

    A cell that was saved in another tab since is compared with what it said then: who did not touch it here has not
    changed it.
    """
    outdated = {
        (cell.mark.pk, versions.get(cell_id(cell), 0)): cell_id(cell)
        for cell in sheet.cells
        if cell.mark and cell.version != versions.get(cell_id(cell), 0)
    }
    seen = {cell_id(cell): typed_of(cell.mark) for cell in sheet.cells}
    seen |= dict.fromkeys(outdated.values(), Typed())
    for revision in MarkRevision.objects.filter(mark__in={mark for mark, _version in outdated}) if outdated else ():
        key = outdated.get((revision.mark_id, revision.version))
        if key:
            seen[key] = typed_of(revision)
    return seen


def _versions(text: str) -> dict[str, int]:
    return {pair["cell"]: int(pair["version"]) for pair in _VERSION.finditer(text)}
