// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// storePrograms is about programs in app containers, which by default read what all packages may read: Windows gives them that right to
// Program Files and to its own directory. OpenXR-API-Layers-GUI warns of the same.
var storePrograms = lint.Linter{
	ID:       "layer_outside_program_files",
	Explain:  "The library of an API layer is outside Program Files, so programs of Microsoft's store may not be able to read it.",
	Thorough: true,
	Check: check(func(ctx context.Context, m machine) []report.Problem {
		dirs := m.readable()
		var problems []report.Problem
		for _, layer := range m.loaded(ctx) {
			library := m.Host.Plain(layer.Library)
			isBelow := func(dir string) bool { return strings.HasPrefix(strings.ToLower(library), strings.ToLower(dir)+`\`) }
			if layer.Bare || slices.ContainsFunc(dirs, isBelow) {
				continue
			}
			problems = append(problems, problem("layer_outside_program_files", report.SeverityInfo,
				fmt.Sprintf("Programs of Microsoft's store may not be able to read the library of the API layer %s: %s is outside Program Files.", layer.Name, library),
				"If such programs need the layer, install it again, below Program Files.")...)
		}
		return problems
	}),
}

// readable returns the directories that programs of the store can read. Where neither variables nor the registry tell, they are where
// Windows has them on its first drive.
func (m machine) readable() []string {
	dirs := []string{`C:\Program Files`, `C:\Program Files (x86)`, `C:\Windows`}
	for _, name := range []string{"ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "SystemRoot"} {
		if dir := strings.TrimRight(m.Variable(name), `\`); dir != "" {
			dirs = append(dirs, dir)
		}
	}
	for _, value := range m.values(`HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion`) {
		if dir := strings.TrimRight(value.Text(), `\`); strings.HasPrefix(value.Name, "ProgramFilesDir") && dir != "" {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// loaded returns the layers of the registry that a program loads, unless the report says what is wrong with them.
func (m machine) loaded(ctx context.Context) []loader.Layer {
	found, err := m.Host.Layers(ctx)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(m.Host.PlanLayers(found, m.Host.RequestedLayers()).Load, func(layer loader.Layer) bool {
		off := func(row report.Layer) bool { return row.Manifest == layer.Path && !row.Enabled }
		return !strings.HasPrefix(layer.Source, "HKEY_") || slices.ContainsFunc(m.Report.Layers, off)
	})
}
