#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The xrprobe authors
#
# The core validation layer judges what a program leaves in output structures before the call.
#
# OpenXR asks a program to set only type and next of a structure that the runtime fills. Seen with
# Debian 13's core validation layer and loader (1.1.47), on amd64: where a structure that is chained to
# XrSystemProperties holds flags or an enumerant, the layer looks at what is in it beforehand.
#
#   1. XrSystemPassthroughProperties2FB with no bit in capabilities, as after zeroing it: the call returns
#      XR_ERROR_VALIDATION_FAILURE (-1), and the runtime is not asked. The same with an unknown bit.
#   2. XrSystemColorSpacePropertiesFB with a number in colorSpace that is no enumerant: the same.
#   3. Either structure with any value of its type passes, and the runtime's answer replaces it.
#   4. A structure of booleans passes with any content.
#
# So a program that fills outputs with a pattern, to see what the runtime wrote, loses these structures behind
# the layer, and one that zeroes them loses the first.
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
fetch da817c102fa6c7576df51c050d296cd87815a24409e5de696b6d015660f0ecdb 'o/openxr-sdk-source/openxr-layer-corevalidation_1.1.47~ds-2_amd64.deb'
fetch bea25c6409efe2a347b66e80c78cc0a60c490f949f5ac2f0d37e582fc6643a34 'o/openxr-sdk-source/libopenxr-dev_1.1.47~ds-2_amd64.deb'
fetch fd0b75839fe7b1a08df49e4203b1fb042df4f7d982db8d91c1fd7bdbcd4b1460 libj/libjsoncpp/libjsoncpp26_1.9.6-3_amd64.deb
# Debian 13's C and C++ libraries, so that the loader runs on older systems too.
fetch b59b0625cd1a791375d40dab23a4d5d3d0641e3d0a773501becdc3725b7f99cf g/glibc/libc6_2.41-12+deb13u5_amd64.deb
fetch ab1fa05837aa7a92aae748fd07a18a35f7d18bb4a71c4724fe2bbf0e32089de0 g/gcc-14/libstdc++6_14.2.0-19_amd64.deb
fetch 3c71917b490d1a17aed43196a2787a256ecf060526cdb20216a74bedc061b150 g/gcc-14/libgcc-s1_14.2.0-19_amd64.deb

# A runtime with a headset that offers three extensions, and says on standard output when it is asked for properties.
cat >runtime.c <<'C'
#include <stdio.h>
#include <string.h>
#include <openxr/openxr.h>
#include <openxr/openxr_loader_negotiation.h>

static const char *const offered[] = {XR_FB_PASSTHROUGH_EXTENSION_NAME, XR_FB_COLOR_SPACE_EXTENSION_NAME, XR_EXT_HAND_TRACKING_EXTENSION_NAME};

static XrResult XRAPI_CALL list(const char *layer, uint32_t capacity, uint32_t *count, XrExtensionProperties *properties) {
	(void)layer;
	*count = 3;
	for (uint32_t i = 0; i < 3 && capacity >= 3; i++) {
		strcpy(properties[i].extensionName, offered[i]);
		properties[i].extensionVersion = 1;
	}
	return XR_SUCCESS;
}
static XrResult XRAPI_CALL make(const XrInstanceCreateInfo *info, XrInstance *instance) {
	(void)info;
	*instance = (XrInstance)1;
	return XR_SUCCESS;
}
static XrResult XRAPI_CALL get_system(XrInstance instance, const XrSystemGetInfo *info, XrSystemId *system) {
	(void)instance, (void)info;
	*system = 1;
	return XR_SUCCESS;
}
static XrResult XRAPI_CALL get_properties(XrInstance instance, XrSystemId system, XrSystemProperties *properties) {
	(void)instance, (void)system;
	printf("asked ");
	for (XrBaseOutStructure *s = properties->next; s; s = s->next) {
		if (s->type == XR_TYPE_SYSTEM_PASSTHROUGH_PROPERTIES2_FB)
			((XrSystemPassthroughProperties2FB *)s)->capabilities = XR_PASSTHROUGH_CAPABILITY_COLOR_BIT_FB;
		if (s->type == XR_TYPE_SYSTEM_COLOR_SPACE_PROPERTIES_FB)
			((XrSystemColorSpacePropertiesFB *)s)->colorSpace = XR_COLOR_SPACE_P3_FB;
		if (s->type == XR_TYPE_SYSTEM_HAND_TRACKING_PROPERTIES_EXT)
			((XrSystemHandTrackingPropertiesEXT *)s)->supportsHandTracking = XR_TRUE;
	}
	return XR_SUCCESS;
}
static XrResult XRAPI_CALL succeed(void) { return XR_SUCCESS; }
static XrResult XRAPI_CALL look_up(XrInstance instance, const char *name, PFN_xrVoidFunction *out) {
	(void)instance;
	*out = (PFN_xrVoidFunction)succeed;
	if (!strcmp(name, "xrEnumerateInstanceExtensionProperties")) *out = (PFN_xrVoidFunction)list;
	if (!strcmp(name, "xrCreateInstance")) *out = (PFN_xrVoidFunction)make;
	if (!strcmp(name, "xrGetSystem")) *out = (PFN_xrVoidFunction)get_system;
	if (!strcmp(name, "xrGetSystemProperties")) *out = (PFN_xrVoidFunction)get_properties;
	if (!strcmp(name, "xrGetInstanceProcAddr")) *out = (PFN_xrVoidFunction)look_up;
	return XR_SUCCESS;
}
XrResult XRAPI_CALL xrNegotiateLoaderRuntimeInterface(const XrNegotiateLoaderInfo *loader, XrNegotiateRuntimeRequest *request) {
	(void)loader;
	request->runtimeInterfaceVersion = 1;
	request->runtimeApiVersion = XR_MAKE_VERSION(1, 0, 0);
	request->getInstanceProcAddr = look_up;
	return XR_SUCCESS;
}
C
# A program that asks once for properties: with one structure, and with a number in its member beforehand.
cat >client.c <<'C'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <openxr/openxr.h>

int main(int count, char **words) {
	(void)count;
	const char *const names[] = {XR_FB_PASSTHROUGH_EXTENSION_NAME, XR_FB_COLOR_SPACE_EXTENSION_NAME, XR_EXT_HAND_TRACKING_EXTENSION_NAME};
	XrInstanceCreateInfo info = {.type = XR_TYPE_INSTANCE_CREATE_INFO, .enabledExtensionCount = 3, .enabledExtensionNames = names};
	strcpy(info.applicationInfo.applicationName, "client");
	strcpy(info.applicationInfo.engineName, "client");
	info.applicationInfo.apiVersion = XR_MAKE_VERSION(1, 0, 0);
	XrInstance instance;
	XrSystemId system;
	XrSystemGetInfo headset = {.type = XR_TYPE_SYSTEM_GET_INFO, .formFactor = XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY};
	if (xrCreateInstance(&info, &instance) != XR_SUCCESS || xrGetSystem(instance, &headset, &system) != XR_SUCCESS) return 1;
	long long before = strtoll(words[2], NULL, 0), after = 0;
	XrSystemPassthroughProperties2FB passthrough = {.type = XR_TYPE_SYSTEM_PASSTHROUGH_PROPERTIES2_FB, .capabilities = (XrFlags64)before};
	XrSystemColorSpacePropertiesFB color = {.type = XR_TYPE_SYSTEM_COLOR_SPACE_PROPERTIES_FB, .colorSpace = (XrColorSpaceFB)before};
	XrSystemHandTrackingPropertiesEXT hands = {.type = XR_TYPE_SYSTEM_HAND_TRACKING_PROPERTIES_EXT, .supportsHandTracking = (XrBool32)before};
	XrSystemProperties properties = {.type = XR_TYPE_SYSTEM_PROPERTIES};
	properties.next = *words[1] == 'p' ? (void *)&passthrough : *words[1] == 'c' ? (void *)&color : (void *)&hands;
	XrResult result = xrGetSystemProperties(instance, system, &properties);
	after = *words[1] == 'p' ? (long long)passthrough.capabilities : *words[1] == 'c' ? (long long)color.colorSpace : (long long)hands.supportsHandTracking;
	printf("%d", result);
	if (result == XR_SUCCESS) printf(" %lld", after);
	printf("\n");
	return 0;
}
C
include=system/usr/include
gcc -shared -fPIC -I "$include" -o runtime.so runtime.c
gcc -I "$include" -o client client.c -L system/usr/lib/x86_64-linux-gnu -l:libopenxr_loader.so.1 -Wl,--allow-shlib-undefined
printf '{"file_format_version": "1.0.0", "runtime": {"library_path": "./runtime.so"}}' >runtime.json
mkdir layers
manifest=$(find system -name 'XrApiLayer_core_validation*.json')
library=$(find "$dir/system" -name 'libXrApiLayer_core_validation.so')
sed "s|\"library_path\": \".*\"|\"library_path\": \"$library\"|" "$manifest" >layers/core_validation.json

# ask LAYER STRUCTURE NUMBER
ask() {
	env -i XR_RUNTIME_JSON="$dir/runtime.json" XR_API_LAYER_PATH="$dir/layers" XR_ENABLE_API_LAYERS="$1" XR_CORE_VALIDATION_EXPORT_TYPE=text XR_CORE_VALIDATION_FILE_NAME="$dir/log" \
		system/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2 --library-path "system/usr/lib/x86_64-linux-gnu" ./client "$2" "$3" 2>/dev/null
}

failed=0
# expect WHAT STRUCTURE NUMBER BEHIND-THE-LAYER WITHOUT
expect() {
	local got without
	got=$(ask XR_APILAYER_LUNARG_core_validation "$2" "$3")
	without=$(ask '' "$2" "$3")
	printf '%-50s  layer: %-10s  without: %s\n' "$1" "$got" "$without"
	[[ $got == "$4" && $without == "$5" ]] || { echo "    it was: $4, and without the layer: $5" >&2; failed=1; }
}
expect 'flags: none' passthrough 0 '-1' 'asked 0 2'
expect 'flags: an unknown bit' passthrough 0x4000000000000000 '-1' 'asked 0 2'
expect 'flags: one of the type' passthrough 1 'asked 0 2' 'asked 0 2'
expect 'enumerant: unknown' color 99 '-1' 'asked 0 6'
expect 'enumerant: one of the type, 0' color 0 'asked 0 6' 'asked 0 6'
expect 'boolean: neither true nor false' hands 99 'asked 0 1' 'asked 0 1'
exit "$failed"
