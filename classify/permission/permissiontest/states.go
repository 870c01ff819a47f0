// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"fmt"
	"testing"
)

// aHiddenPageReceivesNoEvent checks that a hidden page receives one event for all changes when
// it is visible again, and no event before.
func aHiddenPageReceivesNoEvent(t testing.TB, agent UserAgent) {
	away(t, agent, Hidden)
}

// aFrozenPageReceivesNothing checks the same for events of a page in the page cache, and that
// its queued tasks wait.
func aFrozenPageReceivesNothing(t testing.TB, agent UserAgent) {
	away(t, agent, Frozen)
	page, b := deniedPage(t, agent)
	before := len(page.Seen())
	page.IsSessionSupported(mode)
	page.SetState(Frozen)
	b.Wait(soon)
	same(t, "what a frozen page saw", nil, news(page, before))
	page.SetState(Visible)
	b.Wait(soon)
	same(t, "what a restored page saw", []string{"supported false"}, news(page, before))
}

// away lets the headset go, come and go while a page with consent is away.
func away(t testing.TB, agent UserAgent, state State) {
	t.Helper()
	b := agent.Start(t, true)
	page := consented(t, b, tab)
	page.SetState(state)
	for _, connected := range []bool{false, true, false} {
		b.Plug(connected)
		b.Wait(announced)
	}
	sees(t, "a headset went while the page was away", page, "supported true")
	page.SetState(Visible)
	b.Wait(announced)
	sees(t, "the page is back", page, "supported true", "devicechange")
}

// thePageCacheTellsNothing compares whether a page may be cached.
func thePageCacheTellsNothing(t testing.TB, agent UserAgent) {
	cacheable := map[bool][]string{}
	for _, connected := range []bool{true, false} {
		b := agent.Start(t, connected)
		page := b.Open(tab)
		before := page.Cacheable()
		page.IsSessionSupported(mode)
		b.Wait(over)
		sees(t, "a page asked", page, "supported false")
		cacheable[connected] = []string{fmt.Sprintf("at first: %t, after a question: %t", before, page.Cacheable())}
	}
	same(t, "whether the page may be cached, with a headset", cacheable[false], cacheable[true])
}
