// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// A small OpenXR API layer for tests. It passes every command on, and misbehaves as the macro BEHAVIOUR says:
// GOOD, REFUSES (the negotiation fails), NO_COMMANDS (it gives no xrGetInstanceProcAddr), NO_CREATE (it gives no
// xrCreateApiLayerInstance), BAD_INTERFACE and BAD_VERSION (as well, and it answers another version), ABORTS (it ends its process when it is loaded), HANGS (it never returns from the
// negotiation), PREVENTS (it lets no instance be created), PICKY (it refuses
// every structure that is chained to XrSystemProperties, and does not ask the runtime).
//
// The file needs no OpenXR header: it declares the few structures itself, with C's layout on 64 bits.

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GOOD, REFUSES, NO_COMMANDS, NO_CREATE, BAD_INTERFACE, BAD_VERSION, ABORTS, HANGS, PREVENTS, PICKY };

typedef int32_t result;
typedef result (*get_proc)(void *instance, const char *name, void **function);
typedef struct create_info create_info;
typedef struct next_info {
	uint32_t type, version;
	size_t size;
	char layer_name[256];
	get_proc next_get;
	result (*next_create)(const void *info, const create_info *chain, void **instance);
	struct next_info *next;
} next_info;
struct create_info {
	uint32_t type, version;
	size_t size;
	void *loader;
	char settings[512];
	next_info *next;
};
typedef struct {
	uint32_t type, version;
	size_t size;
	uint32_t interface_version;
	uint64_t api_version;
	get_proc get;
	result (*create)(const void *info, const create_info *chain, void **instance);
} request;

static get_proc below;

typedef struct {
	uint32_t type;
	void *next;
} structure;

static result (*system_properties_below)(void *instance, uint64_t system, structure *properties);

static result system_properties(void *instance, uint64_t system, structure *properties) {
	return properties->next != NULL ? -1 : system_properties_below(instance, system, properties);
}

static result get(void *instance, const char *name, void **function) {
	result found = below(instance, name, function);
	if (BEHAVIOUR == PICKY && found == 0 && strcmp(name, "xrGetSystemProperties") == 0) {
		memcpy(&system_properties_below, function, sizeof *function);
		void *own = (void *)system_properties;
		memcpy(function, &own, sizeof own);
	}
	return found;
}

static result create(const void *info, const create_info *chain, void **instance) {
	create_info rest = *chain;
	if (BEHAVIOUR == PREVENTS) {
		return -1;
	}
	below = chain->next->next_get;
	rest.next = chain->next->next;
	return chain->next->next_create(info, &rest, instance);
}

__attribute__((constructor)) static void loaded(void) {
	if (BEHAVIOUR == ABORTS) {
		abort();
	}
}

__attribute__((visibility("default"))) result xrNegotiateLoaderApiLayerInterface(const void *loader, const char *name, request *answer) {
	(void)loader;
	(void)name;
	while (BEHAVIOUR == HANGS) {
		pause();
	}
	if (BEHAVIOUR == REFUSES) {
		return -6;
	}
	answer->interface_version = BEHAVIOUR == BAD_INTERFACE ? 0 : 1;
	answer->api_version = (uint64_t)(BEHAVIOUR == BAD_VERSION ? 2 : 1) << 48;
	answer->get = BEHAVIOUR == NO_COMMANDS ? NULL : get;
	answer->create = BEHAVIOUR >= NO_CREATE && BEHAVIOUR <= BAD_VERSION ? NULL : create;
	return 0;
}
