"""Pages: what can be read from a PDF, for comparing one report with another."""

import io
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf

from scoring.reports.glyphs import as_drawn
from scoring.reports.pages_fonts import Font, font_of, glyphs_of
from scoring.reports.pages_plain import Plainer

# Of a page, what is read in a way of its own; of the file, too.
_OF_PAGES = ("/Contents", "/Resources", "/Annots", "/StructParents")
_OF_FILES = ("/Pages", "/StructTreeRoot", "/Outlines", "/Names")
_NOTHING = pikepdf.Dictionary()
# What a screen reader says instead of, or beside, what is drawn.
_SPOKEN = ("/Alt", "/ActualText", "/E", "/Lang", "/T")


class NoReport(ValueError):  # noqa: N818 - it reads as what happened
    """The file is no PDF that can be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page."""

    text: str  # without spaces
    drawing: bytes  # the commands that draw it
    notes: tuple[Hashable, ...]  # what lies over it, as links do
    means: Mapping[str, Hashable]  # what the commands draw with, by kind: pictures, patterns, colours, names of fonts
    frame: Mapping[str, Hashable]  # its size and whatever else it says of itself
    height: float  # in points


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """An element of the structure that screen readers follow."""

    page: int  # 0 where it is on none
    kind: str
    spoken: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A PDF, taken apart."""

    pages: tuple[Page, ...]
    files: Mapping[str, bytes]  # by name, those that it carries inside
    chapters: Mapping[str, int]  # anchor -> number of its page, from 1
    catalogue: Mapping[str, Hashable]  # what it says of itself: language, colours, and whether something runs
    outline: tuple[tuple[str, int], ...]  # bookmarks and their pages
    tags: tuple[Tag, ...]
    fonts: Mapping[str, Font]

    def begins(self, chapter: str) -> int:
        """The page on which a chapter begins; behind the last one where there is no such chapter."""
        return self.chapters.get(chapter, len(self.pages) + 1)


def taken_apart(content: bytes) -> Pages:
    """Raises: NoReport: it is no PDF, or a damaged one."""
    try:
        with pikepdf.open(io.BytesIO(content)) as file:
            plainer = Plainer(file)
            means = [plainer.entries(page.obj.get("/Resources", _NOTHING)) for page in file.pages]
            fonts = {name: font_of(font, plainer) for name, font in plainer.fonts.items()}
            return Pages(
                pages=tuple(_page(page, each, fonts, plainer) for page, each in zip(file.pages, means, strict=True)),
                files={name: spec.get_file().read_bytes() for name, spec in file.attachments.items()},
                chapters=dict(_anchors(file, plainer)),
                catalogue=_catalogue(file, plainer),
                outline=tuple(_bookmarks(file, plainer)),
                tags=tuple(_tags(file, plainer)),
                fonts=fonts,
            )
    except (
        pikepdf.PdfError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
    ) as error:
        raise NoReport(str(error)) from error


def _anchors(file: pikepdf.Pdf, plainer: Plainer) -> Iterator[tuple[str, int]]:
    listed = list(file.Root.get("/Names", _NOTHING).get("/Dests", _NOTHING).get("/Names", []))
    for name, place in zip(listed[::2], listed[1::2], strict=True):
        yield str(name), plainer.number(place[0])


def _bookmarks(file: pikepdf.Pdf, plainer: Plainer) -> Iterator[tuple[str, int]]:
    waiting: list[pikepdf.Object | None] = [file.Root.get("/Outlines", _NOTHING).get("/First")]
    seen: set[object] = set()
    while waiting:
        item = waiting.pop()
        if item is not None and item.objgen not in seen:
            seen.add(item.objgen)
            place = item.get("/Dest") or [None]
            yield str(item.get("/Title", "")), plainer.number(place[0])
            waiting += [item.get("/Next"), item.get("/First")]


def _page(page: pikepdf.Page, means: Mapping[str, Hashable], fonts: Mapping[str, Font], plainer: Plainer) -> Page:
    page.contents_coalesce()
    contents = page.obj.get("/Contents")
    return Page(
        text=as_drawn("".join(_text(page, fonts))),
        drawing=contents.read_bytes() if isinstance(contents, pikepdf.Stream) else b"",
        notes=tuple(plainer.plain(note) for note in page.obj.get("/Annots", [])),
        means=means,
        frame=plainer.entries(page.obj, without=_OF_PAGES),
        height=float(page.mediabox[3]) - float(page.mediabox[1]),
    )


def _text(page: pikepdf.Page, fonts: Mapping[str, Font]) -> Iterator[str]:
    """In the order in which it is drawn, as the fonts call their glyphs."""
    names: Mapping[int, str] = {}
    for drawn in pikepdf.parse_content_stream(page, operators="Tf TJ Tj"):
        shown = drawn.operands[0]
        if str(drawn.operator) == "Tf":
            names = fonts[str(shown)].names if str(shown) in fonts else {}
            continue
        for each in shown if isinstance(shown, pikepdf.Array) else [shown]:
            if isinstance(each, pikepdf.String):
                yield from (names.get(glyph, "\ufffd") for glyph in glyphs_of(bytes(each)))


def _catalogue(file: pikepdf.Pdf, plainer: Plainer) -> dict[str, Hashable]:
    """Everything but pages, bookmarks, tags and the anchors in the text, which are compared by themselves."""
    names = file.Root.get("/Names", _NOTHING)
    structure = file.Root.get("/StructTreeRoot", _NOTHING)
    return {
        **plainer.entries(file.Root, without=_OF_FILES),
        **plainer.entries(names, without=["/Dests"]),
        **plainer.entries(structure, without=["/K", "/ParentTree"]),
        "/Info": plainer.plain(file.trailer.get("/Info", _NOTHING)),
    }


def _tags(file: pikepdf.Pdf, plainer: Plainer) -> Iterator[Tag]:
    waiting: list[Any] = [file.Root.get("/StructTreeRoot", _NOTHING).get("/K")]
    while waiting:
        tag = waiting.pop()
        if isinstance(tag, pikepdf.Array):
            waiting += list(tag)
        elif isinstance(tag, pikepdf.Dictionary) and "/S" in tag:
            spoken = tuple(str(tag[name]) if name in tag else None for name in _SPOKEN)
            yield Tag(page=plainer.number(tag.get("/Pg")), kind=str(tag["/S"]), spoken=spoken)
            waiting.append(tag.get("/K"))
