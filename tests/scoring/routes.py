"""The table of routes: what each person is answered, on every route, with every method, at every stage.

A row is one line for GET and, where it differs, one for POST: `PQ:o> FA:x SCO:.x` reads "procurement gets the page in
draft and is led elsewhere after it, finance and the auditor are refused, and the committee finds nothing in draft and
is refused after it". Who the letters are stands in crawling.py. Answers:

    o 2xx   > 3xx   . 404   x 403   j 401   m 405   ! another 4xx: the form or the act says what is missing

The last sign stands for all stages that follow, so one sign alone stands for all five. What an empty POST is answered
tells who may get as far as the form.
"""

from typing import NamedTuple

from tests.scoring.crawling import ROLES, STAGES


class Row(NamedTuple):
    """The answers on one route."""

    get: str
    post: str


def row(get: str, post: str | None = None) -> Row:
    """A page of an evaluation; POST is answered as GET is unless the row says otherwise."""
    return bare(f"{_NOBODYS} {get}", None if post is None else f"{_NOBODYS} {post}")


def posted(post: str) -> Row:
    """Only POST is taken; whoever asks otherwise is told so before anything is looked up."""
    return bare(_NOT_SO, f"{_NOBODYS} {post}")


def safe(get: str) -> Row:
    """Nothing is sent here."""
    return bare(f"{_NOBODYS} {get}", _NOT_SO)


def bare(get: str, post: str | None = None) -> Row:
    """A page of its own kind: everybody is named."""
    return Row(get, get if post is None else post)


# Whom an evaluation does not concern: the sign-in, or nothing there.
_NOBODYS = "N:> TM:."
_NOT_SO = "N:> TMPFASCOQ:m"

READS = row("PFAQ:o SCO:.o")
ONLY_READ = safe("PFAQ:o SCO:.o")
SETS_UP = row("PQ:o> FA:x SCO:.x")
SETS_UP_BESIDE = safe("PQ:o> FA:x SCO:.x")
REMOVES = posted("PQ:> FA:x SCO:.x")
READS_COSTS = safe("PFAQ:o SCO:.xo")
TAKES_AWAY = safe("PFA:xxo SC:.xo O:.xxo Q:xxxo")
KEEPS_FACTS = bare("N:> PQ:o TMFASCO:x")
READS_FACTS = bare("N:> MPFAQ:o TSCO:x")
INVITES = bare("N:> MPQ:o TFASCO:x")

TABLE: dict[str, Row] = {
    # The site
    "add_person": INVITES,
    "home": bare("N:> TMPFASCOQ:o"),
    "password_link": bare("NMPQ:> TFASCO:x"),
    "people": INVITES,
    "switch_language": bare("NTMPFASCOQ:m", "NTMPFASCOQ:>"),
    "switch_theme": bare("NTMPFASCOQ:m", "NTMPFASCOQ:>"),
    # Facts
    "vendors:add_offer": KEEPS_FACTS,
    "vendors:add_vendor": KEEPS_FACTS,
    "vendors:catalogue": READS_FACTS,
    "vendors:catalogue_entry": READS_FACTS,
    "vendors:costs": KEEPS_FACTS,
    "vendors:edit_offer": KEEPS_FACTS,
    "vendors:edit_vendor": KEEPS_FACTS,
    "vendors:free_plan": KEEPS_FACTS,
    "vendors:offer": READS_FACTS,
    "vendors:pick": KEEPS_FACTS,
    "vendors:prices": KEEPS_FACTS,
    "vendors:promises": KEEPS_FACTS,
    "vendors:spreadsheet": bare("N:> PQ:o TMFASCO:x", "N:> PQ:! TMFASCO:x"),
    "vendors:spreadsheet_faults": bare("N:> PQ:. TMFASCO:x", "N:> TMPFASCOQ:m"),
    "vendors:spreadsheet_preview": bare("N:> PQ:> TMFASCO:x"),
    "vendors:spreadsheet_template": bare("N:> MPFAQ:o TSCO:x", "N:> TMPFASCOQ:m"),
    "vendors:tco": bare("N:> MPFAQ:o TSCO:x", "N:> PQ:> TMFASCO:x"),
    "vendors:tco_answers": bare("N:> PQ:o TMFASCO:x", "N:> PQ:! TMFASCO:x"),
    "vendors:tco_faults": bare("N:> PQ:. TMFASCO:x", "N:> TMPFASCOQ:m"),
    "vendors:tco_letter": bare("N:> MPFAQ:o TSCO:x", "N:> TMPFASCOQ:m"),
    "vendors:tco_preview": bare("N:> PQ:> TMFASCO:x"),
    "vendors:tco_sheet": bare("N:> MPFAQ:o TSCO:x", "N:> TMPFASCOQ:m"),
    "vendors:tiers": READS_FACTS,
    "vendors:vendor": READS_FACTS,
    "vendors:vendors": READS_FACTS,
    # Lists, and one evaluation
    "scoring:evaluations": bare("N:> TMPFASCOQ:o"),
    "scoring:new": KEEPS_FACTS,
    "scoring:adviser": KEEPS_FACTS,
    "scoring:evaluation": READS,
    # Setting up
    "scoring:setup_needs": SETS_UP,
    "scoring:setup_company": SETS_UP,
    "scoring:setup_criteria": SETS_UP,
    "scoring:setup_offers": row("PQ:o> FA:x SCO:.x", "PQ:> FA:x SCO:.x"),
    "scoring:setup_committee": SETS_UP_BESIDE,
    "scoring:setup_check": SETS_UP_BESIDE,
    "scoring:add_seat": SETS_UP,
    "scoring:edit_seat": SETS_UP,
    "scoring:remove_seat": REMOVES,
    "scoring:criteria": row("PFAQ:o SCO:.o", "PQ:ox FA:x SCO:.x"),
    "scoring:weights": row("PFAQ:o SCO:.o", "PQ:ox FA:x SCO:.x"),
    "scoring:proposed_weights": row("PFAQ:o SCO:.o", "PQ:>x FA:x SCO:.x"),
    "scoring:withdraw_weights": posted("P:>x Q:.x FA:x SCO:.x"),
    "scoring:add_criterion": SETS_UP,
    "scoring:edit_criterion": SETS_UP,
    "scoring:remove_criterion": REMOVES,
    "scoring:spreadsheet": row("PQ:o> FA:x SCO:.x", "PQ:!> FA:x SCO:.x"),
    "scoring:spreadsheet_faults": safe("PQ:.> FA:x SCO:.x"),
    "scoring:spreadsheet_preview": row("PQ:> FA:x SCO:.x"),
    "scoring:spreadsheet_template": safe("PQ:o> FA:x SCO:.x"),
    # From stage to stage
    "scoring:open": row("PQ:o> FA:x SCO:.x", "PQ:> FA:x SCO:.x"),
    "scoring:close": row("PQ:>o> FA:x SO:.x C:.o>", "PQ:> FA:x SO:.x C:.>"),
    "scoring:reopen": row("P:xxoox FA:x SO:.x C:.xoox Q:xxxox"),
    "scoring:agree_to_reopen": posted("P:xx.>x FA:x SO:.x C:.x.>x Q:xxx>x"),
    "scoring:archive": row("PQ:xxxo> FA:x SCO:.x", "PQ:xxx> FA:x SCO:.x"),
    # Money: whoever prepares the costs before the reveal, everybody after it
    "scoring:setup_costs": safe("PFAQ:o> SCO:.>"),
    "scoring:rates": row("PQ:o> FA:x SCO:.x", "PQ:> FA:x SCO:.x"),
    "scoring:offer_costs": row("PQ:o> FA:x SCO:.x", "PQ:.> FA:x SCO:.x"),
    "scoring:traps": READS_COSTS,
    "scoring:free_plan": READS_COSTS,
    "scoring:clarifications": row("PFAQ:o SO:.xo C:.o", "PQ:xoox FA:x SO:.x C:.oox"),
    "scoring:clarification": row("PFAQ:.o SO:.xo C:.o", "PQ:xoox FA:x SO:.x C:.oox"),
    # Interests and deadline
    "scoring:interests": row("PFA:x SCO:.oo> Q:xoo>"),
    "scoring:declarations": READS,
    "scoring:deadline": row("PQ:oo> FA:x SCO:.x", "PQ:>o> FA:x SCO:.x"),
    # Sheets: one's own, and others'
    "scoring:sheet": row("PFA:x SCO:.o Q:xo", "PFAQ:x SCO:.x"),
    "scoring:one_offer": row("PFA:x SCO:.o Q:xo", "PFAQ:x SCO:.x"),
    "scoring:submit": row("PFA:x SCO:.o Q:xo", "PFA:x SCO:.! Q:x!"),
    "scoring:envelope": row("PFA:x SCO:.> Q:x>"),
    "scoring:save_mark": bare("NTMPFASCOQ:m", "N:j TMPFA:. SCOQ:.!"),
    "scoring:files": row("PFA:x SCO:.o Q:xo", "PFA:x SCO:.! Q:x!"),
    "scoring:download_attachment": safe("PFASCQ:. O:.o"),
    "scoring:confirm_amendment": posted("PFA:x SCO:.>x Q:x>x"),
    "scoring:return_sheet": row("PQ:x>x FA:x SO:.x C:.>x"),
    "scoring:admit_sheet": row("PFAQ:x SO:.x C:.xox"),
    # Baseline and record
    "scoring:baseline": ONLY_READ,
    "scoring:download_baseline": safe("PFASCOQ:.o"),
    "scoring:amend": row("PQ:>o> FA:x SCO:.x", "PQ:>!> FA:x SCO:.x"),
    "scoring:record": READS,
    "scoring:download_record": READS,
    # After the reveal; until then most of these say that the results are sealed
    "scoring:results": READS,
    "scoring:explanation": READS,
    "scoring:cell": READS,
    "scoring:costs": READS,
    "scoring:compare": ONLY_READ,
    "scoring:agreement": ONLY_READ,
    "scoring:what_if": READS,
    "scoring:forget_what_if": posted("P:xx> FA:xx. SC:.x. O:.xx. Q:xxx>"),
    "scoring:robustness": ONLY_READ,
    "scoring:consensus": READS,
    "scoring:consensus_cell": READS,
    "scoring:note": row("PFAQ:> SCO:.>", "P:xxox FAQ:x SC:.xox O:.x"),
    "scoring:add_note": row("PFAQ:> SCO:.>", "P:xxox FAQ:x SC:.xox O:.x"),
    "scoring:revise": row("PFAQ:> SCO:.>", "PFAQ:x SC:.xox O:.x"),
    "scoring:agree": row("PFAQ:> SCO:.>", "PFAQ:x SO:.x C:.xox"),
    "scoring:ruling": row("PFA:oo. SC:.o. O:.oo. Q:ooo.", "P:xx.x FAQ:x SO:.x C:.x.x"),
    # Decision and reports
    "scoring:decide": row("PFA:ooxo S:.oxo CO:.o Q:o"),
    "scoring:sign_off": row("PFA:x SCO:.xxox Q:xxxox"),
    # Whoever has handed in may take the own sheet away at once.
    "scoring:reports": row("PFA:xxo SC:.o O:.xxo Q:xxxo", "PFA:xx. SC:.. O:.xx. Q:xxx."),
    "scoring:download_report": TAKES_AWAY,
    "scoring:workbook": TAKES_AWAY,
    "scoring:results_table": TAKES_AWAY,
    "scoring:marks_table": TAKES_AWAY,
    "scoring:assessment_file": TAKES_AWAY,
    "scoring:evaluation_file": TAKES_AWAY,
    "scoring:remarks": row("PFA:xxo SC:.xo O:.xxo Q:xxxo", "P:xxoox FA:x SO:.x C:.xoox Q:xxxox"),
}

# Where another evaluation's id is answered otherwise than "not found": a second click on "remove" finds the row gone
# and changes nothing, and so does one on a row of another evaluation.
FOREIGN: dict[str, str] = {"scoring:remove_seat": ">", "scoring:remove_criterion": ">"}
# While results are sealed these say so, whatever they were asked about.
SAME_WHILE_SEALED = {
    "scoring:explanation",
    "scoring:cell",
    "scoring:consensus_cell",
    "scoring:ruling",
    "scoring:clarification",
}
# These lead elsewhere once they have looked the id up.
LEADS_ON = {"scoring:return_sheet", "scoring:agree_to_reopen"}


def expected(name: str, method: str) -> dict[str, str]:
    """Role -> one sign for each stage (a single one on a page without an evaluation)."""
    has_stages = name.startswith("scoring:") and name not in {"scoring:adviser", "scoring:evaluations", "scoring:new"}
    said = TABLE[name]
    answers: dict[str, str] = {}
    for part in getattr(said, method).split():
        letters, signs = part.split(":")
        answers |= dict.fromkeys(letters, spread(signs) if has_stages else signs)
    return {letter: answers.get(letter, "no row") for letter in ROLES}


def spread(signs: str) -> str:
    """One sign for each stage."""
    return signs + signs[-1] * (len(STAGES) - len(signs))
