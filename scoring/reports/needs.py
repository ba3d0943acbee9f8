"""Needs: what PDF reports ask of the machine beside Python packages, and which Debian package brings what is missing.

Looked at before WeasyPrint is imported: without any font file it does not raise, it takes the whole process down.
"""

import ctypes
from pathlib import Path

LIBRARIES = {
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    # A Chinese report takes 14 seconds instead of 3 without it.
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
}
FONT_PACKAGE = "fonts-noto-cjk"
FONT_FAMILY = "Noto Sans CJK SC"
FONT_FILES = ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc")
# The same folders as in fonts.conf.
FONT_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
    Path.home() / "Library/Fonts",
    Path("/Library/Fonts"),
)


def missing_packages() -> list[str]:
    """The Debian packages without which no PDF can be made, in the order in which a hint names them."""
    absent = [package for package, names in LIBRARIES.items() if not any(map(_can_load, names))]
    return absent if all(map(font_file, FONT_FILES)) else [*absent, FONT_PACKAGE]


def install_command(packages: list[str]) -> str:
    """The command that brings them, for an administrator to copy."""
    return "apt-get install -y --no-install-recommends " + " ".join(packages)


def font_file(name: str) -> Path | None:
    """Where a font file lies, or None."""
    return next((path for folder in FONT_FOLDERS for path in sorted(folder.rglob(name))), None)


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
