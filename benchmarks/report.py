"""The full comparison report: time by part, growth with its size, and beside it a bare WeasyPrint and Chromium.

    .venv/bin/python -m benchmarks.report [--rounds N] [--sizes 1 4 16]

Six offers and seven members; 60 criteria, then 4 and 16 times as many. The database is a fresh SQLite file. "Bare" is
WeasyPrint as it comes, on the same HTML with the same style sheet: no tags, no archive, no attachments, no checks.
Chromium prints the same HTML. What counts is the ratio within one run; to the bare render that of processor times,
which a busy machine changes least.
"""

import io
import math
import os
import shutil
import statistics
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from math import log
from typing import Any, TypeVar

from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from benchmarks import databases

T = TypeVar("T")

OFFERS, CRITERIA, SEATS = 6, 60, 7
WANTED_RATIO = 1.2
WANTED_SECONDS_A_PAGE = 0.17  # of processor time
CLOSED = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)


def main() -> int:
    """Run it, and say what it found."""
    arguments = _arguments()
    with databases.fresh("sqlite"):
        os.environ["DJANGO_SETTINGS_MODULE"] = "evaluator.settings"
        import django  # noqa: PLC0415 - the database must be chosen first

        django.setup()
        from django.core.management import call_command  # noqa: PLC0415

        call_command("migrate", verbosity=0)
        from scoring.reports import document, pdf  # noqa: PLC0415

        document.CELLS_LIMIT = pdf.HTML_LIMIT = sys.maxsize  # so that what the site refuses is measured too
        sizes: dict[int, dict[str, float]] = {}
        for times in arguments.sizes:
            sizes[times] = _measured(times, arguments.rounds if times == 1 else 1)
            _tell(times, sizes[times])
    first = sizes[arguments.sizes[0]]
    for times, found in list(sizes.items())[1:]:
        growth = log(found["all"] / first["all"]) / log(times / arguments.sizes[0])
        print(f"from x{arguments.sizes[0]} to x{times} criteria the time grows with the power {growth:.2f}")
    ratio, page = first["processor"] / first["bare processor"], first["processor"] / first["pages"]
    print(f"{ratio:.2f} times a bare render (wanted: {WANTED_RATIO}), {page:.3f} s of processor time a page")
    return 0 if ratio <= WANTED_RATIO and page <= WANTED_SECONDS_A_PAGE else 1


def _arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1, 4])
    return parser.parse_args()


def _measured(times: int, rounds: int) -> dict[str, float]:
    """Seconds by part for one size: the median of the rounds, after one that warms up where there are several."""
    evaluation = _evaluation(times)
    if rounds > 1:
        _once(evaluation)
    found = [_once(evaluation) for _round in range(rounds)]
    return {part: statistics.median(each[part] for each in found) for part in found[0]}


def _evaluation(times: int) -> Any:
    """An imported evaluation of the size, with a comment beside every fourth mark."""
    from scoring.casefile.intake import import_case  # noqa: PLC0415 - models need the settings
    from scoring.formulas.case import Mark, Seat  # noqa: PLC0415
    from scoring.scenario import example_case  # noqa: PLC0415

    case = example_case()
    template = next(each for each in case.criteria if each.source == "panel")
    criteria = tuple(
        replace(
            template, id=f"c{number:04}", name=f"Criterion {number}", dimension=("need", "cost", "risk")[number % 3]
        )
        for number in range(CRITERIA * times)
    )
    criteria = tuple(replace(each, knock_out=False, condition=None) for each in criteria)
    offers = tuple(replace(case.offers[0], id=f"o{number}", vendor=f"Vendor {number}") for number in range(OFFERS))
    seats = tuple(Seat(id=f"s{number}", name=f"Seat {number}") for number in range(SEATS))
    marks = tuple(
        Mark(
            seat=seat.id,
            offer=offer.id,
            criterion=criterion.id,
            value=(row + 2 * column + place) % 6,
            comment="Seen in the trial." if (row + column + place) % 4 == 0 else "",
        )
        for row, criterion in enumerate(criteria)
        for column, offer in enumerate(offers)
        for place, seat in enumerate(seats)
    )
    whole = replace(case, criteria=criteria, offers=offers, seats=seats, marks=marks, consensus=(), overrides=())
    return import_case(whole, by=None, on=CLOSED)


def _once(evaluation: Any) -> dict[str, float]:
    """One report, and the same HTML through the two others."""
    from scoring.formulas.assessment import assess  # noqa: PLC0415
    from scoring.reports import pdf  # noqa: PLC0415
    from scoring.reports.attach import embedded  # noqa: PLC0415
    from scoring.reports.document import compose  # noqa: PLC0415
    from scoring.reports.dossier import dossier_of  # noqa: PLC0415
    from scoring.reports.glyphs import breakable, legible  # noqa: PLC0415

    dossier, gathering = _timed(lambda: dossier_of(evaluation))
    _assessment, assessing = _timed(lambda: assess(dossier.case))
    composed, wording = _timed(lambda: compose(dossier, "en"))
    html, spelling = _timed(lambda: breakable(legible(composed.html)))
    files = embedded(composed.carried, dossier.dated) if composed.carried else ()
    processor, steps = time.process_time(), _Steps()
    content = pdf.render(html, embedded=files, progress=steps.note)
    processor = time.process_time() - processor
    found = {"query": gathering - assessing, "assess": assessing, "template": wording, "spelling": spelling}
    found |= steps.parts()
    return {
        **found,
        "all": sum(found.values()),
        "render": sum(steps.parts().values()),
        "processor": processor,
        **_bare_times(html),
        "chromium": _chromium(html),
        "pages": len(PdfReader(io.BytesIO(content)).pages),
        "bytes": len(content),
    }


class _Steps:
    """When each part of a render began: WeasyPrint announces it, in percent as `pdf.render` passes it on."""

    BEGINS = {5: "parse and style", 10: "layout", 70: "draw", 90: "fonts, tags, write"}

    def __init__(self) -> None:
        self.times: dict[str, float] = {}
        self.began = time.perf_counter()

    def note(self, percent: int) -> None:
        """A part begins."""
        if percent in self.BEGINS:
            self.times.setdefault(self.BEGINS[percent], time.perf_counter())

    def parts(self) -> dict[str, float]:
        """Seconds by part; what came before the first announcement is part of it."""
        if "end" not in self.times:
            self.times["end"] = time.perf_counter()
        moments = list(self.times.items())
        first = {moments[0][0]: moments[0][1] - self.began}
        spans = {name: end - start for (name, start), (_next, end) in pairwise(moments)}
        return {name: seconds + first.get(name, 0.0) for name, seconds in spans.items()}


def _timed(what: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    return what(), time.perf_counter() - began


def _bare_times(html: str) -> dict[str, float]:
    processor = time.process_time()
    seconds = _timed(lambda: _bare(html))[1]
    return {"bare": seconds, "bare processor": time.process_time() - processor}


def _bare(html: str) -> bytes:
    """WeasyPrint as it comes."""
    import weasyprint  # noqa: PLC0415 - needs Pango, and the fonts that pdf.render has chosen

    written: bytes = weasyprint.HTML(string=html).write_pdf(stylesheets=[weasyprint.CSS(string=_style())])
    return written


def _chromium(html: str) -> float:
    """Seconds of a warm Chromium for the same page; not a number where there is none."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        return math.nan
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_content(html.replace("</head>", f"<style>{_style()}</style></head>"))
        page.pdf(format="A4")
        seconds = _timed(lambda: page.pdf(format="A4"))[1]
        browser.close()
    return seconds


def _style() -> str:
    from scoring.reports.pdf import ASSETS  # noqa: PLC0415

    return ASSETS["report.css"][1].read_text(encoding="utf-8")


def _tell(times: int, found: dict[str, float]) -> None:
    pages, kilobytes = found["pages"], found["bytes"] / 1024
    print(f"\n{OFFERS} offers x {CRITERIA * times} criteria x {SEATS} seats: {pages:.0f} pages, {kilobytes:.0f} KB")
    for part, seconds in found.items():
        if part not in {"pages", "bytes"}:
            print(f"  {part:<20} {seconds:8.2f} s")
    print(f"  render / bare        {found['processor'] / found['bare processor']:8.2f} in processor time")
    print(f"  render / chromium    {found['render'] / found['chromium']:8.2f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
