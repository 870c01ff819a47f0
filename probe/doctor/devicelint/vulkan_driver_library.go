// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var vulkanDriverLibrary = lint.Linter{
	ID:       "vulkan_driver_library",
	Explain:  "The manifest of a Vulkan driver names a library that does not exist.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		v, is := vulkanOf(p)
		if !is || !v.hasVulkan() {
			return nil
		}
		var problems []report.Problem
		others := len(v.usable())
		for _, d := range v.drivers() {
			if !d.missing {
				continue
			}
			text := fmt.Sprintf("The Vulkan driver of %s cannot be loaded: its library %s does not exist", d.manifest, d.library)
			if d.bare {
				text = fmt.Sprintf("The Vulkan driver of %s cannot be loaded: its library %s is in none of the linker's directories", d.manifest, d.library)
			}
			if inside := place.Inside(p.Host).Kind; others > 0 && (inside == "" || inside == place.Sudo) {
				problems = append(problems, lint.Problem("vulkan_driver_library", report.SeverityInfo, "host", text+".", "Install the driver again, or if no package has the manifest: "+v.Remove(d.manifest)))
				continue
			}
			severity := report.SeverityInfo
			if others == 0 {
				severity, text = report.SeverityWarning, text+", and "+v.runtime+" finds no other driver"
			}
			problems = append(problems, lint.Problem("vulkan_driver_library", severity, "host", text+".", "Install the driver again."))
		}
		return problems
	},
}
