// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"slices"
	"testing"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission"
)

// consentReachesThePage fails for a user agent that passes other checks only because it shows
// nothing.
func consentReachesThePage(t testing.TB, agent UserAgent) {
	consented(t, agent.Start(t, true), tab)
}

// aChangeIsDeliveredOnce checks the events of a PermissionStatus: in the page that asked, and in
// another page of its origin.
func aChangeIsDeliveredOnce(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	page, second := b.Open(tab), b.Open(tab)
	query(b, page)
	query(b, second)
	ask(b, page)
	choose(t, b, permission.Allow)
	b.Wait(answered)
	for _, change := range []string{"state prompt", "change granted", "supported true"} {
		if times := count(page.Seen(), change); times != 1 {
			t.Errorf("the user consented, and the page saw %q %d times: want once", change, times)
		}
	}
	sees(t, "the user consented in another page of the origin", second, "state prompt", "change granted")
}

func count(list []string, wanted string) int {
	times := 0
	for _, element := range list {
		if element == wanted {
			times++
		}
	}
	return times
}

// aRefusalHurriesNoAnswer checks that the page is not answered when the user says no.
func aRefusalHurriesNoAnswer(t testing.TB, agent UserAgent) {
	for _, choice := range []permission.Choice{permission.Block, permission.Dismiss} {
		b := agent.Start(t, true)
		page := b.Open(tab)
		ask(b, page)
		for _, prompt := range promptsFor(t, b, true) {
			prompt.Choose(choice)
		}
		b.Wait(permission.SettleMin - soon - time.Millisecond)
		sees(t, "the user has just refused", page)
		b.Wait(answered)
		sees(t, "the user has refused", page, "supported false")
	}
}

// anIgnoredPromptKeepsNoPageWaiting checks that the page is answered while its prompt is up.
func anIgnoredPromptKeepsNoPageWaiting(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	page := b.Open(tab)
	ask(b, page)
	promptsFor(t, b, true)
	b.Wait(answered)
	promptsFor(t, b, true)
	sees(t, "the user ignores the prompt", page, "supported false")
}

// tasksRunLaterAndInOrder checks the event loop: a task that the gate queues runs after the
// call has returned, and after the tasks that were queued before.
func tasksRunLaterAndInOrder(t testing.TB, agent UserAgent) {
	page, b := deniedPage(t, agent)
	before := len(page.Seen())
	page.QueueTask("before")
	page.IsSessionSupported(mode)
	page.QueueTask("after")
	if seen := news(page, before); len(seen) != 0 {
		t.Errorf("before the call had returned the page saw %q", seen)
	}
	b.Wait(soon)
	same(t, "the order of tasks", []string{"before", "supported false", "after"}, news(page, before))
}

// deniedPage returns a page whose permission is denied, so that its next answer is a task.
func deniedPage(t testing.TB, agent UserAgent) (Page, Browser) {
	b := agent.Start(t, false)
	page := b.Open(tab)
	page.IsSessionSupported(mode)
	b.Wait(answered)
	return page, b
}

// aNewPageFindsTheDenial compares what a page finds that is opened after the denial.
func aNewPageFindsTheDenial(t testing.TB, agent UserAgent) {
	both(t, agent, "a denial", func(b Browser, connected bool) Page {
		ask(b, b.Open(tab))
		for _, prompt := range promptsFor(t, b, connected) {
			prompt.Choose(permission.Dismiss)
		}
		b.Wait(over)
		page := b.Open(tab)
		query(b, page)
		page.IsSessionSupported(mode)
		b.Wait(soon)
		sees(t, "a denial", page, "state denied", "supported false")
		return page
	})
}

// aChangeFollowsEveryDenial compares the events of a PermissionStatus.
func aChangeFollowsEveryDenial(t testing.TB, agent UserAgent) {
	both(t, agent, "a denial", func(b Browser, connected bool) Page {
		page := b.Open(tab)
		query(b, page)
		ask(b, page)
		for _, prompt := range promptsFor(t, b, connected) {
			prompt.Choose(permission.Block)
		}
		b.Wait(over)
		if !slices.Contains(page.Seen(), "change denied") {
			t.Errorf("headset connected: %t: a denial: the page saw %q, and no change", connected, page.Seen())
		}
		return page
	})
}

// aHeadsetMayComeLater compares a headset that is connected while a page waits for its answer
// with no headset.
func aHeadsetMayComeLater(t testing.TB, agent UserAgent) {
	seen := map[bool][]string{}
	for _, comes := range []bool{true, false} {
		b := agent.Start(t, false)
		page := b.Open(tab)
		ask(b, page)
		if comes {
			b.Plug(true)
		}
		page.QueueTask("the headset is there")
		b.Wait(soon)
		promptsFor(t, b, comes)
		b.Wait(over)
		seen[comes] = page.Seen()
	}
	alike(t, "what a page saw while it waited, and a headset came", seen[false], seen[true])
}

// contextsTellNothing compares contexts without consent.
func contextsTellNothing(t testing.TB, agent UserAgent) {
	both(t, agent, "makeXRCompatible", func(b Browser, _ bool) Page {
		page := b.Open(tab)
		page.MakeXRCompatible()
		b.Wait(soon)
		page.IsSessionSupported(mode)
		b.Wait(answered)
		page.MakeXRCompatible()
		b.Wait(soon)
		return page
	})
}

// consentReachesContexts checks that a context of a page with consent becomes compatible, and
// that the page learns when it no longer is.
func consentReachesContexts(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	page := consented(t, b, tab)
	page.MakeXRCompatible()
	b.Wait(soon)
	b.Plug(false)
	b.Wait(announced)
	for _, event := range []string{"compatible true", "incompatible"} {
		if !slices.Contains(page.Seen(), event) {
			t.Errorf("the user consented, the page used a context, and the headset went: the page saw %q, and not %q", page.Seen(), event)
		}
	}
}

// onlyConsentBringsDeviceChange checks the event in a page with consent, in one that was
// denied, and in one that never asked.
func onlyConsentBringsDeviceChange(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	page, denied, silent := consented(t, b, tab), b.Open(Tab{Origin: other}), b.Open(Tab{Origin: "https://silent.example"})
	ask(b, denied)
	choose(t, b, permission.Block)
	b.Wait(answered)
	for _, connected := range []bool{false, true} {
		b.Plug(connected)
		b.Wait(announced)
	}
	sees(t, "a headset went and came; the user had consented", page, "supported true", "devicechange", "devicechange")
	sees(t, "a headset went and came; the user had refused", denied, "supported false")
	sees(t, "a headset went and came; the page had never asked", silent)
}

// noContextIsLost compares a headset that comes and goes with no headset.
func noContextIsLost(t testing.TB, agent UserAgent) {
	seen := map[bool][]string{}
	for _, plugged := range []bool{true, false} {
		b := agent.Start(t, false)
		page := b.Open(tab)
		page.MakeXRCompatible()
		for i := range 6 {
			b.Wait(time.Second)
			if plugged {
				b.Plug(i%2 == 0)
			}
		}
		b.Wait(announced)
		seen[plugged] = page.Seen()
	}
	alike(t, "what the page saw of a headset that came and went", seen[false], seen[true])
}

func aQuestionStartsNothing(t testing.TB, agent UserAgent) {
	for _, connected := range []bool{true, false} {
		b := agent.Start(t, connected)
		page := b.Open(tab)
		before := b.Touched()
		for range 10 {
			page.IsSessionSupported(mode)
			page.MakeXRCompatible()
			b.Wait(time.Second)
		}
		b.Wait(over)
		touched := b.Touched() - before
		if touched != 0 {
			t.Errorf("headset connected: %t: questions touched the machine %d times: want 0", connected, touched)
		}
		if times := count(page.Seen(), "supported false"); times != 10 {
			t.Errorf("headset connected: %t: %d questions of 10 were answered", connected, times)
		}
	}
}
