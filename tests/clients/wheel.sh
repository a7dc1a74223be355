#!/usr/bin/env bash
# Builds the wheel, installs it into a new virtual environment, and serves the demo with it from an empty folder.
# Usage: tests/clients/wheel.sh PYTHON
set -euo pipefail
python=${1:?"Usage: tests/clients/wheel.sh PYTHON"}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m venv "$work/venv"
pip=("$work/venv/bin/python" -m pip -qq --disable-pip-version-check)
"${pip[@]}" wheel --no-deps --wheel-dir "$work/dist" "$root"
"${pip[@]}" install --constraint "$root/.ci/constraints.txt" "$work"/dist/*.whl
"${pip[@]}" check

mkdir "$work/empty"
cd "$work/empty"
# -I: neither this folder, nor the checkout, nor the user's own packages are on the path.
"$work/venv/bin/python" -I "$root/tests/clients/wheel_site.py" "$root" "$work"/dist/*.whl "$work/venv/bin/catalogue"
