// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package ldconf reads the configuration of Linux' dynamic linker, ldconfig(8), through functions that read files. It does not read
// the linker's cache.
package ldconf
