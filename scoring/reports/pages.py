"""Pages: what can be read from a PDF's pages, for comparing one report with another."""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import pikepdf
import pypdf

from scoring.reports.glyphs import as_drawn


class NoReport(ValueError):  # noqa: N818 - it reads as what happened
    """The file is no PDF that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page."""

    text: str  # without spaces
    drawing: bytes  # the commands that draw it
    notes: tuple[str, ...]  # what lies over it, as links do: kind and place


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A PDF, taken apart."""

    pages: tuple[Page, ...]
    files: Mapping[str, bytes]  # by name, those that it carries inside
    chapters: Mapping[str, int]  # anchor -> number of its page, from 1

    def begins(self, chapter: str) -> int:
        """The page on which a chapter begins; behind the last one where there is no such chapter."""
        return self.chapters.get(chapter, len(self.pages) + 1)


def taken_apart(content: bytes) -> Pages:
    """Raises: NoReport: it is no PDF, or a damaged one."""
    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        texts = [as_drawn(page.extract_text()) for page in reader.pages]
        chapters = {
            name: (reader.get_destination_page_number(place) or 0) + 1
            for name, place in reader.named_destinations.items()
        }
        with pikepdf.open(io.BytesIO(content)) as file:
            drawn = [_drawn(page) for page in file.pages]
            files = {name: spec.get_file().read_bytes() for name, spec in file.attachments.items()}
    except (pypdf.errors.PyPdfError, pikepdf.PdfError, KeyError, ValueError, TypeError, OSError) as error:
        raise NoReport(str(error)) from error
    pages = tuple(
        Page(text=text, drawing=drawing, notes=notes) for text, (drawing, notes) in zip(texts, drawn, strict=True)
    )
    return Pages(pages=pages, files=files, chapters=chapters)


def _drawn(page: pikepdf.Page) -> tuple[bytes, tuple[str, ...]]:
    page.contents_coalesce()
    contents = page.obj.get("/Contents")
    drawing = contents.read_bytes() if isinstance(contents, pikepdf.Stream) else b""
    notes = tuple(
        f"{note.get('/Subtype')} {[round(float(each), 2) for each in note.get('/Rect', [])]}"
        for note in page.obj.get("/Annots", [])
    )
    return drawing, notes
