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
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// offering is a headset whose runtime offers the extensions, and knows one property of each.
func offering(extensions ...string) simulated.Sheet {
	sheet := simulated.Sheet{Schema: simulated.SheetSchema, Title: "A headset that is watched", Systems: []simulated.System{{
		FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Properties: map[string]map[string]any{},
		ViewConfigurations: []simulated.ViewConfiguration{{Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"}}},
	}}}
	for _, name := range extensions {
		sheet.Runtime.Extensions = append(sheet.Runtime.Extensions, simulated.Extension{Name: name})
		for _, s := range xr.SystemPropertyStructs() {
			if s.Extension == name && s.Members[0].Kind == xr.MemberBool {
				sheet.Systems[0].Properties[s.Name] = map[string]any{s.Members[0].Name: true}
			}
		}
	}
	return sheet
}

// allWithProperties are the extensions that have structures with properties, and a few more.
func allWithProperties() []string {
	names := []string{"XR_MND_headless", "XR_KHR_opengl_enable", "XR_EXT_spatial_entity"}
	for _, s := range xr.SystemPropertyStructs() {
		if !slices.Contains(names, s.Extension) {
			names = append(names, s.Extension)
		}
	}
	return names
}

// climbed asks a runtime of this process everything below a session, and returns what
// was found and every call that was made.
func climbed(t *testing.T, sheet simulated.Sheet, change func(*simulated.Runtime)) (asker, []simulated.Record) {
	t.Helper()
	runtime, err := simulated.New(sheet)
	require.NoError(t, err)
	t.Cleanup(runtime.Close)
	change(runtime)
	r := upTo(report.LevelProperties)
	a := asker{request: r, runtime: r.Runtime, tools: Tools{Send: func(wire.Step) error { return nil }}}
	a.entry, err = runtime.Entry()
	require.NoError(t, err)
	require.NoError(t, a.climb(ladder()[1:])) // the runtime is loaded already
	require.Nil(t, a.runtime.Cause)
	return a, runtime.Calls()
}

func unchanged(*simulated.Runtime) {}

// Nothing below the level session makes one, or anything that one is made of.
func TestProperties_CreateNoSession(t *testing.T) {
	t.Parallel()
	found, calls := climbed(t, offering(allWithProperties()...), unchanged)
	require.Equal(t, report.PropertyReported, found.runtime.Systems[0].Properties[0].State)
	var commands []string
	for _, call := range calls {
		commands = append(commands, call.Command)
		require.False(t, call.Command != "xrCreateInstance" && strings.HasPrefix(call.Command, "xrCreate"), call.Command)
	}
	require.Contains(t, commands, "xrCreateInstance", "calls are recorded")
	require.Contains(t, commands, "xrGetSystemProperties")
	require.NotContains(t, commands, "xrDestroyInstance")
}

// refuse has a runtime fail whatever holds one of the structures.
func refuse(runtime *simulated.Runtime, names []string) {
	bad := map[xr.StructureType]bool{}
	for _, s := range xr.SystemPropertyStructs() {
		bad[s.Type] = slices.Contains(names, s.Name)
	}
	runtime.On("xrGetSystemProperties", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
		out := arguments[len(arguments)-1].(*xr.SystemProperties)
		for next := (*xr.BaseOutStructure)(out.Next); next != nil; next = next.Next {
			if bad[next.Type] {
				return xr.ErrorRuntimeFailure
			}
		}
		return answer()
	}})
}

// A runtime that fails whatever holds some structures keeps all others.
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
			found, calls := climbed(t, offering(allWithProperties()...), func(runtime *simulated.Runtime) { refuse(runtime, names) })
			states := map[report.PropertyState][]string{}
			for _, property := range found.runtime.Systems[0].Properties {
				states[property.State] = append(states[property.State], property.Struct)
			}
			require.Equal(t, names, states[report.PropertyFailed])
			require.Equal(t, []string{"XrSystemHeadsetIdPropertiesMETA"}, states[report.PropertyNotAsked])
			require.Empty(t, states[report.PropertyNotAdvertised])
			require.Len(t, found.problems, 1)
			require.Equal(t, fmt.Sprintf("%d of 66 structures with properties: %s", len(bad), strings.Join(reasons, "; ")), found.problems[0].Text)
			asked := slices.DeleteFunc(calls, func(call simulated.Record) bool { return call.Command != "xrGetSystemProperties" })
			require.LessOrEqual(t, len(asked), 2+2*7*len(bad))
		})
	}
}

// The same of structures of views. Without views there is nothing to extend.
func TestViewProperties_AFailingStructureCostsNoOther(t *testing.T) {
	t.Parallel()
	states := func(refuse func(view *xr.ViewConfigurationView) bool) map[string]string {
		sheet := offering("XR_EXT_view_configuration_depth_range", "XR_EPIC_view_configuration_fov", "XR_EXT_frame_synthesis")
		view := simulated.View{Properties: map[string]map[string]any{"XrViewConfigurationDepthRangeEXT": {"minNearZ": 0.5}}}
		sheet.Systems[0].ViewConfigurations[0].Views = []simulated.View{view, view}
		found, _ := climbed(t, sheet, func(runtime *simulated.Runtime) {
			runtime.On("xrEnumerateViewConfigurationViews", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
				if first, _ := arguments[len(arguments)-1].(*xr.ViewConfigurationView); first != nil && refuse(first) {
					return xr.ErrorRuntimeFailure
				}
				return answer()
			}})
		})
		became := map[string]string{}
		for _, property := range found.runtime.Systems[0].ViewConfigurations[0].Properties {
			became[property.Struct] = string(property.State)
			if property.Because != nil {
				became[property.Struct] += ": " + *property.Because
			}
		}
		return became
	}
	const depth, fov, motion, foveated = "XrViewConfigurationDepthRangeEXT", "XrViewConfigurationViewFovEPIC", "XrFrameSynthesisConfigViewEXT", "XrFoveatedViewConfigurationViewVARJO"
	require.Equal(t, map[string]string{
		depth: "reported", motion: "untouched", foveated: "not_advertised",
		fov: "failed: views of XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO: xrEnumerateViewConfigurationViews: XR_ERROR_RUNTIME_FAILURE",
	}, states(func(view *xr.ViewConfigurationView) bool {
		for next := (*xr.BaseOutStructure)(view.Next); next != nil; next = next.Next {
			if next.Type == xr.TypeViewConfigurationViewFovEPIC {
				return true
			}
		}
		return false
	}))
	const none = "failed: the views themselves are not known"
	require.Equal(t, map[string]string{depth: none, fov: none, motion: none, foveated: "not_advertised"},
		states(func(*xr.ViewConfigurationView) bool { return true }))
}

// A truth value that is neither true nor false is not reported, and said.
func TestProperties_ANonsensicalMemberIsNotReported(t *testing.T) {
	t.Parallel()
	found, _ := climbed(t, offering("XR_EXT_hand_tracking"), func(runtime *simulated.Runtime) {
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

// Extensions that a runtime lists and refuses are found, and the others enabled.
func TestInstance_ARefusedExtensionCostsNoOther(t *testing.T) {
	t.Parallel()
	for _, refused := range [][]string{{"XR_FB_passthrough"}, {"XR_EXT_hand_tracking", "XR_EXT_user_presence"}, allWithProperties()} {
		found, calls := climbed(t, offering(allWithProperties()...), func(runtime *simulated.Runtime) {
			runtime.On("xrCreateInstance", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
				info := arguments[0].(*xr.InstanceCreateInfo)
				for _, name := range unsafe.Slice(info.EnabledExtensionNames, info.EnabledExtensionCount) {
					if slices.Contains(refused, nameOf(name)) {
						return xr.ErrorExtensionNotPresent
					}
				}
				return answer()
			}})
		})
		for _, extension := range allWithProperties() {
			enabled := slices.Contains(found.runtime.EnabledExtensions, extension)
			worth := extension != "XR_MND_headless" && extension != "XR_META_headset_id" && !slices.Contains(refused, extension)
			require.Equal(t, worth, enabled, extension)
		}
		for _, property := range found.runtime.Systems[0].Properties {
			if slices.Contains(refused, property.Extension) && property.State != report.PropertyNotAsked {
				require.Equal(t, report.PropertyFailed, property.State, property.Struct)
				require.Equal(t, "xrCreateInstance refuses to enable "+property.Extension+", which the runtime lists", *property.Because)
			}
		}
		require.NotEmpty(t, found.problems)
		alive := 0
		for _, call := range calls {
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

func nameOf(first *byte) string {
	length := 0
	for *(*byte)(unsafe.Add(unsafe.Pointer(first), length)) != 0 {
		length++
	}
	return unsafe.String(first, length)
}
