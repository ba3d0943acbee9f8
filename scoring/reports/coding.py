"""Coding: frozen dataclasses as plain JSON and back, by their annotations, for what a report carries inside."""

import types
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints


class Unreadable(ValueError):  # noqa: N818 - it reads as what happened
    """The JSON is not what the annotations say."""


def plain(value: Any) -> Any:
    """The value as JSON takes it: times in UTC, sets sorted, mappings with keys of several parts as pairs.

    >>> plain({("it", "a"): datetime(2026, 11, 2, tzinfo=UTC)})
    [[['it', 'a'], '2026-11-02T00:00:00+00:00']]
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    return next((write(value) for kind, write in _WRITERS.items() if isinstance(value, kind)), value)


def _plain_mapping(value: Mapping[Any, Any]) -> Any:
    if any(isinstance(key, tuple) for key in value):
        return sorted([list(key), plain(each)] for key, each in value.items())
    return {str(key): plain(each) for key, each in value.items()}


_WRITERS: dict[type, Callable[[Any], Any]] = {
    datetime: lambda value: value.astimezone(UTC).isoformat(),
    date: date.isoformat,
    Decimal: str,
    Mapping: _plain_mapping,
    frozenset: lambda value: sorted(plain(each) for each in value),
    tuple: lambda value: [plain(each) for each in value],
}


def restored(kind: Any, value: Any) -> Any:
    """What `plain` was given. Raises: Unreadable: the value does not fit the annotation `kind`."""
    try:
        return _restored(kind, value)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise Unreadable(str(error)) from error


def _restored(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin is not None:
        return _restored_generic(origin, get_args(kind), value)
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return kind(**{name: _restored(hints[name], each) for name, each in value.items()})
    if kind in _READERS:
        return _READERS[kind](value)
    if kind is not Any and not isinstance(value, kind):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _restored_generic(origin: Any, inner: tuple[Any, ...], value: Any) -> Any:
    if origin in {Union, types.UnionType}:
        return None if value is None else _restored(_fitting(inner, value), value)
    if origin is tuple:
        kinds = [inner[0]] * len(value) if inner[-1] is Ellipsis else inner
        return tuple(_restored(each, part) for each, part in zip(kinds, value, strict=True))
    if origin is frozenset:
        return frozenset(_restored(inner[0], each) for each in value)
    pairs = value.items() if isinstance(value, dict) else value
    return {_restored(inner[0], key): _restored(inner[1], each) for key, each in pairs}


def _real(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return float(value)


_READERS: dict[Any, Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    Decimal: Decimal,
    float: _real,
}


def _fitting(kinds: tuple[Any, ...], value: Any) -> Any:
    """The member of a union that this JSON value belongs to."""
    rest = [kind for kind in kinds if kind is not type(None)]
    for kind in rest:
        is_structure = get_origin(kind) is not None or is_dataclass(kind)
        if is_structure is isinstance(value, dict | list):
            return kind
    raise TypeError(f"{value!r} is none of {rest}")
