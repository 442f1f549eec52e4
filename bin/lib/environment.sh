# shellcheck shell=bash
# Sourced by the scripts in bin/: finds Python 3.11 and keeps .venv as uv.lock says.

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
python="$project/.venv/bin/python"

say() { printf '%s\n' "$*"; }
stop() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

# A signal to us ends what runs under quietly; what else a script started it stops on EXIT.
child=
trap 'stop_child 130' INT
trap 'stop_child 143' TERM HUP
stop_child() {
  trap - INT TERM HUP
  if [ -n "$child" ]; then
    kill -TERM -- "-$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || true
  fi
  exit "$1"
}

# Runs a command and shows what it said only if it failed. It gets a process group of its own (set -m),
# so that a signal to us ends it with all that it started.
quietly() {
  local log status=0
  log=$(mktemp)
  set -m
  "$@" </dev/null >"$log" 2>&1 &
  child=$!
  set +m
  wait "$child" || status=$?
  child=
  [ "$status" -eq 0 ] || cat "$log" >&2
  rm -f "$log"
  return "$status"
}

find_python() {
  local candidate managed=
  if uv=$(find_uv); then managed=$("$uv" python find --system --no-python-downloads 3.11 2>/dev/null || true); fi
  for candidate in python3.11 python3 python "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.11*/bin/python3 "$managed"; do
    [ -n "$candidate" ] || continue
    "$candidate" -c 'import sys
if sys.version_info[:2] != (3, 11): sys.exit(1)
print(sys.executable)' 2>/dev/null && return
  done
  return 1
}

find_uv() {
  local candidate
  for candidate in uv "$project/.uv/bin/uv"; do
    if "$candidate" --version >/dev/null 2>&1; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  return 1
}

# What .venv must match: the locked packages, this Python and the place where it was made.
environment_key() {
  "$python" - "$project/uv.lock" <<'PYTHON' 2>/dev/null
import hashlib, os, pathlib, sys
lock = pathlib.Path(sys.argv[1]).read_bytes()
print(hashlib.sha256(lock + sys.version.encode() + os.path.realpath(sys.prefix).encode()).hexdigest())
PYTHON
}

installed_as() {
  local key
  key=$(environment_key) && [ "$(cat "$project/.venv/.installed-from" 2>/dev/null)" = "$key $1" ]
}

install_with_uv() {
  local uv=$1 base=$2 groups=$3
  local -a options=(--project "$project" --frozen --quiet --compile-bytecode --python "$base" --no-python-downloads)
  [ "$groups" = dev ] || options+=(--no-dev)
  env -u VIRTUAL_ENV UV_PROJECT_ENVIRONMENT="$project/.venv" "$uv" sync "${options[@]}"
}

install_with_pip() {
  local base=$1
  "$base" -m venv --clear "$project/.venv" && "$python" -m pip install --quiet --require-hashes -r "$project/requirements.txt"
}

fetch_uv() {
  "$1" -m venv --clear "$project/.uv" && "$project/.uv/bin/python" -m pip install --quiet uv
}

# need_environment run   what the site needs;   need_environment dev   and the tools of a contributor.
need_environment() {
  local groups=$1 base uv
  if installed_as dev || { [ "$groups" = run ] && installed_as run; }; then return; fi
  if [ ! -w "$project" ] || { [ -e "$project/.venv" ] && [ ! -w "$project/.venv" ]; }; then
    stop "Cannot write in $project: clone the project into a folder of your own, then run this again."
  fi
  base=$(find_python) || stop "Python 3.11 was not found: install it (Debian: apt-get install python3.11-venv), then run this again."
  # A .venv that carries no mark was made by hand, with the contributor's tools: keep them.
  if [ -d "$project/.venv" ] && [ "$(cut -d' ' -f2 "$project/.venv/.installed-from" 2>/dev/null)" != run ]; then groups=dev; fi
  rm -f "$project/.venv/.installed-from"
  say "Installing the packages that uv.lock names (about half a minute, once) ..."
  if uv=$(find_uv) || { quietly fetch_uv "$base" && uv=$(find_uv); }; then
    quietly install_with_uv "$uv" "$base" "$groups" || stop "The packages could not be installed: uv's own words are above."
  elif [ "$groups" = run ]; then
    quietly install_with_pip "$base" || stop "The packages could not be installed: pip's own words are above."
  else
    stop "The contributor's tools need uv, which could not be had: install uv, then run this again."
  fi
  printf '%s %s\n' "$(environment_key)" "$groups" >"$project/.venv/.installed-from"
}
