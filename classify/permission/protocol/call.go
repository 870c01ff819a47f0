// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"bytes"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/xrprobe/xrprobe/classify/permission/protocol/page"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// newCall adds a pending call to a document, unless the document has too many.
func (c *connection) newCall(id jsontext.Value, number uint64) (*document, *call, *failure) {
	d, f := c.exposedDocument(number)
	if f != nil {
		return nil, nil, f
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(d.calls) >= MaxPending {
		return nil, nil, fail(codeTooMany, "document: %d calls of %d have no answer yet", len(d.calls), d.number)
	}
	pending := &call{id: id, document: d}
	d.calls = append(d.calls, pending)
	return d, pending, nil
}

// settle settles the promise of a call, once. It reports whether it had not settled before.
func (c *connection) settle(pending *call, value page.Value) bool {
	c.mutex.Lock()
	done, d := pending.done, pending.document
	pending.done = true
	d.calls = slices.DeleteFunc(d.calls, func(other *call) bool { return other == pending })
	c.mutex.Unlock()
	if !done {
		c.sendValue(pending.id, value)
	}
	return !done
}

// settleBoolean settles the promise of a call with a boolean, or with an error.
func (c *connection) settleBoolean(pending *call, answer bool, err error) {
	if err != nil {
		c.settle(pending, page.RejectionOf(err))
		return
	}
	c.settle(pending, page.Answer(answer))
}

// supportParams are the parameters of "isSessionSupported".
type supportParams struct {
	Document uint64 `json:"document"`
	Mode     string `json:"mode"`
}

func (c *connection) isSessionSupported(r request) *failure {
	var p supportParams
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	d, call, f := c.newCall(r.ID, p.Document)
	if f != nil {
		return f
	}
	d.IsSessionSupported(p.Mode, func(result navigator.SupportedResult) {
		c.settleBoolean(call, result.Value, result.Err)
	})
	return nil
}

// compatibleParams are the parameters of "makeXRCompatible".
type compatibleParams struct {
	Document    uint64 `json:"document"`
	ContextLost bool   `json:"context_lost"`
}

// makeXRCompatible answers whether the context must be on the device's adapter, or with null if
// the promise resolves and the context stays incompatible.
func (c *connection) makeXRCompatible(r request) *failure {
	var p compatibleParams
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	d, call, f := c.newCall(r.ID, p.Document)
	if f != nil {
		return f
	}
	d.MakeXRCompatible(p.ContextLost, func(result navigator.CompatibleResult) {
		if result.Err == nil && !result.Compatible {
			c.settle(call, page.NotCompatible{})
			return
		}
		c.settleBoolean(call, result.Adapter, result.Err)
	})
	return nil
}

// sessionParams are the parameters of "requestSession".
type sessionParams struct {
	Document            uint64   `json:"document"`
	Mode                string   `json:"mode"`
	Required            []string `json:"required"`
	Optional            []string `json:"optional"`
	TransientActivation bool     `json:"transient_activation"`
	Launching           bool     `json:"launching"`
	IntentUnderstood    bool     `json:"intent_understood"`
}

func (c *connection) requestSession(r request) *failure {
	var p sessionParams
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	d, call, f := c.newCall(r.ID, p.Document)
	if f != nil {
		return f
	}
	now := navigator.Activation{
		TransientActivation: p.TransientActivation, Launching: p.Launching, IntentUnderstood: p.IntentUnderstood,
		Call: call,
	}
	init := navigator.SessionInit{RequiredFeatures: p.Required, OptionalFeatures: p.Optional}
	giveUp := d.RequestSession(now, p.Mode, init, func(result navigator.SessionResult) {
		if result.Err != nil {
			c.settle(call, page.RejectionOf(result.Err))
			return
		}
		d.setSession(result.Session)
		settled := c.settle(call, page.Session{Optional: areGranted(p.Optional, result.Session.Features()), Blend: page.BlendOf(result.Session.BlendMode())})
		if !settled {
			result.Session.End() // it was given up in the meantime
		}
	})
	c.mutex.Lock()
	call.giveUp = giveUp
	c.mutex.Unlock()
	return nil
}

// givenUpParams are the parameters of "requestGivenUp".
type givenUpParams struct {
	Document uint64 `json:"document"`
	// Request is the ID of the call of "requestSession".
	Request jsontext.Value `json:"request"`
}

// requestGivenUp gives a request for a session up, which is answered with an error then. It
// answers whether the request was pending.
func (c *connection) requestGivenUp(r request) *failure {
	var p givenUpParams
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	d, f := c.openDocument(p.Document)
	if f != nil {
		return f
	}
	if p.Request == nil {
		return fail(codeWrongParams, "request: it is missing")
	}
	pending := c.takeRequest(d, p.Request)
	if pending != nil {
		pending.giveUp()
		c.failCall(pending, fail(codeGone, "the request was given up"))
	}
	c.sendValue(r.ID, page.Answer(pending != nil))
	return nil
}

// takeRequest removes and returns a document's pending request for a session; nil if there is none
// with the ID.
func (c *connection) takeRequest(d *document, id jsontext.Value) *call {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	at := slices.IndexFunc(d.calls, func(pending *call) bool { return pending.giveUp != nil && bytes.Equal(pending.id, id) })
	if at < 0 {
		return nil
	}
	pending := d.calls[at]
	pending.done = true
	d.calls = slices.Delete(d.calls, at, at+1)
	return pending
}

// areGranted returns for each wanted feature whether it is granted.
func areGranted(wanted []string, granted []webxr.Feature) []bool {
	are := make([]bool, 0, len(wanted))
	for _, feature := range wanted {
		are = append(are, slices.Contains(granted, webxr.Feature(feature)))
	}
	return are
}

// setSession keeps a document's immersive session, and sends an event when it ends.
func (d *document) setSession(session *navigator.Session) {
	if !session.Mode().Immersive() {
		return
	}
	d.connection.mutex.Lock()
	d.session = session
	d.connection.mutex.Unlock()
	session.OnEnd(func() { d.connection.out.put(page.SessionEnd(d.number).Line()) })
}

// documentParams are the parameters of a method that has no other than the document.
type documentParams struct {
	Document uint64 `json:"document"`
}

// sessionEnded handles the end of the immersive session by the page or the user agent. It
// answers whether there was a session.
func (c *connection) sessionEnded(r request) *failure {
	var p documentParams
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	d, f := c.openDocument(p.Document)
	if f != nil {
		return f
	}
	c.mutex.Lock()
	session := d.session
	d.session = nil
	c.mutex.Unlock()
	running := session != nil && !session.Ended()
	if running {
		session.End()
	}
	c.sendValue(r.ID, page.Answer(running))
	return nil
}

// queryParams are the parameters of "permissionQuery".
type queryParams struct {
	Document uint64 `json:"document"`
	Name     string `json:"name"`
	Mode     string `json:"mode"`
}

// permissionQuery answers with a state. A document has one status for each mode, however
// often it queries, so a change is sent once for all of the page's PermissionStatus objects.
func (c *connection) permissionQuery(r request) *failure {
	var p queryParams
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	d, f := c.openDocument(p.Document)
	if f != nil {
		return f
	}
	if status := d.statuses[webxr.SessionMode(p.Mode)]; status != nil && p.Name == string(webxr.PermissionSessionSupported) && d.Active() {
		c.sendValue(r.ID, page.StateOf(status.State()))
		return nil
	}
	mode := webxr.SessionMode(p.Mode)
	status, err := d.Query(p.Name, p.Mode, func() { d.sendChange(mode) })
	if err != nil {
		c.sendValue(r.ID, page.RejectionOf(err))
		return nil
	}
	c.mutex.Lock()
	d.statuses[mode] = status
	c.mutex.Unlock()
	c.sendValue(r.ID, page.StateOf(status.State()))
	return nil
}

// sendChange sends the new state of a mode's permission.
func (d *document) sendChange(mode webxr.SessionMode) {
	d.connection.mutex.Lock()
	status := d.statuses[mode]
	d.connection.mutex.Unlock()
	if status != nil {
		d.connection.out.put(page.Change(d.number, page.ModeOf(mode), page.StateOf(status.State())).Line())
	}
}
