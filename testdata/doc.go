// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package testdata embeds the fixtures of this module's tests and builds the ones
// that are written in C. Only tests import it.
//
// The runtime in hostile/ fails, lies and litters as the name of its file says. What is in
// native/ answers what a data sheet says (sheet.c), or stands in for single commands.
package testdata
