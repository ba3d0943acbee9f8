"""Attachments: which files may lie beside a mark. How a file is looked at stands in vendors/files.py."""

from typing import IO

from django.utils.translation import gettext as _

from vendors import files
from vendors.files import Inspected, Unsuitable, cleaned_name

__all__ = ["ENDINGS", "LARGEST", "MOST_FILES", "Inspected", "Unsuitable", "allowed", "cleaned_name", "inspected"]

LARGEST = 20 * 1024 * 1024
MOST_FILES = 10  # beside one mark
ENDINGS = ("pdf", "png", "jpg", "jpeg", "docx", "xlsx", "csv")


def inspected(file: IO[bytes], name: str) -> Inspected:
    """What the file is. Raises: Unsuitable: it may not be attached."""
    return files.inspected(file, name, endings=ENDINGS, largest=LARGEST, allowed=allowed())


def allowed() -> str:
    """What may be attached, in one sentence."""
    return _("Allowed: PDF, PNG, JPEG, DOCX, XLSX and CSV, up to %(size)d MB.") % {"size": LARGEST // 1024**2}
