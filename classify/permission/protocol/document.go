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

// stateParams are the parameters of "documentState". The first message about a document
// opens it and has the properties. Later messages have only the state.
type stateParams struct {
	Document uint64 `json:"document"`
	State    string `json:"state"`
	properties
}

// properties describe a document. They do not change while it is open.
type properties struct {
	Origin        *string        `json:"origin"`
	SecureContext *bool          `json:"secure_context"`
	Allowed       []webxr.Policy `json:"allowed"`
	ThirdParty    bool           `json:"third_party"`
	Off           bool           `json:"off"`
	// Incognito is the number of an incognito profile, from 1. 0 is the regular profile.
	Incognito uint64 `json:"incognito"`
}

// The states of a document.
const (
	stateVisible = "visible"
	stateHidden  = "hidden"
	stateFrozen  = "frozen"
	stateGone    = "gone"
)

// maxOrigin is the maximum length of an origin in bytes. Real ones are shorter: a host name
// has at most 253 bytes.
const maxOrigin = 512

// document is an open document. The connection's mutex guards the fields that change.
type document struct {
	*permission.Document
	connection *connection
	number     uint64
	origin     string
	incognito  uint64
	cancel     func()
	visible    bool
	frozen     bool
	gone       bool
	calls      []*call
	statuses   map[webxr.SessionMode]*permission.Status
	session    *navigator.Session
}

// call is a page's call that has no answer yet.
type call struct {
	id       jsontext.Value
	document *document
	done     bool
	// giveUp gives a request for a session up; nil for other calls.
	giveUp func()
}

func (c *connection) documentState(r request) *failure {
	var p stateParams
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
		return c.newDocument(r, p)
	}
	if p.properties.anySet() {
		return fail(codeWrongParams, "document: %d is open, and only its state can change", p.Document)
	}
	c.setState(d, p.State)
	c.sendValue(r.ID, page.Answer(d.Exposed()))
	return nil
}

// anySet reports whether the message has any of the properties.
func (p properties) anySet() bool {
	return p.Origin != nil || p.SecureContext != nil || p.Allowed != nil || p.ThirdParty || p.Off || p.Incognito != 0
}

// check returns what is wrong with a message that opens a document.
func (p stateParams) check() *failure {
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

func (c *connection) newDocument(r request, p stateParams) *failure {
	if f := p.check(); f != nil {
		return f
	}
	if f := c.checkLimits(p.Incognito); f != nil {
		return f
	}
	ctx, cancel := context.WithCancel(c.ctx)
	d := &document{
		connection: c, number: p.Document, origin: *p.Origin, incognito: p.Incognito, cancel: cancel,
		visible: p.State == stateVisible, statuses: map[webxr.SessionMode]*permission.Status{},
	}
	d.Document = c.partition(p.Incognito).Open(ctx, permission.DocumentConfig{
		Document:   navigator.Document{Origin: d.origin, SecureContext: *p.SecureContext, Window: true, Allowed: p.Allowed},
		ThirdParty: p.ThirdParty, Off: p.Off, Hidden: !d.visible, Tasks: c.config.Tasks,
		Events: navigator.Events{Incompatible: d.sendLatest(page.Incompatible), DeviceChange: d.sendLatest(page.DeviceChange)},
	})
	c.mutex.Lock()
	c.open[d.number] = d
	c.mutex.Unlock()
	c.setState(d, p.State)
	c.sendValue(r.ID, page.Answer(d.Exposed()))
	return nil
}

// checkLimits returns a failure if there is no room for another document.
func (c *connection) checkLimits(incognito uint64) *failure {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch {
	case len(c.open) >= MaxDocuments:
		return fail(codeTooMany, "document: %d are open: set the state of those that are gone", MaxDocuments)
	case incognito != 0 && c.incognito[incognito] == nil && len(c.incognito) >= MaxDocuments:
		return fail(codeTooMany, "incognito: there are %d profiles: reset those that have ended", MaxDocuments)
	default:
		return nil
	}
}

// partition returns the regular partition, or an incognito one by its number.
func (c *connection) partition(incognito uint64) *permission.Partition {
	if incognito == 0 {
		return c.gate.Regular()
	}
	if c.incognito[incognito] == nil {
		c.incognito[incognito] = c.gate.NewIncognito()
	}
	return c.incognito[incognito]
}

// setState changes a document's state. A thawed document becomes visible before it thaws,
// so that it receives one event for all that happened.
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

// drop closes a document, and answers its pending calls with an error.
func (c *connection) drop(d *document) {
	c.mutex.Lock()
	delete(c.open, d.number)
	pending := d.takeCalls()
	d.gone = true
	c.mutex.Unlock()
	d.Close()
	d.cancel()
	for _, call := range pending {
		c.failCall(call, fail(codeGone, "document %d is gone", d.number))
	}
}

// takeCalls removes and returns the pending calls. The connection's mutex is locked.
func (d *document) takeCalls() []*call {
	pending := d.calls
	d.calls = nil
	for _, call := range pending {
		call.done = true
	}
	return pending
}

// sendLatest returns a function that sends an event, unless the same event is queued still.
func (d *document) sendLatest(event func(document uint64) page.Event) func() {
	line := event(d.number).Line()
	return func() { d.connection.out.putLatest(string(line), line) }
}

// openDocument returns an open document by its number.
func (c *connection) openDocument(number uint64) (*document, *failure) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	d := c.open[number]
	if d == nil {
		return nil, fail(codeWrongParams, "document: %d is not open", number)
	}
	return d, nil
}

// exposedDocument returns an open document that has navigator.xr.
func (c *connection) exposedDocument(number uint64) (*document, *failure) {
	d, f := c.openDocument(number)
	if f == nil && !d.Exposed() {
		return nil, fail(codeWrongParams, "document: %d has no navigator.xr, because it is not a secure context", number)
	}
	return d, f
}
