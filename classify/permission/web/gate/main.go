// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

// Command gate is the program that a page loads: package web for JavaScript.
//
//	GOOS=js GOARCH=wasm go build ./classify/permission/web/gate
//
// "make build" builds it into xrprobe, and page/agent.js calls it. On other systems it only says
// what it is.
package main

import "os"

func main() { os.Exit(run()) }
