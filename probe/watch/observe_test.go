// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

// fakeMachine is the machine that an observer reads in these tests, in virtual time.
type fakeMachine struct {
	begun     time.Time
	mustPoll  bool
	wakes     chan struct{}
	mutex     sync.Mutex
	now       state
	reads     []time.Duration
	refreshes []time.Duration // the reads with refresh set
	yielded   []string
}

// observe runs an observer for ten minutes of virtual time while the script changes its machine.
func observe(t *testing.T, mustPoll bool, script func(*fakeMachine)) *fakeMachine {
	t.Helper()
	m := &fakeMachine{mustPoll: mustPoll, now: activeState("first")}
	synctest.Test(t, func(t *testing.T) {
		m.begun, m.wakes = time.Now(), make(chan struct{}, 1)
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
		defer cancel()
		o := observer{read: m.read, wakes: m.wakes, debounce: 10 * time.Millisecond, grace: 500 * time.Millisecond, maxPoll: 30 * time.Second,
			yield: func(now state, topics []Topic) bool {
				m.yielded = append(m.yielded, fmt.Sprintf("%s %s %s", time.Since(m.begun), topics, now.name()))
				return true
			}}
		ended := make(chan error)
		go func() { ended <- o.run(ctx) }()
		synctest.Wait()
		script(m)
		require.ErrorIs(t, <-ended, context.DeadlineExceeded)
	})
	return m
}

func (m *fakeMachine) read(_ context.Context, _ state, refresh bool) (state, bool, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.reads = append(m.reads, time.Since(m.begun))
	if refresh {
		m.refreshes = append(m.refreshes, time.Since(m.begun))
	}
	return m.now, m.mustPoll, nil
}

// set changes the machine without a wake-up.
func (m *fakeMachine) set(now state) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.now = now
}

// change changes the machine and wakes the observer.
func (m *fakeMachine) change(now state) {
	m.set(now)
	select {
	case m.wakes <- struct{}{}:
	default:
	}
}

// activeState returns the state of a machine with one active runtime.
func activeState(name string) state { return stateOf(report.Runtime{ID: name, Active: true}) }

func noRuntime() state { return stateOf() }

// stateOf returns the state of a machine with these runtimes.
func stateOf(runtimes ...report.Runtime) state {
	r := &report.Report{Runtimes: append([]report.Runtime{}, runtimes...)}
	return state{report: r, marks: marksOf(r)}
}

func (s state) name() string {
	if len(s.report.Runtimes) == 0 {
		return "none"
	}
	return s.report.Runtimes[0].ID
}

func TestObserver_YieldsABurstOnce(t *testing.T) {
	t.Parallel()
	m := observe(t, false, func(m *fakeMachine) {
		time.Sleep(time.Second)
		for i := range 8 {
			m.change(activeState(fmt.Sprint(i)))
			time.Sleep(9 * time.Millisecond)
		}
	})
	require.Equal(t, []string{"0s [first] first", "1.073s [runtime] 7"}, m.yielded)
}

// The observer does not wait for an endless stream of changes to end. Each state that it yields
// existed.
func TestObserver_YieldsDuringAnEndlessStream(t *testing.T) {
	t.Parallel()
	m := observe(t, false, func(m *fakeMachine) {
		for i := range 50 {
			m.change(activeState(fmt.Sprint(i)))
			time.Sleep(9 * time.Millisecond)
		}
	})
	require.Greater(t, len(m.yielded), 4)
	require.Regexp(t, `^\S+ \[runtime\] 49$`, m.yielded[len(m.yielded)-1])
}

func TestObserver_IgnoresTouchesWithoutChange(t *testing.T) {
	t.Parallel()
	m := observe(t, false, func(m *fakeMachine) {
		for range 20 {
			m.change(activeState("first"))
			time.Sleep(time.Second)
		}
	})
	require.Len(t, m.yielded, 1)
	require.Greater(t, len(m.reads), 20, "the machine was read each time")
}

// Something that comes back unchanged within the grace time does not count as gone.
func TestObserver_IgnoresShortAbsences(t *testing.T) {
	t.Parallel()
	plugged := activeState("first")
	plugged.headsets = []report.Headset{{Name: new("HTC Vive"), Kind: report.KindHeadset, Confidence: report.ConfidenceCertain}}
	m := observe(t, false, func(m *fakeMachine) {
		time.Sleep(time.Second)
		m.change(plugged)
		for range 5 {
			time.Sleep(time.Second)
			m.change(activeState("first"))
			time.Sleep(400 * time.Millisecond)
			m.change(plugged)
		}
		time.Sleep(time.Second)
		m.change(activeState("first"))
		time.Sleep(time.Second)
		m.change(noRuntime())
		time.Sleep(100 * time.Millisecond)
		m.change(activeState("second"))
	})
	require.Equal(t, []string{
		"0s [first] first", "1.01s [hardware] first", "9.51s [hardware] first", "10.11s [runtime] second",
	}, m.yielded)
}

// A headset whose first board does not tell its name gets one event when it comes, and one when it goes. If the rest does not come, it is told
// without it.
func TestObserver_WaitsForAWholeHeadset(t *testing.T) {
	t.Parallel()
	with := func(name string, confidence report.Confidence) state {
		s := activeState("first")
		s.headsets = []report.Headset{{Name: new(name), Kind: report.KindHeadset, Confidence: confidence}}
		return s
	}
	sensors, whole := with("Windows Mixed Reality headset", report.ConfidencePossible), with("Lenovo Explorer", report.ConfidenceCertain)
	m := observe(t, false, func(m *fakeMachine) {
		time.Sleep(time.Second)
		m.change(sensors)
		time.Sleep(1500 * time.Millisecond)
		m.change(whole)
		time.Sleep(5 * time.Second)
		m.change(sensors)
		time.Sleep(300 * time.Millisecond)
		m.change(activeState("first"))
		time.Sleep(5 * time.Second)
		m.change(sensors)
		time.Sleep(5 * time.Second)
		m.change(sensors)
	})
	require.Equal(t, []string{
		"0s [first] first", "2.51s [hardware] first", "8.01s [hardware] first", "14.81s [hardware] first",
	}, m.yielded)
}

// Without notifications the observer polls less and less often, and starts over after each change.
// With notifications it polls too, at the longest interval.
func TestObserver_Polls(t *testing.T) {
	t.Parallel()
	m := observe(t, true, func(m *fakeMachine) {
		time.Sleep(32 * time.Second)
		m.set(activeState("second"))
	})
	seconds := func(times []time.Duration) (list []float64) {
		for _, at := range times {
			list = append(list, at.Seconds())
		}
		return list
	}
	require.Equal(t, []float64{0, 1, 3, 7, 15, 31, 61, 62, 64, 68, 76, 92, 122, 152}, seconds(m.reads)[:14])
	require.Equal(t, []string{"0s [first] first", "1m1s [runtime] second"}, m.yielded)
	require.Equal(t, m.reads, m.refreshes, "each poll refreshes")

	quiet := observe(t, false, func(*fakeMachine) {})
	require.Equal(t, []float64{0, 30, 60, 90}, seconds(quiet.reads)[:4])
}

// Constant wake-ups do not delay the polls.
func TestObserver_WakingDoesNotDelayPolling(t *testing.T) {
	t.Parallel()
	m := observe(t, true, func(m *fakeMachine) {
		for range 1000 {
			m.change(activeState("first"))
			time.Sleep(100 * time.Millisecond)
		}
	})
	require.Equal(t, []time.Duration{0, time.Second, 3 * time.Second, 7 * time.Second}, m.refreshes[:4])
}

func TestObserver_EndsWhenItCannotRead(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	o := observer{read: func(context.Context, state, bool) (state, bool, error) { return state{}, false, broken }}
	require.ErrorIs(t, o.run(t.Context()), broken)
}

func TestState_DiffersFrom(t *testing.T) {
	t.Parallel()
	with := func(change func(*report.Runtime)) state {
		runtime := report.Runtime{ID: "first", Active: true}
		change(&runtime)
		return stateOf(runtime)
	}
	answering := func(version string, status report.SystemStatus) state {
		return with(func(r *report.Runtime) {
			r.Version, r.Systems = &version, []report.System{{Status: status}}
		})
	}
	dead := with(func(r *report.Runtime) { r.Cause = &report.Cause{Code: report.CauseCrashed} })
	for name, row := range map[string]struct {
		before, now state
		want        []Topic
		lost        bool
	}{
		"nothing":             {activeState("first"), with(func(r *report.Runtime) { r.DurationMS = new(1.0); r.Log = new("words") }), nil, false},
		"another":             {activeState("first"), activeState("second"), []Topic{TopicRuntime}, false},
		"another library":     {activeState("first"), with(func(r *report.Runtime) { r.Library = new("/b") }), []Topic{TopicRuntime}, false},
		"none":                {activeState("first"), noRuntime(), []Topic{TopicRuntime}, true},
		"not known":           {noRuntime(), state{report: &report.Report{}, marks: marksOf(&report.Report{})}, []Topic{TopicRuntime}, false},
		"dies":                {answering("1", report.SystemAvailable), dead, []Topic{TopicState, TopicHeadset}, true},
		"comes back":          {dead, answering("1", report.SystemAvailable), []Topic{TopicState, TopicHeadset}, false},
		"headset is there":    {answering("1", report.SystemUnavailable), answering("1", report.SystemAvailable), []Topic{TopicHeadset}, false},
		"headset is gone":     {answering("1", report.SystemAvailable), answering("1", report.SystemUnavailable), []Topic{TopicHeadset}, true},
		"updated":             {answering("1", report.SystemAvailable), answering("2", report.SystemAvailable), []Topic{TopicRuntime}, false},
		"another one is dead": {activeState("second"), dead, []Topic{TopicRuntime, TopicState}, true},
	} {
		require.Equal(t, row.want, row.now.differsFrom(row.before), name)
		require.Equal(t, row.lost, row.now.lost(row.before), name)
	}
}
