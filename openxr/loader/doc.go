// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package loader decides which OpenXR runtime the Khronos loader would load on a machine, and tells why as a trace of
// every place that was looked at. It reads the manifest that was chosen, the manifests of the runtimes that are installed
// without being active, and the headers of the libraries that manifests name.
//
// It executes no foreign code: no library is loaded, no process is started, nothing is written. It keeps no state and
// caches nothing. A real loader does: once it has loaded a runtime it reads nothing again until that runtime is unloaded
// (rule D8), so a process that is already running may use another runtime than the one a fresh [Host.Resolve] names.
//
// The rules have short names, which steps and tests use. D1 to D8 are common to all platforms, L1 to L8 are the order of
// Linux, W1 to W5 that of Windows, R1 to R10 the manifest. They follow the loader of OpenXR SDK 1.1.61; where its code and the loader design
// document (https://registry.khronos.org/OpenXR/specs/1.1/loader.html) differ, the code is followed. Rule L8 is about what
// this package does not read: the variables of API layers and of the loader's log stay honoured in set-user-ID
// programs.
//
// Linux and Windows have a search order here. Other systems answer [ErrUnsupportedOS] unless XR_RUNTIME_JSON decides.
package loader
