# shellcheck shell=bash
# What every script here begins with: the checkout as working folder, a UTF-8 locale, our own Python.
# To be sourced, after `set -euo pipefail`.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
cd "$root" || exit 1
venv=$root/.venv
# shellcheck disable=SC2034  # for the scripts that source this
python=$venv/bin/python

unset PYTHONHOME PYTHONPATH # the kiosk's environment is its own
# Compiled once, not by each of the hundreds of processes that the tests start: two seconds of each.
unset PYTHONDONTWRITEBYTECODE
export PYTHONUTF8=1
# Each of the kiosk's threads would keep a heap of its own, with the largest pictures it ever freed in it: 45 MB a visit
# until a gigabyte is reached. Two heaps for all keep half as much, and the system is asked for fresh pages less often.
export MALLOC_ARENA_MAX=2
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *UTF-8* | *utf8*) ;;
    *) export LC_ALL=C.UTF-8 ;;
esac

say() { printf '%s\n' "$*" >&2; }
