// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// A command is looked up once, at its first call. No other command is looked up: loaders
// complain about commands that need an instance if there is none yet.
func TestCommands_AreLookedUpOnceWhenCalled(t *testing.T) {
	t.Parallel()
	var names []string
	lookup := func(name string) uintptr {
		names = append(names, name)
		return 0
	}
	call := func(c *xr.Commands) {
		for range 3 {
			require.Equal(t, xr.ErrorFunctionUnsupported, c.CreateInstance(nil, nil))
			require.Equal(t, xr.ErrorFunctionUnsupported, c.DestroyInstance(0))
			require.Equal(t, xr.ErrorFunctionUnsupported, c.RequestDisplayRefreshRateFB(0, 90))
		}
	}
	call(xr.NewGlobalCommands(lookup))
	require.Equal(t, []string{"xrCreateInstance"}, names)
	names = nil
	call(xr.NewCommands(lookup))
	require.Equal(t, []string{"xrDestroyInstance", "xrRequestDisplayRefreshRateFB"}, names)
	names = nil
	call(new(xr.Commands))
	require.Empty(t, names)
}

func TestCommands_WithoutAnAddressAreUnsupported(t *testing.T) {
	t.Parallel()
	c := xr.NewCommands(func(string) uintptr { return 0 })
	for name, result := range map[string]xr.Result{
		"xrGetInstanceProcAddr":                  xr.GetInstanceProcAddr(0, xr.NullHandle, nil, nil),
		"xrEnumerateApiLayerProperties":          c.EnumerateApiLayerProperties(0, nil, nil),
		"xrEnumerateInstanceExtensionProperties": c.EnumerateInstanceExtensionProperties(nil, 0, nil, nil),
		"xrCreateInstance":                       c.CreateInstance(nil, nil),
		"xrDestroyInstance":                      c.DestroyInstance(0),
		"xrGetInstanceProperties":                c.GetInstanceProperties(0, nil),
		"xrGetSystem":                            c.GetSystem(0, nil, nil),
		"xrGetSystemProperties":                  c.GetSystemProperties(0, 0, nil),
		"xrEnumerateViewConfigurations":          c.EnumerateViewConfigurations(0, 0, 0, nil, nil),
		"xrGetViewConfigurationProperties":       c.GetViewConfigurationProperties(0, 0, 0, nil),
		"xrEnumerateViewConfigurationViews":      c.EnumerateViewConfigurationViews(0, 0, 0, 0, nil, nil),
		"xrEnumerateEnvironmentBlendModes":       c.EnumerateEnvironmentBlendModes(0, 0, 0, 0, nil, nil),
	} {
		require.Equal(t, xr.ErrorFunctionUnsupported, result, name)
	}
}
