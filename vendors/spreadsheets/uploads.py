"""Uploads: a spreadsheet that was read once, kept until its changes are confirmed, or for a day."""

from datetime import datetime, timedelta
from typing import Any

from vendors.models import Upload
from vendors.spreadsheets.reading import Book, opened

KEPT_FOR = timedelta(days=1)


def keep(content: bytes, name: str, *, kind: str, scope: str, by: Any, on: datetime) -> Upload:
    """Keep a file that can be read; whatever the person uploaded here before gives way to it.

    Raises: Unsuitable: the file cannot be read, and is not kept.
    """
    book = opened(content, name)
    Upload.objects.filter(kind=kind, scope=scope, by=by).delete()
    return Upload.objects.create(kind=kind, scope=scope, name=book.name, content=content, by=by, at=on)


def kept(pk: int, *, kind: str, scope: str, by: Any) -> Upload | None:
    """The person's own upload; None if it was taken over, forgotten, or is another's."""
    return Upload.objects.filter(pk=pk, kind=kind, scope=scope, by=by).first()


def read_again(upload: Upload) -> Book:
    """What was uploaded."""
    return opened(bytes(upload.content), upload.name)


def forget_old(*, on: datetime) -> int:
    """Delete what nobody confirmed within a day; returns how many."""
    deleted, _by_model = Upload.objects.filter(at__lt=on - KEPT_FOR).delete()
    return deleted
