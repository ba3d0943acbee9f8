"""Facts: the closed list of what a vendor can promise, with the limits that a promise is held against.

Plain Python without Django, so that formulas and the file reader can use it. docs/facts.json is this list as JSON:
`python -m vendors.facts > docs/facts.json` writes it, and a test keeps the two equal.

The limits named after a seed row are the seed articles' defaults, which give no source for them; the others are ours.
"""

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

TYPES = ("integer", "number", "percent", "share", "boolean", "choice", "text")
VERDICTS = ("pass", "warn", "fail")
TEXT_MAX = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Up to where a figure passes, and up to where it is a warning; beyond that it fails."""

    better: str  # higher | lower
    passes: float
    warns: float
    pass_is_strict: bool = False  # the limit itself does not pass any more


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice, with its verdict and its label."""

    value: str
    verdict: str
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactKind:
    """One fact of the closed list."""

    key: str
    type: str
    label: Mapping[str, str]  # en, zh-hans
    help: Mapping[str, str]
    seed_rows: tuple[str, ...] = ()
    unit: str = ""  # days | percent | hours ... "" = none
    minimum: float | None = None
    maximum: float | None = None
    limits: Limits | None = None
    choices: tuple[Choice, ...] = ()  # best first
    when_true: str | None = None
    when_false: str | None = None

    @property
    def has_verdict(self) -> bool:
        """Whether its value alone says pass, warn or fail; what depends on the buyer's load does not."""
        return self.limits is not None or bool(self.choices) or self.when_true is not None


def _both(en: str, zh: str) -> Mapping[str, str]:
    return MappingProxyType({"en": en, "zh-hans": zh})


_CHANGE_CHOICES = (
    Choice("any_time", "pass", _both("At any time", "随时")),
    Choice("quarterly", "pass", _both("Every quarter", "每季度")),
    Choice("renewal", "warn", _both("Only at renewal", "仅续约时")),
    Choice("no", "fail", _both("No", "不支持")),
)
_CLAUSE_CHOICES = (
    Choice("yes", "pass", _both("Yes", "是")),
    Choice("partial", "warn", _both("In part", "部分")),
    Choice("no", "fail", _both("No", "否")),
)
_WEEK_HOURS = 168

_KINDS = (
    FactKind(
        key="trial_days",
        type="integer",
        unit="days",
        minimum=0,
        maximum=3650,
        limits=Limits(better="higher", passes=15, warns=7),
        seed_rows=("A48",),
        label=_both("Free trial", "免费试用期"),
        help=_both("Days of free trial before anything is paid.", "付费之前可免费试用的天数。"),
    ),
    FactKind(
        key="full_trial_days",
        type="integer",
        unit="days",
        minimum=0,
        maximum=3650,
        limits=Limits(better="higher", passes=7, warns=3),
        seed_rows=("B64",),
        label=_both("Trial with all functions", "全功能试用期"),
        help=_both("Days of trial in which every function is open.", "开放全部功能的试用天数。"),
    ),
    FactKind(
        key="failure_rate_percent",
        type="percent",
        unit="percent",
        minimum=0,
        maximum=100,
        limits=Limits(better="lower", passes=0.1, warns=0.1, pass_is_strict=True),
        seed_rows=("A50",),
        label=_both("Failure rate", "历史故障率"),
        help=_both(
            "Share of the last 12 months in which the service was down, as measured.",
            "过去12个月实测的服务不可用时间占比。",
        ),
    ),
    FactKind(
        key="sla_percent",
        type="percent",
        unit="percent",
        minimum=0,
        maximum=100,
        limits=Limits(better="higher", passes=99.9, warns=99.5),
        seed_rows=("A50", "A51"),
        label=_both("Availability in the SLA", "SLA可用性"),
        help=_both("The availability that the service level agreement guarantees.", "服务级别协议保证的可用性。"),
    ),
    FactKind(
        key="sla_evidence",
        type="boolean",
        when_true="pass",
        when_false="warn",
        seed_rows=("A51",),
        label=_both("SLA agreement seen", "已提供SLA协议"),
        help=_both("Whether the vendor has handed over the signed SLA text.", "供应商是否已提供SLA协议文本。"),
    ),
    FactKind(
        key="rated_concurrency",
        type="integer",
        unit="conversations",
        minimum=0,
        maximum=100_000_000,
        seed_rows=("B39", "B40"),
        label=_both("Rated concurrency", "标称并发量"),
        help=_both(
            "Simultaneous conversations for which the edition is rated; what is enough depends on your own load.",
            "该版本标称可同时处理的会话数；是否够用取决于您的咨询量。",
        ),
    ),
    FactKind(
        key="marginal_seat_ratio",
        type="number",
        minimum=0,
        maximum=1000,
        limits=Limits(better="lower", passes=1, warns=1.5),
        seed_rows=("B38",),
        label=_both("Price of one more seat", "新增坐席价格比"),
        help=_both("Price of the next seat divided by the average seat price.", "新增一个坐席的价格除以平均坐席价格。"),
    ),
    FactKind(
        key="idle_share",
        type="share",
        minimum=0,
        maximum=1,
        limits=Limits(better="lower", passes=0.3, warns=0.4),
        seed_rows=("A23", "A24"),
        label=_both("Idle share of the price", "闲置模块占比"),
        help=_both(
            "Share of the price for modules that you class as redundant, from 0 to 1.",
            "归为冗余的模块在价格中的占比，取0至1。",
        ),
    ),
    FactKind(
        key="cost_completeness",
        type="share",
        minimum=0,
        maximum=1,
        limits=Limits(better="higher", passes=1, warns=0.8),
        seed_rows=("B33", "B34"),
        label=_both("Completeness of the cost list", "成本清单完整度"),
        help=_both(
            "Share of the applicable cost lines that the vendor answered, from 0 to 1.",
            "供应商已答复的适用费用项占比，取0至1。",
        ),
    ),
    FactKind(
        key="recovery_hours",
        type="number",
        unit="hours",
        minimum=0,
        maximum=8760,
        limits=Limits(better="lower", passes=4, warns=8),
        seed_rows=("B63",),
        label=_both("Time to recover", "故障恢复时间"),
        help=_both("Hours within which service is back after a failure.", "故障后恢复服务所需的小时数。"),
    ),
    FactKind(
        key="support_hours_per_week",
        type="number",
        unit="hours",
        minimum=0,
        maximum=_WEEK_HOURS,
        limits=Limits(better="higher", passes=_WEEK_HOURS, warns=40),
        seed_rows=("B62",),
        label=_both("Support hours a week", "每周支持时长"),
        help=_both("Hours a week in which people answer; 24x7 is 168.", "每周有人工响应的小时数；7×24为168。"),
    ),
    FactKind(
        key="release_interval_months",
        type="number",
        unit="months",
        minimum=0,
        maximum=120,
        limits=Limits(better="lower", passes=3, warns=6),
        seed_rows=("B41",),
        label=_both("Months between releases", "版本发布间隔"),
        help=_both("Months between two releases with new functions.", "两次发布新功能之间的月数。"),
    ),
    FactKind(
        key="module_add",
        type="choice",
        choices=_CHANGE_CHOICES,
        seed_rows=("A49", "B23"),
        label=_both("Modules can be added", "可增加模块"),
        help=_both("When a module can be added to the contract.", "合同中何时可以增加模块。"),
    ),
    FactKind(
        key="module_remove",
        type="choice",
        choices=_CHANGE_CHOICES,
        seed_rows=("A49", "B23"),
        label=_both("Modules can be removed", "可减少模块"),
        help=_both("When a module can be taken out of the contract.", "合同中何时可以减少模块。"),
    ),
    FactKind(
        key="seat_increase",
        type="choice",
        choices=_CHANGE_CHOICES,
        seed_rows=("B37",),
        label=_both("Seats can be added", "可增加坐席"),
        help=_both("When seats can be added.", "何时可以增加坐席。"),
    ),
    FactKind(
        key="seat_decrease",
        type="choice",
        choices=_CHANGE_CHOICES,
        seed_rows=("B37",),
        label=_both("Seats can be given back", "可减少坐席"),
        help=_both("When seats can be given back.", "何时可以减少坐席。"),
    ),
    FactKind(
        key="same_data_layer",
        type="boolean",
        when_true="pass",
        when_false="fail",
        seed_rows=("B45", "B46"),
        label=_both("Editions share one data layer", "各版本共用数据底层"),
        help=_both("Whether moving to a higher edition needs no data migration.", "升级到更高版本时是否无需迁移数据。"),
    ),
    FactKind(
        key="ai_path",
        type="choice",
        choices=(
            Choice("available", "pass", _both("Available today", "已具备")),
            Choice("planned", "warn", _both("Planned, with a date", "已规划并有日期")),
            Choice("no", "fail", _both("No", "无")),
        ),
        seed_rows=("B42", "B43"),
        label=_both("Path to AI functions", "AI能力演进路径"),
        help=_both("Whether an AI bot or a knowledge graph can be added later.", "今后能否接入AI机器人、知识图谱。"),
    ),
    FactKind(
        key="data_ownership_clause",
        type="choice",
        choices=_CLAUSE_CHOICES,
        seed_rows=("B49",),
        label=_both("You own all data", "数据归企业所有"),
        help=_both(
            "Whether the agreement gives you full control of all conversation data.",
            "协议是否明确企业完全控制全部交互数据。",
        ),
    ),
    FactKind(
        key="encryption_at_rest_bits",
        type="integer",
        unit="bits",
        minimum=0,
        maximum=4096,
        limits=Limits(better="higher", passes=256, warns=128),
        seed_rows=("B50",),
        label=_both("Encryption of stored data", "静态数据加密强度"),
        help=_both(
            "Key length; 0 is none, AES-256 is 256, SM4 is 128.", "密钥长度；无加密为0，AES-256为256，SM4为128。"
        ),
    ),
    FactKind(
        key="tls_min_version",
        type="choice",
        choices=(
            Choice("1.3", "pass", _both("TLS 1.3", "TLS 1.3")),
            Choice("1.2", "warn", _both("TLS 1.2", "TLS 1.2")),
            Choice("1.1", "fail", _both("TLS 1.1", "TLS 1.1")),
            Choice("1.0", "fail", _both("TLS 1.0", "TLS 1.0")),
            Choice("none", "fail", _both("Unencrypted connections are possible", "允许未加密连接")),
        ),
        seed_rows=("B51",),
        label=_both("Lowest TLS version", "最低TLS版本"),
        help=_both("The oldest version that a connection may still use.", "连接允许使用的最低版本。"),
    ),
    FactKind(
        key="mlps_level",
        type="integer",
        minimum=0,
        maximum=5,
        limits=Limits(better="higher", passes=3, warns=2),
        seed_rows=("B52",),
        label=_both("MLPS 2.0 level", "等保2.0级别"),
        help=_both("Level of the filed and assessed system; 0 is none.", "已备案并测评的系统级别；没有则为0。"),
    ),
    FactKind(
        key="gdpr_agreement",
        type="boolean",
        when_true="pass",
        when_false="fail",
        seed_rows=("B53",),
        label=_both("GDPR agreement", "GDPR数据处理协议"),
        help=_both("Whether the vendor signs a data processing agreement.", "供应商是否签署数据处理协议。"),
    ),
    FactKind(
        key="audit_report",
        type="choice",
        choices=(
            Choice("within_12_months", "pass", _both("Not older than 12 months", "12个月以内")),
            Choice("older", "warn", _both("Older than 12 months", "超过12个月")),
            Choice("no", "fail", _both("None", "无")),
        ),
        seed_rows=("B54",),
        label=_both("Independent security audit", "第三方安全审计报告"),
        help=_both("How old the latest audit report by a third party is.", "最近一份第三方审计报告的时间。"),
    ),
    FactKind(
        key="breach_liability_clause",
        type="choice",
        choices=_CLAUSE_CHOICES,
        seed_rows=("B55",),
        label=_both("Liability for data breaches", "数据泄露责任条款"),
        help=_both(
            "Whether the contract names notice time, liability and indemnity.",
            "合同是否写明通知时限、责任与赔偿。",
        ),
    ),
    FactKind(
        key="data_location",
        type="choice",
        choices=(
            Choice("own_country", "pass", _both("In the buyer's country", "买方所在国境内")),
            Choice("abroad_with_agreement", "warn", _both("Abroad, under a transfer agreement", "境外，有传输协议")),
            Choice("abroad", "fail", _both("Abroad, without one", "境外，无协议")),
        ),
        label=_both("Where data is stored", "数据存储地"),
        help=_both("Where personal data is stored and processed.", "个人信息的存储和处理地点。"),
    ),
    FactKind(
        key="full_export",
        type="boolean",
        when_true="pass",
        when_false="fail",
        seed_rows=("B58",),
        label=_both("Full data export", "数据可完整导出"),
        help=_both("Whether you can export all your data yourself.", "企业能否自行导出全部数据。"),
    ),
    FactKind(
        key="free_plan_daily_limit",
        type="integer",
        unit="inquiries",
        minimum=0,
        maximum=100_000_000,
        seed_rows=("B60",),
        label=_both("Free plan: inquiries a day", "免费版每日咨询量"),
        help=_both(
            "Inquiries a day that the free plan includes; what is enough depends on your own volume.",
            "免费版每日包含的咨询量；是否够用取决于您的咨询量。",
        ),
    ),
    FactKind(
        key="free_plan_overage_multiple",
        type="number",
        minimum=0,
        maximum=1000,
        limits=Limits(better="lower", passes=1, warns=2),
        seed_rows=("B61",),
        label=_both("Free plan: price above the limit", "免费版超额价格倍数"),
        help=_both(
            "How many times the normal unit price each inquiry above the limit costs.",
            "超出限额后单价为正常单价的倍数。",
        ),
    ),
    FactKind(
        key="free_plan_missing_functions",
        type="text",
        seed_rows=("B58", "B59"),
        label=_both("Free plan: what it lacks", "免费版缺少的功能"),
        help=_both("The functions that the free plan leaves out.", "免费版不提供的功能。"),
    ),
)

FACTS: Mapping[str, FactKind] = MappingProxyType({kind.key: kind for kind in _KINDS})


def fault_in(key: str, value: Any) -> str | None:
    """What is wrong with a value for a fact of the list, in words that say what is allowed; None if nothing is.

    >>> fault_in("trial_days", 15), fault_in("trial_days", 1.5)
    (None, 'must be a whole number from 0 to 3650')
    """
    kind = FACTS[key]
    if kind.type == "boolean":
        return None if isinstance(value, bool) else "must be true or false"
    if kind.type == "choice":
        allowed = [choice.value for choice in kind.choices]
        return None if isinstance(value, str) and value in allowed else f"must be one of {', '.join(allowed)}"
    if kind.type == "text":
        fits = isinstance(value, str) and len(value) <= TEXT_MAX
        return None if fits else f"must be a text of at most {TEXT_MAX} characters"
    noun = "whole number" if kind.type == "integer" else "number"
    return None if _is_figure(kind, value) else f"must be a {noun} from {kind.minimum:g} to {kind.maximum:.12g}"


def _is_figure(kind: FactKind, value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low, high = kind.minimum, kind.maximum
    in_range = low is not None and high is not None and low <= value <= high
    return in_range and (kind.type != "integer" or math.floor(value) == value)


def verdict(key: str, value: Any) -> str:
    """What a promise is worth against the fact's limits.

    Args:
        key: a fact that has limits.
        value: a value of the fact's type.
    Returns: "pass", "warn" or "fail".
    Raises: ValueError: the value is not of the fact's type, or the fact has no limits of its own.
    Source: docs/method.md, "Measures".

    >>> [verdict("tls_min_version", version) for version in ("1.3", "1.2", "1.1")]
    ['pass', 'warn', 'fail']
    """
    kind = FACTS[key]
    if fault := fault_in(key, value):
        raise ValueError(f"{key} {fault}")
    if not kind.has_verdict:
        raise ValueError(f"{key} has no limits of its own")
    if kind.limits is not None:
        return _verdict_of_figure(kind.limits, value)
    if kind.type == "boolean":
        found = kind.when_true if value else kind.when_false
    else:
        found = next(choice.verdict for choice in kind.choices if choice.value == value)
    return str(found)


def _verdict_of_figure(limits: Limits, figure: float) -> str:
    # Nine decimals: 0.1 + 0.2 meets a limit of 0.3.
    sign = 1 if limits.better == "higher" else -1
    beyond_pass = round(sign * (figure - limits.passes), 9)
    if beyond_pass > 0 or (beyond_pass == 0 and not limits.pass_is_strict):
        return "pass"
    return "warn" if round(sign * (figure - limits.warns), 9) >= 0 else "fail"


def as_json() -> str:
    """The list as docs/facts.json holds it."""
    return json.dumps([_document(kind) for kind in _KINDS], ensure_ascii=False, indent=2) + "\n"


def _document(kind: FactKind) -> dict[str, Any]:
    document: dict[str, Any] = {"key": kind.key, "type": kind.type, "unit": kind.unit}
    if kind.minimum is not None:
        document |= {"minimum": kind.minimum, "maximum": kind.maximum}
    if kind.limits is not None:
        limits = kind.limits
        document["limits"] = {
            "better": limits.better,
            "pass": limits.passes,
            "pass_is_strict": limits.pass_is_strict,
            "warn": limits.warns,
        }
    if kind.choices:
        document["choices"] = [
            {"value": choice.value, "verdict": choice.verdict, "label": dict(choice.label)} for choice in kind.choices
        ]
    if kind.type == "boolean":
        document["verdicts"] = {"true": kind.when_true, "false": kind.when_false}
    document |= {"seed_rows": list(kind.seed_rows), "label": dict(kind.label), "help": dict(kind.help)}
    return document


if __name__ == "__main__":
    sys.stdout.write(as_json())
