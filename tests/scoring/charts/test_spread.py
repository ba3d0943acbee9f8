"""The dot plot of one cell: each mark at its place, equal ones stacked, all of it in words too."""

from collections.abc import Iterator
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import override

from scoring.charts import spread_chart
from scoring.formulas.case import Scale
from scoring.presentation import DiscussedCell
from scoring.presentation.discussion import SeatMark

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def a_cell(*marks: int | None, advisory: int = 0, scale: Scale | None = None, **said: object) -> DiscussedCell:
    """Voting seats with these marks; the last `advisory` of them do not vote."""
    seats = tuple(
        SeatMark(
            seat_id=f"s{place}",
            seat=f"Seat {place}",
            is_voting=place < len(marks) - advisory,
            value=value,
            text="no mark" if value is None else str(value),
            was="",
        )
        for place, value in enumerate(marks)
    )
    fields = {
        "offer_id": "a",
        "offer": "Vendor A",
        "criterion_id": "c",
        "criterion": "Ticket flow",
        "dimension": "Need match",
        "spread": None,
        "is_wide": False,
        "panel": Decimal("46.67"),
        "consensus": None,
        "notes": 0,
    }
    return DiscussedCell(seats=seats, scale=scale or Scale(min=0, max=5), **(fields | said))  # type: ignore[arg-type]


# Only our own chart is parsed here, and its texts are escaped: nothing of a stranger's reaches the parser.
def drawn(cell: DiscussedCell) -> ET.Element:
    return ET.fromstring(spread_chart(cell, chart_id="x"))  # noqa: S314


def dots(cell: DiscussedCell) -> list[tuple[float, float]]:
    circles = drawn(cell).iter(f"{SVG}circle")
    return [(float(each.get("cx", "")), float(each.get("cy", ""))) for each in circles]


def ticks(cell: DiscussedCell) -> dict[str, float]:
    return {each.text or "": float(each.get("x", "")) for each in drawn(cell).iter(f"{SVG}text")}


def test_each_dot_stands_over_its_mark() -> None:
    cell = a_cell(0, 3, 5)
    assert [x for x, _y in dots(cell)] == [ticks(cell)[mark] for mark in ("0", "3", "5")]


def test_equal_marks_are_stacked_and_none_leaves_the_picture() -> None:
    cell = a_cell(*[4] * 12, 0)
    places = dots(cell)
    assert len(set(places)) == 13
    width, height = (float(drawn(cell).get(name, "")) for name in ("width", "height"))
    assert all(5 <= x <= width - 5 and 5 <= y <= height - 5 for x, y in places)


def test_who_gave_no_mark_has_no_dot_and_is_in_the_words() -> None:
    cell = a_cell(4, None, 1, consensus=3)
    assert len(dots(cell)) == 2
    root = drawn(cell)
    assert root.findtext(f"{SVG}title") == "Marks for Vendor A on Ticket flow"
    words = "Seat 0: 4. Seat 1: no mark. Seat 2: 1. Panel: 46.67 of 100. Consensus mark: 3."
    assert root.findtext(f"{SVG}desc") == words
    assert root.get("aria-labelledby") == "x-title x-desc"


def test_an_advisory_mark_is_hollow_and_widens_nothing() -> None:
    circles = list(drawn(a_cell(3, 3, 0, advisory=1)).iter(f"{SVG}circle"))
    assert [each.get("class") for each in circles] == ["part-need", "part-need", "ground hollow"]
    assert 'stroke-width="3"' not in spread_chart(a_cell(3, 3, 0, advisory=1), chart_id="x")
    assert 'stroke-width="3"' in spread_chart(a_cell(3, 3, 0), chart_id="x")


@pytest.mark.parametrize(
    ("scale", "expected"),
    [
        (Scale(min=0, max=5), ["0", "1", "2", "3", "4", "5"]),
        (Scale(min=1, max=10), [str(mark) for mark in range(1, 11)]),
        (Scale(min=0, max=100), ["0", "50", "100"]),
        (Scale(min=-100, max=-99), ["-100", "-99"]),
    ],
)
def test_a_long_scale_names_its_ends_and_middle(scale: Scale, expected: list[str]) -> None:
    assert list(ticks(a_cell(scale.min, scale.max, scale=scale))) == expected


def test_a_cell_without_any_mark_is_a_bare_scale() -> None:
    assert dots(a_cell(None, None, panel=None)) == []


def test_names_are_text_and_never_markup_and_nothing_is_a_style() -> None:
    svg = spread_chart(a_cell(1, offer='<script>"&', criterion="讨论"), chart_id="x")
    assert "<script>" not in svg
    assert "style=" not in svg
    assert drawn(a_cell(1, offer='<script>"&')).findtext(f"{SVG}title") == 'Marks for <script>"& on Ticket flow'
