// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"fmt"
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

// flaws are mistakes of an embedder. The zero value has none.
type flaws struct {
	noPrompt, direct, lastFirst        bool
	leaksAdapter, focus, stays, answer bool
	losesContext, starts, cache        bool
}

// embedder is a small user agent on a virtual clock, with some flaws.
type embedder struct{ flaws flaws }

type browser struct {
	flaws   flaws
	t       testing.TB
	clock   *navigator.Virtual
	devices *navigator.Devices
	gate    *permission.Gate
	feed    *navigator.Feed
	pages   []*page
	prompts []*prompt
	touched int
}

type page struct {
	browser  *browser
	document *permission.Document
	seen     []string
	asked    bool
}

type prompt struct {
	browser *browser
	answer  func(permission.Choice)
}

// highlyVariable classifies every mode as highly variable.
type highlyVariable struct{}

func (highlyVariable) Class(webxr.SessionMode) webxr.Class { return webxr.HighlyVariable }

func (e embedder) Start(t testing.TB, connected bool) Browser {
	b := &browser{flaws: e.flaws, t: t, clock: &navigator.Virtual{}}
	b.feed = navigator.NewFeed()
	b.devices = navigator.NewDevices(navigator.DevicesConfig{Source: b.feed, Agent: modes.UserAgent{ARModule: true}, Clock: b.clock})
	b.gate = permission.NewGate(permission.Config{Classes: highlyVariable{}, Devices: b.devices, Prompter: b, Clock: b.clock})
	navigatortest.Run(t, b.devices)
	b.Plug(connected)
	return b
}

func (b *browser) Plug(connected bool) {
	r := &report.Report{}
	if connected {
		r.Runtimes = []report.Runtime{{ID: "r", Active: true, Extensions: []report.Extension{}, Systems: []report.System{{
			FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable,
			ViewConfigurations: []report.ViewConfiguration{{
				Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"},
			}},
		}}}}
	}
	b.feed.Send(r)
	if b.flaws.losesContext {
		b.everyPageSees("webglcontextlost", connected)
	}
	b.Wait(0)
}

func (b *browser) everyPageSees(event string, when bool) {
	for _, p := range b.pages {
		if when {
			p.seen = append(p.seen, event)
		}
	}
}

func (b *browser) Wait(d time.Duration) { b.clock.Advance(d) }
func (b *browser) Touched() int         { return b.touched }

func (b *browser) Prompts() []Prompt {
	var up []Prompt
	for _, p := range b.prompts {
		up = append(up, p)
	}
	return up
}

func (b *browser) Ask(p permission.Prompt) func() {
	if b.flaws.noPrompt {
		return func() {}
	}
	b.everyPageSees("blur", b.flaws.focus)
	up := &prompt{browser: b, answer: p.Answer}
	b.prompts = append(b.prompts, up)
	return func() {
		if !b.flaws.stays {
			b.remove(up)
		}
	}
}

func (b *browser) remove(gone *prompt) {
	var left []*prompt
	for _, p := range b.prompts {
		if p != gone {
			left = append(left, p)
		}
	}
	b.prompts = left
}

func (p *prompt) Choose(choice permission.Choice) {
	p.browser.remove(p)
	if p.browser.flaws.answer && choice == permission.Dismiss {
		choice = permission.Allow
	}
	p.answer(choice)
}

func (b *browser) Open(origin string) Page {
	p := &page{browser: b}
	p.document = b.gate.Regular().Open(b.t.Context(), permission.DocumentConfig{
		Document: navigator.Document{Origin: origin, SecureContext: true, Window: true, Allowed: []webxr.Policy{webxr.PolicySpatialTracking}},
		Tasks:    b,
		Events:   navigator.Events{DeviceChange: func() { p.see("devicechange") }},
	})
	b.pages = append(b.pages, p)
	return p
}

// Queue implements [navigator.TaskQueue].
func (b *browser) Queue(task navigator.Task) {
	switch {
	case b.flaws.direct:
		task.Run()
	case b.flaws.lastFirst:
		b.clock.AfterFunc(time.Microsecond, task.Run)
	default:
		b.clock.AfterFunc(0, task.Run)
	}
}

func (p *page) see(text string) { p.seen = append(p.seen, text) }

func (p *page) IsSessionSupported(mode string) {
	p.asked = true
	if p.browser.flaws.starts {
		p.browser.touched++
	}
	p.document.IsSessionSupported(mode, func(s navigator.SupportedResult) { p.see(fmt.Sprint("supported ", s.Value)) })
}

func (p *page) MakeXRCompatible() {
	if p.browser.flaws.leaksAdapter && p.browser.devices.Selected() != nil {
		p.see("compatible")
		return
	}
	p.document.MakeXRCompatible(false, func(c navigator.CompatibleResult) {
		if c.Err != nil {
			p.see(string(c.Err.(webxr.Error)))
			return
		}
		p.see("compatible")
	})
}

func (p *page) QueueTask(text string) { p.browser.clock.AfterFunc(0, func() { p.see(text) }) }
func (p *page) Seen() []string        { return p.seen }

func (p *page) Cacheable() bool {
	return !(p.browser.flaws.cache && p.asked && p.browser.devices.Selected() != nil)
}

func TestRun_SoundEmbedderPasses(t *testing.T) {
	t.Parallel()
	Run(t, embedder{})
}

// recorder is a test that records whether it failed.
type recorder struct {
	testing.TB
	failed bool
}

func (r *recorder) Errorf(string, ...any) { r.failed = true }

// For each flaw, the check that is about it fails.
func TestRun_FindsEachFlaw(t *testing.T) {
	t.Parallel()
	rows := map[string]flaws{
		"consent reaches the page":         {noPrompt: true},
		"tasks run later and in order":     {direct: true},
		"tasks run later and in order ":    {lastFirst: true},
		"S10 contexts tell nothing":        {leaksAdapter: true},
		"S12 a prompt is not noticed":      {focus: true},
		"S12 a prompt is not noticed ":     {answer: true},
		"S12 a prompt is withdrawn":        {stays: true},
		"S13 no context is lost":           {losesContext: true},
		"S17 a question starts nothing":    {starts: true},
		"S19 the page cache tells nothing": {cache: true},
	}
	checked := map[string]bool{}
	for name, flaw := range rows {
		for _, c := range checks() {
			if c.name == name || c.name+" " == name {
				r := &recorder{TB: t}
				c.check(r, embedder{flaw})
				require.True(t, r.failed, name)
				checked[c.name] = true
			}
		}
	}
	require.Len(t, checked, len(checks()), "every check finds a flaw")
}
