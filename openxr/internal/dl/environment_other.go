// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !(((linux && !android) || darwin) && (amd64 || arm64))

package dl

import "os"

// Environment returns the environment: Windows has one for Go and for foreign code.
func Environment() []string { return os.Environ() }
