"""docs/access.md says what scoring/access.py holds."""

from scoring.access import _SEALED, Act
from scripts import access


def test_the_page_is_what_the_table_gives() -> None:
    assert access.PAGE.read_text(encoding="utf-8") == access.page(), "run .venv/bin/python -m scripts.access"


def test_every_act_has_words_and_every_sealed_one_a_star() -> None:
    assert set(access.ACTS) == set(Act)
    assert access.starred() == set(_SEALED)
