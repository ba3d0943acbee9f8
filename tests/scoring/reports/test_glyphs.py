"""Text that the report's font can print."""

import unicodedata

import pytest

from scoring.reports.glyphs import breakable, legible, stand_ins

pytestmark = pytest.mark.usefixtures("pdfs_are_on")


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Plain text, 甲方案, ¥1,234.50 – “quoted”", "Plain text, 甲方案, ¥1,234.50 – “quoted”"),
        ("堃喆珺镕翀芃祎", "堃喆珺镕翀芃祎"),
        ("Miloš Łukasz Şahin ışık", "Milos Lukasz Sahin isik"),
        ("good 😀", "good [U+1F600]"),
        ("\U0001f469\u200d\U0001f680", "[U+1F469][U+1F680]"),
        ("مرحبا", "[U+0645][U+0631][U+062D][U+0628][U+0627]"),
        ("\u202eabc\u2066", "abc"),
        ("nul\x00 and bell\x07, but\ttabs and\nlines stay", "nul and bell, but\ttabs and\nlines stay"),
    ],
)
def test_what_the_font_lacks_is_spelt_so_that_it_can_be_printed(typed: str, printed: str) -> None:
    assert legible(typed) == printed


def test_what_is_legible_stays_as_it_is() -> None:
    everything = "".join(map(chr, [*range(0x20, 0xD800), *range(0xE000, 0x20000)]))
    once = legible(everything)
    assert legible(once) == once
    assert not any(unicodedata.category(character) == "Cc" for character in once)


def test_each_stand_in_is_listed_once_with_its_number_and_name() -> None:
    assert stand_ins("Miloš š 😀 甲") == [
        ("U+0161 LATIN SMALL LETTER S WITH CARON", "s"),
        ("U+1F600 GRINNING FACE", "[U+1F600]"),
    ]


def test_only_words_longer_than_a_line_get_places_to_break_and_markup_gets_none() -> None:
    tag = f'<svg><path d="{"M0" * 200}"/></svg>'
    prose = "<p>Words of any usual length, 甲乙丙丁" + "长" * 400 + "</p>"
    assert breakable(tag + prose) == tag + prose
    word, escaped = "x" * 200, "&lt;" * 200
    assert breakable(f"<p>{word}</p>") == f"<p>{'x' * 80}\u200b{'x' * 80}\u200b{'x' * 40}</p>"
    assert breakable(f"<p>{escaped}</p>").replace("\u200b", "") == f"<p>{escaped}</p>"
    assert breakable(f"<p>{escaped}</p>").split("\u200b")[0] == "<p>" + "&lt;" * 80
