// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package testdata embeds the fixtures of this module's tests and builds the ones
// that are written in C. Only tests import it.
//
// The runtimes in runtimes/ are made to fail, lie and litter (runtime.c: see its
// macros) or answer what a data sheet says (sheet.c). What is in native/ stands in
// for single commands.
package testdata
