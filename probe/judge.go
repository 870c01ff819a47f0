// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"reflect"
	"slices"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
)

// judge fills in the modes of the systems, the report's own modes, and the host's classes. The
// report's own modes are those of the active runtime, or of the only one that was asked.
func (p Prober) judge(r *report.Report) {
	for i := range r.Runtimes {
		for j := range r.Runtimes[i].Systems {
			system := &r.Runtimes[i].Systems[j]
			system.Modes = modes.OfSystem(&r.Runtimes[i], system, p.UserAgent)
		}
	}
	r.Modes = modes.OfReport(r, p.UserAgent)
	if len(r.Runtimes) == 1 {
		omitRepeated(r.Runtimes[0].Systems, r.Modes)
	}
	r.Classification = ReportClasses(ClassifyHost(r.Host))
}

// omitRepeated leaves out the modes of a runtime's systems if exactly one of them is available, and the report's own modes are its.
func omitRepeated(systems []report.System, own []report.Mode) {
	isAvailable := func(s report.System) bool { return s.Status == report.SystemAvailable }
	at := slices.IndexFunc(systems, isAvailable)
	if at < 0 || slices.ContainsFunc(systems[at+1:], isAvailable) || !sameModes(systems[at].Modes, own) {
		return
	}
	for i := range systems {
		systems[i].Modes = nil
	}
}

// sameModes compares a system's modes with a report's own, which also name the runtime.
func sameModes(of, own []report.Mode) bool {
	return slices.EqualFunc(of, own, func(a, b report.Mode) bool {
		b.Runtime = a.Runtime
		return reflect.DeepEqual(a, b)
	})
}

// ClassifyHost classifies each session mode by a report's host: its operating system,
// architecture, form factor and product. Unknown facts are nil.
func ClassifyHost(host report.Host) classify.Classifications {
	return classify.Classify(classify.Host{
		OS: orEmpty(host.OS), Arch: orEmpty(host.Arch), FormFactor: classify.FormFactor(host.FormFactor), Product: orEmpty(host.Product),
	})
}

// ReportClasses converts classes to the report's form, in the same order.
func ReportClasses(classes classify.Classifications) []report.Classification {
	out := make([]report.Classification, 0, len(classes))
	for _, c := range classes {
		class := report.Classification{
			Mode: c.Mode, Class: string(c.Class), Default: string(c.Default()), Rule: c.Rule, Because: c.Because,
		}
		if c.Ambiguous != nil {
			class.Ambiguous = &report.Ambiguity{Cause: string(c.Ambiguous.Cause)}
			for _, candidate := range c.Ambiguous.Candidates {
				class.Ambiguous.Candidates = append(class.Ambiguous.Candidates, string(candidate))
			}
		}
		out = append(out, class)
	}
	return out
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
