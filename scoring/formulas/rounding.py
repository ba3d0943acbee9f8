"""Rounding: one rule for comparing and for printing, so that what is printed is what was compared."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from math import ceil

import numpy as np
from numpy.typing import NDArray

# Float arithmetic is exact to far more than this; two figures that agree to 9 decimals are the same figure.
NOISE_DECIMALS = 9
_NOISE = Decimal(1).scaleb(-NOISE_DECIMALS)
# The usual 28 digits would refuse a float above 1e19.
_EVERY_FLOAT = Context(prec=400)


def settled(figure: float) -> Decimal:
    """A figure without the noise of float arithmetic: 9 decimals.

    >>> settled(0.1 + 0.2) == settled(0.3)
    True
    """
    return Decimal(figure).quantize(_NOISE, rounding=ROUND_HALF_EVEN, context=_EVERY_FLOAT)


def is_below(figure: float, limit: float, decimals: int) -> bool:
    """Whether a figure is less than a limit, both as printed.

    >>> is_below(59.99, 60, 2), is_below(59.999, 60, 2)
    (True, False)
    """
    if figure >= limit:  # rounding keeps the order; and this is much quicker to see
        return False
    if limit - figure >= 1:  # further apart than rounding can bring them
        return True
    return printed(figure, decimals) < printed(limit, decimals)


def printed(figure: float, decimals: int) -> Decimal:
    """A figure as it is compared and printed: 9 decimals first, then half-up to `decimals`.

    >>> printed(4.015, 2), printed(0.1 + 0.2, 2)
    (Decimal('4.02'), Decimal('0.30'))
    """
    unit = Decimal(1).scaleb(-decimals)
    rounded = settled(figure).quantize(unit, rounding=ROUND_HALF_UP, context=_EVERY_FLOAT)
    return rounded or rounded.copy_abs()  # never "-0.00"


def printed_units(figures: NDArray[np.float64], decimals: int) -> NDArray[np.float64]:
    """Many figures as they are printed, in units of the last decimal: whole numbers that compare as `printed` does.

    Args:
        figures: any shape, of at most 1,000,000 or so; NaN stays NaN.
        decimals: 0 to 9.

    >>> printed_units(np.array([4.015, 0.1 + 0.2, 78.4]), 2).tolist()
    [402.0, 30.0, 7840.0]
    """
    scaled = figures * 10.0**decimals
    units = np.floor(scaled + 0.5)
    # Only what lies next to a half can be swayed by the noise that `settled` takes away; the rest need no Decimal.
    is_next_to_half = np.abs(scaled - np.floor(scaled) - 0.5) <= 10.0 ** (decimals - NOISE_DECIMALS) + 1e-6
    for position in np.argwhere(is_next_to_half):
        place = tuple(position)
        units[place] = float(printed(float(figures[place]), decimals).scaleb(decimals))
    return np.asarray(units)


def rounded_up(figure: float) -> int:
    """The next whole number, free of the noise of float arithmetic: half a conversation needs a whole agent.

    >>> rounded_up(67.2), rounded_up(68.0), rounded_up(1100 * 0.1)
    (68, 68, 110)
    """
    return ceil(settled(figure))


def largest_remainder(parts: dict[str, float], total: float, decimals: int) -> dict[str, Decimal]:
    """Contributions as they are printed, so that the printed parts add up to the printed total.

    Each part is rounded down; the units that are then missing go to the largest remainders, first come first served
    among equals.

    >>> largest_remainder({"a": 33.335, "b": 33.335, "c": 33.33}, 100, 2)
    {'a': Decimal('33.34'), 'b': Decimal('33.33'), 'c': Decimal('33.33')}
    """
    unit = Decimal(1).scaleb(-decimals)
    exact = {key: settled(part) for key, part in parts.items()}
    floors = {key: (part // unit) * unit for key, part in exact.items()}
    missing = int((printed(total, decimals) - sum(floors.values(), Decimal(0))) / unit)
    by_remainder = sorted(parts, key=lambda key: floors[key] - exact[key])
    raised = set(by_remainder[:missing])
    return {key: (floor + unit if key in raised else floor).quantize(unit) for key, floor in floors.items()}
