// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package loadertest makes machines for tests: trees of files, and libraries whose headers say what a test needs and that
// hold no code.
//
//	data := loadertest.Library{Arch: "x86_64", Needed: []string{"libvulkan.so.1"}}.Bytes()
//	loadertest.Lay(t, root, map[string]string{"/etc/xdg/openxr/1/active_runtime.json": "-> /usr/share/openxr/1/x.json"})
package loadertest
