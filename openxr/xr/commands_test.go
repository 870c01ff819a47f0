// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Loaders write a complaint to their log when asked for anything else before there is an instance.
func TestLookupsBeforeAndAfterTheInstance(t *testing.T) {
	t.Parallel()
	var asked []string
	lookup := func(name string) uintptr {
		asked = append(asked, name)
		return 0
	}
	var c xr.Commands
	c.LoadGlobal(lookup)
	require.ElementsMatch(t, []string{
		"xrEnumerateApiLayerProperties", "xrEnumerateInstanceExtensionProperties", "xrCreateInstance",
	}, asked)
	asked = nil
	c.LoadInstance(lookup)
	require.ElementsMatch(t, []string{
		"xrDestroyInstance", "xrGetInstanceProperties", "xrGetSystem", "xrGetSystemProperties",
		"xrEnumerateViewConfigurations", "xrGetViewConfigurationProperties",
		"xrEnumerateViewConfigurationViews", "xrEnumerateEnvironmentBlendModes",
	}, asked)
}

func TestCommandsWithoutAnAddressAreUnsupported(t *testing.T) {
	t.Parallel()
	var c xr.Commands
	c.LoadGlobal(func(string) uintptr { return 0 })
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
