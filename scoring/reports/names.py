"""Names: what a file is called on the machine of whoever takes it away."""

import re

FILENAME_LENGTH = 80


def named(label: str, ending: str) -> str:
    """The label without what file systems refuse, cut where it is long, and the ending."""
    return f"{plain(label)}.{ending}"


def plain(text: str) -> str:
    """The text without what file systems refuse, cut where it is long."""
    return re.sub(r"[^\w-]+", " ", text).strip()[:FILENAME_LENGTH].strip()
