#!/usr/bin/env bash
# Runs an image as docs/image.md hardens it, scrapes the demo, and sees it end: smoke.sh IMAGE
set -euo pipefail
name=trro-exporter-smoke-$$
trap 'docker rm --force "$name" >/dev/null' EXIT
docker run --detach --name "$name" --publish 127.0.0.1:10205:10205 --read-only --cap-drop=all \
  --security-opt=no-new-privileges --memory=256m "$1" demo --devices=20
for ((second = 0; second < 60; second++)); do
  curl --silent --fail --output /dev/null http://127.0.0.1:10205/-/ready && break || sleep 1
done
curl --silent --fail http://127.0.0.1:10205/metrics | grep --quiet '^trro_project_sessions{'
docker stop "$name" >/dev/null
[[ $(docker inspect --format '{{.State.ExitCode}}' "$name") = 0 ]]
