"""Rows of the need self-check: channels with their shares, and conversations that must be answered at once."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Self, cast

from django import forms
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT
from django.http import QueryDict
from django.utils.translation import get_language_info, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from scoring import library
from scoring.casefile.parts import LOAD_MAX, NAME_MAX
from scoring.forms.fields import FigureField, PercentField, without_controls
from scoring.formulas.rounding import settled
from vendors.wording import chosen, columns, worded_for_reader

MOST_ROWS = 20
SPARE_ROWS = 2
# Shares that were rounded to whole percent rarely add up to exactly 100.
ROUNDING_PERCENT = Decimal(1)
MINUTES_A_DAY = 24 * 60
# Django has no name for Chinese as such, and the language switch of the site calls English by its own name.
_LANGUAGE_NAMES = {"zh": pgettext_lazy("language", "Chinese"), "en": pgettext_lazy("language", "English")}
_MOST_DIGITS = 3
# Offered as boxes; a code that was imported is offered beside them.
LANGUAGES = ("zh", "en", "ja", "ko", "de", "fr", "es", "it", "pt", "ru", "ar", "th", "vi", "id")


class RowForm(forms.Form):
    """One row; its inputs are drawn by the table and not by crispy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-control"


class ChannelForm(RowForm):
    """One channel through which customers come."""

    name = forms.CharField(
        label=gettext_lazy("Channel"),
        max_length=NAME_MAX,
        validators=[without_controls],
        widget=forms.TextInput(attrs={"list": "known-channels", "autocomplete": "off"}),
    )
    share_percent = FigureField(label=gettext_lazy("Share of the inquiries, in percent"), highest=100)


class StreamForm(RowForm):
    """Conversations of one kind that somebody must answer at once."""

    inquiries_per_day = FigureField(label=gettext_lazy("Conversations a day"), highest=LOAD_MAX)
    peak_hour_share = PercentField(label=gettext_lazy("Share in the peak hour, in percent"))
    minutes_each = FigureField(label=gettext_lazy("Minutes each"), highest=MINUTES_A_DAY)


class Rows(forms.BaseFormSet[RowForm]):
    """Rows of which empty ones count for nothing; there are always some to write in, with and without script."""

    prefix_of_rows = ""
    fewest = 0

    @classmethod
    def of(cls, data: QueryDict | None, stored: Sequence[Mapping[str, Any]]) -> Self:
        """The rows as they were sent, or else as they are stored."""
        form_kwargs = {"empty_permitted": True, "use_required_attribute": False}
        prefix = cls.prefix_of_rows
        if data is not None:
            return cls(cls._with_room(data), prefix=prefix, form_kwargs=form_kwargs)
        rows = cls(initial=[cls.shown(row) for row in stored], prefix=prefix, form_kwargs=form_kwargs)
        rows.extra = max(SPARE_ROWS, cls.fewest - len(stored))
        return rows

    @classmethod
    def shown(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """A stored row as its form shows it."""
        return dict(row)

    @property
    def said(self) -> list[dict[str, Any]]:
        """What was entered, without the empty rows."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data]

    @classmethod
    def _with_room(cls, data: QueryDict) -> QueryDict:
        """The data, with empty rows behind the last one that was filled."""
        roomy = data.copy()
        total = f"{cls.prefix_of_rows}-{TOTAL_FORM_COUNT}"
        roomy.setdefault(f"{cls.prefix_of_rows}-{INITIAL_FORM_COUNT}", "0")
        sent = roomy.setdefault(total, "0")
        if not (sent.isascii() and sent.isdigit() and len(sent) <= _MOST_DIGITS):
            return roomy  # the form set refuses it
        filled = [row for row in range(int(sent)) if any(roomy.get(key, "").strip() for key in cls._names(row))]
        wanted = max([cls.fewest, *(row + 1 + SPARE_ROWS for row in filled)])
        if int(sent) < wanted:
            roomy[total] = str(min(wanted, MOST_ROWS))
        return roomy

    @classmethod
    def _names(cls, row: int) -> Iterable[str]:
        return (f"{cls.prefix_of_rows}-{row}-{name}" for name in cls.form.base_fields)


class _Channels(Rows):
    """The channels; their shares add up to all inquiries."""

    prefix_of_rows = "channels"
    fewest = 5

    @classmethod
    def shown(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        return {"name": chosen(row["name"], row.get("name_zh", "")), "share_percent": float(row["share_percent"])}

    def clean(self) -> None:
        if any(self.errors):
            return
        names = [row["name"].casefold() for row in self.said]
        if len(set(names)) < len(names):
            raise forms.ValidationError(_("A channel stands here twice."))
        whole = sum((settled(row["share_percent"]) for row in self.said), Decimal(0))
        if names and abs(whole - 100) > ROUNDING_PERCENT:
            raise forms.ValidationError(
                _("The shares of the channels add up to %(whole)s %%; they should add up to 100 %%."),
                params={"whole": f"{whole.normalize():f}"},
            )

    def as_stored(self) -> list[dict[str, Any]]:
        """The channels as the model keeps them; one that the library knows gets its name in both languages."""
        rows = []
        for row in self.said:
            name, name_zh = columns(_known_channels().get(row["name"].casefold(), row["name"]))
            rows.append({"name": name, "name_zh": name_zh, "share_percent": row["share_percent"]})
        return rows


class _Streams(Rows):
    """The live conversations."""

    prefix_of_rows = "streams"
    fewest = 2

    def as_stored(self) -> list[dict[str, Any]]:
        """The conversations as the model keeps them."""
        return self.said


_LIMITS: dict[str, Any] = {"max_num": MOST_ROWS, "absolute_max": MOST_ROWS, "validate_max": True}
Channels = cast("type[_Channels]", forms.formset_factory(ChannelForm, formset=_Channels, **_LIMITS))
Streams = cast("type[_Streams]", forms.formset_factory(StreamForm, formset=_Streams, **_LIMITS))


def channel_suggestions() -> list[str]:
    """Names of channels, in the reader's language, to pick from."""
    return sorted({worded_for_reader(name) for name in _known_channels().values()})


def language_choices(also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Language codes with their names in the reader's language."""
    return [(code, language_name(code)) for code in dict.fromkeys([*LANGUAGES, *also])]


def language_name(code: str) -> str:
    """What a language is called; the code itself where nobody knows it."""
    if code in _LANGUAGE_NAMES:
        return str(_LANGUAGE_NAMES[code])
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


@lru_cache(maxsize=1)
def _known_channels() -> Mapping[str, library.Text]:
    """The channels of the example companies, by their names in either language."""
    return {
        name.casefold(): channel.name
        for scenario in library.scenarios()
        for channel in scenario.channels
        for name in channel.name.values()
    }
