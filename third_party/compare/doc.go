// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package compare measures how fast the OpenXR binding makes a call, compared with C and with
// cgo. Package useragents below it compares package classify with other parsers of user-agent
// strings.
//
// Both are in a module of their own, so that xrprobe never depends on what they compare it
// with. They need cgo and a C compiler.
package compare
