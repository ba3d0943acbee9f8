"""The library: complete in both languages, inside the closed lists, and proposing classes by its own rule."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import Any

import pytest

from scoring import library
from scoring.formulas.case import CLASS_WEIGHTS, CLASSES, CONDITIONS, DIMENSIONS, EVIDENCE_LEVELS, SOURCES, TIERS
from scoring.formulas.measures import MEASURES

PROFILES = ("small_shop", "ecommerce_multi", "fintech_mlps", "cross_border_gdpr", "large_group")
# Words that a Chinese reader expects in Latin letters: names of products, protocols, standards and roles.
TECHNICAL = set(
    re.findall(
        r"\w+",
        """AA AES AI API App BI CPI CRM CSA CSAT CSV DDoS DKIM DSS ERP GDPR H5 ID II IP ISO IT IVR Instagram MFA
        Messenger N NPS OIDC PCI SAML SCIM SDK SIEM SLA SM4 SOC SSO STAR Shopify TLS Telegram Type VIP WCAG Webhook
        WhatsApp""",
    )
)


def fixture(name: str) -> Any:
    return json.loads((library.FIXTURES / name).read_text(encoding="utf-8"))


def wordings(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every text in a fixture with the path to it; a text is a mapping with a Chinese entry."""
    if isinstance(node, dict) and "zh-hans" in node:
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield from wordings(value, f"{path}.{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from wordings(value, f"{path}[{number}]")


@pytest.mark.parametrize("name", ["criteria.json", "scenarios.json", "tiers.json"])
def test_every_text_is_there_in_both_languages(name: str) -> None:
    texts = list(wordings(fixture(name)))

    assert texts != []
    assert [path for path, text in texts if set(text) != {"en", "zh-hans"}] == []
    assert [
        path for path, text in texts if not all(wording.strip() == wording != "" for wording in text.values())
    ] == []


@pytest.mark.parametrize("name", ["criteria.json", "scenarios.json", "tiers.json"])
def test_chinese_is_chinese_and_english_is_english(name: str) -> None:
    texts = list(wordings(fixture(name)))
    latin = {word for _, text in texts for word in re.findall(r"[A-Za-z][A-Za-z0-9]*", text["zh-hans"])}

    assert latin - TECHNICAL == set()
    assert [path for path, text in texts if not re.search(r"[\u4e00-\u9fff]", text["zh-hans"])] == []
    assert [path for path, text in texts if re.search(r"[\u3000-\u9fff\uff00-\uffef]", text["en"])] == []
    assert [path for path, text in texts if re.search(r"[,;:?!()<>]", text["zh-hans"])] == []


def test_the_library_has_133_criteria_in_three_nested_packs() -> None:
    core, standard, full = (library.pack(name) for name in ("core", "standard", "full"))

    assert [len(core), len(standard), len(full)] == [36, 86, 133]
    assert set(map(id, core)) < set(map(id, standard)) < set(map(id, full))
    assert full == library.criteria()
    meta = fixture("criteria.json")["meta"]
    assert [row["count"] for row in meta["packs"]] == [36, 86, 133]
    assert meta["count"] == len({criterion.id for criterion in full}) == 133
    assert meta["by_dimension"] == Counter(criterion.dimension for criterion in full)


@pytest.mark.parametrize("criterion", library.criteria(), ids=lambda criterion: criterion.id)
def test_a_criterion_stays_inside_the_closed_lists(criterion: library.LibraryCriterion) -> None:
    group = {row.id: row for row in library.groups()}[criterion.group]

    assert re.fullmatch(r"[A-Z]{2}-[A-Z]\d{1,2}", criterion.id)  # safe in a URL, a file name and a JSON path
    assert criterion.id.startswith(criterion.group)
    assert group.dimension == criterion.dimension in DIMENSIONS
    assert criterion.lead_role in {"service", "it", "finance"}
    assert criterion.source in SOURCES
    assert (criterion.measure in MEASURES) if criterion.source == "measure" else criterion.measure is None
    assert (criterion.fact is not None) == (criterion.measure == "promise")
    assert criterion.condition is None or criterion.condition in CONDITIONS
    assert tuple(criterion.class_by_tier) == TIERS
    assert tuple(criterion.class_by_profile) == PROFILES
    assert {*criterion.class_by_tier.values(), *criterion.class_by_profile.values()} <= set(CLASSES)
    assert tuple(criterion.anchors) == (0, 1, 3, 5)
    assert len({text["en"] for text in criterion.anchors.values()}) == 4
    assert len({text["zh-hans"] for text in criterion.anchors.values()}) == 4


def test_knock_outs_and_only_they_carry_a_pass_mark() -> None:
    pass_marks = {
        criterion.id: (criterion.source, criterion.pass_mark) for criterion in library.criteria() if criterion.knock_out
    }

    assert [row.id for row in library.criteria() if (row.pass_mark is not None) != row.knock_out] == []
    assert set(pass_marks.values()) == {("panel", 20), ("measure", 1)}
    assert {row for row, (source, _) in pass_marks.items() if source == "measure"} == {"NM-H1", "CH-B1", "RC-A1"}
    assert len(pass_marks) == 12
    assert "price" not in {row.measure for row in library.criteria() if row.knock_out}


def test_each_measure_is_used_once() -> None:
    used = Counter(criterion.measure for criterion in library.criteria() if criterion.measure is not None)

    assert used == dict.fromkeys(set(MEASURES) - {"promise"}, 1)


def test_the_lists_beside_the_criteria_are_those_that_the_formulas_know() -> None:
    meta = fixture("criteria.json")["meta"]

    assert tuple(choice.id for choice in library.conditions()) == CONDITIONS
    assert tuple(choice.id for choice in library.profiles()) == PROFILES
    assert tuple(choice.id for choice in library.packs()) == ("core", "standard", "full")
    assert tuple(row["id"] for row in meta["dimensions"]) == DIMENSIONS
    assert tuple(row["id"] for row in meta["evidence_caps"]) == EVIDENCE_LEVELS
    assert [row["cap"] for row in meta["evidence_caps"]] == [2, 3, 4, 5]
    assert {row["id"]: row["weight"] for row in meta["classes"]} == CLASS_WEIGHTS
    assert {criterion.group for criterion in library.criteria()} == {group.id for group in library.groups()}


@pytest.mark.parametrize("profile", [None, *PROFILES])
def test_suggested_dimension_weights_are_points_of_a_hundred(profile: str | None) -> None:
    weights = library.dimension_weights(profile)

    assert tuple(weights) == DIMENSIONS
    assert sum(weights.values()) == 100


def test_the_tier_decides_first() -> None:
    telephone = library.criterion("NM-A3")

    assert library.class_for(telephone, tier="basic") == ("redundant", (library.BY_TIER,))
    assert library.class_for(telephone, tier="advanced") == ("bonus", (library.BY_TIER,))
    assert library.class_for(telephone, tier="smart") == ("must", (library.BY_TIER,))


def test_the_profile_raises_a_class_and_never_lowers_it() -> None:
    telephone, marketplace = library.criterion("NM-A3"), library.criterion("NM-A5")

    raised = library.class_for(marketplace, tier="smart", profile="ecommerce_multi")
    assert raised == ("must", (library.BY_TIER, library.RAISED_BY_PROFILE))
    assert telephone.class_by_profile["small_shop"] == "redundant"
    assert library.class_for(telephone, tier="smart", profile="small_shop") == ("must", (library.BY_TIER,))


def test_an_unmet_condition_makes_a_criterion_redundant_whatever_the_profile_says() -> None:
    agreement = library.criterion("RC-C6")

    met = library.class_for(agreement, tier="basic", profile="cross_border_gdpr", conditions=["cross_border_eu"])
    assert met == ("must", (library.BY_TIER, library.RAISED_BY_PROFILE))
    unmet = library.class_for(agreement, tier="custom", profile="cross_border_gdpr", conditions=["cross_border"])
    assert unmet == ("redundant", (library.CONDITION_UNMET,))


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("profile", [None, "", *PROFILES])
def test_meeting_every_condition_never_lowers_a_class(tier: str, profile: str | None) -> None:
    for row in library.criteria():
        alone = library.class_for(row, tier=tier, conditions=CONDITIONS)[0]
        with_profile = library.class_for(row, tier=tier, profile=profile, conditions=CONDITIONS)[0]
        assert CLASSES.index(with_profile) <= CLASSES.index(alone)
        assert CLASSES.index(with_profile) <= CLASSES.index(library.class_for(row, tier=tier, profile=profile)[0])


def test_a_proposal_is_the_pack_with_a_class_and_reasons_for_each_criterion() -> None:
    proposal = library.proposal("smart", "ecommerce_multi", ["ai", "voice"], "core")

    assert tuple(row.criterion for row in proposal) == library.pack("core")
    assert Counter(row.class_ for row in proposal) == {"must": 34, "redundant": 2}
    assert {row.criterion.id: row.reasons for row in proposal if row.class_ == "redundant"} == {
        "RC-C6": (library.CONDITION_UNMET,),
        "RC-D2": (library.CONDITION_UNMET,),
    }
    assert len(library.proposal("basic")) == 36


def test_unknown_words_are_refused_with_what_is_allowed() -> None:
    row = library.criterion("NM-A1")

    with pytest.raises(ValueError, match="tier 'huge' is not one of basic, advanced, smart, custom"):
        library.class_for(row, tier="huge")
    with pytest.raises(ValueError, match="profile 'bank' is not one of small_shop"):
        library.class_for(row, tier="basic", profile="bank")
    with pytest.raises(ValueError, match="condition 'sunny' is not one of multilingual"):
        library.class_for(row, tier="basic", conditions=["sunny"])
    with pytest.raises(ValueError, match="pack 'mini' is not one of core, standard, full"):
        library.pack("mini")
    with pytest.raises(ValueError, match="profile 'bank' is not one of default"):
        library.dimension_weights("bank")
    with pytest.raises(KeyError):
        library.criterion("NM-Z9")


def test_what_the_library_hands_out_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        library.criterion("NM-A1").name["en"] = "Something else"  # type: ignore[index]
    with pytest.raises(TypeError):
        library.dimension_weights()["need"] = 0  # type: ignore[index]


def test_there_are_four_tiers_in_order_with_three_functions_each() -> None:
    tiers = fixture("tiers.json")

    assert tuple(tier["code"] for tier in tiers) == TIERS
    assert [tier["order"] for tier in tiers] == [1, 2, 3, 4]
    assert [tier["name_zh"] for tier in tiers] == ["基础版", "进阶版", "智能版", "定制版"]
    bands = [(tier["price_min"], tier["price_max"]) for tier in tiers]
    assert bands == [(5_000, 20_000), (30_000, 60_000), (80_000, 120_000), (150_000, None)]
    assert [len(tier["functions"]) for tier in tiers] == [3, 3, 3, 3]


def test_there_are_five_scenarios_one_for_each_profile() -> None:
    scenarios = library.scenarios()

    assert [scenario.id for scenario in scenarios] == ["S1", "S2", "S3", "S4", "S5"]
    assert tuple(scenario.profile for scenario in scenarios) == PROFILES
    assert library.scenario("S2") is scenarios[1]
    with pytest.raises(KeyError):
        library.scenario("S6")


@pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda scenario: scenario.id)
def test_a_scenario_has_the_conditions_that_follow_from_its_facts(scenario: library.Scenario) -> None:
    facts = {
        "ai": scenario.figures["goal_auto"],
        "voice": "phone" in {channel.id for channel in scenario.channels},
        "multilingual": len(scenario.figures["languages"]) > 1,
    }

    assert set(scenario.conditions) <= set(CONDITIONS)
    assert {condition: condition in scenario.conditions for condition in facts} == facts
    assert list(scenario.conditions) == sorted(scenario.conditions)


@pytest.mark.parametrize("scenario", library.scenarios(), ids=lambda scenario: scenario.id)
def test_the_expected_answers_of_a_scenario_follow_from_its_inputs(scenario: library.Scenario) -> None:
    figures, expected = scenario.figures, scenario.expected
    load = sum(
        stream["inquiries_per_day"] * stream["peak_hour_share"] * stream["minutes_each"] / 60
        for stream in figures["live_streams"]
    )
    normal = math.ceil(round(load, 9))
    promotion = math.ceil(round(load * figures["promotion_peak_factor"], 9))
    channels = sorted(scenario.channels, key=lambda channel: -channel.share_percent)
    before = accumulate([0, *(channel.share_percent for channel in channels)])

    assert sum(channel.share_percent for channel in channels) == 100
    assert expected["normal_peak_hour_concurrency"] == normal
    assert expected["required_rated_3x"] == 3 * normal
    assert expected["required_incl_promo"] == max(3 * normal, promotion)
    assert expected["spendable_3y"] == pytest.approx(0.8 * figures["budget_3y"])
    assert expected["hidden_5pct_once"] == pytest.approx(0.05 * figures["annual_revenue"])
    assert figures["budget_3y"] == 3 * figures["budget_year"]
    assert expected["core_channels_80"] == [
        channel.id for channel, share in zip(channels, before, strict=False) if share < 80
    ]
    assert expected["doubling"] == (figures["agent_seats_year3"] >= 2 * figures["agent_seats_year1"])
    band = next(tier for tier in fixture("tiers.json") if tier["code"] == expected["tier"])
    assert expected["band_abs"] == [band["price_min"], band["price_max"]]
