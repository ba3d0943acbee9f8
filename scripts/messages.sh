#!/bin/sh
# Brings evaluator/locale up to the code: new sentences are added, gone ones removed, and the result is compiled.
# What it leaves empty or marks fuzzy is for a person to translate; run it again after that.
set -eu
cd "$(dirname "$0")/.."
. scripts/lib.sh
has gettext || die "gettext is missing. As root: $(install_hint gettext)"
bootstrap app

"$PYTHON" manage.py makemessages --locale zh_Hans --no-obsolete --add-location file --ignore tests --ignore var
"$PYTHON" manage.py compilemessages --locale zh_Hans --ignore .venv --ignore .tools
