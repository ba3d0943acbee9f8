"""Clarified page: which prices are abnormally low, and every thread with a vendor, in the reader's language."""

from dataclasses import dataclass
from datetime import datetime

from scoring.models import Clarification
from scoring.presentation import OfferFigures, Result
from scoring.presentation.asking import LowPrice, low_prices
from scoring.reports.clarified import Message, Thread


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadInWords:
    """One matter, with the offer by its name."""

    offer: str
    about: str
    messages: tuple[Message, ...]
    conclusion: str
    concluded_by: str
    concluded_at: datetime | None

    @property
    def asked_at(self) -> datetime:
        """When it was opened: with a question, always."""
        return self.messages[0].at

    @property
    def answers(self) -> int:
        """How often the vendor answered."""
        return sum(message.is_from_vendor for message in self.messages)


@dataclass(frozen=True, slots=True, kw_only=True)
class LowInWords:
    """An abnormally low price, and whether anybody asked about it."""

    offer: str
    below: float  # share of the others' mean, 0..1
    is_asked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarified:
    """What the chapter prints."""

    low: tuple[LowInWords, ...]
    threads: tuple[ThreadInWords, ...]

    @property
    def has_any(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.low or self.threads)


def clarified(result: Result, threads: tuple[Thread, ...], *, about: OfferFigures | None = None) -> Clarified:
    """The matters offer by offer in the order of the ranking, of all offers or of one."""
    offers = result.offers if about is None else (about,)
    low = low_prices(result.case)
    return Clarified(
        low=tuple(_low(offer, low[offer.id], threads) for offer in offers if offer.id in low),
        threads=tuple(_in_words(offer, each) for offer in offers for each in threads if each.offer == offer.id),
    )


def _low(offer: OfferFigures, found: LowPrice, threads: tuple[Thread, ...]) -> LowInWords:
    asked = {(each.offer, each.about) for each in threads}
    return LowInWords(
        offer=offer.name,
        below=found.below,
        is_asked=(offer.id, Clarification.About.ABNORMALLY_LOW.value) in asked,
    )


def _in_words(offer: OfferFigures, thread: Thread) -> ThreadInWords:
    return ThreadInWords(
        offer=offer.name,
        about=str(Clarification.About(thread.about).label),
        messages=thread.messages,
        conclusion=thread.conclusion,
        concluded_by=thread.concluded_by,
        concluded_at=thread.concluded_at,
    )
