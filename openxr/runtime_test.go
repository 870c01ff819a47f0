// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package openxr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

func TestEntry_FromLibraryToBlendModes(t *testing.T) {
	t.Parallel()
	entry, err := openxr.FromLibrary(compiled.Library(t, "strict", "blend=3,1"))
	require.NoError(t, err)
	negotiated, ok := entry.Negotiated()
	require.True(t, ok)
	require.Equal(t, openxr.Negotiated{InterfaceVersion: 1, APIVersion: xr.MakeVersion(1, 1, 40)}, negotiated)
	extensions, err := entry.Extensions()
	require.NoError(t, err)
	require.Equal(t, []openxr.Extension{{Name: "XR_MND_headless", Version: 3}, {Name: "XR_KHR_opengl_enable", Version: 10}}, extensions)

	instance, err := entry.CreateInstance(openxr.InstanceInfo{ApplicationName: "test", Extensions: []string{"XR_MND_headless"}})
	require.NoError(t, err)
	properties, err := instance.Properties()
	require.NoError(t, err)
	require.Equal(t, openxr.InstanceProperties{RuntimeName: "Test runtime", RuntimeVersion: xr.MakeVersion(2, 5, 9)}, properties)

	_, err = instance.System(xr.FormFactorHandheldDisplay)
	result, ok := openxr.ResultOf(err)
	require.True(t, ok)
	require.Equal(t, xr.ErrorFormFactorUnsupported, result)
	require.EqualError(t, err, "ask for XR_FORM_FACTOR_HANDHELD_DISPLAY: xrGetSystem: XR_ERROR_FORM_FACTOR_UNSUPPORTED")

	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	require.NoError(t, err)
	described, err := system.Properties()
	require.NoError(t, err)
	require.Equal(t, openxr.SystemProperties{
		Name: "Test headset", VendorID: 0x1209, MaxSwapchainImageWidth: 4096, MaxSwapchainImageHeight: 2048,
		MaxLayerCount: 16, OrientationTracking: true,
	}, described)
	configurations, err := system.ViewConfigurations()
	require.NoError(t, err)
	require.Equal(t, []xr.ViewConfigurationType{xr.ViewConfigurationTypePrimaryStereo}, configurations)
	mutable, err := system.FovMutable(configurations[0])
	require.NoError(t, err)
	require.True(t, mutable)
	views, err := system.Views(configurations[0])
	require.NoError(t, err)
	require.Equal(t, []openxr.View{
		{RecommendedImageRectWidth: 1000, MaxImageRectWidth: 2000, RecommendedImageRectHeight: 1100, MaxImageRectHeight: 2200, RecommendedSwapchainSampleCount: 1, MaxSwapchainSampleCount: 4},
		{RecommendedImageRectWidth: 1001, MaxImageRectWidth: 2001, RecommendedImageRectHeight: 1101, MaxImageRectHeight: 2201, RecommendedSwapchainSampleCount: 1, MaxSwapchainSampleCount: 4},
	}, views)
	blendModes, err := system.BlendModes(configurations[0])
	require.NoError(t, err)
	require.Equal(t, []xr.EnvironmentBlendMode{xr.EnvironmentBlendModeAlphaBlend, xr.EnvironmentBlendModeOpaque}, blendModes)

	require.NoError(t, instance.Destroy())
}

func TestNegotiate_NamesTheReason(t *testing.T) {
	t.Parallel()
	rows := []struct {
		words  string
		reason openxr.NegotiationReason
		result xr.Result
		text   string
	}{
		{"refuses", openxr.NegotiationRefused, xr.ErrorInitializationFailed, "returned XR_ERROR_INITIALIZATION_FAILED"},
		{"null-proc-addr", openxr.NoGetInstanceProcAddr, xr.ErrorFileContentsInvalid, "gave no xrGetInstanceProcAddr"},
		{"silent@negotiate", openxr.NoGetInstanceProcAddr, xr.ErrorFileContentsInvalid, "gave no xrGetInstanceProcAddr"},
		{"interface=0", openxr.BadInterfaceVersion, xr.ErrorFileContentsInvalid, "chose loader interface 0"},
		{"interface=2", openxr.BadInterfaceVersion, xr.ErrorFileContentsInvalid, "chose loader interface 2"},
		{"api-major=0", openxr.BadAPIVersion, xr.ErrorFileContentsInvalid, "speaks OpenXR 0.0.0"},
		{"api-major=2", openxr.BadAPIVersion, xr.ErrorFileContentsInvalid, "speaks OpenXR 2.0.0"},
	}
	for _, row := range rows {
		t.Run(row.words, func(t *testing.T) {
			t.Parallel()
			_, err := openxr.FromLibrary(compiled.Library(t, row.words))
			require.ErrorIs(t, err, openxr.ErrNegotiation)
			require.ErrorContains(t, err, row.text)
			var negotiation *openxr.NegotiationError
			require.ErrorAs(t, err, &negotiation)
			require.Equal(t, row.reason, negotiation.Reason)
			require.Equal(t, row.result, negotiation.Result)
		})
	}
}

func TestFromLibrary_RefusesALibraryThatIsNotARuntime(t *testing.T) {
	t.Parallel()
	_, err := openxr.FromLibrary(compiled.ByValue(t))
	var negotiation *openxr.NegotiationError
	require.ErrorAs(t, err, &negotiation)
	require.Equal(t, openxr.EntryPointMissing, negotiation.Reason)
	require.Equal(t, xr.ErrorRuntimeFailure, negotiation.Result)
	require.ErrorContains(t, err, "does not export xrNegotiateLoaderRuntimeInterface")
}

// The loader checks only the major version of the runtime's API.
func TestNegotiate_AcceptsEveryMinorVersion(t *testing.T) {
	t.Parallel()
	_, err := openxr.FromLibrary(compiled.Library(t, "api-major=1"))
	require.NoError(t, err)
}

func TestFromManifest_UsesItsFunctionNames(t *testing.T) {
	t.Parallel()
	library := compiled.Library(t)
	_, err := openxr.FromManifest(loader.Manifest{
		Library: library, Functions: map[string]string{loader.NegotiateFunction: "vendorNegotiate"},
	})
	require.NoError(t, err)
}

func TestLoadError_HasTheLinkersText(t *testing.T) {
	t.Parallel()
	for _, load := range []func(string) (*openxr.Entry, error){openxr.FromLibrary, openxr.FromLoader} {
		_, err := load("/nonexistent/librt.so")
		var load *openxr.LoadError
		require.ErrorAs(t, err, &load)
		require.Equal(t, "/nonexistent/librt.so", load.Library)
		require.ErrorContains(t, err, "No such file or directory")
	}
}

func TestFromLoader_RefusesALibraryThatIsNotALoader(t *testing.T) {
	t.Parallel()
	_, err := openxr.FromLoader(compiled.Library(t))
	require.ErrorContains(t, err, `exports no symbol "xrGetInstanceProcAddr"`)
}

func TestEntry_DistrustsImpossibleOutput(t *testing.T) {
	t.Parallel()
	create := func(e *openxr.Entry) error {
		_, err := e.CreateInstance(openxr.InstanceInfo{})
		return err
	}
	extensions := func(e *openxr.Entry) error {
		_, err := e.Extensions()
		return err
	}
	rows := []struct {
		words string
		call  func(*openxr.Entry) error
		text  string
	}{
		{"huge-count@enumerate", extensions, "claims 4294967295 elements"},
		{"growing-count@enumerate", extensions, "asked for more room"},
		{"overfull-count@enumerate", extensions, "claims 1000 elements in room for 1"},
		{"unwritten@enumerate", extensions, "did not write element 0"},
		{"silent@create", create, "gave no instance"},
	}
	for _, row := range rows {
		t.Run(row.words, func(t *testing.T) {
			t.Parallel()
			entry, err := openxr.FromLibrary(compiled.Library(t, row.words))
			require.NoError(t, err)
			err = row.call(entry)
			require.ErrorIs(t, err, openxr.ErrDistrusted)
			require.ErrorContains(t, err, row.text)
		})
	}
}

func TestExtensions_NamesWithoutNULOrUTF8(t *testing.T) {
	t.Parallel()
	entry, err := openxr.FromLibrary(compiled.Library(t, "unending-name"))
	require.NoError(t, err)
	extensions, err := entry.Extensions()
	require.NoError(t, err)
	require.Len(t, extensions[0].Name, 128)
	require.Equal(t, "bad\uFFFD\x1b[2J", extensions[1].Name)
}

func TestSystem_LackingCommandIsUnsupported(t *testing.T) {
	t.Parallel()
	entry, err := openxr.FromLibrary(compiled.Library(t, "lacks=xrEnumerateEnvironmentBlendModes"))
	require.NoError(t, err)
	instance, err := entry.CreateInstance(openxr.InstanceInfo{})
	require.NoError(t, err)
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	require.NoError(t, err)
	_, err = system.BlendModes(xr.ViewConfigurationTypePrimaryStereo)
	result, ok := openxr.ResultOf(err)
	require.True(t, ok)
	require.Equal(t, xr.ErrorFunctionUnsupported, result)
}
