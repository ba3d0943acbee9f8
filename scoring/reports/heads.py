"""Heads: an offer at the top of a column, or in front of a row, as every table of a report names it."""

from dataclasses import dataclass

from django.utils.text import Truncator

from scoring.presentation import OfferFigures

# More columns than this are too narrow on an upright page.
UPRIGHT_OFFERS = 5
# A Chinese name up to this length is never broken over two lines.
UNBROKEN_LENGTH = 6
# Of a longer name a narrow column shows the beginning; the ranking and the costs show all of it.
HEAD_LENGTH = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """An offer at the top of a column."""

    offer: OfferFigures
    vendor: str
    is_unbroken: bool


def head_of(offer: OfferFigures) -> Head:
    """The head of one offer."""
    is_chinese = any("\u3400" <= character <= "\u9fff" for character in offer.vendor)
    return Head(
        offer=offer,
        vendor=Truncator(offer.vendor).chars(HEAD_LENGTH),
        is_unbroken=is_chinese and len(offer.vendor) <= UNBROKEN_LENGTH,
    )
