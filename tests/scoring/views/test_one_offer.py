"""One offer at a time: a card for each criterion, one ordinary form, and the way through the sheet."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from scoring import actions
from scoring.actions import Answer
from scoring.models import Evaluation, Mark, Seat, Stage
from scoring.sheets import Cell, sheet_of
from tests import factories
from tests.visitors import answers, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation() -> Evaluation:
    return factories.open_evaluation()


@pytest.fixture
def seat(evaluation: Evaluation) -> Seat:
    return evaluation.seats.select_related("evaluation", "member")[0]


@pytest.fixture
def member(seat: Seat) -> Client:
    assert seat.member is not None
    return signed_in(seat.member)


def cells(seat: Seat, offer: int = 0) -> list[Cell]:
    """The cells of one offer, criterion by criterion."""
    own = sheet_of(seat)
    return [cell for cell in own.cells if cell.candidate == own.candidates[offer]]


def name(cell: Cell) -> str:
    return f"{cell.candidate.pk}-{cell.criterion.pk}"


def url(seat: Seat, offer: int = 0) -> str:
    return reverse("scoring:one_offer", args=[seat.evaluation_id, sheet_of(seat).candidates[offer].key])


def form(seat: Seat, offer: int = 0, versions: str = "", **marks: str) -> dict[str, str]:
    """What a browser sends: each card has one radio chosen. `marks` names cards by their number: c0="4"."""
    sent = {"seat": seat.key, "versions": versions}
    for number, cell in enumerate(cells(seat, offer)):
        sent[f"mark-{name(cell)}"] = marks.get(f"c{number}", "")
        sent[f"comment-{name(cell)}"] = sent[f"evidence-{name(cell)}"] = ""
    return sent


def mark(seat: Seat, cell: Cell, value: int = 3) -> None:
    actions.save_mark(
        seat, cell.candidate, cell.criterion, Answer("marked", value), by=None, on=factories.NOON, version=0
    )


def test_a_card_offers_every_mark_with_what_earns_it(client: Client) -> None:
    evaluation = factories.example("scoring")
    seat = evaluation.seats.get(key="it")
    assert seat.member is not None

    html = signed_in(seat.member).get(url(seat)).content.decode()

    cell = next(each for each in cells(seat) if dict(each.criterion.anchors_for_reader).keys() == {0, 1, 3, 5})
    for text in dict(cell.criterion.anchors_for_reader).values():
        assert text in html
    assert "between 3 and 5" in html
    assert len(re.findall(rf'type="radio"\s+name="mark-{name(cell)}"', html)) == 10
    assert "Not applicable" in html
    assert "Not scored yet" in html
    assert str(cell.candidate.offer.vendor) in html


def test_only_this_offers_cells_are_on_the_page(member: Client, seat: Seat) -> None:
    html = member.get(url(seat)).content.decode()

    assert all(f'name="mark-{name(cell)}"' in html for cell in cells(seat))
    assert not any(f'name="mark-{name(cell)}"' in html for cell in cells(seat, 1))
    assert url(seat, 1) in html
    assert reverse("scoring:sheet", args=[seat.evaluation_id]) in html
    assert url(seat) in member.get(reverse("scoring:sheet", args=[seat.evaluation_id])).content.decode()


def test_what_was_saved_is_chosen(member: Client, seat: Seat) -> None:
    first, second, _third = cells(seat)
    mark(seat, first, 4)
    actions.save_mark(
        seat,
        second.candidate,
        second.criterion,
        Answer("left_open", comment="No access <yet>", evidence="demo"),
        by=None,
        on=factories.NOON,
        version=0,
    )

    html = member.get(url(seat)).content.decode()

    chosen = dict(re.findall(r'name="mark-(\S+)"\s+value="(\w*)"\s+checked', html))
    assert chosen == {name(first): "4", name(second): "o", name(cells(seat)[2]): ""}
    assert "No access &lt;yet&gt;" in html
    assert '<option value="demo" selected>' in html


def test_save_and_next_goes_to_the_first_gap_then_to_the_next_offer_then_to_submit(member: Client, seat: Seat) -> None:
    first, second, third = cells(seat)

    answer = member.post(url(seat), form(seat, c0="4"))
    assert answer["Location"] == f"{url(seat)}#k{second.criterion.pk}"
    answer = member.post(url(seat), form(seat, versions=f"{name(first)}=1", c0="4", c1="n", c2="5"))
    assert answer["Location"] == url(seat, 1)
    answer = member.post(url(seat, 1), form(seat, 1, c0="1", c1="a", c2="0"))
    assert answer["Location"] == reverse("scoring:submit", args=[seat.evaluation_id])

    said = {name(cell): (cell.mark.state, cell.mark.value, cell.version) for cell in sheet_of(seat).cells if cell.mark}
    assert len(said) == 6
    assert said[name(first)] == ("marked", 4, 1)
    assert said[name(second)] == ("not_applicable", None, 1)
    assert said[name(third)] == ("marked", 5, 1)


def test_the_next_offer_with_a_gap_may_lie_before_this_one(member: Client, seat: Seat) -> None:
    answer = member.post(url(seat, 1), form(seat, 1, c0="1", c1="2", c2="3"))

    assert answer["Location"] == url(seat)


def test_left_open_without_a_reason_comes_back_as_it_was_typed(member: Client, seat: Seat) -> None:
    answer = member.post(url(seat), form(seat, c0="o", c1="2"))

    html = answer.content.decode()
    first, second, _third = cells(seat)
    assert answer.status_code == 422
    assert "Say in the comment why the cell stays open." in html
    assert f'href="#m{name(first)}"' in html
    assert tuple(
        dict(re.findall(r'name="mark-(\S+)"\s+value="(\w*)"\s+checked', html))[name(cell)] for cell in (first, second)
    ) == ("o", "2")
    assert [said.value for said in Mark.objects.all()] == [2]


@pytest.mark.parametrize("comment", ["x" * 20_001, "nothing\x00"])
def test_a_comment_that_cannot_be_stored_is_refused_and_kept(member: Client, seat: Seat, comment: str) -> None:
    sent = form(seat, c0="2") | {f"comment-{name(cells(seat)[0])}": comment}

    answer = member.post(url(seat), sent)

    assert answer.status_code == 422
    assert "A comment is text of at most 20000 characters." in answer.content.decode()
    assert not Mark.objects.exists()


def test_markup_and_chinese_in_a_comment_are_text(member: Client, seat: Seat) -> None:
    member.post(url(seat), form(seat, c0="2") | {f"comment-{name(cells(seat)[0])}": "<script>好</script>"})

    assert Mark.objects.get().comment == "<script>好</script>"
    assert "&lt;script&gt;好" in member.get(url(seat)).content.decode()


def test_a_cell_changed_in_another_tab_comes_back_with_both_sayings(member: Client, seat: Seat) -> None:
    first = cells(seat)[0]
    sent = form(seat, c0="5")
    mark(seat, first, 2)

    answer = member.post(url(seat), sent)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "There it says: 2." in html
    assert Mark.objects.get().value == 2
    assert dict(re.findall(r'name="mark-(\S+)"\s+value="(\w*)"\s+checked', html))[name(first)] == "5"
    versions = re.search(r'name="versions" value="([^"]*)"', html)
    assert versions is not None
    member.post(url(seat), sent | {"versions": versions[1]})
    assert Mark.objects.get().value == 5


def test_marks_that_arrive_after_closing_come_back_and_are_not_saved(member: Client, seat: Seat) -> None:
    Evaluation.objects.update(stage=Stage.CONSENSUS)

    answer = member.post(url(seat), form(seat, c0="5"))

    assert answer.status_code == 423
    assert not Mark.objects.exists()
    assert "Save and next" not in answer.content.decode()


def test_a_form_of_another_persons_sheet_is_refused(member: Client, seat: Seat) -> None:
    assert member.post(url(seat), form(seat, c0="5") | {"seat": "another"}).status_code == 403
    assert not Mark.objects.exists()


def test_a_long_scale_is_typed(client: Client) -> None:
    seat = factories.open_evaluation(scale_max=100).seats.select_related("evaluation", "member")[0]
    assert seat.member is not None
    browser = signed_in(seat.member)

    assert 'type="radio"' not in browser.get(url(seat)).content.decode()
    browser.post(url(seat), form(seat, c0="87"))

    assert Mark.objects.get().value == 87


def test_an_offer_one_withdrew_from_and_one_of_elsewhere_are_not_found(member: Client, seat: Seat) -> None:
    here = url(seat)
    elsewhere = factories.open_evaluation().candidates.all()[0].key
    seat.recused_from.add(sheet_of(seat).candidates[0])

    for address in (here, reverse("scoring:one_offer", args=[seat.evaluation_id, elsewhere])):
        assert member.get(address).status_code == 404
        assert member.post(address, {"seat": seat.key}).status_code == 404


def test_who_may_open_it(evaluation: Evaluation, seat: Seat) -> None:
    assert answers(url(seat), evaluation) == {
        "procurement": 403,
        "finance": 403,
        "auditor": 403,
        "administrator": 404,
        "chair": 200,
        "seated": 200,
        "stranger": 404,
        "anonymous": 302,
    }


def test_it_costs_the_same_queries_whatever_the_size(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for criteria, offers in [(1, 2), (12, 5)]:
        row = factories.open_evaluation(criteria=criteria, offers=offers)
        seat = row.seats.select_related("evaluation", "member")[0]
        assert seat.member is not None
        browser, address = signed_in(seat.member), url(seat)
        for cell in list(sheet_of(seat).cells):
            mark(seat, cell)
        with django_assert_max_num_queries(13):
            assert browser.get(address).status_code == 200
