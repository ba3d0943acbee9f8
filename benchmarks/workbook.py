"""The workbook that a request makes: processor time by size, from the gathered rows to the finished file.

    .venv/bin/python -m benchmarks.workbook [--rounds N]

No database: how long reading an evaluation takes, `benchmarks.pages` says.
"""

import os
import time
from argparse import ArgumentParser
from dataclasses import replace
from statistics import median
from tempfile import TemporaryFile
from typing import Any

SIZES = ((6, 60, 7), (20, 100, 10))  # offers, criteria, seats


def main() -> None:
    """Run it, and say what it found."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    os.environ["DJANGO_SETTINGS_MODULE"] = "evaluator.settings"
    import django  # noqa: PLC0415

    django.setup()
    print("| offers x criteria x seats | seconds of processor time | bytes |\n|---|---|---|")
    for size in SIZES:
        case = _case(*size)
        measured = [_once(case) for _round in range(rounds)]
        seconds, length = median(each[0] for each in measured), measured[0][1]
        print(f"| {' x '.join(map(str, size))} | {seconds:.2f} | {length:,} |", flush=True)


def _once(case: Any) -> tuple[float, int]:
    from scoring.exports.files import write_workbook  # noqa: PLC0415
    from tests.scoring.reports.dossiers import decided, dossier  # noqa: PLC0415

    began = time.process_time()
    found = dossier(case=case, statement=decided(offer=case.offers[0].id))
    with TemporaryFile() as file:
        write_workbook(found, file)
        return time.process_time() - began, file.tell()


def _case(offers: int, criteria: int, seats: int) -> Any:
    """The example's first offer and a panel criterion so many times; every cell marked, every fourth with a comment."""
    from scoring.formulas.case import Mark, Seat  # noqa: PLC0415
    from scoring.scenario import example_case  # noqa: PLC0415

    case = example_case()
    template = next(each for each in case.criteria if each.source == "panel")
    template = replace(template, knock_out=False, condition=None)
    rows = tuple(
        replace(
            template,
            id=f"c{row:03}",
            name=f"Criterion {row}",
            dimension=("need", "cost", "risk")[row % 3],
        )
        for row in range(criteria)
    )
    columns = tuple(replace(case.offers[0], id=f"o{place:03}", vendor=f"Vendor {place}") for place in range(offers))
    sat = tuple(Seat(id=f"s{place:03}", name=f"Seat {place}") for place in range(seats))
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
        for place, seat in enumerate(sat)
    )
    return replace(case, criteria=rows, offers=columns, seats=sat, marks=marks, consensus=(), overrides=())


if __name__ == "__main__":
    main()
