"""Visitors: one browser for each kind of person who may come to an evaluation's pages."""

from django.test import Client

from evaluator.models import Member
from evaluator.roles import ADMINISTRATOR, AUDITOR, FINANCE, PROCUREMENT
from scoring.models import Evaluation
from tests import factories

ROLES = ("procurement", "finance", "auditor", "administrator", "chair", "seated", "stranger", "anonymous")
GROUPS = {
    "procurement": PROCUREMENT,
    "finance": FINANCE,
    "auditor": AUDITOR,
    "administrator": ADMINISTRATOR,
    "stranger": None,
}


def signed_in(member: Member) -> Client:
    """A browser in which this person is signed in."""
    client = Client()
    client.force_login(member)
    return client


def visitor(role: str, evaluation: Evaluation | None = None) -> Client:
    """A browser of one of ROLES; the chair and the seated member sit on `evaluation`, the others on nothing."""
    if role == "anonymous":
        return Client()
    if role in GROUPS:
        return signed_in(factories.member(group=GROUPS[role]))
    assert evaluation is not None, "a seat is a seat on an evaluation"
    seat = evaluation.seats.filter(is_chair=role == "chair").select_related("member")[0]
    assert seat.member is not None
    # Chen Jing of the example reads Chinese; tests read English.
    seat.member.language = "en"
    seat.member.save()
    return signed_in(seat.member)


def answers(url: str, evaluation: Evaluation | None = None, *, post: bool = False) -> dict[str, int]:
    """What each role is answered: role -> status. An anonymous visitor's 302 leads to the sign-in."""
    found = {}
    for role in ROLES:
        if evaluation is None and role in {"chair", "seated"}:
            continue
        client = visitor(role, evaluation)
        response = client.post(url) if post else client.get(url)
        if role == "anonymous":
            assert response.headers["Location"].startswith("/account/login/")
        found[role] = response.status_code
    return found
