// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package testdata embeds the fixtures of this module's tests and builds the ones
// that are written in C. Only tests import it.
//
// The runtimes in runtimes/ are made to fail, lie and litter; see the macros in
// runtimes/runtime.c; the one in runtimes/sheet.c is made from a data sheet. What is in native/ stands in for single commands.
package testdata
