"""The columns of the sheet that goes to a vendor with the TCO list."""

from vendors import tco
from vendors.spreadsheets.columns import Choice, Column, Kind, both
from vendors.totals import YEARS

ANSWERS = (
    Choice("priced", both("Priced", "有报价")),
    Choice("included", both("Included", "已包含")),
    Choice("free", both("Free of charge", "免费")),
    Choice("not_applicable", both("Does not apply", "不适用")),
    Choice("asked", both("Open", "未答复")),
)
_YEAR_HELP = both(
    "Before tax, in the currency of the offer. Empty: no amount.", "未税金额，以报价币种计。留空表示无金额。"
)
_RANGE_HELP = both("Of all three years together, if it is not certain.", "三年合计；金额不确定时填写。")


def _year(year: int) -> Column:
    return Column(
        key=f"year_{year}",
        label=both(f"Year {year}", f"第{year}年"),
        kind=Kind.NUMBER,
        help=_YEAR_HELP,
        example="12000",
    )


COLUMNS = (
    Column(
        key="item",
        label=both("Item", "项目"),
        kind=Kind.CHOICE,
        required=True,
        choices=lambda: [Choice(item.code, item.label) for item in tco.ITEMS],
        width=22,
    ),
    Column(key="question_en", label=both("Question", "问题（英文）"), kind=Kind.TEXT, width=50),
    Column(key="question_zh", label=both("Question in Chinese", "问题"), kind=Kind.TEXT, width=50),
    Column(
        key="answer",
        label=both("Answer", "答复"),
        kind=Kind.CHOICE,
        choices=lambda: ANSWERS,
        example=both("Included", "已包含"),
        help=both("Priced, included, free of charge, or does not apply.", "有报价、已包含、免费或不适用。"),
    ),
    *(_year(year) for year in YEARS),
    Column(key="low", label=both("Low, three years", "三年最低"), kind=Kind.NUMBER, help=_RANGE_HELP, example="30000"),
    Column(
        key="high", label=both("High, three years", "三年最高"), kind=Kind.NUMBER, help=_RANGE_HELP, example="40000"
    ),
    Column(
        key="note",
        label=both("Note", "备注"),
        help=both("Where it is written, or what it depends on.", "出处，或金额取决于什么。"),
        example=both("Offer, page 3", "报价单第3页"),
        width=40,
    ),
)
MONEY = (*(f"year_{year}" for year in YEARS), "low", "high")
