// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Below the level session the prober creates no object except the instance.
func TestProperties_CreateNoSession(t *testing.T) {
	t.Parallel()
	found := askProperties(t, sheetWith(propertyExtensions()...), nil)
	require.Equal(t, report.PropertyReported, found.runtime.Systems[0].Properties[0].State)
	for _, command := range found.commands {
		require.False(t, command != "xrCreateInstance" && strings.HasPrefix(command, "xrCreate"), command)
	}
	require.Contains(t, found.commands, "xrCreateInstance", "calls are recorded")
	require.Contains(t, found.commands, "xrGetSystemProperties")
	require.NotContains(t, found.commands, "xrDestroyInstance")
}

// refuseStructures makes xrGetSystemProperties fail if its chain holds one of the structures.
func refuseStructures(runtime *simulated.Runtime, names []string) {
	refused := map[xr.StructureType]bool{}
	for _, s := range xr.SystemPropertyStructs() {
		refused[s.Type] = slices.Contains(names, s.Name)
	}
	runtime.On("xrGetSystemProperties", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
		out := arguments[len(arguments)-1].(*xr.SystemProperties)
		for next := (*xr.BaseOutStructure)(out.Next); next != nil; next = next.Next {
			if refused[next.Type] {
				return xr.ErrorRuntimeFailure
			}
		}
		return answer()
	}})
}

// If a runtime fails every call that holds certain structures, all others are still reported.
func TestProperties_AFailingStructureCostsNoOther(t *testing.T) {
	t.Parallel()
	all := xr.SystemPropertyStructs()
	for _, bad := range [][]int{{0}, {66}, {33}, {0, 66}, {1, 2, 3}, {10, 20, 30, 40, 50, 60}} {
		t.Run(fmt.Sprint(bad), func(t *testing.T) {
			t.Parallel()
			var names, reasons []string
			for _, i := range bad {
				names = append(names, all[i].Name)
				reasons = append(reasons, all[i].Name+": xrGetSystemProperties: XR_ERROR_RUNTIME_FAILURE")
			}
			found := askProperties(t, sheetWith(propertyExtensions()...), func(runtime *simulated.Runtime) { refuseStructures(runtime, names) })
			states := map[report.PropertyState][]string{}
			for _, property := range found.runtime.Systems[0].Properties {
				states[property.State] = append(states[property.State], property.Struct)
			}
			require.Equal(t, names, states[report.PropertyFailed])
			require.Equal(t, []string{"XrSystemHeadsetIdPropertiesMETA"}, states[report.PropertyNotAsked])
			require.Empty(t, states[report.PropertyNotAdvertised])
			require.Len(t, found.problems, 1)
			require.Equal(t, fmt.Sprintf("%d of 66 structures with properties: %s", len(bad), strings.Join(reasons, "; ")), found.problems[0].Text)
			calls := slices.DeleteFunc(found.commands, func(command string) bool { return command != "xrGetSystemProperties" })
			const secondRounds = 3 // structures that begin with a value of their type, which the runtime leaves as they are
			require.LessOrEqual(t, len(calls), 2+2*7*len(bad)+secondRounds)
		})
	}
}

// The same holds for structures of views. If the views themselves are unknown, so are these
// structures.
func TestViewProperties_AFailingStructureCostsNoOther(t *testing.T) {
	t.Parallel()
	states := func(refuse func(view *xr.ViewConfigurationView) bool) map[string]string {
		sheet := sheetWith("XR_EXT_view_configuration_depth_range", "XR_EPIC_view_configuration_fov", "XR_EXT_frame_synthesis")
		view := simulated.View{Properties: map[string]map[string]any{"XrViewConfigurationDepthRangeEXT": {"minNearZ": 0.5}}}
		sheet.Systems[0].ViewConfigurations[0].Views = []simulated.View{view, view}
		found := askProperties(t, sheet, func(runtime *simulated.Runtime) {
			runtime.On("xrEnumerateViewConfigurationViews", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
				if first, _ := arguments[len(arguments)-1].(*xr.ViewConfigurationView); first != nil && refuse(first) {
					return xr.ErrorRuntimeFailure
				}
				return answer()
			}})
		})
		states := map[string]string{}
		for _, property := range found.runtime.Systems[0].ViewConfigurations[0].Properties {
			states[property.Struct] = string(property.State)
			if property.Because != nil {
				states[property.Struct] += ": " + *property.Because
			}
		}
		return states
	}
	const depth, fov, motion = "XrViewConfigurationDepthRangeEXT", "XrViewConfigurationViewFovEPIC", "XrFrameSynthesisConfigViewEXT"
	require.Equal(t, map[string]string{
		depth: "reported", motion: "untouched",
		fov: "failed: views of XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO: xrEnumerateViewConfigurationViews: XR_ERROR_RUNTIME_FAILURE",
	}, states(func(view *xr.ViewConfigurationView) bool {
		for next := (*xr.BaseOutStructure)(view.Next); next != nil; next = next.Next {
			if next.Type == xr.TypeViewConfigurationViewFovEPIC {
				return true
			}
		}
		return false
	}))
	const noViews = "failed: the views themselves are not known"
	require.Equal(t, map[string]string{depth: noViews, fov: noViews, motion: noViews},
		states(func(*xr.ViewConfigurationView) bool { return true }))
}

// Behind API layers, what is refused may be a layer's doing: the runtime may never have been asked.
func TestProperties_WhoRefused(t *testing.T) {
	t.Parallel()
	for want, between := range map[string][]string{
		"": nil, " (said by the runtime, or by the API layer A, which then did not ask it)": {"A"}, " (said by the runtime, or by one of the API layers A, B, which then did not ask it)": {"A", "B"},
	} {
		request := requestUpTo(report.LevelProperties)
		request.Between = between
		found := askSheet(t, request, sheetWith("XR_EXT_hand_tracking"), func(runtime *simulated.Runtime) {
			refuseStructures(runtime, []string{"XrSystemHandTrackingPropertiesEXT"})
		})
		at := slices.IndexFunc(found.runtime.Systems[0].Properties, func(p report.Property) bool { return p.State == report.PropertyFailed })
		require.Equal(t, "xrGetSystemProperties: XR_ERROR_RUNTIME_FAILURE"+want, *found.runtime.Systems[0].Properties[at].Because)
	}
}

// If a runtime does not answer the base properties, no structure is asked for, and the report has
// one problem.
func TestProperties_FailWithTheBaseProperties(t *testing.T) {
	t.Parallel()
	sheet := sheetWith(propertyExtensions()...)
	sheet.Calls = map[string]simulated.Call{"xrGetSystemProperties": {Result: "XR_ERROR_SYSTEM_INVALID"}}
	found := askProperties(t, sheet, nil)
	headset := found.runtime.Systems[0]
	require.Len(t, headset.Properties, 67)
	for _, property := range headset.Properties {
		if property.State != report.PropertyNotAsked {
			require.Equal(t, report.PropertyFailed, property.State)
			require.Equal(t, "xrGetSystemProperties: XR_ERROR_SYSTEM_INVALID", *property.Because)
		}
	}
	require.Len(t, found.problems, 1)
	require.Len(t, headset.ViewConfigurations, 1, "everything else is still asked")
}

// An XrBool32 that is neither true nor false is not reported, and is a problem.
func TestProperties_AnImpossibleBooleanIsNotReported(t *testing.T) {
	t.Parallel()
	found := askProperties(t, sheetWith("XR_EXT_hand_tracking"), func(runtime *simulated.Runtime) {
		runtime.On("xrGetSystemProperties", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
			result := answer()
			if next := arguments[len(arguments)-1].(*xr.SystemProperties).Next; next != nil {
				(*xr.SystemHandTrackingPropertiesEXT)(unsafe.Pointer(next)).SupportsHandTracking = 7
			}
			return result
		}})
	})
	at := slices.IndexFunc(found.runtime.Systems[0].Properties, func(p report.Property) bool { return p.State == report.PropertyReported })
	require.Empty(t, found.runtime.Systems[0].Properties[at].Values)
	require.Len(t, found.problems, 1)
	require.Equal(t, "answer_distrusted", found.problems[0].ID)
}

// Each enabled extension comes after the extensions that it depends on.
func TestInstance_EnablesDependenciesFirst(t *testing.T) {
	t.Parallel()
	sheet := sheetWith("XR_MSFT_hand_tracking_mesh", "XR_EXT_hand_tracking", "XR_EXT_spatial_anchor", "XR_EXT_spatial_entity", "XR_EXT_future", "XR_FB_passthrough")
	enabled := askProperties(t, sheet, nil).runtime.EnabledExtensions
	for i, extension := range enabled {
		for _, needed := range xr.ExtensionDependencies(extension) {
			require.Contains(t, enabled[:i], needed, extension)
		}
	}
	require.Contains(t, enabled, "XR_MSFT_hand_tracking_mesh")
	require.Contains(t, enabled, "XR_EXT_spatial_anchor")
}

// If xrCreateInstance fails once with all extensions and succeeds with each half of them, all are
// enabled.
func TestInstance_RetriesABatchThatFailedOnce(t *testing.T) {
	t.Parallel()
	sheet := sheetWith(propertyExtensions()...)
	sheet.Calls = map[string]simulated.Call{"xrCreateInstance": {Result: "XR_ERROR_RUNTIME_FAILURE", Times: 1}}
	found := askProperties(t, sheet, nil)
	require.Contains(t, found.runtime.EnabledExtensions, "XR_EXT_hand_tracking")
	require.Empty(t, found.problems)
}

// If a runtime refuses extensions that it lists, the prober finds them and enables the others.
func TestInstance_ARefusedExtensionCostsNoOther(t *testing.T) {
	t.Parallel()
	for _, refused := range [][]string{{"XR_FB_passthrough"}, {"XR_EXT_hand_tracking", "XR_EXT_user_presence"}, propertyExtensions()} {
		found := askProperties(t, sheetWith(propertyExtensions()...), func(runtime *simulated.Runtime) {
			runtime.On("xrCreateInstance", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
				info := arguments[0].(*xr.InstanceCreateInfo)
				for _, name := range unsafe.Slice(info.EnabledExtensionNames, info.EnabledExtensionCount) {
					if slices.Contains(refused, goString(name)) {
						return xr.ErrorExtensionNotPresent
					}
				}
				return answer()
			}})
		})
		for _, extension := range propertyExtensions() {
			enabled := slices.Contains(found.runtime.EnabledExtensions, extension)
			want := extension != "XR_MND_headless" && extension != "XR_META_headset_id" && !slices.Contains(refused, extension)
			require.Equal(t, want, enabled, extension)
		}
		for _, property := range found.runtime.Systems[0].Properties {
			if slices.Contains(refused, property.Extension) && property.State != report.PropertyNotAsked {
				require.Equal(t, report.PropertyFailed, property.State, property.Struct)
				require.Equal(t, "xrCreateInstance refuses to enable "+property.Extension+", which the runtime lists", *property.Because)
			}
		}
		require.NotEmpty(t, found.problems)
		alive := 0
		for _, call := range found.simulated.Calls() {
			switch {
			case call.Command == "xrCreateInstance" && call.Result == xr.Success:
				alive++
			case call.Command == "xrDestroyInstance":
				alive--
			}
			require.LessOrEqual(t, alive, 1, "one instance at a time")
		}
		require.Equal(t, 1, alive)
	}
}

// goString returns the C string that begins at first.
func goString(first *byte) string {
	length := 0
	for *(*byte)(unsafe.Add(unsafe.Pointer(first), length)) != 0 {
		length++
	}
	return unsafe.String(first, length)
}
