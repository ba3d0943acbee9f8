"""Verify: is a report what its own input gives? Computed and printed again from what it carries, and compared.

Nothing but the file is asked: no database, no network. Whether the input is the committee's is another question, which
the printed head of the record answers where the record is.
"""

import hashlib
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from scoring.casefile.document import assessment_document, canonical_bytes
from scoring.formulas.engine import ENGINE_VERSION
from scoring.reports.attach import EVALUATION_FILE, PROCEEDINGS_FILE, Carried, Unpacked, unpack
from scoring.reports.coding import Unreadable
from scoring.reports.document import Again, compose, printed, remarks_heading, remarks_sha256
from scoring.reports.pages import NoReport, Pages, taken_apart
from scoring.reports.renderer import renderer
from scoring.reports.verify_frame import frame_differences
from scoring.reports.verify_remarks import strange_in_remarks

TOLERANCE = 1e-9
# Shares found by random draws, wherever they stand below this key of the assessment.
SAMPLED = "rank_acceptability"
STANDARD_ERRORS = 3
REMARKS = "remarks"
_SHOWN = 60  # characters round a difference


@dataclass(slots=True)
class Verdict:
    """What was found: differences, the first one first; and what could not be compared."""

    differences: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    figures: int = 0  # how many were compared
    pages: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing differs of what could be compared."""
        return not self.differences


def verify(content: bytes) -> Verdict:
    """Compare a report with its own input. Raises: NoReport: it is no PDF, or carries no input."""
    report = taken_apart(content)
    for name in (EVALUATION_FILE, PROCEEDINGS_FILE):
        if name not in report.files:
            raise NoReport(f"{name} is not inside; only comparison reports carry their input")
    carried = Carried(evaluation=report.files[EVALUATION_FILE], proceedings=report.files[PROCEEDINGS_FILE])
    try:
        found = unpack(carried)
    except Unreadable as why:
        return Verdict(differences=[f"what the file carries was changed or cannot be read: {why}"])
    verdict = Verdict()
    verdict.differences += _hash_differences(report, carried, found)
    _compare_figures(verdict, found)
    if found.engine_version != ENGINE_VERSION:
        verdict.limits.append(
            f"made by engine version {found.engine_version}, and this is {ENGINE_VERSION}: only figures were compared"
        )
    else:
        _compare_pages(verdict, report, found, carried)
    return verdict


def _hash_differences(report: Pages, carried: Carried, found: Unpacked) -> Iterator[str]:
    text = "".join(page.text for page in report.pages)
    if carried.evaluation != canonical_bytes(found.dossier.case):
        yield f"{EVALUATION_FILE} is not in the form in which it was written, so it was changed"
    for name, content in ((EVALUATION_FILE, carried.evaluation), (PROCEEDINGS_FILE, carried.proceedings)):
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 not in text:
            yield f"{name} has the SHA-256 {sha256}, which is printed nowhere in the report"


def _compare_figures(verdict: Verdict, found: Unpacked) -> None:
    computed = assessment_document(found.dossier.case, found.dossier.assessment)
    draws = max(found.dossier.case.method.draws, 1)
    for path, stated, figure in _pairs("", found.stated, computed):
        verdict.figures += 1
        if not _agree(path, stated, figure, draws):
            verdict.differences.append(f"figure {path}: {stated!r} in the report, {figure!r} computed")


def _pairs(path: str, stated: Any, computed: Any) -> Iterator[tuple[str, Any, Any]]:
    """Every value of the two documents with the way to it; None where one of them has none."""
    if isinstance(stated, dict) and isinstance(computed, dict):
        for key in sorted({*stated, *computed}):
            yield from _pairs(f"{path}.{key}" if path else key, stated.get(key), computed.get(key))
    elif isinstance(stated, list) and isinstance(computed, list) and len(stated) == len(computed):
        for place, (one, other) in enumerate(zip(stated, computed, strict=True)):
            name = one.get("id", place) if isinstance(one, dict) else place
            yield from _pairs(f"{path}[{name}]", one, other)
    else:
        yield path, stated, computed


def _agree(path: str, stated: Any, figure: Any, draws: int) -> bool:
    if not isinstance(stated, int | float) or not isinstance(figure, int | float):
        return bool(stated == figure)
    allowed = TOLERANCE * max(1.0, abs(figure))
    if SAMPLED in path.split("."):
        allowed = max(allowed, STANDARD_ERRORS * math.sqrt(max(figure * (1 - figure), 1 / draws) / draws))
    return abs(stated - figure) <= allowed


def _compare_pages(verdict: Verdict, report: Pages, found: Unpacked, carried: Carried) -> None:
    reprint = _printed_again(carried, max(len(report.pages) - report.begins(REMARKS) + 1, 1))
    differences = [*_page_differences(report, reprint, found), *frame_differences(report, reprint, REMARKS)]
    verdict.pages = len(report.pages)
    if differences and found.renderer != renderer():
        verdict.limits.append(
            f"made by another build of the program, whose pages may look different: {differences[0]}; "
            "only figures were compared"
        )
        verdict.pages = 0
    else:
        verdict.differences += differences


@lru_cache(maxsize=2)  # copies of one report are printed once
def _printed_again(carried: Carried, comment_pages: int) -> Pages:
    found = unpack(carried)
    again = Again(carried=carried, comments=found.comments, comment_pages=comment_pages)
    with timezone.override(ZoneInfo(found.time_zone)):
        composed = compose(found.dossier, found.language, kind=found.kind, length=found.length, again=again)
        return taken_apart(printed(composed, found.dossier))


def _page_differences(report: Pages, reprint: Pages, found: Unpacked) -> Iterator[str]:
    if len(report.pages) != len(reprint.pages):
        yield f"the report has {len(report.pages)} pages, printed again {len(reprint.pages)}"
    comments_from = reprint.begins(REMARKS)
    for number, (page, other) in enumerate(zip(report.pages, reprint.pages, strict=False), start=1):
        if page.notes != other.notes:
            yield f"page {number}: something lies over the page that was not printed"
        if number >= comments_from:
            if strange := strange_in_remarks(page, other, report.fonts):
                yield f"page {number}: it holds what no comment is: {strange}"
        elif page.text != other.text:
            yield f"page {number}: {_first_difference(page.text, other.text)}"
        elif page.drawing != other.drawing:
            yield f"page {number}: the text is the same, and what is drawn is not"
    if found.comments.count:
        written = _comments(report, reprint, comments_from, remarks_heading(found.language))
        if remarks_sha256(written) != found.comments.sha256:
            yield f"pages {comments_from} to {len(report.pages)}: the members' comments are not those that were printed"


def _comments(report: Pages, reprint: Pages, comments_from: int, heading: str) -> str:
    """The text of the last chapter without what stands in the margins of its pages, which the empty pages show."""
    pairs = zip(report.pages[comments_from - 1 :], reprint.pages[comments_from - 1 :], strict=False)
    return "".join(page.text.removesuffix(empty.text.removeprefix(heading)) for page, empty in pairs)


def _common_start(one: str, other: str) -> str:
    length = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    return one[:length]


def _first_difference(text: str, other: str) -> str:
    place = len(_common_start(text, other))
    start = max(place - _SHOWN // 3, 0)
    shown, again = (each[start : place + _SHOWN] for each in (text, other))
    return f"“…{shown}…” in the report, “…{again}…” printed again"
