#!/bin/sh
# Our methods against published MCDA libraries, in an environment of its own under var/. Not part of ./check.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
need_python
has_uv || step "Installer (uv)" install_uv

WORK=var/libraries
library_environment() {
    "$UV" venv --quiet --clear --python "$(command -v python3)" "$WORK/venv"
    "$UV" pip install --quiet --require-hashes --python "$WORK/venv/bin/python" -r requirements/libraries.lock
}
mkdir -p "$WORK"
[ -x "$WORK/venv/bin/python" ] || step "Environment with the libraries" library_environment
OPENBLAS_NUM_THREADS=1 exec "$WORK/venv/bin/python" -m benchmarks.libraries
