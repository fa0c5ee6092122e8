#!/bin/sh
# The charts carry copies of deploy/crds, deploy/rbac and of the dashboards and rules of deploy/monitoring, as Helm reads
# nothing outside a chart. Makes them equal again; with --check only says whether they are (a test of the module install does).
set -eu
cd "$(dirname "$0")/.."
if [ "${1-}" = --check ]; then
  diff -r deploy/crds helm/millrace-crds/files
  for part in rbac monitoring/dashboards monitoring/rules; do
    diff -r "deploy/$part" "helm/millrace/files/${part#monitoring/}"
  done
  exit
fi
rm -rf helm/millrace-crds/files helm/millrace/files
mkdir -p helm/millrace-crds/files helm/millrace/files/rbac helm/millrace/files/dashboards helm/millrace/files/rules
cp deploy/crds/*.yaml helm/millrace-crds/files/
cp deploy/rbac/*.yaml helm/millrace/files/rbac/
cp deploy/monitoring/dashboards/*.json helm/millrace/files/dashboards/
cp deploy/monitoring/rules/*.yaml helm/millrace/files/rules/
