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

// thinks is how long the simulated user looks at a prompt: less than any question takes.
const thinks = permission.SettleMin / 2

// visit is a page's visit to a user agent that does not exist, on a virtual clock.
type visit struct {
	question question
	report   *report.Report
	classes  classify.Classifications
	key      permission.Key
	clock    *permission.Virtual
	profile  *permission.Partition
	prompted bool
	steps    []step
}

// step is one thing that happens. Seen is what the page sees of it, or nil.
type step struct {
	at        time.Duration
	who, what string
	seen      *observation
}

// Who does something.
const (
	thePage = "page"
	theUser = "user"
	theGate = "user agent"
)

func newVisit(q question, found *report.Report, classes classify.Classifications, origin string) *visit {
	v := &visit{
		question: q, report: found, classes: classes, clock: &permission.Virtual{},
		key: permission.Key{Origin: origin, Mode: webxr.SessionMode(q.mode)},
	}
	strategy, _ := permission.ParseStrategy(q.strategy) // checked before
	gate := permission.NewGate(permission.Config{
		Classes: classes, Devices: navigator.FixedDevices(found, agent), Prompter: v, Strategy: strategy, Clock: v.clock, Random: q.chance(),
	})
	v.profile = gate.Regular()
	if q.incognito {
		v.profile = gate.NewIncognito()
	}
	return v
}

// run has the page ask, ask again when it has an answer, and ask once more after it was
// loaded anew.
func (v *visit) run(c permission.DocumentConfig) {
	c.Tasks = &v.clock.VirtualLoop
	c.Events = navigator.Events{DeviceChange: func() { v.see("devicechange", nil, "sees the event devicechange") }}
	v.explain()
	for _, occasion := range []string{"is loaded", "is loaded anew"} {
		v.happens(thePage, "%s", occasion)
		ctx, leave := context.WithCancel(context.Background())
		page := v.profile.Open(ctx, c)
		if !page.Exposed() {
			v.see("navigator.xr", nil, "has no navigator.xr: it is no secure context")
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

// explain says what is known before anybody asks.
func (v *visit) explain() {
	for _, answer := range v.classes {
		if answer.Mode == v.key.Mode {
			v.happens(theGate, "knows %s as %s: %s", answer.Mode, answer.Class, answer.Because)
		}
	}
	for _, mode := range v.report.Modes {
		if mode.Mode == v.key.Mode {
			v.happens(theGate, "finds %s %s: %s", mode.Mode, mode.Support, reasons(mode))
		}
	}
}

func (v *visit) query(page *permission.Document) {
	var status *permission.Status
	status, err := page.Query(string(webxr.PermissionSessionSupported), v.question.mode, func() {
		v.see("change", status.State(), "sees the permission change to %s", status.State())
	})
	if err != nil {
		v.see("query", errorName(err), "queries the permission: %s", errorName(err))
		return
	}
	v.see("query", status.State(), "queries the permission: %s", status.State())
}

func (v *visit) ask(page *permission.Document) {
	v.happens(thePage, "calls isSessionSupported(%q)", v.question.mode)
	page.IsSessionSupported(v.question.mode, func(answer navigator.SupportedResult) {
		if answer.Err != nil {
			v.see("isSessionSupported", errorName(answer.Err), "is refused: %s", errorName(answer.Err))
			return
		}
		v.see("isSessionSupported", answer.Value, "is told %t", answer.Value)
	})
	v.clock.Advance(0)
	if v.waits() && !v.prompted {
		v.happens(theGate, "shows no prompt: nothing that is known here has this mode")
	}
}

// waits reports whether the page's question is open.
func (v *visit) waits() bool {
	last := v.steps[len(v.steps)-1]
	return last.who == thePage && last.seen == nil
}

// Ask implements [permission.Prompter]: it is the user.
func (v *visit) Ask(prompt permission.Prompt) func() {
	v.prompted = true
	v.happens(theGate, "shows a prompt")
	up := true
	if choice, answers := choices[v.question.answer]; answers {
		v.clock.AfterFunc(thinks, func() {
			if up {
				up = false
				v.happens(theUser, "answers the prompt: %s", v.question.answer)
				prompt.Answer(choice)
			}
		})
	}
	return func() {
		if up {
			up = false
			v.happens(theGate, "takes the prompt away")
		}
	}
}

// see notes what the page sees.
func (v *visit) see(what string, result any, format string, args ...any) {
	v.happens(thePage, format, args...)
	v.steps[len(v.steps)-1].seen = &observation{AtMS: v.clock.Elapsed().Milliseconds(), What: what, Result: result}
}

func (v *visit) happens(who, format string, args ...any) {
	v.steps = append(v.steps, step{at: v.clock.Elapsed(), who: who, what: fmt.Sprintf(format, args...)})
}

// errorName is what a page sees of an error.
func errorName(err error) string {
	if name, known := err.(webxr.Error); known {
		return string(name)
	}
	return err.Error()
}
