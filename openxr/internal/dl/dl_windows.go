// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build windows && (amd64 || arm64)

package dl

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"

	"github.com/ebitengine/purego"
	"golang.org/x/sys/windows"
)

// open tries twice, as the Khronos loader does. The second try also searches the directory
// of the library, which may need other libraries from there.
func open(path string) (uintptr, error) {
	handle, err := windows.LoadLibrary(path)
	if errors.Is(err, windows.ERROR_MOD_NOT_FOUND) && exists(path) {
		const flags = windows.LOAD_LIBRARY_SEARCH_DEFAULT_DIRS | windows.LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR
		handle, err = windows.LoadLibraryEx(path, 0, flags)
	}
	if err != nil {
		return 0, &OpenError{Path: path, Text: err.Error()}
	}
	return uintptr(handle), nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func lookup(handle uintptr, symbol string) (address uintptr, text string, err error) {
	address, symbolErr := windows.GetProcAddress(windows.Handle(handle), symbol)
	if symbolErr != nil {
		return 0, symbolErr.Error(), nil
	}
	return address, "its address is null", nil
}

// Call calls the C function at fn with integer and pointer arguments, and returns the
// result register. If the argument list converts a pointer to uintptr, the memory stays
// alive until the call returns. fn must not be zero.
//
//go:uintptrescapes
func Call(fn uintptr, args ...uintptr) uintptr {
	result, _, _ := syscall.SyscallN(fn, args...)
	// SyscallN passes the address of args on as a number. Without this line the garbage
	// collector could free args before the system has read them.
	runtime.KeepAlive(args)
	return result
}

// Bind sets *function, where function is a pointer to a variable of function type, to call
// the C function at address. Its arguments may be floating-point numbers and structures by
// value. The error says that a function of this type cannot be called. Each call allocates
// memory; [Call] does not.
func Bind(function any, address uintptr) (err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("bind %T: %v", function, reason)
		}
	}()
	purego.RegisterFunc(function, address)
	return nil
}

// NewCallback returns the address of a C function that calls function. The parameters of
// function must be integers and pointers, and its result a uintptr. A process can have about
// two thousand callbacks and cannot free them, so create one for each purpose.
func NewCallback(function any) (address uintptr, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("make a callback of %T: %v", function, reason)
		}
	}()
	return purego.NewCallback(function), nil
}
