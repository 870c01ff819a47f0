// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
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

// world is a user agent on a virtual clock: its gate, its devices, and its user.
type world struct {
	t       testing.TB
	clock   *navigator.Virtual
	devices *navigator.Devices
	gate    *permission.Gate
	user    *user
	random  *counted
	report  func(*report.Report) // sends a report
	// features is the permission "xr", and tasks how many tasks each page was given.
	features features
	tasks    map[string]int
	// timers is how many timers were started or stopped inside pages' calls.
	timers int
	inCall bool
	trace  []string
}

// counted is a source of random bytes that counts them.
type counted struct {
	from  io.Reader
	bytes int
}

func (c *counted) Read(p []byte) (int, error) {
	c.bytes += len(p)
	return c.from.Read(p)
}

func seeded(seed uint64) *counted {
	var key [32]byte
	for i := range 8 {
		key[i] = byte(seed >> (8 * i))
	}
	return &counted{from: rand.NewChaCha8(key)}
}

// classes are highly variable by default.
type classes = navigatortest.Classes

// user answers each prompt after a time, or never.
type user struct {
	clock   *navigator.Virtual
	choice  permission.Choice
	ignores bool
	after   time.Duration
	asked   []permission.Key

	mutex sync.Mutex // documents that close withdraw their prompts on other goroutines
	up    map[shown]permission.Prompt
}

// shown identifies a prompt.
type shown struct {
	partition *permission.Partition
	key       permission.Key
}

func (u *user) Ask(prompt permission.Prompt) func() {
	at := shown{prompt.Document.Partition(), prompt.Key}
	u.asked = append(u.asked, prompt.Key)
	u.show(at, prompt)
	if !u.ignores {
		u.clock.AfterFunc(u.after, func() { u.answer(at, u.choice) })
	}
	return func() { u.take(at) }
}

func (u *user) show(at shown, prompt permission.Prompt) {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	if _, twice := u.up[at]; twice {
		panic(fmt.Sprint("two prompts at once for ", prompt.Key))
	}
	u.up[at] = prompt
}

// sees reports whether a document's prompt is up.
func (u *user) sees(d *permission.Document) bool {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	for _, prompt := range u.up {
		if prompt.Document == d {
			return true
		}
	}
	return false
}

// take removes a prompt, if it is up.
func (u *user) take(at shown) (prompt permission.Prompt, up bool) {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	prompt, up = u.up[at]
	delete(u.up, at)
	return prompt, up
}

// answer answers the prompt that is up, if there is one.
func (u *user) answer(at shown, choice permission.Choice) {
	if prompt, up := u.take(at); up {
		prompt.Answer(choice)
	}
}

// answer answers a prompt of the regular profile.
func (w *world) answer(key permission.Key, choice permission.Choice) {
	w.user.answer(shown{w.gate.Regular(), key}, choice)
}

// features is the permission "xr". The user answers as for prompts, and what the user blocked is
// kept for the origin, as the Permissions specification has it.
type features struct {
	*user
	blocked map[string]bool
	// upNow and withdrawn count the prompts that are up, and those that were withdrawn.
	upNow, withdrawn *int
}

func (f features) State(d navigator.PermissionDescriptor) webxr.PermissionState {
	if f.blocked[d.Origin] {
		return webxr.Denied
	}
	return webxr.Prompt
}

func (f features) Request(d navigator.PermissionDescriptor, settle func(navigator.Grant)) func() {
	answer := navigator.Grant{State: webxr.Denied}
	if f.choice == permission.Allow {
		answer = navigator.Grant{State: webxr.Granted, Features: d.Required}
	}
	up := true
	*f.upNow++
	down := func() {
		if up {
			up = false
			*f.upNow--
		}
	}
	if !f.ignores {
		f.clock.AfterFunc(f.after, func() {
			down()
			f.blocked[d.Origin] = f.choice == permission.Block
			settle(answer)
		})
	}
	return func() {
		if up {
			*f.withdrawn++
		}
		down()
	}
}

type option func(*permission.Config)

func newWorld(t testing.TB, random *counted, options ...option) *world {
	t.Helper()
	clock := &navigator.Virtual{}
	w := &world{t: t, clock: clock, random: random, user: &user{clock: clock, up: map[shown]permission.Prompt{}, ignores: true}, tasks: map[string]int{}}
	w.features = features{w.user, map[string]bool{}, new(int), new(int)}
	reports := navigator.NewFeed()
	w.devices = navigator.NewDevices(navigator.DevicesConfig{Source: reports, Agent: modes.UserAgent{ARModule: true}, Clock: clock})
	c := permission.Config{Classes: classes{}, Devices: w.devices, Prompter: w.user, XR: w.features, Clock: observed{clock, w}, Random: random}
	for _, set := range options {
		set(&c)
	}
	w.gate = permission.NewGate(c)
	navigatortest.Run(t, w.devices)
	w.report = func(r *report.Report) { reports.Send(r); clock.Advance(0) }
	return w
}

func with(strategy permission.Strategy) option {
	return func(c *permission.Config) { c.Strategy = strategy }
}

// headset returns a report of a headset with blend modes. Without any it is unplugged.
func headset(blendModes ...string) *report.Report {
	return reportOf(report.Runtime{ID: "r", Active: true, Level: report.LevelProperties, Reached: new(report.LevelProperties), Status: report.StatusOK,
		Extensions: []report.Extension{}, Systems: []report.System{navigatortest.Headset(blendModes...)}})
}

func reportOf(runtimes ...report.Runtime) *report.Report { return &report.Report{Runtimes: runtimes} }

// both returns a report of a headset for both immersive modes.
func both() *report.Report { return headset("OPAQUE", "ALPHA_BLEND") }

// plug sends a report. It does nothing if r is nil.
func (w *world) plug(r *report.Report) {
	if r != nil {
		w.report(r)
	}
}

// page is a document, and its name in the trace.
type page struct {
	*permission.Document
	w      *world
	name   string
	origin string
	close  func()
	calls  int
}

const (
	originA = "https://a.example"
	originB = "https://b.example"
)

// acted is the moment of a click by a user who understands what follows.
var acted = navigatortest.Click()

func document(origin string) permission.DocumentConfig {
	return permission.DocumentConfig{Document: navigatortest.Document(origin, webxr.PolicySpatialTracking)}
}

// open opens a document in a partition. The trace records what it observes.
func (w *world) open(p *permission.Partition, name string, c permission.DocumentConfig) *page {
	out := &page{w: w, name: name, origin: c.Origin}
	c.Tasks = counting{w, name}
	c.Events = navigator.Events{
		DeviceChange: func() { out.see("devicechange") },
		Incompatible: func() { out.see("context incompatible") },
	}
	out.Document = p.Open(w.t.Context(), c)
	out.close = func() {
		out.call(out.Close)
		w.clock.Advance(0)
		require.False(w.t, w.user.sees(out.Document), "the prompt of a closed document is withdrawn")
	}
	return out
}

// observed is the world's clock. It counts the timers that are started or stopped in pages' calls.
type observed struct {
	*navigator.Virtual
	w *world
}

func (o observed) AfterFunc(d time.Duration, f func()) func() {
	o.count()
	stop := o.Virtual.AfterFunc(d, f)
	return func() {
		o.count()
		stop()
	}
}

func (o observed) count() {
	if o.w.inCall {
		o.w.timers++
	}
}

// call makes a page's call.
func (p *page) call(do func()) {
	p.w.inCall = true
	do()
	p.w.inCall = false
}

// Freeze and Thaw put the page into the back/forward cache and restore it.
func (p *page) Freeze() { p.call(p.Document.Freeze) }
func (p *page) Thaw()   { p.call(p.Document.Thaw) }

// counting is a page's event loop. It counts the tasks that the gate gives it.
type counting struct {
	w    *world
	name string
}

func (c counting) Queue(task navigator.Task) {
	c.w.tasks[c.name]++
	c.w.clock.Queue(task)
}

// regular opens a document of an origin in the regular profile.
func (w *world) regular(name, origin string) *page {
	return w.open(w.gate.Regular(), name, document(origin))
}

// see records what the page observes, and when.
func (p *page) see(format string, args ...any) {
	p.w.trace = append(p.w.trace, fmt.Sprintf("%s %s: %s", p.w.clock.Elapsed(), p.name, fmt.Sprintf(format, args...)))
}

// ask calls isSessionSupported. It records the answer, and whether the answer came before the
// call returned.
func (p *page) ask(mode string) {
	p.calls++
	call, returned := p.calls, false
	p.call(func() {
		p.IsSessionSupported(mode, func(answer navigator.SupportedResult) {
			p.see("%d %s supported: %t %v%s", call, mode, answer.Value, answer.Err, atOnce(returned))
		})
	})
	returned = true
	p.own("after %d", call)
}

// own queues a task of the page, to record its place among the other tasks.
func (p *page) own(format string, args ...any) {
	p.w.clock.AfterFunc(0, func() { p.see("own task "+format, args...) })
}

func atOnce(returned bool) string {
	if returned {
		return ""
	}
	return ", at once"
}

// floor requires a feature that needs consent.
var floor = navigator.SessionInit{RequiredFeatures: []string{"local-floor"}}

func (p *page) request(mode string) (cancel func()) { return p.requestWith(mode, floor) }

func (p *page) requestWith(mode string, init navigator.SessionInit) (cancel func()) {
	p.calls++
	call, returned := p.calls, false
	p.call(func() {
		cancel = p.RequestSession(acted, mode, init, func(r navigator.SessionResult) {
			p.see("%d %s session: %t %v%s", call, mode, r.Session != nil, r.Err, atOnce(returned))
		})
	})
	returned = true
	return cancel
}

// queryXR queries the permission "xr" and records the state and every change of it.
func (p *page) queryXR(mode string, init navigator.SessionInit) {
	var status *navigator.PermissionStatus
	status, err := p.QueryXR(mode, init, func() { p.see("%s xr change to %s %v", mode, status.State(), status.Granted()) })
	if err != nil {
		p.see("%s xr query: %v", mode, err)
		return
	}
	p.see("%s xr is %s %v", mode, status.State(), status.Granted())
}

func (p *page) makeCompatible() {
	p.call(func() {
		p.MakeXRCompatible(false, func(c navigator.CompatibleResult) { p.see("compatible: %t %t %v", c.Compatible, c.Adapter, c.Err) })
	})
}

// query records the state and every change of it.
func (p *page) query(mode string) {
	var status *permission.Status
	status, err := p.Query("xr-session-supported", mode, func() { p.see("%s change to %s", mode, status.State()) })
	if err != nil {
		p.see("%s query: %v", mode, err)
		return
	}
	p.see("%s is %s", mode, status.State())
}

// seen returns what one page observed, without the times.
func (w *world) seen(name string) []string {
	var lines []string
	for _, line := range w.trace {
		_, rest, _ := strings.Cut(line, " ")
		if who, what, _ := strings.Cut(rest, ": "); who == name && !strings.HasPrefix(what, "own task") {
			lines = append(lines, what)
		}
	}
	return lines
}

func (w *world) require(name string, want ...string) {
	w.t.Helper()
	require.Equal(w.t, want, w.seen(name))
}
