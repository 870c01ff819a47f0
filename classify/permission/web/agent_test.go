// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package web_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/classify/permission/web"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/navigator/navigatortest"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

const origin = "https://a.example"

// shell is what people would see.
type shell struct {
	prompts map[int]permission.Key
	notes   []string
	posted  int
}

func (s *shell) ShowPrompt(id int, key permission.Key) { s.prompts[id] = key }
func (s *shell) WithdrawPrompt(id int)                 { delete(s.prompts, id) }
func (s *shell) Note(at time.Duration, what string) {
	s.notes = append(s.notes, fmt.Sprint(at, " ", what))
}
func (s *shell) Post() { s.posted++ }

// world is a user agent on a virtual clock.
type world struct {
	*web.UserAgent
	shell *shell
	clock *web.VirtualClock
}

// headset is a report of one that is connected, for virtual reality.
func headset() *report.Report {
	return &report.Report{Runtimes: []report.Runtime{{
		ID: "r", Active: true, Systems: []report.System{navigatortest.Headset("OPAQUE")},
	}}}
}

func newWorld(strategy permission.Strategy) world {
	w := world{shell: &shell{prompts: map[int]permission.Key{}}, clock: &web.VirtualClock{}}
	w.UserAgent = web.New(web.Config{
		Host: classify.Host{FormFactor: classify.Desktop}, Strategy: strategy, Clock: w.clock, Random: rand.NewChaCha8([32]byte{1}), Shell: w.shell,
	})
	return w
}

// advance lets time pass as the page does it: the tasks run between the steps.
func (w world) advance(d time.Duration) {
	until := w.clock.Elapsed() + d
	w.runTasks()
	for more := true; more; {
		more = w.clock.Step(until)
		w.runTasks()
	}
}

func (w world) runTasks() {
	for ; w.shell.posted > 0; w.shell.posted-- {
		w.RunTask()
	}
}

func (w world) open() int {
	return w.Open(permission.DocumentConfig{Document: navigator.Document{
		Origin: origin, SecureContext: true, Window: true, Allowed: []webxr.Policy{webxr.PolicySpatialTracking},
	}})
}

// ask asks for virtual reality, and notes the answer and its time.
func (w world) ask(id int, seen *[]string) {
	w.Document(id).IsSessionSupported("immersive-vr", func(r navigator.SupportedResult) {
		*seen = append(*seen, fmt.Sprint(w.clock.Elapsed(), " ", r.Value, " ", r.Err))
	})
}

func (w world) answerAll(choice string) {
	for id := range w.shell.prompts {
		w.Answer(id, choice)
	}
}

func TestUserAgent_DeniedLooksLikeAbsent(t *testing.T) {
	t.Parallel()
	for _, strategy := range []permission.Strategy{permission.AskWhenPresent, permission.AlwaysAsk} {
		traces := map[bool][]string{}
		for _, connected := range []bool{false, true} {
			w := newWorld(strategy)
			if connected {
				w.Plug(headset())
			}
			var seen []string
			id := w.open()
			w.ask(id, &seen)
			w.advance(permission.PromptDelayMax)
			require.Len(t, w.shell.prompts, map[bool]int{true: 1}[connected || strategy == permission.AlwaysAsk])
			w.answerAll("block")
			require.Empty(t, w.shell.prompts)
			w.advance(permission.PromptWindow)
			w.Close(id)
			w.ask(w.open(), &seen)
			w.advance(0)
			require.Len(t, seen, 2)
			traces[connected] = seen
		}
		require.Equal(t, traces[false], traces[true], strategy)
	}
}

func TestUserAgent_NotesWhatItKnows(t *testing.T) {
	t.Parallel()
	w := newWorld(permission.AskWhenPresent)
	w.Plug(headset())
	var seen []string
	id := w.open()
	w.ask(id, &seen)
	w.advance(permission.PromptDelayMax)
	w.answerAll("no such choice")
	require.Len(t, w.shell.prompts, 1)
	w.answerAll("allow")
	w.advance(0)
	require.Len(t, seen, 1)
	require.Contains(t, seen[0], "true <nil>")
	w.Plug(nil)
	w.Forget(origin)
	text := strings.Join(w.shell.notes, "\n")
	at := -1
	for _, part := range []string{
		"classifies immersive-vr as highly_variable", "finds immersive-vr supported", "shows a prompt for https://a.example and immersive-vr",
		"is answered by the user: allow", "stores granted for https://a.example and immersive-vr", "finds no headset", "forgets its decision",
	} {
		next := strings.Index(text, part)
		require.Greater(t, next, at, "%s in\n%s", part, text)
		at = next
	}
}

// Tasks run in order, one for each time that the shell was asked for one.
func TestUserAgent_PostsEachTask(t *testing.T) {
	t.Parallel()
	w := newWorld(permission.AskWhenPresent)
	require.NoError(t, w.Set(origin, "immersive-vr", "granted"))
	var seen []string
	id := w.open()
	w.ask(id, &seen)
	w.ask(id, &seen)
	require.Equal(t, 2, w.shell.posted)
	require.Empty(t, seen)
	w.RunTask()
	require.Len(t, seen, 1)
	w.RunTask()
	w.RunTask()
	require.Len(t, seen, 2)
	w.Close(id)
	w.Close(id)
	require.Nil(t, w.Document(id))
}

func TestUserAgent_Set(t *testing.T) {
	t.Parallel()
	w := newWorld(permission.AskWhenPresent)
	require.ErrorIs(t, w.Set(origin, "immersive-vr", "maybe"), webxr.TypeError)
	require.ErrorIs(t, w.Set(origin, "immersive", "granted"), webxr.TypeError)
	require.NoError(t, w.Set(origin, "immersive-vr", "granted"))
	status, err := w.Document(w.open()).Query("xr-session-supported", "immersive-vr", nil)
	require.NoError(t, err)
	require.Equal(t, webxr.Granted, status.State())
}

func TestVirtualClock_StopsAtEachTimer(t *testing.T) {
	t.Parallel()
	clock := &web.VirtualClock{}
	var fired []time.Duration
	note := func() { fired = append(fired, clock.Elapsed()) }
	clock.AfterFunc(3*time.Second, note)
	clock.AfterFunc(time.Second, func() {
		note()
		clock.AfterFunc(0, note)
	})
	stop := clock.AfterFunc(2*time.Second, note)
	stop()
	var stops []time.Duration
	for more := true; more; {
		more = clock.Step(4 * time.Second)
		stops = append(stops, clock.Elapsed())
	}
	require.Equal(t, []time.Duration{time.Second, time.Second, 3 * time.Second}, fired)
	require.True(t, slices.IsSorted(stops))
	require.Equal(t, 4*time.Second, stops[len(stops)-1])
	require.False(t, clock.Step(4*time.Second))
}

// Ten times as fast is a tenth of the time: the timer of an hour goes off.
func TestRealClock_IsFast(t *testing.T) {
	t.Parallel()
	clock := web.NewRealClock(1e6)
	fired := make(chan bool)
	clock.AfterFunc(time.Hour, func() { fired <- true })
	require.True(t, <-fired)
	require.GreaterOrEqual(t, clock.Elapsed(), time.Hour)
}
