// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint

import (
	"slices"

	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// Linters returns the linters of devices and of their drivers.
func Linters() []lint.Linter { return slices.Clone(linters) }

var linters = []lint.Linter{
	headsetPermission,
	noVulkanDriver,
	vulkanDriverLibrary,
	softwareVulkan,
	noRenderNode,
	renderNodePermission,
}
