"""PDF: HTML in, PDF bytes out. The only module that imports WeasyPrint, and that only when a PDF is wanted.

The same HTML gives the same bytes. The HTML is ours, its text is users': whatever they wrote, nothing is fetched.
"""

import gc
import hashlib
import io
import logging
import os
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings

from scoring.reports.archival import finish, mark_as_accessible, passages_in_their_language
from scoring.reports.needs import missing_packages
from scoring.reports.refusals import (
    FaultyPageError,
    FetchRefusedError,
    MissingGlyphError,
    PdfsAreOffError,
    TooLargeError,
)

FONTS_CONF = Path(__file__).with_name("fonts.conf")
# name -> content type and file: all that a report's HTML and CSS may refer to, as asset:NAME.
ASSETS = {"report.css": ("text/css", settings.BASE_DIR / "static" / "report" / "report.css")}
# The whole library, eight offers and seven members with comments are 1.2 million: 230 pages, 45 seconds and 900 MB.
HTML_LIMIT = 2_000_000

_COLOURS = "report"

# Percent, from 0 to 100.
Progress = Callable[[int], None]

_MISSING_GLYPH = re.compile(r"\.notdef glyph.*\(U\+([0-9A-F]+)\)")
_logger = logging.getLogger("weasyprint")
_announcements = logging.getLogger("weasyprint.progress")
# Two threads in one font configuration crash the interpreter, so renders wait for each other.
_lock = threading.Lock()


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A file that a PDF carries inside."""

    name: str
    content: bytes
    description: str
    relationship: str  # Data, Supplement ... as ISO 32000-2 names them
    at: datetime  # in UTC


def require_packages() -> None:
    """Raises: PdfsAreOffError: this server lacks what a PDF needs, its fonts for instance."""
    if absent := missing_packages():
        raise PdfsAreOffError(absent)


def render(html: str, *, embedded: Sequence[Embedded] = (), progress: Progress | None = None) -> bytes:
    """The HTML as PDF, one file for PDF/A-3a and PDF/UA-1.

    Args:
        html: a whole document with its title, language and dates in its head, styled by static/report/report.css.
        embedded: files to carry inside.
        progress: told in percent how far it is.
    Raises: ReportError: it cannot be made, or would not be what was asked for.
    """
    require_packages()
    if len(html) > HTML_LIMIT:
        raise TooLargeError([])
    with _lock, _without_garbage_collection(), _listening(progress) as heard:
        engine = _engine()
        engine.fetcher.refused.clear()
        try:
            pdf = _written(engine, html, embedded)
        except engine.weasyprint.urls.FatalURLFetchingError as refusal:
            raise FetchRefusedError([str(refusal)]) from None
        except Exception as fault:  # its layout gives up on a few odd pages, such as a table row taller than a page
            _logger.exception("a report could not be laid out")
            raise FaultyPageError([type(fault).__name__]) from fault
        refused = list(engine.fetcher.refused)
    if refused:  # inside a picture WeasyPrint catches even a fatal error, and leaves the picture out
        raise FetchRefusedError(refused[:1])
    if heard.characters:
        raise MissingGlyphError(sorted(set(heard.characters)))
    if heard.errors:
        raise FaultyPageError(heard.errors[:1])
    return pdf


def _written(engine: "_Engine", html: str, embedded: Sequence[Embedded]) -> bytes:
    """Laid out, tagged and written, always with the same bytes for the same input."""
    content = hashlib.sha256(html.encode())
    for file in embedded:
        content.update(hashlib.sha256(file.content).digest())
    attachments = [
        engine.weasyprint.Attachment(
            string=file.content,
            url_fetcher=engine.fetcher,
            name=file.name,
            description=file.description,
            created=file.at,
            modified=file.at,
            relationship=file.relationship,
        )
        for file in embedded
    ]
    options = {"stylesheets": [engine.style], "pdf_variant": "pdf/a-3a", "pdf_tags": True, "output_intent": _COLOURS}
    page_maker = engine.weasyprint.HTML(string=html, url_fetcher=engine.fetcher)
    colours = {_COLOURS: engine.colours()}
    laid_out = page_maker.render(font_config=engine.fonts, color_profiles=colours, **options)
    mark_as_accessible(laid_out)
    with passages_in_their_language(engine.tags, engine.string):
        pdf: bytes = laid_out.write_pdf(
            finisher=lambda document, file: finish(document, file, engine.string),
            attachments=attachments,
            pdf_identifier=content.digest()[:16],
            **options,
        )
    return pdf


@dataclass(frozen=True, slots=True)
class _Engine:
    """WeasyPrint with its fonts, our style sheet and our fetcher."""

    weasyprint: Any
    tags: Any
    string: Any  # pydyf's type for texts
    fonts: Any
    style: Any
    fetcher: Any
    colours: Callable[[], Any]  # what red, green and blue mean, as PDF/A wants it said; one for each file


@cache
def _engine() -> _Engine:
    """Made once per process, while the lock is held."""
    with _our_fonts():
        import weasyprint  # noqa: PLC0415 - it takes half a second, needs Pango, and reads its fonts when imported
        import weasyprint.pdf.tags  # noqa: PLC0415
        import weasyprint.urls  # noqa: PLC0415
        from pydyf import String  # type: ignore[import-untyped]  # noqa: PLC0415
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
    profile = resources.files(weasyprint.pdf).joinpath("sRGB2014.icc").read_bytes()

    def colours() -> Any:
        # WeasyPrint's own way to this profile leaves the file open.
        channels = (["r"], ["g"], ["b"])
        return weasyprint.css.ColorProfile(io.BytesIO(profile), "sRGB2014.icc", "relative-colorimetric", channels)

    return _Engine(weasyprint, weasyprint.pdf.tags, String, fonts, style, fetcher, colours)


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


# What WeasyPrint announces -> percent; the pages are laid out between 10 and 70, of which one cannot know how many.
_MILESTONES = {"Step 3": 5, "Step 4": 10, "Step 6": 70, "Step 7": 90}
_LAYOUT = re.compile(r"Step 5 .* Page (\d+)")


@contextmanager
def _listening(progress: Progress | None) -> Iterator[_Heard]:
    """WeasyPrint never fails on these; it logs them and goes on."""
    heard = _Heard()

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if found := _MISSING_GLYPH.search(record.getMessage()):
                heard.characters.append(chr(int(found[1], 16)))
            elif record.levelno >= logging.ERROR:
                heard.errors.append(record.getMessage())

    class Announcer(logging.Handler):
        furthest = 0  # the pages are laid out again until the contents name the right ones

        def emit(self, record: logging.LogRecord) -> None:
            percent = _percent(record.getMessage())
            if progress and percent > self.furthest:
                self.furthest = percent
                progress(percent)

    listener, announcer = Listener(logging.WARNING), Announcer(logging.INFO)
    _logger.setLevel(logging.WARNING)  # a quieter LOG_LEVEL must not silence it
    _logger.addHandler(listener)
    _announcements.addHandler(announcer)
    _announcements.setLevel(logging.INFO if progress else logging.WARNING)
    _announcements.propagate = False  # hundreds of lines that are no news to the server's log
    try:
        yield heard
    finally:
        _logger.removeHandler(listener)
        _announcements.removeHandler(announcer)
        _announcements.propagate = True


def _percent(announced: str) -> int:
    if page := _LAYOUT.match(announced):
        number = int(page[1])
        return 10 + 60 * number // (number + 20)
    return _MILESTONES.get(announced[:6], 0)
