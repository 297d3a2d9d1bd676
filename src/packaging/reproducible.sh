#!/usr/bin/env bash
# Builds what is here twice, in two folders, time zones and languages, and compares the jars.
# reproducible.sh [FOLDER]: FOLDER keeps the first build, which has all packages.
set -euo pipefail
project=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
first=${1:-$scratch/one}
second=$scratch/another/two
build() { # FOLDER TIME_ZONE LOCALE OPTION...
  local folder=$1 zone=$2 locale=$3
  shift 3
  mkdir -p "$folder"
  tar -C "$project" -c .mvn CHANGELOG.md LICENSE NOTICE README.md SECURITY.md docs grafana pom.xml prometheus src/main \
    src/packaging | tar -C "$folder" -x
  (cd "$folder" && TZ=$zone LC_ALL=$locale mvn --batch-mode --no-transfer-progress --quiet -Duser.timezone="$zone" \
    -Dquick -Dmaven.test.skip "$@" package)
}
build "$first" Pacific/Kiritimati C.UTF-8 -Ppackages
build "$second" America/St_Johns POSIX -Duser.language=tr
sha256sum "$first/target/trro-exporter.jar" "$second/target/trro-exporter.jar"
cmp "$first/target/trro-exporter.jar" "$second/target/trro-exporter.jar"
