"""Sums of cost lines: what is not given is never a zero."""

from decimal import Decimal

import pytest

from tests.factories import offer
from vendors.models import CostAmount, CostLine, Offer
from vendors.totals import Totals, priced, totals, years_of

pytestmark = pytest.mark.django_db


def line(of: Offer, *amounts: tuple[int, str], **fields: object) -> CostLine:
    row = CostLine.objects.create(offer=of, **({"category": "training"} | fields))
    CostAmount.objects.bulk_create(CostAmount(line=row, year=year, expected=Decimal(sum_)) for year, sum_ in amounts)
    return row


def test_lines_add_up_by_year_over_three_years_and_by_kind() -> None:
    row = offer(yearly=1000)
    line(row, (1, "500.50"), kind="hidden")
    line(row, (1, "20"), (2, "30"), kind="hidden", is_cash=False)

    assert totals(row.cost_lines.all()) == Totals(
        by_year=(Decimal("1520.50"), Decimal(1030), Decimal(1000)),
        three_years=Decimal("3550.50"),
        hidden=Decimal("550.50"),
        not_cash=Decimal(50),
        silent_lines=0,
    )


def test_nothing_said_adds_up_to_nothing_and_not_to_zero() -> None:
    row = offer(yearly=None)
    line(row)
    line(row, (2, "0"))

    sums = totals(row.cost_lines.all())

    assert (sums.first_year, sums.by_year[1], sums.hidden) == (None, Decimal(0), None)
    assert sums.silent_lines == 1


def test_a_fourth_year_is_shown_and_does_not_count_into_three() -> None:
    row = offer(yearly=1000)
    line(row, (4, "70"))

    sums = totals(row.cost_lines.all())

    assert years_of(row.cost_lines.all()) == (1, 2, 3, 4)
    assert sums.by_year == (Decimal(1000), Decimal(1000), Decimal(1000), Decimal(70))
    assert sums.three_years == Decimal(3000)


def test_every_row_of_the_table_has_every_year() -> None:
    row = offer(yearly=None)
    line(row, (4, "70"))
    line(row, (1, "5"))

    assert [(shown.by_year, shown.three_years) for shown in priced(row.cost_lines.all())] == [
        ((None, None, None, Decimal(70)), None),
        ((Decimal(5), None, None, None), Decimal(5)),
    ]
