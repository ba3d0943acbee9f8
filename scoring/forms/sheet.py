"""The sheet's fields: what a member typed into a cell, what it means, and what became of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from scoring.actions import Answer
from scoring.models.mark import Said, State
from vendors.wording import chosen, in_a_row

# What may stand in a cell instead of a mark. Letters without meaning in any language, so that they need no IME.
LETTERS = {"n": State.NOT_APPLICABLE, "a": State.ABSTAINED, "o": State.LEFT_OPEN}
LETTER_OF = {state: letter for letter, state in LETTERS.items()}
_SPELLINGS = {**LETTERS, "na": State.NOT_APPLICABLE, "n/a": State.NOT_APPLICABLE}
# ０-９, ａ-ｚ and their kin are what a Chinese keyboard types by accident; they mean the same.
_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}
_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,4}")


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields of one cell: the mark as it was typed, the comment, and the kind of evidence."""

    mark: str = ""
    comment: str = ""
    evidence: str = ""

    @property
    def answer(self) -> Answer:
        """What the fields say; text that is no mark stays text, so that saving it is refused with a reason."""
        state, value = meaning_of(self.mark)
        return Answer(state=state, value=value, comment=self.comment, evidence=self.evidence)


def typed_of(mark: Said | None) -> Typed:
    """The fields of a cell as they show what was saved."""
    if mark is None:
        return Typed()
    text = str(mark.value) if mark.state == State.MARKED else LETTER_OF.get(State(mark.state), "")
    return Typed(text, chosen(mark.comment, mark.comment_zh), mark.evidence)


def meaning_of(text: str) -> tuple[str, object]:
    """State and value of what was typed.

    >>> meaning_of(" ４ "), meaning_of("n/a"), meaning_of(""), meaning_of("四")
    (('marked', 4), ('not_applicable', None), ('missing', None), ('marked', '四'))
    """
    typed = text.translate(_NARROW).strip().casefold()
    if not typed:
        return State.MISSING.value, None
    named = {str(state.label).casefold(): state for state in LETTER_OF}
    state = _SPELLINGS.get(typed) or named.get(typed)
    if state:
        return state.value, None
    return State.MARKED.value, int(typed) if _WHOLE_NUMBER.fullmatch(typed) else text.strip()


class Malformed(Exception):  # noqa: N818 - it reads as what happened
    """A saving request that says nothing we could act on; `errors` names each field and what is allowed."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__(in_a_row(errors.values()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Saving:
    """One request of the page to save a cell."""

    op: UUID
    version: int
    seat: str
    answer: Answer


def saving_of(message: Mapping[str, object]) -> Saving:
    """The request as it came over the wire.

    `state` may be left out: then `value` says everything, as a number, null, "na", or what was typed.

    Raises: Malformed.
    """
    errors = {}
    op, version, seat = _uuid(message.get("op")), message.get("version"), message.get("seat", "")
    if op is None:
        errors["op"] = str(_("Each saving request needs a UUID of its own."))
    if isinstance(version, bool) or not isinstance(version, int) or version < 0:
        errors["version"] = str(_("The version is a whole number, 0 for a cell that was never saved."))
    if not isinstance(seat, str):
        errors["seat"] = str(_("The seat is named by its key."))
    if errors or op is None or not isinstance(version, int) or not isinstance(seat, str):
        raise Malformed(errors)
    state, value = message.get("state"), message.get("value")
    if state is None:
        state, value = meaning_of(value) if isinstance(value, str) else (_state_of(value), value)
    comment, evidence = message.get("comment", ""), message.get("evidence", "")
    return Saving(op, version, seat, Answer(state, value, "" if comment is None else comment, evidence or ""))


def _state_of(value: object) -> str:
    return State.MISSING.value if value is None else State.MARKED.value


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


class SubmitForm(forms.Form):
    """Hand the sheet in: one tick, because afterwards nothing can be changed."""

    on_evidence = forms.BooleanField(
        label=_("I scored on the evidence, not on who sells it."),
        error_messages={"required": _("Tick this to hand in your sheet.")},
    )

    def __init__(self, data: Mapping[str, object] | None = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_tag = False
