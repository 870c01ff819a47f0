// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build webgate

package page

import _ "embed"

// "make gate" makes both files, from one Go toolchain: they must fit each other.

//go:embed built/gate.wasm.gz
var wasmGz []byte

//go:embed built/wasm_exec.js
var wasmExec []byte

// Program returns the program of package gate, gzipped, and Go's support for it, wasm_exec.js.
func Program() (wasm, support []byte) { return wasmGz, wasmExec }
