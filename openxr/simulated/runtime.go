// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"slices"
	"sync"
	"time"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Runtime is a runtime in this process. Its methods may be called by several
// goroutines at once, and while it is being asked.
type Runtime struct {
	sheet Sheet
	slot  *slot

	mutex      sync.Mutex
	behaviours map[string]*Behaviour
	calls      []Record
	paths      []string
	closed     bool
}

// Behaviour is how a command answers. Its zero value is the honest answer at once.
type Behaviour struct {
	// Delay passes before anything else happens.
	Delay time.Duration
	// Result, where it is not XR_SUCCESS, is returned, and nothing is written.
	Result xr.Result
	// Hook, where there is one, decides instead of Result: it is given the command's
	// arguments as typed values and pointers (*uint32, *xr.SystemProperties), and the
	// honest answer to call or to leave.
	Hook func(arguments []any, answer func() xr.Result) xr.Result
	// Times is how many calls behave so before the command is honest again; 0 means all.
	Times int
}

// Record is one call that a runtime was given, and what it returned.
type Record struct {
	Command string
	Result  xr.Result
}

// New returns the runtime that a sheet describes. The error is a [*SheetError],
// [ErrTooMany], or says that this platform has no callbacks.
func New(sheet Sheet) (*Runtime, error) {
	if wrong := sheet.check(); wrong != nil {
		return nil, &SheetError{File: sheet.Title, Field: wrong.field, Text: wrong.text, Err: ErrSheet}
	}
	if _, err := table(); err != nil {
		return nil, err
	}
	filled, _ := sheet.Filled()
	r := &Runtime{sheet: filled, behaviours: map[string]*Behaviour{}}
	for command, call := range sheet.Calls {
		result, _ := find(call.Result, results())
		r.On(command, Behaviour{Delay: time.Duration(call.DelayMS) * time.Millisecond, Result: result, Times: call.Times})
	}
	slot, err := takeSlot(r)
	if err != nil {
		return nil, err
	}
	r.slot = slot
	return r, nil
}

// Negotiate returns the address of xrNegotiateLoaderRuntimeInterface, which is what a
// runtime's library exports.
// https://registry.khronos.org/OpenXR/specs/1.1/loader.html#runtime-interface-negotiation
func (r *Runtime) Negotiate() uintptr { return r.slot.negotiate }

// Entry negotiates with the runtime. The error is an [*openxr.NegotiationError].
func (r *Runtime) Entry() (*openxr.Entry, error) { return openxr.FromNegotiate(r.Negotiate()) }

// On has a command behave so from now on. An unknown command's behaviour is never met;
// [Commands] lists those that there are.
func (r *Runtime) On(command string, b Behaviour) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.behaviours[command] = &b
}

// Calls returns every call so far, in the order in which they ended.
func (r *Runtime) Calls() []Record {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.Clone(r.calls)
}

// Close takes the runtime away: whoever still holds one of its handles is answered
// XR_ERROR_HANDLE_INVALID. A second call does nothing.
func (r *Runtime) Close() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.closed {
		return
	}
	r.closed = true
	forgetHandles(r)
	r.slot.giveBack()
}

// perform is every command's way: wait, behave, answer, and write it down.
func (r *Runtime) perform(command string, arguments []any, answer func() xr.Result) xr.Result {
	b := r.behaviour(command)
	time.Sleep(b.Delay)
	var result xr.Result
	switch {
	case b.Hook != nil:
		result = b.Hook(arguments, answer)
	case b.Result != xr.Success:
		result = b.Result
	default:
		result = answer()
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.calls = append(r.calls, Record{Command: command, Result: result})
	return result
}

// behaviour uses one of the times up that a behaviour has.
func (r *Runtime) behaviour(command string) Behaviour {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	b := r.behaviours[command]
	if b == nil {
		return Behaviour{}
	}
	if b.Times == 1 {
		delete(r.behaviours, command)
	}
	if b.Times > 1 {
		b.Times--
	}
	return *b
}
