// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// model is a small model of the specification and the strategy for two profiles, two origins
// and two modes. It has the stored states and the open questions. Every question has the same
// settle time.
type model struct {
	settle    time.Duration
	now       time.Duration
	connected map[webxr.SessionMode]bool
	states    map[place]webxr.PermissionState
	open      map[place]*modelQuestion
}

// place is a key in a profile.
type place struct {
	incognito bool
	key       permission.Key
}

type modelQuestion struct {
	due, end          time.Duration
	settled, answered bool
	prompted          bool
	waiting           int
}

func newModel(settle time.Duration) *model {
	return &model{settle: settle, connected: map[webxr.SessionMode]bool{}, states: map[place]webxr.PermissionState{}, open: map[place]*modelQuestion{}}
}

// ask returns the answer, or "later".
func (m *model) ask(at place) string {
	switch m.states[at] {
	case webxr.Granted:
		return fmt.Sprint(m.connected[at.key.Mode])
	case webxr.Denied:
		return "false"
	}
	q := m.open[at]
	if q == nil || q.settled {
		q = &modelQuestion{due: m.now + m.settle, end: m.now + permission.PromptWindow}
		m.open[at] = q
	}
	q.waiting++
	m.look()
	return "later"
}

func (m *model) look() {
	for at, q := range m.open {
		q.prompted = q.prompted || !q.answered && m.connected[at.key.Mode]
	}
}

// advance lets time pass. It returns how many calls were answered with false.
func (m *model) advance(d time.Duration) int {
	m.now += d
	answered := 0
	for at, q := range m.open {
		if !q.settled && q.due <= m.now {
			q.settled = true
			m.states[at] = webxr.Denied
			answered += q.waiting
			q.waiting = 0
		}
		if q.end <= m.now {
			delete(m.open, at)
		}
	}
	return answered
}

// choose answers a prompt that is up. It returns how many calls were answered by what is
// connected.
func (m *model) choose(at place, choice permission.Choice) int {
	q := m.open[at]
	q.prompted, q.answered = false, true
	if choice != permission.Allow {
		return 0
	}
	return m.decide(at, webxr.Granted)
}

func (m *model) decide(at place, state webxr.PermissionState) int {
	m.states[at] = state
	q := m.open[at]
	if q == nil || state == webxr.Prompt && !q.settled {
		return 0
	}
	delete(m.open, at)
	return q.waiting
}

// prompts returns the places with a prompt, sorted.
func (m *model) prompts() []string {
	var up []string
	for at, q := range m.open {
		if q.prompted {
			up = append(up, at.String())
		}
	}
	slices.Sort(up)
	return up
}

func (p place) String() string { return fmt.Sprintf("%t %v", p.incognito, p.key) }

// places returns all places.
func places() []place {
	var all []place
	for _, incognito := range []bool{false, true} {
		for _, origin := range []string{originA, originB} {
			for _, mode := range immersive {
				all = append(all, place{incognito, permission.Key{Origin: origin, Mode: mode}})
			}
		}
	}
	return all
}

// In any order of steps, the gate stores, prompts and answers as the model does.
func TestGate_FollowsTheModel(t *testing.T) {
	t.Parallel()
	settle := settlingWith(t, constant(0x80))
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t, &counted{from: constant(0x80)})
		w.plug(reportOf())
		incognito := w.gate.NewIncognito()
		w.user.ignores = true
		partition := map[bool]*permission.Partition{false: w.gate.Regular(), true: incognito}
		pages := map[string]*page{}
		for _, p := range places() {
			name := fmt.Sprint(p.incognito, p.key.Origin)
			if pages[name] == nil {
				pages[name] = w.open(partition[p.incognito], name, document(p.key.Origin))
			}
		}
		m, answers := newModel(settle), 0
		all := places()
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			at := rapid.SampledFrom(all).Draw(r, "place")
			before := len(answersOf(w))
			want := 0
			switch step := rapid.SampledFrom([]string{"ask", "ask", "advance", "choose", "plug", "unplug", "set"}).Draw(r, "step"); step {
			case "ask":
				if m.ask(at) != "later" {
					want = 1
				}
				pages[fmt.Sprint(at.incognito, at.key.Origin)].ask(string(at.key.Mode))
				want += m.advance(permission.PromptDelayMax)
				w.prompts()
			case "advance":
				d := time.Duration(rapid.IntRange(1, 40_000).Draw(r, "ms")) * time.Millisecond
				want = m.advance(d)
				w.clock.Advance(d)
			case "choose":
				if !m.open[at].up() {
					continue
				}
				choice := rapid.SampledFrom([]permission.Choice{permission.Allow, permission.Block, permission.Dismiss}).Draw(r, "choice")
				want = m.choose(at, choice)
				w.user.answer(shown{partition[at.incognito], at.key}, choice)
				w.clock.Advance(0)
			case "plug", "unplug":
				connected := step == "plug"
				for _, mode := range immersive {
					m.connected[mode] = connected
				}
				m.look()
				w.plug(map[bool]*report.Report{true: both(), false: reportOf()}[connected])
			case "set":
				state := rapid.SampledFrom(webxr.PermissionStates()).Draw(r, "state")
				want = m.decide(at, state)
				partition[at.incognito].Set(at.key, state)
				w.clock.Advance(0)
			}
			answers += want
			require.Equal(r, want, len(answersOf(w))-before, "answers")
			for _, p := range all {
				require.Equal(r, orPrompt(m.states[p]), partition[p.incognito].State(p.key), p)
			}
			require.Equal(r, m.prompts(), w.upNow(), "prompts")
		}
		w.clock.Advance(permission.SettleMax)
		for _, page := range pages {
			require.Equal(r, page.calls, len(answersBy(w, page.name)), "every call is answered once")
		}
	})
}

func (q *modelQuestion) up() bool { return q != nil && q.prompted }

func orPrompt(state webxr.PermissionState) webxr.PermissionState {
	if state == "" {
		return webxr.Prompt
	}
	return state
}

// upNow returns the places with a prompt that the user sees, sorted.
func (w *world) upNow() []string {
	var up []string
	for at := range w.user.up {
		up = append(up, place{at.partition != w.gate.Regular(), at.key}.String())
	}
	slices.Sort(up)
	return up
}

func answersOf(w *world) []string {
	var lines []string
	for _, line := range w.trace {
		if strings.Contains(line, "supported:") {
			lines = append(lines, line)
		}
	}
	return lines
}

func answersBy(w *world, name string) []string {
	var lines []string
	for _, line := range w.seen(name) {
		if strings.Contains(line, "supported:") {
			lines = append(lines, line)
		}
	}
	return lines
}

// Nothing that one origin does changes what another origin can observe: neither its calls, nor
// its user's answers, nor its sessions.
func TestGate_OriginsDoNotInterfere(t *testing.T) {
	t.Parallel()
	plugged := []pageStep{{what: "ask vr"}, {what: "plug"}}
	require.Equal(t, seenByOne(t, plugged, nil, true, 0), seenByOne(t, plugged, []string{"ask vr", "ask vr"}, true, 0), "while the other's question is open")
	rapid.Check(t, func(r *rapid.T) {
		mine := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) pageStep {
			return pageStep{
				rapid.SampledFrom([]string{"ask vr", "ask ar", "query", "request", "compatible", "freeze", "thaw", "plug", "unplug", "set"}).Draw(r, "b"),
				time.Duration(rapid.IntRange(0, 20_000).Draw(r, "ms")) * time.Millisecond,
			}
		}), 1, 15).Draw(r, "steps")
		theirs := rapid.SliceOfN(rapid.SampledFrom([]string{"ask vr", "ask ar", "query", "compatible", "allow", "block", "freeze", "thaw", "none", "set"}), len(mine), len(mine)).Draw(r, "of the other")
		consents := rapid.Bool().Draw(r, "b's user consents")
		drawn := constant(rapid.Byte().Draw(r, "chance"))
		require.Equal(r, seenByOne(t, mine, nil, consents, drawn), seenByOne(t, mine, theirs, consents, drawn))
	})
}

// pageStep is what a page does, and how long it waits then.
type pageStep struct {
	what string
	wait time.Duration
}

// seenByOne returns what the page b sees that takes steps, while the page of another origin does what others says, or nothing.
func seenByOne(t *testing.T, mine []pageStep, others []string, consents bool, drawn constant) []string {
	t.Helper()
	w := newWorld(t, &counted{from: drawn})
	w.user.ignores = true
	a, b := w.regular("a", originA), w.regular("b", originB)
	for i, step := range mine {
		if others != nil {
			w.act(a, others[i])
		}
		w.act(b, step.what)
		w.prompts()
		if consents {
			w.answer(permission.Key{Origin: originB, Mode: webxr.ImmersiveVR}, permission.Allow)
		}
		w.clock.Advance(step.wait)
	}
	w.minute()
	var seen []string
	for _, line := range w.trace {
		if strings.Contains(line, " b: ") {
			seen = append(seen, line)
		}
	}
	return seen
}

// act lets a page do one thing.
func (w *world) act(p *page, what string) {
	key := permission.Key{Origin: p.origin, Mode: webxr.ImmersiveVR}
	switch what {
	case "ask vr":
		p.ask(vr)
	case "ask ar":
		p.ask(ar)
	case "query":
		p.query(vr)
	case "request":
		p.request(vr)
	case "compatible":
		p.makeCompatible()
	case "allow":
		w.answer(key, permission.Allow)
	case "block":
		w.answer(key, permission.Block)
	case "set":
		w.gate.Regular().Set(key, webxr.Granted)
	case "freeze":
		p.Freeze()
	case "thaw":
		p.Thaw()
	case "plug":
		w.plug(both())
	case "unplug":
		w.plug(headset())
	}
}
