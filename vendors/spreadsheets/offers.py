"""The sheet of offers, and the workbook that holds everything an offer says about money."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from vendors.forms.offer import OfferForm
from vendors.forms.terms import TermsForm
from vendors.models import Offer, Period, Tier, Vendor
from vendors.spreadsheets.columns import Choice, Column, Kind, both, choices_of, folded
from vendors.spreadsheets.cost_lines import CostLineTable
from vendors.spreadsheets.owned import EDITION, VENDOR, Owners
from vendors.spreadsheets.priced import PricedWorkbook
from vendors.spreadsheets.prices import ModuleTable, SeatPriceTable, UsageTable
from vendors.spreadsheets.records import Record
from vendors.spreadsheets.tables import Misplaced, Table


def _tiers() -> tuple[Choice, ...]:
    return tuple(Choice(tier.code, both(tier.name, tier.name_zh or tier.name)) for tier in Tier.objects.all())


COLUMNS = (
    VENDOR,
    EDITION,
    Column(
        key="edition_zh",
        label=both("Edition in Chinese", "中文版本名"),
        example="专业版",
        help=both("Only if it differs.", "仅在与版本名不同时填写。"),
    ),
    Column(
        key="tier",
        label=both("Tier", "层级"),
        kind=Kind.CHOICE,
        required=True,
        example=both("Advanced", "进阶版"),
        help=both("How far the system reaches.", "系统的功能层级。"),
    ),
    Column(
        key="seats",
        label=both("Agent seats quoted", "报价坐席数"),
        kind=Kind.WHOLE,
        example="40",
        help=both("Empty if the quote names no number.", "报价未写明数量时留空。"),
    ),
    Column(
        key="currency",
        label=both("Currency", "币种"),
        example="CNY",
        help=both(
            "Three letters. All amounts of the offer are in it. Empty in a new row: CNY.",
            "三个字母。该方案的所有金额均以此计。新行留空即为CNY。",
        ),
        width=10,
    ),
    Column(
        key="billing",
        label=both("Billing", "计费方式"),
        kind=Kind.CHOICE,
        choices=choices_of(lambda: Offer.Billing.choices),
        example=both("Yearly", "按年"),
        help=both("When it is paid. Empty in a new row: yearly.", "付款周期。新行留空即为按年。"),
    ),
    Column(
        key="valid_until",
        label=both("Quote valid until", "报价有效期至"),
        kind=Kind.DAY,
        example="2027-03-31",
        help=both("The last day on which the quote holds.", "报价有效的最后一天。"),
    ),
    Column(
        key="seat_minimum",
        label=both("Fewest seats", "最少坐席数"),
        kind=Kind.WHOLE,
        example="10",
        help=both("Fewer seats cost as much as these.", "坐席数少于此数时，按此数计费。"),
    ),
    Column(
        key="seat_maximum",
        label=both("Most seats", "最多坐席数"),
        kind=Kind.WHOLE,
        example="200",
        help=both("The edition ends here.", "该版本的坐席上限。"),
    ),
    Column(
        key="seat_period",
        label=both("Seat prices are for", "坐席价格周期"),
        kind=Kind.CHOICE,
        choices=choices_of(lambda: Period.choices),
        example=both("a year", "每年"),
        help=both("What a price in “Seat prices” pays for.", "“坐席价格”表中价格所对应的周期。"),
    ),
    Column(
        key="seat_pricing",
        label=both("Price steps", "阶梯计价方式"),
        kind=Kind.CHOICE,
        choices=choices_of(lambda: Offer.SeatPricing.choices),
        example=both("Every seat at the price of the step that is reached", "全部坐席按所达阶梯计价"),
        help=both("How several steps of “Seat prices” are meant.", "“坐席价格”表中多级价格的含义。"),
        width=30,
    ),
    Column(
        key="discount_percent",
        label=both("Discount in percent", "折扣（百分比）"),
        kind=Kind.PERCENT,
        example="10",
        help=both(
            "On seats and modules: 10 stands for 10 %. 0 if none was offered.",
            "适用于坐席和模块：10表示减10%。未提供折扣则填0。",
        ),
    ),
    Column(
        key="discount_years",
        label=both("Discount for how many years", "折扣年数"),
        kind=Kind.WHOLE,
        example="1",
        help=both("From the first year on. Empty: for as long as we stay.", "自第一年起。留空表示始终有效。"),
    ),
    Column(
        key="renewal_uplift_percent",
        label=both("Price rise at renewal in percent", "续约涨幅（百分比）"),
        kind=Kind.PERCENT,
        example="5",
        help=both(
            "A year, from the second year on. Empty: nothing was said.", "自第二年起每年的涨幅。留空表示未说明。"
        ),
    ),
    Column(
        key="storage_included_gb",
        label=both("Storage included, in GB", "所含存储量（GB）"),
        kind=Kind.NUMBER,
        example="100",
        help=both("In the price of the offer.", "包含在方案价格内。"),
    ),
    Column(
        key="storage_needed_gb",
        label=both("Storage we need, in GB", "所需存储量（GB）"),
        kind=Kind.NUMBER,
        example="250",
        help=both("What we will keep.", "我们将要保存的数据量。"),
    ),
    Column(
        key="storage_price",
        label=both("Price of one more GB a year", "每增加1 GB的年价"),
        kind=Kind.NUMBER,
        example="12",
        help=both("In the currency of the offer.", "以该方案的币种计。"),
    ),
    Column(
        key="notes",
        label=both("Notes", "备注"),
        kind=Kind.TEXT,
        example=both("Price holds for a two-year contract.", "签两年合同适用此价。"),
        help=both("Anything that others should know.", "其他人应当了解的任何信息。"),
        width=48,
    ),
)


class OfferRow(OfferForm, TermsForm):
    """The form of the offer's page and that of its terms in one."""

    class Meta(OfferForm.Meta):
        fields = [*OfferForm.Meta.fields, *TermsForm.Meta.fields]


class OfferTable(Table):
    """One row an offer; the sheets that follow name it by vendor and edition."""

    key = "offers"
    name = both("Offers", "方案")
    names = (VENDOR.key, EDITION.key)

    def __init__(self, owners: Owners) -> None:
        self.owners = owners
        tiers = _tiers()  # once, and not for each cell
        self._columns = [replace(each, choices=lambda: tiers) if each.key == "tier" else each for each in COLUMNS]
        vendors = list(Vendor.objects.all())
        self.vendors = {folded(name): vendor for vendor in vendors for name in (vendor.name_zh, vendor.name) if name}

    @property
    def columns(self) -> Sequence[Column]:
        """As declared, with the tiers of this installation."""
        return self._columns

    def stored(self) -> Iterable[Offer]:
        """All of them, vendor by vendor."""
        return self.owners.offers

    def values(self, row: Offer) -> Mapping[str, Any]:
        """As the columns are called."""
        vendor = "" if row.vendor_id is None else row.vendor.name
        return {**vars(row), VENDOR.key: vendor, "tier": row.tier_id}

    def fresh(self) -> Offer:
        """One with the usual terms."""
        return Offer()

    def settled(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        """The vendor may be called by its Chinese name as well."""
        vendor = self.vendors.get(folded(texts.get(VENDOR.key, "")))
        return {**texts, VENDOR.key: vendor.name} if vendor is not None and VENDOR.key in texts else texts

    def passed_over(self, texts: Mapping[str, str]) -> None:
        """What belongs to this offer need not be told that it is missing."""
        self.owners.passed_over(texts)

    def form(self, row: Offer | None, texts: Mapping[str, str], record: Record) -> forms.BaseForm:  # noqa: ARG002
        """The form, with the vendor that the row names."""
        vendor = self.vendors.get(folded(texts[VENDOR.key]))
        if vendor is None:
            message = _("There is no vendor called “%s”. Add it first, by the page or by the sheet of vendors.")
            raise Misplaced(VENDOR.key, message % texts[VENDOR.key])
        if row is not None and row.vendor_id != vendor.pk:
            raise Misplaced(VENDOR.key, _("An offer stays with its vendor. Add a new row for the other one."))
        data = {key: text for key, text in texts.items() if key != VENDOR.key}
        form = OfferRow(data, instance=row or Offer(vendor=vendor))
        self.owners.add(texts, row or form.instance, as_said=form.instance)
        return form


class OffersWorkbook(PricedWorkbook):
    """Offers with everything they cost, a sheet for each kind of price."""

    key = "offers"
    title = both("Offers and their prices", "方案及其价格")
    about = both(
        "All offers with seat prices, modules, usage prices and cost lines, a sheet for each.",
        "全部方案及其坐席价格、模块、用量价格和费用项，每类一张表。",
    )

    def __init__(self) -> None:
        owners = Owners(Offer.objects.all())
        tables = (OfferTable, SeatPriceTable, ModuleTable, UsageTable, CostLineTable)
        super().__init__([table(owners) for table in tables])
