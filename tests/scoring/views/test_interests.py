"""Interests: declared before the sheet opens, changed with a trace, read by those whom they concern."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from scoring import actions
from scoring.actions import Answer, Declaration
from scoring.casefile.rows import case_of
from scoring.formulas.assessment import assess
from scoring.models import Deed, Evaluation, Interest, RecordEntry, Seat, Stage
from scoring.sheets import sheet_of
from tests import factories
from tests.visitors import ROLES, signed_in, visitor

pytestmark = pytest.mark.django_db

GIFTS = {"grounds": ["gifts"], "statement": "Two dinners in May."}


@pytest.fixture
def evaluation() -> Evaluation:
    """Open for scoring, three seats, nobody has declared."""
    row = factories.open_evaluation(seats=3)
    row.seats.update(declared_at=None)
    return row


@pytest.fixture
def seat(evaluation: Evaluation) -> Seat:
    return evaluation.seats.select_related("evaluation", "member")[1]


@pytest.fixture
def member(seat: Seat) -> Client:
    assert seat.member is not None
    return signed_in(seat.member)


def url(evaluation: Evaluation, page: str = "interests") -> str:
    return reverse(f"scoring:{page}", args=[evaluation.pk])


def vendors(evaluation: Evaluation) -> list[int]:
    return [candidate.offer.vendor_id for candidate in evaluation.candidates.select_related("offer")]


def said(evaluation: Evaluation, *answers: str, **last: Any) -> dict[str, Any]:
    """One answer per vendor; `last` says what the last of them declares."""
    keys = vendors(evaluation)
    form = {f"answer-{key}": answer for key, answer in zip(keys, answers, strict=True)}
    return form | {f"{name}-{keys[-1]}": value for name, value in last.items()}


def mark_all(seat: Seat, value: int) -> None:
    for cell in sheet_of(seat).cells:
        answer = Answer("marked", value)
        actions.save_mark(seat, cell.candidate, cell.criterion, answer, by=seat.member, on=factories.NOON, version=0)


def test_the_sheet_stays_closed_until_every_vendor_has_a_declaration(
    member: Client, evaluation: Evaluation, seat: Seat
) -> None:
    names = [str(candidate.offer.vendor) for candidate in evaluation.candidates.all()]
    for page in ("sheet", "submit"):
        for response in (
            member.get(url(evaluation, page), follow=True),
            member.post(url(evaluation, page), follow=True),
        ):
            assert response.redirect_chain == [(url(evaluation), 302)]
            assert "Declare your interests first; then the sheet opens." in response.content.decode()
    assert all(name in member.get(url(evaluation)).content.decode() for name in names)

    cell = next(iter(sheet_of(seat).cells))
    save = reverse("scoring:save_mark", args=[evaluation.pk, cell.candidate.key, cell.criterion.key])
    sent = {"op": str(uuid.uuid4()), "state": "marked", "value": 3, "version": 0}
    assert member.post(save, sent, content_type="application/json").status_code == 423

    incomplete = said(evaluation, "none", "none")
    del incomplete[f"answer-{vendors(evaluation)[0]}"]
    response = member.post(url(evaluation), incomplete)
    assert f"{names[0]}: say where you stand." in response.content.decode()
    assert Interest.objects.count() == 0

    response = member.post(url(evaluation), said(evaluation, "none", "none"))
    assert response.headers["Location"] == url(evaluation, "sheet")
    assert member.get(url(evaluation, "sheet")).status_code == 200
    assert member.post(save, sent, content_type="application/json").status_code == 200


def test_withdrawing_empties_only_that_column_and_the_coverage_follows(
    member: Client, evaluation: Evaluation, seat: Seat
) -> None:
    first, second = evaluation.candidates.all()
    member.post(url(evaluation), said(evaluation, "none", "withdraws", **GIFTS))
    assert [cell.candidate for cell in sheet_of(seat).cells] == [first] * 3

    seats = list(evaluation.seats.select_related("evaluation", "member"))
    for each in seats:
        if each.declared_at is None:
            actions.declare(each, dict.fromkeys(vendors(evaluation), Declaration()), by=each.member, on=factories.NOON)
        mark_all(Seat.objects.select_related("evaluation", "member").get(pk=each.pk), 3)
        actions.submit_sheet(each, by=each.member, on=factories.NOON)
    closed = actions.close_scoring(evaluation, by=None, on=factories.NOON)
    case = case_of(closed)

    assert {each.id: each.recused for each in case.seats}[seat.key] == {second.key}
    result = assess(case)
    panel = [criterion.id for criterion in case.criteria if criterion.source == "panel"]
    marks = {offer: sum(mark.offer == offer for mark in case.marks) for offer in (first.key, second.key)}
    assert marks == {first.key: 3 * len(panel), second.key: 2 * len(panel)}
    assert all(offer.total is not None for offer in result.offers)
    page = visitor("procurement").get(reverse("scoring:results", args=[evaluation.pk])).content.decode()
    assert f"{seat} has" in page
    assert "withdrawn from judging" in page


def test_a_change_is_a_new_version_that_is_logged_and_shown(member: Client, evaluation: Evaluation, seat: Seat) -> None:
    member.post(url(evaluation), said(evaluation, "none", "none"))
    response = member.post(url(evaluation), said(evaluation, "none", "withdraws", **GIFTS))
    assert response.headers["Location"] == url(evaluation, "declarations")
    member.post(url(evaluation), said(evaluation, "none", "withdraws", **GIFTS))  # a second click

    assert list(Interest.objects.filter(seat=seat).values_list("version", "withdraws")) == [
        (1, False),
        (1, False),
        (2, True),
    ]
    deeds = (
        RecordEntry.objects.filter(evaluation=evaluation, seat=None).order_by("number").values_list("deed", flat=True)
    )
    assert list(deeds)[1:] == [Deed.DECLARED, Deed.DECLARED, Deed.WITHDREW]
    page = member.get(url(evaluation, "declarations")).content.decode()
    assert "Two dinners in May." in page
    assert "Changed. What was declared before" in page
    form = member.get(url(evaluation)).context["form"]
    assert form[f"answer-{vendors(evaluation)[-1]}"].value() == "withdraws"


def test_whoever_withdraws_from_everybody_hands_in_an_empty_sheet(
    member: Client, evaluation: Evaluation, seat: Seat
) -> None:
    keys = vendors(evaluation)
    form = said(evaluation, "withdraws", "withdraws", **GIFTS)
    form |= {f"grounds-{keys[0]}": ["kinship"], f"statement-{keys[0]}": "My brother works there."}
    member.post(url(evaluation), form)

    page = member.get(url(evaluation, "sheet")).content.decode()
    assert "You have withdrawn from every offer" in page
    assert url(evaluation, "submit") in page
    assert "There is nothing for you to mark. Hand in your empty sheet" in member.get("/").content.decode()
    assert member.get(url(evaluation, "submit")).status_code == 200
    member.post(url(evaluation, "submit"), {"on_evidence": "on"})
    seat.refresh_from_db()
    assert seat.is_submitted


@pytest.mark.parametrize(
    ("answer", "more", "sentence"),
    [
        ("withdraws", {"statement": "We sell to them."}, "tick what applies."),
        ("judges", {"grounds": ["business"]}, "describe in a sentence what it is."),
        ("judges", {"grounds": ["business"], "statement": "   "}, "describe in a sentence what it is."),
        ("none", GIFTS, "you ticked grounds or wrote a statement."),
        ("perhaps", {}, "perhaps is not one of the available choices"),
        ("judges", {"grounds": ["love"], "statement": "Well."}, "love is not one of the available choices"),
        ("judges", {"grounds": ["other"], "statement": "x" * 20_001}, "at most 20000 characters"),
        ("judges", {"grounds": ["other"], "statement": "a\x00b"}, "Null characters are not allowed"),
    ],
)
def test_what_is_not_a_declaration_is_refused_and_stays_in_the_form(
    member: Client, evaluation: Evaluation, answer: str, more: dict[str, Any], sentence: str
) -> None:
    response = member.post(url(evaluation), said(evaluation, "none", answer, **more))
    page = response.content.decode()

    assert response.status_code == 200
    assert sentence in page
    assert "There is a problem" in page
    assert Interest.objects.count() == 0
    if "statement" in more:
        assert response.context["form"][f"statement-{vendors(evaluation)[-1]}"].value() == more["statement"]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "我哥哥在那里工作。", "{{ settings.SECRET_KEY }}"])
def test_a_statement_is_text(member: Client, evaluation: Evaluation, text: str) -> None:
    vendor = evaluation.candidates.all()[0].offer.vendor
    vendor.name = "<b>{{ evaluation }}</b>"
    vendor.save()
    member.post(url(evaluation), said(evaluation, "none", "judges", grounds=["other"], statement=text))
    pages = [member.get(url(evaluation, page)).content.decode() for page in ("interests", "declarations")]

    assert Interest.objects.latest("pk").statement == text
    for page in pages:
        assert text.replace("<", "&lt;").replace(">", "&gt;") in page
        assert "&lt;b&gt;{{ evaluation }}&lt;/b&gt;" in page


def test_members_read_their_own_until_the_reveal_and_the_others_at_once(evaluation: Evaluation) -> None:
    secret = "My cousin holds shares."
    owner = evaluation.seats.select_related("evaluation", "member")[2]
    declared = dict.fromkeys(vendors(evaluation), Declaration(("holding",), secret))
    actions.declare(owner, declared, by=owner.member, on=factories.NOON)
    sees = {
        role: secret in visitor(role, evaluation).get(url(evaluation, "declarations")).content.decode()
        for role in ROLES
    }

    assert {role for role, is_seen in sees.items() if is_seen} == {"procurement", "finance", "auditor", "chair"}
    assert owner.member is not None
    assert secret in signed_in(owner.member).get(url(evaluation, "declarations")).content.decode()

    evaluation.seats.update(submitted_at=factories.NOON)
    late = evaluation.seats.all()[1]
    actions.close_scoring(evaluation, by=None, on=factories.NOON)
    assert secret in visitor("seated", evaluation).get(url(evaluation, "declarations")).content.decode()
    evaluation.seats.filter(pk=late.pk).update(submitted_at=None)
    assert secret not in visitor("seated", evaluation).get(url(evaluation, "declarations")).content.decode()


@pytest.mark.parametrize(
    ("role", "own", "every"),
    [
        ("procurement", 403, 200),
        ("finance", 403, 200),
        ("auditor", 403, 200),
        ("administrator", 404, 404),
        ("chair", 200, 200),
        ("seated", 200, 200),
        ("stranger", 404, 404),
        ("anonymous", 302, 302),
    ],
)
def test_who_declares_and_who_reads(role: str, own: int, every: int, evaluation: Evaluation) -> None:
    client = visitor(role, evaluation)

    assert client.get(url(evaluation)).status_code == own
    assert client.get(url(evaluation, "declarations")).status_code == every
    posted = client.post(url(evaluation), said(evaluation, "none", "none"))
    assert posted.status_code == (302 if own == 200 else own)
    assert Interest.objects.exists() == (own == 200)


def test_a_draft_asks_nobody_and_a_decided_evaluation_only_shows(evaluation: Evaluation) -> None:
    draft = factories.small_evaluation()
    assert visitor("seated", draft).get(url(draft)).status_code == 404

    Evaluation.objects.filter(pk=evaluation.pk).update(stage=Stage.DECIDED)
    response = visitor("seated", evaluation).post(url(evaluation), said(evaluation, "none", "none"))
    assert response.headers["Location"] == url(evaluation, "declarations")
    assert Interest.objects.count() == 0


def test_a_vendor_of_another_evaluation_cannot_be_declared_about(member: Client, evaluation: Evaluation) -> None:
    other = vendors(factories.open_evaluation())[0]
    extra = {f"answer-{other}": "withdraws", f"grounds-{other}": ["gifts"], f"statement-{other}": "Hm."}
    member.post(url(evaluation), said(evaluation, "none", "none") | extra)

    assert set(Interest.objects.values_list("vendor", flat=True)) == set(vendors(evaluation))


def test_the_overview_flags_who_has_declared(evaluation: Evaluation, member: Client) -> None:
    member.post(url(evaluation), said(evaluation, "none", "none"))
    page = visitor("auditor").get(url(evaluation, "evaluation")).content.decode()

    assert page.count("Not declared") == 2
    assert page.count("\n                                    Declared</span>") == 1


def test_the_pages_cost_the_same_queries_with_more_vendors_and_seats(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for size in (2, 6):
        row = factories.open_evaluation(offers=size, seats=size)
        for each in row.seats.select_related("evaluation", "member"):
            actions.declare(each, dict.fromkeys(vendors(row), Declaration()), by=each.member, on=factories.NOON)
        client = visitor("chair", row)
        for page in ("interests", "declarations"):
            with django_assert_max_num_queries(12):
                assert client.get(url(row, page)).status_code == 200
