"""Kill -9 under load: no acknowledged mark may be lost, and the record stays whole.

    .venv/bin/python -m benchmarks.crash --kill web [--database sqlite|postgresql] [--rounds N] [--negative]
    .venv/bin/python -m benchmarks.crash --kill database [--rounds N] [--negative]

Members who get no answer send the same request again, as the sheet's script does, until the site is back.
`--negative` serves with a site that acknowledges a mark before it has saved it, which the checks must find.
"""

import random
import sys
import time
from argparse import ArgumentParser, Namespace
from concurrent.futures import ThreadPoolExecutor

from benchmarks import databases, verdict
from benchmarks.databases import PostgreSQL
from benchmarks.faults import HASTY
from benchmarks.members import Browser, Tally, all_at_once, browsers
from benchmarks.site import MEMBERS, Served, places, prepare, served

SECONDS_OF_LOAD = 6
MOST_ROUNDS = 10
LONGEST_ABSENCE = 10  # seconds until the site answers again, after its own start or the database's


def main() -> int:
    """Run it, and say what it found."""
    arguments = _arguments()
    faults: list[str] = []
    tally = Tally()
    with databases.fresh(arguments.database) as server:
        prepare(fault=HASTY if arguments.negative else "")
        with served() as site:
            everyone = browsers(places(), site, tally)
            for number in range(1, arguments.rounds + 1):
                moment = random.uniform(1, SECONDS_OF_LOAD / 2)  # noqa: S311 - no secret
                absence = _round(arguments.kill, moment, site, server, everyone)
                print(
                    f"round {number}: killed after {moment:.1f} s, {len(tally.acknowledged)} marks acknowledged so far"
                )
                if absence > LONGEST_ABSENCE:
                    faults.append(f"the site needed {absence:.0f} s to answer again")
        faults += verdict.faults_in(tally.acknowledged)
    print(f"{MEMBERS} members, {tally.unanswered} requests without an answer, answers {tally.statuses}")
    return verdict.told(faults, is_control=arguments.negative)


def _round(kill: str, moment: float, site: Served, server: PostgreSQL | None, everyone: list[Browser]) -> float:
    """Load, with one kill in the middle of it; returns how long the site needed to answer again."""
    with ThreadPoolExecutor(1) as beside:
        load = beside.submit(all_at_once, everyone, "save", seconds=SECONDS_OF_LOAD)
        time.sleep(moment)
        if kill == "web":
            site.kill()
            absence = site.start()
        elif server is not None:
            server.kill()
            server.start_again()
            absence = site.wait_until_it_answers()
        load.result()
    return absence


def _arguments() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--kill", choices=["web", "database"], required=True)
    parser.add_argument("--database", choices=databases.KINDS, default=None)
    parser.add_argument("--rounds", type=int, default=3, choices=range(1, MOST_ROUNDS + 1), metavar=f"1..{MOST_ROUNDS}")
    parser.add_argument("--negative", action="store_true", help="acknowledge before saving, which must be found")
    arguments = parser.parse_args()
    arguments.database = arguments.database or ("postgresql" if arguments.kill == "database" else "sqlite")
    if arguments.kill == "database" and arguments.database == "sqlite":
        parser.error("SQLite has no server to kill: --kill web is the same for it.")
    return arguments


if __name__ == "__main__":
    sys.exit(main())
