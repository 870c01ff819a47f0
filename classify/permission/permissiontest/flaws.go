// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/classify/permission"
)

// flaws are mistakes of embedders. Each check finds at least one of them.
func flaws() []flaw {
	return slices.Concat(wrongPrompts(), wrongAnswers(), wrongSessions(), wrongProfiles(), wrongStates())
}

func wrongPrompts() []flaw {
	none := func(*wrongBrowser, []Prompt) []Prompt { return nil }
	focus := func(b *wrongBrowser) {
		if up := len(b.Browser.Prompts()); up > len(b.up) {
			b.everyPageSees("blur")
		}
		b.up = b.Browser.Prompts()
	}
	return []flaw{
		{name: "no prompt is shown", check: "R-FP-4 consent reaches the page", prompts: none},
		{name: "a prompt names the wrong origin", check: "R-PERM-10 a prompt names who asks", named: func(string) string { return other }},
		{name: "a prompt takes the focus", check: "S12 a prompt is not noticed", waited: focus},
		{name: "a dismissed prompt counts as consent", check: "S12 a prompt is not noticed", chosen: dismissAllows},
		{name: "a prompt stays up", check: "S12 a prompt is withdrawn", prompts: sticky(func(Prompt) bool { return true })},
		{name: "a prompt comes before the call has returned", check: "S12 a prompt is withdrawn", called: func(p *wrongPage) { p.browser.Wait(soon) }},
		{name: "each question has a prompt", check: "Q-11 there is one prompt at a time", prompts: twice},
		{name: "a prompt for features stays up", check: "S11 a prompt for features is withdrawn", prompts: sticky(forFeatures)},
		{name: "a closed page's prompt stays up", check: "Q-2 a closed page's prompts are withdrawn", stays: true},
		{name: "one prompt is shown for all origins", check: "S15 origins do not interfere", prompts: func(_ *wrongBrowser, up []Prompt) []Prompt { return up[:min(1, len(up))] }},
		{name: "a prompt is shown during a session", check: "R-PERM-10 no prompt is up during a session", prompts: duringSessions},
	}
}

func dismissAllows(_ *wrongBrowser, choice permission.Choice) permission.Choice {
	if choice == permission.Dismiss {
		return permission.Allow
	}
	return choice
}

// sticky keeps some prompts up that were up before, until the user answers one.
func sticky(which func(Prompt) bool) func(*wrongBrowser, []Prompt) []Prompt {
	return func(b *wrongBrowser, up []Prompt) []Prompt {
		matching := slices.DeleteFunc(slices.Clone(up), func(p Prompt) bool { return !which(p) })
		if len(matching) < len(b.up) {
			return b.up
		}
		b.up = matching
		return up
	}
}

func forFeatures(p Prompt) bool { return len(p.Features()) > 0 }

func twice(b *wrongBrowser, up []Prompt) []Prompt {
	if b.calls > 1 {
		return append(up, up...)
	}
	return up
}

// duringSessions shows a prompt while a session runs and another page asks.
func duringSessions(b *wrongBrowser, up []Prompt) []Prompt {
	for _, p := range b.pages {
		seen := p.Seen()
		if b.calls > 0 && slices.Contains(seen, "session true") && !slices.Contains(seen, "session ended") {
			return []Prompt{untimely{}}
		}
	}
	return up
}

// untimely is a prompt that no gate asked for.
type untimely struct{}

func (untimely) Origin() string           { return other }
func (untimely) Features() []string       { return nil }
func (untimely) Choose(permission.Choice) {}

func wrongAnswers() []flaw {
	headsetHides := func(what string) func(*wrongPage, []string) []string {
		return func(p *wrongPage, seen []string) []string { return without(seen, what, p.browser.connected) }
	}
	return []flaw{
		{name: "a change is not delivered", check: "R-PERM-6 a change is delivered once", seen: func(_ *wrongPage, seen []string) []string { return without(seen, "change", true) }},
		{name: "a change is delivered twice", check: "R-PERM-6 a change is delivered once", seen: doubled},
		{name: "a refusal settles the promise", check: "S2 a refusal hurries no answer", chosen: refusalSettles},
		{name: "a page waits until its prompt has gone", check: "S3 an ignored prompt keeps no page waiting", seen: func(p *wrongPage, seen []string) []string {
			return without(seen, "supported false", p.browser.connected && p.browser.elapsed < permission.PromptWindow)
		}},
		{name: "tasks run in the call", check: "S4 tasks run later and in order", called: func(p *wrongPage) { p.browser.Wait(0) }},
		{name: "tasks run out of order", check: "S4 tasks run later and in order", lateTasks: true},
		{name: "only a user's denial is remembered", check: "S5 S7 a new page finds the denial", seen: onlyDenialsOfUsers},
		{name: "a denial beside a headset makes no event", check: "S6 a change follows every denial", seen: headsetHides("change")},
		{name: "a waiting page is told that a headset came", check: "S8 a headset may come later", plugged: deviceChangeForAll},
		{name: "a headset that comes later causes no prompt", check: "S8 a headset may come later", plugged: func(b *wrongBrowser) { b.flaw.prompts = func(*wrongBrowser, []Prompt) []Prompt { return nil } }},
		{name: "a headset's adapter makes contexts compatible", check: "S10 contexts tell nothing", compatible: leaksAdapter},
		{name: "an incompatible context is not reported", check: "S10 consent reaches contexts", seen: func(_ *wrongPage, seen []string) []string { return without(seen, "incompatible", true) }},
		{name: "devicechange is fired without consent", check: "R-FP-6 only consent brings devicechange", plugged: deviceChangeForAll},
		{name: "devicechange is not fired", check: "R-FP-6 only consent brings devicechange", seen: func(_ *wrongPage, seen []string) []string { return without(seen, "devicechange", true) }},
		{name: "a context is lost when a headset comes", check: "S13 no context is lost", plugged: func(b *wrongBrowser) {
			if b.connected {
				b.everyPageSees("webglcontextlost")
			}
		}},
		{name: "a question touches the machine", check: "S17 a question starts nothing", touched: func(b *wrongBrowser) int { return b.calls }},
		{name: "a question beside a headset keeps a page from the page cache", check: "S19 the page cache tells nothing", cacheable: func(p *wrongPage) bool { return !p.asked || !p.browser.connected }},
	}
}

// without leaves out what begins with a word, if when is set.
func without(seen []string, word string, when bool) []string {
	if !when {
		return seen
	}
	return slices.DeleteFunc(seen, func(text string) bool { return strings.HasPrefix(text, word) })
}

func doubled(_ *wrongPage, seen []string) []string {
	var out []string
	for _, text := range seen {
		out = append(out, text)
		if strings.HasPrefix(text, "change") {
			out = append(out, text)
		}
	}
	return out
}

func refusalSettles(b *wrongBrowser, choice permission.Choice) permission.Choice {
	if choice != permission.Allow {
		b.everyPageSees("supported false")
	}
	return choice
}

func onlyDenialsOfUsers(p *wrongPage, seen []string) []string {
	if !p.browser.connected {
		replace(seen, "state denied", "state prompt")
	}
	return seen
}

func replace(seen []string, old, with string) {
	for i, text := range seen {
		if text == old {
			seen[i] = with
		}
	}
}

func deviceChangeForAll(b *wrongBrowser) { b.everyPageSees("devicechange") }

func leaksAdapter(p *wrongPage) bool {
	if p.browser.connected {
		p.insert("compatible true")
	}
	return p.browser.connected
}

func wrongSessions() []flaw {
	return []flaw{
		{name: "a request fails with another error beside a headset", check: "S11 requestSession tells nothing", seen: func(p *wrongPage, seen []string) []string {
			if p.browser.connected {
				replace(seen, refused, "session SecurityError")
			}
			return seen
		}},
		{name: "a request fails at once without a headset", check: "S11 requestSession tells nothing", request: func(p *wrongPage) bool {
			if !p.browser.connected {
				p.insert(refused)
			}
			return !p.browser.connected
		}},
		{name: "the end of a session is not reported", check: "S11 a session begins and ends", seen: func(_ *wrongPage, seen []string) []string { return without(seen, "session ended", true) }},
		{name: "no session begins", check: "S11 a session begins and ends", request: func(*wrongPage) bool { return true }},
		{name: "a certain failure is delayed", check: "S11 a failure that no device can change is not delayed", seen: func(p *wrongPage, seen []string) []string {
			return without(seen, refused, p.browser.elapsed < permission.SettleMin)
		}},
		{name: "a hidden page may begin a session", check: "R-CON-2 a hidden page begins no session", state: never(Hidden)},
		{name: "devicechange does not follow the end of a session", check: "R-FP-6 the end of a session brings devicechange", seen: func(_ *wrongPage, seen []string) []string { return without(seen, "devicechange", true) }},
	}
}

// never leaves out the change to a state.
func never(unreported State) func(State) (State, bool) {
	return func(state State) (State, bool) { return state, state != unreported }
}

func wrongProfiles() []flaw {
	return []flaw{
		{name: "policy is ignored", check: "S14 a blocked page learns nothing", tab: func(t Tab) Tab { t.Blocked = false; return t }},
		{name: "policy is ignored in frames", check: "S14 a blocked page learns nothing", tab: func(t Tab) Tab { t.Blocked = t.Blocked && t.EmbeddedBy == ""; return t }},
		{name: "a blocked page's context becomes compatible", check: "S14 a blocked page's context stays incompatible", seen: func(_ *wrongPage, seen []string) []string {
			replace(seen, "compatible false", "compatible true")
			return seen
		}},
		{name: "a frame counts as its own top level", check: "R-PERM-3 a frame has its page's decisions", tab: func(t Tab) Tab { t.EmbeddedBy = ""; return t }},
		{name: "all origins share their decisions", check: "S15 origins do not interfere", tab: func(t Tab) Tab { t.Origin = origin; return t }},
		{name: "both modes share their decisions", check: "S16 modes do not interfere", mode: func(string) string { return mode }},
		{name: "a private window shares the regular profile", check: "R-INC-1 a private window has decisions of its own", tab: regular},
		{name: "a private window's decisions outlive it", check: "R-INC-1 a closed private window is forgotten", opened: keepPrivateWindow},
		{name: "a change in a private window is seen outside", check: "Q-7 no event crosses into or out of a private window", waited: crossing(true)},
		{name: "a change is seen in a private window", check: "Q-7 no event crosses into or out of a private window", waited: crossing(false)},
		{name: "a private window forbids XR", check: "S18 a private window is answered alike", tab: func(t Tab) Tab { t.Blocked = t.Private; return t }},
		{name: "a private window fails later", check: "S18 a private window is answered alike", seen: func(p *wrongPage, seen []string) []string { return without(seen, refused, p.tab.Private) }},
	}
}

func regular(t Tab) Tab {
	t.Private = false
	return t
}

// keepPrivateWindow opens a page that keeps the private window open for ever.
func keepPrivateWindow(b *wrongBrowser, asked Tab) {
	if asked.Private && b.extra == nil {
		b.extra = b.Browser.Open(asked)
	}
}

// crossing lets the pages of one profile see the changes of the other.
func crossing(fromPrivate bool) func(*wrongBrowser) {
	return func(b *wrongBrowser) {
		for _, from := range b.pages {
			all := 0
			for _, text := range from.Page.Seen() {
				if strings.HasPrefix(text, "change") {
					all++
				}
			}
			if from.tab.Private == fromPrivate && all > from.changes {
				from.changes = all
				otherProfileSees(b, !fromPrivate, "change granted")
			}
		}
	}
}

func otherProfileSees(b *wrongBrowser, private bool, event string) {
	for _, p := range b.pages {
		if p.tab.Private == private {
			p.insert(event)
		}
	}
}

func wrongStates() []flaw {
	return []flaw{
		{name: "a hidden page gets events", check: "Q-4 a hidden page receives no event", state: never(Hidden)},
		{name: "a page stays hidden", check: "Q-4 a hidden page receives no event", state: never(Visible)},
		{name: "a frozen page is not frozen", check: "Q-2 a frozen page receives nothing", state: never(Frozen)},
		{name: "a frozen page is only hidden", check: "Q-2 a frozen page receives nothing", state: frozenIsHidden},
		{name: "a frozen page's prompt stays up", check: "Q-2 a frozen page's prompt is withdrawn", state: frozenIsHidden},
		{name: "a frozen page waits for ever", check: "Q-2 a frozen page's prompt is withdrawn", state: never(Visible)},
	}
}

func frozenIsHidden(state State) (State, bool) {
	if state == Frozen {
		return Hidden, true
	}
	return state, true
}
