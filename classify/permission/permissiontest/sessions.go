// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"slices"
	"testing"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission"
)

// refused is what a page sees if it gets no session, whatever the cause.
const refused = "session NotSupportedError"

// requestSessionTellsNothing does with the prompt for features what users without consent do.
func requestSessionTellsNothing(t testing.TB, agent UserAgent) {
	for name, refuse := range refusals() {
		both(t, agent, "a request for a session that is "+name, func(b Browser, connected bool) Page {
			page := b.Open(tab)
			request(b, page)
			for _, prompt := range promptsFor(t, b, connected) {
				refuse(prompt)
			}
			b.Wait(permission.SettleMin - soon - time.Millisecond)
			page.QueueTask("before any answer")
			b.Wait(answered)
			sees(t, "a request for a session that is "+name, page, "before any answer", refused)
			return page
		})
	}
}

// aPromptForFeaturesIsWithdrawn checks that the prompt goes when the request is settled.
func aPromptForFeaturesIsWithdrawn(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	page := b.Open(tab)
	page.RequestSession(mode, feature)
	if up := len(b.Prompts()); up != 0 {
		t.Errorf("before the page's call had returned %d prompts are up: want none", up)
	}
	b.Wait(soon)
	promptsFor(t, b, true)
	b.Wait(answered)
	sees(t, "the user ignored the prompt for features", page, refused)
	if up := len(b.Prompts()); up != 0 {
		t.Errorf("the request was rejected, and %d prompts are still up: want none", up)
	}
}

// aSessionBeginsAndEnds checks that consent to the features begins a session, and that the page
// learns that the user agent has ended it.
func aSessionBeginsAndEnds(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	page := session(t, b)
	b.Plug(false)
	b.Wait(soon)
	if seen := news(page, 1); count(seen, "session ended") != 1 {
		t.Errorf("the headset of a session went, and the page saw %q: want \"session ended\" once", seen)
	}
}

// session opens a page that may not know about headsets, and begins a session in it.
func session(t testing.TB, b Browser) Page {
	t.Helper()
	page := b.Open(tab)
	request(b, page)
	choose(t, b, permission.Allow)
	sees(t, "the user consented to a session", page, "session true")
	return page
}

// aCertainFailureIsNotDelayed checks requests that fail with every headset and without any.
func aCertainFailureIsNotDelayed(t testing.TB, agent UserAgent) {
	for _, row := range []struct {
		what    string
		tab     Tab
		feature string
	}{
		{"an unknown feature", tab, "magic"},
		{"a blocked page", Tab{Origin: origin, Blocked: true}, feature},
	} {
		both(t, agent, row.what, func(b Browser, _ bool) Page {
			page := b.Open(row.tab)
			page.QueueTask("before")
			page.RequestSession(mode, row.feature)
			page.QueueTask("after")
			b.Wait(0)
			sees(t, row.what, page, "before", refused, "after")
			return page
		})
	}
}

// aHiddenPageBeginsNoSession checks that the gate knows which pages the user sees.
func aHiddenPageBeginsNoSession(t testing.TB, agent UserAgent) {
	both(t, agent, "a hidden page", func(b Browser, connected bool) Page {
		page := b.Open(tab)
		page.SetState(Hidden)
		request(b, page)
		promptsFor(t, b, false)
		sees(t, "a hidden page requested a session", page, "session SecurityError")
		page.SetState(Visible)
		request(b, page)
		promptsFor(t, b, connected)
		b.Wait(answered)
		return page
	})
}

// theEndOfASessionBringsDeviceChange checks that a page without consent learns from its own
// session that the headset went.
func theEndOfASessionBringsDeviceChange(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	page, bystander := session(t, b), b.Open(Tab{Origin: other})
	b.Plug(false)
	b.Wait(announced)
	for _, event := range []string{"session ended", "devicechange"} {
		if !slices.Contains(page.Seen(), event) {
			t.Errorf("the headset of a session went: the page saw %q, and not %q", page.Seen(), event)
		}
	}
	sees(t, "the headset of another page's session went", bystander)
}
