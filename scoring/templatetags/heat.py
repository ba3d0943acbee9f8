"""The cells of the heat table, which are thousands in a large evaluation, written without a template node for each."""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from scoring.presentation.heat import HeatCell

register = template.Library()


@register.simple_tag
def heat_cells(cells: Iterable[HeatCell], results_url: str, criterion_id: str) -> SafeString:
    """The cells of one criterion, each a link to how its score came about."""
    below = _quoted(criterion_id)
    return format_html_join(
        "\n",
        '<td class="heat-{}"><a href="{}">{}</a></td>',
        ((cell.band, f"{results_url}{_quoted(cell.offer_id)}/{below}/", _content(cell)) for cell in cells),
    )


def _content(cell: HeatCell) -> str:
    signs = cell.signs
    if not signs:
        return cell.text
    marks = format_html_join(
        "",
        ' <span class="sign" aria-hidden="true">{}</span><span class="visually-hidden">{}</span>',
        signs,
    )
    return format_html("{}{}", cell.text, marks)


@lru_cache(maxsize=1024)
def _quoted(key: str) -> str:
    """A key in an address: quoting takes long beside looking it up."""
    return quote(key, safe="")
