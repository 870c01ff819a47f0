// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"go/token"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var testNames = newNaming([]string{"KHR", "EXT", "FB", "ML", "ANDROID", "META"})

func TestNaming_Constants(t *testing.T) {
	t.Parallel()
	for c, want := range map[string]string{
		"XR_SUCCESS":                                     "Success",
		"XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY":            "FormFactorHeadMountedDisplay",
		"XR_TYPE_SYSTEM_GET_INFO":                        "TypeSystemGetInfo",
		"XR_TYPE_ACTION_STATE_VECTOR2F":                  "TypeActionStateVector2f",
		"XR_NULL_SYSTEM_ID":                              "NullSystemID",
		"XR_NULL_RENDER_MODEL_ID_EXT":                    "NullRenderModelIDEXT",
		"XR_ERROR_API_VERSION_UNSUPPORTED":               "ErrorApiVersionUnsupported",
		"XR_TYPE_ANDROID_SURFACE_SWAPCHAIN_INFO_FB":      "TypeAndroidSurfaceSwapchainInfoFB",
		"XR_TYPE_INSTANCE_CREATE_INFO_ANDROID_KHR":       "TypeInstanceCreateInfoAndroidKHR",
		"XR_FB_HAND_TRACKING_CAPSULE_COUNT":              "FbHandTrackingCapsuleCount",
		"XR_OVERLAY_BIT_EXTX":                            "OverlayBitEXTX",
		"XR_OVERLAY_BIT_EXTX2":                           "OverlayBitEXTX2",
		"XR_OVERLAY_BIT_EXTY":                            "OverlayBitExty",
		"XR_ML":                                          "ML",
		"XR_KHR_COMPOSITION_LAYER_DEPTH_EXTENSION_NAME":  "KHRCompositionLayerDepthExtensionName",
		"XR_KHR_composition_layer_depth_SPEC_VERSION":    "KHRCompositionLayerDepthSpecVersion",
		"XR_EXTX_OVERLAY_EXTENSION_NAME":                 "EXTXOverlayExtensionName",
		"XR_META_headset_id_SPEC_VERSION":                "METAHeadsetIDSpecVersion",
		"XR_CURRENT_API_VERSION":                         "APIVersion",
		"XR_GOOGLE_CLOUD_AUTH_ERROR_ANDROID":             "GoogleCloudAuthErrorErrorANDROID",
		"XR_GOOGLE_CLOUD_AUTH_ERROR_UNREACHABLE_ANDROID": "GoogleCloudAuthErrorUnreachableANDROID",
	} {
		require.Equal(t, want, testNames.constantName(c), c)
	}
}

func TestNaming_TypesMembersParametersAndCommands(t *testing.T) {
	t.Parallel()
	for c, want := range map[string]string{
		"XrSystemId":         "SystemID",
		"XrRenderModelIdEXT": "RenderModelIDEXT",
		"XrIdleTime":         "IdleTime",
		"XrFovf":             "Fovf",
		"XrUuidMSFT":         "UuidMSFT",
		"XrApiLayerNextInfo": "ApiLayerNextInfo",
	} {
		require.Equal(t, want, testNames.typeName(c), c)
	}
	for c, want := range map[string]string{
		"type":                   "Type",
		"next":                   "Next",
		"systemId":               "SystemID",
		"idCount":                "IDCount",
		"markerIds":              "MarkerIds",
		"settings_file_location": "SettingsFileLocation",
	} {
		require.Equal(t, want, testNames.memberName(c), c)
	}
	for c, want := range map[string]string{"systemId": "systemID", "map": "map_", "getInfo": "getInfo"} {
		require.Equal(t, want, testNames.parameterName(c), c)
	}
	require.Equal(t, "GetSystem", testNames.commandName("xrGetSystem"))
}

// For any words, the rule gives an exported identifier without underscores.
func TestNaming_ConstantsAreExported(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[A-Z][A-Z0-9]{0,8}`), 1, 6).Draw(t, "words")
		name := testNames.constantName("XR_" + strings.Join(words, "_"))
		require.True(t, token.IsExported(name) && token.IsIdentifier(name), name)
		require.NotContains(t, name, "_")
	})
}
