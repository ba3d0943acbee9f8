"""Guarding: text in a CSV file that no spreadsheet takes for a formula, and the same text back again."""

import re

# What a spreadsheet takes for the start of a formula, after blanks and controls that it skips; the wide signs as well.
_STARTS = re.compile(r"[\s\x00-\x1f\x7f\u200b\ufeff]*[=+\-@＝＋－＠|%\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def safe_cell(value: object) -> str:
    r"""A value for a CSV cell: text that could start a formula gets an apostrophe, figures stay figures.

    >>> [safe_cell(value) for value in ("=1+1", " +1-1", "\t@x", "-5", -5, "a=b", "'=1", None)]
    ["'=1+1", "' +1-1", "'\t@x", '-5', '-5', 'a=b', "''=1", '']
    """
    if value is None:
        return ""
    text = str(value)
    if not isinstance(value, str) or _NUMBER.fullmatch(text) or not _could_start(text):
        return text
    return f"'{text}"


def without_guard(text: str) -> str:
    """What was meant by a cell that `safe_cell` wrote.

    >>> without_guard("'=1+1"), without_guard("''=1"), without_guard("'tis"), without_guard("-5")
    ('=1+1', "'=1", "'tis", '-5')
    """
    return text[1:] if text.startswith("'") and _could_start(text) else text


def _could_start(text: str) -> bool:
    # Apostrophes of its own do not count: text that looks guarded already is guarded once more, and read back whole.
    return bool(_STARTS.match(text.lstrip("'")))
