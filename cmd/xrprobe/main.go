// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command xrprobe asks the OpenXR runtimes of a machine what they can do, and
// says what a browser may tell a page. It parses flags, calls the packages that do the
// work, and prints.
package main

import (
	"context"
	"os"

	"github.com/xrprobe/xrprobe/probe"
)

func main() {
	probe.ChildMain()
	os.Exit(int(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr)))
}
