"""The sheets of seat prices, modules and usage prices."""

from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _

from vendors.forms.prices import ModuleForm, SeatPriceForm, UsageForm
from vendors.models import Grade, Module, Period, SeatPrice, UsageTerm
from vendors.spreadsheets.columns import Column, Kind, both, choices_of
from vendors.spreadsheets.owned import EDITION, STATED, VENDOR, OwnedTable
from vendors.spreadsheets.tables import Entry, What

SEAT_COLUMNS = (
    Column(
        key="from_seat",
        label=both("From seat", "起始坐席"),
        kind=Kind.WHOLE,
        required=True,
        example="1",
        help=both("The first seat that has this price: 1, then perhaps 21.", "适用此价的第一个坐席：1，其后例如21。"),
    ),
    Column(
        key="unit_price",
        label=both("Price of a seat", "单坐席价格"),
        kind=Kind.NUMBER,
        required=True,
        example="3600",
        help=both("For a month or a year, as the offer says.", "按月或按年，以方案所填为准。"),
    ),
)
MODULE_COLUMNS = (
    Column(
        key="name",
        label=both("Module", "模块"),
        required=True,
        example=both("Voice robot", "语音机器人"),
        help=both("An offer has each module once.", "同一方案中每个模块只出现一次。"),
        width=28,
    ),
    Column(
        key="name_zh",
        label=both("Module in Chinese", "模块中文名"),
        example="语音机器人",
        help=both("Only if it differs.", "仅在与模块名不同时填写。"),
        width=24,
    ),
    Column(
        key="grade",
        label=both("Class", "类别"),
        kind=Kind.CHOICE,
        choices=choices_of(lambda: Grade.choices),
        example=both("Must", "必备项"),
        help=both("What we need it for. Empty in a new row: must.", "我们对它的需要程度。新行留空即为必备项。"),
    ),
    Column(
        key="is_included",
        label=both("Included", "已包含"),
        kind=Kind.YES_NO,
        example=both("No", "否"),
        help=both("In the price of the seats, whether we use it or not.", "已含在坐席价格内，无论是否使用。"),
        width=12,
    ),
    Column(
        key="price",
        label=both("Price", "价格"),
        kind=Kind.NUMBER,
        example="12000",
        help=both("Empty: not given, which is not 0.", "留空表示未提供，不等于 0。"),
    ),
    Column(
        key="per",
        label=both("Price is", "计价方式"),
        kind=Kind.CHOICE,
        choices=choices_of(lambda: Module.Per.choices),
        example=both("for all", "整体"),
        help=both(
            "For each seat, for all, or once. Empty in a new row: for all.", "按坐席、整体或一次性。新行留空即为整体。"
        ),
    ),
    Column(
        key="period",
        label=both("Price is for", "价格周期"),
        kind=Kind.CHOICE,
        choices=choices_of(lambda: Period.choices),
        example=both("a year", "每年"),
        help=both("A month or a year. Empty in a new row: a year.", "月或年。新行留空即为年。"),
    ),
)


def _figure(key: str, label: tuple[str, str], help_: tuple[str, str], example: str) -> Column:
    return Column(key=key, label=both(*label), kind=Kind.NUMBER, help=both(*help_), example=example)


USAGE_COLUMNS = (
    Column(
        key="unit",
        label=both("Unit", "计量单位"),
        required=True,
        example=both("AI answer", "AI应答"),
        help=both("What is counted; an offer has each unit once.", "计量对象；同一方案中每个单位只出现一次。"),
        width=24,
    ),
    Column(
        key="unit_zh",
        label=both("Unit in Chinese", "单位中文名"),
        example="AI应答",
        help=both("Only if it differs.", "仅在与单位名不同时填写。"),
    ),
    _figure("included", ("Included a month", "每月包含量"), ("0 if nothing is included.", "不含则填0。"), "10000"),
    _figure("unit_price", ("Price of a unit", "单价"), ("Above what is included.", "超出含量部分的单价。"), "0.08"),
    _figure(
        "overage_from",
        ("Dearer above, a month", "每月超量起点"),
        ("Units above this many cost the overage price.", "超过此数量的部分按超量单价计。"),
        "50000",
    ),
    _figure(
        "overage_price", ("Overage price of a unit", "超量单价"), ("Of units above that.", "超量部分的单价。"), "0.12"
    ),
    _figure(
        "cap", ("Most a month", "每月封顶"), ("The bill of a month never exceeds this.", "每月费用不超过此数。"), "6000"
    ),
    _figure("volume", ("Our volume a month", "我方月用量"), ("What we expect to use.", "预计用量。"), "32000"),
    _figure("volume_low", ("Lowest volume a month", "最低月用量"), ("If it goes low.", "较少时的用量。"), "20000"),
    _figure("volume_high", ("Highest volume a month", "最高月用量"), ("If it goes high.", "较多时的用量。"), "60000"),
    Column(
        key="grows_with_seats",
        label=both("Grows with the team", "随团队增长"),
        kind=Kind.YES_NO,
        example=both("Yes", "是"),
        help=both("The volume of later years rises as the number of agents does.", "以后各年的用量随坐席数增长。"),
    ),
)


class SeatPriceTable(OwnedTable):
    """One row a step."""

    key = "seat_prices"
    name = both("Seat prices", "坐席价格")
    names = (VENDOR.key, EDITION.key, "from_seat")
    columns = (VENDOR, EDITION, *SEAT_COLUMNS, *STATED)

    def stored(self) -> Iterable[SeatPrice]:
        """Offer by offer."""
        return self.owners.rows(SeatPrice.objects.order_by("from_seat", "pk"))

    def fresh(self) -> SeatPrice:
        """The first step."""
        return SeatPrice()

    def at_odds(self, entries: Sequence[Entry]) -> Iterable[tuple[Entry, str]]:
        """Nothing may be left unsaid about the first seats, unless fewer cannot be bought."""
        gone = {entry.stored.pk for entry in entries if entry.stored is not None and entry.what is not What.SAME}
        said = [(entry.form.instance, entry) for entry in entries if entry.what in {What.NEW, What.CHANGED}]
        steps = [*((row, None) for row in self.stored() if row.pk not in gone), *said]
        first: dict[int, tuple[SeatPrice, Entry | None]] = {}
        for row, entry in sorted(steps, key=lambda step: step[0].from_seat):
            first.setdefault(id(row.offer), (row, entry))
        for row, entry in first.values():
            if entry is not None and row.from_seat > (self.owners.as_said(row.offer).seat_minimum or 1):
                yield entry, _("Nothing says what a seat below this one costs. Begin at 1, or enter the fewest seats.")

    def row_form(self, row: SeatPrice, texts: Mapping[str, str]) -> forms.BaseForm:
        """The form of a step."""
        return SeatPriceForm(dict(texts), instance=row)


class ModuleTable(OwnedTable):
    """One row a module."""

    key = "modules"
    name = both("Modules", "模块")
    names = (VENDOR.key, EDITION.key, "name")
    columns = (VENDOR, EDITION, *MODULE_COLUMNS, *STATED)

    def stored(self) -> Iterable[Module]:
        """Offer by offer."""
        return self.owners.rows(Module.objects.order_by("position", "pk"))

    def fresh(self) -> Module:
        """One that we need and that is not included."""
        return Module()

    def row_form(self, row: Module, texts: Mapping[str, str]) -> forms.BaseForm:
        """The form of a module."""
        return ModuleForm(dict(texts), instance=row)


class UsageTable(OwnedTable):
    """One row a unit that is paid by use."""

    key = "usage"
    name = both("Usage", "用量价格")
    names = (VENDOR.key, EDITION.key, "unit")
    columns = (VENDOR, EDITION, *USAGE_COLUMNS, *STATED)

    def stored(self) -> Iterable[UsageTerm]:
        """Offer by offer."""
        return self.owners.rows(UsageTerm.objects.order_by("position", "pk"))

    def fresh(self) -> UsageTerm:
        """One of which nothing is included."""
        return UsageTerm()

    def row_form(self, row: UsageTerm, texts: Mapping[str, str]) -> forms.BaseForm:
        """The form of a usage price."""
        return UsageForm(dict(texts), instance=row)
