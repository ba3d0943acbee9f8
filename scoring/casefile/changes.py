"""Changes: how one frozen case differs from another, item by item, for people and for the record."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]
Change = dict[str, Any]

_PARTS = ("profile", "dimensions", "scale", "method")
_LISTS = ("criteria", "offers", "seats")


def changes(before: Document, after: Document) -> list[Change]:
    """Every difference between two canonical documents without marks.

    Returns: dicts with `part` (title, profile, dimensions, scale, method, criteria, offers, seats), `id` (of a
        criterion, offer or seat, else None), `field` (None where the whole item came or went), `before`, `after`.
    """
    return [
        *_of_item("title", None, {"title": before["title"]}, {"title": after["title"]}),
        *(change for part in _PARTS for change in _of_item(part, None, before[part], after[part])),
        *(change for part in _LISTS for change in _of_list(part, before[part], after[part])),
    ]


def offer_changes(before: Document, after: Document) -> dict[str, list[Change]]:
    """The differences of the offers that both documents have, by the offer's id."""
    old, new = ({item["id"]: item for item in document["offers"]} for document in (before, after))
    found = {key: list(_of_item("offers", key, old[key], new[key])) for key in sorted(old.keys() & new.keys())}
    return {key: differences for key, differences in found.items() if differences}


def changed_ids(found: Iterable[Change], part: str) -> set[str]:
    """Which criteria, offers or seats are among the changes."""
    return {change["id"] for change in found if change["part"] == part}


def is_asked_anew(found: Iterable[Change], criterion: str) -> bool:
    """Whether the changes put a criterion on the members' sheets: it came, or it counts again."""
    return any(
        change["before"] is None if change["field"] is None else change["before"] == "redundant"
        for change in found
        if change["part"] == "criteria" and change["id"] == criterion and change["field"] in {None, "class"}
    )


def _of_list(part: str, before: list[Document], after: list[Document]) -> Iterator[Change]:
    old, new = ({item["id"]: item for item in items} for items in (before, after))
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield _change(part, key, None, old[key], None)
        elif key not in old:
            yield _change(part, key, None, None, new[key])
        else:
            yield from _of_item(part, key, old[key], new[key])


def _of_item(part: str, key: str | None, before: Document, after: Document) -> Iterator[Change]:
    for field in sorted(before.keys() | after.keys()):
        old, new = before.get(field), after.get(field)
        if old != new:
            yield _change(part, key, field, old, new)


def _change(part: str, key: str | None, field: str | None, before: Any, after: Any) -> Change:
    return {"part": part, "id": key, "field": field, "before": before, "after": after}
