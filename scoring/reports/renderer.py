"""Renderer: a fingerprint of everything that decides how a report is worded and drawn, except what it is about."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from scoring.reports.needs import FONT_FILES, font_file

_SOURCES = (
    *((f"scoring/{room}", "*.py") for room in ("formulas", "casefile", "presentation", "charts", "reports")),
    ("vendors", "*.py"),
    ("templates/report", "*"),
    ("static/report", "*"),
    ("evaluator/locale", "*.mo"),
    ("fixtures", "*.json"),
)
_PACKAGES = ("weasyprint", "pydyf", "fonttools", "tinycss2", "tinyhtml5", "django")


@cache
def renderer() -> str:
    """Equal here and there: the same input is printed with the same words, figures and lines on the same pages."""
    whole = hashlib.sha256()
    for package in _PACKAGES:
        whole.update(f"{package} {version(package)}\n".encode())
    for name in FONT_FILES:
        font = font_file(name)
        whole.update(f"{name} {font.stat().st_size if font else 0}\n".encode())
    for folder, pattern in _SOURCES:
        for path in sorted(_files(settings.BASE_DIR / folder, pattern)):
            whole.update(path.relative_to(settings.BASE_DIR).as_posix().encode() + b"\0")
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _files(folder: Path, pattern: str) -> list[Path]:
    return [path for path in folder.rglob(pattern) if path.is_file() and "__pycache__" not in path.parts]
