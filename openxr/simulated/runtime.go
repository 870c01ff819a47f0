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

// Runtime is a simulated OpenXR runtime. Several goroutines may call its methods at the
// same time, also while the runtime answers calls.
type Runtime struct {
	sheet Sheet
	slot  *slot

	mutex      sync.Mutex
	behaviours map[string]*Behaviour
	calls      []Record
	paths      []string
	closed     bool
}

// Behaviour is how a command answers. The zero value answers from the sheet, without delay.
type Behaviour struct {
	Delay time.Duration // passes before the command answers
	// Result is what the command returns, without writing any output. XR_SUCCESS means the
	// answer from the sheet.
	Result xr.Result
	// Hook, if it is not nil, decides instead of Result. Arguments are those of the command,
	// as typed values and pointers, such as uint32 and *xr.SystemProperties. Calling answer
	// writes the answer from the sheet and returns its result.
	Hook  func(arguments []any, answer func() xr.Result) xr.Result
	Times int // how many calls the behaviour lasts; 0 means until On changes it
}

// Record is a call to a runtime: the command's name and the result that it returned.
type Record struct {
	Command string
	Result  xr.Result
}

// New returns the runtime that a sheet describes. Close it after use. The error is a
// [*SheetError] if the sheet is wrong, [ErrTooMany] if 64 runtimes are open, or says that Go
// cannot make C functions on this platform.
func New(sheet Sheet) (*Runtime, error) {
	if err := sheet.Check(); err != nil {
		return nil, err
	}
	if _, err := commandAddresses(); err != nil {
		return nil, err
	}
	filled, _ := sheet.Filled()
	r := &Runtime{sheet: filled, behaviours: map[string]*Behaviour{}}
	for command, call := range sheet.Calls {
		result, _ := findNamed(call.Result, results())
		r.On(command, Behaviour{Delay: time.Duration(call.DelayMS) * time.Millisecond, Result: result, Times: call.Times})
	}
	slot, err := acquireSlot(r)
	if err != nil {
		return nil, err
	}
	r.slot = slot
	return r, nil
}

// Negotiate returns the address of the function that a runtime's library exports,
// xrNegotiateLoaderRuntimeInterface.
func (r *Runtime) Negotiate() uintptr { return r.slot.negotiate }

// Entry negotiates with the runtime and returns its entry point. The error is an
// [*openxr.NegotiationError].
func (r *Runtime) Entry() (*openxr.Entry, error) { return openxr.FromNegotiate(r.Negotiate()) }

// On changes how a command answers from now on. [Commands] lists the names; any other name
// has no effect.
func (r *Runtime) On(command string, b Behaviour) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.behaviours[command] = &b
}

// Calls returns all calls so far, in the order in which they returned. A call with an
// invalid handle is not among them.
func (r *Runtime) Calls() []Record {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.Clone(r.calls)
}

// Close ends the runtime. Later calls with its handles return XR_ERROR_HANDLE_INVALID. A
// second Close does nothing.
func (r *Runtime) Close() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.closed {
		return
	}
	r.closed = true
	removeHandlesOf(r)
	r.slot.release()
}

// perform runs a command: it waits, answers as the command's behaviour says, and records
// the call.
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

// behaviour returns how a command answers this call, and counts the call.
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
