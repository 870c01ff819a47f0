// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command none links purego and nothing of ours: what ten is measured against.
package main

import "github.com/ebitengine/purego"

func main() { purego.SyscallN(1) }
