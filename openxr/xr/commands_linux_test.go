// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build (amd64 || arm64) && !android

package xr_test

import (
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// libc returns a function of the C library. Such functions replace those of a runtime,
// because it is known what they do with their arguments.
func libc(t *testing.T, symbol string) uintptr {
	t.Helper()
	library, err := dl.Open("libc.so.6")
	require.NoError(t, err)
	address, err := library.Lookup(symbol)
	require.NoError(t, err)
	return address
}

func TestCommands_PassArgumentsInOrder(t *testing.T) {
	t.Parallel()
	strcmp := libc(t, "strcmp")
	c := xr.NewGlobalCommands(func(name string) uintptr {
		if name == "xrCreateInstance" {
			return strcmp
		}
		return 0
	})
	info := func(first byte) *xr.InstanceCreateInfo { return &xr.InstanceCreateInfo{Type: xr.StructureType(first)} }
	instance := xr.Instance('m')
	require.True(t, c.CreateInstance(info('a'), &instance).Failed())
	require.Positive(t, c.CreateInstance(info('z'), &instance))
	require.Equal(t, xr.Success, c.CreateInstance(info('m'), &instance))
	require.Equal(t, xr.ErrorFunctionUnsupported, c.EnumerateApiLayerProperties(0, nil, nil))
}

func TestCommands_ResultIsTheLower32Bits(t *testing.T) {
	t.Parallel()
	labs := libc(t, "labs")
	c := xr.NewCommands(func(string) uintptr { return labs })
	require.Equal(t, xr.ErrorRuntimeFailure, c.DestroyInstance(0x7000_0000_ffff_fffe))
}

// Like xrGetInstanceProcAddr, getsockname takes an integer and two addresses. It writes to both.
func TestGetInstanceProcAddr_CallsItsAddress(t *testing.T) {
	t.Parallel()
	socket, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	require.NoError(t, err)
	defer func() { require.NoError(t, syscall.Close(socket)) }()
	var family [16]byte
	length := uintptr(len(family))
	require.Equal(t, xr.Success, xr.GetInstanceProcAddr(libc(t, "getsockname"), xr.Instance(socket), &family[0], &length))
	require.EqualValues(t, syscall.AF_UNIX, family[0])
	require.EqualValues(t, 2, length)
}
