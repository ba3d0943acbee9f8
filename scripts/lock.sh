#!/bin/sh
# Writes the lock files: every package of requirements/*.in with its version and hashes, and no host's name.
# Without arguments what is locked stays as it is where the .in files allow; `scripts/lock.sh --upgrade` takes the newest.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
need_python
has_uv || step "Installer (uv)" install_uv

for name in app dev mutate libraries; do
    "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
        "$@" "requirements/$name.in" --output-file "requirements/$name.lock"
    say "requirements/$name.lock: $(grep -c '^[a-z0-9]' "requirements/$name.lock") packages"
done
