#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The xrprobe authors
#
# What XR_ENABLE_API_LAYERS gives depends on the Khronos loader's release, and on the order of layers.
#
# Seen with the loaders of Debian 12 (1.0.20) and Debian 13 (1.1.47), on amd64:
#
#   1. The name of an implicit layer: 1.1.47 takes it as found. 1.0.20 fails with
#      XR_ERROR_API_LAYER_NOT_PRESENT (-36) where no explicit layer is installed at all, and
#      succeeds as soon as any other explicit layer is.
#   2. Two explicit manifests of one name: 1.1.47 loads both layers, 1.0.20 the first only.
#   3. A layer whose library lacks the negotiate function: both fail with -36 if it comes after
#      a layer that was loaded, and succeed if it comes before. (A layer whose library is gone is
#      forgiven in either order.)
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

# fetch SHA256 PATH TO
fetch() {
	curl -sSf --retry 3 -o package.deb "${mirror%/}/pool/main/$2"
	sha256sum --quiet --check <<<"$1  package.deb"
	dpkg-deb -x package.deb "$3"
}
fetch be5a339106d8de532cc952d886cf671bc106149762d34fafc42dbfdc066750af 'o/openxr-sdk-source/libopenxr-loader1_1.0.20~dfsg1-1+b2_amd64.deb' 1.0.20
fetch 4ab06b9ce67470579be3112bf2b6b314012f93bfff619580b93a902d6b1221c5 libj/libjsoncpp/libjsoncpp25_1.9.5-4_amd64.deb 1.0.20
fetch 680ac178429d6b116bf8c378983c9629428db20b644456af173bac7eb54fd0df 'o/openxr-sdk-source/libopenxr-loader1_1.1.47~ds-2_amd64.deb' 1.1.47
fetch fd0b75839fe7b1a08df49e4203b1fb042df4f7d982db8d91c1fd7bdbcd4b1460 libj/libjsoncpp/libjsoncpp26_1.9.6-3_amd64.deb 1.1.47
# Debian 13's C and C++ libraries, so that both loaders run on older systems too.
fetch b59b0625cd1a791375d40dab23a4d5d3d0641e3d0a773501becdc3725b7f99cf g/glibc/libc6_2.41-12+deb13u5_amd64.deb system
fetch ab1fa05837aa7a92aae748fd07a18a35f7d18bb4a71c4724fe2bbf0e32089de0 g/gcc-14/libstdc++6_14.2.0-19_amd64.deb system
fetch 3c71917b490d1a17aed43196a2787a256ecf060526cdb20216a74bedc061b150 g/gcc-14/libgcc-s1_14.2.0-19_amd64.deb system
fetch bea25c6409efe2a347b66e80c78cc0a60c490f949f5ac2f0d37e582fc6643a34 'o/openxr-sdk-source/libopenxr-dev_1.1.47~ds-2_amd64.deb' headers

# A runtime and a layer in one library. It says on standard output for which layer it is asked.
cat >part.c <<'C'
#include <stdio.h>
#include <string.h>
#include <openxr/openxr.h>
#include <openxr/openxr_loader_negotiation.h>

static PFN_xrGetInstanceProcAddr below;

static XrResult XRAPI_CALL list_none(const char *layer, uint32_t capacity, uint32_t *count, XrExtensionProperties *list) {
	(void)layer, (void)capacity, (void)list;
	*count = 0;
	return XR_SUCCESS;
}
static XrResult XRAPI_CALL make(const XrInstanceCreateInfo *info, XrInstance *instance) {
	(void)info;
	*instance = (XrInstance)1;
	return XR_SUCCESS;
}
static XrResult XRAPI_CALL succeed(void) { return XR_SUCCESS; }
static XrResult XRAPI_CALL look_up(XrInstance instance, const char *name, PFN_xrVoidFunction *out) {
	if (below)
		return below(instance, name, out);
	*out = (PFN_xrVoidFunction)succeed;
	if (!strcmp(name, "xrEnumerateInstanceExtensionProperties"))
		*out = (PFN_xrVoidFunction)list_none;
	if (!strcmp(name, "xrCreateInstance"))
		*out = (PFN_xrVoidFunction)make;
	if (!strcmp(name, "xrGetInstanceProcAddr"))
		*out = (PFN_xrVoidFunction)look_up;
	return XR_SUCCESS;
}
static XrResult XRAPI_CALL make_below(const XrInstanceCreateInfo *info, const XrApiLayerCreateInfo *chain, XrInstance *instance) {
	XrApiLayerCreateInfo rest = *chain;
	below = chain->nextInfo->nextGetInstanceProcAddr;
	rest.nextInfo = chain->nextInfo->next;
	return chain->nextInfo->nextCreateApiLayerInstance(info, &rest, instance);
}
XrResult XRAPI_CALL xrNegotiateLoaderRuntimeInterface(const XrNegotiateLoaderInfo *loader, XrNegotiateRuntimeRequest *request) {
	(void)loader;
	request->runtimeInterfaceVersion = 1;
	request->runtimeApiVersion = XR_MAKE_VERSION(1, 0, 0);
	request->getInstanceProcAddr = look_up;
	return XR_SUCCESS;
}
XrResult XRAPI_CALL xrNegotiateLoaderApiLayerInterface(const XrNegotiateLoaderInfo *loader, const char *name, XrNegotiateApiLayerRequest *request) {
	(void)loader;
	printf("%s ", name);
	request->layerInterfaceVersion = 1;
	request->layerApiVersion = XR_MAKE_VERSION(1, 0, 0);
	request->getInstanceProcAddr = look_up;
	request->createApiLayerInstance = make_below;
	return XR_SUCCESS;
}
C
cat >client.c <<'C'
#include <stdio.h>
#include <string.h>
#include <openxr/openxr.h>

int main(void) {
	XrInstanceCreateInfo info = {.type = XR_TYPE_INSTANCE_CREATE_INFO};
	XrInstance instance;
	strcpy(info.applicationInfo.applicationName, "client");
	info.applicationInfo.apiVersion = XR_MAKE_VERSION(1, 0, 0);
	XrResult result = xrCreateInstance(&info, &instance);
	printf("%d\n", result);
	return 0;
}
C
include=headers/usr/include
gcc -shared -fPIC -I "$include" -o part.so part.c
echo 'int nothing;' | gcc -shared -fPIC -x c -o mute.so -
gcc -I "$include" -o client client.c -L 1.1.47/usr/lib/x86_64-linux-gnu -l:libopenxr_loader.so.1 -Wl,--allow-shlib-undefined
printf '{"file_format_version": "1.0.0", "runtime": {"library_path": "./part.so"}}' >runtime.json

# layer KIND FILE NAME LIBRARY; every layer has a copy of the library.
layer() {
	local at=data/openxr/1/api_layers/$1.d
	mkdir -p "$at" && cp "$4.so" "$at/$2.so"
	printf '{"file_format_version": "1.0.0", "api_layer": {"name": "%s", "library_path": "./%s.so", "api_version": "1.0", "implementation_version": "1", "disable_environment": "OFF"}}' "$3" "$2" >"$at/$2.json"
}

# ask VERSION NAMES prints the layers that were asked, and the result of xrCreateInstance.
ask() {
	env -i XR_RUNTIME_JSON="$dir/runtime.json" XR_ENABLE_API_LAYERS="$2" XDG_CONFIG_DIRS="$dir/none" XDG_DATA_DIRS="$dir/none" XDG_DATA_HOME="$dir/data" \
		system/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 --library-path "$1/usr/lib/x86_64-linux-gnu:system/usr/lib/x86_64-linux-gnu" ./client 2>/dev/null
}

failed=0
# expect WHAT NAMES OF-1.0.20 OF-1.1.47
expect() {
	local version want got
	for version in 1.0.20 1.1.47; do
		want=$3 && [[ $version == 1.0.20 ]] || want=$4
		got=$(ask "$version" "$2")
		printf '%-6s  %-58s  %s\n' "$version" "$1" "$got"
		[[ $got == "$want" ]] || { echo "        it was: $want" >&2; failed=1; }
	done
}

layer implicit i I part
expect 'the implicit layer I is named, no explicit one is there' I 'I -36' 'I 0'
layer explicit other OTHER part
expect 'the same, and an explicit layer is there' I 'I 0' 'I 0'
rm -r data

layer explicit a1 A part
layer explicit a2 A part
expect 'two explicit layers are called A' A 'A 0' 'A A 0'
rm -r data

layer explicit good GOOD part
layer explicit mute MUTE mute
layer explicit gone GONE mute
sed -i 's|\./gone.so|gone.so|' data/openxr/1/api_layers/explicit.d/gone.json
expect 'without the negotiate function, after a good one' GOOD:MUTE 'GOOD -36' 'GOOD -36'
expect 'without the negotiate function, before a good one' MUTE:GOOD 'GOOD 0' 'GOOD 0'
expect 'without its library, after a good one' GOOD:GONE 'GOOD 0' 'GOOD 0'
expect 'without its library, before a good one' GONE:GOOD 'GOOD 0' 'GOOD 0'
exit "$failed"
