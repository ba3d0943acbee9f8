"""The seal: while scoring is open nobody but the author learns anything of a sheet beyond whether it is in.

The same evaluation is built twice, with other sealed marks, comments, files and amounts of work in it. Every page is
asked by everybody, and whatever others are given must be the same both times, to the byte, the header and the number of
queries. What is given is also searched for the words that were planted. Controls show that both would find a leak.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO, StringIO
from types import ModuleType
from typing import Any
from uuid import UUID

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path, reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoDbBlocker

from evaluator.models import Member
from scoring import actions
from scoring.actions.interests import vendors_of
from scoring.models import Confirmation, Criterion, Deed, Evaluation, Mark, Remark, Report, Seat
from scoring.record import digest, enter
from scoring.sheets import sheet_of
from tests import factories
from tests.scoring.crawling import (
    ROLES,
    SEATED,
    Route,
    World,
    attach,
    evaluation_at,
    hand_in,
    mark,
    people,
    routes,
    undone,
)
from vendors.models import CostLine

pytestmark = pytest.mark.django_db

# Facts about vendors know nothing of evaluations; tests/vendors covers them.
ROUTES = [route for name, route in sorted(routes().items()) if not name.startswith("vendors:")]
METHODS = ("get", "post")
ALL_METHODS = (*METHODS, "head", "put", "patch", "delete", "options")
AUTHORS = ("seat", "owing")
WATCHERS = [role for role in ROLES.values() if role not in AUTHORS]
CANARY = "canary"


@dataclass(frozen=True, slots=True)
class Secret:
    """What the two authors put on their sheets."""

    value: int
    words: str
    is_eager: bool  # saves a cell again and again, attaches a file, and has begun the sheet that stays open

    @property
    def comment(self) -> str:
        return f"{CANARY}-comment {self.words}"


PLAIN = Secret(value=1, words="short", is_eager=False)
RICH = Secret(value=5, words="much longer, " * 20, is_eager=True)


@pytest.fixture(scope="module")
def here(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """An evaluation in which scoring is open, with nothing yet on the authors' sheets."""
    uploads = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("uploads"))
    with django_db_blocker.unblock(), uploads, undone():
        everyone = people()
        strangers = {role: factories.member(name=f"elsewhere {role}") for role in SEATED}
        strangers["procurement"] = everyone["procurement"]
        evaluation = evaluation_at("draft", everyone)
        evaluation = actions.open_scoring(evaluation, by=everyone["procurement"], on=factories.NOON)
        hand_in(seat_of(evaluation, "chair"))
        made = World(
            everyone,
            {"scoring": evaluation},
            evaluation_at("draft", strangers),
        )
        made.sign_in()
        yield made


def seat_of(evaluation: Evaluation, key: str) -> Seat:
    return evaluation.seats.select_related("evaluation", "member").get(key=key)


def plant(here: World, secret: Secret) -> Evaluation:
    """The authors at work: one hands in, the other has only begun."""
    evaluation = here.evaluations["scoring"]
    finished, begun = (seat_of(evaluation, key) for key in AUTHORS)
    declared = {vendor.pk: actions.Declaration() for vendor in vendors_of(evaluation)}
    actions.declare(finished, declared, by=finished.member, on=factories.NOON)
    for number, _cell in enumerate(list(sheet_of(finished).cells)):
        for _turn in range(3 if secret.is_eager else 1):
            mark(list(sheet_of(finished).cells)[number], finished, value=secret.value, comment=secret.comment)
    if secret.is_eager:
        attach(next(sheet_of(finished).cells), finished, name=f"{CANARY}-file.csv", content=f"{CANARY}-content\n")
        for cell in list(sheet_of(begun).cells)[1:]:
            mark(cell, begun, value=secret.value, comment=secret.comment)
        attach(list(sheet_of(begun).cells)[1], begun, name=f"{CANARY}-own.csv", content=f"{CANARY}-own-content\n")
    actions.submit_sheet(finished, by=finished.member, on=factories.NOON)
    leave_behind(here, evaluation, secret)
    return evaluation


def leave_behind(here: World, evaluation: Evaluation, secret: Secret) -> None:
    """What somebody wrote and made after a reveal that was taken back: a remark for a vendor, a member's sheet."""
    remark = Remark.objects.create(
        candidate=evaluation.candidates.all()[0], text=secret.comment, by=here.people["chair"], at=factories.NOON
    )
    subject = {"offer": remark.candidate.key, "criterion": None, "is_gone": False}
    enter(
        Deed.REMARKED,
        evaluation=evaluation,
        by=here.people["chair"],
        at=factories.NOON,
        subject=subject,
        changed=digest(remark.content),
    )
    made = Report(
        evaluation=evaluation,
        kind=Report.Kind.SHEET,
        about="seat",
        language="en",
        requested_by=here.people["procurement"],
        requested_at=factories.NOON,
        status=Report.Status.DONE,
        sha256="a" * 64,
        input_sha256="b" * 64,
    )
    made.file.save("sheet", ContentFile(secret.comment.encode()))


def amend(here: World, evaluation: Evaluation) -> None:
    """Criteria change while scoring is open: the members are asked to look at their marks again."""
    criteria = Criterion.objects.filter(evaluation=evaluation, source="panel")
    actions.amend(
        evaluation,
        change=lambda: criteria.update(pass_mark=55),
        take_over=(),
        reason="The pass mark was too high.",
        by=here.people["procurement"],
        on=factories.NOON,
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """What one person was given for one request, without what is random in every answer."""

    status: int
    headers: Mapping[str, str]
    body: str
    queries: int


# Tokens differ with every answer. Hashes are HMACs with a key that is not in the database: they tell nothing.
_RANDOM = re.compile(r'(?<=csrfmiddlewaretoken" value=")\w+|\b[0-9a-f]{12,64}\b|(?<=>)[0-9a-f]{8}(?=<)')


def crawl(
    here: World, asked: list[Route], watchers: list[str], methods: tuple[str, ...] = METHODS
) -> dict[tuple[str, str, str], Seen]:
    """Everything that these people get to see."""
    return {
        (role, route.name, method): seen(here.browser(role), method, here.address(route, "scoring"))
        for role in watchers
        for route in asked
        for method in methods
    }


def seen(client: Client, method: str, address: str) -> Seen:
    queries: list[str] = []

    def count(execute: Any, sql: str, *more: Any) -> Any:
        queries.append(sql)
        return execute(sql, *more)

    with undone(), connection.execute_wrapper(count):
        response = getattr(client, method)(address)
    body = text_of(response)
    headers = {name: value for name, value in response.headers.items() if name != "Set-Cookie"}
    headers["Set-Cookie"] = ", ".join(sorted(response.cookies))
    return Seen(response.status_code, headers | {"length": str(len(body))}, _RANDOM.sub("~", body), len(queries))


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return str(content.decode("utf-8", "replace"))


def differences(one: Mapping[Any, Seen], other: Mapping[Any, Seen]) -> list[tuple[Any, str, str]]:
    """Who was given something else, what of the answer is different, and where it begins to be."""
    parts = ("status", "headers", "body", "queries")
    return [
        (request, part, first_difference(str(getattr(one[request], part)), str(getattr(other[request], part))))
        for request in one
        for part in parts
        if getattr(one[request], part) != getattr(other[request], part)
    ]


def first_difference(one: str, other: str) -> str:
    at = next((at for at, (mine, yours) in enumerate(zip(one, other, strict=False)) if mine != yours), 0)
    return f"{one[max(0, at - 60) : at + 60]!r} / {other[max(0, at - 60) : at + 60]!r}"


def sightings(found: Mapping[Any, Seen]) -> list[Any]:
    """Where a planted word was seen."""
    return [request for request, answer in found.items() if CANARY in answer.body or CANARY in str(answer.headers)]


def both(
    here: World,
    asked: list[Route],
    watchers: list[str],
    *,
    methods: tuple[str, ...] = METHODS,
    is_amended: bool = False,
) -> list[dict[Any, Seen]]:
    """The same crawl over the two worlds that differ only in what is sealed."""
    crawls = []
    for secret in (PLAIN, RICH):
        with undone():
            evaluation = plant(here, secret)
            if is_amended:
                amend(here, evaluation)
            crawls.append(crawl(here, asked, watchers, methods))
    return crawls


def test_nobody_is_given_anything_that_depends_on_what_is_sealed(here: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    plain, rich = both(here, ROUTES, WATCHERS)

    assert len(plain) == len(ROUTES) * len(WATCHERS) * len(METHODS)
    assert {answer.status // 100 for answer in rich.values()} == {2, 3, 4}
    assert differences(plain, rich) == []
    assert sightings(plain) == sightings(rich) == []
    assert CANARY not in caplog.text


def test_no_other_method_tells_more(here: World) -> None:
    plain, rich = both(here, ROUTES, ["chair"], methods=ALL_METHODS[2:])

    assert differences(plain, rich) == []
    assert sightings(rich) == []


def test_an_amendment_does_not_tell_who_had_marked_what_it_changed(here: World) -> None:
    asked = []
    for secret in (PLAIN, RICH):
        with undone():
            evaluation = plant(here, secret)
            amend(here, evaluation)
            asked.append(set(Confirmation.objects.values_list("seat__key", flat=True)))
    assert asked[0] == asked[1]  # whoever may mark it is asked, whether or not there is a mark yet
    assert "owing" in asked[0]

    plain, rich = both(here, ROUTES, ["chair", "procurement", "owing_runner"], methods=("get",), is_amended=True)

    assert differences(plain, rich) == []
    assert sightings(plain) == sightings(rich) == []


def test_an_author_does_not_see_the_other_one(here: World) -> None:
    """The one who has only begun, and does not begin in either world, is a watcher of the other."""
    crawls = []
    for secret in (PLAIN, Secret(RICH.value, RICH.words, is_eager=False)):
        with undone():
            plant(here, secret)
            crawls.append(crawl(here, ROUTES, ["owing"], ("get",)))
    assert differences(*crawls) == []
    assert sightings(crawls[1]) == []


def test_a_sheet_that_was_made_before_the_seal_was_put_back_is_closed_to_all_but_its_member(here: World) -> None:
    with undone():
        evaluation = plant(here, RICH)
        made = evaluation.reports.get(kind="sheet")
        address = reverse("scoring:download_report", args=[evaluation.pk, made.pk])
        answers = {role: here.browser(role).get(address).status_code for role in ROLES.values() if role != "anonymous"}
    assert {role for role, status in answers.items() if status == 200} == {"seat"}


def test_the_author_does_see_them(here: World) -> None:
    with undone():
        plant(here, RICH)
        for author in AUTHORS:
            assert sightings(crawl(here, ROUTES, [author], ("get",)))


def test_the_committee_and_those_who_run_it_see_them_once_scoring_is_closed(here: World) -> None:
    with undone():
        evaluation = plant(here, RICH)
        actions.close_scoring(evaluation, by=here.people["procurement"], on=factories.NOON)
        found = crawl(here, ROUTES, ["chair", "procurement", "auditor", "finance", "owing"], ("get",))
    by_role = {role: {name for who, name, _method in sightings(found) if who == role} for role, *_ in found}
    for role in ("chair", "procurement", "auditor", "finance"):
        assert by_role[role] & {"scoring:cell", "scoring:consensus_cell"}, role
    # The one who still owes a sheet sees that one, and nobody else's.
    assert not by_role["owing"] & {"scoring:cell", "scoring:consensus_cell"}


def leaky(secret_of: Any) -> ModuleType:
    """The site's URLconf with one more page, which a careless person wrote."""
    conf = ModuleType("leaky_urls")
    conf.urlpatterns = [path("leak/<uuid:pk>/", secret_of, name="leak"), path("", include("evaluator.urls"))]  # type: ignore[attr-defined]
    conf.handler500 = "evaluator.views.broken"  # type: ignore[attr-defined]
    return conf


def tells_a_comment(_request: HttpRequest, pk: UUID) -> HttpResponse:
    return HttpResponse(Mark.objects.filter(seat__evaluation=pk).latest("pk").comment)


def tells_a_value(_request: HttpRequest, pk: UUID) -> HttpResponse:
    return HttpResponse(str(Mark.objects.filter(seat__evaluation=pk).latest("pk").value))


def tells_by_its_size(_request: HttpRequest, pk: UUID) -> HttpResponse:
    return HttpResponse("." * Mark.objects.filter(seat__evaluation=pk).count())


def tells_by_its_etag(_request: HttpRequest, pk: UUID) -> HttpResponse:
    return HttpResponse("nothing", headers={"ETag": f'"{Mark.objects.filter(seat__evaluation=pk).count()}"'})


def tells_by_its_queries(_request: HttpRequest, pk: UUID) -> HttpResponse:
    for row in Mark.objects.filter(seat__evaluation=pk):
        row.refresh_from_db()
    return HttpResponse("nothing")


@pytest.mark.parametrize(
    ("view", "part"),
    [
        (tells_a_comment, "body"),
        (tells_a_value, "body"),
        (tells_by_its_size, "headers"),
        (tells_by_its_etag, "headers"),
        (tells_by_its_queries, "queries"),
    ],
)
def test_a_page_that_leaks_is_caught(here: World, view: Any, part: str) -> None:
    with override_settings(ROOT_URLCONF=leaky(view)):
        plain, rich = both(here, [Route("leak", ("pk",))], ["auditor"])

    assert part in [part for request, part, _ in differences(plain, rich) if request == ("auditor", "leak", "get")]
    assert bool(sightings(rich)) == (view is tells_a_comment)


def test_an_error_says_nothing_of_what_it_held(here: World, caplog: pytest.LogCaptureFixture) -> None:
    def breaks(_request: HttpRequest, pk: UUID) -> HttpResponse:
        held = [(row.value, row.comment) for row in Mark.objects.filter(seat__evaluation=pk)]
        raise RuntimeError(f"{len(held) and 'broken'} on purpose")

    with undone(), override_settings(ROOT_URLCONF=leaky(breaks)):
        evaluation = plant(here, RICH)
        answer = seen(here.browser("auditor"), "get", reverse("leak", args=[evaluation.pk]))

    assert answer.status == 500
    assert "broken on purpose" in caplog.text
    assert CANARY not in answer.body + caplog.text


def test_mails_and_commands_say_nothing(here: World, mailoutbox: list[EmailMessage]) -> None:
    told = []
    for secret in (PLAIN, RICH):
        with undone():
            evaluation = plant(here, secret)
            Evaluation.objects.filter(pk=evaluation.pk).update(deadline=timezone.now() + timedelta(days=2))
            said = StringIO()
            call_command("tick", stdout=said)
            call_command("export_evaluation", str(evaluation.pk), "--comments", stdout=said, stderr=said)
            call_command("audit", "verify", str(evaluation.pk), stdout=StringIO(), stderr=said)
            told.append(said.getvalue() + "".join(f"{mail.subject}{mail.body}" for mail in mailoutbox))
            assert len(mailoutbox) == 2  # owing and owing_runner
            mailoutbox.clear()
    masked = [re.sub(r"\d{4}-\d\d-\d\d.*|seat \d+", "", each) for each in told]
    assert masked[0] == masked[1]
    assert CANARY not in "".join(told)


def test_the_administration_knows_neither_marks_nor_what_belongs_to_them(here: World) -> None:
    registered = set(admin.site._registry)
    assert {model._meta.label for model in registered if model._meta.app_label == "scoring"} == set()
    with undone():
        plant(here, RICH)
        root = Member.objects.create_superuser("root@example.org", factories.PASSWORD)
        client = Client()
        client.force_login(root)
        assert len(registered) >= 2
        for model in registered:
            name = f"{model._meta.app_label}_{model._meta.model_name}"
            for address in (reverse(f"admin:{name}_changelist"), reverse("admin:index")):
                answer = client.get(address)
                assert answer.status_code == 200
                assert CANARY not in answer.content.decode()


PRICE = 987_654
PRICES = ("987654", "987,654", "987 654", "2962962", "2,962,962", f"{CANARY}-module")


def with_envelope(here: World) -> Evaluation:
    """A second evaluation in which prices are hidden; a price and a cost line are planted."""
    everyone = here.people
    evaluation = factories.small_evaluation(criteria=1, seats=0, has_price_envelope=True, title="In envelopes")
    planted = factories.offer(yearly=PRICE)
    CostLine.objects.filter(offer=planted).update(module=f"{CANARY}-module")
    factories.candidate(evaluation=evaluation, offer=planted, position=0)  # the one that is asked for by name
    factories.criterion(evaluation=evaluation, dimension="cost")
    for role in SEATED:
        factories.seat(evaluation=evaluation, key=role, name=role, member=everyone[role], is_chair=role == "chair")
    factories.seat(evaluation=evaluation, key="money", name="Money", member=everyone["stranger"], role="finance")
    return actions.open_scoring(evaluation, by=everyone["procurement"], on=factories.NOON)


def prices_seen(here: World, evaluation: Evaluation, role: str) -> list[str]:
    """The pages on which this person can read the planted price."""
    there = World(here.people, {"scoring": evaluation}, here.elsewhere, here.sessions)
    found = crawl(there, ROUTES, [role], ("get",))
    return sorted({name for (_, name, _), answer in found.items() if any(price in answer.body for price in PRICES)})


def test_before_the_price_envelope_is_opened_no_price_is_seen_by_those_it_is_closed_to(here: World) -> None:
    with undone():
        evaluation = with_envelope(here)
        for role in ("chair", "seat", "owing"):
            assert prices_seen(here, evaluation, role) == []
        # Finance has no envelope, and those who run it entered the prices.
        assert "scoring:one_offer" in prices_seen(here, evaluation, "stranger")
        assert "scoring:download_baseline" in prices_seen(here, evaluation, "procurement")


def test_an_open_envelope_shows_the_prices_to_the_one_who_opened_it_and_to_nobody_else(here: World) -> None:
    with undone():
        evaluation = with_envelope(here)
        seat = seat_of(evaluation, "chair")
        assert seat.member is not None
        for cell in sheet_of(seat).cells:
            mark(cell, seat, value=3, comment="")
        actions.open_envelope(seat, by=seat.member, on=factories.NOON)
        assert "scoring:one_offer" in prices_seen(here, evaluation, "chair")
        assert prices_seen(here, evaluation, "owing") == []
