// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package inventory

import (
	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/probe/report"
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

// Classes returns the host's classification. Of the host it takes its form factor
// alone.
func Classes(host report.Host) []report.Classification {
	answers := classify.Classify(classify.Host{FormFactor: classify.FormFactor(host.FormFactor)})
	classes := make([]report.Classification, 0, len(answers))
	for _, answer := range answers {
		classes = append(classes, report.Classification{
			Mode: answer.Mode, Class: string(answer.Class), Default: string(classify.Default(answer.Class)),
			Rule: answer.Rule, Because: answer.Because,
		})
	}
	return classes
}
