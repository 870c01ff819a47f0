// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"sync/atomic"
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

// Nothing looks at devices, and no prompt is up, until PromptDelayMin after the call.
func TestDocument_LooksAtADrawnTime(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		w := newWorld(t, seeded(seed))
		w.plug(both())
		a := w.regular("a", originA)
		a.request(vr)
		a.ask(vr)
		w.clock.Advance(permission.PromptDelayMin - time.Millisecond)
		require.Zero(t, w.devices.LookUps())
		require.Zero(t, *w.features.upNow)
		require.Empty(t, w.user.up)
		a.ask(ar) // its prompt waits as long, though that of the first question is near
		w.clock.Advance(permission.PromptDelayMin - time.Millisecond)
		require.NotContains(t, w.user.asked, permission.Key{Origin: originA, Mode: webxr.ImmersiveAR})
		w.prompts()
		require.Len(t, w.user.up, 2)
		require.Equal(t, 1, *w.features.upNow)
	}
}

// What one page requests does not end another's session, whatever the headset can do: the prompt
// for features waits for the end of the session.
func TestDocument_RequestEndsNoOtherSession(t *testing.T) {
	t.Parallel()
	seen := map[string][]string{}
	for name, r := range map[string]*report.Report{"vr only": headset("OPAQUE"), "ar too": both()} {
		w := newWorld(t, seeded(1))
		w.plug(r)
		w.user.choice, w.user.ignores = permission.Block, false
		a, frame, private := w.regular("a", originA), w.regular("frame", originA), w.open(w.gate.NewIncognito(), "private", document(originB))
		w.session(a)
		for _, p := range []*page{frame, private} {
			p.request(ar)
		}
		w.minute()
		require.Zero(t, *w.features.withdrawn)
		seen[name] = w.seen("a")
	}
	require.Empty(t, seen["vr only"])
	require.Equal(t, seen["vr only"], seen["ar too"])
}

// A prompt for features is withdrawn when another page's session begins, and comes back after it.
func TestDocument_PromptForFeaturesWaitsForTheSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.gate.Regular().Set(keyA, webxr.Granted) // so that the request waits for its prompt
	a, b := w.regular("a", originA), w.regular("b", originB)
	a.request(vr)
	w.prompts()
	require.Equal(t, 1, *w.features.upNow)
	session := w.session(b)
	w.clock.Advance(0)
	require.Zero(t, *w.features.upNow)
	session.End()
	w.clock.Advance(0)
	require.Equal(t, 1, *w.features.upNow)
}

// A request shows no prompt after it was given up, its document was frozen or closed, or its time has
// passed, also if it waited for the first report until then.
func TestDocument_EndedRequestsAskNobody(t *testing.T) {
	t.Parallel()
	ends := map[string]func(w *world, a *page, cancel func()){
		"given up":   func(_ *world, _ *page, cancel func()) { cancel() },
		"frozen":     func(_ *world, a *page, _ func()) { a.Freeze() },
		"closed":     func(_ *world, a *page, _ func()) { a.Document.Close() },
		"timed out":  func(w *world, _ *page, _ func()) { w.clock.Advance(permission.SettleMax) },
		"not before": func(*world, *page, func()) {},
	}
	for name, end := range ends {
		for _, early := range []bool{false, true} {
			asked := 0
			w := newWorld(t, seeded(1), func(c *permission.Config) { c.XR = requested{c.XR, &asked} })
			if !early {
				w.plug(both())
			}
			a := w.regular("a", originA)
			cancel := a.request(vr)
			if early {
				w.prompts() // it waits for the first report now
			}
			if name != "timed out" || early {
				end(w, a, cancel)
			}
			if early {
				w.plug(both())
			}
			w.clock.Advance(time.Second)
			switch {
			case name == "not before", name == "timed out" && !early:
				require.Equal(t, 1, asked, name)
			default:
				require.Zero(t, asked, "%s, before the first report: %t", name, early)
			}
		}
	}
}

// A call of a document that has gone shows no prompt and never settles. The gate refuses a call of a
// frozen document.
func TestDocument_RequestAfterTheEnd(t *testing.T) {
	t.Parallel()
	asked := 0
	w := newWorld(t, seeded(1), func(c *permission.Config) { c.XR = requested{c.XR, &asked} })
	w.plug(both())
	w.gate.Regular().Set(keyA, webxr.Granted)
	a, b := w.regular("a", originA), w.regular("b", originB)
	a.Freeze()
	a.request(vr)
	w.require("a", "1 immersive-vr session: false "+webxr.InvalidStateError.Error()+", at once")
	session := w.session(b)
	a.Document.Close()
	a.request(vr)
	a.requestWith(vr, navigator.SessionInit{RequiredFeatures: []string{"teleport"}})
	w.clock.Advance(time.Hour)
	require.Len(t, w.seen("a"), 1)
	require.Zero(t, asked)
	require.False(t, session.Ended())
}

// With consent a request that waits for an ignored prompt ends with the prompt's window.
func TestDocument_IgnoredPromptForFeaturesEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.gate.Regular().Set(keyA, webxr.Granted)
	a := w.regular("a", originA)
	a.request(vr)
	w.clock.Advance(permission.PromptWindow - time.Millisecond)
	require.Equal(t, 1, *w.features.upNow)
	w.clock.Advance(time.Millisecond)
	require.Zero(t, *w.features.upNow)
	w.require("a", "1 immersive-vr session: false "+webxr.NotSupportedError.Error())
}

// A page that was hidden after its request begins no session.
func TestDocument_HiddenMeanwhileBeginsNoSession(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a := w.regular("a", originA)
	a.requestWith(vr, navigator.SessionInit{})
	a.SetVisible(false)
	w.minute()
	w.require("a", "1 immersive-vr session: false "+webxr.NotSupportedError.Error())
	require.False(t, w.devices.InSession())
}

// A frozen document's session ends, so that others may be asked, and the page learns it when it is
// thawed.
func TestDocument_FrozenSessionEnds(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a, b := w.regular("a", originA), w.regular("b", originB)
	session := w.session(a)
	a.Freeze()
	require.True(t, session.Ended())
	b.ask(vr)
	w.prompts()
	require.Len(t, w.user.up, 1)
	require.Empty(t, w.seen("a"))
	a.Thaw()
	w.clock.Advance(0)
	w.require("a", "session end")
}

// A session goes on while its device keeps its mode: whether the headset gains or loses the other
// mode is not the page's to know.
func TestDocument_SessionOutlivesAnotherMode(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(headset("OPAQUE"))
	a := w.regular("a", originA)
	w.session(a)
	w.plug(both())
	w.plug(headset("OPAQUE"))
	w.minute()
	require.Empty(t, w.seen("a"))
	require.True(t, w.devices.InSession())
}

// That a context is no longer compatible is told only for a mode that the page may still know of.
func TestDocument_IncompatibleTellsOfItsModeOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(headset("OPAQUE"))
	w.gate.Regular().Set(permission.Key{Origin: originA, Mode: webxr.ImmersiveAR}, webxr.Granted)
	a := w.regular("a", originA)
	session := w.session(a)
	a.makeCompatible()
	w.clock.Advance(0)
	session.End()
	w.minute()
	w.plug(headset())
	w.minute()
	w.require("a", "compatible: true true <nil>")
}

// jumping is a virtual clock whose time of day can jump, as after a computer slept: timers wait on.
type jumping struct {
	navigator.Clock
	slept *time.Duration
}

func (j jumping) Now() time.Time { return j.Clock.Now().Add(*j.slept) }

// A consent that expired while the computer slept brings no event about devices. When the user
// then revokes it, the page is told.
func TestDocument_ConsentThatExpiredInSleep(t *testing.T) {
	t.Parallel()
	var slept time.Duration
	w := newWorld(t, seeded(1), func(c *permission.Config) {
		c.Lifetime, c.Clock = time.Hour, jumping{c.Clock, &slept}
	})
	w.plug(both())
	a := w.consentedTo("a", originA)
	a.query(vr)
	slept = 2 * time.Hour
	w.plug(headset())
	w.minute()
	w.require("a", "immersive-vr is granted")
	w.gate.Regular().Set(keyA, webxr.Prompt)
	w.minute()
	w.require("a", "immersive-vr is granted", "immersive-vr change to prompt")
}

// A question is answered although the timer of its window goes off first, as it may after the
// computer slept.
func TestGate_WindowThatClosesFirst(t *testing.T) {
	t.Parallel()
	clock := &reversed{}
	w := newWorld(t, seeded(1), func(c *permission.Config) { clock.Clock, c.Clock = c.Clock, clock })
	w.plug(both())
	a := w.regular("a", originA)
	a.ask(vr)
	clock.wake()
	w.clock.Advance(0)
	w.require("a", "1 immersive-vr supported: false <nil>")
	require.Equal(t, webxr.Denied, w.gate.Regular().State(keyA))
}

// reversed is a clock whose timers go off in wake, the last one first.
type reversed struct {
	navigator.Clock
	timers []func()
}

func (r *reversed) AfterFunc(_ time.Duration, f func()) func() {
	stopped := false
	r.timers = append(r.timers, func() {
		if !stopped {
			f()
		}
	})
	return func() { stopped = true }
}

func (r *reversed) wake() {
	timers := r.timers
	r.timers = nil
	for i := range timers {
		timers[len(timers)-1-i]()
	}
}

// A user who blocks the prompt of a page that was away when its answer came is not asked again.
func TestGate_BlockAfterTheAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	a := w.regular("a", originA)
	a.ask(vr)
	w.prompts()
	a.Freeze()
	w.clock.Advance(permission.SettleMax)
	a.Thaw()
	w.clock.Advance(0)
	require.Len(t, w.user.asked, 2, "asked again")
	w.answer(keyA, permission.Block)
	a.ask(vr)
	w.prompts()
	require.Len(t, w.user.asked, 2)
}

// A prompt names a document that may show it, and not one in which XR is off.
func TestGate_PromptNamesADocumentThatMayAsk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	c := document(originA)
	c.Off = true
	off, on := w.open(w.gate.Regular(), "off", c), w.regular("on", originA)
	off.ask(vr)
	on.ask(vr)
	w.prompts()
	require.True(t, w.user.sees(on.Document))
	require.False(t, w.user.sees(off.Document))
}

// A call that waits for the first report with consent settles when the user revokes that, so that
// it does not tell when the report came; and not while its document is frozen.
func TestDocument_WaitsForTheFirstReport(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	a, b := w.consentedTo("a", originA), w.consentedTo("b", originB)
	a.ask(vr)
	b.ask(vr)
	b.Freeze()
	w.clock.Advance(time.Second)
	require.Empty(t, w.seen("a"))
	w.gate.Regular().Set(keyA, webxr.Denied)
	w.clock.Advance(0)
	w.require("a", "1 immersive-vr supported: false <nil>")
	w.plug(both())
	w.minute()
	require.Empty(t, w.seen("b"))
	b.Thaw()
	w.clock.Advance(0)
	w.require("b", "1 immersive-vr supported: true <nil>")
	require.Len(t, w.seen("a"), 1, "once")
}

// A slow store delays no page: neither one of its origin nor another.
func TestGate_SlowStoreDelaysNoPage(t *testing.T) {
	t.Parallel()
	store := &slowStore{Memory: permission.Memory{}, release: make(chan struct{})}
	gate := permission.NewGate(permission.Config{Classes: classes{}, Devices: fixed(both()), Prompter: quiet{}, Store: store})
	c := document(originA)
	c.Tasks = discarded{}
	a := gate.Regular().Open(t.Context(), c)
	c.Origin = originB
	b := gate.Regular().Open(t.Context(), c)
	saved := make(chan struct{})
	go func() { defer close(saved); gate.Regular().Set(keyA, webxr.Granted) }()
	require.Eventually(t, func() bool { return store.saving() }, waitLimit, time.Millisecond)
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		for _, d := range []*permission.Document{a, b} {
			_, _ = d.Query("xr-session-supported", vr, nil)
			d.IsSessionSupported(vr, func(navigator.SupportedResult) {})
			d.Freeze()
			d.Thaw()
			d.SetVisible(true)
		}
	}()
	select {
	case <-answered:
	case <-time.After(waitLimit):
		require.Fail(t, "a page waits for the store")
	}
	close(store.release)
	<-saved
	require.Equal(t, webxr.Granted, gate.Regular().State(keyA))
}

// slowStore is a store whose Save takes until it is released.
type slowStore struct {
	permission.Memory
	release chan struct{}
	begun   atomic.Bool
}

func (s *slowStore) Save(key permission.Key, entry permission.Entry) {
	s.begun.Store(true)
	<-s.release
	s.Memory.Save(key, entry)
}

func (s *slowStore) saving() bool { return s.begun.Load() }

// What was allowed before a document was frozen and revoked since tells nothing when it is thawed.
func TestDocument_RevokedWhileFrozen(t *testing.T) {
	t.Parallel()
	for name, grant := range map[string]func(w *world, a *page){
		"by a prompt": func(w *world, a *page) {
			w.plug(both())
			a.ask(vr)
			w.regular("b", originA).ask(vr)
			w.prompts()
			a.Freeze()
			w.clock.Advance(0) // the prompt is b's now
			w.answer(keyA, permission.Allow)
		},
		"before the first report": func(w *world, a *page) {
			w.gate.Regular().Set(keyA, webxr.Granted)
			a.ask(vr)
			a.Freeze()
			w.plug(both())
		},
	} {
		w := newWorld(t, seeded(1))
		a := w.regular("a", originA)
		grant(w, a)
		w.clock.Advance(time.Second)
		w.gate.Regular().Set(keyA, webxr.Denied)
		a.Thaw()
		w.minute()
		require.Equal(t, []string{"1 immersive-vr supported: false <nil>"}, w.seen("a"), name)
	}
}

// A hidden document may have inline sessions.
func TestDocument_InlineSessionWhileHidden(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	a := w.regular("a", originA)
	a.SetVisible(false)
	a.requestWith("inline", navigator.SessionInit{})
	w.clock.Advance(0)
	w.require("a", "1 inline session: true <nil>")
}

// While a page waits for a session to end, its headset may go: the user is not asked then.
func TestDocument_PromptNeedsItsDevice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.gate.Regular().Set(permission.Key{Origin: originB, Mode: webxr.ImmersiveVR}, webxr.Granted)
	a, b := w.regular("a", originA), w.regular("b", originB)
	w.session(a)
	b.request(vr)
	w.prompts()
	require.Zero(t, *w.features.upNow)
	w.plug(reportOf())
	w.prompts()
	require.Zero(t, *w.features.upNow)
	require.Contains(t, w.seen("b"), "1 immersive-vr session: false "+webxr.NotSupportedError.Error())
}

// makeXRCompatible that waited for the first report settles in no frozen document.
func TestDocument_FrozenContextWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.gate.Regular().Set(keyA, webxr.Granted)
	a := w.regular("a", originA)
	a.makeCompatible()
	a.Freeze()
	w.plug(both())
	require.Empty(t, w.seen("a"))
	a.Thaw()
	w.clock.Advance(0)
	w.require("a", "compatible: true true <nil>")
}

// Each call with consent waits for the first report with its own patience.
func TestDocument_EachCallHasItsPatience(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.gate.Regular().Set(keyA, webxr.Granted)
	a, b := w.regular("a", originA), w.regular("b", originA)
	a.ask(vr)
	w.clock.Advance(navigator.DefaultPatience - time.Second)
	b.ask(vr)
	w.clock.Advance(2 * time.Second)
	w.plug(both())
	w.clock.Advance(0)
	w.require("a", "1 immersive-vr supported: false <nil>")
	w.require("b", "1 immersive-vr supported: true <nil>")
}

// Set returns when the store has the decision, though the store is busy with another one.
func TestPartition_SetWaitsForTheStore(t *testing.T) {
	t.Parallel()
	store := &slowStore{Memory: permission.Memory{}, release: make(chan struct{})}
	gate := permission.NewGate(permission.Config{Classes: classes{}, Devices: fixed(both()), Prompter: quiet{}, Store: store})
	first := make(chan struct{})
	go func() {
		defer close(first)
		gate.Regular().Set(permission.Key{Origin: originB, Mode: webxr.ImmersiveVR}, webxr.Granted)
	}()
	require.Eventually(t, store.saving, waitLimit, time.Millisecond)
	go func() {
		time.Sleep(20 * time.Millisecond)
		close(store.release)
	}()
	gate.Regular().Set(keyA, webxr.Denied)
	<-first
	require.Equal(t, webxr.Denied, store.Memory[keyA].State)
}

// hooked are classes that call a function when they are asked for the left-th time.
type hooked struct {
	left *int
	call func()
}

func (h hooked) Class(webxr.SessionMode) webxr.Class {
	if *h.left--; *h.left == 0 {
		h.call()
	}
	return webxr.HighlyVariable
}

// A change of devices that comes while a document is opened is not missed, whatever Open had
// looked at before.
func TestDocument_ChangeWhileItOpens(t *testing.T) {
	t.Parallel()
	for at := 1; at <= 4; at++ {
		left, told := 0, make(chan struct{})
		feed, clock := navigator.NewFeed(), &navigator.Virtual{}
		devices := navigator.NewDevices(navigator.DevicesConfig{Source: feed, Agent: modes.UserAgent{ARModule: true}, Clock: clock})
		navigatortest.Run(t, devices)
		feed.Send(both())
		gate := permission.NewGate(permission.Config{Devices: devices, Prompter: quiet{}, Clock: clock, Classes: hooked{&left, func() {
			go func() { defer close(told); feed.Send(reportOf()) }()
			select {
			case <-told:
			case <-time.After(50 * time.Millisecond): // the gate waits for the document
			}
		}}})
		gate.Regular().Set(keyA, webxr.Granted)
		c, changes := document(originA), 0
		c.Tasks, c.Events = clock, navigator.Events{DeviceChange: func() { changes++ }}
		left = at
		d := gate.Regular().Open(t.Context(), c)
		<-told
		clock.Advance(time.Minute)
		before := changes
		d.IsSessionSupported(vr, func(s navigator.SupportedResult) { require.False(t, s.Value) })
		feed.Send(both())
		clock.Advance(time.Minute)
		require.Equal(t, 1, changes-before, "at look %d", at)
	}
}
