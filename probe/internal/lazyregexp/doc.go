// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Package lazyregexp compiles a regular expression when it is first used. A package-level regexp.MustCompile would compile it in
// every process that links the package, and each child is such a process, although most need none of the expressions.
package lazyregexp
