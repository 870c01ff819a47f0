// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package object reads the headers of libraries: ELF, PE and Mach-O. It loads and executes nothing. Any file may be named
// in a manifest, so every number in a file is bounded before it is used.
package object
