// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package requirement

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// judgeAny is satisfied if a part is. Its reason is that part's, or else those of all parts.
func judgeAny(r Requirement, s subject) opinion {
	all := opinions(r.Any, s)
	for _, verdict := range []Verdict{Satisfied, Unknown} {
		at := slices.IndexFunc(all, func(o opinion) bool { return o.verdict == verdict })
		switch {
		case at < 0:
		case verdict == Satisfied:
			return all[at]
		default:
			return unknown("%s", reasons(all, Unknown))
		}
	}
	return not("%s", reasons(all, NotSatisfied))
}

// judgeAll is satisfied if each part is. Its reasons are those of the parts that decide.
func judgeAll(r Requirement, s subject) opinion {
	all := opinions(r.All, s)
	for _, verdict := range []Verdict{NotSatisfied, Unknown} {
		if slices.ContainsFunc(all, func(o opinion) bool { return o.verdict == verdict }) {
			return opinion{verdict, reasons(all, verdict)}
		}
	}
	return satisfied("%s", reasons(all, Satisfied))
}

func opinions(parts []Requirement, s subject) []opinion {
	var all []opinion
	for _, part := range parts {
		all = append(all, part.kind().judge(part, s))
	}
	return all
}

// reasons joins the reasons of opinions with one verdict, each once.
func reasons(all []opinion, verdict Verdict) string {
	var texts []string
	for _, o := range all {
		if o.verdict == verdict && !slices.Contains(texts, o.because) {
			texts = append(texts, o.because)
		}
	}
	return strings.Join(texts, "; ")
}

func judgeExtension(r Requirement, s subject) opinion {
	switch {
	case s.runtime == nil:
		return s.missing()
	case s.runtime.Extensions == nil:
		return s.unasked(report.LevelExtensions)
	}
	at := slices.IndexFunc(s.runtime.Extensions, func(e report.Extension) bool { return e.Name == r.Extension })
	switch {
	case at < 0 && s.assumes(".extensions"):
		return sheetIsSilent()
	case at < 0:
		return not("the runtime does not list %s", r.Extension)
	case r.Version <= 1:
		return satisfied("the runtime lists %s", r.Extension)
	case s.assumes(".extensions[%d].version", at):
		return unknown("the data sheet does not say which version of %s it is", r.Extension)
	}
	return opinion{atLeast(s.runtime.Extensions[at].Version, r.Version), fmt.Sprintf("the runtime lists %s of version %d", r.Extension, s.runtime.Extensions[at].Version)}
}

// atLeast compares two numbers.
func atLeast(is, least uint32) Verdict {
	if is >= least {
		return Satisfied
	}
	return NotSatisfied
}

func judgeMode(r Requirement, s subject) opinion {
	mode, found := modeOf(s.report, r)
	switch {
	case !found:
		return unknown("the report does not say")
	case mode.Support == report.Supported:
		return satisfied("%s", modeReasons(mode))
	case mode.Support == report.Unsupported, mode.Support == report.Unavailable:
		return not("%s", modeReasons(mode))
	default:
		return unknown("%s", modeReasons(mode))
	}
}

func modeOf(r *report.Report, required Requirement) (report.Mode, bool) {
	at := slices.IndexFunc(r.Modes, func(m report.Mode) bool { return m.Mode == required.Mode })
	if at < 0 {
		return report.Mode{}, false
	}
	return r.Modes[at], true
}

func modeReasons(mode report.Mode) string {
	var texts []string
	for _, reason := range mode.Reasons {
		texts = append(texts, reason.Text)
	}
	if len(texts) == 0 {
		return "the report does not say why"
	}
	return strings.Join(texts, "; ")
}

func judgeFeature(r Requirement, s subject) opinion {
	if got := judgeMode(r, s); got.verdict != Satisfied {
		return opinion{got.verdict, fmt.Sprintf("%s: %s", r.Mode, got.because)}
	}
	mode, _ := modeOf(s.report, r)
	at := slices.IndexFunc(mode.Features, func(f report.Feature) bool { return f.Name == r.Feature })
	switch {
	case at < 0 && !r.Feature.For(r.Mode):
		return not("no session of %s has the feature %s", r.Mode, r.Feature)
	case at < 0:
		return unknown("the report does not say")
	}
	switch feature := mode.Features[at]; feature.Support {
	case report.VerdictYes:
		return satisfied("%s", feature.Because)
	case report.VerdictNo:
		return not("%s", feature.Because)
	case report.VerdictUnverified:
		return unknown("only a session could show it: %s", feature.Because)
	default:
		return unknown("%s", feature.Because)
	}
}

func judgeAPIVersion(r Requirement, s subject) opinion {
	switch {
	case s.runtime == nil:
		return s.missing()
	case s.runtime.APIVersion == nil:
		return s.unasked(report.LevelInstance)
	case !later(r.APIVersion, "1.0"):
		return satisfied("the runtime creates instances")
	case s.assumes(".api_version"):
		return sheetIsSilent()
	case !later(r.APIVersion, *s.runtime.APIVersion):
		return satisfied("the runtime creates instances of OpenXR %s", *s.runtime.APIVersion)
	case !later(newestAsked, *s.runtime.APIVersion):
		return unknown("the runtime creates instances of OpenXR %s, and was not asked for a later version", *s.runtime.APIVersion)
	default:
		return not("the runtime creates instances of OpenXR %s, and of no later version", *s.runtime.APIVersion)
	}
}

// newestAsked is the newest version for which package levels asks runtimes.
const newestAsked = "1.1"

// later reports whether a version of OpenXR is later than another one. The patch version does not count: the specification rules out
// that it affects compatibility.
func later(a, b string) bool { return slices.Compare(minorOf(a), minorOf(b)) > 0 }

// minorOf returns the major and the minor number of a version.
func minorOf(text string) []int {
	version := make([]int, 2)
	for i, part := range strings.SplitN(text, ".", 3) {
		if i < len(version) {
			version[i], _ = strconv.Atoi(part) // a report's version is a number too
		}
	}
	return version
}

func judgeRuntimeName(r Requirement, s subject) opinion {
	switch {
	case s.runtime == nil:
		return s.missing()
	case s.runtime.Name == nil:
		return s.unasked(report.LevelInstance)
	case s.assumes(".name"):
		return sheetIsSilent()
	}
	same := strings.Contains(strings.ToLower(*s.runtime.Name), strings.ToLower(r.RuntimeName))
	switch own := s.runtime.APIVersion != nil; { // below the level instance the name is that of the manifest
	case !own && same:
		return satisfied("the manifest calls the runtime %q", *s.runtime.Name)
	case !own:
		return unknown("the manifest calls the runtime %q, and its own name is not known: %s", *s.runtime.Name, s.unasked(report.LevelInstance).because)
	case same:
		return satisfied("the runtime is called %q", *s.runtime.Name)
	default:
		return not("the runtime is called %q", *s.runtime.Name)
	}
}

func judgeFormFactor(r Requirement, s subject) opinion { return s.formFactor(r.FormFactor) }

func judgeViewConfiguration(r Requirement, s subject) opinion {
	sys, got, found := s.system(r.FormFactor)
	if !found {
		return got
	}
	_, got, _ = sys.view(r.ViewConfiguration)
	return got
}
