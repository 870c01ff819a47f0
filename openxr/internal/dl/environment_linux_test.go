// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build (amd64 || arm64) && !android

package dl_test

import (
	"os"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
)

// Environment sees a variable that C's setenv has set; os.Environ does not.
func TestEnvironment_IsTheCLibrarys(t *testing.T) {
	libc, err := dl.Open("libc.so.6")
	require.NoError(t, err)
	setenv, err := libc.Lookup("setenv")
	require.NoError(t, err)
	name, value := []byte("XRPROBE_TEST_C\x00"), []byte("set in C\x00")
	require.Zero(t, dl.Call(setenv, uintptr(unsafe.Pointer(&name[0])), uintptr(unsafe.Pointer(&value[0])), 1))
	require.Contains(t, dl.Environment(), "XRPROBE_TEST_C=set in C")
	require.NotContains(t, os.Environ(), "XRPROBE_TEST_C=set in C")
	require.Contains(t, dl.Environment(), "PATH="+os.Getenv("PATH"))
}
