// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package compare

/*
#cgo LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef int32_t (*get_instance_proc_addr)(uint64_t, const char *, void **);
typedef int32_t (*one_handle)(uint64_t);
typedef int32_t (*system_properties)(uint64_t, uint64_t, void *);

typedef struct {
	uint32_t kind, version;
	size_t size;
	uint32_t interface_version;
	uint64_t api_version;
	void *get_instance_proc_addr;
} runtime_request;

// load negotiates with a runtime and returns its xrGetInstanceProcAddr.
static void *load(const char *path) {
	void *library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
	if (library == NULL) return NULL;
	int32_t (*negotiate)(const void *, runtime_request *) = dlsym(library, "xrNegotiateLoaderRuntimeInterface");
	char info[40] = {0};
	runtime_request request = {3, 1, sizeof request, 0, 0, NULL};
	if (negotiate == NULL || negotiate(info, &request) != 0) return NULL;
	return request.get_instance_proc_addr;
}

static void *find(void *address, uint64_t instance, const char *name) {
	void *found = NULL;
	((get_instance_proc_addr)address)(instance, name, &found);
	return found;
}

static int32_t call_one_handle(void *function, uint64_t handle) { return ((one_handle)function)(handle); }

static int32_t call_properties(void *function, uint64_t instance, uint64_t system, void *out) {
	return ((system_properties)function)(instance, system, out);
}

static int32_t many_one_handle(void *function, uint64_t handle, long n) {
	int32_t last = 0;
	for (long i = 0; i < n; i++) last |= ((one_handle)function)(handle);
	return last;
}

static int32_t many_properties(void *function, uint64_t instance, uint64_t system, void *out, long n) {
	int32_t last = 0;
	for (long i = 0; i < n; i++) last |= ((system_properties)function)(instance, system, out);
	return last;
}
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// handle is an arbitrary handle, because the test runtime ignores handles.
const handle = 1

// runtime is a test runtime as a program with cgo uses it.
type runtime struct {
	destroySpace, getSystemProperties unsafe.Pointer
	properties                        unsafe.Pointer
}

// open loads the runtime at path through C.
func open(path string) (runtime, error) {
	name := C.CString(path)
	defer C.free(unsafe.Pointer(name))
	address := C.load(name)
	if address == nil {
		return runtime{}, fmt.Errorf("%s is not an OpenXR runtime", path)
	}
	return runtime{
		destroySpace:        find(address, "xrDestroySpace"),
		getSystemProperties: find(address, "xrGetSystemProperties"),
		properties:          C.calloc(1, 304),
	}, nil
}

func find(address unsafe.Pointer, command string) unsafe.Pointer {
	name := C.CString(command)
	defer C.free(unsafe.Pointer(name))
	return C.find(address, handle, name)
}

// cgoTrivial calls xrDestroySpace once, through cgo.
func (r runtime) cgoTrivial() int32 { return int32(C.call_one_handle(r.destroySpace, handle)) }

// cgoProperties calls xrGetSystemProperties once, through cgo.
func (r runtime) cgoProperties() int32 {
	return int32(C.call_properties(r.getSystemProperties, handle, handle, r.properties))
}

// inCTrivial calls xrDestroySpace n times, within C.
func (r runtime) inCTrivial(n int) int32 {
	return int32(C.many_one_handle(r.destroySpace, handle, C.long(n)))
}

// inCProperties calls xrGetSystemProperties n times, within C.
func (r runtime) inCProperties(n int) int32 {
	return int32(C.many_properties(r.getSystemProperties, handle, handle, r.properties, C.long(n)))
}
