// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loadertest

import "github.com/xrprobe/xrprobe/openxr/loader/stub"

// Library describes a shared ELF library without code. The zero value is one for x86_64 that needs and defines nothing.
type Library = stub.Library

// Version is a required symbol version.
type Version = stub.Version
