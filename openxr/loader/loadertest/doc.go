// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package loadertest makes libraries for tests: files whose headers say what a test needs, and that hold no code.
//
//	data := loadertest.Library{Arch: "x86_64", Needed: []string{"libvulkan.so.1"}}.Bytes()
package loadertest
