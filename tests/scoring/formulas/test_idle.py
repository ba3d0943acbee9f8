"""What is paid for and not used."""

import pytest

from scoring.formulas.idle import Module, idle_waste


def module(class_: str, price: float | None = None) -> Module:
    """A module whose name is its class."""
    return Module(name=class_, class_=class_, price=price)


def test_priced_modules_give_the_share_of_everything_paid() -> None:
    found = idle_waste([module("must", 8_000), module("bonus", 2_000), module("redundant", 10_000)], 30_000)
    assert (found.basis, found.share, found.money) == ("priced", (0.2,) * 3, (10_000.0,) * 3)
    assert found.count_share == pytest.approx(1 / 3)
    assert (found.modules, found.redundant) == (3, ("redundant",))
    assert found.warns


def test_nothing_redundant_wastes_nothing() -> None:
    found = idle_waste([module("must"), module("bonus", 100)], 30_000)
    assert (found.basis, found.share, found.money, found.warns) == ("priced", (0.0,) * 3, (0.0,) * 3, False)


def test_without_module_prices_the_rule_of_thumb_takes_over_above_30_percent_of_the_modules() -> None:
    found = idle_waste([module("must"), module("redundant")], 60_000)
    assert (found.basis, found.share) == ("seed_range", (0.2, 0.3, 0.4))
    assert found.money == (12_000, 18_000, 24_000)


def test_at_exactly_30_percent_nothing_is_said() -> None:
    found = idle_waste([module("must")] * 7 + [module("redundant")] * 3, 60_000)
    assert (found.basis, found.share, found.money, found.warns) == ("unknown", None, None, False)


def test_one_redundant_module_without_a_price_leaves_no_priced_share() -> None:
    found = idle_waste([module("redundant", 5_000), module("redundant")], 60_000)
    assert found.basis == "seed_range"


def test_without_a_subscription_there_is_money_but_no_share() -> None:
    found = idle_waste([module("must", 8_000), module("redundant", 2_000)], None)
    assert (found.basis, found.share, found.money) == ("priced", None, (2_000.0,) * 3)
    assert idle_waste([module("redundant")], None).basis == "unknown"
    assert idle_waste([module("must", 8_000), module("redundant", 2_000)], 0).share == (0.2,) * 3


def test_without_modules_nothing_is_known() -> None:
    found = idle_waste([], 60_000)
    assert (found.basis, found.count_share, found.warns) == ("unknown", None, False)


def test_a_negative_price_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a price must not be negative$"):
        idle_waste([module("must", -1)], None)
