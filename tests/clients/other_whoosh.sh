#!/usr/bin/env bash
# Runs the tests of search with a maintained fork in place of Whoosh, in a new virtual environment.
# Usage: tests/clients/other_whoosh.sh PYTHON
set -euo pipefail
python=${1:?"Usage: tests/clients/other_whoosh.sh PYTHON"}
fork=whoosh-ng==5.4.0
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m venv "$work/venv"
pip=("$work/venv/bin/python" -m pip -qq --disable-pip-version-check)
"${pip[@]}" install --constraint "$root/.ci/constraints.txt" --editable "$root[test]"
# Both bring the package `whoosh`: the one goes before the other comes.
"${pip[@]}" uninstall --yes whoosh
"${pip[@]}" install "$fork"

cd "$root"
"$work/venv/bin/python" -c 'import importlib.metadata as m; print("Search with", *(f"{d.name} {d.version}" for d in m.distributions() if "whoosh" in d.name.lower()))'
"$work/venv/bin/python" -m pytest -q -p no:cacheprovider tests/search
