// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

var shadowedManifest = Linter{
	ID:      "shadowed_manifest",
	Explain: "An active_runtime.json is not read, because the file for one architecture beside it comes first.",
	Check: func(_ context.Context, p *Patient) []report.Problem {
		if p.Report.Resolution == nil || p.Report.Resolution.Chosen == nil {
			return nil
		}
		chosen := *p.Report.Resolution.Chosen
		dir, name := path.Split(chosen)
		arch, special := strings.CutPrefix(strings.TrimSuffix(name, ".json"), "active_runtime.")
		if !special || path.Base(path.Clean(dir)) != "1" {
			return nil // the plain name, or a file that XR_RUNTIME_JSON names
		}
		plain := dir + "active_runtime.json"
		if info := p.Host.FileAt(plain); info.State != loader.StateFound || sameRuntime(p, chosen, plain) {
			return nil
		}
		text := fmt.Sprintf("%s is not read by %s programs, because %s beside it comes first", plain, arch, name)
		fix := "To use " + plain + " instead: " + p.SetAside(chosen)
		switch use := useOf(p, plain); {
		case use == servesNobody:
			text, fix = text+"; it could not be used anyway", p.Remove(plain)
		case use == servesOthers:
			return nil
		}
		return []report.Problem{{ID: "shadowed_manifest", Severity: report.SeverityWarning, Subject: subjectOf(p.Report), Fix: &fix, Text: text}}
	},
}

// subjectOf returns the ID of the active runtime, or "host".
func subjectOf(r *report.Report) string {
	if active := r.Active(); active != nil {
		return active.ID
	}
	return "host"
}

// sameRuntime reports whether two manifests lead to one library.
func sameRuntime(p *Patient, a, b string) bool {
	first, err := p.Host.ReadManifest(a)
	if err != nil {
		return p.Host.FileAt(a).Canonical == p.Host.FileAt(b).Canonical
	}
	second, err := p.Host.ReadManifest(b)
	return err == nil && first.Library == second.Library
}
