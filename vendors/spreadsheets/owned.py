"""Owned: sheets whose rows belong to an offer, which each row names by vendor and edition."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from vendors.models import Offer, PriceSource
from vendors.spreadsheets.columns import Column, Kind, both, choices_of, folded
from vendors.spreadsheets.records import Record
from vendors.spreadsheets.tables import Misplaced, Table

VENDOR = Column(
    key="vendor",
    label=both("Vendor", "供应商"),
    required=True,
    example=both("Example Cloud", "示例云"),
    help=both("The name of a vendor that is on the list already.", "名单中已有的供应商名称。"),
    width=24,
)
EDITION = Column(
    key="edition",
    label=both("Edition", "版本"),
    required=True,
    example=both("Professional", "专业版"),
    help=both("As the vendor calls what it offers.", "供应商对其所售版本的称呼。"),
    width=24,
)
AS_OF = Column(
    key="as_of",
    label=both("Price as of", "价格日期"),
    kind=Kind.DAY,
    example="2026-11-02",
    help=both("The day on which the price was valid.", "该价格有效的日期。"),
    width=14,
)
SOURCE = Column(
    key="source",
    label=both("Source", "来源"),
    kind=Kind.CHOICE,
    choices=choices_of(lambda: PriceSource.choices),
    example=both("Quote", "报价"),
    help=both("How firm the price is. Empty in a new row: quote.", "价格的可靠程度。新行留空即为报价。"),
    width=18,
)
SOURCE_NOTE = Column(
    key="source_note",
    label=both("Where it is written", "出处"),
    example=both("Offer of 2 November, page 3", "11月2日报价单第3页"),
    help=both("A document and page, an address, a person.", "文件及页码、网址或人员。"),
    width=32,
)
STATED = (AS_OF, SOURCE, SOURCE_NOTE)


class Owners:
    """The offers that rows may belong to: those that are stored, and those that the same file adds or renames."""

    def __init__(self, offers: QuerySet[Offer]) -> None:
        self.offers = list(offers.select_related("vendor", "tier"))
        self._by_name: defaultdict[tuple[str, str], list[Offer]] = defaultdict(list)
        for offer in self.offers:
            self._by_name[folded(offer.vendor.name), folded(offer.edition)].append(offer)
        self._as_said: dict[int, Offer] = {}
        self._passed_over: set[tuple[str, str]] = set()

    def add(self, texts: Mapping[str, str], offer: Offer, *, as_said: Offer) -> None:
        """An offer as the file calls it, and as it would become."""
        self._as_said[id(offer)] = as_said
        offers = self._by_name[_name(texts)]
        if not any(each is offer for each in offers):
            offers.append(offer)

    def as_said(self, offer: Offer) -> Offer:
        """The offer as the file would make it."""
        return self._as_said.get(id(offer), offer)

    def passed_over(self, texts: Mapping[str, str]) -> None:
        """An offer that the file names and that cannot be read: what belongs to it is not to blame."""
        self._passed_over.add(_name(texts))

    def rows(self, rows: QuerySet[Any]) -> list[Any]:
        """Rows that belong to these offers, offer by offer, in their own order within each."""
        order = {offer.pk: (place, offer) for place, offer in enumerate(self.offers)}
        found = [row for row in rows if row.offer_id in order]
        for row in found:
            row.offer = order[row.offer_id][1]
        return sorted(found, key=lambda row: order[row.offer_id][0])

    def find(self, texts: Mapping[str, str]) -> Offer:
        """The offer that a row names. Raises: Misplaced: there is none, or more than one."""
        name = _name(texts)
        found = self._by_name.get(name, [])
        if len(found) == 1:
            return found[0]
        if name in self._passed_over:
            raise Misplaced(EDITION.key)  # what is wrong stands with the offer's own row
        words = {"vendor": texts.get(VENDOR.key, ""), "edition": texts.get(EDITION.key, "")}
        if found:
            raise Misplaced(EDITION.key, _("“%(vendor)s” has several offers called “%(edition)s”. Rename one.") % words)
        raise Misplaced(EDITION.key, _("“%(vendor)s” has no offer called “%(edition)s”. Add the offer first.") % words)


class OwnedTable(Table):
    """Rows that belong to an offer; the first columns name it."""

    can_remove = True

    def __init__(self, owners: Owners) -> None:
        self.owners = owners
        self._new: Counter[int] = Counter()

    def values(self, row: Any) -> Mapping[str, Any]:
        """As the columns are called, and the two names of the offer."""
        owner = {} if row.offer_id is None else {VENDOR.key: row.offer.vendor.name, EDITION.key: row.offer.edition}
        return {**vars(row), **owner}

    def owner(self, row: Any, texts: Mapping[str, str]) -> Offer:
        """The offer of a row. Raises: Misplaced: there is none, or the row belongs to another one."""
        offer = self.owners.find(texts)
        if row is not None and row.offer_id != offer.pk:
            raise Misplaced(EDITION.key, _("A row stays with its offer. Remove it here and add it to the other one."))
        return offer

    def form(self, row: Any, texts: Mapping[str, str], record: Record) -> forms.BaseForm:  # noqa: ARG002
        """The form of the row, with the offer that it belongs to."""
        offer = self.owner(row, texts)
        if row is None:
            row = self.fresh()
            row.offer = offer
            if hasattr(row, "position"):
                self._new[id(offer)] += 1
                row.position = self._last(offer) + self._new[id(offer)]
        return self.row_form(row, texts)

    def _last(self, offer: Offer) -> int:
        return max((row.position for row in self.stored() if row.offer_id == offer.pk), default=-1)

    def row_form(self, row: Any, texts: Mapping[str, str]) -> forms.BaseForm:
        """The form without regard to the offer."""
        raise NotImplementedError


def _name(texts: Mapping[str, str]) -> tuple[str, str]:
    return folded(texts.get(VENDOR.key, "")), folded(texts.get(EDITION.key, ""))
