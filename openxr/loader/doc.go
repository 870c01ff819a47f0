// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package loader finds the OpenXR runtime that the Khronos loader would load, and lists every place that the search looked
// at. It also reads the runtime's manifest, the manifests of other installed runtimes, and the headers of the libraries
// that manifests name. It does the same for API layers: [Host.Layers] and [Host.PlanLayers].
//
//	host := loader.Host{} // this machine, as this process sees it
//	found, err := host.Resolve(ctx)
//	manifest, err := host.ReadManifest(found.Chosen)
//	library := host.InspectLibrary(manifest)
//	fmt.Println(manifest.Name, library.Arch, library.Problem)
//
// The package never executes foreign code: it loads no library, starts no process and writes nothing. It keeps no state
// and caches nothing. A real loader does: while a runtime is loaded it reads nothing again (rule D8), so a running program
// may use another runtime than the one that [Host.Resolve] finds now.
//
// The package follows numbered rules, such as D1 or L2, which [Rules] lists with their sources. The rules describe the
// loader of OpenXR SDK 1.1.61; [Host.Loader] asks for those of another version, as far as [Changes] knows them. If the
// loader's code and its design document
// (https://registry.khronos.org/OpenXR/specs/1.1/loader.html) differ, the package follows the code.
//
// A Host may be another machine than this one: its root is a directory, its registry an export that package registry reads, and its
// variables, its architecture and its operating system are fields.
//
// The package knows the search orders of Linux, Windows and macOS. On other systems the search returns [ErrUnsupportedOS]
// unless XR_RUNTIME_JSON decides. It was compared with the Khronos loader on Linux; the rules of Windows and macOS were
// read in the loader's source.
package loader
