"""Secrets: those of a development installation are made once and kept in var/; the record's keys are read from text."""

import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

SHORTEST_KEY = 32


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


def record_keys(text: str) -> dict[str, bytes]:
    """`id:secret,id:secret` as a mapping, the current key first.

    Raises: ImproperlyConfigured: an id is missing, longer than 16 characters or given twice, or a secret is short.
    """
    keys: dict[str, bytes] = {}
    for pair in text.split(","):
        key_id, _, secret = pair.strip().partition(":")
        if not key_id or len(key_id) > 16 or key_id in keys or len(secret) < SHORTEST_KEY:  # noqa: PLR2004 - the column's length
            raise ImproperlyConfigured(
                f"RECORD_KEYS is id:secret, several separated by commas; ids of up to 16 characters, each once, "
                f"and secrets of at least {SHORTEST_KEY} characters. Wrong at the id {key_id!r}."
            )
        keys[key_id] = secret.encode()
    return keys
