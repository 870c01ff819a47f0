// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"sync"
	"sync/atomic"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// handles maps each handle to its object, by which a C function finds its runtime. The C
// functions belong to the process, and so does the map. No handle is used twice.
var handles struct {
	sync.Map
	last atomic.Uint64
}

// object is what a handle refers to.
type object interface{ runtimeOf() *Runtime }

func newHandle(o object) uint64 {
	handle := handles.last.Add(1)
	handles.Store(handle, o)
	return handle
}

// objectAt returns the object of type T that a handle refers to, and false if there is none.
func objectAt[T object](handle uint64) (T, bool) {
	found, _ := handles.Load(handle)
	o, ok := found.(T)
	return o, ok
}

// removeHandles removes the handles of all objects that satisfy the condition.
func removeHandles(condition func(object) bool) {
	handles.Range(func(handle, found any) bool {
		if condition(found.(object)) {
			handles.Delete(handle)
		}
		return true
	})
}

func removeHandlesOf(r *Runtime) { removeHandles(func(o object) bool { return o.runtimeOf() == r }) }

// onObject runs a command on the object that its handle refers to. An invalid handle
// belongs to no runtime, so the call is not recorded.
func onObject[T object](handle uint64, command string, arguments []any, answer func(T) xr.Result) uintptr {
	o, ok := objectAt[T](handle)
	if !ok {
		return resultToC(xr.ErrorHandleInvalid)
	}
	return resultToC(o.runtimeOf().perform(command, arguments, func() xr.Result { return answer(o) }))
}
