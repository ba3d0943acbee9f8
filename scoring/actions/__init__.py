"""The acts: what changes an evaluation, each in one transaction, each refusing with a sentence that says why.

Who may act is decided before, by scoring.access; the rules of the method are held here. Each act writes its entry in
the record in the same transaction, so that what happened and what is written about it cannot part.
"""

from scoring.actions.amendments import Amendment, amend, confirm
from scoring.actions.attachments import attach
from scoring.actions.clarifications import add_message, conclude, open_clarification
from scoring.actions.consensus import add_note, agree
from scoring.actions.decisions import decide, sign
from scoring.actions.downloads import note_download
from scoring.actions.gates import override
from scoring.actions.guesses import count_guess, drop_guess
from scoring.actions.interests import Declaration, declare
from scoring.actions.marks import Answer, Conflict, Invalid, locked_by_envelope, revise_mark, save_mark
from scoring.actions.refusals import Locked, Outdated, Refused
from scoring.actions.remarks import remark
from scoring.actions.sheets import admit_sheet, open_envelope, return_sheet, submit_sheet
from scoring.actions.stages import (
    agree_to_reopen,
    archive,
    close_all_due,
    close_if_due,
    close_scoring,
    open_scoring,
    reopen,
    set_deadline,
)
from scoring.actions.weights import is_still_of, propose_weights, take_weights_over, withdraw_weights

__all__ = [
    "Amendment",
    "Answer",
    "Conflict",
    "Declaration",
    "Invalid",
    "Locked",
    "Outdated",
    "Refused",
    "add_message",
    "add_note",
    "admit_sheet",
    "agree",
    "agree_to_reopen",
    "amend",
    "archive",
    "attach",
    "close_all_due",
    "close_if_due",
    "close_scoring",
    "conclude",
    "confirm",
    "count_guess",
    "decide",
    "declare",
    "drop_guess",
    "is_still_of",
    "locked_by_envelope",
    "note_download",
    "open_clarification",
    "open_envelope",
    "open_scoring",
    "override",
    "propose_weights",
    "remark",
    "reopen",
    "return_sheet",
    "revise_mark",
    "save_mark",
    "set_deadline",
    "sign",
    "submit_sheet",
    "take_weights_over",
    "withdraw_weights",
]
