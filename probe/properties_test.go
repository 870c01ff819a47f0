// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/coverage"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe"
)

// openGLQueries returns the queries of a runtime that lists XR_KHR_opengl_enable but lacks that
// extension's command.
func openGLQueries() []report.Query {
	const command = "xrGetOpenGLGraphicsRequirementsKHR"
	return []report.Query{{Command: command, Extension: "XR_KHR_opengl_enable", State: report.QueryFailed, Because: new(command + ": XR_ERROR_FUNCTION_UNSUPPORTED")}}
}

// propertySheet returns a headset with properties in every kind of value. XR_FB_scene has none.
func propertySheet() simulated.Sheet {
	sheet := deskSheet()
	sheet.Runtime.Extensions = nil
	for _, name := range []string{
		"XR_EXT_hand_tracking", "XR_MSFT_hand_tracking_mesh", "XR_FB_color_space", "XR_FB_passthrough", "XR_META_headset_id",
		"XR_EXT_view_configuration_depth_range", "XR_EPIC_view_configuration_fov", "XR_EXT_future", "XR_EXT_spatial_entity", "XR_EXT_spatial_anchor", "XR_EXT_user_presence", "XR_FB_scene",
	} {
		sheet.Runtime.Extensions = append(sheet.Runtime.Extensions, simulated.Extension{Name: name, Version: new(uint32(1))})
	}
	sheet.Systems[0].Properties = map[string]map[string]any{
		"XrSystemHandTrackingPropertiesEXT":      {"supportsHandTracking": true},
		"XrSystemHandTrackingMeshPropertiesMSFT": {"supportsHandTrackingMesh": false, "maxHandMeshIndexCount": 4.0, "maxHandMeshVertexCount": 5.0},
		"XrSystemColorSpacePropertiesFB":         {"colorSpace": "XR_COLOR_SPACE_QUEST_FB"},
		"XrSystemPassthroughProperties2FB":       {"capabilities": []any{"XR_PASSTHROUGH_CAPABILITY_COLOR_BIT_FB"}},
		"XrSystemHeadsetIdPropertiesMETA":        {"id": "00112233-4455-6677-8899-aabbccddeeff"},
	}
	sheet.Systems[0].ViewConfigurations[0].Views = make([]simulated.View, 2)
	sheet.Systems[0].ViewConfigurations[0].Views[0].Properties = map[string]map[string]any{
		"XrViewConfigurationDepthRangeEXT": {"recommendedNearZ": 0.25, "minNearZ": 1.0, "maxFarZ": "Infinity"},
	}
	sheet.Systems[0].SpatialCapabilities = []string{"XR_SPATIAL_CAPABILITY_ANCHOR_EXT"}
	return sheet
}

// askedProperties returns the properties that a system was asked for.
func askedProperties(system report.System) []report.Property {
	return slices.DeleteFunc(slices.Clone(system.Properties), func(p report.Property) bool {
		return p.State == report.PropertyNotAsked
	})
}

func TestProperties_HaveStates(t *testing.T) {
	t.Parallel()
	want := []report.Property{
		{Struct: "XrSystemHandTrackingPropertiesEXT", Extension: "XR_EXT_hand_tracking", State: report.PropertyReported, Values: map[string]report.Value{"supportsHandTracking": {Bool: new(true)}}},
		{Struct: "XrSystemHandTrackingMeshPropertiesMSFT", Extension: "XR_MSFT_hand_tracking_mesh", State: report.PropertyReported, Values: map[string]report.Value{
			"supportsHandTrackingMesh": {Bool: new(false)}, "maxHandMeshIndexCount": {Number: new(uint64(4))}, "maxHandMeshVertexCount": {Number: new(uint64(5))},
		}},
		{Struct: "XrSystemColorSpacePropertiesFB", Extension: "XR_FB_color_space", State: report.PropertyReported, Values: map[string]report.Value{"colorSpace": {Text: new("XR_COLOR_SPACE_QUEST_FB")}}},
		{Struct: "XrSystemPassthroughProperties2FB", Extension: "XR_FB_passthrough", State: report.PropertyReported, Values: map[string]report.Value{"capabilities": {Names: []string{"XR_PASSTHROUGH_CAPABILITY_COLOR_BIT_FB"}}}},
		{Struct: "XrSystemPassthroughPropertiesFB", Extension: "XR_FB_passthrough", State: report.PropertyUntouched},
		{Struct: "XrSystemUserPresencePropertiesEXT", Extension: "XR_EXT_user_presence", State: report.PropertyUntouched},
	}
	byName := cmp.Transformer("byName", func(all []report.Property) map[string]report.Property {
		named := map[string]report.Property{}
		for _, property := range all {
			named[property.Struct] = property
		}
		return named
	})
	for _, helper := range []probe.Helper{probe.Self(), probe.InProcess()} {
		found := simulate(t, helper, probe.Request{}, propertySheet())
		require.Empty(t, found.Problems)
		headset := found.Runtimes[0].Systems[0]
		require.Len(t, headset.Properties, len(want)+1, "a row for each structure of a listed extension, and no other")
		require.Len(t, coverage.Properties(&found.Runtimes[0], &headset), 67)
		require.Empty(t, cmp.Diff(want, askedProperties(headset), byName))
		require.Equal(t, []string{"XR_SPATIAL_CAPABILITY_ANCHOR_EXT"}, headset.SpatialCapabilities)
		require.NotContains(t, found.Runtimes[0].EnabledExtensions, "XR_FB_scene", "it has nothing to ask for")
	}
}

// A structure is reported if the runtime filled it in for any view.
func TestViewProperties_HaveStates(t *testing.T) {
	t.Parallel()
	want := []report.ViewProperty{
		{Struct: "XrViewConfigurationDepthRangeEXT", Extension: "XR_EXT_view_configuration_depth_range", State: report.PropertyReported, Views: []map[string]report.Value{
			{"recommendedNearZ": {Real: new(0.25)}, "minNearZ": {Real: new(1.0)}, "maxFarZ": {Text: new("Infinity")}}, {},
		}},
		{Struct: "XrViewConfigurationViewFovEPIC", Extension: "XR_EPIC_view_configuration_fov", State: report.PropertyUntouched},
	}
	found := simulate(t, probe.Self(), probe.Request{}, propertySheet())
	require.Empty(t, found.Problems)
	require.Empty(t, cmp.Diff(want, found.Runtimes[0].Systems[0].ViewConfigurations[0].Properties))
}

// Identifiers of one device are asked for only if Request.Identify is set.
func TestIdentify_IsNeededForIdentifiers(t *testing.T) {
	t.Parallel()
	for identify, state := range map[bool]report.PropertyState{false: report.PropertyNotAsked, true: report.PropertyReported} {
		found := simulate(t, probe.Self(), probe.Request{Identify: identify}, propertySheet())
		headset := found.Runtimes[0].Systems[0]
		at := slices.IndexFunc(headset.Properties, func(p report.Property) bool { return p.Struct == "XrSystemHeadsetIdPropertiesMETA" })
		require.Equal(t, state, headset.Properties[at].State)
		require.Equal(t, identify, slices.Contains(found.Runtimes[0].EnabledExtensions, "XR_META_headset_id"))
		if identify {
			require.Equal(t, "00112233-4455-6677-8899-aabbccddeeff", *headset.Properties[at].Values["id"].Text)
		} else {
			require.Contains(t, *headset.Properties[at].Because, "--identify")
		}
	}
}
