// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"math/rand/v2"
	"syscall/js"
	"time"

	"github.com/xrprobe/xrprobe/classify"
	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/classify/permission/web"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// agent is the page's user agent, and clock is its clock. Exported functions have no other way to them.
var (
	agent *web.UserAgent
	clock web.Clock
)

// post makes the page call runTask in a task of its own.
//
//go:wasmimport xrprobe post
func post()

// settle settles the call of isSessionSupported with a number: with false (0), true (1) or an
// error.
//
//go:wasmimport xrprobe settle
func settle(call, result int32)

// setTimer makes the page call fireTimer after milliseconds. A timer of Go's own that an exported
// function starts does not go off until JavaScript calls a [js.Func].
//
//go:wasmimport xrprobe setTimer
func setTimer(id int32, milliseconds float64)

// supported is isSessionSupported for a mode by its place in [webxr.SessionModes]. It and runTask
// are exported rather than made with [js.FuncOf], which costs several times as much.
//
//go:wasmexport supported
func supported(document, mode, call int32) {
	ask(int(document), string(webxr.SessionModes()[mode]), call)
}

//go:wasmexport runTask
func runTask() { agent.RunTask() }

// now returns how many milliseconds have passed on the user agent's clock.
//
//go:wasmexport now
func now() float64 { return milliseconds(clock.Elapsed()) }

//go:wasmexport fireTimer
func fireTimer(id int32) {
	f := waiting[id]
	delete(waiting, id)
	if f != nil {
		f()
	}
}

// waiting are the timers by their number. There is one thread, and nothing here gives it up.
var (
	waiting   = map[int32]func(){}
	lastTimer int32
)

// timers is a clock whose timers are the page's.
type timers struct {
	web.Clock
	speed float64
}

// AfterFunc implements [navigator.Clock].
func (t timers) AfterFunc(d time.Duration, f func()) func() {
	lastTimer++
	id := lastTimer
	waiting[id] = f
	setTimer(id, milliseconds(d)/t.speed)
	return func() { delete(waiting, id) }
}

func ask(document int, mode string, call int32) {
	d := agent.Document(document)
	if d == nil {
		return // the promises of a document that has gone never settle
	}
	d.IsSessionSupported(mode, func(r navigator.SupportedResult) { settle(call, resultCode(r)) })
}

// errorNames are the names of errors by their number.
var errorNames = []string{"false", "true", string(webxr.TypeError), string(webxr.SecurityError), string(webxr.InvalidStateError), string(webxr.NotSupportedError)}

func resultCode(r navigator.SupportedResult) int32 {
	switch {
	case r.Err != nil:
		return errorCode(r.Err)
	case r.Value:
		return 1
	default:
		return 0
	}
}

// errorCode returns the number of an error; without navigator.xr no method can be called, so
// every other error is one of them.
func errorCode(err error) int32 {
	for code, name := range errorNames {
		if known, is := err.(webxr.Error); is && string(known) == name {
			return int32(code)
		}
	}
	return 2
}

// shell is the page's JavaScript.
type shell struct{ js.Value }

func (s shell) ShowPrompt(id int, key permission.Key) {
	s.Call("showPrompt", id, key.Origin, string(key.Mode))
}
func (s shell) WithdrawPrompt(id int)              { s.Call("withdrawPrompt", id) }
func (s shell) Note(at time.Duration, what string) { s.Call("note", milliseconds(at), what) }
func (s shell) Post()                              { post() }

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// run gives the page the function that starts a user agent, and answers it until the page goes.
func run() int {
	names := make([]any, 0, len(errorNames))
	for _, name := range errorNames {
		names = append(names, name)
	}
	js.Global().Call("xrprobeGate", js.FuncOf(start), names)
	select {}
}

// start starts the user agent: start(shell, {strategy, formFactor, product, firstPartyOnly, speed,
// virtual, seed}) returns the rest of its methods. Seed is undefined for the system's source.
func start(_ js.Value, args []js.Value) any {
	page, options := shell{args[0]}, args[1]
	strategy, err := permission.ParseStrategy(options.Get("strategy").String())
	if err != nil {
		return err.Error()
	}
	c := web.Config{
		Host:     classify.Host{FormFactor: classify.FormFactor(options.Get("formFactor").String()), Product: options.Get("product").String()},
		Strategy: strategy, FirstPartyOnly: options.Get("firstPartyOnly").Bool(), Random: random(options.Get("seed")), Shell: page,
	}
	virtual := &web.VirtualClock{}
	c.Clock = virtual
	if !options.Get("virtual").Bool() {
		speed := options.Get("speed").Float()
		virtual, c.Clock = nil, timers{web.NewRealClock(speed), speed}
	}
	agent, clock = web.New(c), c.Clock
	return methods{virtual, map[int]map[int]*permission.Status{}, map[int]*navigator.Session{}, new(int)}.object()
}

// random returns the random numbers of a seed.
func random(seed js.Value) io.Reader {
	if seed.IsUndefined() {
		return nil
	}
	var key [32]byte
	binary.LittleEndian.PutUint32(key[:], uint32(seed.Int()))
	return rand.NewChaCha8(key)
}

// methods are what the page's JavaScript calls besides the exported functions.
type methods struct {
	virtual  *web.VirtualClock                  // nil with the real clock
	statuses map[int]map[int]*permission.Status // by document
	sessions map[int]*navigator.Session
	last     *int
}

func (m methods) object() any {
	object := map[string]any{}
	for name, f := range map[string]func(args []js.Value) any{
		"step": m.step, "plug": m.plug, "open": m.open, "close": m.close,
		"setVisible": m.setVisible, "freeze": m.freeze, "thaw": m.thaw, "supported": m.supported, "query": m.query, "state": m.state,
		"request": m.request, "end": m.end, "set": m.set, "forget": m.forget, "answer": m.answer,
	} {
		object[name] = js.FuncOf(func(_ js.Value, args []js.Value) any { return f(args) })
	}
	return object
}

// step is step(until), in milliseconds; see [web.VirtualClock].
func (m methods) step(args []js.Value) any {
	return m.virtual != nil && m.virtual.Step(time.Duration(args[0].Float()*float64(time.Millisecond)))
}

// plug is plug(report): the JSON of a report, or null. It returns null or what is wrong.
func (m methods) plug(args []js.Value) any {
	if args[0].IsNull() {
		agent.Plug(nil)
		return nil
	}
	var r report.Report
	if err := json.Unmarshal([]byte(args[0].String()), &r); err != nil {
		return err.Error()
	}
	agent.Plug(&r)
	return nil
}

// open is open({origin, thirdParty, allowed, hidden, deviceChange}), and returns the document's
// number. Allowed are names of policy-controlled features.
func (m methods) open(args []js.Value) any {
	c := permission.DocumentConfig{
		Document:   navigator.Document{Origin: args[0].Get("origin").String(), SecureContext: true, Window: true},
		ThirdParty: args[0].Get("thirdParty").Bool(), Hidden: args[0].Get("hidden").Bool(),
	}
	for _, name := range texts(args[0].Get("allowed")) {
		c.Allowed = append(c.Allowed, webxr.Policy(name))
	}
	deviceChange := args[0].Get("deviceChange")
	c.Events = navigator.Events{DeviceChange: func() { deviceChange.Invoke() }}
	return agent.Open(c)
}

func texts(list js.Value) []string {
	out := make([]string, 0, list.Length())
	for i := range list.Length() {
		out = append(out, list.Index(i).String())
	}
	return out
}

func (m methods) close(args []js.Value) any {
	agent.Close(args[0].Int())
	delete(m.statuses, args[0].Int())
	return nil
}

// setVisible is setVisible(document, visible). It, freeze(document) and thaw(document) do nothing
// after close.
func (m methods) setVisible(args []js.Value) any {
	if d := agent.Document(args[0].Int()); d != nil {
		d.SetVisible(args[1].Bool())
	}
	return nil
}

func (m methods) freeze(args []js.Value) any {
	if d := agent.Document(args[0].Int()); d != nil {
		d.Freeze()
	}
	return nil
}

func (m methods) thaw(args []js.Value) any {
	if d := agent.Document(args[0].Int()); d != nil {
		d.Thaw()
	}
	return nil
}

// supported is supported(document, mode, call) for a word that is no session mode.
func (m methods) supported(args []js.Value) any {
	ask(args[0].Int(), args[1].String(), int32(args[2].Int()))
	return nil
}

// query is query(document, mode, change), and returns the number of a status or, below 0, that of an
// error.
func (m methods) query(args []js.Value) any {
	d := agent.Document(args[0].Int())
	if d == nil {
		return -int(errorCode(webxr.InvalidStateError))
	}
	change := args[2]
	status, err := d.Query(string(webxr.PermissionSessionSupported), args[1].String(), func() { change.Invoke() })
	if err != nil {
		return -int(errorCode(err))
	}
	*m.last++
	if m.statuses[args[0].Int()] == nil {
		m.statuses[args[0].Int()] = map[int]*permission.Status{}
	}
	m.statuses[args[0].Int()][*m.last] = status
	return *m.last
}

// state is state(document, status).
func (m methods) state(args []js.Value) any {
	return string(m.statuses[args[0].Int()][args[1].Int()].State())
}

// request is request(document, mode, required, optional, activated, settle, ended). Settle is called
// with a number: that of a session with its blend mode and features or, below 0, that of an error.
func (m methods) request(args []js.Value) any {
	d := agent.Document(args[0].Int())
	if d == nil {
		return nil
	}
	now := navigator.Activation{TransientActivation: args[4].Bool(), IntentUnderstood: args[4].Bool()}
	init := navigator.SessionInit{RequiredFeatures: texts(args[2]), OptionalFeatures: texts(args[3])}
	settle, ended := args[5], args[6]
	d.RequestSession(now, args[1].String(), init, func(r navigator.SessionResult) {
		if r.Err != nil {
			settle.Invoke(-int(errorCode(r.Err)))
			return
		}
		*m.last++
		id := *m.last
		m.sessions[id] = r.Session
		r.Session.OnEnd(func() {
			delete(m.sessions, id)
			ended.Invoke()
		})
		features := []any{}
		for _, feature := range r.Session.Features() {
			features = append(features, string(feature))
		}
		settle.Invoke(id, string(r.Session.BlendMode()), features)
	})
	return nil
}

// end is end(session): the page ends it.
func (m methods) end(args []js.Value) any {
	if session := m.sessions[args[0].Int()]; session != nil {
		session.End()
		delete(m.sessions, args[0].Int())
	}
	return nil
}

// set is set(origin, mode, state), and returns null or an error's name.
func (m methods) set(args []js.Value) any {
	if err := agent.Set(args[0].String(), args[1].String(), args[2].String()); err != nil {
		return err.Error()
	}
	return nil
}

func (m methods) forget(args []js.Value) any {
	agent.Forget(args[0].String())
	return nil
}

// answer is answer(prompt, choice).
func (m methods) answer(args []js.Value) any {
	agent.Answer(args[0].Int(), args[1].String())
	return nil
}
