// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// whole returns the sheet in testdata/whole.json, which has a value for every kind of field.
func whole(t testing.TB) simulated.Sheet {
	t.Helper()
	path := filepath.Join("testdata", "whole.json")
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	sheet, err := simulated.ParseSheet(path, data)
	require.NoError(t, err)
	return sheet
}

// newInstance makes a runtime that the test's end closes, and an instance of it.
func newInstance(t testing.TB, sheet simulated.Sheet, extensions ...string) (*simulated.Runtime, *openxr.Instance) {
	t.Helper()
	runtime, err := simulated.New(sheet)
	require.NoError(t, err)
	t.Cleanup(runtime.Close)
	entry, err := runtime.Entry()
	require.NoError(t, err)
	instance, err := entry.CreateInstance(openxr.InstanceInfo{ApplicationName: "test", APIVersion: xr.MakeVersion(1, 1, 0), Extensions: extensions})
	require.NoError(t, err)
	return runtime, instance
}

func TestRuntime_AnswersFromSheet(t *testing.T) {
	t.Parallel()
	runtime, err := simulated.New(whole(t))
	require.NoError(t, err)
	defer runtime.Close()
	entry, err := runtime.Entry()
	require.NoError(t, err)
	negotiated, _ := entry.Negotiated()
	require.Equal(t, openxr.Negotiated{InterfaceVersion: 1, APIVersion: xr.MakeVersion(1, 1, 0)}, negotiated)

	extensions, err := entry.Extensions()
	require.NoError(t, err)
	require.Len(t, extensions, 11)
	require.Equal(t, []openxr.Extension{{Name: "XR_EXT_debug_utils", Version: 5}, {Name: "XR_MND_headless", Version: 3}, {Name: "XR_EXT_hand_tracking", Version: 1}}, extensions[:3])

	_, instance := newInstance(t, whole(t))
	properties, err := instance.Properties()
	require.NoError(t, err)
	require.Equal(t, openxr.InstanceProperties{RuntimeName: "Whole runtime", RuntimeVersion: xr.MakeVersion(1, 2, 3)}, properties)

	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	require.NoError(t, err)
	base, err := system.Properties()
	require.NoError(t, err)
	require.Equal(t, openxr.SystemProperties{
		Name: "Whole headset", VendorID: 4617, MaxSwapchainImageWidth: 4096, MaxSwapchainImageHeight: 2048,
		MaxLayerCount: 17, OrientationTracking: true, PositionTracking: false,
	}, base)
	types, err := system.ViewConfigurations()
	require.NoError(t, err)
	require.Equal(t, []xr.ViewConfigurationType{xr.ViewConfigurationTypePrimaryStereo, xr.ViewConfigurationTypePrimaryMono}, types)
	mutable, err := system.FovMutable(xr.ViewConfigurationTypePrimaryStereo)
	require.NoError(t, err)
	require.True(t, mutable)
	views, err := system.Views(xr.ViewConfigurationTypePrimaryStereo)
	require.NoError(t, err)
	require.Empty(t, cmp.Diff([]openxr.View{
		{RecommendedImageRectWidth: 1000, RecommendedImageRectHeight: 1100, MaxImageRectWidth: 2000, MaxImageRectHeight: 2200, RecommendedSwapchainSampleCount: 2, MaxSwapchainSampleCount: 4},
		{RecommendedImageRectWidth: 1001, RecommendedImageRectHeight: 1101, MaxImageRectWidth: 1001, MaxImageRectHeight: 1101, RecommendedSwapchainSampleCount: 1, MaxSwapchainSampleCount: 1},
	}, views))
	modes, err := system.BlendModes(xr.ViewConfigurationTypePrimaryStereo)
	require.NoError(t, err)
	require.Equal(t, []xr.EnvironmentBlendMode{xr.EnvironmentBlendModeOpaque, xr.EnvironmentBlendModeAlphaBlend}, modes)
}

func TestRuntime_RefusesWhatSheetLacks(t *testing.T) {
	t.Parallel()
	_, instance := newInstance(t, whole(t))
	_, err := instance.System(xr.FormFactorHandheldDisplay)
	requireResult(t, xr.ErrorFormFactorUnsupported, err)
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	require.NoError(t, err)
	_, err = system.BlendModes(xr.ViewConfigurationTypePrimaryStereoWithFoveatedInset)
	requireResult(t, xr.ErrorViewConfigurationTypeUnsupported, err)
	_, err = system.CreateSession(nil)
	requireResult(t, xr.ErrorGraphicsDeviceInvalid, err)
	_, err = instance.OnDebugMessage(1, 1, func(openxr.DebugMessage) {})
	requireResult(t, xr.ErrorFunctionUnsupported, err)
}

func requireResult(t *testing.T, want xr.Result, err error) {
	t.Helper()
	got, known := openxr.ResultOf(err)
	require.True(t, known, "%v", err)
	require.Equal(t, want, got)
}
