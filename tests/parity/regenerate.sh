#!/bin/sh
# Synthesizes the cases of `cdk/` anew into `cases/`. With `--check`: fails where what is committed is stale.
# Needs Node 20 or newer, and the network once, to fetch the CDK.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
cd "$here/cdk"
[ "$(node -p "require('./node_modules/aws-cdk-lib/package.json').version" 2>/dev/null || true)" = \
  "$(node -p "require('./package.json').dependencies['aws-cdk-lib']")" ] || npm ci --no-audit --no-fund
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
node synthesize.mjs "$fresh"
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
