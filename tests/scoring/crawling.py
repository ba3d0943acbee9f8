"""Crawling: every route of the site read from the URLconf, an evaluation at each stage, and a browser for each person.

The tests that use it ask every page, so a page that is added tomorrow is asked too.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfWriter

from evaluator.models import Member
from scoring import actions
from scoring.actions.interests import vendors_of
from scoring.models import Attachment, Clarification, Evaluation, Mark, Note, ReopenRequest, Report, Seat, Stage, WhatIf
from scoring.sheets import Cell, sheet_of
from tests import factories

# Who comes: no account, no group and no seat, the four groups, and the people on the committee. `owing` has not handed
# in its sheet, and `owing_runner` owes one too and belongs to procurement.
ROLES = {
    "N": "anonymous",
    "T": "stranger",
    "M": "administrator",
    "P": "procurement",
    "F": "finance",
    "A": "auditor",
    "S": "seat",
    "C": "chair",
    "O": "owing",
    "Q": "owing_runner",
}
GROUPS = {
    "administrator": "Administrator",
    "procurement": "Procurement",
    "finance": "Finance",
    "auditor": "Auditor",
    "owing_runner": "Procurement",
}
SEATED = ("chair", "seat", "owing", "owing_runner")
STAGES = tuple(stage.value for stage in Stage)
# Doors of their own, with tests of their own: tests/evaluator/test_doors.py.
NOT_OURS = ("account/", "administration/")


@dataclass(frozen=True, slots=True)
class Route:
    """One entry of the URLconf."""

    name: str
    parameters: tuple[str, ...]


def routes() -> dict[str, Route]:
    """Every named route that is ours, by name."""
    return {route.name: route for route in _routes(get_resolver().url_patterns, "", "")}


def _routes(patterns: list[Any], namespace: str, before: str) -> Iterator[Route]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if path.startswith(NOT_OURS):
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from _routes(pattern.url_patterns, inner, path)
        elif isinstance(pattern, URLPattern):
            yield Route(f"{namespace}{pattern.name}", tuple(pattern.pattern.converters))


def people() -> dict[str, Member]:
    """One person for each role that has an account."""
    return {role: factories.member(name=role, group=GROUPS.get(role)) for role in ROLES.values() if role != "anonymous"}


@dataclass
class World:
    """An evaluation at each stage with the same people on it, and one that has nothing to do with them."""

    people: dict[str, Member]
    evaluations: dict[str, Evaluation]
    elsewhere: Evaluation
    sessions: dict[str, str] = field(default_factory=dict)
    known: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    def browser(self, role: str) -> Client:
        """A fresh browser in which this person is signed in; it keeps nothing from the pages seen before."""
        client = Client(raise_request_exception=False)
        if role != "anonymous":
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    def sign_in(self) -> None:
        """A session for everybody."""
        for role, person in self.people.items():
            client = Client()
            client.force_login(person)
            self.sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def address(self, route: Route, stage: str, **instead: Any) -> str:
        """The route's address in the evaluation at this stage."""
        key = (stage, route.name if not route.name.startswith("scoring:") else "")
        if key not in self.known:
            self.known[key] = parameters_of(self.evaluations[stage], route.name)
        known = self.known[key] | instead
        missing = [name for name in route.parameters if name not in known]
        assert not missing, f"{route.name} has a parameter that tests/scoring/crawling.py does not know: {missing}"
        return reverse(route.name, kwargs={name: known[name] for name in route.parameters})


def world() -> World:
    """The world, made by the same acts that people use."""
    everyone = people()
    strangers = {role: factories.member(name=f"elsewhere {role}") for role in SEATED}
    made = World(
        people=everyone,
        evaluations={stage: evaluation_at(stage, everyone) for stage in STAGES},
        elsewhere=evaluation_at(Stage.DECIDED, strangers | {"procurement": everyone["procurement"]}),
    )
    made.sign_in()
    return made


def evaluation_at(stage: str, everyone: dict[str, Member]) -> Evaluation:
    """A small evaluation: chair and seat have handed in, the two others have not."""
    evaluation = factories.small_evaluation(criteria=1, seats=0, title=f"At {stage}")
    for role in SEATED:
        factories.seat(
            evaluation=evaluation, key=role, name=f"Seat of {role}", member=everyone[role], is_chair=role == "chair"
        )
    keep_report(evaluation, everyone)
    try_out(evaluation, everyone)
    if stage == Stage.DRAFT:
        return evaluation
    evaluation = actions.open_scoring(evaluation, by=everyone["procurement"], on=factories.NOON)
    seats = {seat.key: seat for seat in evaluation.seats.select_related("evaluation", "member")}
    for role in ("chair", "seat"):
        hand_in(seats[role])
    mark_one(seats["owing"])
    clarify(evaluation, everyone)
    if stage == Stage.SCORING:
        return evaluation
    evaluation = actions.close_scoring(evaluation, by=everyone["procurement"], on=factories.NOON)
    if stage == Stage.CONSENSUS:
        discuss(evaluation, everyone)
        return evaluation
    candidate = evaluation.candidates.all()[0]
    actions.decide(evaluation, candidate, reason="It fits.", by=everyone["chair"], on=factories.NOON)
    if stage == Stage.ARCHIVED:
        actions.archive(evaluation, by=everyone["procurement"], on=factories.NOON)
    else:
        ask_to_reopen(evaluation, everyone)
    evaluation.refresh_from_db()
    return evaluation


def keep_report(evaluation: Evaluation, everyone: dict[str, Member]) -> None:
    """A report that was made when the sheets were open; going back to scoring must close it too."""
    report = Report(
        evaluation=evaluation,
        language="en",
        requested_by=everyone["procurement"],
        requested_at=factories.NOON,
        status=Report.Status.DONE,
        finished_at=factories.NOON,
        sha256="a" * 64,
        input_sha256="b" * 64,
    )
    page = BytesIO()
    with PdfWriter() as writer:
        writer.add_blank_page(width=72, height=72)
        writer.write(page)
    report.file.save("kept", ContentFile(page.getvalue()))


def try_out(evaluation: Evaluation, everyone: dict[str, Member]) -> None:
    """Weights that somebody proposed, and a what-if that somebody kept."""
    weights = {"need": 0.5, "cost": 0.3, "risk": 0.2}
    actions.propose_weights(
        evaluation,
        subject="dimensions",
        aid="direct",
        answers={key: 100 * share for key, share in weights.items()},
        weights=weights,
        by=everyone["procurement"],
        on=factories.NOON,
    )
    WhatIf.objects.create(
        evaluation=evaluation,
        name="More need",
        weight_need=50,
        weight_cost=30,
        weight_risk=20,
        price_formula="linear",
        by=everyone["procurement"],
        at=factories.NOON,
    )


def hand_in(seat: Seat) -> None:
    """Interests declared, every cell marked, a file beside the first, the sheet in."""
    nothing = {vendor.pk: actions.Declaration() for vendor in vendors_of(seat.evaluation)}
    actions.declare(seat, nothing, by=seat.member, on=factories.NOON)
    for cell in sheet_of(seat).cells:
        mark(cell, seat, value=4, comment="Seen in the trial")
    attach(next(sheet_of(seat).cells), seat)
    actions.submit_sheet(seat, by=seat.member, on=factories.NOON)


def mark_one(seat: Seat) -> None:
    """One cell of a sheet that stays open."""
    cell = next(sheet_of(seat).cells)
    mark(cell, seat, value=2, comment="So far")
    attach(cell, seat)


def mark(cell: Cell, seat: Seat, *, value: int, comment: str) -> None:
    """One cell, as its member saves it."""
    answer = actions.Answer("marked", value, comment)
    actions.save_mark(
        seat, cell.candidate, cell.criterion, answer, by=seat.member, on=factories.NOON, version=cell.version
    )


def attach(cell: Cell, seat: Seat, *, name: str = "trial.csv", content: str = "load,errors\n100,0\n") -> None:
    """A file beside a mark, under the MEDIA_ROOT of the test."""
    assert seat.member is not None
    file = SimpleUploadedFile(name, content.encode())
    actions.attach(seat, cell.candidate, cell.criterion, file, by=seat.member, on=factories.NOON)


def clarify(evaluation: Evaluation, everyone: dict[str, Member]) -> None:
    """A question about a price, not answered yet."""
    candidate = evaluation.candidates.select_related("evaluation")[0]
    actions.open_clarification(candidate, "other", "What is included?", by=everyone["procurement"], on=factories.NOON)


def discuss(evaluation: Evaluation, everyone: dict[str, Member]) -> None:
    """A note and a consensus mark."""
    candidate, criterion = evaluation.candidates.all()[0], evaluation.criteria.filter(source="panel")[0]
    actions.add_note(evaluation, "We talked.", by=everyone["chair"], on=factories.NOON, candidate=candidate)
    actions.agree(
        candidate, criterion, 3, reason="After the demonstration.", by=everyone["chair"], on=factories.NOON, version=0
    )


def ask_to_reopen(evaluation: Evaluation, everyone: dict[str, Member]) -> None:
    """Somebody asked; the second person has not answered yet."""
    actions.reopen(evaluation, reason="A cost line was wrong.", by=everyone["procurement"], on=factories.NOON)


def parameters_of(evaluation: Evaluation, route: str) -> dict[str, Any]:
    """What a route's parameters stand for here; by `pk` routes of facts and people mean something else."""
    candidate = evaluation.candidates.select_related("offer__vendor")[0]
    criterion = evaluation.criteria.filter(source="panel")[0]
    owing = evaluation.seats.get(key="owing")
    mark = Mark.objects.filter(seat=owing).first()
    attachment = Attachment.objects.filter(mark__seat=owing).first()
    note = Note.objects.filter(evaluation=evaluation).first()
    clarification = Clarification.objects.filter(candidate__evaluation=evaluation).first()
    request = ReopenRequest.objects.filter(evaluation=evaluation).first()
    report = evaluation.reports.filter(kind=Report.Kind.COMPARISON).first()
    proposal = evaluation.weight_proposals.first()
    tried = WhatIf.objects.filter(evaluation=evaluation).first()
    pk: Any = evaluation.pk
    if route == "password_link":
        pk = owing.member_id
    elif route.startswith("vendors:"):
        of_vendor = route in {"vendors:vendor", "vendors:edit_vendor", "vendors:add_offer", "vendors:free_plan"}
        pk = candidate.offer.vendor_id if of_vendor else candidate.offer_id
    return {
        "pk": pk,
        "candidate_key": candidate.key,
        "criterion_key": criterion.key,
        "criterion_pk": criterion.pk,
        "seat_pk": owing.pk,
        "seat_key": owing.key,
        "mark_pk": mark.pk if mark else 0,
        "attachment_pk": attachment.pk if attachment else 0,
        "note_pk": note.pk if note else 0,
        "clarification_pk": clarification.pk if clarification else 0,
        "request_pk": request.pk if request else 0,
        "proposal_pk": proposal.pk if proposal else 0,
        "what_if_pk": tried.pk if tried else 0,
        "report_pk": report.pk if report else UUID(int=0),
        "version": 1,
        "kind": "csv",
        "workbook": "criteria" if route.startswith("scoring:") else "vendors",
        "ending": "csv",
        "upload_pk": 0,
        "slug": "zendesk",
        "place": 1,
        "language": "en",
    }


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside leaves no trace in the database."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
