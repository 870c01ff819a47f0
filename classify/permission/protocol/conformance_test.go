// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/classify/permission/permissiontest"
)

// agent is a user agent that passes its pages' calls on by the protocol.
type agent struct{}

type browser struct {
	*talk
	passed  int // how many of the lines were passed on
	opened  int
	pages   []*tab // those that are open
	prompts []dialog
}

// privateWindow is the number of the private window's profile.
const privateWindow = 1

// tab is a page. The ID of each of its calls has the page's number and the kind of the call.
type tab struct {
	browser *browser
	number  int
	private bool
	state   permissiontest.State
	held    []message // what came for a frozen page
	seen    []string
}

// message is a line of the server.
type message struct {
	ID     any             `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
	} `json:"error"`
	Method string `json:"method"`
	Params struct {
		Document, Prompt int
		Shown            bool
		Origin, State    string
		Required         []string
	} `json:"params"`
}

func (agent) Start(t testing.TB, connected bool) permissiontest.Browser {
	b := &browser{talk: newTalk(t, 1, nil)}
	b.send(initialize(t, "ask-when-present", "chrome-windows-156"))
	b.Plug(connected)
	return b
}

func (b *browser) Open(t permissiontest.Tab) permissiontest.Page {
	b.opened++
	p := &tab{browser: b, number: b.opened, private: t.Private}
	b.pages = append(b.pages, p)
	top, allowed, incognito := cmp.Or(t.EmbeddedBy, t.Origin), `"xr-spatial-tracking"`, 0
	if t.Blocked {
		allowed = ""
	}
	if t.Private {
		incognito = privateWindow
	}
	b.tell("documentState", `"document":%d,"state":"visible","origin":%q,"third_party":%t,"secure_context":true,"allowed":[%s],"incognito":%d`,
		p.number, top, top != t.Origin, allowed, incognito)
	return p
}

// tell sends a request whose answer no page waits for.
func (b *browser) tell(method, params string, args ...any) {
	b.conn.handle(fmt.Appendf(nil, `{"jsonrpc":"2.0","id":0,"method":%q,"params":{%s}}`, method, fmt.Sprintf(params, args...)))
}

func (b *browser) Plug(connected bool) {
	b.plug(plugs()[map[bool]string{true: "both", false: "nothing"}[connected]])
	b.passOn()
}

func (b *browser) Wait(d time.Duration) {
	b.wait(d)
	b.passOn()
}

// Touched returns 0: the connection receives reports, and uses nothing else.
func (b *browser) Touched() int { return 0 }

func (b *browser) Prompts() []permissiontest.Prompt {
	b.passOn()
	var up []permissiontest.Prompt
	for _, d := range b.prompts {
		up = append(up, d)
	}
	return up
}

// dialog is a prompt that is up.
type dialog struct {
	browser  *browser
	number   int
	origin   string
	features []string
}

func (d dialog) Origin() string     { return d.origin }
func (d dialog) Features() []string { return d.features }

func (d dialog) Choose(choice permission.Choice) {
	d.browser.take(d.number)
	answer := map[permission.Choice]string{permission.Allow: "allow", permission.Block: "block", permission.Dismiss: "dismiss"}[choice]
	features := ""
	if choice == permission.Allow && len(d.features) > 0 {
		features = `"` + strings.Join(d.features, `","`) + `"`
	}
	d.browser.tell("promptAnswered", `"prompt":%d,"answer":%q,"features":[%s]`, d.number, answer, features)
}

// take removes a prompt.
func (b *browser) take(number int) {
	b.prompts = slices.DeleteFunc(b.prompts, func(d dialog) bool { return d.number == number })
}

// passOn passes the messages for pages on to them, and shows and withdraws prompts.
func (b *browser) passOn() {
	b.collect()
	for ; b.passed < len(b.sent); b.passed++ {
		_, text, _ := strings.Cut(b.sent[b.passed], " ")
		var m message
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			b.t.Fatalf("%s: %v", text, err)
		}
		if m.Error != nil && m.Error.Code != 1 && m.Error.Code != codeGone {
			b.t.Fatalf("the server did not understand: %s", text)
		}
		b.handlePrompt(m)
		for _, p := range b.pages {
			p.receive(m)
		}
	}
}

func (b *browser) handlePrompt(m message) {
	switch {
	case m.Method != "prompt":
	case m.Params.Shown:
		b.prompts = append(b.prompts, dialog{b, m.Params.Prompt, m.Params.Origin, m.Params.Required})
	default:
		b.take(m.Params.Prompt)
	}
}

// receive handles a message in the page's event loop, which does not run while it is frozen.
func (p *tab) receive(m message) {
	if p.state == permissiontest.Frozen {
		p.held = append(p.held, m)
		return
	}
	id, _ := m.ID.(string)
	number, call, _ := strings.Cut(id, " ")
	switch {
	case number == fmt.Sprint(p.number):
		p.see(call + " " + settled(call, m))
	case m.Params.Document != p.number:
	case m.Method == "devicechange", m.Method == "incompatible":
		p.see(m.Method)
	case m.Method == "change":
		p.see("change " + m.Params.State)
	case m.Method == "sessionend":
		p.see("session ended")
	}
}

func (p *tab) see(text string) { p.seen = append(p.seen, text) }

// settled returns how the promise of a call settled. A context is compatible whether it must be
// on the device's adapter or not; it stays as it was if the result is null.
func settled(call string, m message) string {
	result := strings.Trim(string(m.Result), `"`)
	switch {
	case m.Error != nil:
		return m.Error.Message
	case call == "session", call == "compatible" && result != "null":
		return "true"
	case call == "compatible":
		return "false"
	default:
		return result
	}
}

func (p *tab) call(method, kind, params string, args ...any) {
	p.browser.conn.handle(fmt.Appendf(nil, `{"jsonrpc":"2.0","id":"%d %s","method":%q,"params":{"document":%d%s}}`, p.number, kind, method, p.number, fmt.Sprintf(params, args...)))
}

func (p *tab) IsSessionSupported(mode string) {
	p.call("isSessionSupported", "supported", `,"mode":%q`, mode)
}

func (p *tab) RequestSession(mode string, required ...string) {
	features, _ := json.Marshal(append([]string{}, required...)) // strings can be marshalled
	p.call("requestSession", "session", `,"mode":%q,"required":%s,"transient_activation":true,"intent_understood":true`, mode, features)
}

func (p *tab) Query(mode string) {
	p.call("permissionQuery", "state", `,"name":"xr-session-supported","mode":%q`, mode)
}

func (p *tab) MakeXRCompatible() { p.call("makeXRCompatible", "compatible", "") }

func (p *tab) QueueTask(text string) {
	p.browser.clock.Post(func() {
		p.browser.passOn()
		p.see(text)
	})
}

func (p *tab) SetState(state permissiontest.State) {
	p.browser.passOn()
	name := map[permissiontest.State]string{permissiontest.Visible: "visible", permissiontest.Hidden: "hidden", permissiontest.Frozen: "frozen"}[state]
	p.browser.tell("documentState", `"document":%d,"state":%q`, p.number, name)
	held := p.held
	p.state, p.held = state, nil
	for _, m := range held {
		p.receive(m)
	}
}

// Close closes the page, and the private window after its last page.
func (p *tab) Close() {
	b := p.browser
	b.passOn()
	b.pages = slices.DeleteFunc(b.pages, func(open *tab) bool { return open == p })
	b.tell("documentState", `"document":%d,"state":"gone"`, p.number)
	if p.private && !slices.ContainsFunc(b.pages, func(open *tab) bool { return open.private }) {
		b.tell("reset", `"incognito":%d`, privateWindow)
	}
}

func (p *tab) Seen() []string {
	p.browser.passOn()
	return p.seen
}

// Cacheable returns true: a document's calls do not keep it from the page cache.
func (p *tab) Cacheable() bool { return true }

// A user agent that only passes messages on conforms.
func TestProtocol_Conformance(t *testing.T) {
	t.Parallel()
	permissiontest.Run(t, agent{})
}

// The mistakes of such a user agent are found.
func TestProtocol_ConformanceShowsTeeth(t *testing.T) {
	t.Parallel()
	permissiontest.ShowTeeth(t, agent{})
}
