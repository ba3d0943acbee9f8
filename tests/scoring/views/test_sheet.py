"""The score sheet without script: the grid, the one form, and handing it in."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from scoring import actions
from scoring.actions import Answer
from scoring.models import Baseline, Evaluation, Mark, Seat, Stage
from scoring.own_pattern import pattern_of
from scoring.sheets import Cell, sheet_of
from scoring.views.sheet_page import frozen_case, shares_of
from tests import factories

pytestmark = pytest.mark.django_db

MOST_QUERIES = 13


@pytest.fixture
def evaluation() -> Evaluation:
    return actions.open_scoring(factories.small_evaluation(), by=None, on=factories.NOON)


@pytest.fixture
def seat(evaluation: Evaluation) -> Seat:
    return evaluation.seats.select_related("evaluation", "member")[0]


@pytest.fixture
def member(client: Client, seat: Seat) -> Client:
    """A browser in which the member of `seat` is signed in."""
    assert seat.member is not None
    client.force_login(seat.member)
    return client


def cells(seat: Seat) -> list[Cell]:
    return list(sheet_of(seat).cells)


def name(cell: Cell) -> str:
    return f"{cell.candidate.pk}-{cell.criterion.pk}"


def url(seat: Seat, page: str = "sheet") -> str:
    return reverse(f"scoring:{page}", args=[seat.evaluation_id])


def mark(seat: Seat, cell: Cell, value: object = 3, *, version: int = 0, **said: Any) -> Mark:
    answer = Answer(**({"state": "marked", "value": value} | said))
    return actions.save_mark(
        seat, cell.candidate, cell.criterion, answer, by=seat.member, on=factories.NOON, version=version
    )[0]


def fill(seat: Seat) -> None:
    for cell in cells(seat):
        mark(seat, cell)


def form_of(client: Client, seat: Seat) -> dict[str, str]:
    """What a browser would send if nothing was typed."""
    html = client.get(url(seat)).content.decode()
    sent = dict(re.findall(r'<input\s[^>]*name="((?:mark|versions|seat)[^"]*)"\s+value="([^"]*)"', html))
    sent |= dict(re.findall(r'<textarea\s[^>]*name="(comment[^"]*)"[^>]*>\n([^<]*)</textarea>', html))
    for key, options in re.findall(r'<select\s[^>]*name="(evidence[^"]*)"[^>]*>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[key] = chosen[1] if chosen else ""
    return sent


def test_the_grid_shows_every_criterion_by_every_offer(member: Client, seat: Seat) -> None:
    html = member.get(url(seat)).content.decode()

    assert len(re.findall(r'name="mark-', html)) == len(cells(seat)) == 6
    for cell in cells(seat):
        assert f'name="mark-{name(cell)}"' in html
        assert str(cell.criterion) in html
        assert str(cell.candidate.offer.vendor) in html
    assert "0 of 6 cells" in html


def test_a_row_carries_what_is_needed_to_mark(client: Client) -> None:
    evaluation = factories.example("scoring")
    seat = evaluation.seats.get(key="it")
    assert seat.member is not None
    client.force_login(seat.member)

    html = client.get(url(seat)).content.decode()

    criterion = sheet_of(seat).criteria[0]
    assert criterion.question_for_reader in html
    assert criterion.evidence_for_reader in html
    for _mark, text in criterion.anchors_for_reader:
        assert text in html
    assert "of the total" in html
    assert "Knock-out" in html


def test_the_weights_of_the_whole_evaluation_add_up_to_one(evaluation: Evaluation) -> None:
    assert sum(shares_of(frozen_case(evaluation)).values()) == pytest.approx(1)


def test_the_offers_promises_and_costs_are_those_of_the_day_on_which_scoring_opened(member: Client, seat: Seat) -> None:
    line = cells(seat)[0].candidate.offer.cost_lines.get()
    line.amounts.update(expected=777_777)

    html = member.get(url(seat)).content.decode()

    assert "CNY 300,000" in html
    assert "777,777" not in html


def test_what_was_saved_stands_in_the_fields(member: Client, seat: Seat) -> None:
    first, second, third, *_rest = cells(seat)
    mark(seat, first, 4, comment="Seen <b>twice</b>", evidence="demo")
    mark(seat, second, state="not_applicable")
    mark(seat, third, state="left_open", comment="No access yet")

    sent = form_of(member, seat)

    assert sent[f"mark-{name(first)}"] == "4"
    assert sent[f"comment-{name(first)}"] == "Seen &lt;b&gt;twice&lt;/b&gt;"
    assert sent[f"evidence-{name(first)}"] == "demo"
    assert sent[f"mark-{name(second)}"] == "n"
    assert sent[f"mark-{name(third)}"] == "o"
    assert "3 of 6 cells" in member.get(url(seat)).content.decode()


def test_save_all_saves_what_was_typed_and_nothing_else(member: Client, seat: Seat) -> None:
    first, second, third, *_rest = cells(seat)
    mark(seat, third, 2)
    sent = form_of(member, seat) | {
        f"mark-{name(first)}": "4",
        f"comment-{name(first)}": "line one\r\nline two",
        f"evidence-{name(first)}": "document",
        f"mark-{name(second)}": "n",
    }

    answer = member.post(url(seat), sent, follow=True)

    assert answer.redirect_chain == [(url(seat), 302)]
    assert "2 cells saved." in answer.content.decode()
    saved = {name(cell): cell.mark for cell in cells(seat) if cell.mark}
    assert saved.keys() == {name(first), name(second), name(third)}
    said = saved[name(first)]
    assert said is not None
    assert (said.value, said.comment, said.evidence, said.version) == (4, "line one\nline two", "document", 1)
    assert [(each.mark.state, each.mark.version) for each in cells(seat)[1:3] if each.mark] == [
        ("not_applicable", 1),
        ("marked", 1),
    ]


def test_sending_the_form_untouched_changes_nothing(member: Client, seat: Seat) -> None:
    mark(seat, cells(seat)[0], 4, comment="two\nlines")

    answer = member.post(url(seat), form_of(member, seat), follow=True)

    assert "Nothing was changed." in answer.content.decode()
    assert Mark.objects.get().version == 1


@pytest.mark.parametrize(
    ("typed", "saved"),
    [
        ("４", ("marked", 4)),
        (" 5 ", ("marked", 5)),
        ("N", ("not_applicable", None)),
        ("n/a", ("not_applicable", None)),
        ("ａ", ("abstained", None)),
        ("Abstained", ("abstained", None)),
    ],
)
def test_what_can_only_mean_one_thing_is_taken(
    member: Client, seat: Seat, typed: str, saved: tuple[str, int | None]
) -> None:
    member.post(url(seat), form_of(member, seat) | {f"mark-{name(cells(seat)[0])}": typed})

    said = Mark.objects.get()
    assert (said.state, said.value) == saved


@pytest.mark.parametrize("typed", ["7", "-1", "abc", "四", "٤", "④", "3.5", "4 5", "999999999999999999999", "<i>"])
def test_what_is_no_mark_comes_back_as_it_was_typed(member: Client, seat: Seat, typed: str) -> None:
    first, second, *_rest = cells(seat)
    sent = form_of(member, seat) | {f"mark-{name(first)}": typed, f"mark-{name(second)}": "3"}

    answer = member.post(url(seat), sent)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "A mark is a whole number from 0 to 5." in html
    assert f'<a href="#m{name(first)}">' in html
    assert "1 cell saved." in html
    assert form_of_html(html)[f"mark-{name(first)}"] == typed.replace("<", "&lt;").replace(">", "&gt;")
    assert [said.value for said in Mark.objects.all()] == [3]


def form_of_html(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input\s[^>]*name="(mark[^"]*)"\s+value="([^"]*)"', html))


def test_clearing_a_field_clears_the_cell(member: Client, seat: Seat) -> None:
    first = cells(seat)[0]
    mark(seat, first, 4)

    member.post(url(seat), form_of(member, seat) | {f"mark-{name(first)}": ""})

    said = Mark.objects.get()
    assert (said.state, said.value, said.version) == ("missing", None, 2)


def test_a_cell_changed_in_another_tab_comes_back_with_both_sayings(member: Client, seat: Seat) -> None:
    first = cells(seat)[0]
    sent = form_of(member, seat)
    mark(seat, first, 2, comment="from the other tab")

    answer = member.post(url(seat), sent | {f"mark-{name(first)}": "5", f"comment-{name(first)}": "mine"})

    html = answer.content.decode()
    assert answer.status_code == 409
    assert form_of_html(html)[f"mark-{name(first)}"] == "5"
    assert ">\nmine</textarea>" in html
    assert "There it says: 2 · from the other tab." in html
    assert Mark.objects.get().value == 2


def test_after_a_conflict_saving_again_keeps_mine(member: Client, seat: Seat) -> None:
    first = cells(seat)[0]
    mine = form_of(member, seat) | {f"mark-{name(first)}": "5"}
    mark(seat, first, 2)
    html = member.post(url(seat), mine).content.decode()
    versions = re.search(r'name="versions"\s+value="([^"]*)"', html)
    assert versions is not None

    member.post(url(seat), mine | {"versions": versions[1]})

    assert (Mark.objects.get().value, Mark.objects.get().version) == (5, 2)


def test_after_a_conflict_a_tick_keeps_what_is_there(member: Client, seat: Seat) -> None:
    first = cells(seat)[0]
    mine = form_of(member, seat) | {f"mark-{name(first)}": "5"}
    mark(seat, first, 2)

    answer = member.post(url(seat), mine | {f"theirs-{name(first)}": "on"})

    assert answer.status_code == 302
    assert Mark.objects.get().value == 2


def test_a_cell_that_was_not_touched_here_is_no_conflict(member: Client, seat: Seat) -> None:
    first, second, *_rest = cells(seat)
    mark(seat, first, 1)
    sent = form_of(member, seat)
    mark(seat, first, 2, version=1)

    answer = member.post(url(seat), sent | {f"mark-{name(second)}": "4"})

    assert answer.status_code == 302
    assert list(Mark.objects.order_by("value").values_list("value", flat=True)) == [2, 4]


def test_marks_that_arrive_after_closing_come_back_and_are_not_saved(member: Client, seat: Seat) -> None:
    first = cells(seat)[0]
    sent = form_of(member, seat)
    Evaluation.objects.update(stage=Stage.CONSENSUS)

    answer = member.post(url(seat), sent | {f"mark-{name(first)}": "5"})

    html = answer.content.decode()
    assert answer.status_code == 423
    assert "Scoring is not open: the evaluation is at stage “Consensus”." in html
    assert form_of_html(html)[f"mark-{name(first)}"] == "5"
    assert not Mark.objects.exists()


@pytest.mark.parametrize("versions", ["", "x", "1-1=99999999999999999999", "1-1=-1 =3", "9" * 5_000, "1-1=\u0663"])
def test_nonsense_for_versions_is_an_answer_and_not_an_error(member: Client, seat: Seat, versions: str) -> None:
    first = cells(seat)[0]

    answer = member.post(url(seat), form_of(member, seat) | {"versions": versions, f"mark-{name(first)}": "4"})

    assert answer.status_code == 302
    assert Mark.objects.get().value == 4


def test_a_form_of_another_persons_sheet_is_refused(member: Client, seat: Seat) -> None:
    first = cells(seat)[0]

    answer = member.post(url(seat), form_of(member, seat) | {"seat": "another", f"mark-{name(first)}": "5"})

    assert answer.status_code == 403
    assert not Mark.objects.exists()


def test_the_filter_leaves_only_criteria_with_gaps(member: Client, seat: Seat) -> None:
    first, second, *_rest = cells(seat)
    mark(seat, first)
    mark(seat, second)

    html = member.get(url(seat) + "?show=open").content.decode()

    assert f'name="mark-{name(first)}"' not in html
    assert len(re.findall(r'name="mark-', html)) == 4
    assert "2 of 6 cells" in html


def test_saving_under_the_filter_leaves_the_hidden_cells_alone(member: Client, seat: Seat) -> None:
    first, second, third, *_rest = cells(seat)
    mark(seat, first)
    mark(seat, second)

    member.post(url(seat) + "?show=open", {"seat": seat.key, "versions": "", f"mark-{name(third)}": "4"})

    assert [(each.mark.value, each.mark.version) for each in cells(seat) if each.mark] == [(3, 1), (3, 1), (4, 1)]


def test_the_next_unscored_cell_can_be_reached_without_script(member: Client, seat: Seat) -> None:
    first, second, *_rest = cells(seat)
    mark(seat, first)

    html = member.get(url(seat)).content.decode()

    assert f'href="#m{name(second)}"' in html
    assert re.search(rf'data-cell="{name(second)}"[^>]*id="next"', html)


def test_nothing_of_others_is_on_the_sheet(member: Client, seat: Seat) -> None:
    other = Seat.objects.filter(evaluation=seat.evaluation_id).exclude(pk=seat.pk).get()
    before = strip_tokens(member.get(url(seat)).content.decode())
    for cell in cells(other):
        mark(other, cell, 5, comment="SECRET-COMMENT")

    assert Mark.objects.filter(comment="SECRET-COMMENT").count() == len(cells(other))
    assert strip_tokens(member.get(url(seat)).content.decode()) == before


def strip_tokens(html: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html)


def test_strangers_find_no_sheet_and_readers_without_a_seat_may_not_see_one(client: Client, seat: Seat) -> None:
    for person, status in [(factories.member(), 404), (factories.member(group="Procurement"), 403)]:
        client.force_login(person)
        for name_ in ("sheet", "submit"):
            assert client.get(url(seat, name_)).status_code == status
            assert client.post(url(seat, name_), {"on_evidence": "on", "seat": seat.key}).status_code == status


def test_a_draft_has_no_sheet_yet(client: Client) -> None:
    evaluation = factories.small_evaluation()
    runner = factories.member(group="Procurement")
    seat = factories.seat(evaluation=evaluation, member=runner)
    client.force_login(runner)

    assert client.get(url(seat)).status_code == 403


def test_the_grid_costs_the_same_queries_whatever_its_size(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for criteria, offers in [(1, 2), (12, 5)]:
        row = actions.open_scoring(
            factories.small_evaluation(criteria=criteria, offers=offers), by=None, on=factories.NOON
        )
        seat = row.seats.select_related("evaluation", "member")[0]
        assert seat.member is not None
        client.force_login(seat.member)
        fill(seat)
        for page in ("sheet", "submit"):
            with django_assert_max_num_queries(MOST_QUERIES):
                assert client.get(url(seat, page)).status_code == 200


def test_a_member_who_withdrew_from_every_offer_is_told_so(member: Client, seat: Seat) -> None:
    seat.recused_from.set(seat.evaluation.candidates.all())

    html = member.get(url(seat)).content.decode()

    assert "Nothing to score" in html
    assert "<table" not in html


def test_gaps_come_first_and_keep_the_sheet_from_being_handed_in(member: Client, seat: Seat) -> None:
    first, *_rest = cells(seat)
    mark(seat, first)

    html = member.get(url(seat, "submit")).content.decode()
    answer = member.post(url(seat, "submit"), {"on_evidence": "on"})

    assert html.index("Still empty") < html.index("My marks")
    assert html.count(f'href="{url(seat)}#m') - html.count("own-change") == 5
    assert "Hand in my sheet" not in html
    assert answer.status_code == 422
    assert "5 cells are still empty" in answer.content.decode()
    assert not Seat.objects.get(pk=seat.pk).is_submitted


def test_extremes_without_a_comment_and_marks_above_their_evidence_are_advice(member: Client, seat: Seat) -> None:
    fill(seat)
    first, second, *_rest = cells(seat)
    mark(seat, first, 5, version=1)
    mark(seat, second, 4, version=1, evidence="brochure", comment="said so")

    html = member.get(url(seat, "submit")).content.decode()

    assert "Lowest or highest mark without a comment" in html
    assert "Marks above their evidence" in html
    assert "Hand in my sheet" in html


def test_the_sheet_is_handed_in_with_a_tick(member: Client, seat: Seat) -> None:
    fill(seat)

    without = member.post(url(seat, "submit"), {})
    assert without.status_code == 422
    assert "Tick this to hand in your sheet." in without.content.decode()
    assert not Seat.objects.get(pk=seat.pk).is_submitted

    answer = member.post(url(seat, "submit"), {"on_evidence": "on"}, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain == [(url(seat), 302)]
    assert "You handed in this sheet on" in html
    assert "Save all" not in html
    assert html.count("readonly") == 2 * len(cells(seat))


def test_a_second_click_on_submit_is_harmless(member: Client, seat: Seat) -> None:
    fill(seat)
    member.post(url(seat, "submit"), {"on_evidence": "on"})
    at = Seat.objects.get(pk=seat.pk).submitted_at

    answer = member.post(url(seat, "submit"), {"on_evidence": "on"})

    assert (answer.status_code, answer["Location"]) == (302, url(seat))
    assert Seat.objects.get(pk=seat.pk).submitted_at == at


def test_submitting_after_scoring_was_closed_says_so(member: Client, seat: Seat) -> None:
    fill(seat)
    Evaluation.objects.update(stage=Stage.CONSENSUS)

    answer = member.post(url(seat, "submit"), {"on_evidence": "on"})

    html = answer.content.decode()
    assert answer.status_code == 423
    assert "Your sheet was not handed in" in html
    assert "Scoring is closed: the evaluation is at stage “Consensus”." in html
    assert "Hand in my sheet" not in html


def test_an_evaluation_without_a_baseline_shows_the_live_facts(client: Client) -> None:
    seat = factories.small_evaluation(stage=Stage.SCORING).seats.select_related("evaluation", "member")[0]
    assert seat.member is not None
    client.force_login(seat.member)

    assert "CNY 300,000" in client.get(url(seat)).content.decode()
    assert not Baseline.objects.exists()


def test_a_mark_far_from_all_others_on_its_criterion_is_advice(client: Client) -> None:
    seat = factories.open_evaluation(criteria=2, offers=3).seats.select_related("evaluation", "member")[0]
    assert seat.member is not None
    client.force_login(seat.member)
    for cell, value in zip(cells(seat), [5, 3, 3, 1, 1, 2, 4, 4, 3], strict=True):
        mark(seat, cell, value, comment="because")

    html = client.get(url(seat, "submit")).content.decode()

    assert [cell.mark.value for cell in pattern_of(sheet_of(seat)).alone if cell.mark] == [5]
    assert "Marks that stand alone among your own" in html
    assert "lies 2 points or more from every other mark" in html
    assert "The same mark everywhere" not in html
    assert "Hand in my sheet" in html


def test_two_camps_of_marks_are_no_outliers(client: Client) -> None:
    seat = factories.open_evaluation(criteria=1, offers=4).seats.select_related("evaluation", "member")[0]
    for cell, value in zip(cells(seat), [5, 5, 1, 1, 0, 0, 4, 4], strict=True):
        mark(seat, cell, value)

    assert pattern_of(sheet_of(seat)).alone == []


def test_an_offer_with_one_mark_everywhere_is_advice(member: Client, seat: Seat) -> None:
    for cell, value in zip(cells(seat), [3, 1, 3, 2, 3, 1], strict=True):
        mark(seat, cell, value)

    html = member.get(url(seat, "submit")).content.decode()

    assert "The same mark everywhere" in html
    assert "3 marks, always 3" in html
    assert html.count("always") == 1


def test_one_who_has_not_declared_is_sent_to_the_interests_and_loses_nothing(member: Client, seat: Seat) -> None:
    Seat.objects.filter(pk=seat.pk).update(declared_at=None)
    key = sheet_of(seat).candidates[0].key

    for address in [
        url(seat),
        url(seat, "submit"),
        url(seat, "envelope"),
        reverse("scoring:one_offer", args=[seat.evaluation_id, key]),
        reverse("scoring:files", args=[seat.evaluation_id, key, sheet_of(seat).criteria[0].key]),
    ]:
        assert member.get(address)["Location"] == url(seat, "interests")
        assert member.post(address, {"seat": seat.key})["Location"] == url(seat, "interests")
