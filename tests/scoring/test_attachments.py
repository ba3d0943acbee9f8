"""Which files may lie beside a mark: what each format looks like, and everything that only pretends to be one."""

import io
import struct
import zipfile
import zlib

import pytest

from scoring import attachments
from scoring.attachments import Unsuitable, cleaned_name, inspected
from vendors import files

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20) + b"\xff\xd9"
CSV = "Offer,Price\r\n甲,1\r\n".encode()


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


PNG = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IDAT", zlib.compress(b"\x00")) + chunk(b"IEND")


def office(part: str = "word/document.xml", more: dict[str, bytes] | None = None) -> bytes:
    """A zip file that looks like a document, with `more` entries by name."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", part):
            archive.writestr(name, "<x/>")
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return held.getvalue()


DOCX, XLSX = office(), office("xl/workbook.xml")


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("quote.pdf", PDF, "application/pdf"),
        ("SHOT.PNG", PNG, "image/png"),
        ("photo.jpg", JPEG, "image/jpeg"),
        ("photo.jpeg", JPEG, "image/jpeg"),
        ("报价.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("load.xlsx", XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("load.csv", CSV, "text/csv"),
        ("load.csv", "报价,1\n".encode("gb18030"), "text/csv"),
        ("load.csv", b"\xef\xbb\xbfa;b\n", "text/csv"),
    ],
)
def test_a_file_of_each_kind_is_taken(name: str, content: bytes, media_type: str) -> None:
    found = inspected(io.BytesIO(content), name)

    assert (found.name, found.media_type, found.size, len(found.sha256)) == (name, media_type, len(content), 64)


def zip64(content: bytes) -> bytes:
    return content[:-22] + b"PK\x06\x07" + bytes(16) + content[-22:]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
        ("page.png", b"<html></html>"),
        ("page.csv", b"  <!doctype html><script>alert(1)</script>"),
        ("sheet.csv", b"a,b\x00\n"),
        ("sheet.csv", PDF),
        ("sheet.csv", DOCX),
        ("late.pdf", b"GIF89a" + PDF),
        ("cut.pdf", PDF[:-7]),
        ("pdf-and-zip.pdf", PDF + DOCX),
        ("png-and-zip.png", PNG + DOCX),
        ("png-cut.png", PNG[:-3]),
        ("png-without-header.png", b"\x89PNG\r\n\x1a\n" + chunk(b"IEND")),
        ("png-signature.png", b"\x89PNG\r\n\x1a\n"),
        ("jpeg-and-zip.jpg", JPEG + DOCX),
        ("jpeg-and-html.jpg", JPEG + b"<script>"),
        ("png.jpg", PNG),
        ("zip-after-html.docx", b"<html></html>" + DOCX),
        ("pdf-before-zip.docx", PDF + DOCX),
        ("with-comment.docx", DOCX[:-2] + b"\x05\x00hello"),
        ("zip64.docx", zip64(DOCX)),
        ("sheet-as-text.docx", XLSX),
        ("text-as-sheet.xlsx", DOCX),
        ("no-zip.docx", b"PK\x03\x04"),
        ("damaged.docx", DOCX[:50] + b"\xff\xff\xff" + DOCX[53:]),
        ("macro.docx", office(more={"word/vbaProject.bin": b"x"})),
        ("way-out.docx", office(more={"../evil": b"x"})),
        ("rooted.docx", office(more={"/etc/evil": b"x"})),
        ("drive.docx", office(more={"C:evil": b"x"})),
        ("backslash.docx", office(more={"a\\b": b"x"})),
        ("201.docx", office(more={f"a{number}": b"" for number in range(199)})),
    ],
)
def test_what_only_pretends_is_refused_with_what_is_allowed(name: str, content: bytes) -> None:
    with pytest.raises(Unsuitable, match=r"Allowed: PDF, PNG, JPEG, DOCX, XLSX and CSV, up to 20 MB\.") as refused:
        inspected(io.BytesIO(content), name)

    assert f"is not what “.{name.rpartition('.')[2]}” stands for" in str(refused.value)


def test_two_hundred_entries_are_taken() -> None:
    assert inspected(io.BytesIO(office(more={f"a{number}": b"" for number in range(198)})), "many.docx").size


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST_UNPACKED", 1_000_000)
    bomb = office(more={"big": bytes(1_000_001)})
    assert len(bomb) < 10_000
    with pytest.raises(Unsuitable, match="is not what"):
        inspected(io.BytesIO(bomb), "bomb.docx")

    entry = bomb.rindex(b"PK\x01\x02")
    lying = bomb[: entry + 24] + struct.pack("<I", 10) + bomb[entry + 28 :]
    with pytest.raises(Unsuitable, match="is not what"):
        inspected(io.BytesIO(lying), "bomb.docx")


def test_a_directory_that_says_one_entry_and_holds_many_is_refused() -> None:
    many = office(more={f"a{number}": b"" for number in range(300)})
    lying = many[:-14] + struct.pack("<HH", 2, 2) + many[-10:]

    with pytest.raises(Unsuitable, match="is not what"):
        inspected(io.BytesIO(lying), "many.docx")


def test_an_encrypted_entry_is_refused() -> None:
    entry = DOCX.rindex(b"PK\x01\x02")
    locked = DOCX[: entry + 8] + b"\x01\x00" + DOCX[entry + 10 :]

    with pytest.raises(Unsuitable, match="is not what"):
        inspected(io.BytesIO(locked), "locked.docx")


@pytest.mark.parametrize(
    "name", ["evil.html", "evil.svg", "evil.exe", "pdf", "evil.pdf.html", "evil.pdf ", "x.zip", ""]
)
def test_other_kinds_are_refused_by_their_ending(name: str) -> None:
    if name == "evil.pdf ":
        assert inspected(io.BytesIO(PDF), name).name == "evil.pdf"
        return
    with pytest.raises(Unsuitable, match=r"not accepted\. Allowed: PDF"):
        inspected(io.BytesIO(PDF), name)


def test_an_empty_and_a_too_large_file_are_refused() -> None:
    with pytest.raises(Unsuitable, match="empty"):
        inspected(io.BytesIO(), "a.pdf")
    large = PDF[:9] + bytes(attachments.LARGEST) + PDF[9:]
    with pytest.raises(Unsuitable, match="too large"):
        inspected(io.BytesIO(large), "a.pdf")


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\temp\\a.pdf", "a.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie: x=1.pdf"),
        ("nul\x00.pdf", "nul.pdf"),
        ("in\u202evoice.pdf", "invoice.pdf"),
        ("  two   spaces .pdf", "two spaces .pdf"),
        ("报价单.pdf", "报价单.pdf"),
        ("..", "file"),
        ("x" * 300 + ".pdf", "x" * 196 + ".pdf"),
        ("x" * 300, "x" * 200),
    ],
)
def test_a_name_is_cleaned(name: str, cleaned: str) -> None:
    assert cleaned_name(name) == cleaned
