// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// arm is one reason why a page receives false about immersive-ar: what is connected, whether
// XR is off, and what the user does with a prompt.
type arm struct {
	name      string
	before    []*report.Report // the reports before the page asks
	incognito bool
	off       bool
	user      behaviour
}

var immersive = []webxr.SessionMode{webxr.ImmersiveVR, webxr.ImmersiveAR}

func join(lines []string) string { return strings.Join(lines, "\n") }

var failed = report.Runtime{ID: "r", Active: true, Level: report.LevelProperties, Reached: new(report.LevelLibrary)}

// behaviour is what the user does with prompts.
type behaviour struct {
	choice  permission.Choice
	ignores bool
	after   time.Duration
}

func (w *world) behave(b behaviour) {
	w.user.choice, w.user.ignores, w.user.after = b.choice, b.ignores, b.after
}

// absences are the arms without a usable device. The user sees no prompt.
func absences() []arm {
	crashed := failed
	crashed.Status = report.StatusCrashed
	return []arm{
		{name: "no runtime", before: []*report.Report{reportOf()}},
		{name: "hangs"},
		{name: "crashes", before: []*report.Report{reportOf(crashed)}},
		{name: "mode missing", before: []*report.Report{headset("OPAQUE")}},
		{name: "unplugged", before: []*report.Report{both(), headset()}},
		{name: "incognito-blocked", before: []*report.Report{both()}, incognito: true, off: true},
		{name: "enterprise-disabled", before: []*report.Report{both()}, off: true},
	}
}

// refusals are the arms in which the user sees a prompt and does not consent.
func refusals(after time.Duration) []arm {
	there := []*report.Report{both()}
	return []arm{
		{name: "blocked", before: there, user: behaviour{choice: permission.Block, after: after}},
		{name: "dismissed", before: there, user: behaviour{choice: permission.Dismiss, after: after}},
		{name: "ignored", before: there, user: behaviour{ignores: true}},
	}
}

// observation is what the pages saw in an arm, and the work that was done for them.
type observation struct {
	trace   []string
	drawn   int            // random bytes
	tasks   map[string]int // by page
	timers  int            // started or stopped inside the pages' calls
	lookUps int64          // of features
}

// observe runs everything that pages may try against an arm.
func (a arm) observe(t *testing.T, seed uint64, user behaviour) observation {
	t.Helper()
	store := permission.Memory{}
	w := newWorld(t, seeded(seed), func(c *permission.Config) { c.Store = store })
	w.behave(user)
	for _, r := range a.before {
		w.plug(r)
	}
	profile := w.gate.Regular()
	if a.incognito {
		profile = w.gate.NewIncognito()
	}
	open := func(name, origin string) *page {
		c := document(origin)
		c.Off = a.off
		return w.open(profile, name, c)
	}
	w.run(open, w.open(w.gate.NewIncognito(), "private", document(originA)))
	// The browser is restarted with the decisions that the profile kept.
	restarted := newWorld(t, w.random, func(c *permission.Config) { c.Store = kept(profile) })
	restarted.behave(user)
	for _, r := range a.before {
		restarted.plug(r)
	}
	again := restarted.regular("restarted", originA)
	again.query("immersive-ar")
	again.ask("immersive-ar")
	restarted.clock.Advance(time.Minute)
	return observation{append(w.trace, restarted.trace...), w.random.bytes, w.tasks, w.timers, w.devices.LookUps()}
}

// kept returns a store with the decisions of a profile.
func kept(p *permission.Partition) permission.Memory {
	store := permission.Memory{}
	for _, origin := range []string{originA, originB} {
		for _, mode := range immersive {
			key := permission.Key{Origin: origin, Mode: mode}
			if state := p.State(key); state != "prompt" {
				store[key] = permission.Entry{State: state}
			}
		}
	}
	return store
}

// longList asks for every known feature, and for many that are not.
func longList() navigator.SessionInit {
	var init navigator.SessionInit
	for i := range 100 {
		init.OptionalFeatures = append(init.OptionalFeatures, fmt.Sprintf("teleport-%d", i), string(webxr.Features()[i%len(webxr.Features())]))
	}
	return init
}

// run does what the pages do. The private one is of the first one's origin, in another profile.
func (w *world) run(open func(name, origin string) *page, private *page) {
	first := open("first", originA)
	tab, other := open("tab", originA), open("other", originB)
	private.query("immersive-ar")
	private.queryXR("immersive-ar", floor)
	for _, mode := range []string{"immersive-ar", "immersive-vr"} {
		first.query(mode)
		for range 3 {
			first.queryXR(mode, floor)
			first.queryXR(mode, longList())
		}
	}
	first.queryXR("inline", longList())
	first.ask("immersive-ar")
	first.ask("immersive-ar")
	first.makeCompatible()
	w.clock.Advance(time.Second)
	tab.ask("immersive-ar")
	tab.query("immersive-ar")
	// Frames of the origin ask too, and go while a prompt may be up.
	frames := []*page{open("frame", originA), open("frame", originA)}
	for _, frame := range frames {
		frame.ask("immersive-ar")
		w.clock.Advance(10 * time.Millisecond)
		frame.Freeze()
		frame.Thaw()
	}
	gone, away, given := open("gone", originA), open("away", originA), open("given", originA)
	gone.request("immersive-ar")
	away.request("immersive-ar")
	cancel := given.request("immersive-ar")
	w.prompts() // of both kinds
	for _, frame := range append(frames, gone) {
		frame.close()
	}
	away.Freeze()
	given.call(cancel)
	first.Freeze()
	first.Thaw()
	first.request("immersive-ar")
	first.request("immersive-ar")
	w.clock.Advance(29 * time.Second)
	first.ask("immersive-ar")
	first.request("immersive-ar")
	w.clock.Advance(10 * time.Second)
	tab.requestWith("immersive-ar", longList())
	other.ask("immersive-ar")
	w.clock.Advance(time.Second)
	other.Freeze()
	w.clock.Advance(35 * time.Second)
	other.Thaw()
	other.query("immersive-ar")
	other.ask("immersive-ar")
	w.clock.Advance(35 * time.Second)
	// A document that closes while it waits stores no denial. The next one asks again.
	going := open("going", "https://c.example")
	going.ask("immersive-ar")
	w.clock.Advance(1500 * time.Millisecond)
	going.close()
	reloaded := open("reloaded", "https://c.example")
	reloaded.query("immersive-ar")
	reloaded.ask("immersive-ar")
	w.clock.Advance(time.Minute)
	// A headset that comes later reveals nothing about what was there before.
	w.plug(both())
	w.clock.Advance(5 * time.Second)
	for _, p := range []*page{first, tab, other, reloaded} {
		p.ask("immersive-ar")
		p.query("immersive-ar")
		for _, mode := range []string{"immersive-ar", "immersive-vr", "inline"} {
			p.queryXR(mode, navigator.SessionInit{})
			p.queryXR(mode, floor)
		}
		p.makeCompatible()
	}
	for _, r := range []*report.Report{headset(), both(), headset("ADDITIVE"), both()} {
		w.plug(r)
	}
	w.clock.Advance(0)
	first.close()
	second := open("second", originA)
	second.query("immersive-ar")
	second.ask("immersive-ar")
	w.clock.Advance(time.Minute)
	w.plug(headset())
	w.clock.Advance(time.Minute)
}

// For every cause of absence, and for everything that a user without consent does, a page
// sees the same, to the millisecond, and the same work is done for it: as many random bytes are
// drawn, tasks queued, timers started in its calls and features looked up.
func TestGate_DeniedLooksLikeAbsent(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		after := time.Duration(seed*1700+100) * time.Millisecond // before the settle time, and after it
		for _, refusal := range refusals(after) {
			want := refusal.observe(t, seed, refusal.user)
			require.NotEmpty(t, want.trace)
			require.Positive(t, want.lookUps)
			for _, absence := range absences() {
				t.Run(absence.name+" is "+refusal.name+" "+strconv.FormatUint(seed, 10), func(t *testing.T) {
					require.Equal(t, want, absence.observe(t, seed, refusal.user))
				})
			}
		}
	}
}

// The trace of TestGate_DeniedLooksLikeAbsent has each kind of line.
func TestGate_TraceShowsWhatPagesSee(t *testing.T) {
	t.Parallel()
	trace := refusals(time.Second)[0].observe(t, 1, refusals(time.Second)[0].user).trace
	for _, line := range []string{
		"0s first: immersive-ar is prompt", "0s first: own task after 2", "0s first: compatible: false false InvalidStateError",
	} {
		require.Contains(t, join(trace), line)
	}
	for _, pattern := range []string{
		`s first: 1 immersive-ar supported: false <nil>\n`, `s first: 2 immersive-ar supported: false <nil>\n`, `s tab: 1 immersive-ar supported: false <nil>\n`,
		`s tab: immersive-ar change to denied\n`, `s first: 3 immersive-ar session: false NotSupportedError`,
		`s first: 4 immersive-ar session: false InvalidStateError[^\n]*, at once\n`, `s other: 1 immersive-ar supported: false`,
		`s reloaded: immersive-ar is prompt\n`, `s first: immersive-ar xr is prompt \[\]\n`, `s tab: 2 immersive-ar session: false NotSupportedError`, `s reloaded: 1 immersive-ar supported: false`, `0s restarted: immersive-ar is denied\n`,
	} {
		require.Regexp(t, pattern, join(trace)+"\n")
	}
	require.NotContains(t, join(trace), "going: 1")
}
