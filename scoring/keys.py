"""Keys: the short names by which addresses and evaluation files call a criterion, an offer or a seat."""

from collections.abc import Collection

from django.utils.text import slugify

LONGEST = 64
_ROOM_FOR_NUMBER = 4


def free_key(text: str, *, taken: Collection[str], noun: str) -> str:
    """A key that the text suggests and nothing else in the evaluation has.

    Chinese text leaves nothing that an address could carry plainly, so the noun stands in for it.

    >>> free_key("Spare parts", taken={"spare-parts"}, noun="criterion"), free_key("备件", taken=(), noun="criterion")
    ('spare-parts-2', 'criterion')
    """
    wanted = slugify(text)[: LONGEST - _ROOM_FOR_NUMBER].strip("-_") or noun
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    return key
