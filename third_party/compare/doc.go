// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package compare measures the binding against other ways to make the same calls, and
// package classify against other parsers of user-agent strings (useragents).
// It is a module of its own, so that what it compares with never becomes something
// that xrprobe depends on. It needs cgo and a C compiler.
package compare
