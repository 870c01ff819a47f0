// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"slices"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/classify/permission/protocol/page"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// showing are the parameters of the notification "prompt": one is to be shown, or, with its
// number alone, to be taken away.
type showing struct {
	Prompt     uint64               `json:"prompt"`
	Shown      bool                 `json:"shown"`
	Permission webxr.PermissionName `json:"permission,omitempty"`
	Document   uint64               `json:"document,omitzero"`
	Origin     string               `json:"origin,omitempty"`
	Mode       webxr.SessionMode    `json:"mode,omitempty"`
	// Required and Optional are the features that "xr" is about.
	Required []webxr.Feature `json:"required,omitempty"`
	Optional []webxr.Feature `json:"optional,omitempty"`
}

// prompt is one that is up, and what becomes of its answer.
type prompt func(choice permission.Choice, features []webxr.Feature)

// show has the user agent show a prompt.
func (c *connection) show(s showing, answer prompt) uint64 {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.lastPrompt++
	s.Prompt, s.Shown = c.lastPrompt, true
	c.prompts[s.Prompt] = answer
	c.out.put(notification("prompt", s))
	return s.Prompt
}

// takeAway has the user agent take a prompt away, if it is up.
func (c *connection) takeAway(number uint64) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.prompts[number] != nil {
		delete(c.prompts, number)
		c.out.put(notification("prompt", showing{Prompt: number}))
	}
}

// Ask implements [permission.Prompter].
func (c *connection) Ask(asked permission.Prompt) (withdraw func()) {
	number := c.show(showing{
		Permission: webxr.PermissionSessionSupported, Document: c.numberOf(asked.Document), Origin: asked.Key.Origin, Mode: asked.Key.Mode,
	}, func(choice permission.Choice, _ []webxr.Feature) { asked.Answer(choice) })
	return func() { c.takeAway(number) }
}

func (c *connection) numberOf(asking *permission.Document) uint64 {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, d := range c.open {
		if d.Document == asking {
			return d.number
		}
	}
	return 0 // it has just gone
}

// features is the permission "xr": who requests a session is asked for the features that
// need consent.
type features struct{ connection *connection }

// State implements [navigator.Permissions].
func (features) State(navigator.PermissionDescriptor) webxr.PermissionState { return webxr.Prompt }

// Request implements [navigator.Permissions].
func (f features) Request(d navigator.PermissionDescriptor, settle func(navigator.Grant)) {
	c := f.connection
	call := c.requesting(d)
	if call == nil { // it has been given up
		settle(navigator.Grant{State: webxr.Denied})
		return
	}
	number := c.show(showing{
		Permission: webxr.PermissionXR, Document: call.document.number, Origin: d.Origin, Mode: d.Mode, Required: d.Required, Optional: d.Optional,
	}, func(choice permission.Choice, consented []webxr.Feature) {
		grant := navigator.Grant{State: webxr.Denied}
		if choice == permission.Allow {
			grant = navigator.Grant{State: webxr.Granted, Features: consented}
		}
		settle(grant)
	})
	c.mutex.Lock()
	call.prompt = number
	over := call.over
	c.mutex.Unlock()
	if over {
		c.takeAway(number)
	}
}

// requesting is a call that requests such a session, and has no prompt yet.
func (c *connection) requesting(d navigator.PermissionDescriptor) *call {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, number := range c.numbers() {
		of := c.open[number]
		if of.Partition() != d.Partition || of.origin != d.Origin {
			continue
		}
		for _, call := range of.calls {
			if call.mode == d.Mode && call.prompt == 0 {
				return call
			}
		}
	}
	return nil
}

// numbers are those of the open documents, in order. The mutex is held.
func (c *connection) numbers() []uint64 {
	numbers := make([]uint64, 0, len(c.open))
	for number := range c.open {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	return numbers
}

// withdraw takes the prompt of a call away that is over.
func (c *connection) withdraw(over *call) {
	c.mutex.Lock()
	number := over.prompt
	c.mutex.Unlock()
	if number != 0 {
		c.takeAway(number)
	}
}

// answered are the parameters of "promptAnswered".
type answered struct {
	Prompt uint64 `json:"prompt"`
	Answer string `json:"answer"`
	// Features are those that the user consented to; for "xr" only.
	Features []webxr.Feature `json:"features"`
}

var choices = map[string]permission.Choice{"allow": permission.Allow, "block": permission.Block, "dismiss": permission.Dismiss}

// promptAnswered passes on what the user chose. The answer is whether the prompt was still
// up: it may have been taken away while the user chose.
func (c *connection) promptAnswered(r request) *failure {
	var p answered
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	choice, known := choices[p.Answer]
	if !known {
		return fail(codeWrongParams, "answer: %q is not allow, block or dismiss", shortened(p.Answer))
	}
	c.mutex.Lock()
	answer, last := c.prompts[p.Prompt], c.lastPrompt
	delete(c.prompts, p.Prompt)
	c.mutex.Unlock()
	if p.Prompt == 0 || p.Prompt > last {
		return fail(codeWrongParams, "prompt: %d was never shown", p.Prompt)
	}
	if answer != nil {
		answer(choice, p.Features)
	}
	c.tell(r.ID, page.Answer(answer != nil))
	return nil
}
