"""Text that people enter once, or in both languages: a column as entered, and beside it one for the Chinese wording."""

from collections.abc import Mapping

from django.utils.translation import get_language


def chosen(text: str, text_zh: str) -> str:
    """The wording for the reader's language: the Chinese one on Chinese pages where there is one."""
    return (text_zh or text) if (get_language() or "").startswith("zh") else (text or text_zh)


def worded_for_reader(wording: str | Mapping[str, str]) -> str:
    """The same choice for a text that is stored as {"en": .., "zh-hans": ..}."""
    return wording if isinstance(wording, str) else chosen(wording.get("en", ""), wording.get("zh-hans", ""))


def paired(text: str, text_zh: str) -> str | dict[str, str]:
    """The two columns as the evaluation file writes them: one string, or both languages when they differ."""
    return {"en": text, "zh-hans": text_zh} if text_zh and text_zh != text else text


def columns(wording: str | Mapping[str, str]) -> tuple[str, str]:
    """A wording of the evaluation file as the two columns; the inverse of `paired` on canonical wordings."""
    if isinstance(wording, str):
        return wording, ""
    english, chinese = wording.get("en", ""), wording.get("zh-hans", "")
    return (english, chinese if chinese != english else "") if english else (chinese, "")
