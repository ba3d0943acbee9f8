"""The secret of a development installation: made once, kept beside its database, readable by its owner only."""

import os
import secrets
from pathlib import Path


def development_secret(path: Path) -> str:
    """The key in the file, which is written on the first call; two processes that start together agree on one."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        key = secrets.token_urlsafe(50)
        file.write(key)
    return key
