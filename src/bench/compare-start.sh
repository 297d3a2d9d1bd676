#!/bin/sh
# The time from the command to the first 200 on /metrics, and resident memory then, beside cloudwatch_exporter: medians
# of ROUNDS starts in turn. Needs target/trro-exporter.jar.
#
#   src/bench/compare-start.sh [ROUNDS]
set -eu

rounds=${1:-5}
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
peer=io.prometheus.cloudwatch:cloudwatch_exporter:0.16.0:jar:jar-with-dependencies
mvn -q dependency:copy -Dartifact=$peer -DoutputDirectory="$work"
printf 'region: eu-west-1\nmetrics: []\n' > "$work/cloudwatch.yml"
export TENCENTCLOUD_SECRET_ID=AKIDnobody TENCENTCLOUD_SECRET_KEY=nothing HTTPS_PROXY=http://127.0.0.1:9

# name port command...: a line of milliseconds and kilobytes is added to the file of that name
start() {
    name=$1 port=$2
    shift 2
    before=$(date +%s%N)
    "$@" > "$work/log" 2>&1 &
    pid=$!
    until curl -sf -o /dev/null "http://127.0.0.1:$port/metrics"; do
        kill -0 $pid 2> /dev/null || { cat "$work/log"; exit 1; }
        sleep 0.02
    done
    millis=$((($(date +%s%N) - before) / 1000000))
    echo "$millis $(awk '/VmRSS/ { print $2 }' /proc/$pid/status)" >> "$work/$name"
    kill $pid
    wait $pid || true
}

# file column
median() {
    cut -d ' ' -f "$2" "$work/$1" | sort -n | sed -n "$(((rounds + 1) / 2))p"
}

for round in $(seq "$rounds"); do
    start cloudwatch_exporter 21206 java -jar "$work"/cloudwatch_exporter-*.jar 21206 "$work/cloudwatch.yml"
    start trro-exporter 21205 java -jar target/trro-exporter.jar --project.id=p --web.listen-address=127.0.0.1:21205
done
for name in cloudwatch_exporter trro-exporter; do
    echo "${name}: $(median $name 1) ms, $(($(median $name 2) / 1024)) MB"
done
