#!/usr/bin/env bash
# Judges every example of the catalogue, in both targets, as tools/judge.py does: some ten minutes, so not in .ci/run,
# which only proves that the examples are still those that were judged.
#
#     bash tools/judge_catalogue.sh [--check]      PYTHON=…, with the packages of tools/requirements.txt
set -euo pipefail
cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cargo run --quiet --example catalogue_templates "$scratch"
(cd "$scratch" && find . -name template.yaml | LC_ALL=C sort | xargs sha256sum) > "$scratch/judged"
if [ "${1:-}" = --check ]; then
  diff tools/catalogue.judged "$scratch/judged" || { echo "judge the examples again: bash tools/judge_catalogue.sh"; exit 1; }
  exit 0
fi
"${PYTHON:-.venv/bin/python}" tools/judge.py "$scratch"/*/*/
cp "$scratch/judged" tools/catalogue.judged
