// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
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
	return problem("not_installed", report.SeverityInfo, text, whatToInstall(p))
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
	words := osRelease(p.Host)
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

// osRelease returns the words that name the distribution and those that it is like.
func osRelease(h loader.Host) []string {
	data, err := h.ReadFile("/etc/os-release")
	if err != nil {
		data, _ = h.ReadFile("/usr/lib/os-release") // without it, the distribution is not known
	}
	var words []string
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if key == "ID" || key == "ID_LIKE" {
			words = append(words, strings.Fields(strings.Trim(value, `"'`))...)
		}
	}
	return words
}
