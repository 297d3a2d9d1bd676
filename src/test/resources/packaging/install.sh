#!/usr/bin/env bash
# Installs, starts, upgrades, removes and purges a Debian package, in a copy of this system that nobody else sees: the
# root folder under an overlay in memory, without a network. Needs root. install.sh PACKAGE; says "done" at the end.
set -euo pipefail
package=$(readlink -f "$1")

if [[ ${2:-} != inside ]]; then
  exec unshare --mount --net --pid --fork --kill-child bash "$0" "$package" inside
fi

mount -t tmpfs -o size=512m tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -t overlay overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work /mnt/root
mount -t proc proc /mnt/root/proc
mount --bind /dev /mnt/root/dev
ip link set lo up
mkdir -p /mnt/root/run/test
cp "$package" /mnt/root/run/test/package.deb
cat >/mnt/root/run/test/inside.sh <<'INSIDE'
set -euo pipefail
cd /
export PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive
unset JAVA_HOME JAVA_TOOL_OPTIONS
fail() { echo "failed: $*"; exit 1; }
mode() { stat --format '%a %U:%G' "$1"; }

dpkg --install /run/test/package.deb
[[ $(mode /etc/trro-exporter/trro.yml) = "640 root:trro-exporter" ]] || fail "mode of trro.yml"
[[ $(mode /etc/trro-exporter) = "750 root:trro-exporter" ]] || fail "mode of the configuration's folder"
[[ $(mode /etc/default/trro-exporter) = "600 root:root" ]] || fail "mode of the environment"
[[ $(mode /lib/systemd/system/trro-exporter.service) = "644 root:root" ]] || fail "mode of the unit"
zcat /usr/share/doc/trro-exporter/changelog.gz | grep --quiet "^trro-exporter ($(dpkg-query --show --showformat='${Version}' trro-exporter)) " || fail "no changes of this version"
grep --quiet /usr/share/common-licenses/ /usr/share/doc/trro-exporter/copyright || fail "where are the licences?"
getent passwd trro-exporter | grep --quiet ':/usr/sbin/nologin$' || fail "the user can log in"
systemd-analyze verify /lib/systemd/system/trro-exporter.service 2>&1 | grep trro-exporter && fail "systemd complains"
archive=/usr/share/trro-exporter/trro-exporter.jsa
[[ $(mode $archive) = "644 root:root" ]] || fail "mode of the archive of classes"
trro-exporter --version
trro-exporter check --config.file=/etc/trro-exporter/trro.yml

# As the unit does: its user, its folder, its command, an environment of its own.
install --directory --owner=trro-exporter --group=trro-exporter --mode=750 /var/lib/trro-exporter
set -a; . /etc/default/trro-exporter; TENCENTCLOUD_SECRET_ID=AKIDtest TENCENTCLOUD_SECRET_KEY=test; set +a
command=$(sed -n 's/^ExecStart=//p' /lib/systemd/system/trro-exporter.service)
setpriv --reuid=trro-exporter --regid=trro-exporter --clear-groups --no-new-privs --bounding-set=-all \
  bash -c "exec ${command/\$ARGS/$ARGS}" &
service=$!
for ((second = 0; second < 180; second++)); do
  curl --silent --fail --noproxy '*' http://127.0.0.1:10205/-/healthy && break || sleep 1
done
curl --silent --fail --noproxy '*' http://127.0.0.1:10205/metrics | grep '^trro_build_info' || fail "no metrics"
grep --quiet $archive /proc/$service/maps || fail "started without its archive"
kill -TERM $service
status=0; wait $service || status=$?
[[ $status = 0 ]] || fail "ended with $status"
[[ -s /var/lib/trro-exporter/state ]] || fail "nothing is kept over a restart"

echo '# mine' >>/etc/trro-exporter/trro.yml
dpkg --install /run/test/package.deb
grep --quiet '^# mine$' /etc/trro-exporter/trro.yml || fail "an upgrade took the configuration"
[[ $(mode /etc/trro-exporter/trro.yml) = "640 root:trro-exporter" ]] || fail "mode of trro.yml after an upgrade"

touch -d yesterday $archive
dpkg-trigger --by-package=test /usr/lib/jvm
dpkg --triggers-only trro-exporter
[[ -n $(find $archive -mmin -60) ]] || fail "no archive for another Java"

dpkg --remove trro-exporter
[[ ! -e /usr/share/trro-exporter && ! -e /usr/bin/trro-exporter && ! -e /lib/systemd/system/trro-exporter.service ]] || fail "something stays"
[[ -e /etc/trro-exporter/trro.yml ]] || fail "removing took the configuration"
dpkg --purge trro-exporter
[[ ! -e /etc/trro-exporter && ! -e /etc/default/trro-exporter && ! -e /var/lib/trro-exporter ]] || fail "purging leaves something"
echo done
INSIDE
exec chroot /mnt/root bash /run/test/inside.sh
