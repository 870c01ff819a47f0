// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// way is a way in which a page could learn of a headset besides the answers' times. The gate was
// measured by the same code before and after the way was closed.
type way struct {
	name, before string
	measure      func(t *testing.T) string
}

func ways() []way {
	return []way{
		{"1 \"xr\" after a declined prompt: states told apart", "2", queriedAfterDecline},
		{"2 unplugging, 100,000 objects of a declined page: tasks", "100002", tasksOfDeclined},
		{"2 the same: the page's loop is busy for", "404 ms", busyAfterUnplug},
		{"3 100,000 unknown features: AUC of the page's time", "1.000", loopAfterLongList},
		{"4 ar, by queries in a vr session: states told apart", "2", queriedInSession},
		{"5 features told by queries, with consent to one boolean", "21", featuresByQueries},
		{"6 isSessionSupported while a withdrawal takes 100 ms", "100 ms", callDuringWithdrawal},
		{"7 tasks in a private window, a decision outside", "1", tasksInPrivate},
		{"- makeXRCompatible: AUC of the call's time", "0.660", costOfCompatible},
	}
}

// TestGate_Ways prints what the ways tell, before and after they were closed. Other tests hold
// what does not depend on the machine; make privacy runs this one.
func TestGate_Ways(t *testing.T) {
	if os.Getenv("XRPROBE_PRIVACY") == "" {
		t.Skip("it measures times: make privacy runs it")
	}
	t.Logf("%-58s %10s %10s", "WAY", "BEFORE", "NOW")
	for _, w := range ways() {
		t.Logf("%-58s %10s %10s", w.name, w.before, w.measure(t))
	}
}

// distinct returns how many different values there are.
func distinct[T comparable](values ...T) string {
	different := map[T]bool{}
	for _, value := range values {
		different[value] = true
	}
	return fmt.Sprint(len(different))
}

// stateOf returns the state of "xr".
func (p *page) stateOf(mode string, init navigator.SessionInit) webxr.PermissionState {
	status, err := p.QueryXR(mode, init, nil)
	require.NoError(p.w.t, err)
	return status.State()
}

func queriedAfterDecline(t *testing.T) string {
	var states []webxr.PermissionState
	for _, r := range []*report.Report{reportOf(), both()} {
		w := newWorld(t, seeded(1))
		w.plug(r)
		w.user.choice, w.user.ignores = permission.Block, false
		a := w.regular("a", originA)
		a.request(vr)
		w.minute()
		states = append(states, a.stateOf(vr, navigator.SessionInit{}))
	}
	return distinct(states...)
}

// unplugged unplugs a headset beside a declined page with many status objects. It returns how
// many tasks the page was given, and how long its loop was busy with them.
func unplugged(t *testing.T) (tasks int, busy time.Duration) {
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.gate.Regular().Set(keyA, webxr.Denied)
	a := w.regular("a", originA)
	for range 100_000 {
		_, _ = a.QueryXR(vr, floor, func() {})
	}
	w.clock.Advance(0)
	clear(w.tasks)
	before := time.Now()
	w.plug(headset())
	w.minute()
	return w.tasks["a"], time.Since(before)
}

func tasksOfDeclined(t *testing.T) string { tasks, _ := unplugged(t); return fmt.Sprint(tasks) }

func busyAfterUnplug(t *testing.T) string {
	_, busy := unplugged(t)
	return fmt.Sprintf("%.1f ms", busy.Seconds()*1000)
}

// timed measures something in new worlds with and without a headset in turn, and returns how well
// its time tells them apart.
func timed(t *testing.T, runs int, measure func(w *world) time.Duration) string {
	t.Helper()
	var samples [2][]float64
	for range runs {
		first := rand.IntN(2)
		for _, at := range []int{first, 1 - first} {
			w := newWorld(t, seeded(1))
			w.plug([]*report.Report{reportOf(), both()}[at])
			samples[at] = append(samples[at], float64(measure(w)))
		}
	}
	area, _ := distinguish(samples[0], samples[1])
	return fmt.Sprintf("%.3f", max(area, 1-area))
}

func loopAfterLongList(t *testing.T) string {
	var init navigator.SessionInit
	for i := range 100_000 {
		init.OptionalFeatures = append(init.OptionalFeatures, fmt.Sprint("teleport-", i))
	}
	return timed(t, 1000, func(w *world) time.Duration {
		a := w.regular("a", originA)
		before := time.Now()
		a.RequestSession(acted, ar, init, func(navigator.SessionResult) {})
		w.clock.RunTasks()
		return time.Since(before)
	})
}

func queriedInSession(t *testing.T) string {
	var states []webxr.PermissionState
	for _, r := range []*report.Report{headset("OPAQUE"), both()} {
		w := newWorld(t, seeded(1))
		w.plug(r)
		a := w.regular("a", originA)
		a.RequestSession(acted, vr, navigator.SessionInit{}, func(navigator.SessionResult) {})
		w.minute()
		states = append(states, a.stateOf(ar, floor))
	}
	return distinct(states...)
}

// featuresByQueries returns of how many features a page with consent learns that the headset has
// or lacks them.
func featuresByQueries(t *testing.T) string {
	told := 0
	for _, feature := range webxr.Features() {
		var states []webxr.PermissionState
		for _, extensions := range [][]report.Extension{{}, {{Name: "XR_EXT_local_floor"}, {Name: "XR_MSFT_unbounded_reference_space"}}} {
			w := newWorld(t, seeded(1))
			r := both()
			r.Runtimes[0].Extensions = extensions
			w.plug(r)
			a := w.consentedTo("a", originA)
			states = append(states, a.stateOf(vr, navigator.SessionInit{RequiredFeatures: []string{string(feature)}}))
		}
		if slices.Contains(states, webxr.Granted) || slices.Contains(states, webxr.Denied) {
			told++
		}
	}
	return fmt.Sprint(told)
}

// lingering is a user interface that takes long to remove a prompt.
type lingering struct{ *user }

func (l lingering) Ask(prompt permission.Prompt) func() {
	withdraw := l.user.Ask(prompt)
	return func() { time.Sleep(100 * time.Millisecond); withdraw() }
}

func callDuringWithdrawal(t *testing.T) string {
	w := newWorld(t, seeded(1), func(c *permission.Config) {
		c.Prompter, c.Lifetime = lingering{c.Prompter.(*user)}, 10*time.Second
	})
	w.plug(both())
	a := w.regular("a", originA)
	a.ask(vr)
	w.clock.Advance(permission.SettleMax + 15*time.Second) // the denial has expired, and the prompt is still up
	before := time.Now()
	a.ask(vr)
	return time.Since(before).Round(time.Millisecond).String()
}

func tasksInPrivate(t *testing.T) string {
	w := newWorld(t, seeded(1))
	w.plug(both())
	private := w.open(w.gate.NewIncognito(), "private", document(originA))
	private.stateOf(vr, floor)
	w.clock.Advance(0)
	clear(w.tasks)
	w.gate.Regular().Set(keyA, webxr.Granted)
	w.clock.Advance(0)
	return fmt.Sprint(w.tasks["private"])
}

func costOfCompatible(t *testing.T) string {
	return timed(t, 2000, func(w *world) time.Duration {
		c := document(originA)
		c.Tasks = discarded{}
		a := w.gate.Regular().Open(t.Context(), c)
		before := time.Now()
		for range 100 {
			a.MakeXRCompatible(false, func(navigator.CompatibleResult) {})
		}
		return time.Since(before)
	})
}
