// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !(((linux && !android) || darwin) && (amd64 || arm64))

package dl

import "os"

// Environment returns the environment. On Windows, Go and foreign code share one.
func Environment() []string { return os.Environ() }
