"""The Pareto chart: which channels carry most of the inquiries, readable without colour and safe to embed."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import override

from scoring.charts import pareto_chart
from scoring.charts.drawing import WIDTH
from scoring.presentation.needs import Channel

SVG = "{http://www.w3.org/2000/svg}"
CHANNELS = (
    Channel("Tmall", 0.5, 0.5, is_core=True),
    Channel("<b>Douyin</b>", 0.3, 0.8, is_core=True),
    Channel("客" * 200, 0.2, 1.0, is_core=False),
)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The reader's language, whatever a request of an earlier test left active."""
    with override("en"):
        yield


# Only our own chart is parsed here, and its texts are escaped: nothing of a stranger's reaches the parser.
def drawn() -> ET.Element:
    return ET.fromstring(pareto_chart(CHANNELS, core_share=0.8))  # noqa: S314


def test_bars_are_as_long_as_shares_and_dots_stand_at_what_they_carry_together() -> None:
    scale = WIDTH - 90
    rects = [each for each in drawn().iter(f"{SVG}rect") if each.get("class") in {"part-need", "part-series-6"}][2:]
    assert [float(each.get("width", "0")) for each in rects] == pytest.approx([scale * 0.5, scale * 0.3, scale * 0.2])
    assert [each.get("class") for each in rects] == ["part-need", "part-need", "part-series-6"]
    dots = [float(each.get("cx", "0")) for each in drawn().iter(f"{SVG}circle")]
    assert dots == pytest.approx([scale * 0.5, scale * 0.8, scale])
    line = next(drawn().iter(f"{SVG}polyline")).get("points", "").split()
    assert [float(point.split(",")[0]) for point in line] == dots


def test_the_description_says_what_the_picture_shows() -> None:
    description = next(drawn().iter(f"{SVG}desc")).text or ""
    assert "Tmall, a core channel: 50 %, with the larger ones 50 %." in description
    assert f"{'客' * 200}: 20 %, with the larger ones 100 %." in description


def test_names_are_text_and_long_ones_stay_inside_the_picture() -> None:
    texts = [each.text or "" for each in drawn().iter(f"{SVG}text")]
    assert "<b>Douyin</b>: 30 %" in texts
    assert max(len(text) for text in texts) < 60
