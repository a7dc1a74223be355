#!/usr/bin/env bash
# Lets dbt-ol, in a new virtual environment of its own, tell the real server of a build by address and token alone.
# Usage: tests/clients/dbt_ol.sh PYTHON PYTHON_OF_THE_TESTS
set -euo pipefail
python=${1:?"Usage: tests/clients/dbt_ol.sh PYTHON PYTHON_OF_THE_TESTS"}
tests=${2:?"Usage: tests/clients/dbt_ol.sh PYTHON PYTHON_OF_THE_TESTS"}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" -m venv "$work/venv"
pip=("$work/venv/bin/python" -m pip -qq --disable-pip-version-check)
"${pip[@]}" install --constraint "$root/.ci/dbt.txt" openlineage-dbt dbt-core dbt-duckdb

cd "$root"
"$work/venv/bin/python" -c 'from importlib.metadata import version as v; print("dbt", v("dbt-core"), "with openlineage-dbt", v("openlineage-dbt"))'
DBT_OL="$work/venv/bin/dbt-ol" "$tests" -m pytest -q -p no:cacheprovider tests/clients/dbt_ol.py
