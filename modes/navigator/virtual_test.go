// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

func TestVirtual_TimersRunInOrder(t *testing.T) {
	t.Parallel()
	v := &navigator.Virtual{}
	var order []string
	note := func(what string) func() {
		return func() { order = append(order, what+" "+v.Elapsed().String()) }
	}
	v.AfterFunc(3*time.Second, note("third"))
	v.AfterFunc(time.Second, func() {
		note("first")()
		v.AfterFunc(time.Second, note("second"))
	})
	stop := v.AfterFunc(time.Second, note("never"))
	stop()
	v.AfterFunc(time.Second, note("also first"))
	v.Advance(10 * time.Second)
	require.Equal(t, []string{"first 1s", "also first 1s", "second 2s", "third 3s"}, order)
	require.Equal(t, 10*time.Second, v.Elapsed())
	v.Advance(time.Hour)
	require.Len(t, order, 4)
}

// A timer that is due already goes off now, and time does not go back.
func TestVirtual_TimeDoesNotGoBack(t *testing.T) {
	t.Parallel()
	v := &navigator.Virtual{}
	v.Advance(time.Minute)
	var at time.Duration
	v.AfterFunc(-time.Hour, func() { at = v.Elapsed() })
	v.Advance(0)
	require.Equal(t, time.Minute, at)
}

// A task that a timer or another task queues runs before more time passes.
func TestVirtual_TasksRunBeforeTimePasses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.grant()
	p := w.open(everywhere("https://a.example"))
	var at []time.Duration
	note := func(navigator.SupportedResult) { at = append(at, w.loop.Elapsed()) }
	p.IsSessionSupported("immersive-vr", note)
	w.loop.AfterFunc(time.Second, func() {
		p.RequestSession(navigator.Activation{}, "inline", navigator.SessionInit{}, func(navigator.SessionResult) { note(navigator.SupportedResult{}) })
	})
	w.loop.Advance(time.Hour)
	require.Equal(t, []time.Duration{time.Second, navigator.DefaultPatience}, at)
	require.Zero(t, w.loop.RunTasks())
	p.RequestSession(navigator.Activation{}, "inline", navigator.SessionInit{}, func(navigator.SessionResult) { note(navigator.SupportedResult{}) })
	w.loop.Advance(time.Hour)
	require.Equal(t, time.Hour, at[2], "the task was queued before more time passed")
}

// Devices without a clock use the clock of the operating system.
func TestSystemClock(t *testing.T) {
	t.Parallel()
	gone := make(chan struct{})
	navigator.SystemClock{}.AfterFunc(time.Millisecond, func() { close(gone) })
	<-gone
	stopped := navigator.SystemClock{}.AfterFunc(time.Hour, func() { panic("stopped timers do not go off") })
	stopped()

	source := navigator.NewFeed()
	devices := navigator.NewDevices(navigator.DevicesConfig{Source: source, Patience: time.Millisecond})
	queue := make(chanQueue, 1)
	system, err := devices.NewXRSystem(t.Context(), navigator.SystemConfig{Document: everywhere("a"), Tasks: queue, Classes: navigatortest.Classes{}, Permissions: &user{states: map[webxr.PermissionName]webxr.PermissionState{webxr.PermissionSessionSupported: webxr.Granted}}})
	require.NoError(t, err)
	answer := make(chan navigator.SupportedResult, 1)
	system.IsSessionSupported("immersive-vr", func(s navigator.SupportedResult) { answer <- s })
	(<-queue).Run()
	require.Equal(t, navigator.SupportedResult{}, <-answer)
}

// chanQueue is an event loop that hands its tasks to the test.
type chanQueue chan navigator.Task

func (q chanQueue) Queue(task navigator.Task) { q <- task }
