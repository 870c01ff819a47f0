// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint

import (
	"context"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// noRenderNode is about machines whose devices are there to be seen: those in the /dev of a copy are none. A driver of a maker may have nodes of its own. Where only a driver
// for the processor is installed, that says it all.
var noRenderNode = lint.Linter{
	ID:       "no_render_node",
	Explain:  "The active runtime draws with Vulkan for a headset, and the machine shows no graphics card: there is no render node in /dev/dri.",
	Thorough: true,
	Check: func(ctx context.Context, p *lint.Patient) []report.Problem {
		v, is := vulkanOf(p)
		nodes, _ := p.Host.ReadDir("/dev") // a sandbox may have none
		if !is || !v.forHeadset() || p.Host.Root != "" && !p.Example {
			return nil
		}
		if !slices.Contains(nodes, "null") || slices.ContainsFunc(nodes, isMakers) || len(renderNodes(p.Host)) > 0 || len(v.usable()) == 0 || len(softwareVulkan.Check(ctx, p)) > 0 {
			return nil
		}
		return []report.Problem{lint.Problem("no_render_node", report.SeverityWarning, "host",
			v.runtime+" draws with Vulkan, and there is no graphics card for it here: no /dev/dri/renderD* exists.",
			"Have the kernel load the driver of the graphics card. In a container, give it /dev/dri.")}
	},
}

// isMakers reports whether a node in /dev is one of a maker's own driver: NVIDIA's, Qualcomm's, ARM's, or that of Windows' host.
func isMakers(node string) bool {
	return slices.ContainsFunc([]string{"nvidia", "kgsl", "mali", "dxg"}, func(word string) bool { return strings.HasPrefix(node, word) })
}

// renderNodes returns the nodes with which programs draw.
func renderNodes(h loader.Host) []string {
	names, _ := h.ReadDir("/dev/dri") // it may not be there
	var nodes []string
	for _, name := range names {
		if strings.HasPrefix(name, "renderD") {
			nodes = append(nodes, path.Join("/dev/dri", name))
		}
	}
	return nodes
}
