// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/classify/permission/protocol/page"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// promptParams are the parameters of the notification "prompt", which shows a prompt. If
// it has only the number, it withdraws the prompt.
type promptParams struct {
	Prompt     uint64               `json:"prompt"`
	Shown      bool                 `json:"shown"`
	Permission webxr.PermissionName `json:"permission,omitempty"`
	Document   uint64               `json:"document,omitzero"`
	// Group is the same for prompts that may be shown as one.
	Group uint64 `json:"group,omitzero"`
	// Request is the ID of the call that requested the session, for the permission "xr".
	Request jsontext.Value    `json:"request,omitempty"`
	Origin  string            `json:"origin,omitempty"`
	Mode    webxr.SessionMode `json:"mode,omitempty"`
	// Required and Optional are the features of the permission "xr".
	Required []webxr.Feature `json:"required,omitempty"`
	Optional []webxr.Feature `json:"optional,omitempty"`
}

// answerPrompt handles the user's answer to a prompt.
type answerPrompt func(choice permission.Choice, features []webxr.Feature)

// showPrompt tells the user agent to show a prompt, and returns the prompt's number.
func (c *connection) showPrompt(p promptParams, answer answerPrompt) uint64 {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.lastPrompt++
	p.Prompt, p.Shown = c.lastPrompt, true
	c.prompts[p.Prompt] = answer
	c.out.put(notification("prompt", p))
	return p.Prompt
}

// withdrawPrompt tells the user agent to withdraw a prompt if it is up.
func (c *connection) withdrawPrompt(number uint64) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.prompts[number] != nil {
		delete(c.prompts, number)
		c.out.put(notification("prompt", promptParams{Prompt: number}))
	}
}

// Ask implements [permission.Prompter].
func (c *connection) Ask(prompt permission.Prompt) (withdraw func()) {
	number := c.showPrompt(promptParams{
		Permission: webxr.PermissionSessionSupported, Document: c.numberOf(prompt.Document), Group: prompt.Group, Origin: prompt.Key.Origin, Mode: prompt.Key.Mode,
	}, func(choice permission.Choice, _ []webxr.Feature) { prompt.Answer(choice) })
	return func() { c.withdrawPrompt(number) }
}

// numberOf returns the number of a document, or 0 if it has just gone.
func (c *connection) numberOf(wanted *permission.Document) uint64 {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, d := range c.open {
		if d.Document == wanted {
			return d.number
		}
	}
	return 0
}

// features is the permission "xr". The user is asked for the features of a requested session
// that need consent.
type features struct{ connection *connection }

// State implements [navigator.Permissions].
func (features) State(navigator.PermissionDescriptor) webxr.PermissionState { return webxr.Prompt }

// Request implements [navigator.Permissions]. The descriptor names the page's call.
func (f features) Request(d navigator.PermissionDescriptor, settle func(navigator.Grant)) (withdraw func()) {
	asking := d.Call.(*call)
	number := f.connection.showPrompt(promptParams{
		Permission: webxr.PermissionXR, Document: asking.document.number, Request: asking.id,
		Origin: d.Origin, Mode: d.Mode, Required: d.Required, Optional: d.Optional,
	}, func(choice permission.Choice, consented []webxr.Feature) {
		grant := navigator.Grant{State: webxr.Denied}
		if choice == permission.Allow {
			grant = navigator.Grant{State: webxr.Granted, Features: consented}
		}
		settle(grant)
	})
	return func() { f.connection.withdrawPrompt(number) }
}

// documentNumbers returns the numbers of the open documents, sorted. The mutex is locked.
func (c *connection) documentNumbers() []uint64 {
	numbers := make([]uint64, 0, len(c.open))
	for number := range c.open {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	return numbers
}

// answerParams are the parameters of "promptAnswered".
type answerParams struct {
	Prompt uint64 `json:"prompt"`
	Answer string `json:"answer"`
	// Features are the features that the user consented to, for the permission "xr".
	Features []webxr.Feature `json:"features"`
}

// promptAnswered handles the user's choice. It answers whether the prompt was still up: the
// server may have withdrawn it while the user chose.
func (c *connection) promptAnswered(r request) *failure {
	var p answerParams
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	choice, found := permission.ParseChoice(p.Answer)
	if !found {
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
	c.sendValue(r.ID, page.Answer(answer != nil))
	return nil
}
