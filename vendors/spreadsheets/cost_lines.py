"""The sheet of cost lines: one row for each thing that an offer costs, with its amounts by year of use."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django import forms

from vendors.forms.costs import CostLineForm
from vendors.forms.fields import money_field
from vendors.models import CostLine, Offer
from vendors.models.cost_line import Category
from vendors.spreadsheets.columns import Column, Kind, both, choices_of
from vendors.spreadsheets.owned import EDITION, STATED, VENDOR, OwnedTable, Owners
from vendors.spreadsheets.priced import PricedWorkbook
from vendors.totals import YEARS

MOST_YEARS = 30
_PARTS = {
    "expected": (
        ("Year %d, expected", "第%d年，预期"),
        both("Empty: not given, which is not 0.", "留空表示未提供，不等于0。"),
        "12000",
    ),
    "low": (("Year %d, low", "第%d年，低"), both("If it goes well.", "较好情况。"), "10000"),
    "high": (("Year %d, high", "第%d年，高"), both("If it goes badly.", "较差情况。"), "15000"),
}


def _amount(part: str, year: int) -> Column:
    (en, zh), help_, example = _PARTS[part]
    return Column(
        key=f"{part}_{year}",
        label=both(en % year, zh % year),
        kind=Kind.NUMBER,
        help=help_,
        example=example,
        width=14,
    )


class CostLineRow(CostLineForm):
    """The form of the cost sheet, with as many years as the file has."""

    class Meta(CostLineForm.Meta):
        fields = ["category", "kind", "module", "is_cash", "as_of", "source", "source_note"]

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for year in years:
            for part in _PARTS:
                self.fields.setdefault(f"{part}_{year}", money_field(label=_amount(part, year).name))
        self.years = sorted({*self.years, *years})


class CostLineTable(OwnedTable):
    """One row a cost line."""

    key = "cost_lines"
    name = both("Cost lines", "费用项")
    names = (VENDOR.key, EDITION.key, "category", "module")
    names_differ = False
    needed = names[:3]

    @cached_property
    def lines_stored(self) -> list[CostLine]:
        """Offer by offer, in the order of each cost sheet."""
        lines = CostLine.objects.order_by("position", "pk").prefetch_related("amounts")
        return list(self.owners.rows(lines))

    @cached_property
    def years(self) -> list[int]:
        """The first three, and whatever later ones a line speaks of."""
        return sorted({*YEARS, *(amount.year for line in self.lines_stored for amount in line.amounts.all())})

    @property
    def columns(self) -> tuple[Column, ...]:
        """With a low, expected and high amount for each year."""
        return (*self._fixed, *(_amount(part, year) for year in self.years for part in _PARTS), *STATED)

    @property
    def readable_columns(self) -> tuple[Column, ...]:
        """A file may speak of years that no stored line speaks of."""
        years = range(1, MOST_YEARS + 1)
        return (*self._fixed, *(_amount(part, year) for year in years for part in _PARTS), *STATED)

    def stored(self) -> Iterable[CostLine]:
        """All of them."""
        return self.lines_stored

    def values(self, row: CostLine) -> Mapping[str, Any]:
        """As the columns are called."""
        amounts = row.amounts.all() if row.pk else ()
        by_year = {f"{part}_{amount.year}": getattr(amount, part) for amount in amounts for part in _PARTS}
        return {**super().values(row), **by_year}

    def fresh(self) -> CostLine:
        """A visible cost in cash, as quoted."""
        return CostLine()

    def row_form(self, row: CostLine, texts: Mapping[str, str]) -> forms.BaseForm:
        """The form of a line."""
        said = {key.rpartition("_")[2] for key, text in texts.items() if text and key.startswith(tuple(_PARTS))}
        return CostLineRow(dict(texts), instance=row, years=sorted(int(year) for year in said))

    @cached_property
    def _fixed(self) -> tuple[Column, ...]:
        own = sorted({line.category for line in self.lines_stored} - set(Category.values))
        words = choices_of(lambda: [*Category.choices, *((word, word) for word in own)])()
        return (
            VENDOR,
            EDITION,
            Column(
                key="category",
                label=both("Category", "类别"),
                kind=Kind.CHOICE,
                required=True,
                choices=lambda: words,
                example=both("Training", "培训"),
                help=both("What it is for.", "费用用途。"),
                width=24,
            ),
            Column(
                key="module",
                label=both("Module", "模块"),
                example=both("Voice robot", "语音机器人"),
                help=both("If the cost belongs to one.", "费用属于某一模块时填写。"),
            ),
            Column(
                key="kind",
                label=both("Kind", "显性或隐性"),
                kind=Kind.CHOICE,
                choices=choices_of(lambda: CostLine.Kind.choices),
                example=both("Hidden", "隐性"),
                help=both(
                    "Hidden: no quote names it. Empty in a new row: visible.", "隐性：报价中未列出。新行留空即为显性。"
                ),
            ),
            Column(
                key="is_cash",
                label=both("Cash", "现金支出"),
                kind=Kind.YES_NO,
                example=both("Yes", "是"),
                help=both("No for own labour time that no invoice shows.", "自有人工时间、不开具发票的填“否”。"),
                width=10,
            ),
        )


class CostLinesWorkbook(PricedWorkbook):
    """The cost lines of all offers, or of one."""

    key = "cost_lines"
    title = both("Cost lines", "费用项")
    about = both(
        "What each offer costs, one row for each thing, with the years side by side.",
        "每个方案的成本，每项一行，各年并列。",
    )

    def __init__(self, offer: int | None = None) -> None:
        offers = Offer.objects.all() if offer is None else Offer.objects.filter(pk=offer)
        owners = Owners(offers)
        super().__init__([CostLineTable(owners)])
