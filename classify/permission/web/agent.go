// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package web

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// implements is what the user agent implements: everything that package modes knows.
var implements = modes.UserAgent{ARModule: true, Modules: webxr.Features()}

// Shell is the part of the user agent that people see. Its methods return at once.
type Shell interface {
	// ShowPrompt shows a prompt, and WithdrawPrompt removes it without an answer.
	ShowPrompt(id int, key permission.Key)
	WithdrawPrompt(id int)
	// Note takes a line about what the user agent knows. No page may see it.
	Note(at time.Duration, what string)
	// Post makes the page's event loop call [UserAgent.RunTask] once.
	Post()
}

// Config configures a user agent. Shell must be set.
type Config struct {
	// Host is what the user agent's machine is, which decides the classes.
	Host     classify.Host
	Strategy permission.Strategy
	// FirstPartyOnly denies WebXR to third-party documents.
	FirstPartyOnly bool
	// Clock is the real one by default.
	Clock Clock
	// Random is the gate's source of random numbers; nil means the system's.
	Random io.Reader
	Shell  Shell
}

// UserAgent is a user agent of one browsing profile. Its documents share one event loop.
type UserAgent struct {
	shell   Shell
	clock   Clock
	devices *navigator.Devices
	gate    *permission.Gate
	plug    func(*report.Report) // sends a report to the devices
	loop    loop

	mutex     sync.Mutex
	last      int // the number that was given last
	documents map[int]*permission.Document
	prompts   map[int]permission.Prompt
}

// New starts a user agent to which no headset is connected.
func New(c Config) *UserAgent {
	if c.Clock == nil {
		c.Clock = NewRealClock(1)
	}
	a := &UserAgent{shell: c.Shell, clock: c.Clock, documents: map[int]*permission.Document{}, prompts: map[int]permission.Prompt{}}
	a.loop.post = c.Shell.Post
	source := newLine()
	a.devices = navigator.NewDevices(navigator.DevicesConfig{
		Source: source, Agent: implements, Clock: c.Clock,
	})
	go func() { _ = a.devices.Run(context.Background()) }()
	a.plug = <-source
	a.plug(nil)
	classes := classify.Classify(c.Host)
	for _, class := range classes {
		a.note("classifies %s as %s: %s", class.Mode, class.Class, class.Because)
	}
	a.gate = permission.NewGate(permission.Config{
		Classes: classes, Devices: a.devices, Prompter: prompter{a}, Strategy: c.Strategy, FirstPartyOnly: c.FirstPartyOnly,
		Store: store{permission.Memory{}, a}, Clock: c.Clock, Random: c.Random,
	})
	return a
}

// line is a source of reports that hands over the function that sends them. So a report has been
// taken when a call of the function returns.
type line chan func(*report.Report)

func newLine() line { return make(line) }

// Watch implements [navigator.Source].
func (l line) Watch(ctx context.Context, send func(*report.Report)) error {
	l <- send
	<-ctx.Done()
	return ctx.Err()
}

func (a *UserAgent) note(format string, args ...any) {
	a.shell.Note(a.clock.Elapsed(), fmt.Sprintf(format, args...))
}

// Plug connects the headset that a report is about, in place of the one before; nil disconnects it.
func (a *UserAgent) Plug(r *report.Report) {
	if r == nil {
		a.note("finds no headset")
	} else {
		for _, mode := range modes.OfReport(r, implements) {
			a.note("finds %s %s: %s", mode.Mode, mode.Support, reasons(mode.Reasons))
		}
	}
	a.plug(r)
}

func reasons(list []report.Reason) string {
	texts := make([]string, 0, len(list))
	for _, reason := range list {
		texts = append(texts, reason.Text)
	}
	return strings.Join(texts, "; ")
}

// next returns a number that was not given before. The mutex is locked.
func (a *UserAgent) next() int {
	a.last++
	return a.last
}

// Open opens a document in the regular profile, and returns its number. The user agent sets Tasks.
func (a *UserAgent) Open(c permission.DocumentConfig) int {
	c.Tasks = &a.loop
	d := a.gate.Regular().Open(context.Background(), c)
	a.mutex.Lock()
	defer a.mutex.Unlock()
	id := a.next()
	a.documents[id] = d
	return id
}

// Document returns an open document, or nil.
func (a *UserAgent) Document(id int) *permission.Document {
	a.mutex.Lock()
	defer a.mutex.Unlock()
	return a.documents[id]
}

// Close closes a document.
func (a *UserAgent) Close(id int) {
	a.mutex.Lock()
	d := a.documents[id]
	delete(a.documents, id)
	a.mutex.Unlock()
	if d != nil {
		d.Close()
	}
}

// RunTask runs the oldest task of the event loop, if there is one.
func (a *UserAgent) RunTask() { a.loop.run() }

// Set decides for the user, as site settings do. The words are those of a [permission.Key].
func (a *UserAgent) Set(origin, mode, state string) error {
	decision := webxr.PermissionState(state)
	if decision != webxr.Granted && decision != webxr.Denied && decision != webxr.Prompt {
		return webxr.TypeError
	}
	if _, err := webxr.ParseSessionMode(mode); err != nil {
		return webxr.TypeError
	}
	a.note("is told by the user's settings: %s for %s and %s", state, origin, mode)
	a.gate.Regular().Set(permission.Key{Origin: origin, Mode: webxr.SessionMode(mode)}, decision)
	return nil
}

// Forget revokes all decisions of an origin.
func (a *UserAgent) Forget(origin string) { a.gate.Regular().Forget(origin) }

// Answer answers a prompt by the word for a choice. It does nothing if the prompt has gone.
func (a *UserAgent) Answer(prompt int, choice string) {
	parsed, known := permission.ParseChoice(choice)
	a.mutex.Lock()
	asked, up := a.prompts[prompt]
	if known {
		delete(a.prompts, prompt)
	}
	a.mutex.Unlock()
	if !up || !known {
		return
	}
	a.note("is answered by the user: %s", choice)
	a.shell.WithdrawPrompt(prompt)
	asked.Answer(parsed)
}

// prompter shows prompts in the shell.
type prompter struct{ agent *UserAgent }

// Ask implements [permission.Prompter].
func (p prompter) Ask(prompt permission.Prompt) func() {
	a := p.agent
	a.mutex.Lock()
	id := a.next()
	a.prompts[id] = prompt
	a.mutex.Unlock()
	a.note("shows a prompt for %s and %s", prompt.Key.Origin, prompt.Key.Mode)
	a.shell.ShowPrompt(id, prompt.Key)
	return func() {
		a.mutex.Lock()
		_, up := a.prompts[id]
		delete(a.prompts, id)
		a.mutex.Unlock()
		if up {
			a.note("withdraws the prompt for %s and %s", prompt.Key.Origin, prompt.Key.Mode)
			a.shell.WithdrawPrompt(id)
		}
	}
}

// store notes what is stored.
type store struct {
	permission.Memory
	agent *UserAgent
}

// Save implements [permission.Store].
func (s store) Save(key permission.Key, entry permission.Entry) {
	s.agent.note("stores %s for %s and %s", entry.State, key.Origin, key.Mode)
	s.Memory.Save(key, entry)
}

// Delete implements [permission.Store].
func (s store) Delete(key permission.Key) {
	s.agent.note("forgets its decision for %s and %s", key.Origin, key.Mode)
	s.Memory.Delete(key)
}
