"""The consensus round: who sees it, who may do what in it, and that nothing that was said or typed is lost."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from evaluator.models import Member
from scoring import actions
from scoring.casefile.rows import case_of, individual_case_of
from scoring.models import Consensus, Evaluation, Mark, MarkRevision, Note, Seat
from scoring.models.mark import State
from scoring.record_check import check
from scoring.scenario import Committee
from tests import factories
from tests.visitors import answers, visitor

pytestmark = pytest.mark.django_db

MOST_QUERIES = 15
CANARY = "canary-4711"
WIDE = ("mistfold", "RC-C1")
NARROW = ("heronbridge", "NM-A1")


@pytest.fixture
def people() -> Committee:
    """The example's people, all of whom read English here; Chen Jing of service chairs."""
    committee = factories.committee()
    Member.objects.update(language="en")
    return committee


@pytest.fixture
def evaluation(people: Committee) -> Evaluation:
    return factories.example("consensus", people)


@pytest.fixture
def chair(evaluation: Evaluation) -> Client:
    return visitor("chair", evaluation)


@pytest.fixture
def it(evaluation: Evaluation, people: Committee, client: Client) -> Client:
    client.force_login(people.seats["it"])
    return client


def url(evaluation: Evaluation, name: str = "consensus_cell", cell: tuple[str, str] = NARROW) -> str:
    keys = () if name in {"consensus", "add_note"} else cell
    return reverse(f"scoring:{name}", args=[evaluation.pk, *keys])


def words(response: Any) -> str:
    """The page as a reader meets it: no tags, single spaces."""
    main = re.split(r"<main[^>]*>", response.content.decode())[1].split("</main>")[0]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def mark_of(evaluation: Evaluation, seat: str, cell: tuple[str, str] = NARROW) -> Mark:
    return Mark.objects.get(seat__evaluation=evaluation, seat__key=seat, candidate__key=cell[0], criterion__key=cell[1])


def revision(said: Mark, **changes: str) -> dict[str, str]:
    """A revision form that changes the mark to 1, as a browser sends it."""
    return {
        "version": str(said.version),
        "mark": "1",
        "comment": said.comment,
        "evidence": said.evidence,
        "reason": "The demo failed twice.",
    } | changes


AGREED = {"version": "0", "value": "2", "reason": "We read clause 9 together."}


def test_who_sees_the_round(evaluation: Evaluation) -> None:
    expected = {
        "procurement": 200,
        "finance": 200,
        "auditor": 200,
        "administrator": 404,
        "chair": 200,
        "seated": 200,
        "stranger": 404,
        "anonymous": 302,
    }
    assert answers(url(evaluation, "consensus"), evaluation) == expected
    assert answers(url(evaluation), evaluation) == expected


# Nothing is sent with these: 200 is the page with what is missing.
@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("revise", {"chair", "seated"}),
        ("agree", {"chair"}),
        ("note", {"chair", "seated", "procurement"}),
        ("add_note", {"chair", "seated", "procurement"}),
    ],
)
def test_who_may_do_what(evaluation: Evaluation, name: str, may: set[str]) -> None:
    roles = {"procurement", "finance", "auditor", "chair", "seated"}
    expected = {role: 200 if role in may else 403 for role in roles}
    expected |= {"administrator": 404, "stranger": 404, "anonymous": 302}
    assert answers(url(evaluation, name), evaluation, post=True) == expected


@pytest.mark.parametrize("stage", ["draft", "scoring"])
def test_nothing_is_shown_or_done_before_the_reveal(people: Committee, stage: str) -> None:
    evaluation = factories.example(stage, people)
    if stage == "scoring":
        Mark.objects.filter(seat__key="service").update(comment=CANARY)
    clients = [visitor(role, evaluation) for role in ("procurement", "auditor", "finance")]
    if stage == "scoring":
        clients += [visitor("chair", evaluation), visitor("seated", evaluation)]
    for client in clients:
        for name in ("consensus", "consensus_cell"):
            page = client.get(url(evaluation, name))
            assert page.status_code == 200
            assert CANARY not in page.content.decode()
            assert not re.search(r"\d", words(page).replace("Customer service system 2027", ""))
        for name in ("revise", "agree", "note", "add_note"):
            assert client.post(url(evaluation, name)).status_code == 403
    assert Consensus.objects.count() == Note.objects.count() == 0


def test_a_member_who_owes_a_sheet_sees_and_does_nothing(evaluation: Evaluation, it: Client) -> None:
    Seat.objects.filter(evaluation=evaluation, key="it").update(submitted_at=None)
    Mark.objects.filter(seat__key="service").update(comment=CANARY)
    for name in ("consensus", "consensus_cell"):
        page = it.get(url(evaluation, name))
        assert "You did not submit your sheet" in words(page)
        assert CANARY not in page.content.decode()
    assert {it.post(url(evaluation, name)).status_code for name in ("revise", "agree", "note", "add_note")} == {403}


def test_what_that_member_wrote_is_not_shown_to_the_others_either(evaluation: Evaluation, chair: Client) -> None:
    MarkRevision.objects.create(
        mark=mark_of(evaluation, "it"), version=99, state=State.MARKED, value=3, comment=CANARY, at=factories.NOON
    )
    assert CANARY in chair.get(url(evaluation)).content.decode()
    Seat.objects.filter(evaluation=evaluation, key="it").update(submitted_at=None)
    assert CANARY not in chair.get(url(evaluation)).content.decode()
    assert "Did not hand in the sheet" in words(chair.get(url(evaluation)))


@pytest.mark.parametrize("cell", [("nobody", "NM-A1"), ("heronbridge", "nothing")])
def test_a_cell_that_is_not_there_is_not_found(evaluation: Evaluation, chair: Client, cell: tuple[str, str]) -> None:
    assert chair.get(url(evaluation, cell=cell)).status_code == 404
    assert {chair.post(url(evaluation, name, cell)).status_code for name in ("revise", "agree", "note")} == {404}


def test_a_measured_criterion_has_no_cell_to_talk_about(evaluation: Evaluation, chair: Client) -> None:
    measured = evaluation.criteria.filter(source="measure")[0].key
    assert chair.get(url(evaluation, cell=("heronbridge", measured))).status_code == 404


def test_another_evaluations_offer_is_not_found(evaluation: Evaluation, chair: Client) -> None:
    other = factories.open_evaluation()
    cell = (other.candidates.all()[0].key, other.criteria.all()[0].key)
    assert chair.get(url(evaluation, cell=cell)).status_code == 404
    assert chair.get(url(other, cell=cell)).status_code == 404


def test_the_acts_are_not_pages(evaluation: Evaluation, chair: Client) -> None:
    for name in ("revise", "agree", "note"):
        assert chair.get(url(evaluation, name)).headers["Location"] == url(evaluation)
    assert chair.get(url(evaluation, "add_note")).headers["Location"] == url(evaluation, "consensus")


def far_apart(evaluation: Evaluation) -> None:
    """IT and finance revise their marks on NARROW, five points below and one below service."""
    for seat, value in (("it", 0), ("finance", 4)):
        mark = mark_of(evaluation, seat)
        assert mark.seat.member is not None
        actions.revise_mark(
            mark.seat,
            mark.candidate,
            mark.criterion,
            actions.Answer(State.MARKED, value),
            reason="Looked again.",
            by=mark.seat.member,
            on=factories.NOON,
            version=mark.version,
        )


def test_the_widest_cells_stand_first(evaluation: Evaluation, chair: Client) -> None:
    far_apart(evaluation)
    cells = [cell for cell, _chart in chair.get(url(evaluation, "consensus")).context["rows"]]
    spreads = [cell.spread for cell in cells if cell.is_to_discuss]
    assert (cells[0].offer_id, cells[0].criterion_id) == NARROW
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[0] == 5
    assert not any(cell.is_to_discuss for cell in cells[len(spreads) :])


def test_the_list_can_be_narrowed(evaluation: Evaluation, chair: Client) -> None:
    far_apart(evaluation)
    page = chair.get(url(evaluation, "consensus"), {"show": "discuss"})
    assert all(cell.is_to_discuss for cell, _chart in page.context["rows"])
    assert len(page.context["rows"]) == page.context["counts"]["discuss"]
    assert "No consensus mark is recorded yet" in words(chair.get(url(evaluation, "consensus"), {"show": "agreed"}))
    chair.post(url(evaluation, "agree"), AGREED)
    agreed = chair.get(url(evaluation, "consensus"), {"show": "agreed"}).context["rows"]
    assert [(cell.offer_id, cell.criterion_id) for cell, _chart in agreed] == [NARROW]
    after = chair.get(url(evaluation, "consensus"), {"show": "discuss"})
    assert after.context["counts"]["discuss"] == page.context["counts"]["discuss"] - 1


def test_a_query_that_cannot_be_read_breaks_nothing(evaluation: Evaluation, chair: Client) -> None:
    for query in ("?show=drop", "?show=", "?page=99", "?page=x", "?show=%00"):
        assert chair.get(url(evaluation, "consensus") + query).status_code == 200


def test_the_page_of_the_whole_example_needs_few_queries(evaluation: Evaluation, chair: Client) -> None:
    chair.post(url(evaluation, "agree"), AGREED)
    chair.post(url(evaluation, "note"), {"text": "Seen."})
    chair.post(url(evaluation, "add_note"), {"text": "Seen as a whole."})
    with CaptureQueriesContext(connection) as captured:
        assert chair.get(url(evaluation, "consensus")).status_code == 200
    assert len(captured) <= MOST_QUERIES


def test_a_member_changes_the_own_mark_and_the_first_one_stays(evaluation: Evaluation, it: Client) -> None:
    mark = mark_of(evaluation, "it")
    before = mark.value
    response = it.post(url(evaluation, "revise"), revision(mark), follow=True)

    mark.refresh_from_db()
    assert (mark.value, mark.version) == (1, 2)
    text = words(response)
    assert "Your mark is changed" in text
    assert f"Mark changed from {before} to 1 The demo failed twice." in text
    assert f"At closing {before} Now 1" in text
    assert check(evaluation) == []
    others = MarkRevision.objects.filter(is_after_reveal=True).exclude(mark=mark)
    assert others.count() == 0


def test_a_state_without_a_mark_is_a_revision_too(evaluation: Evaluation, it: Client) -> None:
    mark = mark_of(evaluation, "it")
    it.post(url(evaluation, "revise"), revision(mark, mark="abstained"))
    mark.refresh_from_db()
    assert (mark.state, mark.value) == (State.ABSTAINED, None)


def test_a_revision_that_is_none_says_why_and_keeps_what_was_typed(evaluation: Evaluation, it: Client) -> None:
    faults: list[tuple[dict[str, str], str]] = [
        ({"reason": ""}, "This field is required"),
        ({"reason": " \n "}, "This field is required"),
        ({"reason": "x" * 20_001}, "at most 20000 characters"),
        ({"reason": "a\x00b"}, "Null characters are not allowed"),
        ({"comment": "x" * 20_001}, "at most 20000 characters"),
        ({"comment": "a\x00b"}, "Null characters are not allowed"),
        ({"mark": "6"}, "Select a valid choice"),
        ({"mark": "-1"}, "Select a valid choice"),
        ({"mark": ""}, "This field is required"),
        ({"mark": "missing"}, "Select a valid choice"),
        ({"mark": "left_open", "comment": ""}, "why the cell stays open"),
        ({"evidence": "gossip"}, "Select a valid choice"),
        ({"version": "x"}, "Enter a whole number"),
        ({"version": ""}, "This field is required"),
    ]
    mark = mark_of(evaluation, "it")
    for changes, sentence in faults:
        response = it.post(url(evaluation, "revise"), revision(mark, **changes))
        assert response.status_code == 200
        assert sentence in words(response), changes
        if "reason" not in changes:
            assert "The demo failed twice." in words(response)
    assert mark_of(evaluation, "it").version == 1


def test_a_revision_that_changes_nothing_is_refused(evaluation: Evaluation, it: Client) -> None:
    mark = mark_of(evaluation, "it")
    response = it.post(url(evaluation, "revise"), revision(mark, mark=str(mark.value)))
    assert "This is what your mark says already." in words(response)
    assert mark_of(evaluation, "it").version == 1


def test_two_tabs_never_lose_what_was_typed(evaluation: Evaluation, it: Client) -> None:
    first = mark_of(evaluation, "it")
    it.post(url(evaluation, "revise"), revision(first, mark="2", reason="From one tab."))
    typed = revision(first, mark="0", comment="From the other tab", reason="Second thought.")
    response = it.post(url(evaluation, "revise"), typed)

    assert "Your mark was changed elsewhere meanwhile" in words(response)
    assert "Second thought." in words(response)
    assert "From the other tab" in words(response)
    assert mark_of(evaluation, "it").value == 2

    sent_again = typed | {"version": response.context["revision"]["version"].value()}
    it.post(url(evaluation, "revise"), sent_again)
    assert mark_of(evaluation, "it").value == 0
    assert check(evaluation) == []


def test_a_comment_that_nobody_touched_keeps_its_other_language(evaluation: Evaluation, it: Client) -> None:
    mark = Mark.objects.exclude(comment="").exclude(comment_zh="").filter(seat__key="it")[0]
    cell = (mark.candidate.key, mark.criterion.key)
    value = "0" if mark.value else "1"
    it.post(url(evaluation, "revise", cell), revision(mark, mark=value, comment=mark.comment.replace("\n", "\r\n")))
    after = mark_of(evaluation, "it", cell)
    assert (after.comment, after.comment_zh, after.version) == (mark.comment, mark.comment_zh, 2)


def test_a_seat_that_does_not_mark_the_criterion_has_nothing_to_revise(evaluation: Evaluation, it: Client) -> None:
    seat = evaluation.seats.get(key="it")
    seat.has_all_criteria = False
    seat.save()
    assert it.get(url(evaluation)).context["revision"] is None
    assert it.post(url(evaluation, "revise"), revision(mark_of(evaluation, "it"))).status_code == 404


def withdraw(evaluation: Evaluation, seat: str, offer: str) -> None:
    evaluation.seats.get(key=seat).recused_from.add(evaluation.candidates.get(key=offer))


def test_who_has_withdrawn_takes_no_part_in_the_cell(evaluation: Evaluation, chair: Client) -> None:
    withdraw(evaluation, "service", "heronbridge")
    page = chair.get(url(evaluation))
    assert [page.context[name] for name in ("revision", "agreement", "note_form")] == [None] * 3
    assert "You have withdrawn from judging this offer" in words(page)
    sentence = "You have withdrawn from judging Heronbridge"
    assert sentence in words(chair.post(url(evaluation, "agree"), AGREED))
    assert sentence in words(chair.post(url(evaluation, "note"), {"text": "Still."}))
    mark = mark_of(evaluation, "service")
    assert "This cell is not on your sheet." in words(chair.post(url(evaluation, "revise"), revision(mark)))
    assert Consensus.objects.count() == Note.objects.count() == 0


def test_the_chair_records_a_consensus_mark_and_changes_it(evaluation: Evaluation, chair: Client) -> None:
    text = words(chair.post(url(evaluation, "agree"), AGREED, follow=True))
    assert "The committee agreed on 2. Reason: We read clause 9 together." in text
    chair.post(url(evaluation, "agree"), {"version": "1", "value": "3", "reason": "Once more."})

    rows = Consensus.objects.order_by("version").values_list("version", "value", "reason")
    assert list(rows) == [(1, 2, "We read clause 9 together."), (2, 3, "Once more.")]
    text = words(chair.get(url(evaluation)))
    assert text.index("Consensus mark recorded: 2") < text.index("Consensus mark recorded: 3")
    assert case_of(evaluation).consensus[0].value == 3
    assert check(evaluation) == []


def test_a_consensus_mark_that_is_none_says_why(evaluation: Evaluation, chair: Client) -> None:
    faults: list[tuple[dict[str, str], str]] = [
        ({"reason": ""}, "This field is required"),
        ({"reason": "x" * 20_001}, "at most 20000 characters"),
        ({"reason": "a\x00b"}, "Null characters are not allowed"),
        ({"value": "6"}, "Select a valid choice"),
        ({"value": ""}, "This field is required"),
        ({"value": "2.5"}, "Select a valid choice"),
        ({"version": "-1"}, "greater than or equal to 0"),
    ]
    for changes, sentence in faults:
        assert sentence in words(chair.post(url(evaluation, "agree"), AGREED | changes)), changes
    assert Consensus.objects.count() == 0


def test_a_consensus_mark_that_changed_meanwhile_is_looked_at_again(evaluation: Evaluation, chair: Client) -> None:
    chair.post(url(evaluation, "agree"), AGREED)
    typed = {"version": "0", "value": "5", "reason": "Typed for a while."}
    response = chair.post(url(evaluation, "agree"), typed)
    assert "was changed meanwhile" in words(response)
    assert "Typed for a while." in words(response)
    assert Consensus.objects.count() == 1
    chair.post(url(evaluation, "agree"), typed | {"version": response.context["agreement"]["version"].value()})
    assert Consensus.objects.count() == 2


def test_notes_are_kept_as_text_with_who_and_when(evaluation: Evaluation, it: Client) -> None:
    hostile = "<script>alert(1)</script>{{ 7 }}%(x)s 讨论"
    page = it.post(url(evaluation, "note"), {"text": hostile}, follow=True).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 }}%(x)s 讨论" in page
    assert "Li Wei" in page
    it.post(url(evaluation, "add_note"), {"text": "About everything."})
    round_page = it.get(url(evaluation, "consensus"))
    assert [note.text for note in round_page.context["notes"]] == ["About everything."]
    assert sum(cell.notes for cell, _chart in round_page.context["rows"]) == 1
    assert check(evaluation) == []


@pytest.mark.parametrize("name", ["note", "add_note"])
def test_a_note_that_says_nothing_or_cannot_be_kept_is_refused(evaluation: Evaluation, it: Client, name: str) -> None:
    for text in ("", "  \n", "x" * 20_001, "a\x00b"):
        response = it.post(url(evaluation, name), {"text": text})
        assert response.status_code == 200
        assert "There is a problem" in words(response)
    assert Note.objects.count() == 0


def test_after_the_decision_the_round_is_only_read(people: Committee) -> None:
    evaluation = factories.example("decided", people)
    for role in ("procurement", "auditor", "chair", "seated"):
        client = visitor(role, evaluation)
        assert "The round is over" in words(client.get(url(evaluation, "consensus")))
        page = client.get(url(evaluation))
        assert [page.context[name] for name in ("revision", "agreement", "note_form")] == [None] * 3
        assert {client.post(url(evaluation, name)).status_code for name in ("revise", "agree", "note")} == {403}


def test_individual_and_consensus_results_stand_side_by_side(evaluation: Evaluation, chair: Client) -> None:
    results = reverse("scoring:results", args=[evaluation.pk])
    for page in (results, url(evaluation, "consensus")):
        assert "efore the discussion" not in words(chair.get(page))
    assert individual_case_of(evaluation) == case_of(evaluation)

    at_closing = chair.get(results).context["result"].offer("heronbridge")
    far_apart(evaluation)
    chair.post(url(evaluation, "agree", WIDE), AGREED)
    offer = chair.get(results).context["result"].offer("heronbridge")
    assert offer.before is not None
    assert (offer.before.total, offer.before.place) == (at_closing.total, at_closing.place)
    assert offer.before.delta == offer.total - at_closing.total
    assert offer.before.delta != 0
    assert "Before the discussion" in words(chair.get(results))
    text = words(chair.get(url(evaluation, "consensus")))
    assert f"{at_closing.total} {offer.total} {offer.before.difference}" in text


def test_the_individual_case_knows_no_mark_that_came_after_closing(evaluation: Evaluation) -> None:
    before = case_of(evaluation)
    far_apart(evaluation)
    after = individual_case_of(evaluation)
    assert set(map(repr, after.marks)) == set(map(repr, before.marks))
    assert case_of(evaluation).marks != before.marks


def test_a_reader_of_chinese_meets_the_pages_in_chinese(evaluation: Evaluation, chair: Client) -> None:
    far_apart(evaluation)
    chair.post(url(evaluation, "agree"), AGREED)
    Member.objects.update(language="zh-hans")
    for name in ("consensus", "consensus_cell"):
        page = chair.get(url(evaluation, name)).content.decode()
        assert 'lang="zh-Hans"' in page
        assert evaluation.seats.get(key="it").name_zh in page
