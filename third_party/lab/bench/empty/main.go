// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command empty does nothing. The start of xrprobe is compared with its start, which is that
// of Go's own runtime.
package main

func main() {}
