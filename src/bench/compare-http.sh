#!/usr/bin/env bash
# Serves the same series in five ways at once and scrapes them in turn, as Prometheus does: prints live heap, and for each way the
# median CPU time of a scrape and the resident memory after. Needs a JDK, Maven, curl, and Debian's packages golang-go and
# golang-github-prometheus-client-golang-dev. Options: number of series, number of rounds.
set -euo pipefail
cd "$(dirname "$0")/../.."
series=${1:-210000}
rounds=${2:-5}
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

GOPATH=/usr/share/gocode GO111MODULE=off go build -o "$work/client_golang" ./src/bench/client_golang
mvn -q -Dquick -Pbench test-compile dependency:build-classpath -Dmdep.outputFile="$work/classpath"
java=(java -Xmx1g -XX:+UseSerialGC -cp "target/test-classes:target/classes:$(cat "$work/classpath")" trro.exporter.bench.PeerServer)

names=(TRRO_EXPORTER MICROMETER CLIENT_JAVA SIMPLECLIENT client_golang)
accept='application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.4'
cpu() { awk '{ print ($14 + $15) * 10 }' "/proc/$1/stat"; } # milliseconds, at the usual 100 ticks a second
scrape() { curl -sSf -o /dev/null --max-time 60 -H "Accept: $accept" -H 'Accept-Encoding: gzip' "http://127.0.0.1:$1/metrics"; }
for i in "${!names[@]}"; do
    port=$((18200 + i))
    if [[ ${names[i]} = client_golang ]]; then
        "$work/client_golang" "$series" "$port" &
    else
        "${java[@]}" "${names[i]}" "$series" "$port" 2>/dev/null &
    fi
    pids+=($!)
    until scrape "$port" 2>/dev/null; do sleep 0.5; done
done
for ((round = -5; round < rounds; round++)); do # the first five warm up
    for i in "${!names[@]}"; do
        before=$(cpu "${pids[i]}")
        scrape $((18200 + i))
        ((round < 0)) || echo $(($(cpu "${pids[i]}") - before)) >>"$work/${names[i]}.one"
        before=$(cpu "${pids[i]}")
        scrape $((18200 + i)) & first=$!
        scrape $((18200 + i)) & second=$!
        wait "$first" "$second"
        ((round < 0)) || echo $(($(cpu "${pids[i]}") - before)) >>"$work/${names[i]}.two"
    done
done
median() { sort -n "$1" | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }
printf '%-14s %18s %18s %12s\n' way 'ms CPU a scrape' 'of two at once' 'resident MB'
for i in "${!names[@]}"; do
    printf '%-14s %18d %18d %12d\n' "${names[i]}" "$(median "$work/${names[i]}.one")" "$(median "$work/${names[i]}.two")" \
        "$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/${pids[i]}/status")"
done
