#!/bin/sh
# Synthesizes the cases of `cdk/` anew into `cases/`. With `--check`: fails where what is committed is stale.
# Needs Node 20 or newer, and the network once, to fetch the CDK: into `cdk/node_modules`, or into the folder that
# PARITY_NODE_MODULES names, which has to be called `node_modules` and may be one where the CDK already is.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
project=$here/cdk
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -n "${PARITY_NODE_MODULES:-}" ]; then
  # Node looks for modules beside the program and above it, so the program goes to where they are.
  project=$work/cdk
  mkdir -p "$(dirname -- "$PARITY_NODE_MODULES")" "$project"
  cp -R "$here/cdk/cases" "$here/cdk/package.json" "$here/cdk/package-lock.json" "$here/cdk/synthesize.mjs" "$project/"
  kept=$(CDPATH='' cd -- "$(dirname -- "$PARITY_NODE_MODULES")" && pwd)
fi
version() { node -p "require('$1/node_modules/aws-cdk-lib/package.json').version" 2>/dev/null || true; }
wanted=$(node -p "require('$here/cdk/package.json').dependencies['aws-cdk-lib']")
if [ "$(version "${kept:-$project}")" != "$wanted" ]; then
  if [ -n "${kept:-}" ]; then cp "$project/package.json" "$project/package-lock.json" "$kept/"; fi
  npm ci --prefix "${kept:-$project}" --no-audit --no-fund
fi
if [ -n "${kept:-}" ]; then ln -s "$kept/node_modules" "$project/node_modules"; fi
fresh=$work/cases
mkdir "$fresh"
node --preserve-symlinks "$project/synthesize.mjs" "$fresh"
if [ "${1:-}" = --check ]; then
  diff -r -u "$here/cases" "$fresh" || {
    echo "tests/parity/cases is stale: run tests/parity/regenerate.sh" >&2
    exit 1
  }
else
  mkdir -p "$here/cases"
  rm -f "$here/cases"/*.json
  cp "$fresh"/*.json "$here/cases/"
fi
