"""docs/access.md from scoring/access.py: `.venv/bin/python -m scripts.access` writes it, and a test keeps it true."""

import os
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "evaluator.settings")
django.setup()

from scoring.access import _SEALED, TABLE, Act, Role  # noqa: E402 - models want Django set up
from scoring.models import Stage  # noqa: E402

PAGE = Path(__file__).resolve().parent.parent / "docs" / "access.md"

COLUMNS = {
    Role.RUNS: "Procurement",
    Role.READS: "Finance, auditor",
    Role.CHAIR: "Chair",
    Role.SEAT: "Member with a seat",
    Role.DOWNLOADS: "May download reports",
}
ACTS = {
    Act.VIEW: "see the evaluation",
    Act.SET_UP: "set it up",
    Act.WEIGH: "propose weights, withdraw them, take a proposal over",
    Act.OPEN: "open scoring",
    Act.SET_DEADLINE: "set or move the deadline",
    Act.AMEND: "amend the baseline",
    Act.DECLARE: "declare interests",
    Act.MARK: "mark",
    Act.SUBMIT: "hand the sheet in",
    Act.RETURN_SHEET: "give a sheet back",
    Act.CLOSE: "close scoring",
    Act.SEE_COSTS: "see costs and screening before the reveal **",
    Act.CLARIFY: "ask a vendor about its price **",
    Act.SEE_RESULTS: "see results *",
    Act.DOWNLOAD: "download reports *",
    Act.ADMIT: "admit a late sheet",
    Act.REVISE: "revise one's own mark *",
    Act.AGREE: "record a consensus mark *",
    Act.NOTE: "note the discussion *",
    Act.REMARK: "write what a vendor may read *",
    Act.RULE: "override a knock-out, waive a missing fact *",
    Act.DECIDE: "state the decision *",
    Act.DEBRIEF: "make and download letters to vendors *",
    Act.SIGN: "answer the decision",
    Act.REOPEN: "reopen the stage before *",
    Act.ARCHIVE: "archive",
    Act.SEE_RECORD: "read the record",
}
INTRODUCTION = """\
# Who may do what, when

Written from `scoring/access.py` by `.venv/bin/python -m scripts.access`; do not edit it by hand.

A person may be several of these: whoever holds a right in one column has it, whatever the others say. Finance and
auditor may download reports, procurement too; the chair sits on a seat. Administrators keep accounts and see no
evaluation. Whom an evaluation does not concern is answered "not found", and members hear of it when scoring opens.

"""
SEAL = """
\\* Closed to a seat that has not handed in its sheet, until the decision: it would see others' marks before its own
count. While scoring is open nobody sees anything of others' sheets but whether they are in, and in the record only the
evaluation's own chain and one's own.

\\*\\* Closed while scoring is open to a seat whose price envelope is still sealed.

`tests/scoring/routes.py` has the answer of every page to every kind of person at every stage.
"""


def page() -> str:
    """The whole file."""
    lines = [
        f"| | {' | '.join(COLUMNS.values())} |",
        f"|---|{'---|' * len(COLUMNS)}",
        *(f"| {ACTS[act]} | {' | '.join(_stages(act, role) for role in COLUMNS)} |" for act in Act),
    ]
    return INTRODUCTION + "\n".join(lines) + "\n" + SEAL


def _stages(act: Act, role: Role) -> str:
    rule = TABLE[act]
    if role not in rule.roles:
        return "–"
    if rule.stages == frozenset(Stage.values):
        return "always"
    return ", ".join(stage for stage in Stage.values if stage in rule.stages)


def starred() -> set[Act]:
    """The acts that the page marks as sealed."""
    return {act for act, words in ACTS.items() if words.endswith(" *")}


if __name__ == "__main__":
    if starred() != set(_SEALED):
        raise SystemExit("the stars in scripts/access.py are not what scoring/access.py seals")
    PAGE.write_text(page(), encoding="utf-8")
