#!/bin/sh
# The time from the command to the first 200 on /metrics, and processor time and resident memory then, of
# cloudwatch_exporter, of the plain jar, and of the start script with its archive of classes: medians of ROUNDS starts in
# turn. Needs target/trro-exporter.jar.
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
mkdir "$work/bin" "$work/lib"
cp src/packaging/trro-exporter "$work/bin"
cp -p target/trro-exporter.jar src/packaging/start-archive "$work/lib"
"$work/lib/start-archive"
export TENCENTCLOUD_SECRET_ID=AKIDnobody TENCENTCLOUD_SECRET_KEY=nothing HTTPS_PROXY=http://127.0.0.1:9

# name port command...: a line of milliseconds, hundredths of processor seconds, and kilobytes is added to that file
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
    cpu=$(sed 's/.*) //' /proc/$pid/stat | awk '{ print $12 + $13 }')
    echo "$millis $cpu $(awk '/VmRSS/ { print $2 }' /proc/$pid/status)" >> "$work/$name"
    kill $pid
    wait $pid || true
}

# file column
median() {
    cut -d ' ' -f "$2" "$work/$1" | sort -n | sed -n "$(((rounds + 1) / 2))p"
}

for round in $(seq "$rounds"); do
    start cloudwatch_exporter 21206 java -jar "$work"/cloudwatch_exporter-*.jar 21206 "$work/cloudwatch.yml"
    for way in "jar java -jar target/trro-exporter.jar" "script $work/bin/trro-exporter"; do
        # shellcheck disable=SC2086 # several words
        start ${way%% *} 21205 ${way#* } --project.id=p --web.listen-address=127.0.0.1:21205
    done
done
for name in cloudwatch_exporter jar script; do
    echo "${name}: $(median $name 1) ms, $(median $name 2)0 ms of processors, $(($(median $name 3) / 1024)) MB"
done
