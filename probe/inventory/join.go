// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package inventory

import (
	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
)

// Join fills a report's modes and classification in: every system's modes, the
// active runtime's (or, where another was asked, that one's) on top, and the
// host's classes.
func Join(r *report.Report, agent modes.UserAgent) {
	for i := range r.Runtimes {
		for j := range r.Runtimes[i].Systems {
			system := &r.Runtimes[i].Systems[j]
			system.Modes = modes.OfSystem(&r.Runtimes[i], system, agent)
		}
	}
	r.Modes = modes.OfReport(r, agent)
	r.Classification = Classes(r.Host)
}

// Classes returns the host's classification, by what it is.
func Classes(host report.Host) []report.Classification {
	return Classification(classify.Classify(Subject(host)))
}

// Subject returns what the classifier reads of a host: what it is, and nothing that is
// attached to it.
func Subject(host report.Host) classify.Host {
	return classify.Host{
		OS: orEmpty(host.OS), Arch: orEmpty(host.Arch), FormFactor: classify.FormFactor(host.FormFactor), Product: orEmpty(host.Product),
	}
}

// Classification writes classes as reports have them.
func Classification(answers classify.Classifications) []report.Classification {
	classes := make([]report.Classification, 0, len(answers))
	for _, answer := range answers {
		class := report.Classification{
			Mode: answer.Mode, Class: string(answer.Class), Default: string(answer.Default()),
			Rule: answer.Rule, Because: answer.Because,
		}
		if answer.Ambiguous != nil {
			class.Ambiguous = &report.Ambiguity{Cause: string(answer.Ambiguous.Cause)}
			for _, candidate := range answer.Ambiguous.Candidates {
				class.Ambiguous.Candidates = append(class.Ambiguous.Candidates, string(candidate))
			}
		}
		classes = append(classes, class)
	}
	return classes
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
