"""Price: six formulas from a price to a score, and which offers they compare with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isnan, log

from scoring.formulas.case import Method, Profile
from scoring.formulas.cost import spendable
from scoring.formulas.rounding import settled

FORMULA_PARAMETERS: Mapping[str, frozenset[str]] = {
    "ceiling": frozenset({"full_marks_at", "ceiling"}),
    "lowest_ratio": frozenset(),
    "linear": frozenset(),
    "log": frozenset({"base"}),
    "points_per_percent": frozenset(),
    "mean_deviation": frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The prices that a relative formula compares with."""

    lowest: float
    lowest_positive: float  # ratios would break on a price of 0
    highest: float
    mean: float


def price_scores(prices: Sequence[float | None], formula: str, **parameters: float) -> list[float | None]:
    """A score for each price, all compared with each other.

    Args:
        prices: money >= 0, one per offer; None or NaN = no price.
        formula: ceiling | lowest_ratio | linear | log | points_per_percent | mean_deviation.
        parameters: `full_marks_at` and `ceiling` for "ceiling" (0 <= full_marks_at < ceiling); `base` > 1 for "log".
    Returns: 0 to 100 each; None where there is no price. A price of 0 scores 100. With one price to compare with, or
        only equal ones, every relative formula gives 100 (mean_deviation 50).
    Raises: ValueError: a price is negative, a parameter is missing, not wanted or out of range, or the formula unknown.
    Source: docs/method.md, "Price".

    >>> price_scores([100, 120, 150, 180], "linear")
    [100.0, 75.0, 37.5, 0.0]
    """
    return price_scores_among(prices, [True] * len(prices), formula, parameters)


def price_scores_among(
    prices: Sequence[float | None], compared: Sequence[bool], formula: str, parameters: Mapping[str, float]
) -> list[float | None]:
    """The same, where only some offers are compared with: the eligible ones. If none of them has a price, all are.

    >>> price_scores_among([50, 100, 200], [False, True, True], "lowest_ratio", {})
    [100.0, 100.0, 50.0]
    """
    check_parameters(formula, parameters)
    known = [None if price is None or isnan(price) else float(price) for price in prices]
    if any(price is not None and price < 0 for price in known):
        raise ValueError("a price must not be negative")
    if formula == "ceiling":
        rule = _against_ceiling(parameters["full_marks_at"], parameters["ceiling"])
    else:
        rule = _relative_rule(formula, reference_prices(known, compared), parameters.get("base", 0.0))
    return [None if price is None else _scored(price, rule) for price in known]


def check_parameters(formula: str, parameters: Mapping[str, float]) -> None:
    """Refuse parameters that the formula cannot work with.

    Raises: ValueError: says which parameter, and what is allowed.
    """
    if formula not in FORMULA_PARAMETERS:
        raise ValueError(f"the price formula must be one of {', '.join(FORMULA_PARAMETERS)}, not {formula!r}")
    wanted = FORMULA_PARAMETERS[formula]
    if unwanted := sorted(parameters.keys() - wanted):
        raise ValueError(f"{formula} takes no {', '.join(unwanted)}")
    if missing := sorted(wanted - parameters.keys()):
        raise ValueError(f"{formula} needs {', '.join(missing)}")
    if formula == "ceiling" and not 0 <= parameters["full_marks_at"] < parameters["ceiling"]:
        raise ValueError("full_marks_at must be 0 or more and less than the ceiling")
    if formula == "log" and not parameters["base"] > 1:
        raise ValueError("the base must be more than 1")


def parameters_of(method: Method, profile: Profile) -> dict[str, float]:
    """The price formula's parameters with the defaults filled in: the budget as ceiling, half of what is spendable.

    Raises: ValueError: a parameter is neither stated nor can be derived, or is out of range.
    """
    parameters = dict(method.price_parameters)
    available = spendable(profile)
    if method.price_formula == "ceiling" and available is not None and profile.budget is not None:
        parameters = {"full_marks_at": available / 2, "ceiling": profile.budget} | parameters
    check_parameters(method.price_formula, parameters)
    return parameters


def reference_prices(prices: Sequence[float | None], compared: Sequence[bool]) -> Reference | None:
    """What a relative formula compares with; None when there is nothing to tell apart: one price, or equal ones."""
    known = [price for price, is_in in zip(prices, compared, strict=True) if price is not None and is_in]
    known = known or [price for price in prices if price is not None]
    if len({settled(price) for price in known}) <= 1:
        return None
    return Reference(
        lowest=min(known),
        lowest_positive=min(price for price in known if settled(price) > 0),
        highest=max(known),
        mean=fsum(known) / len(known),
    )


def _scored(price: float, rule: Callable[[float], float]) -> float:
    return 100.0 if settled(price) == 0 else min(100.0, max(0.0, rule(price)))


def _against_ceiling(full_marks_at: float, ceiling: float) -> Callable[[float], float]:
    return lambda price: 100.0 * (ceiling - price) / (ceiling - full_marks_at)


def _relative_rule(formula: str, reference: Reference | None, base: float) -> Callable[[float], float]:
    if reference is None:
        return lambda _: 50.0 if formula == "mean_deviation" else 100.0
    lowest, positive, highest, mean = (
        reference.lowest,
        reference.lowest_positive,
        reference.highest,
        reference.mean,
    )
    rules: dict[str, Callable[[float], float]] = {
        "lowest_ratio": lambda price: 100.0 * positive / price,
        "linear": lambda price: 100.0 * (1.0 - (price - lowest) / (highest - lowest)),
        "log": lambda price: 100.0 * (1.0 - log(price / positive) / log(base)),
        "points_per_percent": lambda price: 100.0 - 100.0 * (price - positive) / positive,
        "mean_deviation": lambda price: 50.0 - 100.0 * (price - mean) / mean,
    }
    return rules[formula]
