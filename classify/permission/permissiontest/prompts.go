// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"slices"
	"testing"

	"github.com/xrprobe/xrprobe/classify/permission"
)

// aPromptNamesWhoAsks checks the text of both kinds of prompt. A frame asks in the name of the
// page that the user sees.
func aPromptNamesWhoAsks(t testing.TB, agent UserAgent) {
	for _, row := range []struct {
		what     string
		tab      Tab
		call     func(Browser, Page)
		features []string
	}{
		{"a page asks", tab, ask, nil},
		{"a frame asks", Tab{Origin: other, EmbeddedBy: origin}, ask, nil},
		{"a page requests a session", tab, request, []string{feature}},
		{"a frame requests a session", Tab{Origin: other, EmbeddedBy: origin}, request, []string{feature}},
	} {
		b := agent.Start(t, true)
		row.call(b, b.Open(row.tab))
		for _, prompt := range promptsFor(t, b, true) {
			same(t, row.what+": the origin in the prompt", []string{origin}, []string{prompt.Origin()})
			same(t, row.what+": the features in the prompt", row.features, prompt.Features())
		}
	}
}

// aPromptIsNotNoticed does with the prompt what users without consent do.
func aPromptIsNotNoticed(t testing.TB, agent UserAgent) {
	for name, refuse := range refusals() {
		both(t, agent, "a prompt that is "+name, func(b Browser, connected bool) Page {
			page := b.Open(tab)
			ask(b, page)
			page.QueueTask("a second later")
			for _, prompt := range promptsFor(t, b, connected) {
				refuse(prompt)
			}
			b.Wait(over)
			ask(b, page)
			return page
		})
	}
}

// aPromptIsWithdrawn checks that a prompt is not up before the page's call has returned, and is
// withdrawn after the prompt window.
func aPromptIsWithdrawn(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	b.Open(tab).IsSessionSupported(mode)
	if up := len(b.Prompts()); up != 0 {
		t.Errorf("before the page's call had returned %d prompts are up: want none", up)
	}
	b.Wait(soon)
	promptsFor(t, b, true)
	b.Wait(over)
	if up := len(b.Prompts()); up != 0 {
		t.Errorf("%s after the question %d prompts are still up: want none", over+soon, up)
	}
}

// thereIsOnePromptAtATime lets two pages of an origin ask again and again.
func thereIsOnePromptAtATime(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	first, second := b.Open(tab), b.Open(tab)
	for range 5 {
		first.IsSessionSupported(mode)
		second.IsSessionSupported(mode)
	}
	b.Wait(soon)
	promptsFor(t, b, true)
}

// aFrozenPagesPromptIsWithdrawn checks both what the user sees and what the page sees.
func aFrozenPagesPromptIsWithdrawn(t testing.TB, agent UserAgent) {
	both(t, agent, "a page that is frozen while it waits", func(b Browser, connected bool) Page {
		page := b.Open(tab)
		ask(b, page)
		promptsFor(t, b, connected)
		page.SetState(Frozen)
		b.Wait(soon)
		promptsFor(t, b, false)
		b.Wait(answered)
		sees(t, "the page is frozen", page)
		page.SetState(Visible)
		b.Wait(soon)
		return page
	})
}

// aClosedPagesPromptsAreWithdrawn checks both kinds of prompt.
func aClosedPagesPromptsAreWithdrawn(t testing.TB, agent UserAgent) {
	for _, call := range []func(Browser, Page){ask, request} {
		b := agent.Start(t, true)
		page := b.Open(tab)
		call(b, page)
		promptsFor(t, b, true)
		page.Close()
		b.Wait(soon)
		promptsFor(t, b, false)
		b.Wait(answered)
		sees(t, "the page was closed", page)
	}
}

// noPromptIsUpDuringASession lets a page cause both kinds of prompt, before another page has a
// session and during it. When the session has ended, because its headset went and came back, the
// user is asked about headsets again.
func noPromptIsUpDuringASession(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	waiting := b.Open(Tab{Origin: other})
	ask(b, waiting)
	request(b, waiting)
	if up := len(b.Prompts()); up != 2 {
		t.Errorf("a page asked and requested a session, and %d prompts are up: want two", up)
	}
	page := b.Open(tab)
	request(b, page)
	for _, prompt := range b.Prompts() {
		if prompt.Origin() == origin {
			prompt.Choose(permission.Allow)
		}
	}
	b.Wait(soon)
	promptsFor(t, b, false)
	late := b.Open(Tab{Origin: third})
	ask(b, late)
	request(b, late)
	promptsFor(t, b, false)
	sees(t, "other pages asked", page, "session true")
	b.Plug(false)
	b.Plug(true)
	b.Wait(soon)
	asking := slices.DeleteFunc(b.Prompts(), forFeatures)
	if len(asking) != 2 {
		t.Errorf("the session has ended, and %d prompts about headsets are up: want two, for the pages that asked", len(asking))
	}
}
