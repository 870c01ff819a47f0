// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// brokenLibrary is about layers that are off now. The loader lists them, and if one is on and no other loads, every program fails
// without a word that names it. Of layers that are on, the report says so itself. One that Windows' registry turns off, and whose manifest
// cannot be read, has no name.
var brokenLibrary = lint.Linter{
	ID:       "layer_library_broken",
	Explain:  "An API layer that is off names a library that no program can load: turned on, it may make every program fail.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		if layer.Err != nil || layer.Name == "" || l.isPlanned(layer) || l.Level == report.LevelManifest {
			return nil
		}
		binary := l.Host.InspectLayer(layer.LayerManifest)
		why := ""
		switch {
		case layer.Bare && binary.Found == loader.No:
			why = fmt.Sprintf("its library %s is in none of the linker's directories", layer.Library)
		case binary.Problem != nil && slices.Contains(hopeless, binary.Problem.Code):
			why = fmt.Sprintf("its library %s cannot be used: %s", l.Host.Plain(layer.Library), strings.TrimSuffix(binary.Problem.Text, "."))
		default:
			return nil
		}
		return problem("layer_library_broken", report.SeverityWarning, fmt.Sprintf("Programs that turn on %s may fail: %s.", called(layer), why), l.leftBehind(layer))
	}),
}

// hopeless are the faults of libraries with which no program can use them, whatever its architecture. A file that is not there is
// none of them: unless the name is bare, the loader leaves such a layer out.
var hopeless = []string{
	loader.CodeLibraryEmptyPath, loader.CodeLibraryNotObject, loader.CodeLibraryDamaged, loader.CodeLibraryNotShared, loader.CodeLibraryNoNegotiate,
}

// isPlanned reports whether the loader tries to load a layer.
func (l layers) isPlanned(layer loader.Layer) bool {
	return slices.ContainsFunc(l.plan.Load, func(other loader.Layer) bool { return other.Path == layer.Path && other.Implicit == layer.Implicit })
}
