"""The charts about money: at 2 and at 8 offers, with long names in both scripts, nothing runs out or over."""

from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override

from scoring.charts import iceberg_chart, idle_chart, range_chart, value_chart
from scoring.charts.drawing import FONT_SIZE, WIDTH, text_width
from scoring.charts.plot import LABEL_SIZE, apart, frame, free_places
from scoring.formulas.assessment import assess
from scoring.formulas.case import Case
from scoring.presentation import cost_comparison, present
from scoring.presentation.price_checks import price_checks
from scoring.presentation.value import value_of
from tests.scoring.small_files import an_offer, small_case

SVG = "{http://www.w3.org/2000/svg}"
LONG = (
    "上海云端智能客服系统科技发展有限责任公司" * 4,
    "The Very Long Name of a Customer Service Software Company " * 3,
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def offers(count: int) -> Case:
    """Offers of rising cost with hidden lines, ranges and idle shares, under long names."""
    return small_case(
        *(
            an_offer(
                f"o{number}",
                marks=3 + number % 3,
                vendor=LONG[number % 2],
                facts={"tls_min_version": "1.3", "idle_share": 0.1 * (number % 4)},
                costs=[
                    {"category": "subscription", "years": [1, 2, 3], "amount": [12_000_000 + 900 * number] * 3},
                    {
                        "category": "training",
                        "kind": "hidden",
                        "cash": False,
                        "years": [1],
                        "amount": [1_000_000 * number],
                        "low": [500_000 * number],
                        "high": [2_000_000 * number],
                    },
                ],
            )
            for number in range(count)
        ),
        profile={"currency": "CNY", "horizon_years": 3, "budget": 60_000_000},
    )


def charts_of(case: Case) -> dict[str, SafeString]:
    result = present(case, assess(case))
    comparison = cost_comparison(result)
    return {
        "iceberg": iceberg_chart(comparison),
        "ranges": range_chart(comparison),
        "value": value_chart(value_of(result)),
        "idle": idle_chart(price_checks(result), comparison.currency),
    }


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314 - our own, and its texts are escaped


@pytest.mark.parametrize("count", [2, 8])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_text_runs_out_of_the_picture(count: int, language: str) -> None:
    with override(language):
        charts = charts_of(offers(count))
    for name, svg in charts.items():
        for each in parsed(svg).iter(f"{SVG}text"):
            size = float(each.get("font-size", FONT_SIZE))
            width, x = text_width(each.text or "", size), float(each.get("x", "0"))
            start = x - {"start": 0.0, "middle": width / 2, "end": width}[each.get("text-anchor", "start")]
            assert start > -6, (name, each.text)
            assert start + width < WIDTH + 12, (name, each.text)


@pytest.mark.parametrize("count", [2, 8])
def test_in_the_keys_no_name_touches_its_figures(count: int) -> None:
    for name in ("iceberg", "value"):
        lines: dict[str, list[ET.Element]] = {}
        for each in parsed(charts_of(offers(count))[name]).iter(f"{SVG}text"):
            lines.setdefault(each.get("y", ""), []).append(each)
        keys = [line for line in lines.values() if len(line) == 3 and len(line[0].text or "") == 1]
        assert len(keys) == count
        for _letter, label, figures in keys:
            end = float(label.get("x", "0")) + text_width(label.text or "")
            assert end < float(figures.get("x", "0")) - text_width(figures.text or "", 11.5)


def test_every_picture_says_in_words_what_it_shows() -> None:
    for svg in charts_of(offers(2)).values():
        root = parsed(svg)
        assert root.get("role") == "img"
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert title.text
        assert description is not None
        assert "36,00" in (description.text or "") or "12,00" in (description.text or "")


def test_what_a_vendor_calls_itself_stays_text() -> None:
    case = small_case(an_offer("a", vendor="<script>x</script>"), an_offer("b"))
    for svg in charts_of(case).values():
        assert "<script" not in svg


def test_letters_stay_off_points_and_off_each_other() -> None:
    plot = frame(top=0, height=270, x_highest=100, y_highest=100, y_labels=["0", "100"])
    points = [(300.0 + 7 * number, 100.0 + 5 * number) for number in range(8)]
    letters = free_places(points, plot)
    for one, other in combinations(letters, 2):
        assert abs(one[0] - other[0]) >= LABEL_SIZE or abs(one[1] - other[1]) >= LABEL_SIZE


def test_lines_that_lie_close_get_labels_apart() -> None:
    assert apart([50, 51, 52], least=15, lowest=0, highest=60) == [30, 45, 60]


def test_an_excluded_offer_beats_nobody() -> None:
    good = an_offer("a", marks=3)
    cheap_and_out = an_offer("b", yearly=1_000, marks=5, facts={"tls_min_version": "1.0"})
    case = small_case(good, cheap_and_out, an_offer("c", yearly=90_000, marks=2))
    rows = {row.offer.id: row for row in value_of(present(case, assess(case))).rows}
    assert rows["b"].offer.is_excluded
    assert (rows["a"].beaten_by, rows["a"].is_efficient, rows["b"].is_efficient) == ((), True, False)
