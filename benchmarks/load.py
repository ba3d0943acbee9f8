"""Thirty members who save without pause, on SQLite or PostgreSQL, through the site as it is served.

    .venv/bin/python -m benchmarks.load --database sqlite|postgresql [--seconds N] [--negative]

Half of the time goes to a bare view that does one insert: same server, same sign-in, same run. What counts is the ratio
of the two, not how many saves a machine does. `--negative` serves with a fault, which the checks must find.
"""

import sys
from argparse import ArgumentParser, Namespace
from statistics import quantiles

from benchmarks import databases, verdict
from benchmarks.faults import FORGETS
from benchmarks.members import OK, Tally, all_at_once, browsers
from benchmarks.site import MEMBERS, places, prepare, served

SLICES = 3
LONGEST = 120
# The ratio that the design asks for.
RATIO = 0.6


def main() -> int:
    """Run it, and say what it found."""
    arguments = _arguments()
    with databases.fresh(arguments.database) as server:
        prepare(fault=FORGETS if arguments.negative else "")
        print(f"{MEMBERS} members on {f'PostgreSQL {server.version}' if server else 'SQLite'}, {arguments.seconds} s")
        with served() as site:
            bare, saves = Tally(), Tally()
            committee = places()
            inserting, saving = browsers(committee, site, bare), browsers(committee, site, saves)
            all_at_once(inserting, "insert", seconds=1)  # warm
            slices = [
                (
                    all_at_once(inserting, "insert", seconds=arguments.seconds / SLICES / 2),
                    all_at_once(saving, "save", seconds=arguments.seconds / SLICES / 2),
                )
                for _ in range(SLICES)
            ]
        faults = _errors(saves) + _errors(bare) + verdict.faults_in(saves.acknowledged)
    _tell(slices, saves)
    return verdict.told(faults, is_control=arguments.negative)


def _arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--database", choices=databases.KINDS, default="sqlite")
    parser.add_argument("--seconds", type=int, default=24, choices=range(6, LONGEST + 1), metavar=f"6..{LONGEST}")
    parser.add_argument("--negative", action="store_true", help="serve with a fault, which must be found")
    return parser.parse_args()


def _errors(tally: Tally) -> list[str]:
    """Members on sheets of their own get nothing but 200."""
    wrong = {status: times for status, times in tally.statuses.items() if status != OK}
    faults = [f"{times} answers were {status}" for status, times in sorted(wrong.items())]
    return faults + ([f"{tally.unanswered} requests had no answer"] if tally.unanswered else [])


def _tell(slices: list[tuple[float, float]], saves: Tally) -> None:
    bare = sum(each for each, _ in slices) / len(slices)
    saved = sum(each for _, each in slices) / len(slices)
    by_twentieths = quantiles(saves.seconds, n=20)
    print(f"bare inserts {bare:.0f}/s, marks {saved:.0f}/s, ratio {saved / bare:.2f} (wanted: {RATIO})")
    print(f"marks: p50 {by_twentieths[9] * 1000:.0f} ms, p95 {by_twentieths[18] * 1000:.0f} ms")
    print(f"{len(saves.acknowledged)} marks acknowledged, answers {saves.statuses}")


if __name__ == "__main__":
    sys.exit(main())
