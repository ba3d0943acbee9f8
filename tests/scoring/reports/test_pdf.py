"""The renderer: nothing is fetched, no glyph is missing, the same HTML gives the same bytes, and it may be busy."""

import gc
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from scoring.reports import needs, pdf
from scoring.reports.refusals import (
    FaultyPageError,
    FetchRefusedError,
    MissingGlyphError,
    PdfsAreOffError,
    TooLargeError,
)

PAGE = """<!doctype html><html lang="zh-Hans"><head><title>评估</title></head>
<body><h1>Offer 甲</h1><p>81.24 <b>堃喆珺镕翀芃祎</b></p></body></html>"""

pytestmark = pytest.mark.usefixtures("pdfs_are_on")


@pytest.fixture
def requests_seen() -> Iterator[tuple[int, list[str]]]:
    """A server on the loopback that writes down every path it is asked for: its port, and the paths."""
    paths: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, paths
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="{server}/img">',
        '<link rel="stylesheet" href="{server}/css">',
        '<link rel="attachment" href="{server}/attachment">',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<a rel="attachment" href="file:///etc/passwd">here</a>',
        '<object data="{server}/object"></object>',
        '<embed src="{server}/embed">',
        '<svg width="9" height="9"><image href="{server}/image" width="9" height="9"/></svg>',
        '<p style="background: url({server}/background)">text</p>',
        '<style>@import url("{server}/import");</style>',
        '<style>@font-face {{ font-family: x; src: url("{server}/font") }} p {{ font-family: x }}</style><p>text</p>',
        '<style>p::before {{ content: url("{server}/content") }}</style><p>text</p>',
        '<ul style="list-style-image: url({server}/list)"><li>text</li></ul>',
        '<base href="{server}/"><img src="relative">',
        '<img src="data:image/svg+xml,&lt;svg xmlns=%22http://www.w3.org/2000/svg%22/&gt;">',
        '<img src="asset:../../manage.py">',
    ],
)
def test_markup_that_asks_for_something_outside_is_refused_and_nothing_is_asked_for(
    markup: str, requests_seen: tuple[int, list[str]]
) -> None:
    port, paths = requests_seen
    with pytest.raises(FetchRefusedError):
        pdf.render(f'<html lang="en"><body>{markup.format(server=f"http://127.0.0.1:{port}")}</body></html>')
    assert paths == []


def test_a_character_without_a_glyph_is_an_error_that_names_it() -> None:
    with pytest.raises(MissingGlyphError) as raised:
        pdf.render("<html lang='en'><body><p>fine 甲 😀 then ✔</p></body></html>")
    assert raised.value.details == ["✔", "😀"]
    assert "U+1F600" in str(raised.value)


def test_a_quiet_log_does_not_silence_the_guard() -> None:
    logger = logging.getLogger("weasyprint")
    logger.setLevel(logging.CRITICAL)
    with pytest.raises(MissingGlyphError):
        pdf.render("<html lang='en'><body><p>😀</p></body></html>")


@pytest.mark.parametrize(
    "markup",
    [
        '<svg width="9" height="9"><use href="{server}/use#x"/></svg>',
        '<svg width="9" height="9"><rect width="3" height="3" fill="url({server}/fill#x)"/></svg>',
        '<iframe src="{server}/iframe"></iframe>',
        '<script src="{server}/script"></script>',
        '<video src="{server}/video" poster="{server}/poster"></video>',
        '<a href="{server}/link">a link is only a link</a>',
    ],
)
def test_markup_that_wants_something_of_no_use_in_print_asks_for_nothing(
    markup: str, requests_seen: tuple[int, list[str]]
) -> None:
    port, paths = requests_seen
    pdf.render(f'<html lang="en"><body>{markup.format(server=f"http://127.0.0.1:{port}")}</body></html>')
    assert paths == []


def test_a_picture_that_cannot_be_drawn_is_an_error_and_not_a_gap() -> None:
    broken = '<svg width="9" height="9"><g transform="rotate(far)"><rect width="3" height="3"/></g></svg>'
    with pytest.raises(FaultyPageError):
        pdf.render(f"<html lang='en'><body>{broken}</body></html>")


def test_the_same_html_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "import sys, django; django.setup(); from scoring.reports import pdf;"
        "sys.stdout.buffer.write(pdf.render(sys.stdin.read()))"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"}
    elsewhere = subprocess.run(
        [sys.executable, "-c", program], input=PAGE.encode(), capture_output=True, check=True, env=environment
    )
    assert elsewhere.stdout == pdf.render(PAGE)


def test_several_people_at_once_each_get_the_same_file() -> None:
    with ThreadPoolExecutor(max_workers=4) as people:
        files = set(people.map(pdf.render, [PAGE] * 8))
    assert len(files) == 1


def test_a_render_leaves_the_process_as_it_was() -> None:
    before = dict(os.environ)
    pdf.render(PAGE)
    assert gc.isenabled()
    assert dict(os.environ) == before


def test_html_that_would_take_minutes_is_refused() -> None:
    with pytest.raises(TooLargeError):
        pdf.render(PAGE + " " * pdf.HTML_LIMIT)


def test_without_the_font_the_error_names_the_package_and_nothing_crashes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(needs, "FONT_FOLDERS", (tmp_path,))
    with pytest.raises(PdfsAreOffError, match=r"apt-get install .* fonts-noto-cjk"):
        pdf.render(PAGE)


def test_without_pango_the_error_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(needs.LIBRARIES, "libpangoft2-1.0-0", ("libpangoft2-that-is-not-there.so.0",))
    with pytest.raises(PdfsAreOffError) as raised:
        pdf.render(PAGE)
    assert raised.value.details == ["libpangoft2-1.0-0"]
