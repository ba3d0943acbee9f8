"""Interval bars, ternary map and rank bars: one picture each, true to the figures, whatever a vendor calls itself."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override

from scoring.charts.drawing import WIDTH
from scoring.charts.intervals import interval_chart
from scoring.charts.ranks import rank_chart
from scoring.charts.ternary import ternary_chart
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.formulas.robustness import robustness_of
from scoring.presentation import present
from scoring.presentation.robustness import RobustnessFigures, robustness_figures
from scoring.scenario import example_case
from tests.scoring.small_files import an_offer, small_case

SVG = "{http://www.w3.org/2000/svg}"
LONG_NAME = "上海云端智能客服系统科技发展有限责任公司" * 6


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def figures_of(case: Case) -> RobustnessFigures:
    assessment = assess(case)
    return robustness_figures(present(case, assessment), robustness_of(case, assessment))


def charts_of(case: Case) -> dict[str, SafeString]:
    figures = figures_of(case)
    drawn = {
        "intervals": interval_chart(figures) if figures.dimensions else None,
        "ternary": ternary_chart(figures, dict(case.dimensions)),
        "uniform": rank_chart(figures.uniform, "Ranks", chart_id="chart-uniform") if figures.uniform else None,
        "near": rank_chart(figures.near, "Ranks", chart_id="chart-near") if figures.near else None,
    }
    return {name: chart for name, chart in drawn.items() if chart is not None}


# Only our own charts are parsed here, and their texts are escaped: nothing of a stranger's reaches the parser.
def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in parsed(svg).iter(f"{SVG}text")]


def eight_long_names() -> Case:
    return small_case(*(an_offer(key, vendor=LONG_NAME, marks=5 - place % 4) for place, key in enumerate("abcdefgh")))


def without_risk() -> Case:
    return replace(example_case(), dimensions={"need": 60, "cost": 40, "risk": 0})


CASES: dict[str, Callable[[], Case]] = {
    "example": example_case,
    "a tie": lambda: small_case(an_offer("a"), an_offer("b")),
    "prices of 0 and none": lambda: small_case(an_offer("a", yearly=0), an_offer("b", yearly=None), an_offer("c")),
    "eight long names": eight_long_names,
    "a dimension of no weight": without_risk,
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_chart_is_one_well_formed_picture_that_says_what_it_shows(name: str, language: str) -> None:
    with override(language):
        charts = charts_of(CASES[name]())

    assert charts
    for chart in charts.values():
        root = parsed(chart)
        first, second = list(root)[:2]
        assert (first.tag, second.tag) == (f"{SVG}title", f"{SVG}desc")
        assert first.text
        assert second.text
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=", chart)


def test_charts_on_one_page_share_no_id_and_refer_to_none_that_is_missing() -> None:
    page = "".join(charts_of(example_case()).values())
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


@pytest.mark.parametrize("case", [example_case, eight_long_names])
def test_nothing_leaves_the_paper(case: Callable[[], Case]) -> None:
    for chart in charts_of(case()).values():
        root = parsed(chart)
        for rect in root.iter(f"{SVG}rect"):
            if (rect.get("width") or "").endswith("%"):
                continue
            assert 0 <= float(rect.get("x", "0")) <= WIDTH
            assert float(rect.get("x", "0")) + float(rect.get("width", "0")) <= WIDTH + 0.01


def test_an_interval_bar_runs_from_low_to_high_and_the_mark_stands_at_the_weight_now() -> None:
    figures = figures_of(example_case())
    root = parsed(interval_chart(figures))
    span = max(float(rect.get("width", "0")) for rect in root.iter(f"{SVG}rect") if rect.get("class") == "outline")
    for row in figures.dimensions:
        bar = next(rect for rect in root.iter(f"{SVG}rect") if rect.get("class") == f"part-{row.code}")
        assert float(bar.get("width", "0")) == pytest.approx((row.high - row.low) * span, abs=0.05)
    shown = " ".join(texts(interval_chart(figures)))
    assert "now 45.0 %, first from 0.0 % to 100.0 %" in shown


def test_the_regions_of_the_map_fill_the_triangle_by_their_shares() -> None:
    figures = figures_of(example_case())
    svg = ternary_chart(figures, dict(example_case().dimensions))
    assert svg is not None
    coloured = [each for each in parsed(svg).iter(f"{SVG}polygon") if (each.get("class") or "").startswith("part-")]
    areas = [_area(each.get("points", "")) for each in coloured]
    whole = 380 * 380 * 3**0.5 / 4
    won = sorted((row.shares[0] for row in figures.acceptability if row.shares[0] > 0), reverse=True)
    assert [area / whole for area in areas] == pytest.approx(won, abs=0.001)
    assert sum(areas) == pytest.approx(whole, rel=0.001)


@pytest.mark.parametrize(("dimension", "corner"), [("need", 0), ("cost", 1), ("risk", 2)])
def test_the_ring_stands_where_the_weights_are(dimension: str, corner: int) -> None:
    case = example_case()
    svg = ternary_chart(figures_of(case), dict.fromkeys(case.dimensions, 0.0) | {dimension: 70.0})
    assert svg is not None
    triangle = next(each for each in parsed(svg).iter(f"{SVG}polygon") if each.get("class") == "outline")
    rings = [each for each in parsed(svg).iter(f"{SVG}g") if any(ring.get("r") == "7.5" for ring in each)]
    x, y = triangle.get("points", "").split()[corner].split(",")
    places = [[float(each) for each in re.findall(r"[\d.]+", ring.get("transform", ""))] for ring in rings]
    assert places == [[float(x), float(y)]]


def test_there_is_no_map_where_fewer_than_three_dimensions_tell_offers_apart() -> None:
    case = small_case(an_offer("a"), an_offer("b", marks=2))
    figures = figures_of(case)
    found = replace(figures, found=replace(figures.found, dimensions=("need", "cost")))
    assert ternary_chart(found, dict(case.dimensions)) is None


def test_the_shares_of_ranks_of_an_offer_fill_its_bar() -> None:
    figures = figures_of(example_case())
    for row in figures.uniform:
        assert sum(row.shares) == pytest.approx(1)
    shown = texts(rank_chart(figures.uniform, "Ranks", chart_id="chart-uniform"))
    for row in figures.uniform:
        assert row.name in shown
    first = [row.shares[0] for row in figures.uniform]
    assert all(one >= other for one, other in pairwise(first)), "the most often first stands first"


def test_what_a_vendor_calls_itself_is_text_and_never_markup() -> None:
    hostile = '</text><script>alert("x")</script> & {{ 7 }} %(x)s {0}'
    for chart in charts_of(small_case(an_offer("a", vendor=hostile), an_offer("b", marks=3))).values():
        assert "<script" not in chart


def _area(points: str) -> float:
    corners = [tuple(float(each) for each in pair.split(",")) for pair in points.split()]
    around = zip(corners, corners[1:] + corners[:1], strict=True)
    return abs(sum(one[0] * other[1] - other[0] * one[1] for one, other in around)) / 2
