// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"slices"
	"testing"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission"
)

// flaw is one mistake of an embedder. It is made by what stands between a check and a sound user
// agent. Each function may be nil; then the user agent does the right thing.
type flaw struct {
	name, check string // check finds the flaw

	// tab changes what is opened, and opened runs after that.
	tab    func(Tab) Tab
	opened func(b *wrongBrowser, asked Tab)
	// state changes the state of a page, or leaves out the change. If stays is set, pages are not
	// closed.
	state func(State) (State, bool)
	stays bool

	// mode changes the argument of isSessionSupported, and called runs after the call.
	mode   func(mode string) string
	called func(p *wrongPage)
	// request and compatible report whether they replace requestSession and makeXRCompatible.
	request, compatible func(p *wrongPage) bool
	// lateTasks puts the page's own tasks behind those of the gate.
	lateTasks bool
	// seen changes what a page sees.
	seen func(p *wrongPage, seen []string) []string

	// plugged runs after the headset came or went, and waited after time has passed.
	plugged, waited func(b *wrongBrowser)
	// prompts changes which prompts are up, named the origin in them, and chosen the answer.
	prompts func(b *wrongBrowser, up []Prompt) []Prompt
	named   func(origin string) string
	chosen  func(b *wrongBrowser, choice permission.Choice) permission.Choice

	touched   func(b *wrongBrowser) int
	cacheable func(p *wrongPage) bool
}

// wrongAgent is a user agent with a flaw.
type wrongAgent struct {
	t     testing.TB
	agent UserAgent
	flaw  flaw
}

// wrongBrowser passes everything on to a browser, except for its flaw.
type wrongBrowser struct {
	Browser
	flaw      flaw
	connected bool
	elapsed   time.Duration
	calls     int // of isSessionSupported
	pages     []*wrongPage
	extra     Page     // keeps the private window open
	up        []Prompt // the most that were up together
}

// wrongPage passes everything on to a page, except for its browser's flaw.
type wrongPage struct {
	Page
	browser *wrongBrowser
	tab     Tab
	asked   bool
	changes int      // how many events of its status were passed on to other pages
	later   []string // the page's own tasks that are queued late
	inserts []insert // what it sees by mistake
}

// insert is a text that is seen after a number of things that the page sees rightly.
type insert struct {
	after int
	text  string
}

type wrongPrompt struct {
	Prompt
	browser *wrongBrowser
}

// Start passes the real test on, so that a failure of the user agent itself is none of a check.
func (a wrongAgent) Start(_ testing.TB, connected bool) Browser {
	return &wrongBrowser{Browser: a.agent.Start(a.t, connected), flaw: a.flaw, connected: connected}
}

func (b *wrongBrowser) Open(tab Tab) Page {
	opened := tab
	if b.flaw.tab != nil {
		opened = b.flaw.tab(tab)
	}
	p := &wrongPage{Page: b.Browser.Open(opened), browser: b, tab: tab}
	b.pages = append(b.pages, p)
	if b.flaw.opened != nil {
		b.flaw.opened(b, tab)
	}
	return p
}

func (b *wrongBrowser) Plug(connected bool) {
	b.Browser.Plug(connected)
	b.connected = connected
	if b.flaw.plugged != nil {
		b.flaw.plugged(b)
	}
}

func (b *wrongBrowser) Wait(d time.Duration) {
	for _, p := range b.pages {
		for _, text := range p.later {
			p.Page.QueueTask(text)
		}
		p.later = nil
	}
	b.Browser.Wait(d)
	b.elapsed += d
	if b.flaw.waited != nil {
		b.flaw.waited(b)
	}
}

func (b *wrongBrowser) Prompts() []Prompt {
	var up []Prompt
	for _, prompt := range b.Browser.Prompts() {
		up = append(up, wrongPrompt{prompt, b})
	}
	if b.flaw.prompts != nil {
		return b.flaw.prompts(b, up)
	}
	return up
}

func (b *wrongBrowser) Touched() int {
	if b.flaw.touched != nil {
		return b.flaw.touched(b)
	}
	return b.Browser.Touched()
}

// everyPageSees lets every page see an event by mistake.
func (b *wrongBrowser) everyPageSees(event string) {
	for _, p := range b.pages {
		p.insert(event)
	}
}

func (p wrongPrompt) Origin() string {
	if named := p.browser.flaw.named; named != nil {
		return named(p.Prompt.Origin())
	}
	return p.Prompt.Origin()
}

func (p wrongPrompt) Choose(choice permission.Choice) {
	p.browser.up = nil
	if chosen := p.browser.flaw.chosen; chosen != nil {
		choice = chosen(p.browser, choice)
	}
	p.Prompt.Choose(choice)
}

// insert lets the page see something by mistake.
func (p *wrongPage) insert(text string) {
	p.inserts = append(p.inserts, insert{len(p.Page.Seen()), text})
}

func (p *wrongPage) IsSessionSupported(mode string) {
	f := p.browser.flaw
	p.browser.calls++
	p.asked = true
	if f.mode != nil {
		mode = f.mode(mode)
	}
	p.Page.IsSessionSupported(mode)
	if f.called != nil {
		f.called(p)
	}
}

func (p *wrongPage) RequestSession(mode string, required ...string) {
	if request := p.browser.flaw.request; request != nil && request(p) {
		return
	}
	p.Page.RequestSession(mode, required...)
}

func (p *wrongPage) MakeXRCompatible() {
	if compatible := p.browser.flaw.compatible; compatible != nil && compatible(p) {
		return
	}
	p.Page.MakeXRCompatible()
}

func (p *wrongPage) QueueTask(text string) {
	if p.browser.flaw.lateTasks {
		p.later = append(p.later, text)
		return
	}
	p.Page.QueueTask(text)
}

func (p *wrongPage) SetState(state State) {
	if change := p.browser.flaw.state; change != nil {
		reported, ok := change(state)
		if !ok {
			return
		}
		state = reported
	}
	p.Page.SetState(state)
}

func (p *wrongPage) Close() {
	if !p.browser.flaw.stays {
		p.Page.Close()
	}
}

func (p *wrongPage) Seen() []string {
	seen := slices.Clone(p.Page.Seen())
	for i, event := range p.inserts {
		seen = slices.Insert(seen, min(event.after+i, len(seen)), event.text)
	}
	if p.browser.flaw.seen != nil {
		return p.browser.flaw.seen(p, seen)
	}
	return seen
}

func (p *wrongPage) Cacheable() bool {
	if p.browser.flaw.cacheable != nil {
		return p.browser.flaw.cacheable(p)
	}
	return p.Page.Cacheable()
}
