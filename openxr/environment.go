// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import "github.com/xrprobe/xrprobe/openxr/internal/dl"

// ForeignEnvironment returns the environment of this process as foreign code sees and
// changes it, each variable as "NAME=VALUE". On most systems Go's os.Environ is a copy from
// the start of the process and does not see what a runtime has set with setenv.
func ForeignEnvironment() []string { return dl.Environment() }
