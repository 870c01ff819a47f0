// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package protocol

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/xrprobe/xrprobe/classify/permission/protocol/page"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// beginCall notes a call of a page that is answered later, unless its document has too many.
// The mode is that of a session that is requested.
func (c *connection) beginCall(id jsontext.Value, number uint64, mode webxr.SessionMode) (*document, *call, *failure) {
	d, f := c.exposed(number)
	if f != nil {
		return nil, nil, f
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(d.calls) >= MaxPending {
		return nil, nil, fail(codeTooMany, "document: %d calls of %d have no answer yet", len(d.calls), d.number)
	}
	begun := &call{id: id, document: d, mode: mode}
	d.calls = append(d.calls, begun)
	return d, begun, nil
}

// settle answers a call once.
func (c *connection) settle(done *call, value page.Value) {
	c.mutex.Lock()
	over, d := done.over, done.document
	done.over = true
	d.calls = slices.DeleteFunc(d.calls, func(other *call) bool { return other == done })
	c.mutex.Unlock()
	if over {
		return
	}
	c.withdraw(done)
	c.tell(done.id, value)
}

// settleWith settles a call with a boolean, or with why its promise rejects.
func (c *connection) settleWith(done *call, answer bool, err error) {
	if err != nil {
		c.settle(done, page.RejectionOf(err))
		return
	}
	c.settle(done, page.Answer(answer))
}

// question are the parameters of "isSessionSupported".
type question struct {
	Document uint64 `json:"document"`
	Mode     string `json:"mode"`
}

func (c *connection) isSessionSupported(r request) *failure {
	var p question
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	d, call, f := c.beginCall(r.ID, p.Document, "")
	if f != nil {
		return f
	}
	d.IsSessionSupported(p.Mode, func(answer navigator.SupportedResult) {
		c.settleWith(call, answer.Value, answer.Err)
	})
	return nil
}

// compatibility are the parameters of "makeXRCompatible".
type compatibility struct {
	Document    uint64 `json:"document"`
	ContextLost bool   `json:"context_lost"`
}

// makeXRCompatible answers whether the context has to be on the device's adapter.
func (c *connection) makeXRCompatible(r request) *failure {
	var p compatibility
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	d, call, f := c.beginCall(r.ID, p.Document, "")
	if f != nil {
		return f
	}
	d.MakeXRCompatible(p.ContextLost, func(answer navigator.CompatibleResult) {
		c.settleWith(call, answer.Adapter, answer.Err)
	})
	return nil
}

// sessionRequest are the parameters of "requestSession".
type sessionRequest struct {
	Document            uint64   `json:"document"`
	Mode                string   `json:"mode"`
	Required            []string `json:"required"`
	Optional            []string `json:"optional"`
	TransientActivation bool     `json:"transient_activation"`
	Launching           bool     `json:"launching"`
	IntentUnderstood    bool     `json:"intent_understood"`
}

func (c *connection) requestSession(r request) *failure {
	var p sessionRequest
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	d, call, f := c.beginCall(r.ID, p.Document, webxr.SessionMode(p.Mode))
	if f != nil {
		return f
	}
	now := navigator.Activation{
		TransientActivation: p.TransientActivation, Launching: p.Launching, IntentUnderstood: p.IntentUnderstood,
		Visible: d.visible,
	}
	init := navigator.SessionInit{RequiredFeatures: p.Required, OptionalFeatures: p.Optional}
	d.RequestSession(now, p.Mode, init, func(result navigator.SessionResult) {
		if result.Err != nil {
			c.settle(call, page.RejectionOf(result.Err))
			return
		}
		d.enter(result.Session)
		c.settle(call, page.Session{Optional: among(p.Optional, result.Session.Features())})
	})
	return nil
}

// among says of each feature whether it was granted.
func among(wanted []string, granted []webxr.Feature) []bool {
	answers := make([]bool, 0, len(wanted))
	for _, feature := range wanted {
		answers = append(answers, slices.Contains(granted, webxr.Feature(feature)))
	}
	return answers
}

// enter notes a document's immersive session, of whose end somebody has to tell.
func (d *document) enter(session *navigator.Session) {
	if !session.Mode().Immersive() {
		return
	}
	d.connection.mutex.Lock()
	d.session = session
	d.connection.mutex.Unlock()
	session.OnEnd(func() { d.connection.out.put(page.SessionEnd(d.number).Line()) })
}

// aDocument are parameters that name a document and nothing else.
type aDocument struct {
	Document uint64 `json:"document"`
}

// sessionEnded is told when the page, or the user agent, ends the immersive session. The
// answer is whether there was one.
func (c *connection) sessionEnded(r request) *failure {
	var p aDocument
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	d, f := c.opened(p.Document)
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
	c.tell(r.ID, page.Answer(running))
	return nil
}

// query are the parameters of "permissionQuery".
type query struct {
	Document uint64 `json:"document"`
	Name     string `json:"name"`
	Mode     string `json:"mode"`
}

// permissionQuery answers from one status for each mode of a document, however often it is
// asked: what changes is told of each once, for every PermissionStatus that the page has.
func (c *connection) permissionQuery(r request) *failure {
	var p query
	if f := parseParams(r.Params, &p); f != nil {
		return f
	}
	d, f := c.opened(p.Document)
	if f != nil {
		return f
	}
	if status := d.statuses[webxr.SessionMode(p.Mode)]; status != nil && p.Name == string(webxr.PermissionSessionSupported) && d.Active() {
		c.tell(r.ID, page.StateOf(status.State()))
		return nil
	}
	mode := webxr.SessionMode(p.Mode)
	status, err := d.Query(p.Name, p.Mode, func() { d.changed(mode) })
	if err != nil {
		c.tell(r.ID, page.RejectionOf(err))
		return nil
	}
	c.mutex.Lock()
	d.statuses[mode] = status
	c.mutex.Unlock()
	c.tell(r.ID, page.StateOf(status.State()))
	return nil
}

// changed tells of a status that has changed.
func (d *document) changed(mode webxr.SessionMode) {
	d.connection.mutex.Lock()
	status := d.statuses[mode]
	d.connection.mutex.Unlock()
	if status != nil {
		d.connection.out.put(page.Change(d.number, page.ModeOf(mode), page.StateOf(status.State())).Line())
	}
}
