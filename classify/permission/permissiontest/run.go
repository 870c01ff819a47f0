// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission"
)

const (
	origin = "https://page.example"
	mode   = "immersive-vr"
	// After answered every question has an answer, and after over no prompt is up.
	answered = permission.SettleMax + time.Second
	over     = permission.PromptWindow + time.Second
)

// Run tests a user agent. Each check is a subtest that names its side channel.
func Run(t *testing.T, agent UserAgent) {
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) { c.check(t, agent) })
	}
}

// check checks one thing that the embedder is responsible for.
type check struct {
	name  string
	check func(t testing.TB, agent UserAgent)
}

func checks() []check {
	return []check{
		{"consent reaches the page", consentReachesThePage},
		{"tasks run later and in order", tasksRunLaterAndInOrder},
		{"S10 contexts tell nothing", contextsTellNothing},
		{"S12 a prompt is not noticed", aPromptIsNotNoticed},
		{"S12 a prompt is withdrawn", aPromptIsWithdrawn},
		{"S13 no context is lost", noContextIsLost},
		{"S17 a question starts nothing", aQuestionStartsNothing},
		{"S19 the page cache tells nothing", thePageCacheTellsNothing},
	}
}

// consentReachesThePage fails for a user agent that passes the other checks only because it
// shows nothing.
func consentReachesThePage(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	page := b.Open(origin)
	page.IsSessionSupported(mode)
	b.Wait(time.Second)
	if prompts := b.Prompts(); len(prompts) == 1 {
		prompts[0].Choose(permission.Allow)
	} else {
		t.Errorf("a page asked beside a headset, and %d prompts are up: want one", len(prompts))
	}
	b.Wait(time.Second)
	if seen := page.Seen(); !slices.Contains(seen, "supported true") {
		t.Errorf("the user consented, and the page saw %q", seen)
	}
}

// tasksRunLaterAndInOrder checks the event loop: a task that the gate queues runs after the
// call has returned, and after the tasks that were queued before.
func tasksRunLaterAndInOrder(t testing.TB, agent UserAgent) {
	page, b := deniedPage(t, agent)
	before := len(page.Seen())
	page.QueueTask("before")
	page.IsSessionSupported(mode)
	page.QueueTask("after")
	if seen := page.Seen()[before:]; len(seen) != 0 {
		t.Errorf("before the call had returned the page saw %q", seen)
	}
	b.Wait(time.Second)
	same(t, "the order of tasks", []string{"before", "supported false", "after"}, page.Seen()[before:])
}

// deniedPage returns a page whose permission is denied, so that its next answer is a task.
func deniedPage(t testing.TB, agent UserAgent) (Page, Browser) {
	b := agent.Start(t, false)
	page := b.Open(origin)
	page.IsSessionSupported(mode)
	b.Wait(answered)
	return page, b
}

func contextsTellNothing(t testing.TB, agent UserAgent) {
	both(t, agent, "makeXRCompatible", func(b Browser, page Page) {
		page.MakeXRCompatible()
		b.Wait(time.Second)
		page.IsSessionSupported(mode)
		b.Wait(answered)
		page.MakeXRCompatible()
		b.Wait(time.Second)
	})
}

// aPromptIsNotNoticed does with the prompt what users without consent do.
func aPromptIsNotNoticed(t testing.TB, agent UserAgent) {
	for name, do := range map[string]func(Prompt){
		"blocked":   func(p Prompt) { p.Choose(permission.Block) },
		"dismissed": func(p Prompt) { p.Choose(permission.Dismiss) },
		"ignored":   func(Prompt) {},
	} {
		both(t, agent, "a prompt that is "+name, func(b Browser, page Page) {
			page.IsSessionSupported(mode)
			b.Wait(time.Second)
			for _, prompt := range b.Prompts() {
				do(prompt)
			}
			b.Wait(over)
			page.IsSessionSupported(mode)
			b.Wait(time.Second)
		})
	}
}

// aPromptIsWithdrawn checks that the prompt is withdrawn after the prompt window.
func aPromptIsWithdrawn(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	b.Open(origin).IsSessionSupported(mode)
	b.Wait(time.Second)
	if up := len(b.Prompts()); up != 1 {
		t.Errorf("a page asked beside a headset, and %d prompts are up: want one", up)
	}
	b.Wait(over)
	if up := len(b.Prompts()); up != 0 {
		t.Errorf("%s after the question %d prompts are still up: want none", over+time.Second, up)
	}
}

// noContextIsLost compares a headset that comes and goes with no headset.
func noContextIsLost(t testing.TB, agent UserAgent) {
	seen := map[bool][]string{}
	for _, plugged := range []bool{true, false} {
		b := agent.Start(t, false)
		page := b.Open(origin)
		page.MakeXRCompatible()
		for i := range 6 {
			b.Wait(time.Second)
			if plugged {
				b.Plug(i%2 == 0)
			}
		}
		b.Wait(time.Second)
		seen[plugged] = page.Seen()
	}
	same(t, "what the page saw of a headset that came and went", seen[false], seen[true])
}

func aQuestionStartsNothing(t testing.TB, agent UserAgent) {
	for _, connected := range []bool{true, false} {
		b := agent.Start(t, connected)
		page := b.Open(origin)
		before := b.Touched()
		for range 10 {
			page.IsSessionSupported(mode)
			page.MakeXRCompatible()
			b.Wait(time.Second)
		}
		b.Wait(over)
		if touched := b.Touched() - before; touched != 0 {
			t.Errorf("headset connected: %t: questions touched the machine %d times: want 0", connected, touched)
		}
	}
}

func thePageCacheTellsNothing(t testing.TB, agent UserAgent) {
	cacheable := map[bool]string{}
	for _, connected := range []bool{true, false} {
		b := agent.Start(t, connected)
		page := b.Open(origin)
		before := page.Cacheable()
		page.IsSessionSupported(mode)
		b.Wait(over)
		cacheable[connected] = fmt.Sprintf("at first: %t, after a question: %t", before, page.Cacheable())
	}
	same(t, "whether the page may be cached, with a headset", cacheable[false], cacheable[true])
}

// both runs a script with and without a headset, and requires that the page sees the same.
func both(t testing.TB, agent UserAgent, what string, script func(Browser, Page)) {
	t.Helper()
	seen := map[bool][]string{}
	for _, connected := range []bool{true, false} {
		b := agent.Start(t, connected)
		page := b.Open(origin)
		script(b, page)
		seen[connected] = page.Seen()
	}
	if len(seen[false]) == 0 {
		t.Errorf("%s: the page saw nothing at all: Seen is not wired", what)
	}
	same(t, what+": what the page saw with a headset", seen[false], seen[true])
}

func same(t testing.TB, what string, want, got any) {
	t.Helper()
	if !reflect.DeepEqual(want, got) {
		t.Errorf("%s: %q; want %q", what, got, want)
	}
}
