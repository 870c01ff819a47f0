// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

// arm is one reason why a page receives false about immersive-ar: what is connected, whether
// XR is off, and what the user does with a prompt.
type arm struct {
	name           string
	before         []*report.Report
	off, incognito bool
	// answer is the user's answer to each prompt, after a time, or "" if there is none.
	answer string
	after  time.Duration
}

// absences are the arms without a usable device. The user sees no prompt.
func absences() []arm {
	crashed := report.Runtime{ID: "r", Active: true, Level: report.LevelProperties, Reached: new(report.LevelLibrary), Status: report.StatusCrashed}
	p := plugs()
	return []arm{
		{name: "no runtime", before: []*report.Report{reportOf()}},
		{name: "hangs"},
		{name: "crashes", before: []*report.Report{reportOf(crashed)}},
		{name: "mode missing", before: []*report.Report{p["vr"]}},
		{name: "unplugged", before: []*report.Report{p["both"], p["nothing"]}},
		{name: "incognito-blocked", before: []*report.Report{p["both"]}, off: true, incognito: true},
		{name: "enterprise-disabled", before: []*report.Report{p["both"]}, off: true},
	}
}

// refusals are the arms in which the user sees a prompt and does not consent.
func refusals(after time.Duration) []arm {
	there := []*report.Report{plugs()["both"]}
	return []arm{
		{name: "blocked", before: there, answer: "block", after: after},
		{name: "dismissed", before: there, answer: "dismiss", after: after},
		{name: "ignored", before: there},
	}
}

// forPages returns the lines that are about pages: replies and events, with their times.
func forPages(sent []string) []string {
	var lines []string
	for _, line := range sent {
		about := func(method string) bool { return strings.Contains(line, `"method":"`+method+`"`) }
		if !about("prompt") && !about("decision") && !strings.Contains(line, `"id":"user"`) {
			lines = append(lines, line)
		}
	}
	return lines
}

// observe lets pages try everything. It returns the lines that they received, with their times
// in milliseconds, how many random bytes were drawn, and how many prompts were up.
func (a arm) observe(t *testing.T, seed byte) (received []string, drawn, prompts int) {
	w := newTalk(t, seed, nil)
	w.send(initialize(t, "ask-when-present", "chrome-windows-156"))
	for _, r := range a.before {
		w.plug(r)
	}
	w.runPages(a)
	for _, line := range w.sent {
		if strings.Contains(line, `"shown":true`) {
			prompts++
		}
	}
	return forPages(w.sent), w.random.bytes, prompts
}

// runPages does what the pages do.
func (w *talk) runPages(a arm) {
	call := 0
	page := func(method string, document int, rest string) {
		call++
		w.send(fmt.Sprintf(`{"jsonrpc":"2.0","id":%d,"method":%q,"params":{"document":%d%s}}`, call, method, document, rest))
	}
	open := func(document int, origin string) {
		incognito := 0
		if a.incognito {
			incognito = 7
		}
		page("documentState", document, fmt.Sprintf(`,"state":"visible","origin":%q,"secure_context":true,"allowed":["xr-spatial-tracking"],"off":%t,"incognito":%d`, origin, a.off, incognito))
	}
	const ar = `,"mode":"immersive-ar"`
	ask := func(document int) { page("isSessionSupported", document, ar) }
	query := func(document int) { page("permissionQuery", document, `,"name":"xr-session-supported"`+ar) }
	request := func(document int) {
		page("requestSession", document, ar+`,"required":["local-floor"],"optional":["hand-tracking"],"transient_activation":true,"intent_understood":true`)
	}
	compatible := func(document int) { page("makeXRCompatible", document, "") }
	w.answer, w.after = a.answer, a.after
	open(1, "https://a.example")
	open(2, "https://a.example")
	open(3, "https://b.example")
	query(1)
	ask(1)
	ask(1)
	compatible(1)
	w.wait(time.Second)
	ask(2)
	query(2)
	request(1)
	request(1)
	w.wait(31 * time.Second)
	ask(1)
	request(1)
	ask(3)
	w.wait(time.Second)
	page("documentState", 3, `,"state":"frozen"`)
	w.wait(35 * time.Second)
	page("documentState", 3, `,"state":"visible"`)
	query(3)
	ask(3)
	open(4, "https://c.example")
	ask(4)
	w.wait(time.Second)
	page("documentState", 4, `,"state":"gone"`)
	open(5, "https://c.example")
	query(5)
	ask(5)
	w.wait(time.Minute)
	w.plug(plugs()["both"])
	w.wait(5 * time.Second)
	for _, document := range []int{1, 2, 3, 5} {
		ask(document)
		query(document)
		compatible(document)
		page("sessionEnded", document, "")
	}
	w.plug(plugs()["nothing"])
	w.wait(time.Minute)
}

// What holds for the gate holds through the protocol: for every cause of absence, and for
// everything that a user without consent does, pages receive the same bytes at the same
// milliseconds, and as many random bytes are drawn.
func TestProtocol_DeniedLooksLikeAbsent(t *testing.T) {
	t.Parallel()
	seeds := byte(5)
	if testing.Short() {
		seeds = 1
	}
	for seed := range seeds {
		for _, refusal := range refusals(time.Duration(seed)*1700*time.Millisecond + 100*time.Millisecond) {
			want, drawn, prompts := refusal.observe(t, seed)
			require.Positive(t, prompts, "the user sees a prompt")
			for _, absence := range absences() {
				t.Run(fmt.Sprintf("%s is %s %d", absence.name, refusal.name, seed), func(t *testing.T) {
					got, drawnHere, _ := absence.observe(t, seed)
					require.Equal(t, want, got)
					require.Equal(t, drawn, drawnHere, "as many random bytes")
				})
			}
		}
	}
}

// The lines of TestProtocol_DeniedLooksLikeAbsent have each kind of line.
func TestProtocol_TraceShowsWhatPagesSee(t *testing.T) {
	t.Parallel()
	received, _, _ := refusals(time.Second)[0].observe(t, 1)
	all := strings.Join(received, "\n")
	for _, part := range []string{
		`"result":"prompt"`, `"result":"denied"`, `"result":false`, `"result":true`, `"method":"change","params":{"document":2,`, `"message":"NotSupportedError"`,
		`"message":"InvalidStateError"`, `"message":"document 4 is gone"`,
	} {
		require.Contains(t, all, part)
	}
}

// The server sends nothing of a report unless Config.Reports is set.
func TestProtocol_SendsNoReport(t *testing.T) {
	t.Parallel()
	for _, reports := range []bool{false, true} {
		w := newTalk(t, 1, func(c *Config) { c.Reports = reports })
		w.send(initialize(t, "ask-when-present", "chrome-windows-156"))
		w.plug(plugs()["both"])
		w.runPages(arm{answer: "allow", after: time.Second})
		require.Equal(t, reports, strings.Contains(strings.Join(w.sent, "\n"), "secret-runtime"))
	}
}
