"""Saving one cell over the wire: every status that the sheet's script has to answer to, and nothing else."""

import json
import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from scoring import actions
from scoring.models import Evaluation, Mark, Seat, Stage
from scoring.sheets import Cell, sheet_of
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat() -> Seat:
    evaluation = actions.open_scoring(factories.small_evaluation(), by=None, on=factories.NOON)
    return evaluation.seats.select_related("evaluation", "member")[0]


@pytest.fixture
def member(client: Client, seat: Seat) -> Client:
    """A browser in which the member of `seat` is signed in."""
    assert seat.member is not None
    client.force_login(seat.member)
    return client


def cell_of(seat: Seat) -> Cell:
    return next(sheet_of(seat).cells)


def url(seat: Seat, candidate: str = "", criterion: str = "") -> str:
    cell = cell_of(seat)
    keys = [candidate or cell.candidate.key, criterion or cell.criterion.key]
    return reverse("scoring:save_mark", args=[seat.evaluation_id, *keys])


def message(**said: Any) -> dict[str, Any]:
    return {"op": str(uuid.uuid4()), "version": 0, "state": "marked", "value": 4} | said


def send(client: Client, address: str, **said: Any) -> Any:
    return client.post(address, json.dumps(message(**said)), content_type="application/json")


def test_a_saved_cell_is_answered_with_its_new_version(member: Client, seat: Seat) -> None:
    answer = send(member, url(seat), comment="Seen in the trial", evidence="demo")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert json.loads(answer.content) == {
        "version": 1,
        "state": "marked",
        "value": 4,
        "typed": "4",
        "comment": "Seen in the trial",
        "evidence": "demo",
    }
    assert Mark.objects.get().revisions.get().by == seat.member


def test_the_same_op_again_is_a_replay(member: Client, seat: Seat) -> None:
    said = message()
    first = send(member, url(seat), **said)
    again = send(member, url(seat), **said)

    assert json.loads(again.content) == json.loads(first.content) | {"replay": True}
    assert Mark.objects.get().version == 1


@pytest.mark.parametrize(
    ("value", "saved"),
    [
        (3, ("marked", 3)),
        ("3", ("marked", 3)),
        ("３", ("marked", 3)),
        ("na", ("not_applicable", None)),
        ("a", ("abstained", None)),
        (None, ("missing", None)),
        ("", ("missing", None)),
    ],
)
def test_the_value_alone_says_everything(
    member: Client, seat: Seat, value: object, saved: tuple[str, int | None]
) -> None:
    body = {"op": str(uuid.uuid4()), "version": 0, "value": value}

    answer = member.post(url(seat), json.dumps(body), content_type="application/json")

    said = json.loads(answer.content)
    assert (answer.status_code, said["state"], said["value"]) == (200, *saved)


def test_an_old_version_is_a_conflict_that_says_what_is_there(member: Client, seat: Seat) -> None:
    send(member, url(seat), value=2, comment="first")

    answer = send(member, url(seat), value=5)

    said = json.loads(answer.content)
    assert answer.status_code == 409
    assert (said["version"], said["state"], said["value"], said["comment"]) == (1, "marked", 2, "first")
    assert Mark.objects.get().value == 2


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"value": 7}, "value"),
        ({"value": "4"}, "value"),
        ({"value": 3.5}, "value"),
        ({"value": True}, "value"),
        ({"value": [4]}, "value"),
        ({"state": "excellent"}, "state"),
        ({"state": ["marked"]}, "state"),
        ({"state": "left_open"}, "comment"),
        ({"comment": 5}, "comment"),
        ({"comment": "x" * 20_001}, "comment"),
        ({"comment": "\ud800"}, "comment"),
        ({"evidence": "hearsay"}, "evidence"),
        ({"evidence": {"a": 1}}, "evidence"),
        ({"op": "again"}, "op"),
        ({"op": None}, "op"),
        ({"version": -1}, "version"),
        ({"version": "0"}, "version"),
        ({"version": True}, "version"),
        ({"version": None}, "version"),
        ({"seat": 5}, "seat"),
    ],
)
def test_what_cannot_be_saved_is_named_field_by_field(
    member: Client, seat: Seat, said: dict[str, object], field: str
) -> None:
    answer = send(member, url(seat), **said)

    assert answer.status_code == 422
    assert list(json.loads(answer.content)["errors"]) == [field]
    assert not Mark.objects.exists()


@pytest.mark.parametrize("body", ["", "{", "[]", "4", '"x"', "null", "[" * 100_000, '{"version": ' + "9" * 5_000 + "}"])
def test_what_is_no_json_object_is_a_bad_request(member: Client, seat: Seat, body: str) -> None:
    assert member.post(url(seat), body, content_type="application/json").status_code == 400


def test_only_json_is_taken(member: Client, seat: Seat) -> None:
    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        assert member.post(url(seat), json.dumps(message()), content_type=content_type).status_code == 400
    assert member.post(url(seat), {"value": "4"}).status_code == 400


def test_a_body_that_no_comment_explains_is_refused_unread(member: Client, seat: Seat) -> None:
    assert send(member, url(seat), padding="x" * 300_000).status_code == 413
    assert send(member, url(seat), padding="x" * 3_000_000).status_code in {400, 413}


def test_without_a_session_the_answer_is_401_and_json(client: Client, seat: Seat) -> None:
    answer = send(client, url(seat))

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/json")
    assert json.loads(answer.content) == {"message": "You are signed out."}


def test_a_foreign_page_cannot_save(seat: Seat) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert seat.member is not None
    careful.force_login(seat.member)

    assert send(careful, url(seat)).status_code == 403
    assert not Mark.objects.exists()


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head"])
def test_only_post_saves(member: Client, seat: Seat, method: str) -> None:
    assert getattr(member, method)(url(seat)).status_code == 405


def test_a_locked_sheet_says_at_which_stage_it_is(member: Client, seat: Seat) -> None:
    Evaluation.objects.update(stage=Stage.CONSENSUS)

    answer = send(member, url(seat))

    assert answer.status_code == 423
    assert json.loads(answer.content) == {
        "message": "Scoring is not open: the evaluation is at stage “Consensus”.",
        "stage": "consensus",
    }


def test_a_handed_in_sheet_is_locked(member: Client, seat: Seat) -> None:
    Seat.objects.update(submitted_at=factories.NOON)

    assert send(member, url(seat)).status_code == 423


def test_nobody_saves_into_what_is_not_theirs(client: Client, seat: Seat) -> None:
    elsewhere = factories.seat(evaluation=factories.evaluation(stage=Stage.SCORING))
    for person in (factories.member(), factories.member(group="Procurement"), elsewhere.member):
        assert person is not None
        client.force_login(person)
        assert send(client, url(seat)).status_code == 404
    assert not Mark.objects.exists()


def test_a_cell_that_is_not_on_the_sheet_is_not_found(member: Client, seat: Seat) -> None:
    evaluation = seat.evaluation
    other = factories.evaluation(stage=Stage.SCORING)
    measured = evaluation.criteria.get(source="measure")
    redundant = factories.criterion(evaluation=evaluation, grade="redundant")
    conditional = factories.criterion(evaluation=evaluation, condition="voice")
    withdrawn = factories.candidate(evaluation=evaluation)
    seat.recused_from.add(withdrawn)
    foreign_criterion, foreign_candidate = factories.criterion(evaluation=other), factories.candidate(evaluation=other)

    for criterion in (measured, redundant, conditional, foreign_criterion):
        assert send(member, url(seat, criterion=criterion.key)).status_code == 404
    for candidate in (withdrawn, foreign_candidate):
        assert send(member, url(seat, candidate=candidate.key)).status_code == 404
    assert send(member, url(seat, candidate="\x00")).status_code == 404
    assert not Mark.objects.exists()


def test_a_page_of_somebody_who_sat_here_before_cannot_save_for_me(member: Client, seat: Seat) -> None:
    """Signed in as another member in a second tab: the first tab's marks are not that member's."""
    other = Seat.objects.filter(evaluation=seat.evaluation).exclude(pk=seat.pk).get()

    assert send(member, url(seat), seat=other.key).status_code == 404
    assert send(member, url(seat), seat=seat.key).status_code == 200


def test_a_save_costs_the_same_whatever_the_size_of_the_sheet(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for criteria in (1, 12):
        evaluation = actions.open_scoring(factories.small_evaluation(criteria=criteria), by=None, on=factories.NOON)
        seat = evaluation.seats.select_related("evaluation", "member")[0]
        assert seat.member is not None
        client.force_login(seat.member)
        address = url(seat)
        with django_assert_max_num_queries(13):
            assert send(client, address).status_code == 200
        with django_assert_max_num_queries(14) as again:
            assert send(client, address, version=1).status_code == 200
        # An evaluation's row is wide, and what an offer is called decides nothing here.
        asked = " ".join(query["sql"] for query in again)
        assert "annual_revenue" not in asked
        assert "vendors_" not in asked


def test_an_undeclared_seat_is_told_where_to_declare(member: Client, seat: Seat) -> None:
    Seat.objects.filter(pk=seat.pk).update(declared_at=None)

    answer = send(member, url(seat))

    assert answer.status_code == 423
    assert json.loads(answer.content) == {
        "message": "Declare your interests first; then the sheet opens.",
        "stage": "scoring",
        "url": reverse("scoring:interests", args=[seat.evaluation_id]),
        "link": "Declare my interests",
    }
    assert not Mark.objects.exists()


def test_past_the_deadline_a_cell_is_locked_though_nobody_has_closed_yet(member: Client, seat: Seat) -> None:
    Evaluation.objects.update(deadline=factories.NOON)

    answer = send(member, url(seat))

    assert answer.status_code == 423
    assert json.loads(answer.content) == {
        "message": "The deadline has passed; the sheet takes no more changes.",
        "stage": "scoring",
    }


def test_a_cost_cell_is_locked_until_the_envelope_opens(member: Client, seat: Seat) -> None:
    Evaluation.objects.update(has_price_envelope=True)
    factories.criterion(evaluation=seat.evaluation, key="fees", dimension="cost")

    answer = send(member, url(seat, criterion="fees"))

    assert answer.status_code == 423
    assert json.loads(answer.content) == {
        "message": "Cost opens when you have handed in need match and risk control.",
        "stage": "scoring",
        "url": reverse("scoring:envelope", args=[seat.evaluation_id]),
        "link": "Price envelope",
    }


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
MESSAGES = st.fixed_dictionaries(
    {},
    optional={
        "op": st.uuids().map(str) | ANY_JSON,
        "version": st.integers(-1, 2) | ANY_JSON,
        "seat": ANY_JSON,
        "state": st.sampled_from(["marked", "missing", "left_open", "abstained"]) | ANY_JSON,
        "value": st.integers(-1, 6) | ANY_JSON,
        "comment": st.text() | ANY_JSON,
        "evidence": st.sampled_from(["", "demo"]) | ANY_JSON,
    },
)
ANSWERS = {200, 400, 404, 409, 422}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=MESSAGES.map(json.dumps) | ANY_JSON.map(json.dumps) | st.text() | st.binary())
def test_no_input_makes_the_server_fail(member: Client, seat: Seat, body: str | bytes) -> None:
    answer = member.post(url(seat), body, content_type="application/json")

    assert answer.status_code in ANSWERS
    assert isinstance(json.loads(answer.content), dict) or answer.status_code == 404


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(candidate=st.text(min_size=1), criterion=st.text(min_size=1))
def test_no_address_makes_the_server_fail(member: Client, seat: Seat, candidate: str, criterion: str) -> None:
    address = f"/e/{seat.evaluation_id}/scores/{candidate}/{criterion}/".encode("utf-8", "replace").decode()

    assert send(member, address.replace("?", "%3F").replace("#", "%23")).status_code in {404, 301}
