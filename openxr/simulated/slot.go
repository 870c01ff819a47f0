// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"errors"
	"sync"
	"sync/atomic"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// maxSlots limits how many C functions this package makes. A process can make about two
// thousand and cannot free them, and other packages need some too. Therefore each command
// that takes a handle has one C function in the process, which finds its runtime by the
// handle; only the commands that are called before there is a handle have one per slot.
const maxSlots = 64

// ErrTooMany says that no other runtime can be opened before one is closed.
var ErrTooMany = errors.New("64 simulated runtimes are open: close those that are no longer used")

// slot holds the C functions of one runtime that take no handle. Without a handle only the
// function's own address identifies the runtime. A closed runtime's slot is used again.
type slot struct {
	owner                                                               atomic.Pointer[Runtime]
	negotiate, getInstanceProcAddr, enumerateExtensions, createInstance uintptr
}

// slots holds the process's slots, because its C functions belong to the process.
var slots struct {
	sync.Mutex
	free []*slot
	made int
}

func acquireSlot(owner *Runtime) (*slot, error) {
	slots.Lock()
	defer slots.Unlock()
	if len(slots.free) == 0 {
		made, err := newSlot()
		if err != nil {
			return nil, err
		}
		slots.free = append(slots.free, made)
	}
	last := len(slots.free) - 1
	taken := slots.free[last]
	slots.free = slots.free[:last]
	taken.owner.Store(owner)
	return taken, nil
}

func newSlot() (*slot, error) {
	if slots.made == maxSlots {
		return nil, ErrTooMany
	}
	s := &slot{}
	for _, function := range []struct {
		address *uintptr
		answer  any
	}{
		{&s.negotiate, s.answerNegotiate},
		{&s.getInstanceProcAddr, s.answerGetInstanceProcAddr},
		{&s.enumerateExtensions, s.answerEnumerateExtensions},
		{&s.createInstance, s.answerCreateInstance},
	} {
		address, err := dl.NewCallback(function.answer)
		if err != nil {
			return nil, err
		}
		*function.address = address
	}
	slots.made++
	return s, nil
}

func (s *slot) release() {
	slots.Lock()
	defer slots.Unlock()
	s.owner.Store(nil)
	slots.free = append(slots.free, s)
}

// perform runs a command on the runtime that owns the slot. If the runtime has been closed,
// the command returns XR_ERROR_RUNTIME_UNAVAILABLE.
func (s *slot) perform(command string, arguments []any, answer func(*Runtime) xr.Result) uintptr {
	owner := s.owner.Load()
	if owner == nil {
		return resultToC(xr.ErrorRuntimeUnavailable)
	}
	return resultToC(owner.perform(command, arguments, func() xr.Result { return answer(owner) }))
}

// resultToC returns a result as a C function returns it.
func resultToC(result xr.Result) uintptr { return uintptr(uint32(result)) }
