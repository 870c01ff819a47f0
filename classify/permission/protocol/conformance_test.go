// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"fmt"
	"regexp"
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
	pages   []*tab
	prompts map[string]bool
}

// tab is a page. The ID of each of its calls has the page's number and the kind of the call.
type tab struct {
	browser *browser
	number  int
	seen    []string
}

func (agent) Start(t testing.TB, connected bool) permissiontest.Browser {
	b := &browser{talk: newTalk(t, 1, nil), prompts: map[string]bool{}}
	b.send(initialize(t, "ask-when-present", "chrome-windows-156"))
	b.Plug(connected)
	return b
}

func (b *browser) Open(origin string) permissiontest.Page {
	p := &tab{browser: b, number: len(b.pages) + 1}
	b.pages = append(b.pages, p)
	b.conn.handle(fmt.Appendf(nil, `{"jsonrpc":"2.0","id":0,"method":"documentState","params":{"document":%d,"state":"visible","origin":%q,"secure_context":true,"allowed":["xr-spatial-tracking"]}}`, p.number, origin))
	return p
}

func (b *browser) Plug(connected bool) {
	b.plug(plugs()[map[bool]string{true: "vr", false: "nothing"}[connected]])
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
	for number := range b.prompts {
		up = append(up, dialog{b, number})
	}
	return up
}

type dialog struct {
	browser *browser
	number  string
}

func (d dialog) Choose(choice permission.Choice) {
	delete(d.browser.prompts, d.number)
	answer := map[permission.Choice]string{permission.Allow: "allow", permission.Block: "block", permission.Dismiss: "dismiss"}[choice]
	d.browser.conn.handle([]byte(`{"jsonrpc":"2.0","id":0,"method":"promptAnswered","params":{"prompt":` + d.number + `,"answer":"` + answer + `"}}`))
}

// These match the lines of the server.
var (
	aReply  = regexp.MustCompile(`"id":"(\d+) (\w+)","(?:result":(\w+)|error":\{"code":1,"message":"(\w+)")`)
	anEvent = regexp.MustCompile(`"method":"(devicechange|incompatible)","params":\{"document":(\d+)`)
	aPrompt = regexp.MustCompile(`"method":"prompt","params":\{"prompt":(\d+),"shown":(true|false)`)
)

// passOn passes the messages for pages on to them.
func (b *browser) passOn() {
	b.collect()
	for ; b.passed < len(b.sent); b.passed++ {
		line := b.sent[b.passed]
		if prompt := aPrompt.FindStringSubmatch(line); prompt != nil {
			delete(b.prompts, prompt[1])
			if prompt[2] == "true" {
				b.prompts[prompt[1]] = true
			}
		}
		for _, p := range b.pages {
			p.receive(line)
		}
	}
}

func (p *tab) receive(line string) {
	number := fmt.Sprint(p.number)
	if event := anEvent.FindStringSubmatch(line); event != nil && event[2] == number {
		p.seen = append(p.seen, event[1])
	}
	reply := aReply.FindStringSubmatch(line)
	switch {
	case reply == nil || reply[1] != number:
	case reply[4] != "":
		p.seen = append(p.seen, reply[4])
	case reply[2] == "compatible":
		p.seen = append(p.seen, "compatible")
	default:
		p.seen = append(p.seen, reply[2]+" "+reply[3])
	}
}

func (p *tab) call(method, kind, rest string) {
	p.browser.conn.handle(fmt.Appendf(nil, `{"jsonrpc":"2.0","id":"%d %s","method":%q,"params":{"document":%d%s}}`, p.number, kind, method, p.number, rest))
}

func (p *tab) IsSessionSupported(mode string) {
	p.call("isSessionSupported", "supported", `,"mode":"`+mode+`"`)
}

func (p *tab) MakeXRCompatible() { p.call("makeXRCompatible", "compatible", "") }

func (p *tab) QueueTask(text string) {
	p.browser.clock.Post(func() {
		p.browser.passOn()
		p.seen = append(p.seen, text)
	})
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
