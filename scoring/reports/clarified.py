"""Clarified: what vendors were asked about their offers, what they answered, and what was concluded, from the rows."""

from dataclasses import dataclass
from datetime import datetime

from scoring.models import Clarification, Evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One question of ours or one answer of the vendor, as somebody here wrote it down."""

    is_from_vendor: bool
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """One matter about one offer."""

    offer: str  # its id in the case
    about: str  # a value of Clarification.About
    messages: tuple[Message, ...]
    conclusion: str = ""  # empty while it is open
    concluded_by: str = ""
    concluded_at: datetime | None = None

    @property
    def moments(self) -> list[datetime]:
        """When something was said or concluded."""
        return [each.at for each in self.messages] + ([self.concluded_at] if self.concluded_at else [])


def threads_of(evaluation: Evaluation) -> tuple[Thread, ...]:
    """Every thread, in the order in which they were opened; two queries."""
    rows = Clarification.objects.filter(candidate__evaluation=evaluation).select_related("candidate", "concluded_by")
    return tuple(
        Thread(
            offer=row.candidate.key,
            about=row.about,
            messages=tuple(
                Message(is_from_vendor=each.is_from_vendor, text=each.text, by=str(each.by), at=each.at)
                for each in row.messages.all()
            ),
            conclusion=row.conclusion,
            concluded_by=str(row.concluded_by or ""),
            concluded_at=row.concluded_at,
        )
        for row in rows.prefetch_related("messages__by")
    )
