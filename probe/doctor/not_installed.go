// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
)

var notInstalled = Linter{
	ID:      "not_installed",
	Explain: "No runtime is active, and none was found that could be.",
	Check:   inTurn(turnNotInstalled),
}

// packages say how distributions install WiVRn and Monado, by the words ID and ID_LIKE of
// os-release. An empty text means that no package is known.
var packages = []struct{ id, wivrn, monado string }{
	{"nixos", "services.wivrn.enable = true", "services.monado.enable = true"},
	{"fedora", "sudo dnf install wivrn", "sudo dnf install monado"},
	{"ubuntu", "", "sudo apt install libopenxr1-monado"},
	{"debian", "", "sudo apt install libopenxr1-monado"},
}

func findNothing(_ context.Context, p *Patient) []report.Problem {
	text := "No OpenXR runtime is active."
	if system(p.Host) == "linux" {
		text = "No OpenXR runtime is active, and none was found where packages, Steam and flatpaks install them."
	}
	wired, standalone := p.Plugged()
	var names []string
	for _, headset := range append(wired, standalone...) {
		names = append(names, headset.Title())
	}
	switch len(names) {
	case 0:
	case 1:
		text += fmt.Sprintf(" A headset is plugged in: %s.", names[0])
	default:
		text += fmt.Sprintf(" Headsets are plugged in: %s.", strings.Join(names, ", "))
	}
	if len(wired) == 0 && len(standalone) > 0 && system(p.Host) == "linux" {
		return problem("not_installed", report.SeverityInfo, text, "Install a runtime that streams to it, such as WiVRn: "+installWiVRn(p))
	}
	return problem("not_installed", report.SeverityInfo, text, whatToInstall(p))
}

// installWiVRn is the command that installs WiVRn, or the setting of NixOS.
func installWiVRn(p *Patient) string {
	for _, row := range packages {
		if row.wivrn != "" && slices.Contains(hostfacts.Distribution(p.Host), row.id) {
			return row.wivrn
		}
	}
	return "flatpak install flathub io.github.wivrn.wivrn"
}

func whatToInstall(p *Patient) string {
	switch system(p.Host) {
	case "windows":
		return "Install the software of the headset, or SteamVR, and choose it there as the OpenXR runtime."
	case "linux":
	default:
		return "Install a runtime, and name its manifest in XR_RUNTIME_JSON."
	}
	wivrn, monado := "flatpak install flathub io.github.wivrn.wivrn", ""
	words := hostfacts.Distribution(p.Host)
	for _, row := range packages {
		if slices.Contains(words, row.id) {
			wivrn, monado = cmp.Or(row.wivrn, wivrn), " ("+row.monado+")"
			break
		}
	}
	steam := ""
	if p.Host.ArchWord() == "x86_64" {
		steam = "SteamVR (steam steam://install/250820), "
	}
	return "Install one: " + steam + "WiVRn for standalone headsets (" + wivrn + "), or Monado for others" + monado
}
