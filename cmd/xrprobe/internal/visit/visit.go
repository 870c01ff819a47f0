// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package visit

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// thinkingTime is how long the simulated user looks at a prompt. It is shorter than the
// shortest time in which the gate settles a promise.
const thinkingTime = permission.SettleMin / 2

// Ignore is the answer of a user who does not answer the prompt.
const Ignore = "ignore"

// Answers returns what a user may do with the prompt.
func Answers() []string { return []string{"allow", "block", "dismiss", Ignore} }

// Config says who visits what.
type Config struct {
	// Origin is the page's, Secure whether its documents are secure contexts, and Mode the
	// session mode that it asks for.
	Origin string
	Secure bool
	Mode   string
	// Allowed says that the permissions policy allows xr-spatial-tracking, Blocked that the
	// page's own header forbids it, and ThirdParty that the page is in a frame of another
	// origin.
	Allowed, Blocked, ThirdParty bool
	// Report, Classes and UserAgent are what the user agent knows, and Strategy is its own.
	Report    *report.Report
	Classes   classify.Classifications
	UserAgent modes.UserAgent
	Strategy  permission.Strategy
	Incognito bool
	// Answer is what the user does with the prompt: one of [Answers].
	Answer string
	// Random is the gate's source of random numbers.
	Random io.Reader
}

// document describes the page for the gate.
func (c Config) document() permission.DocumentConfig {
	d := permission.DocumentConfig{Document: navigator.Document{Origin: c.Origin, SecureContext: c.Secure, Window: true}, ThirdParty: c.ThirdParty}
	if c.Allowed {
		d.Allowed = []webxr.Policy{webxr.PolicySpatialTracking}
	}
	return d
}

// Visit is the visit of a page in a simulated user agent, on a virtual clock.
type Visit struct {
	config   Config
	key      permission.Key
	clock    *navigator.Virtual
	profile  *permission.Partition
	prompted bool
	steps    []step
}

// step is one thing that happens. Seen is what the page sees of it; nil means nothing.
type step struct {
	at        time.Duration
	who, what string
	seen      *Observation
}

// The actors of a step.
const (
	thePage      = "page"
	theUser      = "user"
	theUserAgent = "user agent"
)

// ObservedSchema is the value of the key "schema" of [Observed].
const ObservedSchema = "xrprobe.observed/1"

// Observed is what the page sees of a visit, and nothing else.
type Observed struct {
	Schema       string            `json:"schema"`
	Origin       string            `json:"origin"`
	Mode         webxr.SessionMode `json:"mode"`
	Observations []Observation     `json:"observations"`
}

// Observation is one thing that a page sees, and when.
type Observation struct {
	// AtMS is the time since the visit began, in milliseconds.
	AtMS int64 `json:"at_ms"`
	// What is a method or an event.
	What string `json:"what"`
	// Result is a boolean, a permission's state, an error's name, or null.
	Result any `json:"result"`
}

// New prepares a visit.
func New(c Config) *Visit {
	v := &Visit{config: c, clock: &navigator.Virtual{}, key: permission.Key{Origin: c.Origin, Mode: webxr.SessionMode(c.Mode)}}
	gate := permission.NewGate(permission.Config{
		Classes: c.Classes, Devices: navigator.FixedDevices(c.Report, c.UserAgent), Prompter: v, Strategy: c.Strategy, Clock: v.clock, Random: c.Random,
	})
	v.profile = gate.Regular()
	if c.Incognito {
		v.profile = gate.NewIncognito()
	}
	return v
}

// Observed returns what the page saw.
func (v *Visit) Observed() Observed {
	seen := Observed{Schema: ObservedSchema, Origin: v.key.Origin, Mode: v.key.Mode, Observations: []Observation{}}
	for _, s := range v.steps {
		if s.seen != nil {
			seen.Observations = append(seen.Observations, *s.seen)
		}
	}
	return seen
}

// Rows returns every step for people, in the order in which they happened: the time, the
// actor and what happened.
func (v *Visit) Rows() [][]string {
	var rows [][]string
	for _, s := range v.steps {
		rows = append(rows, []string{s.at.String(), s.who, s.what})
	}
	return rows
}

// Run lets the page ask, ask again when it has an answer, and ask once more after it was
// reloaded. Call it once.
func (v *Visit) Run() {
	c := v.config.document()
	c.Tasks = v.clock
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
		over := v.clock.Elapsed() + permission.PromptWindow + time.Second
		v.query(page)
		v.ask(page)
		v.clock.Advance(over - v.clock.Elapsed())
		if occasion == "is loaded" {
			v.ask(page)
			v.clock.Advance(time.Second)
		}
		leave()
	}
}

// explain says what the user agent knows before the page asks.
func (v *Visit) explain() {
	for _, class := range v.config.Classes {
		if class.Mode == v.key.Mode {
			v.happens(theUserAgent, "classifies %s as %s: %s", class.Mode, class.Class, class.Because)
		}
	}
	for _, mode := range v.config.Report.Modes {
		if mode.Mode == v.key.Mode {
			v.happens(theUserAgent, "finds %s %s: %s", mode.Mode, mode.Support, joined(mode.Reasons))
		}
	}
}

func (v *Visit) query(page *permission.Document) {
	var status *permission.Status
	status, err := page.Query(string(webxr.PermissionSessionSupported), v.config.Mode, func() {
		v.see("change", status.State(), "sees the permission change to %s", status.State())
	})
	if err != nil {
		v.see("query", errorName(err), "queries the permission: %s", errorName(err))
		return
	}
	v.see("query", status.State(), "queries the permission: %s", status.State())
}

func (v *Visit) ask(page *permission.Document) {
	v.happens(thePage, "calls isSessionSupported(%q)", v.config.Mode)
	page.IsSessionSupported(v.config.Mode, func(answer navigator.SupportedResult) {
		if answer.Err != nil {
			v.see("isSessionSupported", errorName(answer.Err), "gets an error: %s%s", errorName(answer.Err), v.config.why(answer.Err))
			return
		}
		v.see("isSessionSupported", answer.Value, "gets the answer %t", answer.Value)
	})
	v.clock.Advance(0)
	if !v.waits() {
		return
	}
	v.clock.Advance(permission.PromptDelayMax)
	if !v.prompted {
		v.happens(theUserAgent, "shows no prompt: no known device supports this mode")
	}
}

// waits reports whether the page waits for an answer.
func (v *Visit) waits() bool {
	last := v.steps[len(v.steps)-1]
	return last.who == thePage && last.seen == nil
}

// Ask implements [permission.Prompter]: it is the user.
func (v *Visit) Ask(prompt permission.Prompt) func() {
	v.prompted = true
	v.happens(theUserAgent, "shows a prompt")
	up := true
	if choice, answers := permission.ParseChoice(v.config.Answer); answers {
		v.clock.AfterFunc(thinkingTime, func() {
			if up {
				up = false
				v.happens(theUser, "answers the prompt: %s", v.config.Answer)
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
func (v *Visit) see(what string, result any, format string, args ...any) {
	v.happens(thePage, format, args...)
	v.steps[len(v.steps)-1].seen = &Observation{AtMS: v.clock.Elapsed().Milliseconds(), What: what, Result: result}
}

func (v *Visit) happens(who, format string, args ...any) {
	v.steps = append(v.steps, step{at: v.clock.Elapsed(), who: who, what: fmt.Sprintf(format, args...)})
}

// errorName returns the name of an error as a page sees it.
func errorName(err error) string {
	if name, known := err.(webxr.Error); known {
		return string(name)
	}
	return err.Error()
}

// why says which policy made an error, and what would allow the call. For an error of another
// kind it says nothing.
func (c Config) why(err error) string {
	switch {
	case err != webxr.SecurityError || c.Allowed:
		return ""
	case c.Blocked:
		return "; its header Permissions-Policy forbids " + string(webxr.PolicySpatialTracking) + ", and would allow it with " + string(webxr.PolicySpatialTracking) + "=(self)"
	default:
		return "; the permissions policy of a frame of another origin forbids " + string(webxr.PolicySpatialTracking) + `, and <iframe allow="` + string(webxr.PolicySpatialTracking) + `"> allows it`
	}
}

func joined(reasons []report.Reason) string {
	texts := make([]string, 0, len(reasons))
	for _, reason := range reasons {
		texts = append(texts, reason.Text)
	}
	return strings.Join(texts, "; ")
}
