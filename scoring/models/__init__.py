"""Judgement: evaluations, what they judge by, who judges, the marks they gave, and the record of it all."""

from scoring.models.baseline import Baseline
from scoring.models.clarification import Clarification, ClarificationMessage, Remark
from scoring.models.criterion import Criterion
from scoring.models.decision import Decision, ReopenRequest, SignOff
from scoring.models.evaluation import Evaluation, Stage
from scoring.models.interest import Ground, Interest
from scoring.models.mark import Mark, MarkRevision
from scoring.models.needs import ExchangeRate, Needs
from scoring.models.panel import Consensus, Override
from scoring.models.record import Deed, RecordEntry
from scoring.models.report import Report
from scoring.models.seat import Candidate, Seat
from scoring.models.talk import Attachment, Confirmation, Note, Reminder
from scoring.models.trying import WeightProposal, WhatIf

__all__ = [
    "Attachment",
    "Baseline",
    "Candidate",
    "Clarification",
    "ClarificationMessage",
    "Confirmation",
    "Consensus",
    "Criterion",
    "Decision",
    "Deed",
    "Evaluation",
    "ExchangeRate",
    "Ground",
    "Interest",
    "Mark",
    "MarkRevision",
    "Needs",
    "Note",
    "Override",
    "RecordEntry",
    "Remark",
    "Reminder",
    "ReopenRequest",
    "Report",
    "Seat",
    "SignOff",
    "Stage",
    "WeightProposal",
    "WhatIf",
]
