"""How large may an evaluation be? Reports far beyond what a committee marks, each within the limits of the server.

    .venv/bin/python -m benchmarks.sizes [--keep FOLDER] [--only NAME ...]

Every size ends in one of two ways: a PDF, or a refusal that points to the spreadsheet. Anything else, and more time or
memory than a report may use, is an error. With --keep the PDFs stay, to be looked at.
"""

import io
import os
import resource
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pypdf import PdfReader

HOSTILE = "</td></table><script>alert(1)</script> {{ 7|add:7 }} %s \u202e\u0000 Łódź 😀 堃喆珺镕翀芃祎 " + "W" * 200
LONG = {"latin": "x" * 20_000, "chinese": "长文本没有空格，" * 2_500}


def main() -> int:
    """Try them all, and say how each ended."""
    arguments = _arguments()
    os.environ["DJANGO_SETTINGS_MODULE"] = "evaluator.settings"
    import django  # noqa: PLC0415

    django.setup()
    print("| size | ends in | pages | HTML, characters | seconds to word, to print |\n|---|---|---|---|---|")
    tried = {name: case for name, case in _cases().items() if not arguments.only or name in arguments.only}
    ends = [_try(name, case(), arguments.keep) for name, case in tried.items()]
    apart = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"\nThe largest process that printed one used {apart} MiB.")
    return 0 if all(ends) else 1


def _arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--only", nargs="+")
    return parser.parse_args()


def _cases() -> dict[str, Callable[[], Any]]:
    return {
        "5 offers x 500 criteria": lambda: _many(offers=5, criteria=500),
        "200 offers x 20 criteria": lambda: _many(offers=200, criteria=20),
        "200 offers x 500 criteria": lambda: _many(offers=200, criteria=500),
        "a comment of 20,000 Latin letters without a space": lambda: _commented(LONG["latin"]),
        "a comment of 20,000 Chinese characters": lambda: _commented(LONG["chinese"]),
        "every name and comment hostile": _hostile,
    }


def _try(name: str, case: Any, keep: Path | None) -> bool:
    """Whether it ended as it may. Times are those of the processor."""
    from scoring.reports.attach import embedded  # noqa: PLC0415
    from scoring.reports.document import compose  # noqa: PLC0415
    from scoring.reports.refusals import ReportError  # noqa: PLC0415
    from scoring.reports.sandbox import render_apart  # noqa: PLC0415
    from tests.scoring.reports.dossiers import decided, dossier  # noqa: PLC0415

    began, printing = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    length = "–"
    told = dossier(case=case, statement=decided(offer=case.offers[0].id))
    try:
        composed = compose(told, "en")
        length = f"{len(composed.html):,}"
        files = embedded(composed.carried, told.dated) if composed.carried else ()
        content = render_apart(composed.html, embedded=files)
    except ReportError as refusal:
        ended, pages, is_well = f"“{refusal}”", "–", "spreadsheet" in str(refusal)
    else:
        ended, pages, is_well = "a PDF", str(len(PdfReader(io.BytesIO(content)).pages)), True
        if keep:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{name.replace(' ', '-')}.pdf").write_bytes(content)
    wording = time.process_time() - began
    printing = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - printing
    print(f"| {name} | {ended} | {pages} | {length} | {wording:.0f}, {printing:.0f} |", flush=True)
    return is_well


def _many(*, offers: int, criteria: int) -> Any:
    """Every cell marked by two seats, every fourth with a comment."""
    from scoring.formulas.case import Mark, Seat  # noqa: PLC0415
    from scoring.scenario import example_case  # noqa: PLC0415

    case = example_case()
    template = next(each for each in case.criteria if each.source == "panel")
    rows = tuple(
        replace(template, id=f"c{number:03}", name=f"Criterion {number}", knock_out=False, condition=None,
                dimension=("need", "cost", "risk")[number % 3])
        for number in range(criteria)
    )  # fmt: skip
    columns = tuple(replace(case.offers[0], id=f"o{number:03}", vendor=f"Vendor {number}") for number in range(offers))
    seats = tuple(Seat(id=f"s{number}", name=f"Seat {number}") for number in range(2))
    marks = tuple(
        Mark(
            seat=seat.id,
            offer=offer.id,
            criterion=criterion.id,
            value=(row + 2 * column + place) % 6,
            comment="Seen in the trial." if (row + column + place) % 4 == 0 else "",
        )
        for row, criterion in enumerate(rows)
        for column, offer in enumerate(columns)
        for place, seat in enumerate(seats)
    )
    return replace(case, criteria=rows, offers=columns, seats=seats, marks=marks, consensus=(), overrides=())


def _commented(text: str) -> Any:
    from scoring.scenario import example_case  # noqa: PLC0415

    case = example_case()
    return replace(case, marks=(replace(case.marks[0], comment=text), *case.marks[1:]))


def _hostile() -> Any:
    from scoring.scenario import example_case  # noqa: PLC0415

    case = example_case()
    return replace(
        case,
        title=HOSTILE,
        criteria=tuple(replace(each, name=HOSTILE) for each in case.criteria),
        seats=tuple(replace(each, name=HOSTILE) for each in case.seats),
        offers=tuple(replace(each, vendor=HOSTILE, edition=HOSTILE) for each in case.offers),
        marks=tuple(replace(each, comment=HOSTILE if each.comment else "") for each in case.marks),
    )


if __name__ == "__main__":
    sys.exit(main())
