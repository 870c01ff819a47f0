#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The xrprobe authors
#
# Names from lists of ids say little about headsets, and some are wrong.
#
# Seen with Debian 12's usb.ids 2025.07.26, hwdata 0.368 and xr-hardware 1.1.0, whose udev rules have 41 numbers of
# XR devices on USB:
#
#   1. usb.ids names 12 of the 41: parts of the Vive, Oculus' devices up to the Rift CV1, controllers of Sony and Razer,
#      and one device that is something else. No headset that came later has a name there: no Vive Pro, Index, Rift S,
#      PlayStation VR, Reverb or Explorer.
#   2. 0483:5750, which the rules have for the NOLO CV1, is an LED badge in usb.ids. The vendor is STMicroelectronics.
#   3. The vendor's name does not help either: six of the numbers belong to makers of chips.
#   4. A display's vendor is three letters. VAR and PIM are not Varjo and Pimax, but Varian and Prism in pnp.ids. The two
#      have VRT and PVR.
#
# So a program that takes a device's name from these lists reports no headset for most headsets, and an LED badge for one.
#
# The script needs curl, dpkg-deb and sha256sum. $DEBIAN_MIRROR is the Debian mirror to use; by default it is
# the first of this machine. It writes to a temporary directory only, and fails if what is seen changes.

set -euo pipefail

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
fetch e0435b84c22cc6dce25a5c3f009e3c9f19f1e1d0d64a664485438f5f41acbbe8 'u/usb.ids/usb.ids_2025.07.26-0+deb12u1_all.deb'
fetch 0a5581d318b394f530eb6ff9dd2e407cc5bf8d144607d241ddb1f60379754be0 h/hwdata/hwdata_0.368-1_all.deb
fetch c0e7744ef565213b48ce8096f522711fea2599cf815d876934732451ff02587b x/xr-hardware/xr-hardware_1.1.0-1_all.deb

# Each line of numbers is a vendor and a product; each of names is the two numbers and the product's name.
sed -nE 's/.*ATTRS\{idVendor\}=="([0-9a-f]{4})", ATTRS\{idProduct\}=="([0-9a-f]{4})".*/\1:\2/p' system/lib/udev/rules.d/70-xrhardware.rules | sort -u >numbers
awk '/^C /{exit} /^[0-9a-f]/{vendor=substr($0,1,4); print vendor ": " substr($0,7)} /^\t[0-9a-f]/{print vendor ":" substr($0,2,4) " " substr($0,8)}' system/var/lib/usbutils/usb.ids >names

failed=0
# expect WHAT WANT GOT
expect() {
	printf '%-46s %s\n' "$1" "$3"
	[[ $3 == "$2" ]] || { echo "        it was: $2" >&2; failed=1; }
}
name() { sed -n "s/^$1 //p" names; }
maker() { sed -n "s/^$1\t//p" system/usr/share/hwdata/pnp.ids; }

expect 'numbers in the rules' 41 "$(wc -l <numbers)"
expect 'of these, named in usb.ids' 12 "$(grep -cFf <(sed 's/$/ /' numbers) names)"
expect '0483:5750, a NOLO CV1' 'LED badge -- mini LED display -- 11x44' "$(name 0483:5750)"
for number in 0bb4:0309 28de:2300 28de:2102 2833:0051 054c:09af 03f0:0c6a 17ef:b801 045e:0659; do
	grep -q "^$number$" numbers || { echo "the rules lack $number" >&2; failed=1; }
	expect "$number" '' "$(name "$number")"
done
chips=0
for vendor in 0483:STMicroelectronics 28e9:GDMicroelectronics '04b4:Cypress Semiconductor Corp.' '0bda:Realtek Semiconductor Corp.'; do
	expect "vendor ${vendor%%:*}" "${vendor#*:}" "$(name "${vendor%%:*}:")"
	chips=$((chips + $(grep -c "^${vendor%%:*}" numbers)))
done
expect 'numbers of these four vendors in the rules' 6 "$chips"
expect 'VAR' 'Varian Australia Pty Ltd' "$(maker VAR)"
expect 'VRT' 'Varjo Technologies' "$(maker VRT)"
expect 'PVR' 'Pimax Tech. CO., LTD' "$(maker PVR)"
expect 'PIM' 'Prism, LLC' "$(maker PIM)"
exit "$failed"
