// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build (amd64 || arm64) && !android

package xr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// byValue returns the commands of a library written in C, whose results depend on every
// argument.
func byValue(t testing.TB) *xr.Commands {
	t.Helper()
	library, err := dl.Open(compiled.ByValue(t))
	require.NoError(t, err)
	return xr.NewCommands(func(name string) uintptr {
		address, err := library.Lookup(name)
		if err != nil {
			return 0
		}
		return address
	})
}

func TestCommands_PassFloatsAndStructuresByValue(t *testing.T) {
	t.Parallel()
	c := byValue(t)
	require.EqualValues(t, 5905, c.RequestDisplayRefreshRateFB(5, 90.5))
	require.EqualValues(t, 1234, c.SetInputDeviceStateFloatEXT(1, 2, 3, 4))
	require.EqualValues(t, 12345, c.SetInputDeviceStateVector2fEXT(1, 2, 3, xr.Vector2f{X: 4, Y: 5}))
	pose := xr.Posef{Orientation: xr.Quaternionf{X: 1, W: 1}, Position: xr.Vector3f{X: 1, Z: 1}}
	require.EqualValues(t, 1+4+16+128+256+1024, c.SetInputDeviceLocationEXT(1, 0, 1, 0, pose))
	require.EqualValues(t, 315, c.SetViewOffsetVARJO(3, 1.5))
	var future xr.FutureEXT
	require.EqualValues(t, 25203, c.CheckVpsAvailabilityAsyncANDROID(2, 52, 3, &future))
	require.EqualValues(t, 77, future)
	require.Equal(t, xr.ErrorFunctionUnsupported, c.EndSession(1))
}

// BenchmarkTrivialCommand measures the cost of the call itself.
func BenchmarkTrivialCommand(b *testing.B) {
	c := byValue(b)
	b.ReportAllocs()
	for b.Loop() {
		c.DestroySpace(1)
	}
}
