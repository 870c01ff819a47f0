// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// A data sheet that leaves something out says nothing about the runtime.
func TestList_SilentDataSheetIsNoSilentRuntime(t *testing.T) {
	t.Parallel()
	because := func(source, extensions string, feature webxr.Feature) string {
		runtime := headset(extensions)
		runtime.Source, runtime.APIVersion = source, new("1.0")
		runtime.Systems[0].Properties = []report.Property{{Struct: "XrSystemHandTrackingPropertiesEXT", Extension: "XR_EXT_hand_tracking", State: report.PropertyUntouched}}
		runtime.Systems[0].Queries = []report.Query{{
			Command: "xrEnumerateSpatialCapabilitiesEXT", State: report.QueryFailed, Because: new("xrEnumerateSpatialCapabilitiesEXT: XR_ERROR_FUNCTION_UNSUPPORTED"),
		}}
		return featureOf(t, runtime, everything, feature).Because
	}
	const anchors = "XR_EXT_future XR_EXT_spatial_entity XR_EXT_spatial_anchor"
	for _, row := range []struct {
		extensions   string
		feature      webxr.Feature
		sheet, asked string
	}{
		{"XR_EXT_hand_tracking", webxr.FeatureHandTracking, "XrSystemHandTrackingPropertiesEXT has no value in the data sheet", "was left untouched by the runtime"},
		{anchors, webxr.FeatureAnchors, "but the data sheet does not list the spatial capabilities", "XR_ERROR_FUNCTION_UNSUPPORTED"},
		{"", webxr.FeatureLocalFloor, "emulated, if the runtime has no local floor: ", "emulated: "},
	} {
		require.Contains(t, because("data sheet", row.extensions, row.feature), row.sheet)
		require.NotContains(t, because("data sheet", row.extensions, row.feature), row.asked)
		require.Contains(t, because("--runtime", row.extensions, row.feature), row.asked)
	}
}
