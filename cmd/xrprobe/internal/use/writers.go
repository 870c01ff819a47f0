// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package use

import (
	"maps"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// writer is a program that makes a runtime the active one by itself.
type writer struct {
	says string
	// isHere reports whether a runtime or one of its manifests tells that the program is installed. It is not asked about the chosen
	// runtime unless it counts for itself too.
	isHere func(report.Runtime) bool
	itself bool
}

// writers are the programs that are known to write the choice again.
var writers = []writer{
	{says: "SteamVR writes the choice again when someone makes it the OpenXR runtime in its settings.", isHere: byVendor("Valve")},
	{says: "WiVRn writes the choice again when a headset connects to it, and puts back what was there when it disconnects.", isHere: byVendor("WiVRn"), itself: true},
	{says: "Envision writes the choice again when it starts a profile.", isHere: writtenBy("Envision"), itself: true},
	// https://github.com/nix-community/home-manager/blob/master/modules/files.nix: checkLinkTargets
	{says: "Nix or home-manager wrote the choice that was here: its next generation links that again, or stops at a file that is in its way; xrprobe use --undo puts it back first.", isHere: choiceWrittenBy("Nix"), itself: true},
}

func byVendor(word string) func(report.Runtime) bool {
	return func(r report.Runtime) bool { return strings.Contains(prose.OrEmpty(r.Vendor), word) }
}

func writtenBy(program string) func(report.Runtime) bool {
	return func(r report.Runtime) bool {
		return slices.ContainsFunc(r.ManifestFiles, func(f report.ManifestFile) bool { return strings.Contains(prose.OrEmpty(f.WrittenBy), program) })
	}
}

// choiceWrittenBy is about the choice of one user: that of all users stays, and gives way to it.
func choiceWrittenBy(program string) func(report.Runtime) bool {
	return func(r report.Runtime) bool {
		return slices.ContainsFunc(r.ManifestFiles, func(f report.ManifestFile) bool {
			return isChoice(f.Path) && !strings.HasPrefix(f.Path, "/etc/") && strings.Contains(prose.OrEmpty(f.WrittenBy), program)
		})
	}
}

// PassingAway are sentences about manifests that another program removes by itself.
func (c Chosen) PassingAway() []string {
	var notes []string
	for _, arch := range slices.Sorted(maps.Keys(c.Manifests)) {
		if file := c.Manifests[arch]; strings.HasPrefix(file, "/nix/store/") {
			notes = append(notes, file+" goes when Nix collects garbage and no profile has it: name the path that a profile has, such as one below /run/current-system/sw, if there is one.")
		}
	}
	return notes
}

// WhoWritesNext are sentences about the installed programs that will change the choice again.
func WhoWritesNext(r *report.Report, chosen Chosen) []string {
	var notes []string
	for _, w := range writers {
		here := slices.ContainsFunc(r.Runtimes, func(r report.Runtime) bool {
			return w.isHere(r) && (w.itself || !slices.ContainsFunc(chosen.Runtimes, func(c report.Runtime) bool { return c.ID == r.ID }))
		})
		if here {
			notes = append(notes, w.says)
		}
	}
	return notes
}
