"""Rulings: who may set a knock-out aside or waive one, what is refused, and that each is printed everywhere."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from evaluator.models import Member
from scoring.casefile.intake import import_case
from scoring.casefile.rows import case_of
from scoring.models import Deed, Evaluation, Override, RecordEntry, Stage
from scoring.record_check import check
from tests import factories
from tests.scoring.small_files import an_offer, small_case
from tests.visitors import answers, visitor

pytestmark = pytest.mark.django_db

FAILED = ("mistfold", "RC-C1")
REASON = "The board asks for it; legal renegotiates clause 9."


@pytest.fixture
def evaluation() -> Evaluation:
    people = factories.committee()
    Member.objects.update(language="en")
    return factories.example("consensus", people)


@pytest.fixture
def procurement(evaluation: Evaluation) -> Client:
    return visitor("procurement", evaluation)


def url(evaluation: Evaluation, cell: tuple[str, str] = FAILED) -> str:
    return reverse("scoring:ruling", args=[evaluation.pk, *cell])


def page_of(evaluation: Evaluation, name: str) -> str:
    return reverse(f"scoring:{name}", args=[evaluation.pk])


def words(response: Any) -> str:
    """The page as a reader meets it: no tags, single spaces."""
    main = re.split(r"<main[^>]*>", response.content.decode())[1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def with_an_open_gate() -> Evaluation:
    """Offer a has no figure for the knock-out on encryption."""
    return import_case(small_case(an_offer("a", facts={}), an_offer("b")), by=None, on=factories.NOON)


def test_who_reads_the_page_and_who_rules(evaluation: Evaluation) -> None:
    shared = {"administrator": 404, "stranger": 404, "anonymous": 302}
    readers = dict.fromkeys(("procurement", "finance", "auditor", "chair", "seated"), 200)
    assert answers(url(evaluation), evaluation) == readers | shared
    # Nothing is sent: 200 is the page with what is missing.
    rulers = {"procurement": 200, "chair": 200, "finance": 403, "auditor": 403, "seated": 403}
    assert answers(url(evaluation), evaluation, post=True) == rulers | shared
    assert Override.objects.count() == 0


def test_only_who_may_rule_is_offered_the_form(evaluation: Evaluation) -> None:
    shown = {
        role: visitor(role, evaluation).get(url(evaluation)).context["form"] is not None
        for role in ("procurement", "chair", "finance", "auditor", "seated")
    }
    assert shown == {"procurement": True, "chair": True, "finance": False, "auditor": False, "seated": False}


def test_the_page_says_what_it_means_first(evaluation: Evaluation, procurement: Client) -> None:
    text = words(procurement.get(url(evaluation)))
    assert "Score 5.71 of 100 Pass mark 20.00 Knock-out Failed" in text
    after = procurement.get(url(evaluation)).context["consequence"]
    assert f"The offer would take place {after.offer.place} with {after.offer.total} points." in text
    assert f"The result would read: {after.verdict}" in text

    procurement.post(url(evaluation), {"reason": REASON})
    ruled = procurement.get(page_of(evaluation, "results")).context["result"].offer("mistfold")
    assert (ruled.place, ruled.total) == (after.offer.place, after.offer.total)


def test_a_ruling_is_recorded_with_name_date_and_reason(evaluation: Evaluation, procurement: Client) -> None:
    response = procurement.post(url(evaluation), {"reason": f"  {REASON}  "}, follow=True)
    assert "The ruling is recorded." in words(response)
    ruling = Override.objects.get()
    assert (ruling.candidate.key, ruling.criterion.key, ruling.reason) == (*FAILED, REASON)
    assert ruling.by == str(ruling.person)
    assert ruling.at is not None
    entry = RecordEntry.objects.get(deed=Deed.OVERRIDDEN)
    assert (entry.by, entry.subject) == (ruling.person, {"offer": "mistfold", "criterion": "RC-C1"})
    assert check(evaluation) == []


def test_it_is_printed_wherever_the_offer_appears(evaluation: Evaluation, procurement: Client) -> None:
    procurement.post(url(evaluation), {"reason": REASON})
    ruling = Override.objects.get()
    day = timezone.localtime(ruling.at).date()
    printed = f"{ruling.by} ({date_format(day, 'DATE_FORMAT')})"
    cell = reverse("scoring:cell", args=[evaluation.pk, *FAILED])
    talk = reverse("scoring:consensus_cell", args=[evaluation.pk, *FAILED])
    pages = [page_of(evaluation, name) for name in ("results", "consensus")]
    for address in [*pages, cell, talk, url(evaluation)]:
        text = words(procurement.get(address))
        assert printed in text, address
        assert REASON in text, address
    assert case_of(evaluation).overrides[0].on == day.isoformat()


def test_a_ruling_without_a_reason_that_can_be_printed_is_refused(evaluation: Evaluation, procurement: Client) -> None:
    for reason in ("", " \n\t", "x" * 20_001, "a\x00b"):
        response = procurement.post(url(evaluation), {"reason": reason})
        assert response.status_code == 200
        assert "There is a problem" in words(response)
    assert Override.objects.count() == 0


def test_a_reason_is_text_and_never_markup(evaluation: Evaluation, procurement: Client) -> None:
    hostile = "<script>alert(1)</script>{{ 7 }}%(x)s 董事会"
    procurement.post(url(evaluation), {"reason": hostile})
    for name in ("results", "consensus"):
        page = procurement.get(page_of(evaluation, name)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}%(x)s 董事会" in page


def test_a_second_ruling_on_the_same_gate_is_refused(evaluation: Evaluation, procurement: Client) -> None:
    procurement.post(url(evaluation), {"reason": REASON})
    response = procurement.post(url(evaluation), {"reason": "Once more."})
    assert "neither excludes the offer nor is it open for it" in words(response)
    assert Override.objects.get().reason == REASON
    assert procurement.get(url(evaluation)).context["form"] is None


def test_a_knock_out_that_is_passed_takes_no_ruling(evaluation: Evaluation, procurement: Client) -> None:
    passed = url(evaluation, ("heronbridge", "RC-C1"))
    assert procurement.get(passed).context["form"] is None
    assert "neither excludes" in words(procurement.post(passed, {"reason": REASON}))
    assert Override.objects.count() == 0


def test_what_is_no_knock_out_of_an_offer_here_is_not_found(evaluation: Evaluation, procurement: Client) -> None:
    harmless = evaluation.criteria.filter(knock_out=False, grade="bonus")[0].key
    for cell in [("nobody", "RC-C1"), ("mistfold", "nothing"), ("mistfold", harmless)]:
        assert procurement.get(url(evaluation, cell)).status_code == 404
        assert procurement.post(url(evaluation, cell), {"reason": REASON}).status_code == 404


def test_the_chair_who_has_withdrawn_leaves_it_to_somebody_else(evaluation: Evaluation) -> None:
    seat = evaluation.seats.get(is_chair=True)
    seat.recused_from.add(evaluation.candidates.get(key="mistfold"))
    chair = visitor("chair", evaluation)
    page = chair.get(url(evaluation))
    assert page.context["form"] is None
    response = chair.post(url(evaluation), {"reason": REASON})
    assert "You have withdrawn from judging" in words(response)
    assert Override.objects.count() == 0


def test_nothing_is_ruled_on_or_shown_before_the_reveal() -> None:
    evaluation = factories.example("scoring")
    Member.objects.update(language="en")
    for role in ("procurement", "chair", "auditor"):
        client = visitor(role, evaluation)
        assert "The sheets are sealed" in words(client.get(url(evaluation)))
        assert client.post(url(evaluation), {"reason": REASON}).status_code == 403


def test_nothing_is_ruled_on_after_the_decision() -> None:
    evaluation = factories.example("decided")
    client = visitor("procurement", evaluation)
    assert client.get(url(evaluation)).context["form"] is None
    assert client.post(url(evaluation), {"reason": REASON}).status_code == 403


def test_an_open_knock_out_is_waived() -> None:
    evaluation = with_an_open_gate()
    client = visitor("procurement", evaluation)
    gate = url(evaluation, ("a", "tls"))
    assert gate in client.get(page_of(evaluation, "results")).content.decode()
    assert "not known Pass mark" in words(client.get(gate))
    text = words(client.post(gate, {"reason": "Contract clause follows."}, follow=True))
    assert "Waived" in text
    assert RecordEntry.objects.filter(deed=Deed.WAIVED).count() == 1
    assert "was waived by" in words(client.get(page_of(evaluation, "results")))
    assert check(evaluation) == []


def test_an_offer_that_failed_twice_stays_out_until_both_are_settled() -> None:
    case = small_case(an_offer("a", marks=1, facts={"tls_min_version": "none"}), an_offer("b"))
    evaluation = import_case(case, by=None, on=factories.NOON)
    client = visitor("procurement", evaluation)
    gates = [each.criterion_id for each in client.get(page_of(evaluation, "results")).context["gates"]]
    assert gates == ["tickets", "tls"]
    assert "The offer would stay excluded by: Encryption in transit." in words(
        client.get(url(evaluation, ("a", "tickets")))
    )
    client.post(url(evaluation, ("a", "tickets")), {"reason": REASON})
    assert client.get(page_of(evaluation, "results")).context["result"].offer("a").is_excluded
    client.post(url(evaluation, ("a", "tls")), {"reason": REASON})
    assert not client.get(page_of(evaluation, "results")).context["result"].offer("a").is_excluded


def test_the_pages_link_to_the_ruling_and_say_what_may_be_done(evaluation: Evaluation) -> None:
    for name in ("results", "consensus", "evaluation"):
        for role, link in (("procurement", "Set it aside"), ("auditor", "What it means")):
            page = visitor(role, evaluation).get(page_of(evaluation, name))
            assert f'href="{url(evaluation)}"' in page.content.decode(), (name, role)
            assert link in words(page)


def test_the_overview_tells_nothing_of_it_while_sealed() -> None:
    evaluation = factories.example("scoring")
    page = visitor("procurement", evaluation).get(page_of(evaluation, "evaluation"))
    assert "/rulings/" not in page.content.decode()
    assert evaluation.stage == Stage.SCORING
