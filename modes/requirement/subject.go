// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package requirement

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
)

// subject is the runtime of a report that is judged.
type subject struct {
	report *report.Report
	// runtime is nil if there is none, and path its path in the report.
	runtime *report.Runtime
	path    string
}

// opinion is a verdict and its reason.
type opinion struct {
	verdict Verdict
	because string
}

func satisfied(format string, args ...any) opinion {
	return opinion{Satisfied, fmt.Sprintf(format, args...)}
}

func not(format string, args ...any) opinion {
	return opinion{NotSatisfied, fmt.Sprintf(format, args...)}
}

func unknown(format string, args ...any) opinion {
	return opinion{Unknown, fmt.Sprintf(format, args...)}
}

// sheetIsSilent is the reason where a data sheet does not know a value.
func sheetIsSilent() opinion { return unknown("the data sheet does not say") }

func subjectOf(r *report.Report) subject {
	s := subject{report: r}
	for i := range r.Runtimes {
		if r.Runtimes[i].Active || len(r.Runtimes) == 1 {
			s.runtime, s.path = &r.Runtimes[i], fmt.Sprintf("runtimes[%d]", i)
			break
		}
	}
	return s
}

// missing is the opinion about everything that a runtime must have, where there is none.
func (s subject) missing() opinion {
	if !s.report.ActiveKnown() {
		return unknown("the machine's active runtime could not be determined")
	}
	return not("no OpenXR runtime is active on this machine")
}

// unasked says why the runtime did not answer what comes at a level.
func (s subject) unasked(level report.Level) opinion {
	switch cause := s.runtime.Cause; {
	case cause != nil && level.AtLeast(cause.Level):
		return unknown("the runtime could not be asked: %s", cause.Text)
	case !s.runtime.Level.AtLeast(level):
		return unknown("the runtime was asked up to the level %q only", s.runtime.Level)
	default:
		return unknown("the report does not say")
	}
}

// assumes reports whether a data sheet does not know a value below the runtime's path.
func (s subject) assumes(format string, args ...any) bool {
	return s.report.Assumes(s.path + fmt.Sprintf(format, args...))
}

// system is the system that a requirement is about.
type system struct {
	*report.System
	subject subject
	path    string
}

// system returns the system of a form factor, if it is available, or else the opinion about everything that it must have.
func (s subject) system(formFactor string) (system, opinion, bool) {
	formFactor = cmp.Or(formFactor, defaultFormFactor)
	got := s.formFactor(formFactor)
	if got.verdict != Satisfied {
		return system{}, got, false
	}
	at := slices.IndexFunc(s.runtime.Systems, func(sys report.System) bool { return sys.FormFactor == formFactor })
	return system{&s.runtime.Systems[at], s, fmt.Sprintf(".systems[%d]", at)}, opinion{}, true
}

// formFactor says whether a system for a form factor is available.
func (s subject) formFactor(wanted string) opinion {
	if s.runtime == nil {
		return s.missing()
	}
	at := slices.IndexFunc(s.runtime.Systems, func(sys report.System) bool { return sys.FormFactor == wanted })
	if at < 0 && s.runtime.Systems != nil && s.runtime.Cause == nil {
		return unknown("the runtime was not asked for %s", wanted)
	}
	if at < 0 {
		return s.unasked(report.LevelSystem)
	}
	switch sys := s.runtime.Systems[at]; sys.Status {
	case report.SystemAvailable:
		return satisfied("the runtime has a system for %s", wanted)
	case report.SystemUnavailable:
		return not("the runtime knows %s, but no such device is connected", wanted)
	case report.SystemUnsupported:
		return not("the runtime does not support %s", wanted)
	default:
		return unknown("xrGetSystem failed for %s", wanted)
	}
}

// view is a view configuration of a system.
type view struct {
	*report.ViewConfiguration
	path string
}

// view returns a view configuration, or else the opinion about everything that it must have.
func (sys system) view(wanted string) (view, opinion, bool) {
	wanted = cmp.Or(wanted, defaultViewConfiguration)
	if sys.ViewConfigurations == nil {
		return view{}, sys.subject.unasked(report.LevelProperties), false
	}
	at := slices.IndexFunc(sys.ViewConfigurations, func(v report.ViewConfiguration) bool { return v.Type == wanted })
	path := fmt.Sprintf("%s.view_configurations", sys.path)
	switch {
	case at >= 0:
		return view{&sys.ViewConfigurations[at], fmt.Sprintf("%s[%d]", path, at)}, satisfied("the system lists %s", wanted), true
	case sys.subject.assumes("%s", path):
		return view{}, sheetIsSilent(), false
	default:
		return view{}, not("the system does not list %s", wanted), false
	}
}
