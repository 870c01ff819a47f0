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

// DebugMessage is what a runtime or an API layer has to say.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrDebugUtilsMessengerCallbackDataEXT
type DebugMessage struct {
	Severity xr.DebugUtilsMessageSeverityFlagsEXT
	Type     xr.DebugUtilsMessageTypeFlagsEXT
	ID       string
	Function string
	Text     string
}

// DebugMessenger hands messages on until it is destroyed.
type DebugMessenger struct {
	instance *Instance
	handle   xr.DebugUtilsMessengerEXT
	key      *messengerKey
	pinner   runtime.Pinner
}

// messengerKey is memory whose address stands for a messenger. C gets the address and
// gives it back; nobody looks behind it.
type messengerKey struct{ _ byte }

// OnDebugMessage calls handle for every message of these severities and types. The
// instance must have XR_EXT_debug_utils enabled. The handler runs on whatever thread the
// message comes from, within the call that caused it, and must not call OpenXR.
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

// Destroy ends the messages. A second call returns [ErrDestroyed].
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrDestroyDebugUtilsMessengerEXT
func (m *DebugMessenger) Destroy() error {
	if m.key == nil {
		return fmt.Errorf("xrDestroyDebugUtilsMessengerEXT: the messenger: %w", ErrDestroyed)
	}
	result := m.instance.commands.DestroyDebugUtilsMessengerEXT(m.handle)
	m.release()
	return check("xrDestroyDebugUtilsMessengerEXT", result)
}

func (m *DebugMessenger) release() {
	messengers.Delete(uintptr(unsafe.Pointer(m.key)))
	m.key = nil
	m.pinner.Unpin()
}

// messengers are the handlers by their keys' addresses. There is one callback for all,
// since callbacks are never freed; so this, too, belongs to the process.
var messengers sync.Map

var debugCallback = sync.OnceValues(func() (uintptr, error) { return dl.NewCallback(onMessage) })

// onMessage is called by C. Whatever it is given, it comes back: XR_FALSE, as applications must.
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

// maxForeignText is how much of a string is read that ends where a runtime says it does.
const maxForeignText = 16 << 10

// foreignText reads a string in C's memory; a null pointer is an empty one.
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
