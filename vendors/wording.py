"""Text that people enter once, or in both languages: a column as entered, and beside it one for the Chinese wording."""

from collections.abc import Iterable, Mapping

from django.utils.translation import get_language, pgettext


def chosen(text: str, text_zh: str) -> str:
    """The wording for the reader's language: the Chinese one on Chinese pages where there is one."""
    return (text_zh or text) if (get_language() or "").startswith("zh") else (text or text_zh)


def worded_for_reader(wording: str | Mapping[str, str]) -> str:
    """The same choice for a text that is stored as {"en": .., "zh-hans": ..}."""
    return wording if isinstance(wording, str) else chosen(wording.get("en", ""), wording.get("zh-hans", ""))


def in_a_row(sentences: Iterable[str]) -> str:
    """Whole sentences, one after another; Chinese sets no space between them."""
    text = ""
    for sentence in sentences:
        words = {"text": text, "next": sentence}
        text = pgettext("two sentences in a row", "%(text)s %(next)s") % words if text else sentence
    return text


def paired(text: str, text_zh: str) -> str | dict[str, str]:
    """The two columns as the evaluation file writes them: one string, or both languages when they differ."""
    return {"en": text, "zh-hans": text_zh} if text_zh and text_zh != text else text


def columns(wording: str | Mapping[str, str]) -> tuple[str, str]:
    """A wording of the evaluation file as the two columns; the inverse of `paired` on canonical wordings."""
    if isinstance(wording, str):
        return wording, ""
    english, chinese = wording.get("en", ""), wording.get("zh-hans", "")
    return (english, chinese if chinese != english else "") if english else (chinese, "")
