// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint

import (
	"slices"

	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// Linters returns the linters of Windows' registry.
func Linters() []lint.Linter { return slices.Clone(linters) }

var linters = []lint.Linter{
	oneView,
	viewsDisagree,
	otherWidth,
	elevatedRuntime,
	runtimeType,
	hidingValue,
	staleLayer,
	usersLayer,
	storePrograms,
	unsignedLayer,
}
