# What ./start and ./check share: steps with their times, Debian's packages, and the Python environment.
# Sourced by a POSIX sh whose working directory is the repository. Nothing here asks a question.

LOGS=var/log
UV=.tools/bin/uv
PYTHON=.venv/bin/python
umask 022
mkdir -p "$LOGS"
# It holds the database, the passwords of the demo and the secret key.
chmod 700 var 2>/dev/null || :

# Byte code is compiled once, at installation: WeasyPrint alone would else take a second more to import.
export PYTHONUNBUFFERED=1 UV_COMPILE_BYTECODE=1 UV_NO_PROGRESS=1 UV_PYTHON_DOWNLOADS=never
# Another environment that happens to be active must not leak into this one.
unset VIRTUAL_ENV PYTHONPATH PYTHONHOME

say() { printf '%s\n' "$*"; }
die() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

now() { date +%s%N; }
# seconds_since NANOSECONDS -> "4.7 s"
seconds_since() {
    tenths=$((($(now) - $1) / 100000000))
    printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

# try_step NAME COMMAND...: runs it quietly and says in one line how long it took, or that it failed.
try_step() {
    step_name=$1
    step_log=$LOGS/$(printf '%s' "$1" | tr 'A-Z ' 'a-z-' | tr -cd 'a-z0-9-').log
    shift
    step_began=$(now)
    printf '%-34s' "$step_name"
    if "$@" >"$step_log" 2>&1; then
        printf '%s\n' "$(seconds_since "$step_began")"
    else
        printf 'failed\n'
        return 1
    fi
}
# step NAME COMMAND...: the same for what all the rest needs; a failure is told in full and ends the run.
step() {
    if ! try_step "$@"; then
        cat "$step_log"
        die "This failed: $step_name. What it said is above, and in $step_log."
    fi
}

# --- Debian's packages -------------------------------------------------------------------------------------------

is_root() { [ "$(id -u)" -eq 0 ]; }
can_install() { command -v apt-get >/dev/null && { is_root || sudo -n true 2>/dev/null; }; }
as_root() {
    if is_root; then "$@"; else sudo -n "$@"; fi
}
apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q "$@"; }
# apt_install PACKAGE...: the package lists are fetched only if they are missing or too old for these.
apt_install() {
    if [ -z "$(apt-cache madison "$@" 2>/dev/null)" ] || ! apt install --no-install-recommends "$@"; then
        apt update && apt install --no-install-recommends "$@"
    fi
}

# Whether a package's own effect is there, however it was installed.
has_library() { python3 -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }
has_command() { command -v "$1" >/dev/null; }
has_fonts() { [ -n "$(find /usr/share/fonts /usr/local/share/fonts "$HOME/.fonts" -name "$1" 2>/dev/null)" ]; }
has() {
    case $1 in
    libpangoft2-1.0-0) has_library libpangoft2-1.0.so.0 ;;
    libharfbuzz-subset0) has_library libharfbuzz-subset.so.0 ;;
    libatomic1) has_library libatomic.so.1 ;;
    fonts-noto-cjk) has_fonts 'NotoSansCJK-Regular.*' && has_fonts 'NotoSansCJK-Bold.*' ;;
    chromium) has_command chromium || has_command chromium-browser || has_command google-chrome ;;
    poppler-utils) has_command pdffonts && has_command pdftoppm && has_command pdftotext && has_command pdfinfo ;;
    gettext) has_command xgettext && has_command msgmerge && has_command msgfmt ;;
    *) die "scripts/lib.sh does not know how to tell whether $1 is here" ;;
    esac
}
# missing PACKAGE... -> those that are not here
missing() {
    list=
    for package in "$@"; do
        has "$package" || list="$list${list:+ }$package"
    done
    printf '%s' "$list"
}
PDF_PACKAGES="libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk"
CHECK_PACKAGES="chromium libatomic1 poppler-utils gettext"
install_hint() { printf 'apt-get update && apt-get install -y --no-install-recommends %s' "$*"; }

# --- Python ------------------------------------------------------------------------------------------------------

# A fresh Debian can neither make a virtual environment nor `pip install` outside one; `pip install --target` it can,
# and the uv that comes that way does both.
need_python() {
    if ! has_command python3 || { ! has_uv && ! python3 -m pip --version >/dev/null 2>&1; }; then
        can_install || die "python3 with pip is missing. As root: $(install_hint python3 python3-pip)"
        step "python3 and pip (apt)" apt_install python3 python3-pip
    fi
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        die "Python 3.11 or later is needed; $(command -v python3) is $(python3 -V 2>&1). Debian 12 and Ubuntu 24.04 have one."
}

has_uv() { [ -x "$UV" ] && [ "$("$UV" --version | cut -d' ' -f2)" = "$(sed -n 's/^uv==\([^ ]*\).*/\1/p' requirements/uv.txt)" ]; }
install_uv() {
    rm -rf .tools
    python3 -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes \
        --root-user-action ignore --target .tools -r requirements/uv.txt
}
make_environment() {
    rm -rf .venv
    "$UV" venv --quiet --python "$(command -v python3)" .venv
}
# synced LOCK: the environment holds exactly what the lock says, and did so when it was last written.
synced() { cmp -s "requirements/$1.lock" ".venv/$1.lock"; }
sync_environment() {
    rm -f .venv/app.lock .venv/dev.lock
    "$UV" pip sync --quiet --require-hashes --python "$PYTHON" "requirements/$1.lock"
    cp "requirements/$1.lock" ".venv/$1.lock"
}

# bootstrap app|dev: ends with .venv holding that lock. What ./check installed is enough for ./start, and is kept.
bootstrap() {
    need_python
    has_uv || step "Installer (uv)" install_uv
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || step "Python environment" make_environment
    lock=$1
    [ ! -f .venv/dev.lock ] || lock=dev
    synced "$lock" || step "Packages ($lock)" sync_environment "$lock"
}
