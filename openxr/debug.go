// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// DebugMessage is a message from a runtime or an API layer.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrDebugUtilsMessengerCallbackDataEXT
type DebugMessage struct {
	Severity xr.DebugUtilsMessageSeverityFlagsEXT
	Type     xr.DebugUtilsMessageTypeFlagsEXT
	ID       string // identifies the message: for a validation layer, the rule that was broken
	Function string // the command that caused it; may be empty
	Text     string
}

// DebugMessenger passes messages to a handler until it is destroyed.
type DebugMessenger struct {
	instance *Instance
	handle   xr.DebugUtilsMessengerEXT
	key      *messengerKey
	pinner   runtime.Pinner
}

// messengerKey is memory whose address identifies a messenger. C gets the address and
// passes it back; neither side reads the memory.
type messengerKey struct{ _ byte }

// OnDebugMessage calls handle for every message of these severities and types. The
// instance must have XR_EXT_debug_utils enabled. The handler runs during the call that
// caused the message, on any thread, and must not call OpenXR.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrCreateDebugUtilsMessengerEXT
func (i *Instance) OnDebugMessage(severities xr.DebugUtilsMessageSeverityFlagsEXT, types xr.DebugUtilsMessageTypeFlagsEXT, handle func(DebugMessage)) (*DebugMessenger, error) {
	callback, err := debugCallback()
	if err != nil {
		return nil, err
	}
	m := &DebugMessenger{instance: i, key: &messengerKey{}}
	m.pinner.Pin(m.key)
	messengers.Store(uintptr(unsafe.Pointer(m.key)), handle)
	info := &xr.DebugUtilsMessengerCreateInfoEXT{
		Type: xr.TypeDebugUtilsMessengerCreateInfoEXT, MessageSeverities: severities, MessageTypes: types,
		UserCallback: callback, UserData: unsafe.Pointer(m.key),
	}
	out := new(xr.DebugUtilsMessengerEXT)
	if err := check("xrCreateDebugUtilsMessengerEXT", i.commands.CreateDebugUtilsMessengerEXT(i.handle, info, out)); err != nil {
		m.release()
		return nil, err
	}
	m.handle = *out
	return m, nil
}

// Destroy stops the messages. A second call returns [ErrDestroyed].
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrDestroyDebugUtilsMessengerEXT
func (m *DebugMessenger) Destroy() error {
	if m.key == nil {
		return fmt.Errorf("xrDestroyDebugUtilsMessengerEXT: the messenger is %w", ErrDestroyed)
	}
	result := m.instance.commands.DestroyDebugUtilsMessengerEXT(m.handle)
	m.release()
	return check("xrDestroyDebugUtilsMessengerEXT", result)
}

// release removes the handler and unpins the key.
func (m *DebugMessenger) release() {
	messengers.Delete(uintptr(unsafe.Pointer(m.key)))
	m.key = nil
	m.pinner.Unpin()
}

// messengers has the handlers by the addresses of their keys. It is global because the
// process has one callback for all messengers: callbacks can never be freed.
var messengers sync.Map

var debugCallback = sync.OnceValues(func() (uintptr, error) { return dl.NewCallback(onMessage) })

// onMessage is called by C. It ignores keys that it does not know, and it always returns
// XR_FALSE, as OpenXR demands of applications.
func onMessage(severity, kind uint64, data *xr.DebugUtilsMessengerCallbackDataEXT, key uintptr) uintptr {
	handle, known := messengers.Load(key)
	if !known || data == nil {
		return uintptr(xr.False)
	}
	handle.(func(DebugMessage))(DebugMessage{
		Severity: xr.DebugUtilsMessageSeverityFlagsEXT(severity),
		Type:     xr.DebugUtilsMessageTypeFlagsEXT(kind),
		ID:       foreignText(data.MessageID),
		Function: foreignText(data.FunctionName),
		Text:     foreignText(data.Message),
	})
	return uintptr(xr.False)
}

// maxForeignText limits how many bytes are read of a string whose end the runtime decides.
const maxForeignText = 16 << 10

// foreignText copies a string from C's memory. It returns "" for a null pointer.
func foreignText(first *byte) string {
	if first == nil {
		return ""
	}
	var b strings.Builder
	for i := range maxForeignText {
		c := *(*byte)(unsafe.Add(unsafe.Pointer(first), i))
		if c == 0 {
			break
		}
		b.WriteByte(c)
	}
	return strings.ToValidUTF8(b.String(), "\uFFFD")
}
