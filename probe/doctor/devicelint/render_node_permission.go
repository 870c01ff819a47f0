// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var renderNodePermission = lint.Linter{
	ID:      "render_node_permission",
	Explain: "The active runtime draws with Vulkan for a headset, and this user may not open the graphics card.",
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		v, is := vulkanOf(p)
		nodes := renderNodes(p.Host)
		if !is || len(nodes) == 0 || !v.forHeadset() || slices.ContainsFunc(nodes, func(node string) bool { return accessTo(p, node) != denied }) {
			return nil
		}
		return []report.Problem{lint.Problem("render_node_permission", report.SeverityWarning, "host",
			fmt.Sprintf("%s draws with Vulkan, and this user may not open the graphics card, %s.", v.runtime, strings.Join(nodes, " and ")), joinGroup(p, nodes[0]))}
	},
}

// joinGroup is the fix: the group of the node may open it. The group root is for nobody.
func joinGroup(p *lint.Patient, node string) string {
	_, number, known := p.OwnerOf(node)
	group := hostfacts.GroupNamed(p.Host, number)
	if !known || group == "" || group == "root" || p.Host.FileAt(node).Mode&(readWrite>>3) != readWrite>>3 {
		return "Log in at the machine itself, which gives its devices to the user who sits there."
	}
	name := `"$(id -un)"`
	if user, known := hostfacts.UserID(p.Host); known && p.Host.Root != "" {
		name = shell.Word(hostfacts.UserOf(p.Host, 2, strconv.Itoa(user)))
	}
	return fmt.Sprintf("Join the group of the device, and log in again: sudo usermod -aG %s %s", shell.Word(group), name)
}
