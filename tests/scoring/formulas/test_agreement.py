"""Agreement: what counts as far apart, and that it never touches a score."""

from dataclasses import replace

from scoring.formulas.agreement import discrepancies
from scoring.formulas.case import Case, Mark, Scale
from tests.scoring.small_files import an_offer, small_case


def case_with(*values: tuple[str, int | None], high: int = 5) -> Case:
    """One offer, and what each seat says about "tickets"."""
    case = small_case(an_offer("a", marks={}))
    marks = tuple(
        Mark(seat=seat, offer="a", criterion="tickets", value=value, state=None if value is not None else "abstained")
        for seat, value in values
    )
    return replace(case, scale=Scale(min=0, max=high), marks=marks)


def found(case: Case) -> list[tuple[str, str, int]]:
    return [(each.offer, each.criterion, each.spread) for each in discrepancies(case)]


def test_forty_percent_of_the_scale_is_far_apart_and_less_is_not() -> None:
    assert found(case_with(("service", 2), ("it", 4))) == [("a", "tickets", 2)]
    assert found(case_with(("service", 3), ("it", 4))) == []
    assert found(case_with(("service", 30), ("it", 70), high=100)) == [("a", "tickets", 40)]
    assert found(case_with(("service", 30), ("it", 69), high=100)) == []


def test_the_limit_is_a_share_of_the_scale_wherever_that_begins() -> None:
    case = replace(case_with(("service", 1), ("it", 3)), scale=Scale(min=1, max=6))
    assert found(case) == [("a", "tickets", 2)]


def test_one_mark_alone_or_none_disagrees_with_nobody() -> None:
    assert found(case_with(("service", 0))) == []
    assert found(case_with()) == []
    assert found(case_with(("service", 0), ("it", None))) == []


def test_an_advisory_seat_makes_no_discrepancy() -> None:
    case = case_with(("service", 0), ("it", 5))
    assert found(case) == [("a", "tickets", 5)]
    advisory = tuple(replace(seat, voting=seat.id != "it") for seat in case.seats)
    assert found(replace(case, seats=advisory)) == []


def test_the_widest_comes_first_else_the_order_of_the_criteria() -> None:
    case = small_case(an_offer("a", marks={}), an_offer("b", marks={}))
    said = {("tickets", "a"): 2, ("tickets", "b"): 5, ("robot", "a"): 3, ("security", "a"): 2, ("security", "b"): 1}
    marks = [
        Mark(seat=seat, offer=offer, criterion=criterion, value=value)
        for (criterion, offer), apart in said.items()
        for seat, value in (("service", 0), ("it", apart))
    ]
    expected = [("b", "tickets", 5), ("a", "robot", 3), ("a", "tickets", 2), ("a", "security", 2)]
    assert found(replace(case, marks=tuple(marks))) == expected
    assert found(replace(case, marks=tuple(reversed(marks)))) == expected
