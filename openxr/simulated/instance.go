// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"slices"
	"strings"
	"sync"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// instanceObject is an instance.
type instanceObject struct {
	runtime    *Runtime
	extensions []string

	mutex  sync.Mutex
	events []xr.EventDataBuffer
}

func (o *instanceObject) runtimeOf() *Runtime { return o.runtime }

// onInstance runs a command on an instance.
func onInstance(handle xr.Instance, command string, arguments []any, answer func(*instanceObject) xr.Result) uintptr {
	return onObject(uint64(handle), command, append([]any{handle}, arguments...), answer)
}

// destroyInstance also destroys everything that was made from the instance.
func destroyInstance(instance xr.Instance) uintptr {
	return onInstance(instance, "xrDestroyInstance", nil, func(destroyed *instanceObject) xr.Result {
		removeHandles(func(o object) bool { return instanceOf(o) == destroyed })
		return xr.Success
	})
}

// instanceOf returns the instance that an object belongs to. An instance belongs to itself.
func instanceOf(o object) *instanceObject {
	switch o := o.(type) {
	case *instanceObject:
		return o
	case *sessionObject:
		return o.instance
	case *spaceObject:
		return o.session.instance
	case *trackerObject:
		return o.session.instance
	case *messengerObject:
		return o.instance
	default:
		return nil
	}
}

func getInstanceProperties(instance xr.Instance, out *xr.InstanceProperties) uintptr {
	return onInstance(instance, "xrGetInstanceProperties", []any{out}, func(o *instanceObject) xr.Result {
		if out == nil || out.Type != xr.TypeInstanceProperties {
			return xr.ErrorValidationFailure
		}
		out.RuntimeVersion, _ = parseVersion(*o.runtime.sheet.Runtime.Version) // the sheet was checked
		writeCString(out.RuntimeName[:], *o.runtime.sheet.Runtime.Name)
		return xr.Success
	})
}

// sendEvent queues an event for xrPollEvent. T is an OpenXR event structure that fits into an
// XrEventDataBuffer.
func sendEvent[T any](o *instanceObject, event T) {
	var buffer xr.EventDataBuffer
	*(*T)(unsafe.Pointer(&buffer)) = event
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.events = append(o.events, buffer)
}

func pollEvent(instance xr.Instance, out *xr.EventDataBuffer) uintptr {
	return onInstance(instance, "xrPollEvent", []any{out}, func(o *instanceObject) xr.Result {
		if out == nil || out.Type != xr.TypeEventDataBuffer {
			return xr.ErrorValidationFailure
		}
		o.mutex.Lock()
		defer o.mutex.Unlock()
		if len(o.events) == 0 {
			return xr.EventUnavailable
		}
		*out = o.events[0]
		o.events = o.events[1:]
		return xr.Success
	})
}

// stringToPath gives each well-formed path a number: its place in a list, counted from one.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#well-formed-path-strings
func stringToPath(instance xr.Instance, first *byte, out *xr.Path) uintptr {
	name := goString(first)
	return onInstance(instance, "xrStringToPath", []any{name, out}, func(o *instanceObject) xr.Result {
		if out == nil {
			return xr.ErrorValidationFailure
		}
		if len(name) < 2 || name[0] != '/' || strings.HasSuffix(name, "/") || strings.Contains(name, "//") {
			return xr.ErrorPathFormatInvalid
		}
		r := o.runtime
		r.mutex.Lock()
		defer r.mutex.Unlock()
		at := slices.Index(r.paths, name)
		if at < 0 {
			at = len(r.paths)
			r.paths = append(r.paths, name)
		}
		*out = xr.Path(at + 1)
		return xr.Success
	})
}

func pathToString(instance xr.Instance, path xr.Path, capacity uint32, count *uint32, first *byte) uintptr {
	return onInstance(instance, "xrPathToString", []any{path, capacity, count, first}, func(o *instanceObject) xr.Result {
		r := o.runtime
		r.mutex.Lock()
		defer r.mutex.Unlock()
		if path == xr.NullPath || uint64(path) > uint64(len(r.paths)) {
			return xr.ErrorPathInvalid
		}
		return enumerate(append([]byte(r.paths[path-1]), 0), capacity, count, first, assign)
	})
}
