"""Settings of the site that is measured: its own, with the bare view, and a fault where the run asks for one."""

import os

from evaluator.settings import *  # noqa: F403
from evaluator.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.bare"]
ROOT_URLCONF = "benchmarks.urls"
# Thirty members are made before each run; how slowly their passwords are hashed is not what is measured.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if os.environ.get("BENCHMARK_FAULT"):
    MIDDLEWARE = [*MIDDLEWARE, "benchmarks.faults.FaultMiddleware"]
