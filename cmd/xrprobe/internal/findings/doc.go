// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package findings is what "xrprobe doctor" prints: the findings of an examination, as one object whose format it has, or for people. It
// finds nothing.
package findings
