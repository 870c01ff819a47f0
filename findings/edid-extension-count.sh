#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The xrprobe authors
#
# A display says in its first block how many blocks follow. Collections of EDIDs have files with more, because
# their collector read twice, or read two displays.
#
# Seen with Debian 13's edid-decode of 2022-03-15 and libdisplay-info 0.2.0, on amd64:
#
#   1. edid-decode reads the rest, too: a monitor with no extension that a headset's bytes follow is a "Virtual reality
#      headset". libdisplay-info stops where the display does.
#   2. Neither exit status tells the two apart: edid-decode's is 0 for both, and di-edid-decode's is 254 for 15 of
#      23 real headsets, too.
#   3. edid-decode looks for timings of type X at the number 0x32 in DisplayID, where Linux has
#      0x2a. In CTA-861 blocks, it knows them by 0x2a.
#
# The script needs curl, dpkg-deb and sha256sum. $DEBIAN_MIRROR is the Debian mirror to use; by default it is
# the first of this machine. It writes to a temporary directory only, and fails if what is seen changes.

set -euo pipefail

[[ $(uname -m) == x86_64 ]] || { echo 'the packages are for amd64' >&2; exit 2; }

edids=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../probe/hardware/edid/testdata" && pwd -P)
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

mirror=${DEBIAN_MIRROR:-$(apt-get indextargets --format '$(REPO_URI)' 2>/dev/null | grep -v security | head -n 1 || true)}
[[ $mirror ]] || { echo 'name a Debian mirror in DEBIAN_MIRROR' >&2; exit 2; }

# fetch SHA256 PATH
fetch() {
	curl -sSf --retry 3 -o package.deb "${mirror%/}/pool/main/$2"
	sha256sum --quiet --check <<<"$1  package.deb"
	dpkg-deb -x package.deb system
}
fetch ff0e130f959871a23552f2ff16b5ca10501a69ca00f71e97104913ca41d907b6 'e/edid-decode/edid-decode_0.1~git20220315.cb74358c2896-1.1_amd64.deb'
fetch 089a7811ba9ba3492e0ef02fd8b7170c30e3e15dce0920aaa17f3aae58a0112a libd/libdisplay-info/libdisplay-info-bin_0.2.0-2_amd64.deb
fetch 961924d484d4c14b6decb76cf0e860a1e7b6c89bfc85e527d873a89faf24b846 libd/libdisplay-info/libdisplay-info2_0.2.0-2_amd64.deb

export LD_LIBRARY_PATH=$dir/system/usr/lib/x86_64-linux-gnu

# bytes NAME prints a collected EDID.
bytes() { tr -d ' \r\n' <"$edids/$1.hex" | tr a-f A-F | basenc --base16 --decode; }

# formula TAG prints the EDID of a display with a DisplayID 2.0 block that has one timing of type X, 2880 × 1440.
formula() {
	bytes beyond | head -c 128
	printf '%b' "\\x70\\x20\\x79\\x07\\x00\\x$1\\x00\\x06\\x00\\x3f\\x0b\\x9f\\x05\\x59"
	head -c 114 /dev/zero
}

decode() { system/usr/bin/edid-decode --skip-hex-dump --short-timings - 2>&1 || true; }
library() { system/usr/bin/di-edid-decode 2>/dev/null || true; }
status() { "$@" >/dev/null 2>&1 && echo 0 || echo "$?"; }

failed=0
# expect WHAT WANT GOT
expect() {
	printf '%-62s %s\n' "$1" "$3"
	[[ $3 == "$2" ]] || { echo "        it was: $2" >&2; failed=1; }
}
count() { grep -c "$1" || true; }
blocks() { grep -oE '^Block [0-9]+' | sort -u | wc -l; }

# Each program gets the bytes of a Dell U2412M, then those of a headset.
bytes neg-dell-then-wmr >two
head -c 128 two >one
bytes index-256 >headset
printf 'no EDID at all' >text
expect 'edid-decode: headsets in the bytes of a monitor' 0 "$(decode <one | count 'Virtual reality headset')"
expect 'edid-decode: headsets in those, with others after them' 1 "$(decode <two | count 'Virtual reality headset')"
expect 'edid-decode: blocks' 3 "$(decode <two | blocks)"
expect 'libdisplay-info: blocks' 1 "$(library <two | blocks)"
for file in one two headset; do
	expect "edid-decode: exit status, $file" 0 "$(status system/usr/bin/edid-decode "$file")"
done
expect 'di-edid-decode: exit status, headset' 254 "$(status system/usr/bin/di-edid-decode <headset)"
expect 'di-edid-decode: exit status, two' 254 "$(status system/usr/bin/di-edid-decode <two)"
expect 'edid-decode: timings of type X at 0x2a' 0 "$(formula 2a | decode | count '2880x1440')"
expect 'edid-decode: timings of type X at 0x32' 1 "$(formula 32 | decode | count '2880x1440')"
exit "$failed"
