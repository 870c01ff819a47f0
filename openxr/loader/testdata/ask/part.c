// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// A runtime and an API layer in one library. It prints when it is asked for either, with its
// own path. With -DREFUSE or -DNO_COMMANDS a negotiation fails, as the specification allows;
// with -DINTERFACE=N or -DMAJOR=N it answers other versions; with -DSILENT the library does
// not export them.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

#include <openxr/openxr.h>
#include <openxr/openxr_loader_negotiation.h>

#ifndef INTERFACE
#define INTERFACE 1
#endif
#ifndef MAJOR
#define MAJOR 1
#endif

static PFN_xrGetInstanceProcAddr next;

static void say(const char *what, const char *name) {
	Dl_info info;
	dladdr((void *)say, &info);
	dprintf(1, "%s\t%s\t%s\n", what, info.dli_fname, name);
}

static XRAPI_ATTR XrResult XRAPI_CALL enumerate(const char *layer, uint32_t capacity, uint32_t *count, XrExtensionProperties *list) {
	static const struct { const char *name; uint32_t version; } mine[] = {{"XR_TEST_runtime", 3}, {"XR_TEST_shared", 7}};
	(void)layer;
	*count = 2;
	if (capacity == 0) {
		return XR_SUCCESS;
	}
	for (int i = 0; i < 2; i++) {
		strcpy(list[i].extensionName, mine[i].name);
		list[i].extensionVersion = mine[i].version;
	}
	return XR_SUCCESS;
}

static XRAPI_ATTR XrResult XRAPI_CALL create(const XrInstanceCreateInfo *info, XrInstance *instance) {
	(void)info;
	*instance = (XrInstance)1;
	return XR_SUCCESS;
}

static XRAPI_ATTR XrResult XRAPI_CALL nothing(void) { return XR_SUCCESS; }

static XRAPI_ATTR XrResult XRAPI_CALL command(XrInstance instance, const char *name, PFN_xrVoidFunction *function) {
	if (next != NULL) {
		return next(instance, name, function);
	}
	if (strcmp(name, "xrEnumerateInstanceExtensionProperties") == 0) {
		*function = (PFN_xrVoidFunction)enumerate;
	} else if (strcmp(name, "xrCreateInstance") == 0) {
		*function = (PFN_xrVoidFunction)create;
	} else if (strcmp(name, "xrInitializeLoaderKHR") == 0) {
		*function = NULL;
		return XR_ERROR_FUNCTION_UNSUPPORTED;
	} else if (strcmp(name, "xrGetInstanceProcAddr") == 0) {
		*function = (PFN_xrVoidFunction)command;
	} else {
		*function = (PFN_xrVoidFunction)nothing;
	}
	return XR_SUCCESS;
}

static XRAPI_ATTR XrResult XRAPI_CALL create_below(const XrInstanceCreateInfo *info, const XrApiLayerCreateInfo *chain, XrInstance *instance) {
	XrApiLayerCreateInfo rest = *chain;
	next = chain->nextInfo->nextGetInstanceProcAddr;
	rest.nextInfo = chain->nextInfo->next;
	return chain->nextInfo->nextCreateApiLayerInstance(info, &rest, instance);
}

#ifdef SILENT
#define EXPORTED __attribute__((visibility("hidden")))
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

EXPORTED XRAPI_ATTR XrResult XRAPI_CALL xrNegotiateLoaderRuntimeInterface(const XrNegotiateLoaderInfo *loader, XrNegotiateRuntimeRequest *request) {
	(void)loader;
	say("runtime", "");
	request->runtimeInterfaceVersion = INTERFACE;
	request->runtimeApiVersion = XR_MAKE_VERSION(MAJOR, 0, 0);
#ifdef REFUSE
	return XR_ERROR_INITIALIZATION_FAILED;
#endif
#ifndef NO_COMMANDS
	request->getInstanceProcAddr = command;
#endif
	return XR_SUCCESS;
}

EXPORTED XRAPI_ATTR XrResult XRAPI_CALL xrNegotiateLoaderApiLayerInterface(const XrNegotiateLoaderInfo *loader, const char *name, XrNegotiateApiLayerRequest *request) {
	(void)loader;
	say("layer", name);
	request->layerInterfaceVersion = INTERFACE;
	request->layerApiVersion = XR_MAKE_VERSION(MAJOR, 0, 0);
	request->createApiLayerInstance = create_below;
#ifdef REFUSE
	return XR_ERROR_INITIALIZATION_FAILED;
#endif
#ifndef NO_COMMANDS
	request->getInstanceProcAddr = command;
#endif
	return XR_SUCCESS;
}
