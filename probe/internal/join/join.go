// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package join

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xrprobe/xrprobe/modes/report"
)

const headMounted = "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"

// Headsets joins the headsets that are plugged in with the systems of a report's runtimes. It
// returns new records: those of the headsets in their order, each with the systems that are it and
// with whether the active runtime reports it, and then those of headsets that only a runtime
// reports. Nil headsets mean that the buses could not be read.
func Headsets(plugged []report.Headset, r *report.Report) []report.Headset {
	j := joiner{known: plugged != nil, whole: plugged != nil && !slices.ContainsFunc(r.Buses, mayHide), plugged: make([]report.Headset, len(plugged))}
	for i, headset := range plugged {
		headset.Refs, headset.Conflicts = slices.Clone(headset.Refs), slices.Clone(headset.Conflicts)
		headset.Reported, headset.Because = unasked(r)
		j.plugged[i] = headset
	}
	for i := range r.Runtimes {
		j.add(&r.Runtimes[i])
	}
	if !j.known && len(j.others) == 0 {
		return nil
	}
	return append(j.plugged, j.others...)
}

// unasked is the answer for a headset where the active runtime is not among those of the report.
func unasked(r *report.Report) (report.Reported, *string) {
	switch {
	case r.Runtimes == nil || !r.ActiveKnown():
		return report.ReportedUnknown, new("it is not known which runtime is active")
	case len(r.Runtimes) == 0:
		return report.ReportedNo, new("no OpenXR runtime is active")
	default:
		return report.ReportedUnknown, new("the active runtime was not asked")
	}
}

// joiner is one run of Headsets.
type joiner struct {
	known bool
	// whole says that no other headset can be plugged in than those that were found.
	whole   bool
	plugged []report.Headset
	// others are the headsets that only runtimes report.
	others []report.Headset
}

// mayHide reports whether headsets may be on a bus that was not read. A machine without displays shows none.
func mayHide(b report.Bus) bool {
	return b.Bus == report.BusUSB && b.State != report.BusRead || b.Bus == report.BusDisplay && b.State != report.BusRead && b.State != report.BusAbsent
}

// add joins what a runtime answered for head-mounted displays.
func (j *joiner) add(r *report.Runtime) {
	system, because := headMountedOf(r)
	switch {
	case system == nil || system.Status == report.SystemFailed:
		j.tell(r, report.ReportedUnknown, because)
	case system.Status == report.SystemAvailable:
		j.available(r, system)
	default:
		j.tell(r, report.ReportedNo, because)
	}
}

// headMountedOf returns a runtime's answer for head-mounted displays, and why none is available.
func headMountedOf(r *report.Runtime) (system *report.System, because string) {
	i := slices.IndexFunc(r.Systems, func(s report.System) bool { return s.FormFactor == headMounted })
	switch {
	case i >= 0 && r.Systems[i].Result != nil:
		return &r.Systems[i], fmt.Sprintf("%s answered %s for head-mounted displays", nameOf(r), *r.Systems[i].Result)
	case i >= 0:
		return &r.Systems[i], fmt.Sprintf("%s answered for head-mounted displays that none is available", nameOf(r))
	case r.Cause != nil && !r.Cause.Level.AtLeast(report.LevelLibrary):
		return nil, fmt.Sprintf("%s cannot be asked: %s", nameOf(r), r.Cause.Text)
	case r.Cause != nil:
		return nil, fmt.Sprintf("%s did not answer: %s", nameOf(r), r.Cause.Text)
	default:
		return nil, fmt.Sprintf("%s was asked up to the level %s, and only from the level %s up does a runtime tell which headset it has", nameOf(r), r.Level, report.LevelProperties)
	}
}

// available joins the headset that a runtime has with one that is plugged in, if it can only be that one.
func (j *joiner) available(r *report.Runtime, system *report.System) {
	said := text(system.Name)
	means := meaning(text(r.Name), said)
	if system.Name == nil && !r.Level.AtLeast(report.LevelProperties) {
		means = name{tells: tellsNothing, because: fmt.Sprintf("the headset's name is only asked for from the level %s up", report.LevelProperties)}
	}
	candidates := j.candidates(means, said)
	switch {
	case means.tells == tellsNone:
		j.tell(r, report.ReportedNo, fmt.Sprintf("%s: %s", reports(r, said), means.because))
		j.addOther(r, said, means)
	case means.tells == tellsAway:
		j.tell(r, report.ReportedNo, fmt.Sprintf("%s: %s", reports(r, said), means.because))
		j.unseen(r, said, means, isStandalone, "a headset may be on a cable and on the network")
	case len(candidates) == 1 && (means.tells != tellsNothing || namesModel(j.plugged[candidates[0]], said)):
		j.tell(r, report.ReportedNo, reports(r, said)+", which is another headset")
		j.joined(r, candidates[0], means)
	case len(candidates) > 0:
		j.tell(r, report.ReportedNo, reports(r, said)+", which is another headset")
		for _, i := range candidates {
			j.mayBe(i, r, said, means.because)
		}
	default:
		another := "which is none that is plugged in"
		if !j.whole {
			another = "which is another headset"
		}
		j.tell(r, report.ReportedNo, reports(r, said)+", "+another)
		j.unseen(r, said, means, isDoubtful, "it is not certain what this one is")
	}
}

// unseen adds a record of the headset that a runtime has, unless it may be one of some that are plugged in.
func (j *joiner) unseen(r *report.Runtime, said string, means name, mayBe func(report.Headset) bool, because string) {
	some := false
	for i := range j.plugged {
		if mayBe(j.plugged[i]) {
			some = true
			j.mayBe(i, r, said, because)
		}
	}
	if !some {
		j.addOther(r, said, means)
	}
}

// mayBe leaves open whether a headset that is plugged in is the one that a runtime has.
func (j *joiner) mayBe(i int, r *report.Runtime, said, because string) {
	j.answer(i, r, report.ReportedUnknown, fmt.Sprintf("%s, which may be this one: %s", reports(r, said), because))
}

func isStandalone(h report.Headset) bool { return h.Kind == report.KindStandalone }

func isDoubtful(h report.Headset) bool { return h.Confidence == report.ConfidencePossible }

// candidates are the headsets that are plugged in and may be the one that a runtime names: those that the table names, or else those
// whose model is in the system's name, or else all if the names tell nothing.
func (j *joiner) candidates(means name, said string) []int {
	listed := func(h report.Headset) bool {
		return slices.ContainsFunc(means.models, func(model string) bool {
			return text(h.Vendor) == model || slices.ContainsFunc(modelsOf(h), func(one string) bool { return fits(model, one) })
		})
	}
	named := func(h report.Headset) bool { return namesModel(h, said) }
	any := func(report.Headset) bool { return means.tells == tellsNothing }
	for _, may := range []func(report.Headset) bool{listed, named, any} {
		var found []int
		for i, headset := range j.plugged {
			if may(headset) {
				found = append(found, i)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// modelsOf returns the models that a headset may be, and its whole name first.
func modelsOf(h report.Headset) []string {
	models := []string{text(h.Name)}
	for part := range strings.SplitSeq(text(h.Name), " or ") {
		models = append(models, strings.Split(part, ", ")...)
	}
	return models
}

// namesModel reports whether a system's name has the headset's, and no word of another model's after it: "PICO 4 Pro" is no Pico 4.
func namesModel(headset report.Headset, said string) bool {
	before, after, has := strings.Cut(strings.ToLower(said), strings.ToLower(text(headset.Name)))
	isWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(after, " "))
	last, _ := utf8.DecodeLastRuneInString(before)
	return text(headset.Name) != "" && has && !isWord(first) && !isWord(last)
}

// joined adds a runtime's system to a headset that is plugged in.
func (j *joiner) joined(r *report.Runtime, i int, means name) {
	headset := &j.plugged[i]
	headset.Refs = append(headset.Refs, systemRef(r))
	if means.tells == tellsVendor {
		headset.Conflicts = append(headset.Conflicts, means.because)
	}
	if r.Active {
		headset.Reported, headset.Because = report.ReportedYes, nil
	}
}

// addOther adds a record of a headset that only a runtime reports.
func (j *joiner) addOther(r *report.Runtime, said string, means name) {
	headset := report.Headset{
		Name: orNull(said), Kind: report.KindHeadset, Confidence: report.ConfidencePossible, Conflicts: []string{},
		Refs: []report.DeviceRef{systemRef(r)}, Reported: report.ReportedUnknown, Because: new("the runtime that reports it is not the active one"),
	}
	if r.Active {
		headset.Reported, headset.Because = report.ReportedYes, nil
	}
	switch {
	case means.tells == tellsNone:
		headset.Kind, headset.Confidence = report.KindSimulated, report.ConfidenceCertain
	case means.tells == tellsAway:
		headset.Confidence = report.ConfidenceLikely
	case j.whole:
		headset.Conflicts = append(headset.Conflicts, fmt.Sprintf("%s reports it, and no bus of this machine shows it", nameOf(r)))
	}
	if means.tells == tellsNothing || means.tells == tellsVendor {
		headset.Conflicts = append(headset.Conflicts, means.because)
	}
	j.others = append(j.others, headset)
}

// tell gives every headset that is plugged in the same answer, if the runtime is the active one.
func (j *joiner) tell(r *report.Runtime, reported report.Reported, because string) {
	for i := range j.plugged {
		j.answer(i, r, reported, because)
	}
}

func (j *joiner) answer(i int, r *report.Runtime, reported report.Reported, because string) {
	if r.Active {
		j.plugged[i].Reported, j.plugged[i].Because = reported, &because
	}
}

func systemRef(r *report.Runtime) report.DeviceRef {
	return report.DeviceRef{What: report.BusSystem, ID: r.ID, Place: headMounted}
}

// reports says which headset a runtime reports, if it told the name.
func reports(r *report.Runtime, said string) string {
	if said == "" {
		return nameOf(r) + " reports a headset"
	}
	return fmt.Sprintf("%s reports %q", nameOf(r), said)
}

// nameOf names a runtime for people.
func nameOf(r *report.Runtime) string {
	if r.Name != nil {
		return *r.Name
	}
	return r.ID
}

func text(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
