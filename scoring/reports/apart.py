"""Apart: the process in which one PDF is made, with limits on time and memory, no network and no other program.

`scoring/reports/sandbox.py` starts it, gives it an order on standard input and reads its answer from standard output.
"""

import base64
import json
import os
import resource
import sys
from datetime import datetime
from typing import IO, Any

from scoring.reports import pdf
from scoring.reports.glyphs import breakable, legible
from scoring.reports.pdf import Embedded
from scoring.reports.refusals import OutOfMemoryError, ReportError

# Nothing that makes a PDF does any of these.
_FORBIDDEN = frozenset({"socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system"})
_MIB = 1024 * 1024


def _read(file: dict[str, str]) -> Embedded:
    return Embedded(
        name=file["name"],
        content=base64.b64decode(file["content"]),
        description=file["description"],
        relationship=file["relationship"],
        at=datetime.fromisoformat(file["at"]),
    )


def main(source: IO[bytes], out: IO[bytes]) -> None:
    """The process apart: one order, one answer."""
    order: dict[str, Any] = json.loads(source.read())
    confine(order["seconds"], order["mebibytes"])

    def say(**said: Any) -> None:
        try:
            out.write(json.dumps(said).encode() + b"\n")
            out.flush()
        except BrokenPipeError:  # whoever wanted it is gone
            os._exit(1)

    try:
        content = pdf.render(
            breakable(legible(order["html"])),
            embedded=[_read(file) for file in order["embedded"]],
            progress=lambda percent: say(percent=percent),
        )
    except MemoryError:
        say(code=OutOfMemoryError.code, details=[])
    except ReportError as error:
        # Its layout calls any exception a fault of the page, running out of memory too.
        ran_out = MemoryError.__name__ in error.details
        say(code=OutOfMemoryError.code if ran_out else error.code, details=error.details)
    else:
        say(size=len(content))
        out.write(content)
        out.flush()


def confine(seconds: int, mebibytes: int) -> None:
    """From here on: so much processor time and memory, and no network or other program."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (mebibytes * _MIB, mebibytes * _MIB))

    def refuse(event: str, _arguments: tuple[Any, ...]) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(f"{event} is not for a report")

    sys.addaudithook(refuse)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.stdout.buffer)
