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

// open tries twice, as the Khronos loader does: a library that needs others
// beside it is found only when its own folder is searched too.
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

// Call calls the C function at fn with integer and pointer arguments and returns
// its result register. A pointer converted to uintptr in the argument list stays
// alive until the call returns. fn must not be zero.
//
//go:uintptrescapes
func Call(fn uintptr, args ...uintptr) uintptr {
	result, _, _ := syscall.SyscallN(fn, args...)
	// SyscallN hands the address of args on as a number, so the collector would free them
	// before the system has read them.
	runtime.KeepAlive(args)
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
