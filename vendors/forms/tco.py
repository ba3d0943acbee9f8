"""The TCO list of an offer: for each item what the vendor answered, marked by hand."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from vendors import tco
from vendors.answered import Asked, TcoList
from vendors.models import CostAnswer, Offer


class ItemForm(forms.Form):
    """One item: its answer and a note."""

    status = forms.ChoiceField(
        label=_("Answer"), required=False, choices=[("", _("Nothing noted")), *CostAnswer.Status.choices]
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=1000)

    def __init__(self, *, row: Asked, data: QueryDict | None) -> None:
        answer = row.answer
        initial = {"status": answer.status if answer else "", "note": answer.note if answer else ""}
        super().__init__(data, prefix=row.item.code, initial=initial)
        self.row = row

    def clean(self) -> dict[str, Any]:
        """A note is about an answer, or about having asked."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("note") and not cleaned.get("status") and "status" not in self.errors:
            self.add_error("status", _("Choose an answer for the note, or clear the note."))
        return cleaned

    def save(self, offer: Offer, on: date) -> None:
        """Keep, change or take back the answer; the days follow from what was chosen."""
        status = self.cleaned_data["status"]
        if not status:
            CostAnswer.objects.filter(offer=offer, item=self.row.item.code).delete()
            return
        keep_answer(offer, self.row.item, self.row.answer, status=status, note=self.cleaned_data["note"], on=on)


class TcoSheet:
    """All items of one offer, saved together or not at all."""

    def __init__(self, offer: Offer, found: TcoList, data: QueryDict | None = None) -> None:
        self.offer = offer
        self.forms = [ItemForm(row=row, data=data) for row in found.rows]

    def saved(self, on: date) -> bool:
        """Validate and save what was changed; False leaves the errors on the forms."""
        if any(form.errors for form in self.forms):
            return False
        with transaction.atomic():
            for form in self.forms:
                if form.has_changed():
                    form.save(self.offer, on)
        return True

    def faults(self) -> Iterator[tuple[str, str, str]]:
        """Where, id of the field, and what is wrong, for the summary of errors."""
        for form in self.forms:
            for name, errors in form.errors.items():
                yield from ((form.row.label, str(form[name].id_for_label), str(each)) for each in errors)


def keep_answer(
    offer: Offer, item: tco.Item, stored: CostAnswer | None, *, status: str, note: str, on: date
) -> CostAnswer:
    """Write an answer down; the day of asking stays, and the day of the answer is that on which it changed."""
    answer = stored or CostAnswer(offer=offer, item=item.code)
    is_answer = status in tco.ANSWERED
    if is_answer and answer.status != status:
        answer.answered_on = on
    elif not is_answer:
        answer.answered_on = None
        answer.asked_on = answer.asked_on or on
    answer.status, answer.note = status, note
    answer.save()
    return answer


def mark_as_asked(offer: Offer, found: TcoList, on: date) -> int:
    """Every item of which nothing is known was asked today; returns how many these are."""
    silent = [row for row in found.open if not row.status]
    CostAnswer.objects.bulk_create(CostAnswer(offer=offer, item=row.item.code, asked_on=on) for row in silent)
    return len(silent)
