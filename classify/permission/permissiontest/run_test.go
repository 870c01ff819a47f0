// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// embedder is a small sound user agent on a virtual clock.
type embedder struct{}

type browser struct {
	t       testing.TB
	clock   *navigator.Virtual
	gate    *permission.Gate
	feed    *navigator.Feed
	prompts []*prompt
	private *permission.Partition // nil if no private window is open
	pages   []*page               // those that are open
}

func (embedder) Start(t testing.TB, connected bool) Browser {
	b := &browser{t: t, clock: &navigator.Virtual{}, feed: navigator.NewFeed()}
	devices := navigator.NewDevices(navigator.DevicesConfig{Source: b.feed, Agent: modes.UserAgent{ARModule: true}, Clock: b.clock})
	b.gate = permission.NewGate(permission.Config{Classes: navigatortest.Classes{}, Devices: devices, Prompter: b, XR: features{b}, Clock: b.clock})
	navigatortest.Run(t, devices)
	b.Plug(connected)
	return b
}

func (b *browser) Plug(connected bool) {
	system := navigatortest.Headset()
	if connected {
		system = navigatortest.Headset("OPAQUE", "ALPHA_BLEND")
	}
	b.feed.Send(&report.Report{Runtimes: []report.Runtime{{
		ID: "r", Active: true, Level: report.LevelProperties, Reached: new(report.LevelProperties), Status: report.StatusOK,
		Extensions: []report.Extension{}, Systems: []report.System{system},
	}}})
	b.Wait(0)
}

func (b *browser) Wait(d time.Duration) { b.clock.Advance(d) }
func (b *browser) Touched() int         { return 0 }

func (b *browser) Prompts() []Prompt {
	var up []Prompt
	for _, p := range b.prompts {
		up = append(up, p)
	}
	return up
}

// prompt is a prompt of either kind. Page is the page whose request for a session it belongs to,
// or nil.
type prompt struct {
	browser  *browser
	page     *page
	origin   string
	features []string
	answer   func(permission.Choice)
}

func (p *prompt) Origin() string     { return p.origin }
func (p *prompt) Features() []string { return p.features }

func (p *prompt) Choose(choice permission.Choice) {
	p.browser.withdraw(func(up *prompt) bool { return up == p })
	p.answer(choice)
}

func (b *browser) show(p *prompt) func() {
	b.prompts = append(b.prompts, p)
	return func() { b.withdraw(func(up *prompt) bool { return up == p }) }
}

func (b *browser) withdraw(which func(*prompt) bool) { b.prompts = slices.DeleteFunc(b.prompts, which) }

// Ask implements [permission.Prompter].
func (b *browser) Ask(p permission.Prompt) func() {
	return b.show(&prompt{browser: b, origin: p.Key.Origin, answer: p.Answer})
}

// features is the permission "xr".
type features struct{ browser *browser }

func (features) State(navigator.PermissionDescriptor) webxr.PermissionState { return webxr.Prompt }

// Request implements [navigator.Permissions].
func (f features) Request(d navigator.PermissionDescriptor, settle func(navigator.Grant)) (withdraw func()) {
	var wanted []string
	for _, feature := range d.Required {
		wanted = append(wanted, string(feature))
	}
	return f.browser.show(&prompt{browser: f.browser, page: d.Call.(*page), origin: d.Origin, features: wanted, answer: func(choice permission.Choice) {
		if choice == permission.Allow {
			settle(navigator.Grant{State: webxr.Granted, Features: d.Required})
			return
		}
		settle(navigator.Grant{State: webxr.Denied})
	}})
}

// page is a page and its event loop.
type page struct {
	browser  *browser
	document *permission.Document
	leave    func() // ends the document's context
	private  bool
	state    State
	held     []func()
	seen     []string
}

func (b *browser) Open(tab Tab) Page {
	p := &page{browser: b, private: tab.Private}
	top := cmp.Or(tab.EmbeddedBy, tab.Origin)
	document := navigatortest.Document(top, webxr.PolicySpatialTracking)
	if tab.Blocked {
		document.Allowed = nil
	}
	ctx, leave := context.WithCancel(b.t.Context())
	p.leave = leave
	p.document = b.partition(tab.Private).Open(ctx, permission.DocumentConfig{
		Document: document, ThirdParty: top != tab.Origin, Tasks: p,
		Events: navigator.Events{DeviceChange: func() { p.see("devicechange") }, Incompatible: func() { p.see("incompatible") }},
	})
	b.pages = append(b.pages, p)
	return p
}

func (b *browser) partition(private bool) *permission.Partition {
	if !private {
		return b.gate.Regular()
	}
	if b.private == nil {
		b.private = b.gate.NewIncognito()
	}
	return b.private
}

// Queue implements [navigator.TaskQueue].
func (p *page) Queue(task navigator.Task) { p.post(task.Run) }

// post queues a task. A frozen page runs its tasks when it is restored.
func (p *page) post(task func()) {
	p.browser.clock.Post(func() {
		if p.state == Frozen {
			p.held = append(p.held, task)
			return
		}
		task()
	})
}

func (p *page) see(text string) { p.seen = append(p.seen, text) }

// settled records how the promise of a call settled.
func (p *page) settled(call string, value any, err error) {
	if name, is := err.(webxr.Error); is {
		value = string(name)
	}
	p.see(fmt.Sprint(call, " ", value))
}

func (p *page) IsSessionSupported(mode string) {
	p.document.IsSessionSupported(mode, func(s navigator.SupportedResult) { p.settled("supported", s.Value, s.Err) })
}

func (p *page) RequestSession(mode string, required ...string) {
	now := navigatortest.Click()
	now.Call = p
	p.document.RequestSession(now, mode, navigator.SessionInit{RequiredFeatures: required}, func(s navigator.SessionResult) {
		p.settled("session", true, s.Err)
		if s.Session != nil {
			s.Session.OnEnd(func() { p.see("session ended") })
		}
	})
}

func (p *page) Query(mode string) {
	var status *permission.Status
	status, err := p.document.Query("xr-session-supported", mode, func() { p.see("change " + string(status.State())) })
	if err != nil {
		p.settled("state", nil, err)
		return
	}
	p.see("state " + string(status.State()))
}

func (p *page) MakeXRCompatible() {
	p.document.MakeXRCompatible(false, func(c navigator.CompatibleResult) { p.settled("compatible", c.Compatible, c.Err) })
}

func (p *page) QueueTask(text string) { p.post(func() { p.see(text) }) }

func (p *page) SetState(state State) {
	before := p.state
	p.state = state
	if state == Frozen {
		p.document.Freeze()
		return
	}
	p.document.SetVisible(state == Visible)
	if before != Frozen {
		return
	}
	for _, task := range p.held {
		p.post(task)
	}
	p.held = nil
	p.document.Thaw()
}

func (p *page) Close() {
	p.document.Close()
	p.leave()
	p.state = Frozen // no task runs any more
	b := p.browser
	b.withdraw(func(up *prompt) bool { return up.page == p })
	b.pages = slices.DeleteFunc(b.pages, func(open *page) bool { return open == p })
	if p.private && !slices.ContainsFunc(b.pages, func(open *page) bool { return open.private }) {
		b.private.Close()
		b.private = nil
	}
}

func (p *page) Seen() []string  { return p.seen }
func (p *page) Cacheable() bool { return true }

func TestRun_SoundEmbedderPasses(t *testing.T) {
	t.Parallel()
	Run(t, embedder{})
}

func TestShowTeeth(t *testing.T) {
	t.Parallel()
	ShowTeeth(t, embedder{})
}

// For each flaw, the check that is about it fails, and each check is about a flaw.
func TestRun_FindsEachFlaw(t *testing.T) {
	t.Parallel()
	left := map[string]bool{}
	for _, c := range checks() {
		left[c.name] = true
	}
	for _, f := range flaws() {
		c := checkNamed(t, f.check)
		delete(left, c.name)
		require.True(t, finds(t, c, embedder{}, f), f.name)
	}
	require.Empty(t, left, "every check finds a flaw")
}

// idle is a user agent that shows nothing and does nothing. It is its own browser and page.
type idle struct{}

func (idle) Start(testing.TB, bool) Browser   { return idle{} }
func (idle) Open(Tab) Page                    { return idle{} }
func (idle) Plug(bool)                        {}
func (idle) Prompts() []Prompt                { return nil }
func (idle) Wait(time.Duration)               {}
func (idle) Touched() int                     { return 0 }
func (idle) IsSessionSupported(string)        {}
func (idle) RequestSession(string, ...string) {}
func (idle) Query(string)                     {}
func (idle) MakeXRCompatible()                {}
func (idle) QueueTask(string)                 {}
func (idle) SetState(State)                   {}
func (idle) Close()                           {}
func (idle) Seen() []string                   { return nil }
func (idle) Cacheable() bool                  { return true }

// No check passes only because a user agent does nothing.
func TestRun_IdleEmbedderFailsEveryCheck(t *testing.T) {
	t.Parallel()
	for _, c := range checks() {
		require.True(t, finds(t, c, idle{}, flaw{}), c.name)
	}
}

// The names of the subtests are unique.
func TestShowTeeth_FlawsHaveNamesOfTheirOwn(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, f := range flaws() {
		require.False(t, names[f.name], f.name)
		names[f.name] = true
	}
	require.GreaterOrEqual(t, len(names), len(checks()))
}
