"""The cells of the heat table: every text escaped, every key quoted, every sign said in words."""

from dataclasses import replace
from decimal import Decimal

from scoring.presentation.heat import HeatCell
from scoring.templatetags.heat import heat_cells

CELL = HeatCell(
    offer_id="a",
    score=Decimal("80.00"),
    status="scored",
    band="4",
    marked=3,
    expected=3,
    is_consensus=False,
    fails=False,
    is_partial=False,
)


def test_a_cell_links_to_how_it_came_about() -> None:
    assert heat_cells([CELL], "/e/7/results/", "calls") == (
        '<td class="heat-4"><a href="/e/7/results/a/calls/">80.00</a></td>'
    )


def test_signs_stand_beside_the_number_and_in_words() -> None:
    found = heat_cells([replace(CELL, fails=True, marked=2, is_partial=True)], "/", "calls")
    assert '80.00 <span class="sign" aria-hidden="true">✕</span>' in found
    assert '<span class="visually-hidden">excluded by this knock-out</span>' in found
    assert '<span class="visually-hidden">marked by 2 of 3 voting members</span>' in found


def test_keys_are_quoted_and_never_markup() -> None:
    found = heat_cells([replace(CELL, offer_id='"><b>/x')], "/r/", "a b&c")
    assert 'href="/r/%22%3E%3Cb%3E%2Fx/a%20b%26c/"' in found
    assert "<b>" not in found
