#!/usr/bin/env bash
# Names a released image in the chart: release-chart.sh REPOSITORY
set -euo pipefail
values="$(dirname "$0")/../../charts/trro-exporter/values.yaml"
[[ $(grep -c '^  repository: trro-exporter$' "$values") = 1 ]]
sed -i "s|^  repository: trro-exporter\$|  repository: $1|" "$values"
