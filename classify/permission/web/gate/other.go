// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !js

package main

import (
	"fmt"
	"os"
)

// run says where the program runs.
func run() int {
	fmt.Fprintln(os.Stderr, `gate runs in a page: build it with GOOS=js GOARCH=wasm, and see "xrprobe ask --serve"`)
	return 2
}
