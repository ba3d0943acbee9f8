"""Files: how a file that somebody hands in is looked at before anybody trusts it.

Nothing here opens a file with the program it is meant for. A file is what its first bytes say, its ending has to agree,
and it must end where its format ends, so that no second file hides behind the first.
"""

import hashlib
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

MOST_ENTRIES = 200
LARGEST_UNPACKED = 100 * 1024 * 1024
LARGEST_DIRECTORY = 256 * 1024  # of a zip file; 200 entries need far less
NAME_LENGTH = 200

_CHUNK = 64 * 1024
_ZIP_END = struct.Struct("<4s4H2LH")
_PNG = b"\x89PNG\r\n\x1a\n"
_AROUND_CHUNK = 12  # bytes of length, kind and checksum
_CONTROLS = frozenset(map(chr, range(32))) - set("\t\r\n")


class Unsuitable(Exception):  # noqa: N818 - it reads as what happened
    """The file is not taken; the message says why, and what is allowed."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that is what its name says."""

    name: str
    media_type: str
    size: int
    sha256: str


def inspected(
    file: IO[bytes],
    name: str,
    *,
    endings: Collection[str],
    largest: int,
    allowed: str,
    largest_unpacked: int | None = None,
) -> Inspected:
    """What the file is.

    Args:
        endings: the kinds that are taken here, some of those in `_KINDS`.
        largest: in bytes.
        allowed: one sentence that says what is taken; each refusal ends with it.
        largest_unpacked: in bytes, of all that a zip file holds; LARGEST_UNPACKED unless it should be less.
    Raises: Unsuitable: it is not taken.
    """
    cleaned = cleaned_name(name)
    ending = ending_of(cleaned)
    if ending not in endings:
        raise Unsuitable(_("This kind of file is not accepted. %s") % allowed)
    size = file.seek(0, 2)
    if not size:
        raise Unsuitable(_("The file is empty."))
    if size > largest:
        raise Unsuitable(_("The file is too large. %s") % allowed)
    media_type, is_sound = _KINDS[ending]
    file.seek(0)
    if not is_sound(file, size, LARGEST_UNPACKED if largest_unpacked is None else largest_unpacked):
        message = _("The content of the file is not what “.%(ending)s” stands for, or it is damaged. %(allowed)s")
        raise Unsuitable(message % {"ending": ending, "allowed": allowed})
    file.seek(0)
    return Inspected(cleaned, media_type, size, hashlib.file_digest(file, "sha256").hexdigest())  # type: ignore[arg-type]


def ending_of(name: str) -> str:
    """What stands after the last dot, in small letters.

    >>> ending_of("Quote.XLSX"), ending_of("quote")
    ('xlsx', '')
    """
    return name.rpartition(".")[2].casefold() if "." in name else ""


def cleaned_name(name: str) -> str:
    r"""The file's own name: no folder, nothing invisible, at most 200 characters, its ending kept.

    >>> cleaned_name("../../etc/pass\r\nwd.csv"), cleaned_name("C:\\a\\b.pdf"), cleaned_name("..")
    ('passwd.csv', 'b.pdf', 'file')
    """
    base = name.replace("\\", "/").rpartition("/")[2]
    visible = "".join(character for character in base if not unicodedata.category(character).startswith("C"))
    visible = " ".join(visible.split())
    if not visible.strip("."):
        return "file"
    stem, dot, ending = visible.rpartition(".")
    if len(visible) > NAME_LENGTH and dot and len(ending) < NAME_LENGTH // 4:
        return stem[: NAME_LENGTH - len(ending) - 1] + dot + ending
    return visible[:NAME_LENGTH]


def _is_pdf(file: IO[bytes], size: int, _most: int) -> bool:
    return file.read(5) == b"%PDF-" and _tail(file, size).rstrip(b"\x00\t\r\n ").endswith(b"%%EOF")


def _is_jpeg(file: IO[bytes], size: int, _most: int) -> bool:
    return file.read(3) == b"\xff\xd8\xff" and _tail(file, size).rstrip(b"\x00").endswith(b"\xff\xd9")


def _is_png(file: IO[bytes], size: int, _most: int) -> bool:
    """From the signature chunk by chunk to IEND, which is the end of the file."""
    if file.read(len(_PNG)) != _PNG:
        return False
    kind, place = b"", len(_PNG)
    while kind != b"IEND":
        length, kind = int.from_bytes(file.read(4)), file.read(4)
        if not kind or (place == len(_PNG) and kind != b"IHDR"):
            return False
        place = file.seek(place + length + _AROUND_CHUNK)
    return place == size


def _is_csv(file: IO[bytes], _size: int, _most: int) -> bool:
    """Text, and not the text of a page or a document."""
    content = file.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = content.decode("gb18030")  # what Excel writes in China
        except UnicodeDecodeError:
            return False
    return not _CONTROLS & set(text) and not text.lstrip().startswith(("<", "%PDF"))


def _is_office(part: str) -> Callable[[IO[bytes], int, int], bool]:
    def is_sound(file: IO[bytes], size: int, most: int) -> bool:
        if not _is_plain_zip(file, size):
            return False
        try:
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
                names = {entry.filename for entry in entries}
                is_document = {"[Content_Types].xml", part} <= names and len(names) == len(entries)
                return is_document and _is_harmless(entries, most) and _can_be_unpacked(archive, entries)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
            return False

    return is_sound


def _is_plain_zip(file: IO[bytes], size: int) -> bool:
    """One zip file from the first byte to the last, with a small directory; looked at before `zipfile` reads it."""
    if size < _ZIP_END.size or file.read(4) != b"PK\x03\x04":
        return False
    file.seek(max(0, size - _ZIP_END.size - 20))
    tail = file.read()
    signature, _disk, _first, here, count, length, start, comment = _ZIP_END.unpack(tail[-_ZIP_END.size :])
    is_zip64 = len(tail) > _ZIP_END.size and tail.startswith(b"PK\x06\x07")
    if signature != b"PK\x05\x06" or is_zip64 or comment or length > LARGEST_DIRECTORY:
        return False
    return bool(0 < here == count <= MOST_ENTRIES and start + length + _ZIP_END.size == size)


def _is_harmless(entries: list[zipfile.ZipInfo], most: int) -> bool:
    """Few, not too large together, not encrypted, without a way out of the folder, and without macros."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > most:
        return False
    if min(entry.header_offset for entry in entries) != 0:
        return False
    for entry in entries:
        way = entry.filename.split("/")
        leads_out = ".." in way or way[0] == "" or any(sign in entry.orig_filename for sign in ("\\", ":", "\x00"))
        is_odd = entry.flag_bits & 1 or entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
        if leads_out or is_odd or way[-1].casefold() == "vbaproject.bin":
            return False
    return True


def _can_be_unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    """Each entry holds what it says, and no more: its size and checksum are right."""
    for entry in entries:
        with archive.open(entry) as content:
            while content.read(_CHUNK):
                pass
    return True


def _tail(file: IO[bytes], size: int) -> bytes:
    file.seek(max(0, size - 1024))
    return file.read()


_OFFICE = "application/vnd.openxmlformats-officedocument"
# Each is given the file, its size, and how much may come out of it.
_KINDS: dict[str, tuple[str, Callable[[IO[bytes], int, int], bool]]] = {
    "pdf": ("application/pdf", _is_pdf),
    "png": ("image/png", _is_png),
    "jpg": ("image/jpeg", _is_jpeg),
    "jpeg": ("image/jpeg", _is_jpeg),
    "docx": (f"{_OFFICE}.wordprocessingml.document", _is_office("word/document.xml")),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _is_office("xl/workbook.xml")),
    "csv": ("text/csv", _is_csv),
}
