"""Letter: the questions of the TCO list to a vendor, in the vendor's language, whoever reads the page around it.

Its texts stand here in both languages and are no messages of the site: what was sent must read the same tomorrow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from vendors import tco

LANGUAGES = ("en", "zh-hans")

_TEXTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "subject": "What %(edition)s costs over three years",
            "greeting": "Dear %(name)s,",
            "nobody": "Sir or Madam",
            "why": "We are considering %(edition)s by %(vendor)s for our customer service. To compare offers by their "
            "full cost, we ask every vendor for the same items.",
            "seats": "Please reckon with %(seats)s agent seats and three years of use.",
            "no_seats": "Please reckon with three years of use, and say for how many agent seats your figures are.",
            "how": "For each item below please give the amount in %(currency)s for each of the three years, or say "
            "that it is included, free of charge, or does not apply. Where you cannot give one figure, give the "
            "lowest and the highest. An item without an answer counts as an open cost.",
            "sheet": "You may fill in the spreadsheet that comes with this letter instead; it holds the same items.",
            "thanks": "Thank you. With kind regards",
        },
        "zh-hans": {
            "subject": "关于%(edition)s三年总成本的询价",
            "greeting": "尊敬的%(name)s：",
            "nobody": "供应商负责人",
            "why": "我司正在为客服系统选型评估%(vendor)s的%(edition)s。"
            "为按总成本进行比较，我们向每家供应商询问相同的事项。",
            "seats": "请按%(seats)s个坐席、使用三年计算。",
            "no_seats": "请按使用三年计算，并注明报价所对应的坐席数。",
            "how": "请就下列每一项，按%(currency)s分别给出三年中各年的金额，或注明“已包含”“免费”或“不适用”。"
            "无法给出单一数字时，请给出最低与最高金额。未作答的项目将按未明确的费用处理。",
            "sheet": "您也可以直接填写随信附上的表格，其中的项目与本信相同。",
            "thanks": "谢谢！顺颂商祺",
        },
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is sent."""

    language: str
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]  # label and question
    closing: tuple[str, ...]
    signature: str

    @property
    def as_text(self) -> str:
        """As plain text that reads as Markdown too."""
        asked = [f"{number}. {label}: {question}" for number, (label, question) in enumerate(self.questions, start=1)]
        if self.language == "zh-hans":
            asked = [f"{number}. {label}：{each}" for number, (label, each) in enumerate(self.questions, start=1)]
        parts = [self.subject, self.greeting, *self.paragraphs, "\n".join(asked), *self.closing, self.signature]
        return "\n\n".join(part for part in parts if part) + "\n"


def letter(
    items: Sequence[tco.Item],
    *,
    language: str,
    vendor: str,
    edition: str,
    contact: str,
    seats: int | None,
    currency: str,
    signature: str,
) -> Letter:
    """The letter in one of LANGUAGES; names are those that its reader would use."""
    texts = _TEXTS[language]
    words = {
        "vendor": vendor,
        "edition": edition,
        "name": contact or texts["nobody"],
        "seats": f"{seats:,}" if seats else "",
        "currency": currency,
    }
    return Letter(
        language=language,
        subject=texts["subject"] % words,
        greeting=texts["greeting"] % words,
        paragraphs=tuple(texts[key] % words for key in ("why", "seats" if seats else "no_seats", "how")),
        questions=tuple((item.label[language], item.question[language]) for item in items),
        closing=(texts["sheet"], texts["thanks"]),
        signature=signature,
    )
