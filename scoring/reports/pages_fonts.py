"""Fonts of a PDF: they draw each character as the report's own font does, and name it as what it is, or it is said.

A font inside a file holds the glyphs that the file uses, so that of a report with comments holds more than that of its
reprint without. What the reprint has must be the same; what is more is compared with the font on this machine.
"""

import io
import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import product
from typing import Any

import pikepdf
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont, TTLibError

from scoring.reports.needs import FONT_FAMILY, FONT_FILES, font_file
from scoring.reports.pages_plain import Plainer

_NAMED = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]*)>")
_DEFAULT_WIDTH = 1000
_ROUNDING = 2  # thousandths of the size; widths are measured at the size in which a glyph is first drawn
_FACES_IN_A_COLLECTION = 10
_OTHER_NAME = "calls a character by another name"
_OTHER_SHAPE = "draws a character in another shape"
_OTHER_WIDTH = "sets a character wider or narrower"
_SINGLE, _ALTERNATE, _LIGATURE, _EXTENSION = 1, 3, 4, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A font as a file holds it."""

    says: Hashable  # its name, its encoding, its measures
    widths: Mapping[int, float]  # glyph -> thousandths of the size
    names: Mapping[int, str]  # glyph -> the characters that it stands for
    program: bytes  # the outlines


def font_of(font: pikepdf.Object, plainer: Plainer) -> Font:
    """Raises: KeyError, ValueError, AttributeError: it is none such as a report has."""
    inner = font.DescendantFonts[0]
    descriptor = inner.FontDescriptor
    told = (
        plainer.entries(font, without=["/DescendantFonts", "/ToUnicode"]),
        plainer.entries(inner, without=["/W", "/FontDescriptor"]),
        plainer.entries(descriptor, without=["/FontFile3", "/FontBBox"]),  # a box as wide as the widest glyph
    )
    return Font(
        says=tuple(tuple(each.items()) for each in told),
        widths=dict(_widths(inner.get("/W") or pikepdf.Array())),
        names={
            int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
            for glyph, text in _NAMED.findall(font.ToUnicode.read_bytes())
        },
        program=descriptor.FontFile3.read_bytes(),
    )


def _widths(listed: pikepdf.Object) -> Iterator[tuple[int, float]]:
    """Of the two ways to write widths down the one that a report uses: a glyph, and the widths from it on."""
    for first, row in zip(list(listed)[::2], list(listed)[1::2], strict=True):
        yield from ((int(first) + place, float(width)) for place, width in enumerate(row))


def glyphs_of(shown: bytes) -> Iterator[int]:
    """What a text in a report is: two bytes for each glyph."""
    return (int.from_bytes(shown[place : place + 2], "big") for place in range(0, len(shown), 2))


def strange_glyphs(fonts: Mapping[str, Font], own: Mapping[str, Font]) -> Iterator[str]:
    """What is not as the report's own fonts have it. `own` are those of the reprint."""
    if fonts.keys() != own.keys():
        yield f"the fonts are {', '.join(sorted(fonts))}, printed again {', '.join(sorted(own))}"
    for name in sorted(fonts.keys() & own.keys()):
        if why := _fault(fonts[name], own[name]):
            yield f"the font {name} {why}"


def _fault(font: Font, own: Font) -> str | None:
    if font == own:
        return None
    if font.says != own.says:
        return "says something else of itself"
    if any(font.names.get(glyph) != text for glyph, text in own.names.items()):
        return _OTHER_NAME
    if any(font.widths.get(glyph) != width for glyph, width in own.widths.items()):
        return _OTHER_WIDTH
    return _fault_of_more(font, own)


def _fault_of_more(font: Font, own: Font) -> str | None:
    """Beside the machine's own font, the file that draws what the reprint has in common with this one."""
    try:
        inside = TTFont(io.BytesIO(font.program), lazy=True)
        for name in FONT_FILES:
            with _face(name) as face:
                if _draw_alike(inside, face, own.names):
                    return _fault_beside(font, inside, face, font.names.keys() - own.names.keys())
    except (TTLibError, KeyError, IndexError, AssertionError) as error:
        return f"cannot be read: {error!r}"
    return _OTHER_SHAPE


def _fault_beside(font: Font, inside: TTFont, face: TTFont, more: AbstractSet[int]) -> str | None:
    if not _draw_alike(inside, face, more):
        return _OTHER_SHAPE
    if any(abs(font.widths.get(glyph, _DEFAULT_WIDTH) - _width(face, glyph)) > _ROUNDING for glyph in more):
        return _OTHER_WIDTH
    forms = _Forms(face)
    return None if all(forms.may_draw(font.names[glyph], face.getGlyphName(glyph)) for glyph in more) else _OTHER_NAME


def _face(name: str) -> TTFont:
    """The report's family in one of its files."""
    path = font_file(name)
    for number in range(_FACES_IN_A_COLLECTION if path else 0):
        face = TTFont(path, fontNumber=number, lazy=True)
        if face["name"].getDebugName(1) == FONT_FAMILY:
            return face
        face.close()
    raise KeyError(name)


def _draw_alike(one: TTFont, other: TTFont, glyphs: Iterable[int]) -> bool:
    return all(_outline(one, glyph) == _outline(other, glyph) for glyph in glyphs)


def _outline(font: TTFont, glyph: int) -> list[tuple[str, tuple[object, ...]]]:
    pen = RecordingPen()
    font["CFF "].cff[0].CharStrings.charStringsIndex[glyph].draw(pen)
    drawn: list[tuple[str, tuple[object, ...]]] = pen.value
    return drawn


def _width(font: TTFont, glyph: int) -> float:
    width, _bearing = font["hmtx"][font.getGlyphName(glyph)]
    units: int = font["head"].unitsPerEm
    return float(width) * 1000 / units


class _Forms:
    """Which glyphs a font may draw for which characters: its own, one that may stand for it, or one for several."""

    def __init__(self, font: TTFont) -> None:
        self._glyphs: dict[int, str] = font.getBestCmap()
        self._marks = {name for code, name in self._glyphs.items() if unicodedata.combining(chr(code))}
        self._others: dict[str, set[str]] = {}
        self._together: dict[tuple[str, ...], set[str]] = {}
        for table in _substitutions(font):
            if table.LookupType == _SINGLE:
                for glyph, other in table.mapping.items():
                    self._others.setdefault(glyph, set()).add(other)
            elif table.LookupType == _ALTERNATE:
                for glyph, others in table.alternates.items():
                    self._others.setdefault(glyph, set()).update(others)
            elif table.LookupType == _LIGATURE:
                for first, ligatures in table.ligatures.items():
                    for each in ligatures:
                        self._together.setdefault((first, *each.Component), set()).add(each.LigGlyph)

    def may_draw(self, text: str, glyph: str) -> bool:
        """Whether this font draws the text so, alone or as part of a letter with its marks."""
        if not text:  # a mark that belongs to the letter before it
            return glyph in self._marks
        for spelt in {text, unicodedata.normalize("NFC", text)}:
            letters = [self._of(character) for character in spelt]
            if any(glyph in self._together.get(each, ()) for each in product(*letters)):
                return True
            spaced = sum(not unicodedata.combining(character) for character in spelt)
            if spaced <= 1 and any(glyph in forms for forms in letters):
                return True
        return False

    def _of(self, character: str) -> set[str]:
        forms = {self._glyphs.get(ord(character), "")}
        for _again in range(2):  # a narrow form of another form
            forms |= {other for form in forms for other in self._others.get(form, ())}
        return forms


def _substitutions(font: TTFont) -> Iterator[Any]:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            yield table.ExtSubTable if table.LookupType == _EXTENSION else table
