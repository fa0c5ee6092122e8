#!/bin/sh
# The charts carry copies of deploy/crds and deploy/rbac, as Helm reads nothing outside a chart. Makes them equal again;
# with --check only says whether they are (a test of the module install does).
set -eu
cd "$(dirname "$0")/.."
if [ "${1-}" = --check ]; then
  diff -r deploy/crds helm/millrace-crds/files && diff -r deploy/rbac helm/millrace/files/rbac
  exit
fi
rm -rf helm/millrace-crds/files helm/millrace/files/rbac
mkdir -p helm/millrace-crds/files helm/millrace/files/rbac
cp deploy/crds/*.yaml helm/millrace-crds/files/
cp deploy/rbac/*.yaml helm/millrace/files/rbac/
