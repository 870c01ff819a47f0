// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// A change of devices gives no task to a document that may know nothing, however often it has
// queried, and one task to a document that may know.
func TestDocument_TasksFollowConsent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(reportOf())
	hidden, frozen := w.consentedTo("hidden", "https://c.example"), w.consentedTo("frozen", "https://d.example")
	const originE = "https://e.example"
	w.gate.Regular().Set(permission.Key{Origin: originE, Mode: webxr.ImmersiveVR}, webxr.Denied)
	pages := []*page{w.consentedTo("knows", originA), w.regular("asks not", originB), w.regular("declined", originE), hidden, frozen}
	for _, p := range pages {
		for range 1000 {
			_, err := p.Query("xr-session-supported", vr, func() { p.see("change") })
			require.NoError(t, err)
			_, err = p.QueryXR(vr, floor, func() { p.see("xr change") })
			require.NoError(t, err)
		}
	}
	hidden.SetVisible(false)
	frozen.Freeze()
	w.minute()
	clear(w.tasks)
	w.plug(both())
	w.minute()
	require.Equal(t, map[string]int{"knows": 1}, w.tasks)
	// The user changes their mind twice: one task for both changes and all of the page's objects.
	clear(w.tasks)
	w.trace = nil
	w.gate.Regular().Set(keyA, webxr.Prompt)
	w.gate.Regular().Set(keyA, webxr.Denied)
	w.minute()
	require.Equal(t, map[string]int{"knows": 1}, w.tasks)
	require.Len(t, w.seen("knows"), navigator.MaxStatuses, "the latest objects receive the change")
}

// During a session of one mode the page learns of that mode only.
func TestDocument_SessionTellsOfItsMode(t *testing.T) {
	t.Parallel()
	seen := map[string][]string{}
	for name, r := range map[string]*report.Report{"vr only": headset("OPAQUE"), "ar too": both()} {
		w := newWorld(t, seeded(1))
		w.plug(r)
		w.gate.Regular().Set(permission.Key{Origin: originA, Mode: webxr.ImmersiveAR}, webxr.Denied)
		a := w.regular("a", originA)
		a.requestWith(vr, navigator.SessionInit{})
		w.minute()
		for _, init := range []navigator.SessionInit{{}, floor, longList()} {
			a.queryXR(ar, init)
		}
		a.ask(ar)
		a.query(ar)
		w.minute()
		a.queryXR(vr, navigator.SessionInit{})
		seen[name] = w.seen("a")
	}
	require.Contains(t, seen["vr only"], "1 immersive-vr session: true <nil>")
	require.Contains(t, seen["vr only"], "immersive-vr xr is granted [viewer local]")
	require.Equal(t, seen["vr only"], seen["ar too"])
}

// A question about another mode shows no prompt during a session, which would have to end first.
// The prompt appears after the session, if its time has not passed.
func TestGate_NoPromptDuringASession(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a, b := w.regular("a", originA), w.regular("b", originB)
	b.ask(vr)
	w.prompts()
	require.Len(t, w.user.up, 1)
	var session *navigator.Session
	a.RequestSession(acted, vr, navigator.SessionInit{}, func(r navigator.SessionResult) { session = r.Session })
	w.prompts()
	require.NotNil(t, session)
	require.Empty(t, w.user.up, "withdrawn when a session begins")
	a.ask(ar)
	w.prompts()
	require.Empty(t, w.user.up)
	session.End()
	w.clock.Advance(0)
	require.Len(t, w.user.up, 2)
	w.minute()
	require.Empty(t, w.user.up, "their time has passed")
}

// foreign is everything of an embedder that a page must not wait for. It fails the test if it is
// called inside a page's call.
type foreign struct {
	t      *testing.T
	inCall *bool
	called *int
	inner  *user
	permission.Memory
	features
}

func (f foreign) check() {
	f.t.Helper()
	*f.called++
	if *f.inCall {
		f.t.Error("the embedder's code was called inside a page's call")
	}
}

func (f foreign) Ask(prompt permission.Prompt) func() {
	f.check()
	withdraw := f.inner.Ask(prompt)
	return func() { f.check(); withdraw() }
}

func (f foreign) Save(key permission.Key, entry permission.Entry) {
	f.check()
	f.Memory.Save(key, entry)
}
func (f foreign) Delete(key permission.Key) { f.check(); f.Memory.Delete(key) }
func (f foreign) Load(key permission.Key) (permission.Entry, bool) {
	f.check()
	return f.Memory.Load(key)
}

func (f foreign) State(d navigator.PermissionDescriptor) webxr.PermissionState {
	f.check()
	return f.features.State(d)
}

func (f foreign) Request(d navigator.PermissionDescriptor, settle func(navigator.Grant)) func() {
	f.check()
	withdraw := f.features.Request(d, settle)
	return func() { f.check(); withdraw() }
}

// The prompts, their withdrawal, the store and the permission "xr" are code of the embedder. None
// of it runs inside a page's call, nor when another document is frozen or closed.
func TestDocument_CallsRunNoForeignCode(t *testing.T) {
	t.Parallel()
	inCall, called := false, 0
	w := newWorld(t, seeded(1), func(c *permission.Config) {
		f := foreign{t: t, inCall: &inCall, called: &called, inner: c.Prompter.(*user), Memory: permission.Memory{}, features: c.XR.(features)}
		c.Prompter, c.Store, c.XR = f, f, f
	})
	w.plug(both())
	first, second := w.regular("first", originA), w.regular("second", originA)
	var cancel func()
	call := func(do func()) {
		inCall = true
		do()
		inCall = false
	}
	steps := map[string]func(p *page){
		"ask vr":   func(p *page) { p.ask(vr) },
		"ask ar":   func(p *page) { p.ask(ar) },
		"query":    func(p *page) { p.query(vr) },
		"query xr": func(p *page) { p.queryXR(vr, floor); p.queryXR("inline", floor) },
		"request":  func(p *page) { cancel = p.request(ar) },
		"inline":   func(p *page) { p.requestWith("inline", floor) },
		"context":  func(p *page) { p.makeCompatible() },
		"hide":     func(p *page) { p.SetVisible(false) },
		"show":     func(p *page) { p.SetVisible(true) },
		"freeze":   func(p *page) { p.Freeze() },
		"thaw":     func(p *page) { p.Thaw() },
		"give up":  func(*page) { cancel() },
		"close":    func(p *page) { p.Close() },
	}
	for _, step := range []string{"ask vr", "ask ar", "query", "query xr", "request", "inline", "context", "hide", "show", "freeze", "thaw", "ask vr", "freeze", "thaw"} {
		for _, p := range []*page{first, second} {
			call(func() { steps[step](p) })
			w.prompts()
		}
	}
	call(func() { steps["give up"](first) })
	w.clock.Advance(permission.SettleMax)
	w.gate.Regular().Set(keyA, webxr.Prompt) // a prompt is up still, and the next question replaces it
	call(func() { first.ask(vr) })
	w.prompts()
	call(func() { first.request(vr) })
	w.prompts()
	call(first.Document.Close)
	call(second.Document.Close)
	w.minute()
	require.Greater(t, called, 10)
	require.Empty(t, w.user.up)
	require.Zero(t, *w.features.upNow)
}

// What the user decides in the regular profile gives no task to a private window of the same
// origin, and the other way round.
func TestGate_ProfilesAreNotLinked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.consents()
	partitions := []*permission.Partition{w.gate.Regular(), w.gate.NewIncognito()}
	pages := []*page{w.open(partitions[0], "regular", document(originA)), w.open(partitions[1], "private", document(originA))}
	for i, p := range pages {
		for _, q := range pages {
			q.query(vr)
			q.queryXR(vr, floor)
		}
		w.minute()
		clear(w.tasks)
		p.ask(vr)
		w.minute()
		p.request(vr)
		w.minute()
		partitions[i].Set(keyA, webxr.Denied)
		w.devices.PermissionsChanged(partitions[i], originA)
		partitions[i].Forget(originA)
		w.minute()
		require.Positive(t, w.tasks[p.name])
		require.Zero(t, w.tasks[pages[1-i].name], "only %s has decided", p.name)
		// The same while the page in the other profile has a session.
		w.session(pages[1-i])
		clear(w.tasks)
		partitions[i].Set(keyA, webxr.Granted)
		w.devices.PermissionsChanged(partitions[i], originA)
		partitions[i].Forget(originA)
		w.minute()
		require.Zero(t, w.tasks[pages[1-i].name], "only %s has decided", p.name)
		p.close()
		pages[i] = w.open(partitions[i], p.name, document(originA))
	}
}

// What a user consented to for sessions in one profile is forgotten there, and in no other.
func TestPartition_Forget(t *testing.T) {
	t.Parallel()
	requests := 0
	w := newWorld(t, seeded(1), func(c *permission.Config) { c.XR = requested{c.XR, &requests} })
	w.plug(both())
	w.consents()
	incognito := w.gate.NewIncognito()
	ask := func(p *permission.Partition) int {
		before := requests
		page := w.open(p, "page", document(originA))
		page.request(vr)
		w.minute()
		page.close()
		return requests - before
	}
	for _, p := range []*permission.Partition{w.gate.Regular(), incognito} {
		p.Set(keyA, webxr.Granted)
		require.Equal(t, 1, ask(p))
	}
	w.gate.Regular().Forget(originA)
	require.Equal(t, webxr.Prompt, w.gate.Regular().State(keyA))
	require.Equal(t, webxr.Granted, incognito.State(keyA))
	require.Equal(t, 1, ask(w.gate.Regular()), "forgotten")
	require.Equal(t, 0, ask(incognito), "not forgotten")
}

// allocations returns how many values a page's call allocates, on average.
func allocations(t *testing.T, r *report.Report, call func(p *page)) float64 {
	t.Helper()
	w := newWorld(t, seeded(1))
	w.plug(r)
	p := w.regular("a", originA)
	return testing.AllocsPerRun(50, func() {
		call(p)
		w.gate.Regular().Set(keyA, webxr.Denied) // ends the question
		w.gate.Regular().Set(keyA, webxr.Prompt)
		w.trace = w.trace[:0]
	})
}

// A page's call allocates as much without a headset as with one that it may not know.
//
//nolint:paralleltest // AllocsPerRun counts the allocations of the whole program
func TestDocument_CallsAllocateTheSame(t *testing.T) {
	init := longList()
	calls := map[string]func(p *page){
		"isSessionSupported": func(p *page) { p.IsSessionSupported(vr, func(navigator.SupportedResult) {}) },
		"makeXRCompatible":   func(p *page) { p.MakeXRCompatible(false, func(navigator.CompatibleResult) {}) },
		"query xr":           func(p *page) { _, _ = p.QueryXR(vr, init, nil) },
		"requestSession": func(p *page) {
			p.RequestSession(acted, vr, init, func(navigator.SessionResult) {})()
		},
	}
	for name, call := range calls {
		with, without := allocations(t, both(), call), allocations(t, reportOf(), call)
		require.InDelta(t, without, with, 0.5, name)
	}
}

// A document whose own session was ended because its device went knows that: it gets the events
// without any grant, in the specification's order, and one task besides the end.
func TestDocument_LostSessionBringsDeviceChange(t *testing.T) {
	t.Parallel()
	for name, r := range map[string]*report.Report{"the headset goes": headset(), "another takes over": reportOf(other(both()))} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seeded(1))
			w.plug(both())
			a, b := w.regular("a", originA), w.regular("b", originB)
			w.session(a)
			a.makeCompatible()
			w.clock.Advance(0)
			clear(w.tasks)
			w.trace = nil
			w.plug(r)
			w.require("a", "session end", "context incompatible", "devicechange")
			require.Equal(t, map[string]int{"a": 2}, w.tasks)
			w.minute()
			w.plug(both())
			w.minute()
			require.Len(t, w.seen("a"), 3, "it may know nothing further")
			require.Empty(t, w.seen("b"))
			require.NotNil(t, b)
		})
	}
}

// other returns the report's runtime under another name.
func other(r *report.Report) report.Runtime {
	runtime := r.Runtimes[0]
	runtime.ID = "other"
	return runtime
}

// session begins a session, and records its end.
func (w *world) session(p *page) *navigator.Session {
	w.t.Helper()
	var session *navigator.Session
	p.RequestSession(acted, vr, navigator.SessionInit{}, func(r navigator.SessionResult) {
		require.NoError(w.t, r.Err)
		r.Session.OnEnd(func() { p.see("session end") })
		session = r.Session
	})
	w.prompts()
	require.NotNil(w.t, session)
	return session
}

// A session that ends because the user begins another one elsewhere tells nothing of devices.
func TestDocument_SessionElsewhereBringsNoDeviceChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a, b := w.regular("a", originA), w.regular("b", originB)
	w.session(a)
	w.session(b)
	w.minute()
	w.require("a", "session end")
}

// When another headset takes over while a page holds the grant, the page is told, although the
// same modes are supported.
func TestDocument_AnotherHeadsetTakesOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a := w.consentedTo("a", originA)
	a.makeCompatible()
	w.clock.Advance(0)
	w.trace = nil
	w.plug(reportOf(other(both())))
	w.minute()
	w.require("a", "context incompatible", "devicechange")
	w.plug(reportOf(other(headset("OPAQUE"))))
	w.minute()
	require.Len(t, w.seen("a"), 2, "the other mode went, which the page may not know")
}

// A failure that no device could change reaches the page in the next task, whatever is connected.
func TestDocument_CertainFailuresRejectAtOnce(t *testing.T) {
	t.Parallel()
	blocked := document(originA)
	blocked.Allowed = nil
	rows := []struct {
		name     string
		document permission.DocumentConfig
		mode     string
		required []string
	}{
		{"a mode that is never supported", document(originA), ar, nil},
		{"an unknown required feature", document(originA), vr, []string{"teleport"}},
		{"a feature that the build does not have", document(originA), vr, []string{"hand-tracking"}},
		{"a blocked document", blocked, vr, nil},
		{"a feature of another mode", document(originA), vr, []string{"light-estimation"}},
	}
	for _, row := range rows {
		for name, r := range map[string]*report.Report{"nothing": reportOf(), "headset": both()} {
			t.Run(row.name+", "+name, func(t *testing.T) {
				t.Parallel()
				w := newWorld(t, seeded(1), func(c *permission.Config) { c.Classes = classes{webxr.ImmersiveAR: webxr.NeverSupport} })
				w.plug(r)
				a := w.open(w.gate.Regular(), "a", row.document)
				for range 2 {
					a.requestWith(row.mode, navigator.SessionInit{RequiredFeatures: row.required})
					a.requestWith(row.mode, navigator.SessionInit{})
					w.clock.Advance(0)
				}
				refused := func(call int) string {
					return fmt.Sprintf("%d %s session: false %v", call, row.mode, webxr.NotSupportedError)
				}
				pending := fmt.Sprintf("session: false %v, at once", webxr.InvalidStateError)
				require.Equal(t, []string{"2 " + row.mode + " " + pending, refused(1), "4 " + row.mode + " " + pending, refused(3)}, w.seen("a"), "the page may request again")
				require.Zero(t, w.random.bytes)
				require.Zero(t, w.devices.LookUps())
			})
		}
	}
}

// Prompts of one origin that appear at one moment share a group, so that they can be shown as
// one. Those of another origin, another profile or another moment do not.
func TestGate_PromptsOfOneMomentShareAGroup(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a, b, private := w.regular("a", originA), w.regular("b", originB), w.open(w.gate.NewIncognito(), "private", document(originA))
	for _, p := range []*page{a, b, private} {
		p.ask(vr)
	}
	a.ask(ar)
	w.prompts()
	groups := map[uint64][]permission.Key{}
	for _, prompt := range w.user.up {
		groups[prompt.Group] = append(groups[prompt.Group], prompt.Key)
	}
	require.Len(t, groups, 3)
	b.ask(ar)
	w.prompts()
	for _, prompt := range w.user.up {
		require.NotZero(t, prompt.Group)
		if prompt.Key == (permission.Key{Origin: originB, Mode: webxr.ImmersiveAR}) {
			require.NotContains(t, groups, prompt.Group)
		}
	}
}

// Close ends what the end of the document's context ends.
func TestDocument_CloseEndsEverything(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(d *permission.Document, cancel func()){
		"close":               func(d *permission.Document, _ func()) { d.Close(); d.Close() },
		"the context's end":   func(_ *permission.Document, cancel func()) { cancel() },
		"close, then the end": func(d *permission.Document, cancel func()) { d.Close(); cancel() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seeded(1))
			w.plug(both())
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			c := document(originA)
			c.Tasks = w.clock
			open := func() *permission.Document { return w.gate.Regular().Open(ctx, c) }
			playing, requesting, asking := open(), open(), open()
			var session *navigator.Session
			playing.RequestSession(acted, vr, navigator.SessionInit{}, func(r navigator.SessionResult) { session = r.Session })
			w.prompts()
			require.False(t, session.Ended())
			requesting.RequestSession(acted, vr, floor, func(navigator.SessionResult) { require.Fail(t, "the document has gone") })
			asking.IsSessionSupported(vr, func(navigator.SupportedResult) { require.Fail(t, "the document has gone") })
			w.prompts()
			require.Empty(t, w.user.up, "no prompt is up during a session")
			end(playing, func() {})
			w.prompts()
			if !playing.Active() {
				require.True(t, session.Ended())
				require.Equal(t, 1, *w.features.upNow)
				require.Len(t, w.user.up, 1)
			}
			for _, d := range []*permission.Document{playing, requesting, asking} {
				end(d, cancel)
			}
			require.Eventually(t, func() bool {
				w.clock.Advance(0)
				return session.Ended() && *w.features.upNow == 0
			}, waitLimit, time.Millisecond)
			w.minute()
			require.Empty(t, w.user.up)
			require.Equal(t, webxr.Prompt, w.gate.Regular().State(keyA))
		})
	}
}

// Documents that were closed leave nothing behind, although their context goes on.
//
//nolint:paralleltest // it measures the memory of the whole program
func TestDocument_ClosedLeaveNothing(t *testing.T) {
	w := newWorld(t, seeded(1))
	w.plug(both())
	memory := func() int64 {
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		return int64(stats.HeapAlloc)
	}
	c := document(originA)
	c.Tasks = discarded{}
	open := func(count int) {
		for range count {
			d := w.gate.Regular().Open(t.Context(), c)
			_, err := d.QueryXR(vr, floor, nil)
			require.NoError(t, err)
			d.Close()
		}
	}
	open(100)
	before := memory()
	const documents = 5000
	open(documents)
	require.Eventually(t, func() bool { return (memory()-before)/documents < 64 }, waitLimit, 10*time.Millisecond, "bytes a document")
}

// A decision that is set again to the same state expires when the later one does.
func TestPartition_SetAgainExpiresLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1), func(c *permission.Config) { c.Lifetime = time.Hour })
	a := w.regular("a", originA)
	a.query(vr)
	w.gate.Regular().Set(keyA, webxr.Granted)
	w.clock.Advance(30 * time.Minute)
	w.gate.Regular().Set(keyA, webxr.Granted)
	w.clock.Advance(59 * time.Minute)
	w.require("a", "immersive-vr is prompt", "immersive-vr change to granted")
	w.minute()
	w.require("a", "immersive-vr is prompt", "immersive-vr change to granted", "immersive-vr change to prompt")
}

// A request that is given up never settles, withdraws its prompt, and keeps nothing of what the
// user allows later.
func TestDocument_RequestIsGivenUp(t *testing.T) {
	t.Parallel()
	requests := 0
	w := newWorld(t, seeded(1), func(c *permission.Config) { c.XR = requested{c.XR, &requests} })
	w.plug(both())
	w.user.choice, w.user.ignores, w.user.after = permission.Allow, false, 5*time.Second
	a := w.regular("a", originA)
	cancel := a.request(vr)
	w.prompts()
	require.Equal(t, 1, *w.features.upNow)
	cancel()
	cancel()
	w.clock.Advance(0)
	require.Equal(t, 1, *w.features.withdrawn)
	w.minute()
	require.Empty(t, w.seen("a"))
	w.user.after = time.Second
	a.request(vr)
	w.minute()
	require.Equal(t, 2, requests, "the late consent was not kept")
	w.require("a", "2 immersive-vr session: true <nil>")
}

// A page in the back/forward cache has no prompt for features up. The request fails when it would
// have, and the page learns that when it is thawed.
func TestDocument_FrozenRequest(t *testing.T) {
	t.Parallel()
	for _, consent := range []bool{false, true} {
		w := newWorld(t, seeded(1))
		w.plug(both())
		if consent {
			w.gate.Regular().Set(keyA, webxr.Granted)
		}
		a := w.regular("a", originA)
		a.request(vr)
		w.prompts()
		require.Equal(t, 1, *w.features.upNow)
		a.Freeze()
		w.minute()
		require.Zero(t, *w.features.upNow)
		require.Empty(t, w.seen("a"))
		a.Thaw()
		w.clock.Advance(0)
		w.require("a", "1 immersive-vr session: false "+webxr.NotSupportedError.Error())
	}
}

// A hidden document may request no immersive session. The gate knows that by itself.
func TestDocument_HiddenRequestsNoSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a := w.regular("a", originA)
	a.SetVisible(false)
	a.request(vr)
	w.require("a", "1 immersive-vr session: false "+webxr.SecurityError.Error()+", at once")
	a.SetVisible(true)
	w.session(a)
}

// In a document that policy blocks, makeXRCompatible resolves and the context stays incompatible.
func TestDocument_BlockedContextStaysIncompatible(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	blocked := document(originA)
	blocked.Allowed = nil
	w.open(w.gate.Regular(), "a", blocked).makeCompatible()
	w.require("a", "compatible: false false <nil>")
}
