// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"math/rand/v2"
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

// hasty is a user who answers each prompt at once or never, in any way, inside the call that shows
// it or on another goroutine. It counts the prompts that are up.
type hasty struct {
	mutex sync.Mutex
	up    int
}

// show shows a prompt. Answer is called with a random choice, or not at all.
func (h *hasty) show(answer func(permission.Choice)) (withdraw func()) {
	h.change(1)
	var once sync.Once
	down := func() { once.Do(func() { h.change(-1) }) }
	choice := permission.Choice(rand.IntN(3))
	switch rand.IntN(4) {
	case 0:
		down()
		answer(choice)
	case 1, 2:
		go func() { down(); answer(choice) }()
	}
	return down
}

func (h *hasty) change(by int) {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	h.up += by
}

func (h *hasty) count() int {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.up
}

func (h *hasty) Ask(prompt permission.Prompt) func() { return h.show(prompt.Answer) }

func (h *hasty) State(navigator.PermissionDescriptor) webxr.PermissionState { return webxr.Prompt }

func (h *hasty) Request(d navigator.PermissionDescriptor, settle func(navigator.Grant)) func() {
	return h.show(func(choice permission.Choice) {
		grant := navigator.Grant{State: webxr.Denied}
		if choice == permission.Allow {
			grant = navigator.Grant{State: webxr.Granted, Features: d.Required}
		}
		settle(grant)
	})
}

// own is an event loop with a goroutine of its own.
type own chan navigator.Task

func (o own) Queue(task navigator.Task) { o <- task }

// Pages, users, site settings and headsets do everything at the same time, on a real clock that
// runs a thousand times as fast. Nothing panics, no promise settles twice, and in the end no
// prompt is up and no session runs.
func TestGate_EverythingAtOnce(t *testing.T) {
	t.Parallel()
	feed, user := navigator.NewFeed(), &hasty{}
	devices := navigator.NewDevices(navigator.DevicesConfig{Source: feed, Agent: modes.UserAgent{ARModule: true}, Clock: fast{}})
	navigatortest.Run(t, devices)
	gate := permission.NewGate(permission.Config{
		Classes: classes{}, Devices: devices, Prompter: user, XR: user, Clock: fast{}, Lifetime: 20 * time.Second,
	})
	partitions := []*permission.Partition{gate.Regular(), gate.NewIncognito()}
	reports := []*report.Report{both(), headset("OPAQUE"), headset(), reportOf(), reportOf(other(both()))}
	const rounds, pages = 40, 8
	var running sync.WaitGroup
	running.Go(func() {
		for range rounds * 10 {
			feed.Send(reports[rand.IntN(len(reports))])
			time.Sleep(time.Millisecond)
		}
	})
	for i := range pages {
		running.Go(func() {
			for range rounds {
				c := document([]string{originA, originB, "null"}[rand.IntN(3)])
				visit(t, partitions[i%2], c)
			}
		})
	}
	running.Wait()
	require.Eventually(t, func() bool { return user.count() == 0 && !devices.InSession() }, waitLimit, time.Millisecond)
}

// visit opens a document and does thirty things with it.
func visit(t *testing.T, p *permission.Partition, c permission.DocumentConfig) {
	loop := make(own, 1<<14)
	done := make(chan struct{})
	var looping sync.WaitGroup
	looping.Go(func() {
		for {
			select {
			case task := <-loop:
				task.Run()
			case <-done:
				return
			}
		}
	})
	c.Tasks = loop
	d := p.Open(t.Context(), c)
	settled := func() func() {
		var once sync.Mutex
		return func() {
			if !once.TryLock() {
				t.Error("a promise settled twice")
			}
		}
	}
	mode := func() webxr.SessionMode { return immersive[rand.IntN(2)] }
	steps := []func(){
		func() {
			once := settled()
			d.IsSessionSupported(string(mode()), func(navigator.SupportedResult) { once() })
		},
		func() {
			once := settled()
			cancel := d.RequestSession(acted, string(mode()), []navigator.SessionInit{{}, floor}[rand.IntN(2)], func(r navigator.SessionResult) {
				once()
				if r.Session != nil && rand.IntN(2) == 0 {
					r.Session.End()
				}
			})
			if rand.IntN(4) == 0 {
				cancel()
			}
		},
		func() {
			once := settled()
			d.MakeXRCompatible(false, func(navigator.CompatibleResult) { once() })
		},
		func() { _, _ = d.Query("xr-session-supported", string(mode()), func() {}) },
		func() { _, _ = d.QueryXR(string(mode()), floor, func() {}) },
		d.Freeze, d.Thaw, d.Thaw,
		func() { d.SetVisible(rand.IntN(3) > 0) },
		func() { p.Set(permission.Key{Origin: c.Origin, Mode: mode()}, webxr.PermissionStates()[rand.IntN(3)]) },
		func() { p.Forget(c.Origin) },
		func() { time.Sleep(time.Duration(rand.IntN(1000)) * time.Microsecond) },
	}
	for range 30 {
		steps[rand.IntN(len(steps))]()
	}
	d.Close()
	close(done)
	looping.Wait()
}
