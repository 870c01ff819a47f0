// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var unreadableManifest = lint.Linter{
	ID:       "layer_manifest_unreadable",
	Explain:  "An API layer's manifest is a link that leads nowhere, no file, or one that this user may not read, so the loader leaves it out.",
	Thorough: true,
	Check: each(func(l layers, layer loader.Layer) *report.Problem {
		if layer.Err == nil || layer.Err.Code != loader.CodeManifestUnreadable && layer.Err.Code != loader.CodeManifestMissing {
			return nil
		}
		return problem("layer_manifest_unreadable", report.SeverityWarning, "No program of this user gets "+called(layer)+": "+text(layer.Err)+".", l.readable(layer))
	}),
}

// readable is the fix of what is at a manifest's path.
func (l layers) readable(layer loader.Layer) string {
	info := l.Host.FileAt(layer.Path)
	switch {
	case layer.Err.Code == loader.CodeManifestMissing:
		return l.leftBehind(layer)
	case info.State == loader.StateFound && info.Mode.IsRegular() && l.GOOS() != "windows":
		return l.By(layer.Path) + "chmod a+r " + shell.Word(layer.Path)
	case info.State == loader.StateFound && info.Mode.IsDir():
		return "Give it a name that does not end in .json: " + l.SetAside(layer.Path)
	}
	return strings.Replace(layer.Err.Fix, "the file", layer.Path, 1)
}
