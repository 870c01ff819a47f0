// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"cmp"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/codes"
	"github.com/xrprobe/xrprobe/probe/doctor/evidence"
)

// Entry is the ID of problems that an examination can find.
type Entry struct {
	ID string
	// Explain says in one sentence what it means.
	Explain string
	// Thorough says that only a thorough examination finds it.
	Thorough bool
}

// Catalogue returns every ID that a problem can have after a thorough examination, sorted.
func Catalogue() []Entry {
	var list []Entry
	for _, linter := range Linters() {
		if linter.Reports == nil || slices.Contains(linter.Reports, linter.ID) {
			list = append(list, Entry{ID: linter.ID, Explain: linter.Explain, Thorough: linter.Thorough})
		}
	}
	for _, code := range codes.All() {
		list = append(list, Entry{ID: code.ID, Explain: code.Explain})
	}
	slices.SortFunc(list, func(a, b Entry) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// IDs returns the IDs of the catalogue.
func IDs() []string {
	var ids []string
	for _, entry := range Catalogue() {
		ids = append(ids, entry.ID)
	}
	return ids
}

// Evidence returns the facts behind a problem of a report that was made of the machine, as sentences without a full stop.
func Evidence(m Machine, r *report.Report, p report.Problem) []string { return evidence.Of(&m, r, p) }

// EvidenceOf returns those facts that the report has itself, if the machine is not here.
func EvidenceOf(r *report.Report, p report.Problem) []string { return evidence.Of(nil, r, p) }
