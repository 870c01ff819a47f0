#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The xrprobe authors
#
# The loader of OpenXR finds a runtime, and that of Vulkan the driver with which the runtime draws. Both
# have variables that name a file, and read them in contrary ways.
#
# Seen with Debian 13's loaders, OpenXR 1.1.47 and Vulkan 1.4.309, on amd64:
#
#   1. An empty variable: OpenXR's XR_RUNTIME_JSON counts as not set. Vulkan's VK_DRIVER_FILES and
#      VK_ICD_FILENAMES count as set, so that no driver is found.
#   2. An empty VK_DRIVER_FILES also beats a VK_ICD_FILENAMES, its older name, that names a driver.
#   3. A directory: OpenXR takes it for a manifest and fails, and Vulkan reads the manifests in it.
#   4. A list: OpenXR takes it for the name of one file, and Vulkan takes each entry.
#
# The script needs gcc, curl, dpkg-deb and sha256sum. $DEBIAN_MIRROR is the Debian mirror to use; by
# default it is the first of this machine. It writes to a temporary directory only, and
# fails if what is seen changes.

set -euo pipefail

[[ $(uname -m) == x86_64 ]] || { echo 'the packages are for amd64' >&2; exit 2; }

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
fetch 680ac178429d6b116bf8c378983c9629428db20b644456af173bac7eb54fd0df 'o/openxr-sdk-source/libopenxr-loader1_1.1.47~ds-2_amd64.deb'
fetch fd0b75839fe7b1a08df49e4203b1fb042df4f7d982db8d91c1fd7bdbcd4b1460 libj/libjsoncpp/libjsoncpp26_1.9.6-3_amd64.deb
fetch f47da79cd140264fe21cceb08bc87a71bc7fec05819e4a421f3f518d21101a37 v/vulkan-loader/libvulkan1_1.4.309.0-1_amd64.deb
fetch b59b0625cd1a791375d40dab23a4d5d3d0641e3d0a773501becdc3725b7f99cf g/glibc/libc6_2.41-12+deb13u5_amd64.deb
fetch ab1fa05837aa7a92aae748fd07a18a35f7d18bb4a71c4724fe2bbf0e32089de0 g/gcc-14/libstdc++6_14.2.0-19_amd64.deb
fetch 3c71917b490d1a17aed43196a2787a256ecf060526cdb20216a74bedc061b150 g/gcc-14/libgcc-s1_14.2.0-19_amd64.deb

# A runtime and a driver that say that they were asked, and refuse everything.
cat >part.c <<'C'
#include <unistd.h>
int xrNegotiateLoaderRuntimeInterface(void *loader, void *request) { (void)loader, (void)request; write(1, "asked", 5); return -1; }
int vk_icdNegotiateLoaderICDInterfaceVersion(unsigned *version) { (void)version; write(1, "asked", 5); return -9; }
void *vk_icdGetInstanceProcAddr(void *instance, const char *name) { (void)instance, (void)name; return 0; }
C
cat >client.c <<'C'
#include <dlfcn.h>
#include <stddef.h>

int main(int count, char **arguments) {
	void *loader = dlopen(arguments[1], RTLD_NOW);
	unsigned found = 0;
	if (count > 2) {
		((int (*)(const char *, unsigned, unsigned *, void *))dlsym(loader, "xrEnumerateInstanceExtensionProperties"))(NULL, 0, &found, NULL);
	} else {
		((int (*)(const char *, unsigned *, void *))dlsym(loader, "vkEnumerateInstanceExtensionProperties"))(NULL, &found, NULL);
	}
	return 0;
}
C
gcc -shared -fPIC -o part.so part.c
gcc -o client client.c
mkdir -p home/openxr/1 home/vulkan/icd.d named
printf '{"file_format_version": "1.0.0", "runtime": {"library_path": "%s/part.so"}}' "$dir" | tee named/runtime.json >home/openxr/1/active_runtime.json
printf '{"file_format_version": "1.0.0", "ICD": {"library_path": "%s/part.so", "api_version": "1.0.0"}}' "$dir" | tee named/driver.json >home/vulkan/icd.d/driver.json

# ask LIBRARY VARIABLE... runs a loader whose runtime or driver the home directory has. "asked" means that it was found.
ask() {
	local library=$1 kind=
	shift
	[[ $library == libvulkan.so.1 ]] || kind=openxr
	env -i XDG_CONFIG_HOME="$dir/home" XDG_CONFIG_DIRS="$dir/none" XDG_DATA_HOME="$dir/none" XDG_DATA_DIRS="$dir/none" "$@" \
		system/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 --library-path "$dir/system/usr/lib/x86_64-linux-gnu" ./client "$library" $kind 2>/dev/null | cut -c1-5
}

failed=0
# expect WANT LIBRARY VARIABLE...
expect() {
	local want=$1 got
	shift
	got=$(ask "$@")
	printf '%-26s %-9s %s\n' "$1" "${got:-nothing}" "${*:2}"
	[[ ${got:-nothing} == "$want" ]] || { echo "        it was: $want" >&2; failed=1; }
}

expect asked libopenxr_loader.so.1
expect asked libvulkan.so.1
expect asked libopenxr_loader.so.1 XR_RUNTIME_JSON=
expect nothing libvulkan.so.1 VK_DRIVER_FILES=
expect nothing libvulkan.so.1 VK_ICD_FILENAMES=
expect nothing libvulkan.so.1 VK_DRIVER_FILES= VK_ICD_FILENAMES=named/driver.json
expect nothing libopenxr_loader.so.1 XR_RUNTIME_JSON=named
expect asked libvulkan.so.1 VK_DRIVER_FILES=named
expect nothing libopenxr_loader.so.1 XR_RUNTIME_JSON=none:named/runtime.json
expect asked libvulkan.so.1 VK_DRIVER_FILES=none:named/driver.json
exit "$failed"
