// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permissiontest

import (
	"slices"
	"testing"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission"
)

const (
	origin = "https://page.example"
	other  = "https://other.example"
	third  = "https://third.example"
	mode   = "immersive-vr"
	// feature needs the user's consent in every session.
	feature = "local-floor"
	// After soon a prompt is up if one comes, and what follows an answer has happened. No
	// question without consent has an answer yet.
	soon = time.Second
	// After answered every question has an answer, after announced every event has fired, and
	// after over no prompt is up.
	answered  = permission.SettleMax + time.Second
	announced = permission.EventDelayMax + time.Second
	over      = permission.PromptWindow + time.Second
)

// tab is a page at the top level of the regular profile.
var tab = Tab{Origin: origin}

// Run tests a user agent. Each check is a subtest that names its side channel or its rule, as
// classify/permission/rules.tsv and QUESTIONNAIRE.md do.
func Run(t *testing.T, agent UserAgent) {
	t.Helper()
	for _, c := range checks() {
		t.Run(c.name, func(t *testing.T) {
			c.check(t, agent)
		})
	}
}

// check checks one thing that the embedder is responsible for.
type check struct {
	name  string
	check func(t testing.TB, agent UserAgent)
}

func checks() []check {
	return []check{
		{name: "R-FP-4 consent reaches the page", check: consentReachesThePage},
		{name: "R-PERM-6 a change is delivered once", check: aChangeIsDeliveredOnce},
		{name: "R-PERM-10 a prompt names who asks", check: aPromptNamesWhoAsks},
		{name: "S2 a refusal hurries no answer", check: aRefusalHurriesNoAnswer},
		{name: "S3 an ignored prompt keeps no page waiting", check: anIgnoredPromptKeepsNoPageWaiting},
		{name: "S4 tasks run later and in order", check: tasksRunLaterAndInOrder},
		{name: "S5 S7 a new page finds the denial", check: aNewPageFindsTheDenial},
		{name: "S6 a change follows every denial", check: aChangeFollowsEveryDenial},
		{name: "S8 a headset may come later", check: aHeadsetMayComeLater},
		{name: "S10 contexts tell nothing", check: contextsTellNothing},
		{name: "S10 consent reaches contexts", check: consentReachesContexts},
		{name: "S12 a prompt is not noticed", check: aPromptIsNotNoticed},
		{name: "S12 a prompt is withdrawn", check: aPromptIsWithdrawn},
		{name: "Q-11 there is one prompt at a time", check: thereIsOnePromptAtATime},
		{name: "S11 requestSession tells nothing", check: requestSessionTellsNothing},
		{name: "S11 a prompt for features is withdrawn", check: aPromptForFeaturesIsWithdrawn},
		{name: "S11 a session begins and ends", check: aSessionBeginsAndEnds},
		{name: "S11 a failure that no device can change is not delayed", check: aCertainFailureIsNotDelayed},
		{name: "R-PERM-10 no prompt is up during a session", check: noPromptIsUpDuringASession},
		{name: "R-CON-2 a hidden page begins no session", check: aHiddenPageBeginsNoSession},
		{name: "R-FP-6 only consent brings devicechange", check: onlyConsentBringsDeviceChange},
		{name: "R-FP-6 the end of a session brings devicechange", check: theEndOfASessionBringsDeviceChange},
		{name: "S13 no context is lost", check: noContextIsLost},
		{name: "S14 a blocked page learns nothing", check: aBlockedPageLearnsNothing},
		{name: "S14 a blocked page's context stays incompatible", check: aBlockedContextStaysIncompatible},
		{name: "R-PERM-3 a frame has its page's decisions", check: aFrameHasItsPagesDecisions},
		{name: "S15 origins do not interfere", check: originsDoNotInterfere},
		{name: "S16 modes do not interfere", check: modesDoNotInterfere},
		{name: "R-INC-1 a private window has decisions of its own", check: aPrivateWindowHasDecisionsOfItsOwn},
		{name: "R-INC-1 a closed private window is forgotten", check: aClosedPrivateWindowIsForgotten},
		{name: "Q-7 no event crosses into or out of a private window", check: noEventCrosses},
		{name: "S18 a private window is answered alike", check: aPrivateWindowIsAnsweredAlike},
		{name: "Q-4 a hidden page receives no event", check: aHiddenPageReceivesNoEvent},
		{name: "Q-2 a frozen page receives nothing", check: aFrozenPageReceivesNothing},
		{name: "Q-2 a frozen page's prompt is withdrawn", check: aFrozenPagesPromptIsWithdrawn},
		{name: "Q-2 a closed page's prompts are withdrawn", check: aClosedPagesPromptsAreWithdrawn},
		{name: "S17 a question starts nothing", check: aQuestionStartsNothing},
		{name: "S19 the page cache tells nothing", check: thePageCacheTellsNothing},
	}
}

// ask lets a page ask, and waits until its prompt is up if one comes.
func ask(b Browser, page Page) {
	page.IsSessionSupported(mode)
	b.Wait(soon)
}

// request lets a page request a session with a feature that needs consent, and waits until its
// prompt is up if one comes.
func request(b Browser, page Page) {
	page.RequestSession(mode, feature)
	b.Wait(soon)
}

// query lets a page query the permission, and waits for the state.
func query(b Browser, page Page) {
	page.Query(mode)
	b.Wait(0)
}

// promptsFor returns the prompts that are up. It requires that there is one if a headset is
// connected, and none otherwise.
func promptsFor(t testing.TB, b Browser, connected bool) []Prompt {
	t.Helper()
	want := 0
	if connected {
		want = 1
	}
	up := b.Prompts()
	if len(up) != want {
		t.Errorf("headset connected: %t: %d prompts are up: want %d", connected, len(up), want)
	}
	return up
}

// choose answers the prompt that is up, and waits for what follows. It requires that one is up.
func choose(t testing.TB, b Browser, choice permission.Choice) {
	t.Helper()
	for _, prompt := range promptsFor(t, b, true) {
		prompt.Choose(choice)
	}
	b.Wait(soon)
}

// consented opens a page beside a headset, and lets its user consent.
func consented(t testing.TB, b Browser, tab Tab) Page {
	t.Helper()
	page := b.Open(tab)
	ask(b, page)
	choose(t, b, permission.Allow)
	sees(t, "the user consented", page, "supported true")
	return page
}

// refusals are what users without consent do with a prompt.
func refusals() map[string]func(Prompt) {
	return map[string]func(Prompt){
		"blocked":   func(p Prompt) { p.Choose(permission.Block) },
		"dismissed": func(p Prompt) { p.Choose(permission.Dismiss) },
		"ignored":   func(Prompt) {},
	}
}

// both runs a script with and without a headset, and requires that the page that it returns sees
// the same, and something.
func both(t testing.TB, agent UserAgent, what string, script func(b Browser, connected bool) Page) {
	t.Helper()
	seen := map[bool][]string{}
	for _, connected := range []bool{true, false} {
		seen[connected] = script(agent.Start(t, connected), connected).Seen()
	}
	alike(t, what+": what the page saw with a headset", seen[false], seen[true])
}

// alike requires that pages saw the same, and something.
func alike(t testing.TB, what string, want, got []string) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("%s: the page saw nothing at all", what)
	}
	same(t, what, want, got)
}

// sees requires that a page has seen exactly this so far.
func sees(t testing.TB, what string, page Page, want ...string) {
	t.Helper()
	same(t, what+": what the page saw", want, page.Seen())
}

func same(t testing.TB, what string, want, got []string) {
	t.Helper()
	if !slices.Equal(want, got) {
		t.Errorf("%s: %q; want %q", what, got, want)
	}
}

// news returns what a page saw after it had seen a number of things.
func news(page Page, before int) []string {
	seen := page.Seen()
	return seen[min(before, len(seen)):]
}
