"""Verify what is round the drawing of a report: fonts, pictures, forms, scripts, layers, bookmarks and tags.

Nothing of it may be there that a fresh print would not have: any of it can show, or say to a screen reader, something
other than what was printed.
"""

from collections.abc import Hashable, Iterator, Mapping

from scoring.reports.glyphs import as_drawn
from scoring.reports.pages import Pages, Tag
from scoring.reports.pages_fonts import strange_glyphs


def frame_differences(report: Pages, reprint: Pages, last_chapter: str) -> Iterator[str]:
    """Those of the file as a whole. `last_chapter` is the one that the reprint has no text of."""
    comments_from = reprint.begins(last_chapter)
    for number, (page, other) in enumerate(zip(report.pages, reprint.pages, strict=False), start=1):
        yield from (f"page {number}: {told}" for told in _entry_differences(page.frame, other.frame))
        yield from (f"page {number}: {told}" for told in _entry_differences(page.means, other.means))
    yield from (f"the file as a whole: {told}" for told in _entry_differences(report.catalogue, reprint.catalogue))
    if report.files.keys() != reprint.files.keys():
        yield f"the file carries {', '.join(sorted(report.files))}"
    yield from strange_glyphs(report.fonts, reprint.fonts)
    yield from _bookmark_differences(report, reprint, comments_from)
    yield from _tag_differences(report, reprint, comments_from)
    before = {name: page for name, page in report.chapters.items() if page < comments_from}
    if before != {name: page for name, page in reprint.chapters.items() if page < comments_from}:
        yield "links lead to other places than those that were printed"


def _entry_differences(entries: Mapping[str, Hashable], others: Mapping[str, Hashable]) -> Iterator[str]:
    for name in sorted({*entries, *others}):
        if name not in others:
            yield f"there is {name}, which is not printed"
        elif name not in entries:
            yield f"{name} is missing"
        elif entries[name] != others[name]:
            yield f"{name} is not what is printed"


def _bookmark_differences(report: Pages, reprint: Pages, comments_from: int) -> Iterator[str]:
    def before(pages: Pages) -> list[tuple[str, int]]:
        return [(title, page) for title, page in pages.outline if page < comments_from]

    if before(report) != before(reprint):
        yield "the bookmarks are not those that are printed"
    for title, page in report.outline:
        if page >= comments_from and as_drawn(title) not in report.pages[page - 1].text:
            yield f"page {page}: a bookmark says what does not stand there: {title}"


def _tag_differences(report: Pages, reprint: Pages, comments_from: int) -> Iterator[str]:
    def before(pages: Pages) -> list[Tag]:
        return [tag for tag in pages.tags if tag.page < comments_from]

    for tag, other in zip(before(report), before(reprint), strict=False):
        if tag != other:
            yield f"page {tag.page}: the tags for screen readers are not those that are printed"
            return
    if len(before(report)) != len(before(reprint)):
        yield "there are more or fewer tags for screen readers than are printed"
    languages = {tag.spoken for tag in reprint.tags}
    for tag in report.tags:
        if tag.page >= comments_from and tag.spoken not in languages:
            yield f"page {tag.page}: a tag says something else to screen readers than what stands there"
            return
