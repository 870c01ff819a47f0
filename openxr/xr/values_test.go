// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package xr_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

func TestString_ReturnsOpenXRsName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		value fmt.Stringer
		want  string
	}{
		{xr.FormFactorHeadMountedDisplay, "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY"},
		{xr.FormFactorHandheldDisplay, "XR_FORM_FACTOR_HANDHELD_DISPLAY"},
		{xr.FormFactor(7), "XrFormFactor(7)"},
		{xr.FormFactor(0), "XrFormFactor(0)"},
		{xr.EnvironmentBlendMode(-1), "XrEnvironmentBlendMode(-1)"},
		{xr.ViewConfigurationTypePrimaryQuadVARJO, "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO_WITH_FOVEATED_INSET"},
		{xr.TypeSystemGetInfo, "XR_TYPE_SYSTEM_GET_INFO"},
		{xr.StructureType(1<<31 - 1), "XrStructureType(2147483647)"},
		{xr.Success, "XR_SUCCESS"},
		{xr.ErrorRuntimeUnavailable, "XR_ERROR_RUNTIME_UNAVAILABLE"},
		{xr.ErrorPermissionInsufficient, "XR_ERROR_PERMISSION_INSUFFICIENT"},
		{xr.Result(-99999), "XrResult(-99999)"},
		{xr.LoaderInterfaceStructRuntimeRequest, "XR_LOADER_INTERFACE_STRUCT_RUNTIME_REQUEST"},
		{xr.GoogleCloudAuthErrorErrorANDROID, "XR_GOOGLE_CLOUD_AUTH_ERROR_ANDROID"},
	} {
		require.Equal(t, c.want, c.value.String())
	}
}

// The registry writes numbers in several ways. Other programs use the same numbers.
func TestConstants_HaveTheRegistrysNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ value, want int64 }{
		{int64(xr.ViewConfigurationTypePrimaryStereo), 2},
		{int64(xr.ViewConfigurationTypePrimaryMono), 1},
		{int64(xr.ViewConfigurationTypePrimaryQuadVARJO), 1000037000},
		{int64(xr.EnvironmentBlendModeOpaque), 1},
		{int64(xr.EnvironmentBlendModeAdditive), 2},
		{int64(xr.EnvironmentBlendModeAlphaBlend), 3},
		{int64(xr.ErrorRuntimeFailure), -2},
		{int64(xr.ErrorSizeInsufficient), -11},
		{int64(xr.ErrorFormFactorUnavailable), -35},
		{int64(xr.ErrorRuntimeUnavailable), -51},
		{int64(xr.ErrorPermissionInsufficient), -1000710000},
		{int64(xr.ReferenceSpaceTypeLocalFloor), 1000426000},
		{int64(xr.LoaderInterfaceStructLoaderInfo), 1},
		{int64(xr.LoaderInterfaceStructApiLayerNextInfo), 5},
		{int64(xr.CurrentLoaderRuntimeVersion), 1},
		{int64(xr.SpaceLocationPositionTrackedBit), 8},
		{int64(xr.KHRCompositionLayerDepthSpecVersion), 6},
	} {
		require.Equal(t, c.want, c.value)
	}
	require.Equal(t, "XR_KHR_composition_layer_depth", xr.KHRCompositionLayerDepthExtensionName)
	require.Equal(t, "XR_EXTX_overlay", xr.EXTXOverlayExtensionName)
}

func TestResult_SucceedsOrFails(t *testing.T) {
	t.Parallel()
	for _, r := range []xr.Result{xr.Success, xr.SessionLossPending, 1 << 30} {
		require.True(t, r.Succeeded() && !r.Failed(), r)
	}
	for _, r := range []xr.Result{xr.ErrorValidationFailure, xr.ErrorPermissionInsufficient, -1 << 31} {
		require.True(t, r.Failed() && !r.Succeeded(), r)
	}
}

func TestBool_AnythingButFalseIsTrue(t *testing.T) {
	t.Parallel()
	require.True(t, xr.True.Bool())
	require.False(t, xr.False.Bool())
	require.True(t, xr.Bool32(256).Bool())
}

func TestVersion_PacksThreeParts(t *testing.T) {
	t.Parallel()
	v := xr.MakeVersion(1, 0, 34)
	require.Equal(t, xr.Version(0x0001_0000_0000_0022), v)
	require.Equal(t, "1.0.34", v.String())
	require.Equal(t, "0.0.0", xr.Version(0).String())
	require.Equal(t, "65535.65535.4294967295", xr.Version(1<<64-1).String())
	require.Equal(t, xr.APIVersion, xr.MakeVersion(1, 1, xr.APIVersion.Patch()))
	require.Equal(t, xr.APIVersion10, xr.MakeVersion(1, 0, xr.APIVersion.Patch()))
	require.Equal(t, xr.APIVersion11, xr.MakeVersion(1, 1, xr.APIVersion.Patch()))
	require.NotZero(t, xr.APIVersion.Patch())
}

func TestVersion_KeepsItsParts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		major, minor, patch := rapid.Uint16().Draw(t, "major"), rapid.Uint16().Draw(t, "minor"), rapid.Uint32().Draw(t, "patch")
		v := xr.MakeVersion(major, minor, patch)
		require.Equal(t, major, v.Major())
		require.Equal(t, minor, v.Minor())
		require.Equal(t, patch, v.Patch())
		require.Equal(t, fmt.Sprintf("%d.%d.%d", major, minor, patch), v.String())
	})
}
