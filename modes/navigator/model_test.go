// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// model is a plain version of the specification's algorithms: which devices are there, which is
// selected, which page has a session, which events pages get, and which results they have or
// wait for.
type model struct {
	first     bool // until devices have been enumerated
	there     map[string]bool
	selected  string
	preferred string
	session   [2]string // the device of each page's immersive session
	events    [2][]string
	changes   int // of the selected device
	waiting   int // calls from before the first enumeration
	results   []bool
}

// enumerated settles the calls that waited for the first enumeration.
func (m *model) enumerated(result bool) {
	m.results = append(m.results, slices.Repeat([]bool{result}, m.waiting)...)
	m.waiting = 0
}

const activeRuntime = "m"

// choice is the device that the user agent selects: the preferred one, else the active runtime's,
// else the first by name.
func (m *model) choice() string {
	names := slices.Sorted(func(yield func(string) bool) {
		for name, there := range m.there {
			if there && !yield(name) {
				return
			}
		}
	})
	switch {
	case len(names) == 0:
		return ""
	case m.there[m.preferred]:
		return m.preferred
	case m.there[activeRuntime]:
		return activeRuntime
	default:
		return names[0]
	}
}

func (m *model) busy() bool { return m.session[0] != "" || m.session[1] != "" }

// change is "select an immersive XR device" with the steps that follow it.
func (m *model) change() {
	old := m.selected
	if !m.busy() || !m.there[old] {
		m.selected = m.choice()
	}
	if m.first || m.selected == old {
		return
	}
	m.changes++
	for page, device := range m.session {
		if device != "" {
			m.session[page] = ""
			m.events[page] = append(m.events[page], "end")
		}
	}
	for page := range m.session {
		m.events[page] = append(m.events[page], "incompatible", "devicechange")
	}
}

// The implementation and the model agree after every step of random connections, disconnections,
// sessions, preferences and calls.
func TestDevices_FollowTheModel(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		w := newWorld(t)
		w.grant()
		send := w.run()
		m := &model{first: true, there: map[string]bool{}}
		pages := [2]*page{w.open(everywhere("https://a.example")), w.open(everywhere("https://b.example"))}
		sessions := [2]*navigator.Session{}
		names := []string{"a", "m", "z"}
		report := func() {
			var runtimes []report.Runtime
			for _, name := range rapid.Permutation(names).Draw(r, "order") {
				if runtime := vr(name); m.there[name] {
					runtime.Active = name == activeRuntime
					runtimes = append(runtimes, runtime)
				}
			}
			send(runtimes...)
			m.change()
			m.first = false
			m.enumerated(m.selected != "")
		}
		framed := w.open(blocked("https://c.example"))
		var results []bool
		which := func() int { return rapid.IntRange(0, 1).Draw(r, "page") }
		r.Repeat(map[string]func(*rapid.T){
			"connect":    func(r *rapid.T) { m.there[rapid.SampledFrom(names).Draw(r, "device")] = true; report() },
			"disconnect": func(r *rapid.T) { m.there[rapid.SampledFrom(names).Draw(r, "device")] = false; report() },
			"prefer": func(r *rapid.T) {
				m.preferred = rapid.SampledFrom(append(names, "")).Draw(r, "device")
				w.devices.Prefer(idOf(m.preferred))
				w.loop.RunTasks()
				if !m.first {
					m.change()
				}
			},
			"ask": func(*rapid.T) {
				pages[which()].IsSessionSupported("immersive-vr", func(s navigator.SupportedResult) { results = append(results, s.Value) })
				w.loop.RunTasks()
				if m.waiting++; !m.first {
					m.enumerated(m.selected != "")
				}
			},
			"run out of patience": func(*rapid.T) {
				w.loop.Advance(navigator.DefaultPatience)
				m.enumerated(false)
			},
			"begin": func(r *rapid.T) {
				if m.first {
					r.Skip("nothing was enumerated yet")
				}
				i := which()
				s := pages[i].request(acted, "immersive-vr", navigator.SessionInit{})
				w.loop.RunTasks()
				require.True(r, s.done)
				switch {
				case m.session[i] != "":
					require.Equal(r, webxr.InvalidStateError, s.requested.Err)
				case m.selected == "":
					require.Equal(r, webxr.NotSupportedError, s.requested.Err)
				default:
					require.NoError(r, s.requested.Err)
					sessions[i] = s.requested.Session
					sessions[i].OnEnd(func() { pages[i].events = append(pages[i].events, "end") })
					if m.session[1-i] != "" {
						m.session[1-i] = ""
						m.events[1-i] = append(m.events[1-i], "end")
					}
					m.session[i] = m.selected
				}
			},
			"end": func(r *rapid.T) {
				i := which()
				if m.session[i] == "" {
					r.Skip("no session")
				}
				sessions[i].End()
				w.loop.RunTasks()
				m.session[i] = ""
				m.change()
			},
			"": func(r *rapid.T) {
				got := ""
				if device := w.devices.Selected(); device != nil {
					got, _, _ = strings.Cut(device.ID(), "/")
				}
				require.Equal(r, m.selected, got)
				require.Equal(r, m.results, results)
				require.NotContains(r, framed.events, "devicechange")
				require.Len(r, framed.events, m.changes)
				for i := range pages {
					require.Equal(r, m.events[i], pages[i].events, "page %d", i)
					if sessions[i] != nil {
						require.Equal(r, m.session[i] == "", sessions[i].Ended())
					}
				}
			},
		})
	})
}
