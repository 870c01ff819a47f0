// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package findings

import (
	"context"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/doctor"
	"github.com/xrprobe/xrprobe/probe/doctor/pretend"
)

// Explained is an ID and what it means.
type Explained struct {
	ID      string `json:"id"`
	Explain string `json:"explain"`
	// Example is the finding on the ID's example machine, and About what is wrong there. A system that cannot lay that machine out has
	// none.
	Example *Finding `json:"example,omitempty"`
	About   string   `json:"about,omitempty"`
}

// Catalogue returns every ID with what it means.
func Catalogue() []Explained {
	list := []Explained{}
	for _, e := range doctor.Catalogue() {
		list = append(list, Explained{ID: e.ID, Explain: e.Explain})
	}
	return list
}

// Pretend examines the example machine of an ID, and says what is wrong on it.
func Pretend(ctx context.Context, prober probe.Prober, id string) (e Examination, about string, err error) {
	found, err := pretend.Examine(ctx, prober, id)
	if err != nil {
		return Examination{}, "", err
	}
	next := 0
	e = Of(found.Report, func(report.Problem) []string { next++; return found.Evidence[next-1] })
	e.Pretended = &id
	return e, found.About, nil
}

// Explanation says what an ID means, and finds it on its example machine.
func Explanation(ctx context.Context, prober probe.Prober, id string) Explained {
	catalogue := Catalogue()
	explained := catalogue[slices.IndexFunc(catalogue, func(e Explained) bool { return e.ID == id })]
	e, about, err := Pretend(ctx, prober, id)
	if at := slices.IndexFunc(e.Findings, func(f Finding) bool { return f.ID == id }); err == nil && at >= 0 {
		explained.Example, explained.About = &e.Findings[at], about
	}
	return explained
}
