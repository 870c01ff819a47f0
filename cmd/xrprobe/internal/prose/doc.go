// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package prose writes answers for people: entries and tables that fit a terminal, and
// tab-separated rows for pipes.
//
// Everything that comes from a runtime or a file passes [Printable], so that it cannot
// control the terminal. The package decides nothing about what is said.
package prose
