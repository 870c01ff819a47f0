// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package manifestlint

import "github.com/xrprobe/xrprobe/probe/doctor/lint"

// Linters returns the linters that a thorough examination adds.
func Linters() []lint.Linter {
	return []lint.Linter{dialect, bareLibrary, misleadingName}
}
