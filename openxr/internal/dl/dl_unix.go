// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build ((linux && !android) || darwin) && (amd64 || arm64)

package dl

import (
	"fmt"
	"runtime"

	"github.com/ebitengine/purego"
)

// open locks the thread because the linker keeps its error text per thread: a
// goroutine that moved between dlopen and dlerror would read another's words.
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

// Call calls the C function at fn with integer and pointer arguments and returns
// its result register. A pointer converted to uintptr in the argument list stays
// alive until the call returns. fn must not be zero.
//
//go:uintptrescapes
func Call(fn uintptr, args ...uintptr) uintptr {
	result, _, _ := purego.SyscallN(fn, args...)
	return result
}

// Bind makes *function, a pointer to a variable of function type, call the C function
// at address, whose arguments may be floating-point numbers and structures by value. The
// error says that the type cannot be called. Each call allocates; Call does not.
func Bind(function any, address uintptr) (err error) {
	defer func() {
		if refused := recover(); refused != nil {
			err = fmt.Errorf("bind %T: %v", function, refused)
		}
	}()
	purego.RegisterFunc(function, address)
	return nil
}

// NewCallback returns the address of a C function that calls function, whose parameters
// are integers and pointers and whose result is a uintptr. A process has about two
// thousand of them and they are never freed, so make one for each purpose.
func NewCallback(function any) (address uintptr, err error) {
	defer func() {
		if refused := recover(); refused != nil {
			err = fmt.Errorf("make a callback of %T: %v", function, refused)
		}
	}()
	return purego.NewCallback(function), nil
}
