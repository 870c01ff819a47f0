// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
	windowsregistry "golang.org/x/sys/windows/registry"
)

var regSetValueEx = windows.NewLazySystemDLL("advapi32.dll").NewProc("RegSetValueExW")

// setRaw writes a value with its type and its bytes as they were, which the registry package cannot do for every type.
func setRaw(key windowsregistry.Key, name string, h held) error {
	wide, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return err
	}
	var data *byte
	if len(h.Data) > 0 {
		data = &h.Data[0]
	}
	code, _, _ := regSetValueEx.Call(uintptr(key), uintptr(unsafe.Pointer(wide)), 0, uintptr(h.Kind), uintptr(unsafe.Pointer(data)), uintptr(len(h.Data)))
	if code != 0 {
		return syscall.Errno(code)
	}
	return nil
}
