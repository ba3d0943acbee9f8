"""TCO list: everything that a customer-service system can cost in three years, as questions to the vendor.

Plain Python without Django. An offer is complete when each item that applies has an answer: an amount, "included",
"free of charge" or "does not apply to us". Source: docs/method.md, "Cost"; seed rows A07, B26-B34.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

ANSWERED = frozenset({"priced", "included", "free", "not_applicable"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to ask about. Its amounts stand in cost lines of its category."""

    code: str
    category: str  # as in vendors.models.cost_line.Category
    kind: str  # visible | hidden
    label: Mapping[str, str]
    question: Mapping[str, str]
    seed_rows: tuple[str, ...] = ()


def _both(en: str, zh: str) -> Mapping[str, str]:
    return MappingProxyType({"en": en, "zh-hans": zh})


ITEMS: tuple[Item, ...] = (
    Item(
        code="subscription",
        category="subscription",
        kind="visible",
        label=_both("Subscription", "订阅费"),
        question=_both(
            "What does a seat cost in each of the three years, at which number of seats does the price change, and by "
            "how much does it rise at renewal?",
            "三年中每个坐席每年多少钱？坐席数达到多少时单价变化？续约时涨价多少？",
        ),
        seed_rows=("A10", "A12", "A45"),
    ),
    Item(
        code="modules",
        category="modules",
        kind="visible",
        label=_both("Extra modules", "增值模块"),
        question=_both(
            "Which modules are included, which cost extra and how much, and can each be added and dropped alone?",
            "哪些模块已包含，哪些另收费、各多少钱？每个模块能否单独增减？",
        ),
        seed_rows=("A12", "A49", "B23"),
    ),
    Item(
        code="usage",
        category="usage",
        kind="visible",
        label=_both("Usage", "用量费"),
        question=_both(
            "What is billed by use (AI answers, messages, minutes), how much is included, and what does more cost?",
            "哪些按用量计费（机器人应答、消息、通话分钟），包含多少，超出部分如何收费？",
        ),
        seed_rows=("B57", "B61"),
    ),
    Item(
        code="storage",
        category="storage",
        kind="visible",
        label=_both("Storage", "存储空间"),
        question=_both(
            "How much storage is included, for how long are conversations kept, and what does more cost?",
            "包含多少存储空间，会话保留多久，扩容如何收费？",
        ),
        seed_rows=("A12",),
    ),
    Item(
        code="implementation",
        category="implementation",
        kind="visible",
        label=_both("Implementation", "实施部署"),
        question=_both(
            "What does setting up cost: configuration, channels, numbers, project management?",
            "上线实施如何收费：配置、渠道接入、号码、项目管理？",
        ),
        seed_rows=("A09",),
    ),
    Item(
        code="hardware",
        category="hardware",
        kind="visible",
        label=_both("Hardware", "硬件设备"),
        question=_both(
            "Are servers, phones or other devices needed, and who pays for them?",
            "是否需要服务器、话机或其他专用设备，费用由谁承担？",
        ),
        seed_rows=("A13",),
    ),
    Item(
        code="migration",
        category="migration",
        kind="hidden",
        label=_both("Data migration", "数据迁移"),
        question=_both(
            "Do you charge for cleaning and bringing over customer records and service history, and for the interfaces "
            "that this takes?",
            "客户记录与服务历史的清洗、导入以及所需的接口开发是否收费？",
        ),
        seed_rows=("B28",),
    ),
    Item(
        code="training",
        category="training",
        kind="hidden",
        label=_both("Training", "培训"),
        question=_both(
            "Which training is free, how long until an agent works without help, and what does more training cost?",
            "哪些培训免费？客服人员多久能独立上手？追加培训如何收费？",
        ),
        seed_rows=("A17", "A18", "B29", "B30"),
    ),
    Item(
        code="integration",
        category="integration",
        kind="hidden",
        label=_both("Integration and middleware", "系统对接与中间件"),
        question=_both(
            "What does connecting our CRM and ERP cost, and must middleware be bought for it?",
            "与现有CRM、ERP对接如何收费？是否必须另购中间件？",
        ),
        seed_rows=("A22", "B31"),
    ),
    Item(
        code="api_calls",
        category="api_calls",
        kind="hidden",
        label=_both("API calls", "接口调用费"),
        question=_both(
            "Are API calls billed, from which volume on, and at which price?",
            "API调用是否计费？从多少量开始，单价多少？",
        ),
        seed_rows=("B32",),
    ),
    Item(
        code="support",
        category="support",
        kind="hidden",
        label=_both("Support", "技术支持"),
        question=_both(
            "Which support hours and reaction times are included, and what does round-the-clock support cost?",
            "包含哪些支持时段与响应时间？7×24小时支持如何收费？",
        ),
        seed_rows=("B62",),
    ),
    Item(
        code="operations",
        category="operations",
        kind="hidden",
        label=_both("Outsourced operations", "外包运维"),
        question=_both(
            "Can we run the system without IT people of our own, and what does it cost if you run it for us?",
            "没有自有IT人员能否运维？由贵司代运维如何收费？",
        ),
        seed_rows=("A15", "A16"),
    ),
    Item(
        code="upgrade",
        category="upgrade",
        kind="hidden",
        label=_both("Upgrades and interfaces", "升级与接口开发"),
        question=_both(
            "Are new versions free, and what do extensions and interface changes cost in a usual year?",
            "版本升级是否免费？功能扩展与接口改动一般每年多少钱？",
        ),
        seed_rows=("A19",),
    ),
    Item(
        code="exit",
        category="other",
        kind="hidden",
        label=_both("Leaving", "退出与数据导出"),
        question=_both(
            "What does it cost to leave: full export of our data, notice period, deletion?",
            "终止合作时的全量数据导出、通知期与数据删除是否收费？",
        ),
        seed_rows=("B36", "B49"),
    ),
)
ITEM_BY_CODE: Mapping[str, Item] = MappingProxyType({item.code: item for item in ITEMS})


def status_of(item: Item, answers: Mapping[str, str], categories_priced: Collection[str]) -> str:
    """What is known about an item: its answer's code, "priced" where a cost line says so, or "" for nothing.

    An amount speaks for itself, unless the vendor's answer says more ("other" costs may be anything, so they do not).

    >>> status_of(ITEM_BY_CODE["training"], {}, {"training"}), status_of(ITEM_BY_CODE["exit"], {"exit": "free"}, ())
    ('priced', 'free')
    """
    answer = answers.get(item.code, "")
    if answer in ANSWERED:
        return answer
    return "priced" if item.category != "other" and item.category in categories_priced else answer


def completeness(answers: Mapping[str, str], categories_priced: Collection[str]) -> float:
    """The share of items that have an answer, 0..1, of those that apply; 1 where none applies.

    Args:
        answers: item code -> answer code, as stored.
        categories_priced: categories of the offer's cost lines that carry an amount which somebody stated; rules of
            thumb are no answer of the vendor's.
    Source: seed row B34.

    >>> round(completeness({"training": "free", "exit": "asked"}, {"subscription"}), 3)
    0.143
    """
    found = [status_of(item, answers, categories_priced) for item in ITEMS]
    applying = [status for status in found if status != "not_applicable"]
    return sum(status in ANSWERED for status in applying) / len(applying) if applying else 1.0
