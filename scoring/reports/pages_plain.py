"""Plain: what stands in a PDF's objects, in a form in which two files can be compared, whatever their numbering."""

import hashlib
from collections.abc import Hashable, Iterable
from decimal import Decimal

import pikepdf

# How something is stored and where it hangs; neither changes what it is.
_STORAGE = frozenset({"/Filter", "/DecodeParms", "/Length", "/Parent", "/P"})
_ITSELF = "(itself)"


class Plainer:
    """Reads one file's objects; the fonts that it meets are kept apart, since they depend on what is written."""

    def __init__(self, file: pikepdf.Pdf) -> None:
        self._numbers: dict[object, int] = {page.objgen: number for number, page in enumerate(file.pages, start=1)}
        self._kept: dict[tuple[int, int], Hashable] = {}
        self.fonts: dict[str, pikepdf.Object] = {}

    def number(self, page: pikepdf.Object | None) -> int:
        """Which page an object is, from 1; 0 where it is none."""
        return 0 if page is None else self._numbers.get(page.objgen) or 0

    def plain(self, thing: object) -> Hashable:
        """Equal for equal things of two files."""
        if isinstance(thing, pikepdf.Object) and thing.is_indirect:
            if number := self.number(thing):
                return ("page", number)
            if thing.objgen not in self._kept:
                self._kept[thing.objgen] = _ITSELF
                self._kept[thing.objgen] = self._plain(thing)
            return self._kept[thing.objgen]
        return self._plain(thing)

    def entries(self, holder: pikepdf.Object, *, without: Iterable[str] = ()) -> dict[str, Hashable]:
        """What a dictionary or a stream holds, by name."""
        left_out = _STORAGE.union(without)
        return {name: self._entry(name, holder[name]) for name in sorted(holder.keys()) if name not in left_out}

    def _entry(self, name: str, value: object) -> Hashable:
        if name == "/Font" and isinstance(value, pikepdf.Dictionary):
            return tuple(sorted(self._font(each, font) for each, font in value.items()))
        return self.plain(value)

    def _font(self, name: str, font: pikepdf.Object) -> str:
        known = self.fonts.setdefault(name, font)
        if known.objgen == font.objgen:
            return name
        return self._font(f"{name} (another)", font)

    def _plain(self, thing: object) -> Hashable:
        if isinstance(thing, pikepdf.Stream):
            return tuple(self.entries(thing).items()), hashlib.sha256(thing.read_bytes()).hexdigest()
        if isinstance(thing, pikepdf.Dictionary):
            return tuple(self.entries(thing).items())
        if isinstance(thing, pikepdf.Array):
            return tuple(self.plain(each) for each in thing)
        if isinstance(thing, int | float | Decimal) and not isinstance(thing, bool):
            return round(float(thing), 2)
        return repr(thing) if isinstance(thing, pikepdf.Object) else str(thing)
