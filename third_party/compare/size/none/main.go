// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command none links only purego. The size of command ten is compared with its size.
package main

import "github.com/ebitengine/purego"

func main() { purego.SyscallN(1) }
