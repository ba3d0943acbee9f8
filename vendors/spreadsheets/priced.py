"""Priced: a workbook whose rows are prices of offers; whatever it changes is noted in the history of prices."""

from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from vendors.history import noting_changes
from vendors.models import Offer
from vendors.spreadsheets.tables import Entry, What
from vendors.spreadsheets.workbooks import Plan, Workbook


class PricedWorkbook(Workbook):
    """Offers first, then what belongs to them."""

    def hold(self) -> None:
        """Every offer, so that nobody changes prices meanwhile."""
        list(Offer.objects.select_for_update().values_list("pk"))

    def carry_out(self, plan: Plan, *, by: Any, on: Any) -> None:
        """Do it, and note each price that changes; the first prices of a new offer are no change of one."""
        offers = [entry for entry in plan.acting if _is_offer(entry)]
        others = [entry for entry in plan.acting if not _is_offer(entry)]
        with ExitStack() as stack:
            touched = {offer.pk: offer for offer in _stored(plan.acting)}
            for _pk, offer in sorted(touched.items()):
                stack.enter_context(noting_changes(offer, by=by, on=on))
            for entry in [*(each for each in others if each.what is What.REMOVED), *offers]:
                entry.table.save(entry)
            for entry in others:
                if entry.what is not What.REMOVED:
                    entry.table.save(entry)
            Offer.objects.filter(pk__in=touched).update(updated_at=on)


def _is_offer(entry: Entry) -> bool:
    return isinstance(entry.stored, Offer) or (entry.form is not None and isinstance(entry.form.instance, Offer))


def _stored(entries: Iterable[Entry]) -> Iterable[Offer]:
    """The offers that are there already and whose prices the entries touch."""
    for entry in entries:
        row: Any = entry.stored if entry.form is None else entry.form.instance
        offer = row if isinstance(row, Offer) else row.offer
        if offer.pk is not None:
            yield offer
