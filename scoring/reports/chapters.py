"""Chapters: in which order a report says what, and how one passage stands beside the same in another language.

A chapter is a row of blocks. In one language they follow each other; in both, every block is a pair of passages, one
beside the other on a page on its side. A block whose columns would get too narrow for that has its passages one below
the other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

# As HTML and PDF name them.
LANGUAGE_TAGS = {"en": "en", "zh-hans": "zh-Hans"}
Words = dict[str, Any]  # what the templates print, in one language


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch that is laid out together."""

    template: str
    each: str = ""  # the name of a list in the words, each item of which gets a block of its own
    offers_beside: int | None = None  # up to so many offers two tables stand beside each other; 0: never, None: always
    years_beside: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A section with a heading of its own."""

    id: str
    blocks: tuple[Block, ...]
    is_wide: bool = False  # has a column for each offer, so the page is turned when there are many
    # Whether it stands on the page on which the one before ends.
    continues: Callable[[Words], object] = lambda _words: False
    when: Callable[[Words], object] = lambda _words: True  # whether there is anything to say

    def begins(self, words: Words) -> bool:
        """Whether it is printed."""
        return bool(self.when(words))


@dataclass(frozen=True, slots=True)
class _Passage:
    """A block in one language."""

    tag: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class _Pair:
    """A block in every language of the report."""

    template: str
    is_stacked: bool  # one passage below the other
    passages: list[_Passage]


def printed_chapters(chapters: Sequence[Chapter], words: Sequence[Words], languages: Sequence[str]) -> SafeString:
    """The chapters that have something to say. `words` holds one mapping for each of the languages."""
    return SafeString("".join(_chapter(chapter, words, languages) for chapter in chapters if chapter.begins(words[0])))


def passages(template: str, words: Sequence[Words], languages: Sequence[str], **more: object) -> list[_Passage]:
    """A template in each of the languages."""
    found: list[_Passage] = []
    for said, language in zip(words, languages, strict=True):
        context = said | more | {"is_second": bool(found)}
        with override(language):
            found.append(_Passage(LANGUAGE_TAGS[language], render_to_string(f"report/{template}.html", context)))
    return found


def _chapter(chapter: Chapter, words: Sequence[Words], languages: Sequence[str]) -> SafeString:
    is_paired = len(languages) > 1
    context = {
        "chapter": chapter,
        "blocks": [pair for block in chapter.blocks for pair in _pairs(block, words, languages)],
        "is_paired": is_paired,
        "is_continued": bool(chapter.continues(words[0])),
        "is_turned": chapter.is_wide and words[0]["is_wide"] and not is_paired,
    }
    return render_to_string("report/_chapter.html", context)


def _pairs(block: Block, words: Sequence[Words], languages: Sequence[str]) -> list[_Pair]:
    """A block once, or once for each item."""
    is_stacked = _is_too_narrow(block, words[0])
    if not block.each:
        return [_Pair(block.template, is_stacked, passages(block.template, words, languages))]
    items = zip(*(said[block.each] for said in words), strict=True)
    found = []
    for number, same in enumerate(items, start=1):
        with_item = [said | {"item": item} for said, item in zip(words, same, strict=True)]
        found.append(_Pair(block.template, is_stacked, passages(block.template, with_item, languages, number=number)))
    return found


def _is_too_narrow(block: Block, said: Words) -> bool:
    has_many_offers = block.offers_beside is not None and len(said["heads"]) > block.offers_beside
    has_many_years = block.years_beside is not None and len(said["costs"].years) > block.years_beside
    return has_many_offers or has_many_years


def _has_no_rival(words: Words) -> bool:
    """Whether robustness is a sentence and no more."""
    return not words["is_compared"]


def _is_upright(words: Words) -> bool:
    """Whether no page is turned, so that a chapter may go on where the one before ends."""
    return not words["is_wide"]


_ROBUSTNESS = (Block(template="_robustness"), Block(template="_intervals"), Block(template="_map"))
_COSTS = (
    Block(template="_costs", years_beside=3),
    Block(template="_cost_years"),
    Block(template="_cost_years_table", years_beside=3),
)

FULL = (
    Chapter(
        id="ranking",
        blocks=(
            Block(template="_ranking"),
            Block(template="_ranking_table"),
            Block(template="_ranking_chart"),
            Block(template="_profile_chart"),
            Block(template="_warnings"),
        ),
    ),
    Chapter(id="excluded", blocks=(Block(template="_excluded"),), continues=lambda _words: True),
    Chapter(
        id="robustness",
        blocks=(
            *_ROBUSTNESS,
            Block(template="_ranks"),
            Block(template="_who_wins"),
            Block(template="_opinions"),
            Block(template="_criterion_weights"),
        ),
        continues=_has_no_rival,
    ),
    Chapter(
        id="breakdown",
        blocks=(Block(template="_breakdown", offers_beside=5),),
        is_wide=True,
        continues=_is_upright,
    ),
    Chapter(
        id="costs",
        blocks=(
            *_COSTS,
            Block(template="_iceberg"),
            Block(template="_cost_ranges"),
            Block(template="_cost_ranges_table"),
            Block(template="_value"),
            Block(template="_value_table"),
            Block(template="_price_checks", offers_beside=0),
            Block(template="_cost_sheet", each="cost_rows", years_beside=3),
        ),
    ),
    Chapter(id="matrix", blocks=(Block(template="_matrix", offers_beside=5),), is_wide=True),
    Chapter(
        id="facts",
        blocks=(Block(template="_facts", offers_beside=3),),
        is_wide=True,
        continues=lambda _words: True,
        when=lambda words: words["facts"],
    ),
    Chapter(
        id="traps",
        blocks=(Block(template="_traps", offers_beside=5), Block(template="_trap", each="traps")),
        is_wide=True,
        continues=lambda _words: True,
    ),
    Chapter(
        id="clarifications",
        blocks=(Block(template="_clarified"), Block(template="_thread", each="threads")),
        continues=_is_upright,
        when=lambda words: words["clarified"].has_any,
    ),
    Chapter(
        id="agreement",
        blocks=(Block(template="_agreement"), Block(template="_agreement_members"), Block(template="_apart")),
        continues=_is_upright,
    ),
    Chapter(
        id="talks",
        blocks=(Block(template="_talks"), Block(template="_talks_cells", offers_beside=0)),
        continues=lambda _words: True,
        when=lambda words: words["talks"].has_any,
    ),
    Chapter(
        id="sheets",
        blocks=(Block(template="_sheets"), Block(template="_sheet", each="sheets", offers_beside=5)),
        is_wide=True,
    ),
    Chapter(
        id="proceedings",
        blocks=(
            Block(template="_answers"),
            Block(template="_interests"),
            Block(template="_steps"),
            Block(template="_record"),
        ),
    ),
    Chapter(
        id="method",
        blocks=(
            Block(template="_method"),
            Block(template="_weights"),
            Block(template="_seats"),
            Block(template="_fingerprints"),
        ),
        continues=lambda _words: True,
    ),
)

SHORT = (
    Chapter(
        id="ranking",
        blocks=(
            Block(template="_ranking"),
            Block(template="_ranking_table"),
            Block(template="_ranking_chart"),
            Block(template="_excluded"),
            Block(template="_warnings"),
            Block(template="_clarified_briefly"),
        ),
    ),
    Chapter(id="robustness", blocks=_ROBUSTNESS, continues=_has_no_rival),
    Chapter(id="costs", blocks=_COSTS),
    Chapter(
        id="method",
        blocks=(
            Block(template="_ten_lines"),
            Block(template="_fingerprints"),
            Block(template="_record"),
            Block(template="_answers"),
        ),
    ),
)

CHAPTERS = {"full": FULL, "short": SHORT}
