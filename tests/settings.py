"""Settings of a test run: the site's own, on the database that the run was asked for.

EVALUATOR_TEST_DATABASE is `sqlite` (the default: a file under var/, as in production) or `postgresql` (the server that
DATABASE_URL names, or else one that the run starts for itself). The choice is made here and not in conftest.py, because
pytest-django reads the settings first: a choice made later would leave the run on SQLite without a word.
"""

import os
from pathlib import Path

VAR = Path(__file__).resolve().parent.parent / "var"
VAR.mkdir(exist_ok=True)

TEST_DATABASE = os.environ.get("EVALUATOR_TEST_DATABASE", "sqlite")
if TEST_DATABASE == "sqlite":
    os.environ["DATABASE_URL"] = f"sqlite:///{VAR / 'unused.sqlite3'}"
elif TEST_DATABASE != "postgresql":
    raise ValueError(f"EVALUATOR_TEST_DATABASE is sqlite or postgresql, not {TEST_DATABASE!r}")
elif not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    from tests.postgresql import start_postgresql

    # The workers of a parallel run inherit this, so that there is one server for all.
    os.environ["DATABASE_URL"] = start_postgresql()

# Plain static files without a manifest, no redirect to HTTPS: whatever the shell that runs the tests is set up for.
os.environ["EVALUATOR_ENVIRONMENT"] = "development"
# Playwright keeps an event loop running, in which Django would refuse every query of a browser test.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
# A bare machine has no entry for "localhost".
os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"] = "127.0.0.1"

from evaluator.settings import *  # noqa: E402, F403
from evaluator.settings import DATABASES  # noqa: E402

if TEST_DATABASE == "sqlite":
    # Named after the run, which its parallel workers inherit: two runs at the same time do not meet.
    run = os.environ.setdefault("EVALUATOR_TEST_RUN", str(os.getpid()))
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / f"test-{run}.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Each test client would else read through every static file there is.
WHITENOISE_AUTOREFRESH = True
