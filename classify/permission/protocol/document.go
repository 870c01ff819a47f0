// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"context"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/classify/permission/protocol/page"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// documentState are the parameters of "documentState". The first one of a document opens
// it, and has what does not change; the others have the state alone.
type documentState struct {
	Document uint64 `json:"document"`
	State    string `json:"state"`
	opening
}

// opening is what a user agent knows of a document for as long as it lives.
type opening struct {
	Origin        *string        `json:"origin"`
	SecureContext *bool          `json:"secure_context"`
	Allowed       []webxr.Policy `json:"allowed"`
	ThirdParty    bool           `json:"third_party"`
	Off           bool           `json:"off"`
	// Incognito numbers a private profile, from 1; 0 is the regular one.
	Incognito uint64 `json:"incognito"`
}

// The states of a document.
const (
	stateVisible = "visible"
	stateHidden  = "hidden"
	stateFrozen  = "frozen"
	stateGone    = "gone"
)

// maxOrigin is more than an origin can have: a host's name has 253 bytes.
const maxOrigin = 512

// document is an open document. The connection's mutex guards what changes.
type document struct {
	*permission.Document
	connection *connection
	number     uint64
	origin     string
	incognito  uint64
	leave      func()
	visible    bool
	frozen     bool
	gone       bool
	calls      []*call
	statuses   map[webxr.SessionMode]*permission.Status
	session    *navigator.Session
}

// call is a request about a document that has no answer yet.
type call struct {
	id       jsontext.Value
	document *document
	over     bool
	// mode is that of a session that is requested, and prompt the number of the prompt for
	// its features, if there is one.
	mode   webxr.SessionMode
	prompt uint64
}

func (c *connection) documentState(r request) *failure {
	var p documentState
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	if !slices.Contains([]string{stateVisible, stateHidden, stateFrozen, stateGone}, p.State) {
		return fail(codeWrongParams, "state: %q is not visible, hidden, frozen or gone", shortened(p.State))
	}
	c.mutex.Lock()
	d := c.open[p.Document]
	c.mutex.Unlock()
	if d == nil {
		return c.openDocument(r, p)
	}
	if p.opening.given() {
		return fail(codeWrongParams, "document: %d is open, and nothing but its state changes", p.Document)
	}
	c.setState(d, p.State)
	c.tell(r.ID, page.Answer(d.Exposed()))
	return nil
}

// given reports whether anything is said that belongs to opening a document.
func (o opening) given() bool {
	return o.Origin != nil || o.SecureContext != nil || o.Allowed != nil || o.ThirdParty || o.Off || o.Incognito != 0
}

// mistake says what is wrong with a document that is to be opened.
func (p documentState) mistake() *failure {
	switch {
	case p.Document == 0:
		return fail(codeWrongParams, "document: it is missing, or 0: documents are numbered from 1")
	case p.State == stateGone:
		return fail(codeWrongParams, "document: %d is not open", p.Document)
	case p.Origin == nil || *p.Origin == "":
		return fail(codeWrongParams, "origin: it is missing, and document %d is not open yet", p.Document)
	case len(*p.Origin) > maxOrigin:
		return fail(codeWrongParams, "origin: more than %d bytes", maxOrigin)
	case p.SecureContext == nil:
		return fail(codeWrongParams, "secure_context: it is missing, and document %d is not open yet", p.Document)
	case p.Allowed == nil:
		return fail(codeWrongParams, "allowed: it is missing, and document %d is not open yet", p.Document)
	default:
		return nil
	}
}

func (c *connection) openDocument(r request, p documentState) *failure {
	if f := p.mistake(); f != nil {
		return f
	}
	if f := c.full(p.Incognito); f != nil {
		return f
	}
	ctx, leave := context.WithCancel(c.ctx)
	d := &document{
		connection: c, number: p.Document, origin: *p.Origin, incognito: p.Incognito, leave: leave,
		visible: p.State == stateVisible, statuses: map[webxr.SessionMode]*permission.Status{},
	}
	d.Document = c.partition(p.Incognito).Open(ctx, permission.DocumentConfig{
		Document:   navigator.Document{Origin: d.origin, SecureContext: *p.SecureContext, Window: true, Allowed: p.Allowed},
		ThirdParty: p.ThirdParty, Off: p.Off, Hidden: !d.visible, Tasks: c.config.Tasks,
		Events: navigator.Events{DeviceChange: d.tellLatest(page.DeviceChange), Incompatible: d.tellLatest(page.Incompatible)},
	})
	c.mutex.Lock()
	c.open[d.number] = d
	c.mutex.Unlock()
	c.setState(d, p.State)
	c.tell(r.ID, page.Answer(d.Exposed()))
	return nil
}

// full reports that there is no room for another document.
func (c *connection) full(incognito uint64) *failure {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch {
	case len(c.open) >= MaxDocuments:
		return fail(codeTooMany, "document: %d are open: tell of those that are gone", MaxDocuments)
	case incognito != 0 && c.private[incognito] == nil && len(c.private) >= MaxDocuments:
		return fail(codeTooMany, "incognito: there are %d profiles: reset those that have ended", MaxDocuments)
	default:
		return nil
	}
}

// partition is the regular one, or an incognito one by its number.
func (c *connection) partition(incognito uint64) *permission.Partition {
	if incognito == 0 {
		return c.gate.Regular()
	}
	if c.private[incognito] == nil {
		c.private[incognito] = c.gate.NewIncognito()
	}
	return c.private[incognito]
}

// setState has a document be in a state. One that comes back into view is told of what
// happened once.
func (c *connection) setState(d *document, state string) {
	if state == stateGone {
		c.drop(d)
		return
	}
	c.mutex.Lock()
	visible, frozen := d.visible, d.frozen
	d.visible, d.frozen = state == stateVisible, state == stateFrozen
	c.mutex.Unlock()
	if d.frozen && !frozen {
		d.Freeze()
	}
	if d.visible != visible {
		d.SetVisible(d.visible)
	}
	if frozen && !d.frozen {
		d.Thaw()
	}
}

// drop ends a document, and tells the client of the calls that nobody will answer.
func (c *connection) drop(d *document) {
	c.mutex.Lock()
	delete(c.open, d.number)
	left := d.dropCalls()
	d.gone = true
	c.mutex.Unlock()
	d.Close()
	d.leave()
	for _, call := range left {
		c.withdraw(call)
		c.refuse(call, fail(codeGone, "document %d is gone", d.number))
	}
}

// dropCalls ends the calls that have no answer. The connection's mutex is held.
func (d *document) dropCalls() []*call {
	left := d.calls
	d.calls = nil
	for _, call := range left {
		call.over = true
	}
	return left
}

// tellLatest tells of an event, once however often it happens before it is read.
func (d *document) tellLatest(event func(document uint64) page.Event) func() {
	line := event(d.number).Line()
	return func() { d.connection.out.putLatest(string(line), line) }
}

// opened returns a document that is open.
func (c *connection) opened(number uint64) (*document, *failure) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	d := c.open[number]
	if d == nil {
		return nil, fail(codeWrongParams, "document: %d is not open", number)
	}
	return d, nil
}

// exposed returns a document that has navigator.xr.
func (c *connection) exposed(number uint64) (*document, *failure) {
	d, f := c.opened(number)
	if f == nil && !d.Exposed() {
		return nil, fail(codeWrongParams, "document: %d has no navigator.xr, since it is no secure context", number)
	}
	return d, f
}
