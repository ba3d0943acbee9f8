"""Settings of a worker that a test starts: the site's own, on the test's database, with the test's folder for files."""

import os
from pathlib import Path

from evaluator.settings import *  # noqa: F403

MEDIA_ROOT = Path(os.environ["EVALUATOR_TEST_UPLOADS"])
