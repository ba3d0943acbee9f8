"""Attach: what a comparison report carries inside, so that a stranger can compute and print it again.

`evaluation.json` is the evaluation file in canonical form: everything that the result depends on, without comments on
marks. `proceedings.json` is what else the report prints: who sat where, dates, the decision, answers, interests, steps,
the head of the record; and the unrounded figures that it was printed from. Comments are in neither, only their hash.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from typing import Any, TypeVar, get_type_hints

from django.conf import settings
from django.utils.translation import gettext as _

from scoring.casefile.document import Faults, assessment_document, canonical_bytes, input_sha256, read
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.formulas.engine import ENGINE_VERSION
from scoring.reports.coding import Unreadable, plain, restored
from scoring.reports.dossier import Dossier
from scoring.reports.pdf import Embedded
from scoring.reports.renderer import renderer

EVALUATION_FILE = "evaluation.json"
PROCEEDINGS_FILE = "proceedings.json"
FORMAT = "proceedings/1"
# What the case says itself, or what follows from it.
_ELSEWHERE = frozenset({"case", "assessment", "input_sha256"})
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)  # of a report before which nothing has happened
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comments:
    """How many comments a report prints, and the hash of how they read."""

    count: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """The two files."""

    evaluation: bytes
    proceedings: bytes

    @property
    def proceedings_sha256(self) -> str:
        """What the report prints beside the hash of its input."""
        return hashlib.sha256(self.proceedings).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """What the two files say."""

    dossier: Dossier  # without comments, and with what this engine computes
    stated: dict[str, Any]  # the assessment as the report's maker had it
    kind: str
    length: str
    language: str
    time_zone: str
    engine_version: str
    renderer: str
    comments: Comments


def without_comments(dossier: Dossier) -> Dossier:
    """The dossier with nothing in it that a member wrote beside a mark; which cells were left open stays."""
    marks = tuple(replace(mark, comment="") for mark in dossier.case.marks)
    return replace(dossier, case=replace(dossier.case, marks=marks), left_open=dict.fromkeys(dossier.left_open, ""))


def pack(dossier: Dossier, comments: Comments, *, kind: str, length: str, language: str) -> Carried:
    """The two files of a report; the same for the same dossier."""
    bare = without_comments(dossier)
    document = {
        "format": FORMAT,
        "kind": kind,
        "length": length,
        "language": language,
        "time_zone": settings.TIME_ZONE,
        "engine_version": ENGINE_VERSION,
        "renderer": renderer(),
        "order": {
            "criteria": [each.id for each in bare.case.criteria],
            "seats": [each.id for each in bare.case.seats],
            "offers": [each.id for each in bare.case.offers],
        },
        "dossier": {
            field.name: plain(getattr(bare, field.name)) for field in fields(bare) if field.name not in _ELSEWHERE
        },
        "comments": plain(comments),
        "assessment": assessment_document(dossier.case, dossier.assessment),
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False)
    return Carried(evaluation=canonical_bytes(bare.case), proceedings=text.encode())


def embedded(carried: Carried, dated: datetime | None) -> tuple[Embedded, Embedded]:
    """The two files as a PDF takes them."""
    at = (dated or _NO_DATE).astimezone(UTC)
    return (
        Embedded(
            name=EVALUATION_FILE,
            content=carried.evaluation,
            description=_("Everything that the result depends on, without comments"),
            relationship="Data",
            at=at,
        ),
        Embedded(
            name=PROCEEDINGS_FILE,
            content=carried.proceedings,
            description=_("Names, dates, decision and record of the committee, and the figures unrounded"),
            relationship="Supplement",
            at=at,
        ),
    )


def unpack(carried: Carried) -> Unpacked:
    """What the files say, computed afresh. Raises: Unreadable: one of them is no such file."""
    try:
        said = _said(carried.proceedings)
        case = _ordered(read(carried.evaluation), said["order"])
        hints = get_type_hints(Dossier)
        values = {name: restored(hints[name], value) for name, value in said["dossier"].items()}
        return Unpacked(
            dossier=Dossier(case=case, assessment=assess(case), input_sha256=input_sha256(case), **values),
            stated=said["assessment"],
            comments=restored(Comments, said["comments"]),
            **{
                name: restored(str, said[name])
                for name in ("kind", "length", "language", "time_zone", "engine_version", "renderer")
            },
        )
    except Unreadable:
        raise
    except Faults as faults:
        raise Unreadable("; ".join(faults.lines[:3])) from faults
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Unreadable(f"{PROCEEDINGS_FILE}: {error}") from error


def _said(proceedings: bytes) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(proceedings)
    if said["format"] != FORMAT:
        raise Unreadable(f"{PROCEEDINGS_FILE} has the format {said['format']!r}, and this reads {FORMAT}")
    return said


def _ordered(case: Case, order: dict[str, list[str]]) -> Case:
    """The canonical file sorts by id; the report is in the order that the committee chose."""
    return replace(
        case,
        criteria=_sorted(case.criteria, order["criteria"].index),
        seats=_sorted(case.seats, order["seats"].index),
        offers=_sorted(case.offers, order["offers"].index),
    )


def _sorted(rows: Iterable[Row], place: Callable[[str], int]) -> tuple[Row, ...]:
    return tuple(sorted(rows, key=lambda row: place(row.id)))  # type: ignore[attr-defined]
