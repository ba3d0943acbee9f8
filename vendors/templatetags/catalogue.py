"""The catalogue in templates: its texts in the reader's language, its prices in words, and how old a figure is."""

from datetime import date

from django import template

from vendors import catalogue, catalogue_words
from vendors.catalogue.entries import AddOn, Benchmark, Edition, Fact, Price, Source, Sourced, Text
from vendors.templatetags.figures import money
from vendors.wording import worded_for_reader

register = template.Library()


@register.filter
def worded(text: Text) -> str:
    """A text of the catalogue in the reader's language."""
    return worded_for_reader(text)


@register.filter
def label(code: str, table: str) -> str:
    """The words for a code of a table of the catalogue: "list_price" in "statuses"."""
    return worded_for_reader(catalogue.labels(table)[code])


@register.filter
def about_catalogue(key: str) -> str:
    """A text about the catalogue as a whole."""
    return worded_for_reader(catalogue.about(key))


@register.filter
def price_in_words(price: Price, entry: Edition | AddOn) -> str:
    """What is paid for what."""
    return catalogue_words.price_of(entry, price)


@register.filter
def a_month(price: Price, edition: Edition) -> str:
    """What one seat comes to in a month."""
    return money(price.monthly, edition.currency)


@register.filter
def steps_in_words(edition: Edition) -> list[str]:
    """How the price falls with the number of seats."""
    return catalogue_words.steps_of(edition)


@register.filter
def prices_in_words(row: Benchmark) -> list[tuple[str, str]]:
    """The figures of a benchmark with their names."""
    return catalogue_words.prices_of(row)


@register.filter
def fact_lines(fact: Fact) -> list[str]:
    """What is known, a line for each item."""
    return catalogue_words.lines_of(fact)


@register.filter
def own_note(figure: Sourced) -> str:
    """The note of a figure, unless it only says what the page says about everything that is not known."""
    return worded_for_reader(figure.note) if figure.note and figure.note != catalogue.about("not_found") else ""


@register.filter
def place_of(source: Source) -> str:
    """In words where a source was seen, if it has no address of its own."""
    return worded_for_reader(source.via) if source.via else ""


@register.simple_tag(takes_context=True)
def age(context: dict[str, object], figure: Sourced) -> str:
    """Whether a known figure is "old", "undated" or neither. Reads `today` and `limit_months` of the page."""
    today, months = context["today"], context["limit_months"]
    if figure.source is None or not isinstance(today, date) or not isinstance(months, int):
        return ""
    if figure.as_of is None:
        return "undated"
    return "old" if catalogue.is_old(figure.as_of, today, months) else ""
