// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"slices"
	"strings"
	"testing"

	"github.com/xrprobe/xrprobe/classify/permission"
)

// aBlockedPageLearnsNothing checks pages and frames whose policy forbids spatial tracking.
func aBlockedPageLearnsNothing(t testing.TB, agent UserAgent) {
	frame := Tab{Origin: other, EmbeddedBy: origin, Blocked: true}
	for _, blocked := range []Tab{{Origin: origin, Blocked: true}, frame} {
		for _, row := range []struct {
			what, want string
			call       func(Page)
		}{
			{"isSessionSupported", "supported SecurityError", func(p Page) { p.IsSessionSupported(mode) }},
			{"the permission", "state denied", func(p Page) { p.Query(mode) }},
			{"requestSession", refused, func(p Page) { p.RequestSession(mode, feature) }},
			{"makeXRCompatible", "", Page.MakeXRCompatible},
		} {
			both(t, agent, "a blocked page: "+row.what, func(b Browser, _ bool) Page {
				page := b.Open(blocked)
				row.call(page)
				b.Wait(soon)
				promptsFor(t, b, false)
				b.Wait(answered)
				if row.want != "" {
					sees(t, "a blocked page: "+row.what, page, row.want)
				}
				return page
			})
		}
	}
}

// aBlockedContextStaysIncompatible checks that the promise resolves, and nothing else happens.
func aBlockedContextStaysIncompatible(t testing.TB, agent UserAgent) {
	both(t, agent, "a blocked page's context", func(b Browser, _ bool) Page {
		page := b.Open(Tab{Origin: origin, Blocked: true})
		page.MakeXRCompatible()
		b.Wait(soon)
		sees(t, "a blocked page's context", page, "compatible false")
		return page
	})
}

// aFrameHasItsPagesDecisions checks that decisions belong to the top-level origin.
func aFrameHasItsPagesDecisions(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	consented(t, b, tab)
	frame := b.Open(Tab{Origin: other, EmbeddedBy: origin})
	query(b, frame)
	ask(b, frame)
	sees(t, "a frame in a page with consent", frame, "state granted", "supported true")
	promptsFor(t, b, false)
	for what, tab := range map[string]Tab{
		"a page of that frame's origin": {Origin: other}, "a frame in another page": {Origin: origin, EmbeddedBy: other},
	} {
		page := b.Open(tab)
		query(b, page)
		sees(t, what, page, "state prompt")
	}
}

// originsDoNotInterfere lets two origins ask at the same time, and consents to one.
func originsDoNotInterfere(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	page, bystander := b.Open(tab), b.Open(Tab{Origin: other})
	query(b, page)
	query(b, bystander)
	page.IsSessionSupported(mode)
	bystander.IsSessionSupported(mode)
	b.Wait(soon)
	var named []string
	for _, prompt := range b.Prompts() {
		named = append(named, prompt.Origin())
		if prompt.Origin() == origin {
			prompt.Choose(permission.Allow)
		}
	}
	slices.Sort(named)
	same(t, "the origins in the prompts", []string{other, origin}, named)
	b.Wait(0)
	if seen := page.Seen(); !slices.Contains(seen, "supported true") {
		t.Errorf("the user consented, and the page saw %q", seen)
	}
	sees(t, "the user consented to another origin", bystander, "state prompt")
	b.Wait(answered)
	sees(t, "the user consented to another origin only", bystander, "state prompt", "change denied", "supported false")
}

// modesDoNotInterfere checks that consent to one mode is no consent to another.
func modesDoNotInterfere(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	second := b.Open(tab)
	second.Query("immersive-ar")
	b.Wait(0)
	page := consented(t, b, tab)
	sees(t, "the user consented to another mode", second, "state prompt")
	page.IsSessionSupported("immersive-ar")
	b.Wait(soon)
	choose(t, b, permission.Block)
	b.Wait(answered)
	sees(t, "the user refused another mode", page, "supported true", "supported false")
	ask(b, page)
	sees(t, "the user refused another mode", page, "supported true", "supported false", "supported true")
}

// aPrivateWindowHasDecisionsOfItsOwn checks that a private window neither reads nor writes
// the decisions of the regular profile.
func aPrivateWindowHasDecisionsOfItsOwn(t testing.TB, agent UserAgent) {
	b := agent.Start(t, true)
	page, private := consented(t, b, tab), b.Open(Tab{Origin: origin, Private: true})
	query(b, private)
	ask(b, private)
	sees(t, "the user consented in the regular profile", private, "state prompt")
	choose(t, b, permission.Block)
	b.Wait(answered)
	sees(t, "the user refused in the private window", private, "state prompt", "change denied", "supported false")
	ask(b, page)
	sees(t, "the user refused in the private window", page, "supported true", "supported true")
	consented(t, b, Tab{Origin: other, Private: true})
	regular := b.Open(Tab{Origin: other})
	query(b, regular)
	sees(t, "the user consented in the private window", regular, "state prompt")
}

// aClosedPrivateWindowIsForgotten checks that the next private window knows no decision of the last.
func aClosedPrivateWindowIsForgotten(t testing.TB, agent UserAgent) {
	private := Tab{Origin: origin, Private: true}
	b := agent.Start(t, true)
	first := consented(t, b, private)
	second := b.Open(private)
	first.Close()
	query(b, second)
	sees(t, "the private window is still open", second, "state granted")
	second.Close()
	third := b.Open(private)
	query(b, third)
	ask(b, third)
	sees(t, "the private window was closed, and opened again", third, "state prompt")
	promptsFor(t, b, true)
}

// noEventCrosses checks the events of statuses.
func noEventCrosses(t testing.TB, agent UserAgent) {
	for _, asking := range []Tab{{Origin: origin}, {Origin: origin, Private: true}} {
		b := agent.Start(t, true)
		page, bystander := b.Open(asking), b.Open(Tab{Origin: origin, Private: !asking.Private})
		query(b, page)
		query(b, bystander)
		ask(b, page)
		choose(t, b, permission.Allow)
		if seen := page.Seen(); !slices.Contains(seen, "change granted") {
			t.Errorf("the user consented, and the page saw %q", seen)
		}
		b.Plug(false)
		b.Wait(announced)
		sees(t, "the user consented in another profile", bystander, "state prompt")
	}
}

// aPrivateWindowIsAnsweredAlike compares a page in a private window with one in a regular window.
func aPrivateWindowIsAnsweredAlike(t testing.TB, agent UserAgent) {
	for _, connected := range []bool{true, false} {
		seen := map[bool][]string{}
		for _, private := range []bool{true, false} {
			b := agent.Start(t, connected)
			page := b.Open(Tab{Origin: origin, Private: private})
			query(b, page)
			page.MakeXRCompatible()
			ask(b, page)
			for _, prompt := range promptsFor(t, b, connected) {
				prompt.Choose(permission.Dismiss)
			}
			b.Wait(over)
			request(b, page)
			promptsFor(t, b, connected)
			b.Wait(answered)
			seen[private] = page.Seen()
		}
		alike(t, "what a page saw in a private window", seen[false], seen[true])
		if all := strings.Join(seen[false], ", "); !strings.Contains(all, "supported false") {
			t.Errorf("the page saw %s, and no answer", all)
		}
	}
}
