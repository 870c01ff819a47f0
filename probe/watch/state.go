// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import (
	"encoding/json"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/services"
)

// state is the state of the machine at one time.
type state struct {
	report *report.Report
	// files is a report that was made without executing anything.
	files    *report.Report
	headsets []report.Headset
	// sockets are those at which the runtime's service listens.
	sockets services.Sockets
	marks
}

// marks are the texts by which two states are compared. They are computed when a report is new,
// since its consumer may change it.
type marks struct{ identity, version, condition, systems string }

func marksOf(r *report.Report) marks {
	return marks{identity: identity(r), version: version(r), condition: condition(r), systems: systems(r)}
}

// differsFrom returns the parts that differ from an earlier state.
func (s state) differsFrom(before state) []Topic {
	var topics []Topic
	for _, part := range []struct {
		topic  Topic
		differ bool
	}{
		{TopicRuntime, s.identity != before.identity || s.updated(before)},
		{TopicState, s.condition != before.condition},
		{TopicHeadset, s.systems != before.systems},
		{TopicHardware, !sameHeadsets(s.headsets, before.headsets)},
	} {
		if part.differ {
			topics = append(topics, part.topic)
		}
	}
	return topics
}

// updated reports whether a runtime that answered before and now has another version.
func (s state) updated(before state) bool {
	return s.version != before.version && !failed(s.report) && !failed(before.report)
}

// plugged returns the report's records of the headsets that are plugged in, with whether the runtime reports them. It returns nil if
// nothing is known of what is plugged in.
func (s state) plugged() []report.Headset {
	if s.headsets == nil {
		return nil
	}
	plugged := []report.Headset{}
	for _, headset := range s.report.Headsets {
		if slices.ContainsFunc(headset.Refs, func(ref report.DeviceRef) bool { return ref.What != report.BusSystem }) {
			plugged = append(plugged, headset)
		}
	}
	return plugged
}

// lost reports whether something that existed before is gone.
func (s state) lost(before state) bool {
	return len(present(s.headsets)) < len(present(before.headsets)) ||
		len(s.report.Runtimes) < len(before.report.Runtimes) ||
		failed(s.report) && !failed(before.report) ||
		available(s.report) < available(before.report)
}

// completing reports whether a headset has come of which more devices may follow, which may tell its name: nothing is certain of it yet, or one
// that it normally has is not there.
func (s state) completing(before state) bool {
	come := without(present(s.headsets), present(before.headsets))
	return slices.ContainsFunc(s.headsets, func(h report.Headset) bool {
		return slices.Contains(come, h.Title()) && (h.Confidence != report.ConfidenceCertain || len(h.Conflicts) > 0)
	})
}

// without returns those titles of a list that another one does not have as often.
func without(titles, others []string) []string {
	others = slices.Clone(others)
	return slices.DeleteFunc(slices.Clone(titles), func(title string) bool {
		at := slices.Index(others, title)
		if at >= 0 {
			others = slices.Delete(others, at, at+1)
		}
		return at >= 0
	})
}

// sameHeadsets reports whether the same headsets are plugged in, and whether both are known. The devices of one come one after the other, so what
// is known of its parts does not count.
func sameHeadsets(a, b []report.Headset) bool {
	return (a == nil) == (b == nil) && slices.Equal(present(a), present(b))
}

// present returns what headsets are called, without those of which nothing but parts is there yet.
func present(headsets []report.Headset) []string {
	var titles []string
	for _, headset := range headsets {
		if headset.Kind != report.KindPart {
			titles = append(titles, headset.Title())
		}
	}
	slices.Sort(titles)
	return titles
}

func failed(r *report.Report) bool {
	return slices.ContainsFunc(r.Runtimes, func(runtime report.Runtime) bool { return runtime.Cause != nil })
}

// available counts the available systems.
func available(r *report.Report) int {
	count := 0
	for _, runtime := range r.Runtimes {
		for _, system := range runtime.Systems {
			if system.Status == report.SystemAvailable {
				count++
			}
		}
	}
	return count
}

// identity identifies the runtime of a report by its files.
func identity(r *report.Report) string {
	if r.Runtimes == nil {
		return "unknown"
	}
	return text(r, func(runtime report.Runtime) any { return []any{runtime.Manifest, runtime.ID, runtime.Library} })
}

func version(r *report.Report) string {
	return text(r, func(runtime report.Runtime) any {
		return []any{runtime.Name, runtime.Version, runtime.APIVersion, runtime.Arch, runtime.Extensions}
	})
}

// condition says why the runtime cannot be asked, if it cannot.
func condition(r *report.Report) string {
	return text(r, func(runtime report.Runtime) any {
		if runtime.Cause == nil {
			return nil
		}
		return []any{runtime.Cause.Code, runtime.Cause.Level, runtime.Cause.Result}
	})
}

func systems(r *report.Report) string {
	return text(r, func(runtime report.Runtime) any {
		if runtime.Systems == nil {
			return nil
		}
		return runtime.Systems
	})
}

// text writes a part of each runtime as text, so that two reports can be compared.
func text(r *report.Report, part func(report.Runtime) any) string {
	var parts []any
	for _, runtime := range r.Runtimes {
		if p := part(runtime); p != nil {
			parts = append(parts, p)
		}
	}
	written, _ := json.Marshal(parts) // a report always has a JSON form
	return string(written)
}
