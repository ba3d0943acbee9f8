"""Reading a large evaluation: rows -> Case against a raw fetch of the same rows, and the results page.

    OPENBLAS_NUM_THREADS=1 .venv/bin/python -m benchmarks.pages --database sqlite|postgresql [--sizes small middle]

The raw fetch takes the frozen file and the marks with `values_list` and makes nothing of them. Pages are asked for in
this process through Django's whole stack of middleware, signed in, once with an empty cache and then with a filled one.
What counts is the ratio within one run, and for the page the milliseconds that the design asks for. Times are those of
this process on the processor, because other work may share the machine; what PostgreSQL does is not in them.
"""

import random
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from statistics import median
from typing import Any

from benchmarks import databases
from benchmarks.site import prepare

SIZES = {"small": (5, 20, 3), "middle": (20, 100, 10)}  # offers, criteria, seats
WANTED_RATIO = 1.5
WANTED_PAGE = 0.150  # seconds, at the middle size
REPEATS = 7
PAGES = ("results", "robustness", "agreement", "what_if", "compare", "consensus")


def main() -> int:
    """Run it, and print the tables."""
    arguments = _arguments()
    with databases.fresh(arguments.database) as server:
        prepare()
        print(f"On {f'PostgreSQL {server.version}' if server else 'SQLite'}")
        worst = [_measure(size) for size in arguments.sizes]
    ratio, page = max(each[0] for each in worst), max(each[1] for each in worst)
    print(f"rows -> Case takes {ratio:.2f} times the raw fetch at most (wanted: {WANTED_RATIO})")
    print(f"the results page takes {page * 1000:.0f} ms at most (wanted: {WANTED_PAGE * 1000:.0f} ms)")
    return 0 if ratio <= WANTED_RATIO and page <= WANTED_PAGE else 1


def _arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=databases.KINDS, default="sqlite")
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    return parser.parse_args()


def _measure(size: str) -> tuple[float, float]:
    """One size: the ratio of rows -> Case, and the seconds of the results page with a filled cache."""
    from scoring.casefile.rows import case_of  # noqa: PLC0415 - Django is set up by now
    from scoring.formulas.assessment import assess  # noqa: PLC0415

    evaluation = _evaluation(*SIZES[size])
    case = case_of(evaluation)
    raw = _seconds(lambda: _raw(evaluation))
    loaded = _seconds(lambda: case_of(evaluation))
    print(f"\n{size}: {' x '.join(map(str, SIZES[size]))}, {len(case.marks):,} marks")
    print(f"  raw fetch {raw * 1000:.1f} ms, rows -> Case {loaded * 1000:.1f} ms ({loaded / raw:.2f})")
    print(f"  assess {_seconds(lambda: assess(case)) * 1000:.1f} ms")
    times = {page: _page(evaluation, page) for page in PAGES}
    for page, (first, again) in times.items():
        print(f"  {page}: {first * 1000:.0f} ms with an empty cache, {again * 1000:.0f} ms after")
    return loaded / raw, times["results"][1]


def _page(evaluation: Any, page: str) -> tuple[float, float]:
    from django.core.cache import cache  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    client, address = _client(), reverse(f"scoring:{page}", args=[evaluation.pk])
    client.get(address)  # templates are parsed once in the life of a server
    cache.clear()
    started = time.process_time()
    response = client.get(address)
    first = time.process_time() - started
    if response.status_code != 200:  # noqa: PLR2004
        raise SystemExit(f"{address} answered {response.status_code}")
    return first, _seconds(lambda: client.get(address))


def _client() -> Any:
    from django.conf import settings  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    from tests import factories  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(factories.member(group="Finance"))
    return client


def _evaluation(offers: int, criteria: int, seats: int) -> Any:
    """An evaluation in the consensus round: everybody marked every cell, and abstained from two in a hundred."""
    from scoring import actions  # noqa: PLC0415
    from scoring.models import Mark, Seat  # noqa: PLC0415
    from tests import factories  # noqa: PLC0415

    third = criteria // 3
    evaluation = factories.small_evaluation(criteria=criteria - 2 * third, offers=offers, seats=seats)
    for dimension, number in (("cost", third - 1), ("risk", third - 1)):
        for _ in range(number):
            factories.criterion(evaluation=evaluation, dimension=dimension)
    evaluation = actions.open_scoring(evaluation, by=None, on=factories.NOON)
    chance = random.Random(7)  # noqa: S311 - only to be the same in every run
    Mark.objects.bulk_create(
        (
            Mark(seat=seat, candidate=candidate, criterion=criterion, version=1, **_said(chance))
            for seat in evaluation.seats.all()
            for candidate in evaluation.candidates.all()
            for criterion in evaluation.criteria.filter(source="panel")
        ),
        batch_size=1000,
    )
    Seat.objects.filter(evaluation=evaluation).update(submitted_at=factories.NOON)
    return actions.close_scoring(evaluation, by=None, on=factories.NOON)


def _said(chance: random.Random) -> dict[str, Any]:
    if chance.random() < 0.02:  # noqa: PLR2004
        return {"state": "abstained", "value": None}
    return {"state": "marked", "value": chance.randint(0, 5), "comment": "Seen in the trial"}


def _raw(evaluation: Any) -> int:
    """What a case is made of, fetched and nothing else: the frozen file, and the marks."""
    from scoring.models import Mark  # noqa: PLC0415

    evaluation.baselines.order_by("-version").values_list("case").first()
    rows = Mark.objects.filter(seat__evaluation=evaluation).values_list(
        "seat__key", "candidate__key", "criterion__key", "value", "state", "evidence", "comment", "comment_zh"
    )
    return len(list(rows))


def _seconds(act: Callable[[], object]) -> float:
    """The median of a few runs."""
    times = []
    for _ in range(REPEATS):
        started = time.process_time()
        act()
        times.append(time.process_time() - started)
    return median(times)


if __name__ == "__main__":
    sys.exit(main())
