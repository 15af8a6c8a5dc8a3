#!/usr/bin/env bash
# Starts the simulator and runs Cloudflare's Python SDK against it.
# usage: run.sh [VENV_DIR]   ($MEETME: the binary, by default target/release/meetme)
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
meetme=${MEETME:-$here/../../target/release/meetme}
work=$(mktemp -d)
venv=${1:-$work/venv}
sim=
finish() {
  if [[ -n $sim ]]; then
    kill "$sim" 2>/dev/null || true
    wait "$sim" 2>/dev/null || true
  fi
  rm -rf "$work"
}
trap finish EXIT

[[ -x $venv/bin/python ]] || python3 -m venv "$venv"
"$venv/bin/pip" install --quiet --disable-pip-version-check cloudflare==5.9.0

"$meetme" sim --listen 127.0.0.1:0 --scenario typical >"$work/ready" &
sim=$!
for _ in $(seq 100); do
  [[ -s $work/ready ]] && break
  kill -0 "$sim" 2>/dev/null || { echo "the simulator did not start" >&2; exit 1; }
  sleep 0.1
done

mapfile -t ready < <("$venv/bin/python" -c '
import json, sys
ready = json.loads(sys.stdin.readline())
print(ready["base_url"], ready["account"], ready["token"], sep="\n")' <"$work/ready")
"$venv/bin/python" "$here/conformance.py" "${ready[@]}"
