// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !(((linux && !android) || darwin || windows) && (amd64 || arm64))

package dl

import (
	"fmt"
	"runtime"
)

func open(string) (uintptr, error) { return 0, unsupported() }

func lookup(uintptr, string) (uintptr, string, error) { return 0, "", unsupported() }

func unsupported() error {
	return fmt.Errorf("%w: %s/%s", ErrUnsupported, runtime.GOOS, runtime.GOARCH)
}

// Call returns OpenXR's XR_ERROR_FUNCTION_UNSUPPORTED. On these platforms no function
// returns an address to call; a caller with an address from elsewhere gets an error.
func Call(uintptr, ...uintptr) uintptr {
	const functionUnsupported = -7
	result := functionUnsupported
	return uintptr(result)
}

// Bind returns [ErrUnsupported].
func Bind(any, uintptr) error { return unsupported() }

// NewCallback returns [ErrUnsupported].
func NewCallback(any) (uintptr, error) { return 0, unsupported() }
