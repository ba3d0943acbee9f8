"""Sandbox: a PDF is made in a process of its own, which is ended when it takes too much time or memory.

The process is scoring/reports/apart.py: HTML and files go in as JSON, and out come lines of progress and then the PDF,
or why there is none.
"""

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Timer

from django.conf import settings

from scoring.reports import pdf
from scoring.reports.pdf import Embedded, Progress
from scoring.reports.refusals import OutOfMemoryError, OutOfTimeError, ReportError, TooLargeError, refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one report may use."""

    seconds: int  # of processor time
    wall_seconds: int
    mebibytes: int


def limits() -> Limits:
    """What the installation allows."""
    seconds = settings.REPORT_SECONDS
    return Limits(seconds=seconds, wall_seconds=2 * seconds, mebibytes=settings.REPORT_MEMORY_MB)


def render_apart(
    html: str,
    *,
    embedded: Sequence[Embedded] = (),
    progress: Progress | None = None,
    within: Limits | None = None,
) -> bytes:
    """The HTML as PDF, with every character spelt so that the font can print it, made apart.

    Raises: ReportError: it cannot be made, or not within the limits.
    """
    if len(html) > pdf.HTML_LIMIT:
        raise TooLargeError
    pdf.require_packages()
    within = within or limits()
    order = {
        "html": html,
        "embedded": [_written(file) for file in embedded],
        "seconds": within.seconds,
        "mebibytes": within.mebibytes,
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "scoring.reports.apart"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=settings.BASE_DIR,
    )
    with child:
        timer = Timer(within.wall_seconds, child.kill)
        timer.start()
        try:
            answer = _answer(child, json.dumps(order).encode(), progress)
            status = child.wait() if answer is None else 0
        finally:
            timer.cancel()
            child.kill()
    if answer is None:
        raise _reason(status)
    return answer


def _answer(child: "subprocess.Popen[bytes]", order: bytes, progress: Progress | None) -> bytes | None:
    """The PDF, or None where the process ended without one. Raises: ReportError: it said why."""
    if child.stdin is None or child.stdout is None:
        raise ValueError("the process must have pipes")
    try:
        child.stdin.write(order)
        child.stdin.close()
    except BrokenPipeError:
        return None
    for line in child.stdout:
        said = json.loads(line)
        if "code" in said:
            raise refusal(said["code"], said["details"])
        if "size" in said:
            content = child.stdout.read(said["size"])
            return content if len(content) == said["size"] else None
        if progress:
            progress(said["percent"])
    return None


def _reason(status: int) -> ReportError:
    """Why a process ended that said nothing: a native library that gets no memory aborts."""
    if status in {-signal.SIGKILL, -signal.SIGXCPU}:
        return OutOfTimeError()
    return OutOfMemoryError() if status < 0 else ReportError()


def _written(file: Embedded) -> dict[str, str]:
    return {
        "name": file.name,
        "content": base64.b64encode(file.content).decode(),
        "description": file.description,
        "relationship": file.relationship,
        "at": file.at.isoformat(),
    }
