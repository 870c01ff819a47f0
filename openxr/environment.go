// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import "github.com/xrprobe/xrprobe/openxr/internal/dl"

// ForeignEnvironment returns the environment of this process as foreign code in it sees
// and changes it, each variable as "NAME=VALUE". Go's os.Environ is a copy from the
// process' start on most systems, and knows nothing of a runtime's setenv.
func ForeignEnvironment() []string { return dl.Environment() }
