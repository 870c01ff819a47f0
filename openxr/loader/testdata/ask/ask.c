// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// ask LIBRARY CASES asks a Khronos loader, once for each directory in CASES, in a process of
// its own whose root is the case's directory root, with the variables of the case's file env.
// It prints what the loader answers.

#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openxr/openxr.h>

static PFN_xrEnumerateApiLayerProperties layers;
static PFN_xrEnumerateInstanceExtensionProperties extensions;
static PFN_xrCreateInstance create;

static void print_layers(void) {
	uint32_t count = 0;
	XrResult result = layers(0, &count, NULL);
	dprintf(1, "layers\t%d\n", result);
	if (result != XR_SUCCESS || count == 0) {
		return;
	}
	XrApiLayerProperties *list = calloc(count, sizeof *list);
	for (uint32_t i = 0; i < count; i++) {
		list[i].type = XR_TYPE_API_LAYER_PROPERTIES;
	}
	layers(count, &count, list);
	for (uint32_t i = 0; i < count; i++) {
		dprintf(1, "listed\t%s\t%u.%u\t%u\n", list[i].layerName, (unsigned)XR_VERSION_MAJOR(list[i].specVersion), (unsigned)XR_VERSION_MINOR(list[i].specVersion), list[i].layerVersion);
	}
}

static void print_extensions(void) {
	uint32_t count = 0;
	XrResult result = extensions(NULL, 0, &count, NULL);
	dprintf(1, "extensions\t%d\n", result);
	if (result != XR_SUCCESS || count == 0) {
		return;
	}
	XrExtensionProperties *list = calloc(count, sizeof *list);
	for (uint32_t i = 0; i < count; i++) {
		list[i].type = XR_TYPE_EXTENSION_PROPERTIES;
	}
	extensions(NULL, count, &count, list);
	for (uint32_t i = 0; i < count; i++) {
		dprintf(1, "extension\t%s\t%u\n", list[i].extensionName, list[i].extensionVersion);
	}
}

static void print_create(void) {
	XrInstanceCreateInfo info = {.type = XR_TYPE_INSTANCE_CREATE_INFO};
	XrInstance instance;
	strcpy(info.applicationInfo.applicationName, "ask");
	info.applicationInfo.apiVersion = XR_MAKE_VERSION(1, 0, 0);
	dprintf(1, "create\t%d\n", create(&info, &instance));
}

static void set_environment(int directory) {
	char text[65536];
	int file = openat(directory, "env", O_RDONLY);
	ssize_t size = file < 0 ? 0 : read(file, text, sizeof text - 1);
	clearenv();
	text[size < 0 ? 0 : size] = 0;
	for (char *line = text; line < text + size; line += strlen(line) + 1) {
		putenv(strdup(line));
	}
}

static void ask(const char *cases, const char *name) {
	char path[4096];
	snprintf(path, sizeof path, "%s/%s", cases, name);
	int directory = open(path, O_RDONLY | O_DIRECTORY);
	set_environment(directory);
	if (fchdir(directory) != 0 || chroot("root") != 0 || chdir("/") != 0) {
		dprintf(1, "broken\n");
		_exit(1);
	}
	int null = open("/dev/null", O_WRONLY);
	dup2(null < 0 ? open("/null", O_WRONLY | O_CREAT, 0600) : null, 2);
	print_layers();
	print_extensions();
	print_create();
	_exit(0);
}

int main(int argc, char **argv) {
	void *library = argc == 3 ? dlopen(argv[1], RTLD_NOW) : NULL;
	if (library == NULL) {
		fprintf(stderr, "%s\n", dlerror());
		return 1;
	}
	layers = (PFN_xrEnumerateApiLayerProperties)dlsym(library, "xrEnumerateApiLayerProperties");
	extensions = (PFN_xrEnumerateInstanceExtensionProperties)dlsym(library, "xrEnumerateInstanceExtensionProperties");
	create = (PFN_xrCreateInstance)dlsym(library, "xrCreateInstance");
	struct dirent **names;
	int count = scandir(argv[2], &names, NULL, alphasort);
	for (int i = 0; i < count; i++) {
		if (names[i]->d_name[0] == '.') {
			continue;
		}
		dprintf(1, "case\t%s\n", names[i]->d_name);
		pid_t child = fork();
		if (child == 0) {
			ask(argv[2], names[i]->d_name);
		}
		int status = 0;
		waitpid(child, &status, 0);
		if (status != 0) {
			dprintf(1, "ended\t%d\n", status);
		}
	}
	return 0;
}
