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

// maxSlots bounds the callbacks that runtimes take: a process has about two thousand,
// they are never freed, and other packages need some too.
const maxSlots = 64

// ErrTooMany says that as many runtimes are open as a process can have at once.
var ErrTooMany = errors.New("64 runtimes are open: close those that are done")

// slot is the way into one runtime: the addresses of the functions that are called
// before there is a handle to tell runtimes apart by.
type slot struct {
	owner                                                             atomic.Pointer[Runtime]
	negotiate, getInstanceProcAddr, enumerateExtensions, makeInstance uintptr
}

// slots are the process's, as its callbacks are.
var slots struct {
	sync.Mutex
	free []*slot
	made int
}

func takeSlot(owner *Runtime) (*slot, error) {
	slots.Lock()
	defer slots.Unlock()
	if len(slots.free) == 0 {
		made, err := makeSlot()
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

func makeSlot() (*slot, error) {
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
		{&s.makeInstance, s.answerCreateInstance},
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

func (s *slot) giveBack() {
	slots.Lock()
	defer slots.Unlock()
	s.owner.Store(nil)
	slots.free = append(slots.free, s)
}

// perform finds the runtime that owns the slot. One that was closed answers no more.
func (s *slot) perform(command string, arguments []any, answer func(*Runtime) xr.Result) uintptr {
	owner := s.owner.Load()
	if owner == nil {
		return register(xr.ErrorRuntimeUnavailable)
	}
	return register(owner.perform(command, arguments, func() xr.Result { return answer(owner) }))
}

// register writes a result as C returns it.
func register(result xr.Result) uintptr { return uintptr(uint32(result)) }
