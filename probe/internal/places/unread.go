// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package places

import (
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Unread reports whether nothing but a choice that no program reads names a runtime, and its code was not executed. That its
// files cannot be used does no harm: a link to nothing and a shadowed choice are faults of their own.
func Unread(runtime report.Runtime) bool {
	executed := runtime.Cause != nil && runtime.Cause.Level.AtLeast(report.LevelLibrary)
	if len(runtime.ManifestFiles) == 0 || runtime.Active || executed {
		return false
	}
	return !slices.ContainsFunc(runtime.ManifestFiles, func(f report.ManifestFile) bool {
		return f.Source != InConfiguration && f.Source != AtLink || len(f.ActiveFor) > 0
	})
}

// KeyOf returns the key of Windows' registry in which the search looked for the active runtime, or "".
func KeyOf(r *report.Resolution) string {
	for _, step := range r.Steps {
		if key, _, named := strings.Cut(step.What, ", "); named && step.Rule == "registry" {
			return key
		}
	}
	return ""
}
