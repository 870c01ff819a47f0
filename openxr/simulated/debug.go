// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"runtime"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

const debugUtilsExtension = "XR_EXT_debug_utils"

// messengerObject is a debug messenger of an instance.
type messengerObject struct {
	instance *instanceObject
	info     xr.DebugUtilsMessengerCreateInfoEXT
}

func (o *messengerObject) runtimeOf() *Runtime { return o.instance.runtime }

func createDebugUtilsMessenger(instance xr.Instance, info *xr.DebugUtilsMessengerCreateInfoEXT, out *xr.DebugUtilsMessengerEXT) uintptr {
	return onInstance(instance, "xrCreateDebugUtilsMessengerEXT", []any{info, out}, func(o *instanceObject) xr.Result {
		if info == nil || out == nil || info.Type != xr.TypeDebugUtilsMessengerCreateInfoEXT || info.UserCallback == 0 {
			return xr.ErrorValidationFailure
		}
		*out = xr.DebugUtilsMessengerEXT(newHandle(&messengerObject{instance: o, info: *info}))
		return xr.Success
	})
}

func destroyDebugUtilsMessenger(messenger xr.DebugUtilsMessengerEXT) uintptr {
	return onObject(uint64(messenger), "xrDestroyDebugUtilsMessengerEXT", []any{messenger}, func(*messengerObject) xr.Result {
		handles.Delete(uint64(messenger))
		return xr.Success
	})
}

// Message is a debug message, as XR_EXT_debug_utils has it.
type Message struct {
	Severity           xr.DebugUtilsMessageSeverityFlagsEXT
	Type               xr.DebugUtilsMessageTypeFlagsEXT
	ID, Function, Text string
}

// SendMessage calls each debug messenger of the runtime that accepts the message's severity
// and type.
func (r *Runtime) SendMessage(m Message) {
	handles.Range(func(_, found any) bool {
		o, isMessenger := found.(*messengerObject)
		if isMessenger && o.runtimeOf() == r && o.info.MessageSeverities&m.Severity != 0 && o.info.MessageTypes&m.Type != 0 {
			o.deliver(m)
		}
		return true
	})
}

// deliver calls the messenger's callback.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#PFN_xrDebugUtilsMessengerCallbackEXT
func (o *messengerObject) deliver(m Message) {
	var pinner runtime.Pinner
	defer pinner.Unpin()
	data := &xr.DebugUtilsMessengerCallbackDataEXT{
		Type:      xr.TypeDebugUtilsMessengerCallbackDataEXT,
		MessageID: terminated(&pinner, m.ID), FunctionName: terminated(&pinner, m.Function), Message: terminated(&pinner, m.Text),
	}
	pinner.Pin(data)
	dl.Call(o.info.UserCallback, uintptr(m.Severity), uintptr(m.Type), uintptr(unsafe.Pointer(data)), uintptr(o.info.UserData))
}

// terminated returns a C string in memory that the pinner keeps in place.
func terminated(pinner *runtime.Pinner, text string) *byte {
	content := append([]byte(text), 0)
	pinner.Pin(&content[0])
	return &content[0]
}
