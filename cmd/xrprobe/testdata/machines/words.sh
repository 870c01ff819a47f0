# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The xrprobe authors
# shellcheck shell=bash
#
# The words of the scripts in machines.txtar. They run in the lab, beside Monado's service, as
# the user ann: the machine has no runtime until a script installs one. Every library is
# Monado's, whatever its name, so that each runtime can answer.

set -eu
real=/usr/lib/x86_64-linux-gnu/libopenxr_monado.so
export HOME=/home/ann LC_ALL=C
echo 'ann:x:1000:1000::/home/ann:/bin/sh' >>/etc/passwd
mkdir -p "$HOME"
rm -rf /etc/xdg/openxr /usr/share/openxr
args= user=root

at() { mkdir -p "$(dirname "$1")"; }
# library PATH
library() { at "$1" && cp "$real" "$1"; }
# manifest NAME PATH LIBRARY_PATH
manifest() { at "$2" && printf '{"file_format_version": "1.0.0", "runtime": {"name": "%s", "library_path": "%s"}}' "$1" "$3" >"$2"; }
# layer NAME PATH LIBRARY_PATH
layer() { at "$2" && printf '{"file_format_version": "1.0.0", "api_layer": {"name": "%s", "library_path": "%s", "api_version": "1.0", "implementation_version": "1", "disable_environment": "DISABLE_LAYER"}}' "$1" "$3" >"$2"; }
# runtime NAME MANIFEST LIBRARY [LIBRARY_PATH]
runtime() { library "$3" && manifest "$1" "$2" "${4:-$3}"; }
# link PATH TARGET
link() { at "$1" && ln -s "$2" "$1"; }
monado() { runtime Monado /etc/xdg/openxr/1/active_runtime.json /usr/lib/libopenxr_monado.so; }
# built PATH OPTION... compiles a library from the C on standard input.
built() { at "$1" && gcc -shared -fPIC -x c - -o "$@"; }
# for_windows PATH
for_windows() { at "$1" && echo 'int x;' | x86_64-w64-mingw32-gcc -shared -x c - -o "$1"; }
# narrow PATH makes a library one for i686, as far as its header tells.
narrow() { printf '\001' | dd of="$1" bs=1 seek=4 conv=notrunc status=none && printf '\003' | dd of="$1" bs=1 seek=18 conv=notrunc status=none; }
# needs_newer PATH makes a library that needs a newer libstdc++.
needs_newer() {
	echo 'GLIBCXX_3.4.99 { global: future; };' >/tmp/versions
	echo 'void future(void) {}' | built /tmp/newer/libstdc++.so.6 -Wl,-soname,libstdc++.so.6 -Wl,--version-script=/tmp/versions
	echo 'void future(void); int xrNegotiateLoaderRuntimeInterface(void *i, void *r) { future(); return -1; }' | built "$1" -x none /tmp/newer/libstdc++.so.6
}
# stopped_service also takes the socket away.
stopped_service() { monado-stop && rm "$XDG_RUNTIME_DIR/monado_comp_ipc"; }
# socket_of_wivrn makes a socket where WiVRn's service has one.
socket_of_wivrn() { at "$1" && perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 1) or die' "$1"; }

sudo() { [ "$1" != -u ] || shift 2; "$@"; }
# The commands of a fix run as root. They ask for the name of the user who reads the page.
id() { echo "$user"; }
as_user() { if [ $user = root ]; then "$@"; else setpriv --reuid $user --regid nogroup --clear-groups "$@"; fi; }
# page prints the lines of the page that say what is wrong.
page() { { COLUMNS=200 as_user "$xrprobe" -q $args || true; } | sed -E '/^(Headset|Runtime|WebXR|Asked)/,$d; s/process [0-9]+/process N/'; }
# command is the first fix, if it is or ends with a command.
command() { { as_user "$xrprobe" -q $args --json || true; } | jq -r '.problems[0].fix // "" | split(": ") | last' | grep -E '^(export|unset|ln|mkdir|mv|rm|sudo) '; }
# mend carries out what the first fix says.
mend() {
	local do=person
	if ! declare -F person >/dev/null; then
		do=$(command) || do=
	fi
	eval "$do"
	[ $do = person ] && do=$(declare -f person | sed '1,2d;$d;s/^ *//')
	echo "Done      $do"
}
