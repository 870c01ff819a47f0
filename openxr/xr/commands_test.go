// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// A runtime is asked for a command once, when it is first called, and for no other:
// loaders complain about every command that they are asked for before there is an instance.
func TestCommandsAreLookedUpOnceWhenCalled(t *testing.T) {
	t.Parallel()
	var asked []string
	lookup := func(name string) uintptr {
		asked = append(asked, name)
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
	require.Equal(t, []string{"xrCreateInstance"}, asked)
	asked = nil
	call(xr.NewCommands(lookup))
	require.Equal(t, []string{"xrDestroyInstance", "xrRequestDisplayRefreshRateFB"}, asked)
	asked = nil
	call(new(xr.Commands))
	require.Empty(t, asked)
}

func TestCommandsWithoutAnAddressAreUnsupported(t *testing.T) {
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
