// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build ((linux && !android) || darwin) && (amd64 || arm64)

package dl

import (
	"fmt"
	"runtime"

	"github.com/ebitengine/purego"
)

// open locks the thread because the linker keeps its error text per thread. A goroutine
// that moves to another thread between dlopen and dlerror would read the wrong text.
func open(path string) (uintptr, error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	handle, err := purego.Dlopen(path, purego.RTLD_LAZY|purego.RTLD_LOCAL)
	if err != nil {
		return 0, &OpenError{Path: path, Text: err.Error()}
	}
	return handle, nil
}

func lookup(handle uintptr, symbol string) (address uintptr, text string, err error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	address, symbolErr := purego.Dlsym(handle, symbol)
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
	result, _, _ := purego.SyscallN(fn, args...)
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
