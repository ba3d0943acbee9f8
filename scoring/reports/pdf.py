"""PDF: HTML in, PDF bytes out. The only module that imports WeasyPrint, and that only when a PDF is wanted.

The same HTML gives the same bytes. The HTML is ours, its text is users': whatever they wrote, nothing is fetched.
"""

import gc
import hashlib
import logging
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from scoring.reports.needs import install_command, missing_packages

FONTS_CONF = Path(__file__).with_name("fonts.conf")
# name -> content type and file: all that a report's HTML and CSS may refer to, as asset:NAME.
ASSETS = {"report.css": ("text/css", settings.BASE_DIR / "static" / "report" / "report.css")}
# The whole library, eight offers and seven members with comments are 1.2 million: 230 pages, 45 seconds and 900 MB.
HTML_LIMIT = 2_000_000

_MISSING_GLYPH = re.compile(r"\.notdef glyph.*\(U\+([0-9A-F]+)\)")
_logger = logging.getLogger("weasyprint")
# Two threads in one font configuration crash the interpreter, so renders wait for each other.
_lock = threading.Lock()


class ReportError(Exception):
    """No PDF could be made; the message says why, in the reader's language."""


class PdfsAreOffError(ReportError):
    """The machine lacks what PDFs need."""

    def __init__(self, packages: list[str]) -> None:
        super().__init__(
            _("PDF reports are off on this server. To turn them on, an administrator runs: %s")
            % install_command(packages)
        )
        self.packages = packages


class MissingGlyphError(ReportError):
    """The report's font lacks characters, which would have come out as empty boxes."""

    def __init__(self, characters: list[str]) -> None:
        listed = ", ".join(f"U+{ord(character):04X}" for character in characters)
        super().__init__(_("The report's font has no glyph for: %s") % listed)
        self.characters = characters


class FetchRefusedError(ReportError):
    """The HTML asked for something outside itself."""

    def __init__(self, address: str) -> None:
        super().__init__(_("The report asked for something outside itself, which is refused: %s") % address)


class FaultyPageError(ReportError):
    """Something of the HTML would be missing in the PDF."""

    def __init__(self, complaint: str) -> None:
        super().__init__(_("The report could not be drawn completely: %s") % complaint)


class TooLargeError(ReportError):
    """The report would take minutes."""

    def __init__(self) -> None:
        super().__init__(_("This evaluation is too large for a PDF. Its figures are in the exported file."))


def require_packages() -> None:
    """Raises: PdfsAreOffError: this server lacks what a PDF needs, its fonts for instance."""
    if absent := missing_packages():
        raise PdfsAreOffError(absent)


def render(html: str) -> bytes:
    """The HTML as PDF.

    Args:
        html: a whole document with its title, language and dates in its head, styled by static/report/report.css.
    Raises: ReportError: it cannot be made, or would not be what was asked for.
    """
    require_packages()
    if len(html) > HTML_LIMIT:
        raise TooLargeError
    identifier = hashlib.sha256(html.encode()).digest()[:16]
    with _lock, _without_garbage_collection(), _listening() as heard:
        engine = _engine()
        engine.fetcher.refused.clear()
        try:
            page_maker = engine.weasyprint.HTML(string=html, url_fetcher=engine.fetcher)
            pdf: bytes = page_maker.write_pdf(
                stylesheets=[engine.style], font_config=engine.fonts, pdf_variant="pdf/ua-1", pdf_identifier=identifier
            )
        except engine.weasyprint.urls.FatalURLFetchingError as refusal:
            raise FetchRefusedError(str(refusal)) from None
        except Exception as fault:  # its layout gives up on a few odd pages, such as a table row taller than a page
            _logger.exception("a report could not be laid out")
            raise FaultyPageError(type(fault).__name__) from fault
        refused = list(engine.fetcher.refused)
    if refused:  # inside a picture WeasyPrint catches even a fatal error, and leaves the picture out
        raise FetchRefusedError(refused[0])
    if heard.characters:
        raise MissingGlyphError(sorted(set(heard.characters)))
    if heard.errors:
        raise FaultyPageError(heard.errors[0])
    return pdf


@dataclass(frozen=True, slots=True)
class _Engine:
    """WeasyPrint with its fonts, our style sheet and our fetcher."""

    weasyprint: Any
    fonts: Any
    style: Any
    fetcher: Any


@cache
def _engine() -> _Engine:
    """Made once per process, while the lock is held."""
    with _our_fonts():
        import weasyprint  # noqa: PLC0415 - it takes half a second, needs Pango, and reads its fonts when imported
        import weasyprint.urls  # noqa: PLC0415
        from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

        fonts = FontConfiguration()

    class AssetFetcher(weasyprint.urls.URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
        """Knows our assets by name and nothing else: no network, no files, no data: addresses."""

        def __init__(self) -> None:
            super().__init__()
            self.refused: list[str] = []

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ARG002
            kind, _colon, name = url.partition(":")
            if kind != "asset" or name not in ASSETS:
                self.refused.append(url)
                raise weasyprint.urls.FatalURLFetchingError(url)
            content_type, path = ASSETS[name]
            return weasyprint.urls.URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})

    fetcher = AssetFetcher()
    style = weasyprint.CSS(url="asset:report.css", font_config=fonts, url_fetcher=fetcher)
    return _Engine(weasyprint, fonts, style, fetcher)


@contextmanager
def _our_fonts() -> Iterator[None]:
    """fonts.conf in place of the system's, for as long as fontconfig reads it; browsers started later keep theirs."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(FONTS_CONF)
    try:
        yield
    finally:
        del os.environ["FONTCONFIG_FILE"]
        if before is not None:
            os.environ["FONTCONFIG_FILE"] = before


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """A render makes hundreds of thousands of objects and drops them together; collecting meanwhile costs a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Heard:
    """What WeasyPrint complained about."""

    characters: list[str] = field(default_factory=list)  # printed as an empty box, while the text in the PDF is right
    errors: list[str] = field(default_factory=list)  # something was left out


@contextmanager
def _listening() -> Iterator[_Heard]:
    """WeasyPrint never fails on these; it logs them and goes on."""
    heard = _Heard()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if found := _MISSING_GLYPH.search(record.getMessage()):
                heard.characters.append(chr(int(found[1], 16)))
            elif record.levelno >= logging.ERROR:
                heard.errors.append(record.getMessage())

    listener = Listener(logging.WARNING)
    _logger.setLevel(logging.WARNING)  # a quieter LOG_LEVEL must not silence it
    _logger.addHandler(listener)
    try:
        yield heard
    finally:
        _logger.removeHandler(listener)
