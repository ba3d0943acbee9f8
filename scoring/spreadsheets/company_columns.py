"""What the sheets of the company ask: its figures, its channels, and its live conversations."""

from scoring import library
from scoring.forms.needs_rows import LANGUAGES, language_choices
from vendors.spreadsheets.columns import Choice, Column, Kind, Text, both, choices_of


def _ask(key: str, label: Text, kind: Kind, help_: Text, example: str | Text = "", *, required: bool = False) -> Column:
    return Column(key=key, label=label, kind=kind, help=help_, example=example, required=required)


def _yes_no(key: str, en: str, zh: str, help_: Text) -> Column:
    return _ask(key, both(en, zh), Kind.YES_NO, help_, both("Yes", "是"))


COMPANY = (
    Column(
        key="company_profile",
        label=both("Company profile", "企业画像"),
        kind=Kind.CHOICE,
        choices=lambda: tuple(Choice(each.id, each.name) for each in library.profiles()),
        example=both("Small shop", "小型店铺"),
        help=both("Empty: none of these.", "留空表示都不是。"),
    ),
    _ask("currency", both("Currency", "币种"), Kind.LINE, both("Three letters.", "三个字母。"), "CNY", required=True),
    _ask(
        "horizon_years",
        both("Years compared", "比较年限"),
        Kind.WHOLE,
        both("Three are usual.", "通常为三年。"),
        "3",
        required=True,
    ),
    _ask(
        "agent_seats",
        both("Agent seats by year", "各年坐席数"),
        Kind.LINE,
        both(
            "One number for all years, or one for each year: 40, 50, 60.",
            "所有年份填一个数，或每年一个数：40, 50, 60。",
        ),
        "40, 50, 60",
        required=True,
    ),
    _ask(
        "budget",
        both("Budget for all years", "总预算"),
        Kind.NUMBER,
        both("Cash, over all years compared.", "比较年限内的现金总预算。"),
        "720000",
    ),
    _ask(
        "reserve_share",
        both("Kept in reserve, in percent", "预留比例（%）"),
        Kind.PERCENT,
        both("Of the budget; 20 is usual.", "占预算的比例，通常为20。"),
        "20",
        required=True,
    ),
    _ask(
        "annual_revenue", both("Annual revenue", "年营业额"), Kind.NUMBER, both("For context.", "供参考。"), "120000000"
    ),
    _ask(
        "headroom_factor",
        both("Headroom factor", "余量倍数"),
        Kind.NUMBER,
        both(
            "How many times the normal peak a system must carry; 3 is usual.", "系统须能承载正常峰值的多少倍，通常为3。"
        ),
        "3",
        required=True,
    ),
    _ask(
        "promotion_factor",
        both("Promotion peak factor", "大促峰值倍数"),
        Kind.NUMBER,
        both(
            "How many times the normal peak a promotion brings; 1 if there is none.",
            "大促期间的峰值是正常峰值的多少倍；没有则填1。",
        ),
        "4",
        required=True,
    ),
    Column(
        key="conditions",
        label=both("What applies to us", "适用于本企业的情况"),
        kind=Kind.SEVERAL,
        choices=lambda: tuple(Choice(each.id, each.name) for each in library.conditions()),
        help=both("Any of these, with semicolons between them:", "可填多项，以分号分隔："),
    ),
    _yes_no(
        "wants_experience",
        "Better service for customers",
        "提升客户服务体验",
        both("Why a system is bought.", "采购目的。"),
    ),
    _yes_no(
        "wants_efficiency", "Less work for the team", "减轻团队工作量", both("Why a system is bought.", "采购目的。")
    ),
    _ask(
        "inquiries_per_day",
        both("Inquiries a day", "每日咨询量"),
        Kind.WHOLE,
        both("All channels together, on a usual day.", "平日所有渠道合计。"),
        "3200",
    ),
    Column(
        key="languages",
        label=both("Languages of our customers", "客户语言"),
        kind=Kind.SEVERAL,
        choices=choices_of(lambda: language_choices(LANGUAGES)),
        help=both("Any of these, with semicolons between them:", "可填多项，以分号分隔："),
    ),
    _yes_no(
        "automation_goal",
        "We want to automate",
        "希望实现自动化",
        both("Answers without an agent.", "无需人工即可应答。"),
    ),
    _yes_no("data_review", "We review our service by figures", "用数据复盘服务", both("Regularly.", "定期进行。")),
    _yes_no(
        "has_it_team", "We have IT people of our own", "有自己的IT人员", both("Who can run a system.", "能够运维系统。")
    ),
    _ask(
        "hourly_cost",
        both("Cost of an agent's hour", "客服每小时人工成本"),
        Kind.NUMBER,
        both("Wages and what comes on top of them.", "工资及附加费用。"),
        "40",
    ),
    _ask(
        "working_days",
        both("Working days a year", "每年工作日"),
        Kind.WHOLE,
        both("250 are usual.", "通常为250。"),
        "250",
        required=True,
    ),
    _ask(
        "records_to_migrate",
        both("Records to bring along", "需迁移记录数"),
        Kind.WHOLE,
        both("Customers, tickets and conversations.", "客户、工单与会话。"),
        "400000",
    ),
    _ask(
        "customers_lost_percent",
        both("Customers lost in a year, in percent", "每年客户流失率（%）"),
        Kind.PERCENT,
        both("For a scenario only.", "仅用于情景测算。"),
        "15",
    ),
    _ask(
        "lead_value",
        both("Yearly value of requests that service finds", "客服挖掘需求的年价值"),
        Kind.NUMBER,
        both("For a scenario only.", "仅用于情景测算。"),
        "500000",
    ),
    _yes_no(
        "fills_gaps",
        "Count rules of thumb",
        "计入经验值",
        both(
            "Hidden costs that an offer leaves open are counted by rule of thumb.", "方案未说明的隐性成本按经验值计入。"
        ),
    ),
)

CHANNELS = (
    Column(
        key="name",
        label=both("Channel", "渠道"),
        kind=Kind.CHOICE,
        is_open=True,
        choices=lambda: tuple(Choice(name["en"], name) for name in _unique_channels()),
        required=True,
        example=both("Telephone", "电话"),
        help=both("One of the list, or a name of your own.", "从列表选择或自行填写。"),
        width=32,
    ),
    Column(
        key="share_percent",
        label=both("Share of the inquiries, in percent", "咨询量占比（%）"),
        kind=Kind.PERCENT,
        required=True,
        example="38",
        help=both("All channels together make 100.", "所有渠道合计100。"),
        width=24,
    ),
)

STREAMS = (
    Column(
        key="inquiries_per_day",
        label=both("Conversations a day", "每日会话数"),
        kind=Kind.NUMBER,
        required=True,
        example="3200",
        help=both("Those that somebody must answer at once: chat, telephone.", "须即时应答的会话：在线、电话。"),
        width=24,
    ),
    Column(
        key="peak_hour_share",
        label=both("Share in the peak hour, in percent", "高峰小时占比（%）"),
        kind=Kind.PERCENT,
        required=True,
        example="14",
        help=both("How much of a day's conversations comes in its busiest hour.", "最忙一小时占全天会话的比例。"),
        width=26,
    ),
    Column(
        key="minutes_each",
        label=both("Minutes each", "单次分钟数"),
        kind=Kind.NUMBER,
        required=True,
        example="9",
        help=both("How long one takes.", "单次会话时长。"),
        width=16,
    ),
)


def _unique_channels() -> list[Text]:
    """The channels of the example companies."""
    named = (channel.name for scenario in library.scenarios() for channel in scenario.channels)
    return list({name["en"]: name for name in named}.values())
