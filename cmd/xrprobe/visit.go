// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"fmt"
	"time"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// thinkingTime is how long the simulated user looks at a prompt. It is shorter than the
// shortest time in which the gate settles a promise.
const thinkingTime = permission.SettleMin / 2

// visit is the visit of a page in a simulated user agent, on a virtual clock.
type visit struct {
	flags    askFlags
	report   *report.Report
	classes  classify.Classifications
	key      permission.Key
	clock    *permission.Virtual
	profile  *permission.Partition
	prompted bool
	steps    []step
}

// step is one thing that happens. Seen is what the page sees of it; nil means nothing.
type step struct {
	at        time.Duration
	who, what string
	seen      *observation
}

// The actors of a step.
const (
	thePage      = "page"
	theUser      = "user"
	theUserAgent = "user agent"
)

func newVisit(f askFlags, found *report.Report, classes classify.Classifications, origin string) *visit {
	v := &visit{
		flags: f, report: found, classes: classes, clock: &permission.Virtual{},
		key: permission.Key{Origin: origin, Mode: webxr.SessionMode(f.mode)},
	}
	strategy, _ := permission.ParseStrategy(f.strategy) // validate has checked it
	gate := permission.NewGate(permission.Config{
		Classes: classes, Devices: navigator.FixedDevices(found, agent), Prompter: v, Strategy: strategy, Clock: v.clock, Random: f.random(),
	})
	v.profile = gate.Regular()
	if f.incognito {
		v.profile = gate.NewIncognito()
	}
	return v
}

// run lets the page ask, ask again when it has an answer, and ask once more after it was
// reloaded.
func (v *visit) run(c permission.DocumentConfig) {
	c.Tasks = &v.clock.VirtualLoop
	c.Events = navigator.Events{DeviceChange: func() { v.see("devicechange", nil, "sees the event devicechange") }}
	v.explain()
	for _, occasion := range []string{"is loaded", "is reloaded"} {
		v.happens(thePage, "%s", occasion)
		ctx, leave := context.WithCancel(context.Background())
		page := v.profile.Open(ctx, c)
		if !page.Exposed() {
			v.see("navigator.xr", nil, "has no navigator.xr: it is not a secure context")
			leave()
			return
		}
		v.query(page)
		v.ask(page)
		v.clock.Advance(permission.PromptWindow + time.Second)
		if occasion == "is loaded" {
			v.ask(page)
			v.clock.Advance(time.Second)
		}
		leave()
	}
}

// explain says what the user agent knows before the page asks.
func (v *visit) explain() {
	for _, class := range v.classes {
		if class.Mode == v.key.Mode {
			v.happens(theUserAgent, "classifies %s as %s: %s", class.Mode, class.Class, class.Because)
		}
	}
	for _, mode := range v.report.Modes {
		if mode.Mode == v.key.Mode {
			v.happens(theUserAgent, "finds %s %s: %s", mode.Mode, mode.Support, reasons(mode))
		}
	}
}

func (v *visit) query(page *permission.Document) {
	var status *permission.Status
	status, err := page.Query(string(webxr.PermissionSessionSupported), v.flags.mode, func() {
		v.see("change", status.State(), "sees the permission change to %s", status.State())
	})
	if err != nil {
		v.see("query", errorName(err), "queries the permission: %s", errorName(err))
		return
	}
	v.see("query", status.State(), "queries the permission: %s", status.State())
}

func (v *visit) ask(page *permission.Document) {
	v.happens(thePage, "calls isSessionSupported(%q)", v.flags.mode)
	page.IsSessionSupported(v.flags.mode, func(answer navigator.SupportedResult) {
		if answer.Err != nil {
			v.see("isSessionSupported", errorName(answer.Err), "gets an error: %s", errorName(answer.Err))
			return
		}
		v.see("isSessionSupported", answer.Value, "gets the answer %t", answer.Value)
	})
	v.clock.Advance(0)
	if v.waits() && !v.prompted {
		v.happens(theUserAgent, "shows no prompt: no known device supports this mode")
	}
}

// waits reports whether the page waits for an answer.
func (v *visit) waits() bool {
	last := v.steps[len(v.steps)-1]
	return last.who == thePage && last.seen == nil
}

// Ask implements [permission.Prompter]: it is the user.
func (v *visit) Ask(prompt permission.Prompt) func() {
	v.prompted = true
	v.happens(theUserAgent, "shows a prompt")
	up := true
	if choice, answers := choices[v.flags.answer]; answers {
		v.clock.AfterFunc(thinkingTime, func() {
			if up {
				up = false
				v.happens(theUser, "answers the prompt: %s", v.flags.answer)
				prompt.Answer(choice)
			}
		})
	}
	return func() {
		if up {
			up = false
			v.happens(theUserAgent, "removes the prompt")
		}
	}
}

// see records what the page sees.
func (v *visit) see(what string, result any, format string, args ...any) {
	v.happens(thePage, format, args...)
	v.steps[len(v.steps)-1].seen = &observation{AtMS: v.clock.Elapsed().Milliseconds(), What: what, Result: result}
}

func (v *visit) happens(who, format string, args ...any) {
	v.steps = append(v.steps, step{at: v.clock.Elapsed(), who: who, what: fmt.Sprintf(format, args...)})
}

// errorName returns the name of an error as a page sees it.
func errorName(err error) string {
	if name, known := err.(webxr.Error); known {
		return string(name)
	}
	return err.Error()
}
