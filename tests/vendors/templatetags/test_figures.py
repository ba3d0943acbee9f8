"""Figures as pages print them, in both languages."""

import doctest
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.translation import override

from vendors.templatetags import figures
from vendors.templatetags.figures import money, percent, points


def test_the_examples_of_the_module_hold() -> None:
    results = doctest.testmod(figures)

    assert results.attempted >= 3
    assert results.failed == 0


@pytest.mark.parametrize(
    ("amount", "currency", "english", "chinese"),
    [
        (576_000, "CNY", "CNY 576,000", "¥576,000"),
        (Decimal("1234.5000"), "USD", "USD 1,234.50", "USD 1,234.50"),
        (Decimal("0.005"), "CNY", "CNY 0.01", "¥0.01"),
        (0, "CNY", "CNY 0", "¥0"),
        (Decimal("-12.50"), "CNY", "CNY -12.50", "-¥12.50"),
        (Decimal("-0.001"), "CNY", "CNY 0", "¥0"),
        (99_999_999.995, "", "100,000,000", "100,000,000"),
    ],
)
def test_money_has_its_currency_and_cents_only_where_there_are_any(
    amount: Decimal | float, currency: str, english: str, chinese: str
) -> None:
    with override("en"):
        assert money(amount, currency) == english
    with override("zh-hans"):
        assert money(amount, currency) == chinese


def test_nothing_said_is_not_zero() -> None:
    assert money(None, "CNY") == "not given"
    assert points(None) == "–"
    assert percent(None) == "–"


@pytest.mark.parametrize(
    ("figure", "decimals", "text"),
    [
        (4.015, 2, "4.02"),
        (0.1 + 0.2, 1, "0.3"),
        (2.5, 0, "3"),
        (78, 2, "78.00"),
        (-0.0001, 2, "0.00"),
        (1e6, 0, "1,000,000"),
    ],
)
def test_points_round_half_up_after_the_noise_of_floats_is_gone(figure: float, decimals: int, text: str) -> None:
    assert points(figure, decimals) == text


@pytest.mark.parametrize(
    ("share", "decimals", "text"), [(0, 0, "0 %"), (0.125, 0, "13 %"), (0.285, 1, "28.5 %"), (1, 0, "100 %")]
)
def test_a_share_is_a_percentage_only_when_it_is_printed(share: float, decimals: int, text: str) -> None:
    assert percent(share, decimals) == text


def test_templates_can_use_the_three() -> None:
    template = Template("{% load figures %}{{ price|money:'CNY' }}, {{ total|points:1 }}, {{ share|percent }}")

    assert template.render(Context({"price": 1500, "total": 78.35, "share": 0.4})) == "CNY 1,500, 78.4, 40 %"
