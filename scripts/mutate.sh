#!/bin/sh
# Mutation testing of scoring/formulas: changes one thing at a time and sees whether a test notices. Not part of ./check.
#   scripts/mutate.sh                          every module; takes hours
#   scripts/mutate.sh weighting agreement/*    these modules of scoring/formulas
# Works on a copy in var/mutation, with an environment of its own. `--keep` as the first argument keeps that environment.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
need_python
has_uv || step "Installer (uv)" install_uv

WORK=var/mutation
FOLDER=scoring/formulas
keep=no
[ "${1:-}" != --keep ] || { keep=yes && shift; }
rm -rf "$WORK/copy"
mkdir -p "$WORK/copy"
uv_environment() {
    "$UV" venv --quiet --clear --python "$(command -v python3)" "$WORK/venv"
    "$UV" pip install --quiet --require-hashes --python "$WORK/venv/bin/python" \
        -r requirements/dev.lock -r requirements/mutate.lock
}
[ "$keep" = yes ] && [ -x "$WORK/venv/bin/mutmut" ] || step "Environment for mutations" uv_environment

# mutmut reads what it is to do from setup.cfg, and ours would not want to carry it.
cp -R evaluator scoring vendors tests docs fixtures templates static manage.py pyproject.toml README.md "$WORK/copy"
mkdir -p "$WORK/copy/var"
only=
for module in "${@:-*}"; do
    module=${module#"$FOLDER"/}
    only="$only
    $FOLDER/${module%.py}.py"
done
cat >"$WORK/copy/setup.cfg" <<END
[mutmut]
source_paths =
    scoring
only_mutate =$only
also_copy =
    evaluator
    scoring
    vendors
    tests
    docs
    fixtures
    templates
    static
    var
    manage.py
    README.md
pytest_add_cli_args_test_selection =
    tests/scoring/formulas
    tests/scoring/test_method.py
    --deselect
    tests/scoring/formulas/test_exact.py
pytest_add_cli_args =
    -p
    no:randomly
    -p
    no:xdist
END
cd "$WORK/copy"
# The exact reference reads a thousand files, which is too slow to be asked once per change; the other tests must do.
status=0
../venv/bin/mutmut run --max-children "$(nproc)" || status=$?
../venv/bin/mutmut results
../venv/bin/mutmut export-cicd-stats >/dev/null
../venv/bin/python -c 'import json, sys
found = json.load(sys.stdin)
noticed = found["killed"] + found["timeout"]
print("{} of {} changes noticed: {:.1%}".format(noticed, found["total"], noticed / found["total"]))
' <mutants/mutmut-cicd-stats.json
exit "$status"
