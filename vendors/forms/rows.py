"""Rows: a table of small things that belong to one thing, edited together and saved as a whole."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db import models
from django.forms import BoundField
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from vendors.forms.fields import plain

EMPTY_ROWS = 1


class RowForm(forms.ModelForm):  # type: ignore[type-arg]
    """One row. What the database would refuse is refused here in words, so it is not asked again for each row."""

    more: tuple[str, ...] = ()  # fields that few rows need

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "source_note" in self.fields:
            self.fields["source_note"].help_text = ""  # said once above the table, not in each row
        self.initial = {name: plain(each) if _is_decimal(each) else each for name, each in self.initial.items()}

    def clean(self) -> dict[str, Any]:
        """Not the model's own, which would ask whether the row is the only one."""
        return self.cleaned_data

    def _get_validation_exclusions(self) -> set[str]:
        # Each constraint of each row would cost a query; `clean` says the same, and the database has the last word.
        return {field.name for field in self._meta.model._meta.get_fields()}  # noqa: SLF001

    @property
    def is_kept(self) -> bool:
        """Whether the row was filled in and stays."""
        return self.has_changed_or_was_there and not self.cleaned_data.get("DELETE", False)

    @property
    def has_changed_or_was_there(self) -> bool:
        """An empty row for a new entry says nothing."""
        return not self.empty_permitted or self.has_changed()

    @property
    def is_new(self) -> bool:
        """Whether the row is one of the empty ones."""
        return self.empty_permitted

    @property
    def usual_fields(self) -> list[BoundField]:
        """The fields that every row needs."""
        return [field for field in self if field.name not in (*self.more, "DELETE")]

    @property
    def more_fields(self) -> list[BoundField]:
        """The others, behind a fold."""
        return [self[name] for name in self.more]

    @property
    def says_more(self) -> bool:
        """Whether something stands behind the fold, or is wrong there."""
        return any(field.value() not in ("", None) or field.errors for field in self.more_fields)


class RowFormSet(BaseFormSet):  # type: ignore[type-arg]
    """The rows; `key` is the field in which no two may be equal, `most` how many there may be."""

    key = ""

    def add_fields(self, form: RowForm, index: int | None) -> None:
        """Django's box for removing a row, in words of ours."""
        super().add_fields(form, index)
        form.fields["DELETE"].label = _("Remove this row")

    def clean(self) -> None:
        """No two rows about the same thing."""
        seen = set()
        for form in self.forms:
            entered = form.cleaned_data.get(self.key) if not form.errors and form.is_kept else None
            if entered is None:
                continue
            folded = entered.casefold() if isinstance(entered, str) else entered
            if folded in seen:
                message = _("“%(entered)s” stands here twice. Keep one of the two.") % {"entered": entered}
                form.add_error(self.key, message)
            seen.add(folded)

    @property
    def sound(self) -> list[Any]:
        """What can be used of the rows as they were typed, in their order: unsaved rows of the model."""
        return [form.instance for form in self.forms if not form.errors and form.is_kept]

    @property
    def faulty(self) -> list[RowForm]:
        """The rows with something wrong in them."""
        return [form for form in self.forms if form.errors and not form.data.get(form.add_prefix("DELETE"))]

    def faults(self, title: Any) -> Iterator[tuple[str, str, str]]:
        """Where, id of the field ("" for none), and what is wrong, for a summary of errors."""
        yield from ((str(title), "", str(each)) for each in self.non_form_errors())
        where = _("%(table)s, row %(number)s, %(label)s")
        for number, form in enumerate(self.forms, start=1):
            for name, errors in form.errors.items() if form in self.faulty else ():
                words = {"table": title, "number": number, "label": form.fields[name].label}
                yield from ((where % words, str(form[name].id_for_label), str(each)) for each in errors)

    def save(self, owner: models.Model, owner_name: str) -> None:
        """These rows instead of those that were there; nothing refers to one by its number."""
        model = self.form._meta.model  # noqa: SLF001 - the documented place of a model form's model
        model.objects.filter(**{owner_name: owner}).delete()
        rows = self.sound
        for position, row in enumerate(rows):
            setattr(row, owner_name, owner)
            if hasattr(row, "position"):
                row.position = position
        model.objects.bulk_create(rows)


def rows_of(
    form: type[RowForm],
    formset: type[RowFormSet],
    stored: Iterable[models.Model],
    *,
    prefix: str,
    most: int,
    data: Any = None,
) -> Any:
    """The stored rows as a formset, with an empty one for what is new."""
    names = list(form.base_fields)
    made = formset_factory(
        form,
        formset=formset,
        extra=EMPTY_ROWS,
        max_num=most,
        absolute_max=most + EMPTY_ROWS,
        validate_max=True,
        can_delete=True,
    )
    initial = [{name: getattr(row, name) for name in names} for row in stored]
    return made(data, initial=initial, prefix=prefix)


def _is_decimal(value: Any) -> bool:
    return hasattr(value, "to_integral_value")
