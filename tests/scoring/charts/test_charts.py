"""Charts: one picture for page and PDF, readable without colour, and safe whatever a vendor calls itself."""

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree as ET

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override

from scoring.charts import contribution_chart, cost_chart, profile_chart, ranking_chart
from scoring.charts.drawing import WIDTH, nice_ticks, shortened, text_width
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.presentation import Result, cost_comparison, offer_working, present
from scoring.scenario import example_case
from tests.scoring.small_files import an_offer, small_case

SVG = "{http://www.w3.org/2000/svg}"
LONG_NAME = "上海云端智能客服系统科技发展有限责任公司" * 6


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The reader's language, whatever a request of an earlier test left active."""
    with override("en"):
        yield


def result_of(case: Case) -> Result:
    return present(case, assess(case))


def charts_of(case: Case) -> dict[str, SafeString]:
    result = result_of(case)
    comparison = cost_comparison(result)
    return {
        "ranking": ranking_chart(result),
        "profile": profile_chart(result),
        "contributions": contribution_chart(offer_working(result, case.offers[0].id)),
        "cost by year": cost_chart(comparison),
        "cost by category": cost_chart(comparison, by="category"),
    }


# Only our own charts are parsed here, and their texts are escaped: nothing of a stranger's reaches the parser.
def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314


def texts(svg: str) -> list[str]:
    return [each.text or "" for each in parsed(svg).iter(f"{SVG}text")]


def bars_of(svg: str, css: str) -> list[float]:
    """The widths of the parts of one class, without the swatch of the legend."""
    rects = [each for each in parsed(svg).iter(f"{SVG}rect") if each.get("class") == css]
    return [float(each.get("width", "0")) for each in rects][1:]


CASES: dict[str, Callable[[], Case]] = {
    "example": example_case,
    "one offer": lambda: small_case(an_offer("a")),
    "a tie": lambda: small_case(an_offer("a"), an_offer("b")),
    "nobody passes": lambda: small_case(an_offer("a", marks=1), an_offer("b", marks=0)),
    "prices of 0 and none": lambda: small_case(an_offer("a", yearly=0), an_offer("b", yearly=None), an_offer("c")),
    "eight long names": lambda: small_case(
        *(an_offer(key, vendor=LONG_NAME, marks=5 - place % 4) for place, key in enumerate("abcdefgh"))
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_chart_is_one_well_formed_picture_that_says_what_it_shows(name: str, language: str) -> None:
    with override(language):
        charts = charts_of(CASES[name]())

    for chart in charts.values():
        root = parsed(chart)
        first, second = list(root)[:2]
        assert (root.tag, first.tag, second.tag) == (f"{SVG}svg", f"{SVG}title", f"{SVG}desc")
        assert first.text
        assert second.text
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{first.get('id')} {second.get('id')}"


def test_charts_on_one_page_share_no_id_and_refer_to_none_that_is_missing() -> None:
    page = "".join(charts_of(example_case()).values())
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_a_chart_is_the_same_whenever_it_is_drawn() -> None:
    assert charts_of(example_case()) == charts_of(example_case())


def test_a_chart_carries_no_style_and_no_script() -> None:
    for chart in charts_of(example_case()).values():
        assert not re.search(r"\sstyle=|<style|<script|\son\w+=|href=", chart)


def test_no_number_of_a_drawing_depends_on_the_language() -> None:
    def coordinates(language: str) -> list[list[tuple[str, str]]]:
        with override(language):
            svg = profile_chart(result_of(small_case(an_offer("a"), an_offer("b", marks=2))))
        return [sorted(each.items()) for each in parsed(svg).iter() if each.tag in {f"{SVG}rect", f"{SVG}path"}]

    assert coordinates("en") == coordinates("zh-hans")


def test_what_a_vendor_calls_itself_is_text_and_never_markup() -> None:
    hostile = '</text><script>alert("x")</script> & {{ 7 }} %(x)s {0}'
    charts = charts_of(small_case(an_offer("a", vendor=hostile), an_offer("b")))
    for chart in charts.values():
        assert "<script" not in chart
    assert any(hostile in text for text in texts(charts["ranking"]))


def test_a_bar_is_as_long_as_its_contribution() -> None:
    result = result_of(example_case())
    widths = bars_of(ranking_chart(result), "part-need")
    contributions = [float(offer.dimensions[0].contribution or 0) for offer in result.offers]
    scale = widths[0] / contributions[0]
    assert widths == pytest.approx([scale * each for each in contributions], abs=0.02)


def test_the_ranking_shows_every_total_as_it_is_printed_and_names_who_is_excluded() -> None:
    result = result_of(example_case())
    shown = texts(ranking_chart(result))
    assert all(str(offer.total) in shown for offer in result.offers)
    assert shown.count("excluded") == len(result.excluded) == 1


def test_an_offer_without_a_total_says_so_in_the_place_of_a_bar() -> None:
    result = result_of(small_case(an_offer("a"), an_offer("b", yearly=None)))
    assert "no total" in texts(ranking_chart(result))


def test_dots_on_the_same_score_do_not_hide_each_other() -> None:
    svg = profile_chart(result_of(small_case(an_offer("a", marks=5), an_offer("b", marks=5, yearly=100_000))))
    places = [each.get("transform") for each in parsed(svg).iter(f"{SVG}path") if "dot" in (each.get("class") or "")]
    assert len(places) == len(set(places)) == 6


def test_the_light_criteria_of_an_offer_are_drawn_as_one_line_each_dimension() -> None:
    result = result_of(example_case())
    svg = contribution_chart(offer_working(result, "heronbridge"))
    shown = " ".join(texts(svg))
    assert "Need match: 4 lighter criteria" in shown
    outlines = [each for each in parsed(svg).iter(f"{SVG}rect") if each.get("class") == "outline"]
    assert len(outlines) == 15


def test_a_cost_bar_is_as_long_as_the_costs_and_the_budget_stands_at_its_place() -> None:
    result = result_of(example_case())
    comparison = cost_comparison(result)
    svg = cost_chart(comparison)
    firsts = bars_of(svg, "part-series-1")
    years = [each or 0.0 for each in comparison.years[0].amounts]
    scale = firsts[0] / years[0]
    assert firsts == pytest.approx([scale * each for each in years], abs=0.02)
    lines = [each.get("d", "") for each in parsed(svg).iter(f"{SVG}path") if each.get("class") == "limit"]
    places = [float(each[1:].split()[0]) for each in lines if " V" in each]
    assert places == pytest.approx([scale * 576_000, scale * 720_000], abs=0.05)


def test_more_categories_than_patterns_are_summed_up_as_others() -> None:
    svg = cost_chart(cost_comparison(result_of(example_case())), by="category")
    assert "Other categories" in texts(svg)
    assert "part-series-7" not in svg


def test_costs_that_nobody_gave_are_named_and_not_drawn() -> None:
    svg = cost_chart(cost_comparison(result_of(small_case(an_offer("a", yearly=None), an_offer("b")))))
    assert "not given" in texts(svg)


def test_a_long_name_is_cut_before_it_leaves_the_picture() -> None:
    for text in texts(ranking_chart(result_of(small_case(an_offer("a", vendor=LONG_NAME), an_offer("b"))))):
        assert text_width(text) <= WIDTH


def test_a_name_that_fits_stays_whole() -> None:
    assert shortened("鹭桥云服", 100) == "鹭桥云服"


@pytest.mark.parametrize("highest", [0.4, 1, 7, 99, 576_000, 1_145_700])
def test_an_axis_ends_on_a_round_figure_that_is_not_below_the_highest(highest: float) -> None:
    ticks = list(nice_ticks(highest))
    assert ticks[0] == 0
    assert ticks[-1] >= highest > ticks[-2]
    assert len(ticks) <= 7


def test_an_axis_of_nothing_is_one_tick() -> None:
    assert list(nice_ticks(0)) == [0.0]
