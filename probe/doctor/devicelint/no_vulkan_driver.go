// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var noVulkanDriver = lint.Linter{
	ID:      "no_vulkan_driver",
	Explain: "The active runtime draws with Vulkan, and no Vulkan driver is installed, or a variable keeps the drivers from being found.",
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		v, is := vulkanOf(p)
		if !is || !v.hasVulkan() || len(v.drivers()) > 0 {
			return nil
		}
		if name, value := v.override(); name != "" {
			if value == "" {
				value = "it is empty, and an empty one counts too"
			}
			return []report.Problem{lint.Problem("no_vulkan_driver", report.SeverityWarning, "host",
				fmt.Sprintf("%s draws with Vulkan, and there is no Vulkan driver where %s has it searched: %s.", v.runtime, name, value), "Search the usual places: "+shell.Unset("linux", name))}
		}
		return []report.Problem{lint.Problem("no_vulkan_driver", report.SeverityWarning, "host", v.runtime+" draws with Vulkan, and no Vulkan driver is installed.", v.installDriver())}
	},
}
