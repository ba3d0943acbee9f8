"""The sheet that goes to a vendor with the TCO list, and comes back with its answers and amounts.

Every item is one row, known by its code. An amount becomes the cost line of the item, with the source "quote".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any, cast

from django import forms
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from vendors import tco
from vendors.answered import PREFETCHED, categories_following, lines_of, stated_by_vendor
from vendors.forms.fields import money_field
from vendors.forms.tco import keep_answer
from vendors.history import noting_changes
from vendors.models import CostAmount, CostAnswer, CostLine, Offer
from vendors.spreadsheets.answer_columns import ANSWERS, COLUMNS, MONEY
from vendors.spreadsheets.columns import both
from vendors.spreadsheets.records import Record
from vendors.spreadsheets.tables import Misplaced, Table
from vendors.spreadsheets.workbooks import Plan, Workbook
from vendors.totals import YEARS

KEY = "answers"
_CENTS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Row:
    """One item with what is stored of its answer; `line` holds its amounts."""

    item: tco.Item
    answer: CostAnswer | None
    line: CostLine | None
    blocked: str = ""  # why no amounts can be taken over

    @property
    def pk(self) -> str:
        """Its code, which tells the row from others."""
        return self.item.code


class AnswerForm(forms.Form):
    """One row of the sheet; its fields are called as the columns are."""

    answer = forms.ChoiceField(required=False, choices=[("", ""), *((each.value, each.value) for each in ANSWERS)])
    note = forms.CharField(required=False, max_length=500)

    def __init__(self, data: Mapping[str, str], *, row: Row, offer: Offer) -> None:
        super().__init__(data)
        self.row, self.offer = row, offer
        self.fields.update({name: money_field(label=name) for name in MONEY})

    def clean(self) -> dict[str, Any]:
        """An amount means "priced" and the other way round; low and high stand around the sum."""
        said = super().clean() or {}
        amounts = [said[f"year_{year}"] for year in YEARS if said.get(f"year_{year}") is not None]
        answer = said.get("answer")
        if any(amounts) and answer in {"included", "free", "not_applicable", "asked"}:
            self.add_error("answer", _("There are amounts: choose “priced”, or clear them."))
        if answer == "priced" and not amounts and not self.row.blocked and not self.errors:
            self.add_error("answer", _("Enter the amount of a year at least, or choose another answer."))
        if not amounts and any(said.get(name) is not None for name in ("low", "high")):
            self.add_error("low", _("Enter the amounts of the years too, or clear low and high."))
        if amounts and self.row.blocked:
            self.add_error(f"year_{YEARS[0]}", self.row.blocked)
        if said.get("low") is not None and said["low"] > sum(amounts):
            self.add_error("low", _("The lowest amount must not be above the sum of the years."))
        if said.get("high") is not None and amounts and said["high"] < sum(amounts):
            self.add_error("high", _("The highest amount must not be below the sum of the years."))
        return said

    def save(self, *, on: Any) -> None:
        """Keep the answer, and its amounts as a cost line."""
        said = self.cleaned_data
        by_year = {year: said[f"year_{year}"] for year in YEARS if said[f"year_{year}"] is not None}
        status = said["answer"] or ("priced" if by_year else "")
        if status:
            keep_answer(
                self.offer,
                self.row.item,
                self.row.answer,
                status=status,
                note=said["note"],
                on=timezone.localtime(on).date(),
            )
        elif self.row.answer is not None:
            self.row.answer.delete()
        if by_year:
            self._save_line(by_year, said, on)
        elif self.row.line is not None and stated_by_vendor(self.row.line):
            self.row.line.delete()

    def _save_line(self, by_year: Mapping[int, Decimal], said: Mapping[str, Any], on: Any) -> None:
        item = self.row.item
        line = self.row.line or CostLine(
            offer=self.offer,
            category=item.category,
            kind=item.kind,
            module=item.label["en"] if item.category == "other" else "",
            position=max((each.position for each in self.offer.cost_lines.all()), default=0) + 1,
        )
        line.source, line.source_note, line.as_of = CostLine.Source.QUOTE, said["note"], timezone.localtime(on).date()
        line.save()
        lows, highs = (_spread(said[name], by_year) for name in ("low", "high"))
        line.amounts.filter(year__in=YEARS).delete()
        CostAmount.objects.bulk_create(
            CostAmount(line=line, year=year, expected=amount, low=lows.get(year), high=highs.get(year))
            for year, amount in by_year.items()
        )


class AnswersTable(Table):
    """All items; none is added and none removed."""

    key = KEY
    name = both("Costs to ask for", "成本问询")
    names = ("item",)
    columns = COLUMNS

    def __init__(self, offer: Offer) -> None:
        self.offer = offer
        answers = {answer.item: answer for answer in offer.cost_answers.all()}
        following = categories_following(offer)
        self._rows = [_row(item, answers.get(item.code), offer, following) for item in tco.ITEMS]

    def stored(self) -> Iterable[Model]:
        """The fourteen items. They stand in no table of their own; a row is asked for nothing but its key."""
        return cast("list[Model]", self._rows)

    def values(self, row: Any) -> Mapping[str, Any]:
        """What the vendor said so far; our own estimates are not for its eyes."""
        if row.item is None:
            return {}
        words = {
            "item": row.item.code,
            "question_en": row.item.question["en"],
            "question_zh": row.item.question["zh-hans"],
        }
        answer = {"answer": row.answer.status, "note": row.answer.note} if row.answer else {}
        if row.line is None or not stated_by_vendor(row.line):
            return words | answer
        amounts = {each.year: each for each in row.line.amounts.all() if each.year in YEARS}
        by_year = {f"year_{year}": each.expected for year, each in amounts.items()}
        return words | answer | by_year | _range(amounts.values())

    def settled(self, texts: Mapping[str, str]) -> Mapping[str, str]:
        """An answer that is left open takes nothing back that was said before; the questions stay as they are."""
        row = next((row for row in self._rows if row.item.code == texts.get("item")), None)
        if row is None:
            return texts
        stored = self.texts(row)
        kept = {"question_en", "question_zh"}
        if not any(texts.get(key) for key in ("answer", *MONEY)):
            kept |= {"answer", *MONEY}
        if not texts.get("note"):
            kept.add("note")
        return {key: stored[key] if key in kept else text for key, text in texts.items()}

    def fresh(self) -> Model:
        """Nothing: an item that is not on the list belongs to a cost line instead."""
        return cast("Model", _NO_ROW)

    def form(self, row: Any, texts: Mapping[str, str], record: Record) -> forms.BaseForm:  # noqa: ARG002
        """The form of an item. Raises: Misplaced: a row that was added."""
        if row is None:
            raise Misplaced("item", _("This item stands in another row already."))
        return AnswerForm(dict(texts), row=row, offer=self.offer)


class AnswersWorkbook(Workbook):
    """The TCO list of one offer."""

    key = KEY
    title = both("What can cost something", "总成本问询表")
    about = both(
        "Every item of the list with its question, to send to the vendor and to take its answers back in.",
        "清单中的每一项及其问题，供发送给供应商并导回其答复。",
    )
    own_rules = (
        both(
            "For each item choose an answer, and enter the amount of each of the three years where there is one.",
            "请就每一项选择答复；有金额的，分别填写三年中各年的金额。",
        ),
        both(
            "Write amounts as plain numbers, before tax, in the currency of the offer.",
            "金额请填纯数字，未税，以报价币种计。",
        ),
        both("An empty cell says nothing; 0 says free of charge.", "空白表示未作说明；0表示免费。"),
        both("Leave the headings and the items as they are.", "请勿改动表头和项目。"),
    )

    def __init__(self, offer_pk: int) -> None:
        self.offer = Offer.objects.select_related("vendor").prefetch_related(*PREFETCHED).get(pk=offer_pk)
        super().__init__([AnswersTable(self.offer)])

    def hold(self) -> None:
        """The offer's row, and what it says now."""
        Offer.objects.select_for_update().get(pk=self.offer.pk)

    def carry_out(self, plan: Plan, *, by: Any, on: Any) -> None:
        """All answers, and a note of every amount that changes."""
        with noting_changes(self.offer, by=by, on=on):
            for entry in plan.acting:
                entry.form.save(on=on)
            Offer.objects.filter(pk=self.offer.pk).update(updated_at=on)


@dataclass(frozen=True, slots=True)
class _NoRow:
    item: None = None
    pk: None = None


_NO_ROW = _NoRow()


def _row(item: tco.Item, answer: CostAnswer | None, offer: Offer, following: set[str]) -> Row:
    lines = lines_of(item, offer.cost_lines.all())
    own = [line for line in lines if line.module in {"", *item.label.values()}]
    others = [line for line in lines if line not in own[:1] and line.amounts.all()]
    if item.category in following:
        blocked = _("The prices of the offer say this already. Clear the amounts here, or those prices.")
    elif others:
        blocked = _("The cost sheet has several lines for this item. Clear the amounts here, and change them there.")
    else:
        blocked = ""
    return Row(item, answer, own[0] if own else None, blocked)


def _range(amounts: Iterable[CostAmount]) -> dict[str, Decimal]:
    """Low and high over three years, where any year has one."""
    amounts = list(amounts)
    found = {}
    for name in ("low", "high"):
        parts = [(getattr(each, name), each.expected) for each in amounts]
        if any(part is not None for part, _expected in parts):
            found[name] = sum((expected if part is None else part for part, expected in parts), Decimal(0))
    return found


def _spread(total: Decimal | None, by_year: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """A range of three years as one of each year, in proportion; what is left by rounding goes to the largest year."""
    if total is None:
        return {}
    whole = sum(by_year.values(), Decimal(0))
    if not whole:
        return {year: total / len(by_year) for year in by_year} if not total else {max(by_year): total}
    parts = {year: (total * amount / whole).quantize(_CENTS, ROUND_DOWN) for year, amount in by_year.items()}
    largest = max(by_year, key=lambda year: by_year[year])
    parts[largest] += total - sum(parts.values(), Decimal(0))
    return parts
