#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
# The unit under a booted systemd: it verifies, scores, starts, reads a PDF in
# the jail, signs with a secret that systemd hands it, reloads a good and refuses
# a bad configuration, is started anew when it hangs, and stops; root may look
# after its store without taking it away from it.
# usage: tests/scenario/boot.sh       (FILINGD_SRCDIR, FILINGD_BUILDDIR)
# Needs root, mmdebstrap and systemd-nspawn, and the network once; skips (77)
# where it cannot be tried. The container's base is kept in the build folder,
# and so is a container that did not pass (boot/root).
set -eu
src=$FILINGD_SRCDIR
build=$FILINGD_BUILDDIR
keep=$build/boot
root=$keep/root

skip()
{
	echo "boot: skipped: $*"
	exit 77
}

fail()
{
	echo "boot: $*" >&2
	[ -f "$root/result" ] && cat "$root/result" >&2
	exit 1
}

# The packages that hold the libraries of our programs; dpkg knows a file by
# the path from before /usr was merged, or by the one since.
needed()
{
	for program in filingd filingctl filingd-reader filingd-agent; do
		[ ! -x "$build/$program" ] || ldd "$build/$program"
	done | awk '/=> \//{ sub("^/usr", "", $3); print $3; print "/usr" $3 }' |
		sort -u | xargs dpkg -S 2>/dev/null | cut -d: -f1 | sort -u
}

# A Debian with the libraries, made once for a list of packages.
make_base()
{
	packages=$(needed | tr '\n' ',')
	packages=${packages}systemd,systemd-sysv,dbus,poppler-data,fontconfig
	packages=$packages,libpam-systemd,dbus-user-session
	[ -f "$keep/base.tar" ] &&
		[ "$(cat "$keep/packages" 2>/dev/null)" = "$packages" ] &&
		return
	timeout 200 mmdebstrap --quiet --variant=minbase \
		--aptopt='Acquire::Languages "none"' \
		--dpkgopt=force-unsafe-io \
		--dpkgopt='path-exclude=/usr/share/man/*' \
		--dpkgopt='path-exclude=/usr/share/doc/*' \
		--dpkgopt='path-exclude=/usr/share/locale/*' \
		--include="$packages" bookworm "$keep/base.new.tar" \
		>"$keep/mmdebstrap.log" 2>&1 ||
		skip "mmdebstrap: $(tail -n 1 "$keep/mmdebstrap.log")"
	mv "$keep/base.new.tar" "$keep/base.tar"
	echo "$packages" >"$keep/packages"
}

install_programs()
{
	make -C "$build" -s install DESTDIR="$root" >"$keep/install.log" 2>&1 ||
		fail "make install: $(tail -n 3 "$keep/install.log")"
	install -m 0755 "$build/filingd-exchange" "$build/filingd-receiver" \
		"$root/usr/bin/"
	wrong=$(systemd-analyze verify --root="$root" \
		"$root/usr/lib/systemd/system/filingd.service" 2>&1 |
		grep -i filingd | grep -vi 'man ' || true)
	[ -z "$wrong" ] || fail "systemd-analyze verify: $wrong"
	# A user's manager in the container would need a login: it is read only.
	agent="$root/usr/lib/systemd/user/filingd-agent.service"
	[ -f "$agent" ] || return 0
	wrong=$(systemd-analyze verify --user --root="$root" "$agent" 2>&1 |
		grep -i filingd-agent | grep -vi 'man ' || true)
	[ -z "$wrong" ] || fail "systemd-analyze verify --user: $wrong"
}

# The scripted exchange, and filingd's way to it on loopback.
write_config()
{
	url=http://127.0.0.1:18080
	mkdir -p "$root/tape" "$root/etc/filingd/sources/cninfo" \
		"$root/etc/filingd/credentials"
	cp "$src/tests/scenario/boot-tape.yaml" "$root/tape/tape.yaml"
	cp "$src/tests/fixtures/forecast-ruled.pdf" "$root/tape/forecast.pdf"
	sed -e "s#https://www\.cninfo\.com\.cn/new/his#$url/new/his#" \
		-e "s#https://static\.cninfo\.com\.cn#$url#" \
		"$src/watchers/sources/cninfo/definition.yaml" \
		>"$root/etc/filingd/sources/cninfo/definition.yaml"
	echo whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw \
		>"$root/etc/filingd/credentials/hook"
	cat >"$root/etc/filingd/filingd.yaml" <<-'EOF'
		instance: boot
		sources:
		  cninfo: { catch-up: all, allow: 127.0.0.0/8, poll: 2s }
		channels:
		  hook: { webhook: "http://127.0.0.1:18081/",
		    allow-insecure: yes, allow: 127.0.0.0/8,
		    secret: { credential: hook } }
		  tool: { exec: [ /bin/sh, -c, "cat > $0/part && mv $0/part
		    $0/told", /var/lib/filingd ] }
		  screens: { desktop: { group: traders } }
		rules:
		  - name: all
		    when: severity >= 2
		    to: [ hook, tool, screens ]
	EOF
	chroot "$root" groupadd traders
	chroot "$root" useradd -m -G traders trader
	cat >"$root/usr/lib/systemd/system/exchange.service" <<-'EOF'
		[Service]
		ExecStart=/usr/bin/filingd-exchange -p 18080 /tape/tape.yaml
	EOF
	# It ends with its input.
	cat >"$root/usr/lib/systemd/system/receiver.service" <<-'EOF'
		[Service]
		ExecStart=/bin/sh -c 'sleep infinity | exec filingd-receiver -q \
			-k whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw \
			-m /tape/mail -r /tape/record -p 18081'
	EOF
	# Seconds instead of minutes.
	mkdir -p "$root/etc/systemd/system/filingd.service.d"
	cat >"$root/etc/systemd/system/filingd.service.d/fast.conf" <<-'EOF'
		[Service]
		WatchdogSec=2s
		TimeoutAbortSec=1s
		RestartSec=100ms
	EOF
}

# What is done inside; ends by turning the container off.
write_test()
{
	cat >"$root/usr/lib/systemd/system/boot-test.service" <<-'EOF'
		[Unit]
		After=multi-user.target
		SuccessAction=poweroff-force
		FailureAction=poweroff-force
		[Service]
		Type=oneshot
		TimeoutStartSec=60
		ExecStart=/bin/sh /boot-test.sh
	EOF
	ln -sf /usr/lib/systemd/system/boot-test.service \
		"$root/etc/systemd/system/multi-user.target.wants/"
	cat >"$root/boot-test.sh" <<-'EOF'
		exec >/result 2>&1
		set -eu
		trap 'echo "status $?"
			systemctl status --no-pager -n 0 exchange receiver filingd || true
			journalctl --no-pager -u filingd | tail -n 40' EXIT
		wait_for()
		{
			tries=100
			until eval "$1" >/dev/null 2>&1; do
				tries=$((tries - 1))
				[ "$tries" -gt 0 ]
				sleep 0.1
			done
		}
		systemd-sysusers
		systemd-tmpfiles --create
		systemctl start exchange receiver
		systemctl start filingd
		pid=$(systemctl show -p MainPID --value filingd)
		user=$(stat -c %U "/proc/$pid")
		[ "$user" = filingd ]
		echo "ok started as the user $user"
		mkfifo /warnings
		timeout 30 filingctl -j follow --after 0 --type 'warning.*' \
			>/warnings &
		head -n 1 </warnings >/warning
		kill $! || true
		cat /warning
		grep -q '"certain"' /warning
		echo "ok read a pdf"
		timeout 20 sh -c \
			'until [ -s /var/lib/filingd/told ]; do sleep 0.1; done'
		grep -q '"type":"warning\.' /var/lib/filingd/told
		echo "ok told a program inside the unit's limits"
		wait_for 'grep -q "\"verified\":true" /tape/record'
		ls "/run/credentials/filingd.service" | grep -q cred_hook
		echo "ok signed with a credential of the folder"
		for pid in $(pidof filingd-reader); do
			grep -q '^Seccomp:[[:space:]]*2' "/proc/$pid/status"
		done
		echo "ok the reader is jailed"
		echo 'contact: ops@example.org' >>/etc/filingd/filingd.yaml
		systemctl reload filingd
		echo "ok a good reload"
		echo 'nonsense: 1' >>/etc/filingd/filingd.yaml
		if systemctl reload filingd; then exit 1; fi
		systemctl is-active filingd
		filingctl status | grep -q 'the last reload was refused'
		echo "ok a bad reload is refused and the old config stays"
		sed -i /nonsense/d /etc/filingd/filingd.yaml
		pid=$(systemctl show -p MainPID --value filingd)
		kill -STOP "$pid"
		wait_for '[ "$(systemctl show -p NRestarts --value filingd)" = 1 ]'
		wait_for 'filingctl status'
		[ "$(systemctl show -p MainPID --value filingd)" != "$pid" ]
		journalctl --no-pager -u filingd | grep -q 'Watchdog timeout'
		echo "ok started anew by the watchdog"
		[ ! -x /usr/bin/filingd-agent ] || . /boot-agent.sh
		journalctl --no-pager FILINGD_RULE=all FILINGD_CHANNEL=hook \
			FILINGD_DELIVERY=1 | grep -q 'sent at attempt'
		echo "ok the journal finds a delivery's lines by its number"
		mkdir /backups
		filingctl db check
		filingctl db backup /backups
		echo "ok root checks and copies the store of a running filingd"
		systemctl stop filingd
		[ "$(systemctl show -p Result --value filingd)" = success ]
		journalctl --no-pager -u filingd | grep -q 'deliveries in flight may end'
		echo "ok stopped"
		filingctl db restore --force /backups
		filingctl db compact
		systemctl start filingd
		filingctl events list | grep -q 603138.SH
		echo "ok started with what root put back"
		systemctl stop filingd
		trap - EXIT
		echo "all good"
	EOF
}

# A user's session without a screen: what its agent hears must wait.
write_agent_test()
{
	cat >"$root/usr/lib/systemd/user/desk.target" <<-'EOF'
		[Unit]
		BindsTo=graphical-session.target
	EOF
	cat >"$root/boot-agent.sh" <<-'EOF'
		user()
		{
			setpriv --reuid=trader --regid=trader --init-groups env \
				XDG_RUNTIME_DIR="/run/user/$(id -u trader)" \
				systemctl --user "$@"
		}
		systemctl start dbus systemd-logind
		loginctl enable-linger trader
		wait_for '[ -S "/run/user/$(id -u trader)/bus" ]'
		user enable filingd-agent
		user start desk.target
		wait_for 'journalctl --no-pager -t filingd-agent |
			grep " alerts wait"'
		user is-active filingd-agent
		user stop desk.target
		wait_for '! user is-active filingd-agent'
		[ "$(user show -p Result --value filingd-agent)" = success ]
		echo "ok a user's agent hears of alerts while the session lasts"
	EOF
}

# nspawn's own filter does not know Landlock: the reader needs it.
boot()
{
	timeout 120 systemd-nspawn -q -D "$root" --register=no --keep-unit \
		--system-call-filter='landlock_create_ruleset
			landlock_add_rule landlock_restrict_self' \
		--private-network --console=pipe -b </dev/null \
		>"$keep/boot.log" 2>&1 || true
	[ -f "$root/result" ] || {
		tail -n 5 "$keep/boot.log"
		skip "no container could be booted here"
	}
	grep -E '^ok ' "$root/result" || true
	grep -q '^all good$' "$root/result" || fail "the unit did not pass"
}

command -v systemd-analyze >/dev/null || skip "no systemd-analyze"
score=$(systemd-analyze security --offline=true --threshold=12 \
	"$build/systemd/filingd.service" 2>&1) ||
	fail "systemd-analyze security: $score"
echo "$score" | tail -n 1

[ -z "${FILINGD_SANITIZERS:-}" ] || skip "a sanitizer cannot live in the jail"
[ "$(id -u)" -eq 0 ] || skip "not root"
for command in mmdebstrap systemd-nspawn; do
	command -v $command >/dev/null || skip "no $command"
done
grep -q "^prefix = /usr$" "$build/Makefile" ||
	skip "configured without --prefix=/usr"

mkdir -p "$keep"
make_base
rm -rf "$root"
mkdir -p "$root"
tar -C "$root" -xf "$keep/base.tar"
install_programs
write_config
chroot "$root" /usr/bin/filingctl -q check -f /etc/filingd/filingd.yaml \
	>"$keep/check.log" 2>&1 || fail "filingctl: $(cat "$keep/check.log")"
write_test
write_agent_test
boot
rm -rf "$root"
