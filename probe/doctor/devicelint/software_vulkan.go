// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint

import (
	"context"
	"path"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// software are the libraries of drivers that draw with the processor.
var software = []string{"libvulkan_lvp.so", "libvk_swiftshader.so"}

var softwareVulkan = lint.Linter{
	ID:       "software_vulkan",
	Explain:  "The only Vulkan driver draws with the processor, which is too slow for a headset.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		v, is := vulkanOf(p)
		if !is || !v.hasVulkan() || !v.forHeadset() {
			return nil
		}
		usable := v.usable()
		if len(usable) == 0 || slices.ContainsFunc(usable, func(d driver) bool { return !slices.Contains(software, path.Base(d.library)) }) {
			return nil
		}
		return []report.Problem{lint.Problem("software_vulkan", report.SeverityWarning, "host",
			"The only Vulkan driver for "+v.runtime+" is "+usable[0].manifest+", which draws with the processor: too slow for a headset.", v.installDriver())}
	},
}
