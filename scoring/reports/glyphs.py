"""Glyphs: text that the report's font can print. What it cannot is spelt in a way that it can, never dropped or boxed.

The font has Chinese, Latin, Greek and Cyrillic letters, but no emoji and not every accent.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from scoring.reports.needs import FONT_FAMILY, FONT_FILES, font_file

# Printed as nothing by any font, or able to turn the order of a line round: controls, joiners, directions, variants.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
# What stands between two tags, and in it as much of a word as fits a line; an escaped character counts as one.
_TEXT = re.compile(">[^<]+<")
_LONG_WORD = re.compile("(?:[^\\s<>&\u2e80-\uffef]|&#?\\w+;){80}")
_FACES_IN_A_COLLECTION = 10
_BEYOND_ASCII = re.compile("[^\u0000-\u007f]")


def legible(text: str) -> str:
    """The text with a printable spelling for each character that the font lacks.

    A letter with an unusual accent becomes the letter without it, anything else its Unicode number in brackets.
    Markup is ASCII and passes through untouched, so a whole document can be given.
    """
    return _BEYOND_ASCII.sub(lambda found: _spelt(found[0]), _INVISIBLE.sub("", text))


def breakable(html: str) -> str:
    """The page with an invisible place to break in words longer than any line, which nobody writes by accident.

    Without it the time to lay such a word out grows with the square of its length: minutes for a full comment or two.
    Chinese needs none, it breaks anywhere.
    """
    return _TEXT.sub(lambda found: _LONG_WORD.sub("\\g<0>\u200b", found[0]), html)


def stand_ins(text: str) -> list[tuple[str, str]]:
    """What `legible` replaces, once each: the character's Unicode number and name, and what stands for it."""
    strange = sorted({each for each in _BEYOND_ASCII.findall(_INVISIBLE.sub("", text)) if _spelt(each) != each})
    return [(f"U+{ord(each):04X} {unicodedata.name(each, '')}".strip(), _spelt(each)) for each in strange]


def as_drawn(text: str) -> str:
    """What can be told of a text from its print: no spaces, no widths, and one character for each glyph."""
    same = _first_of_its_glyph()
    spelt = unicodedata.normalize("NFKC", "".join(same.get(each, each) for each in legible(text)))
    drawn = "".join(spelt.split())
    return drawn if drawn == text else as_drawn(drawn)  # ½ becomes 1⁄2, and its stroke may be one that the font lacks


@cache
def _first_of_its_glyph() -> dict[str, str]:
    """Character -> the first character of the font that is drawn alike, where that is another one."""
    path = font_file(FONT_FILES[0])
    first: dict[str, str] = {}
    found: dict[str, str] = {}
    for code, glyph in sorted(_glyphs_of(path).items()) if path else ():
        character = first.setdefault(glyph, chr(code))
        if character != chr(code):
            found[chr(code)] = character
    return found


@cache
def _printable() -> frozenset[int]:
    """What both regular and bold have."""
    files = [path for path in map(font_file, FONT_FILES) if path]
    return frozenset.intersection(*map(_characters_of, files))


def _characters_of(path: Path) -> frozenset[int]:
    return frozenset(_glyphs_of(path))


def _glyphs_of(path: Path) -> dict[int, str]:
    """Code point -> glyph of the report's family in one font file."""
    for number in range(_FACES_IN_A_COLLECTION):
        with TTFont(path, fontNumber=number, lazy=True) as face:
            if face["name"].getDebugName(1) == FONT_FAMILY:
                return dict(face.getBestCmap())
    raise LookupError(f"{path} holds no {FONT_FAMILY}")


@cache
def _spelt(character: str) -> str:
    if ord(character) in _printable():
        return character
    simpler = _without_accent(character)
    if simpler and all(ord(each) in _printable() for each in simpler):
        return simpler
    return f"[U+{ord(character):04X}]"


def _without_accent(character: str) -> str:
    """The letters that it is made of; where Unicode does not take it apart (ł, ø) the one that it is named after."""
    parts = unicodedata.normalize("NFKD", character)
    if parts != character:
        return "".join(part for part in parts if not unicodedata.combining(part))
    name = unicodedata.name(character, "").replace("DOTLESS ", "").partition(" WITH ")[0]
    if not name.startswith("LATIN "):
        return ""
    try:
        return unicodedata.lookup(name)
    except KeyError:
        return ""
