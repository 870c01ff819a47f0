// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"sync"
	"sync/atomic"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// handles are the objects that callbacks find their runtime by. Callbacks belong to
// the process, and so does this. A handle is never given out twice.
var handles struct {
	sync.Map
	last atomic.Uint64
}

// object is what a handle stands for.
type object interface{ runtimeOf() *Runtime }

func newHandle(o object) uint64 {
	handle := handles.last.Add(1)
	handles.Store(handle, o)
	return handle
}

// objectAt returns the object of that kind behind a handle.
func objectAt[T object](handle uint64) (T, bool) {
	found, _ := handles.Load(handle)
	o, ok := found.(T)
	return o, ok
}

// forget removes the handles for which the condition holds.
func forget(condition func(object) bool) {
	handles.Range(func(handle, found any) bool {
		if condition(found.(object)) {
			handles.Delete(handle)
		}
		return true
	})
}

func forgetHandles(r *Runtime) { forget(func(o object) bool { return o.runtimeOf() == r }) }

// on runs a command on the object behind its handle.
func on[T object](handle uint64, command string, arguments []any, answer func(T) xr.Result) uintptr {
	o, ok := objectAt[T](handle)
	if !ok {
		return register(xr.ErrorHandleInvalid)
	}
	return register(o.runtimeOf().perform(command, arguments, func() xr.Result { return answer(o) }))
}
