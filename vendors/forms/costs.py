"""The cost sheet: one row for each thing that an offer costs, with its amounts by year of use."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext_lazy as _

from vendors import sums
from vendors.forms.fields import day_field, money_field, plain
from vendors.models import CostAmount, CostLine, Offer
from vendors.models.cost_line import Category
from vendors.totals import YEARS

EMPTY_ROWS = 2
MOST_LINES = 200
_PARTS = {"expected": _("Expected"), "low": _("Low"), "high": _("High")}


class CostLineForm(forms.ModelForm[CostLine]):
    """One cost line and its amounts; a year that is left empty says nothing, which is not 0."""

    category = forms.ChoiceField(label=_("Category"))
    as_of = day_field(label=_("Price as of"))

    class Meta:
        model = CostLine
        fields = ["category", "kind", "module", "source", "as_of", "source_note", "is_cash"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = {amount.year: amount for amount in self.instance.amounts.all()} if self.instance.pk else {}
        self.years = sorted({*YEARS, *self.stored})
        category = self.fields["category"]
        assert isinstance(category, forms.ChoiceField)  # noqa: S101 - declared above; the type checker cannot know
        category.choices = [("", _("Choose what it is for")), *Category.choices, *self._word_of_its_own()]
        for year in self.years:
            for part, label in _PARTS.items():
                name = f"{part}_{year}"
                self.fields[name] = money_field(label=_amount_label(label, year))
                self.fields[name].widget.attrs["data-column"] = year  # Enter and arrows keep to it: js/rows.js
                self.initial[name] = plain(getattr(self.stored.get(year), part, None))

    def _word_of_its_own(self) -> list[tuple[str, str]]:
        # An imported line may carry a category that is not in the list, which must survive an edit.
        word = self.instance.category
        return [] if not word or word in Category.values else [(word, word)]

    @property
    def amounts(self) -> Iterator[tuple[Any, list[BoundField]]]:
        """Expected, low and high, each with its field of every year, for the template."""
        for part, label in _PARTS.items():
            yield label, [self[f"{part}_{year}"] for year in self.years]

    @property
    def typed(self) -> sums.Line | None:
        """What the row says now, saved or not; None for an empty or removed one. Mistakes do not count."""
        if not self.is_bound:
            return sums.saved(self.instance) if self.instance.pk else None
        entered = self.cleaned_data
        if entered.get("DELETE") or not entered.get("category"):
            return None
        amounts = {
            year: sums.ranged(expected, entered.get(f"low_{year}"), entered.get(f"high_{year}"))
            for year in self.years
            if (expected := entered.get(f"expected_{year}")) is not None
        }
        return sums.Line(
            category=entered["category"],
            is_hidden=entered.get("kind") == CostLine.Kind.HIDDEN,
            is_cash=bool(entered.get("is_cash")),
            amounts=amounts,
        )

    def clean(self) -> dict[str, Any]:
        """Low <= expected <= high, and no range around nothing."""
        cleaned = self.cleaned_data
        for year in self.years:
            expected, low, high = (cleaned.get(f"{part}_{year}") for part in _PARTS)
            if expected is None:
                if (low, high) != (None, None) and f"expected_{year}" not in self.errors:
                    self.add_error(f"expected_{year}", _("Enter the expected amount too, or clear low and high."))
                continue
            if low is not None and low > expected:
                self.add_error(f"low_{year}", _("The low amount must not be above the expected one."))
            if high is not None and high < expected:
                self.add_error(f"high_{year}", _("The high amount must not be below the expected one."))
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # Each constraint of each line would cost a query; the fields say the same, and the database has the last word.
        return {field.name for field in CostLine._meta.get_fields()}  # noqa: SLF001 - Django's public API

    def save(self, commit: bool = True) -> CostLine:  # noqa: FBT001, FBT002 - Django's own signature
        """The line with its amounts."""
        line = super().save(commit=commit)
        if commit:
            self._save_amounts(line)
        return line

    def _save_amounts(self, line: CostLine) -> None:
        for year in self.years:
            amounts = {part: self.cleaned_data[f"{part}_{year}"] for part in _PARTS}
            if amounts["expected"] is None:
                line.amounts.filter(year=year).delete()
            else:
                CostAmount.objects.update_or_create(line=line, year=year, defaults=amounts)


class CostFormSet(BaseInlineFormSet[CostLine, Offer, CostLineForm]):
    """All cost lines of an offer; new ones go to the end."""

    def sums_with(self, priced: Iterable[sums.Line]) -> sums.Sums:
        """What the sheet and the prices add up to as it stands here, without saving anything."""
        faults = [len(form.errors) for form in self.forms if not form.data.get(form.add_prefix("DELETE"))]
        typed = [line for line in (form.typed for form in self.forms) if line is not None]
        return sums.sums([*priced, *typed], left_out=sum(faults))

    def add_fields(self, form: CostLineForm, index: int | None) -> None:
        """Django's box for removing a line, in words of ours."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this line")

    def save_new(self, form: CostLineForm, commit: bool = True) -> CostLine:  # noqa: FBT001, FBT002
        """Behind the lines that are there."""
        last = max((line.position for line in self.get_queryset()), default=0)
        form.instance.position = last + 1 + self.forms.index(form)
        line: CostLine = super().save_new(form, commit=commit)
        return line


def cost_sheet(offer: Offer, data: Any = None) -> CostFormSet:
    """The cost lines of an offer as a formset, with a few empty rows for new ones."""
    formset = inlineformset_factory(
        Offer,
        CostLine,
        form=CostLineForm,
        formset=CostFormSet,
        extra=EMPTY_ROWS,
        max_num=MOST_LINES,
        absolute_max=MOST_LINES + EMPTY_ROWS,
        validate_max=True,
        can_delete=True,
    )
    lines = offer.cost_lines.prefetch_related("amounts")
    return formset(data, instance=offer, queryset=lines, prefix="lines")  # type: ignore[return-value]


def _amount_label(part: Any, year: int) -> str:
    return _("Year {year}: {part}").format(year=year, part=part)
