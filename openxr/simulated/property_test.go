// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated_test

import (
	"maps"
	"slices"
	"testing"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// everything is a sheet whose runtime offers every extension with properties, of systems
// and of views, and knows every member of them.
func everything(t *testing.T) (simulated.Sheet, []string) {
	t.Helper()
	sheet := whole(t)
	sheet.Runtime.Extensions = nil
	var names []string
	fill := func(structs []xr.PropertyStruct, seed int) map[string]map[string]any {
		properties := map[string]map[string]any{}
		for i, s := range structs {
			if !slices.Contains(names, s.Extension) {
				names = append(names, s.Extension)
				sheet.Runtime.Extensions = append(sheet.Runtime.Extensions, simulated.Extension{Name: s.Extension})
			}
			if s.Type == xr.TypeFoveatedViewConfigurationViewVARJO {
				continue // which is said to a runtime
			}
			properties[s.Name] = map[string]any{}
			for j, m := range s.Members {
				properties[s.Name][m.Name] = sample(m, seed+i+j)
			}
		}
		return properties
	}
	sheet.Systems[0].Properties = fill(xr.SystemPropertyStructs(), 0)
	for i := range sheet.Systems[0].ViewConfigurations[0].Views {
		sheet.Systems[0].ViewConfigurations[0].Views[i].Properties = fill(xr.ViewPropertyStructs(), i)
	}
	sheet.Sources, sheet.Systems[0].SpatialCapabilities = nil, nil
	return sheet, names
}

// sample is a value that differs from member to member as far as its kind lets it.
func sample(m xr.PropertyMember, i int) any {
	switch m.Kind {
	case xr.MemberBool:
		return i%2 == 0
	case xr.MemberEnum:
		return m.Names[i%len(m.Names)].Name
	case xr.MemberFlags:
		return []any{m.Names[0].Name, m.Names[len(m.Names)-1].Name}
	case xr.MemberUUID:
		return "00112233-4455-6677-8899-aabbccddeeff"
	case xr.MemberFloat:
		return float64(i) - 2.5
	default:
		return float64(1000 + i)
	}
}

// asked connects with the extensions enabled and returns the headset.
func asked(t *testing.T, runtime *simulated.Runtime, extensions []string) *openxr.System {
	t.Helper()
	entry, err := runtime.Entry()
	require.NoError(t, err)
	instance, err := entry.CreateInstance(openxr.InstanceInfo{ApplicationName: "test", Extensions: extensions})
	require.NoError(t, err)
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	require.NoError(t, err)
	return system
}

func opened(t *testing.T, sheet simulated.Sheet) *simulated.Runtime {
	t.Helper()
	runtime, err := simulated.New(sheet)
	require.NoError(t, err)
	t.Cleanup(runtime.Close)
	return runtime
}

// asInSheet writes values as a sheet has them.
func asInSheet(values map[string]openxr.Value) map[string]any {
	written := map[string]any{}
	for name, value := range values {
		switch {
		case value.Bool != nil:
			written[name] = *value.Bool
		case value.Number != nil:
			written[name] = float64(*value.Number)
		case value.Real != nil:
			written[name] = *value.Real
		case value.Text != nil:
			written[name] = *value.Text
		default:
			list := []any{}
			for _, word := range value.Names {
				list = append(list, word)
			}
			written[name] = list
		}
	}
	return written
}

func TestEveryStructureComesBackAsInTheSheet(t *testing.T) {
	t.Parallel()
	sheet, extensions := everything(t)
	runtime := opened(t, sheet)
	answers := propertiesOf(t, runtime, extensions)
	require.Len(t, answers, 67)
	got := map[string]map[string]any{}
	for _, answer := range answers {
		require.Equal(t, openxr.PropertyReported, answer.State, answer.Struct.Name)
		require.NoError(t, answer.Err)
		got[answer.Struct.Name] = asInSheet(answer.Values)
	}
	require.Empty(t, cmp.Diff(sheet.Systems[0].Properties, got))
	require.Equal(t, 1, calls(runtime, "xrGetSystemProperties"), "one batch")
}

func calls(runtime *simulated.Runtime, command string) (n int) {
	for _, call := range runtime.Calls() {
		if call.Command == command {
			n++
		}
	}
	return n
}

// A view says how large it is when it is foveated by being asked for so.
func TestEveryStructureOfAViewComesBackAsInTheSheet(t *testing.T) {
	t.Parallel()
	sheet, extensions := everything(t)
	runtime := opened(t, sheet)
	foveate(runtime, 300)
	system := asked(t, runtime, extensions)
	views, err := system.ViewPropertiesOf(xr.ViewConfigurationTypePrimaryStereo, xr.ViewPropertyStructs())
	require.NoError(t, err)
	require.Len(t, views, 2)
	for i, view := range views {
		want := maps.Clone(sheet.Systems[0].ViewConfigurations[0].Views[i].Properties)
		want["XrFoveatedViewConfigurationViewVARJO"] = map[string]any{
			"recommendedImageRectWidth": 300.0, "recommendedImageRectHeight": float64(1100 + i), "maxImageRectWidth": []float64{2000, 1001}[i], "maxImageRectHeight": []float64{2200, 1101}[i],
		}
		got := map[string]map[string]any{}
		for _, answer := range view {
			require.Equal(t, openxr.PropertyReported, answer.State, answer.Struct.Name)
			got[answer.Struct.Name] = asInSheet(answer.Values)
		}
		require.Empty(t, cmp.Diff(want, got))
	}
	require.Equal(t, 2, calls(runtime, "xrEnumerateViewConfigurationViews"), "one batch, for room and for all")
	plain, err := system.Views(xr.ViewConfigurationTypePrimaryStereo)
	require.NoError(t, err)
	require.Equal(t, uint32(1000), plain[0].RecommendedImageRectWidth)
	views, err = asked(t, opened(t, sheet), nil).ViewPropertiesOf(xr.ViewConfigurationTypePrimaryStereo, xr.ViewPropertyStructs())
	require.NoError(t, err)
	require.Equal(t, openxr.PropertyNotEnabled, views[0][0].State)
	require.Nil(t, views[0][3].Values)
}

// foveate has a runtime recommend another width for views that are asked for as foveated.
func foveate(runtime *simulated.Runtime, width uint32) {
	runtime.On("xrEnumerateViewConfigurationViews", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
		result := answer()
		first, _ := arguments[len(arguments)-1].(*xr.ViewConfigurationView)
		for i := range arguments[len(arguments)-3].(uint32) {
			view := (*xr.ViewConfigurationView)(unsafe.Add(unsafe.Pointer(first), uintptr(i)*unsafe.Sizeof(*first)))
			for next := (*xr.BaseOutStructure)(view.Next); next != nil; next = next.Next {
				foveated := (*xr.FoveatedViewConfigurationViewVARJO)(unsafe.Pointer(next))
				if next.Type == xr.TypeFoveatedViewConfigurationViewVARJO && foveated.FoveatedRenderingActive == xr.True {
					view.RecommendedImageRectWidth = width
				}
			}
		}
		return result
	}})
}

// What is not enabled is not asked, and what a sheet does not know is left alone.
func TestEachStateOfAStructure(t *testing.T) {
	t.Parallel()
	sheet, extensions := everything(t)
	delete(sheet.Systems[0].Properties, "XrSystemHandTrackingPropertiesEXT")
	delete(sheet.Systems[0].Properties["XrSystemTrackablesPropertiesANDROID"], "maxAnchors")
	extensions = slices.DeleteFunc(extensions, func(name string) bool { return name == xr.FBPassthroughExtensionName })
	states := map[openxr.PropertyState][]string{}
	for _, answer := range propertiesOf(t, opened(t, sheet), extensions) {
		states[answer.State] = append(states[answer.State], answer.Struct.Name)
		if answer.Struct.Name == "XrSystemTrackablesPropertiesANDROID" {
			require.Equal(t, []string{"supportsAnchor"}, slices.Collect(maps.Keys(answer.Values)))
		}
	}
	require.Equal(t, []string{"XrSystemHandTrackingPropertiesEXT"}, states[openxr.PropertyUntouched])
	require.Equal(t, []string{"XrSystemPassthroughPropertiesFB", "XrSystemPassthroughProperties2FB"}, states[openxr.PropertyNotEnabled])
	require.Len(t, states[openxr.PropertyReported], 67-3)
}

// propertiesOf asks for every structure.
func propertiesOf(t *testing.T, runtime *simulated.Runtime, extensions []string) []openxr.Property {
	t.Helper()
	answers, err := asked(t, runtime, extensions).PropertiesOf(xr.SystemPropertyStructs())
	require.NoError(t, err)
	return answers
}

// A call that fails has no answer, whatever was written.
func TestStructuresOfACallThatFails(t *testing.T) {
	t.Parallel()
	sheet, extensions := everything(t)
	runtime := opened(t, sheet)
	runtime.On("xrGetSystemProperties", simulated.Behaviour{Hook: func(_ []any, answer func() xr.Result) xr.Result {
		answer()
		return xr.ErrorValidationFailure
	}})
	answers, err := asked(t, runtime, extensions).PropertiesOf(xr.SystemPropertyStructs())
	require.EqualError(t, err, "xrGetSystemProperties: XR_ERROR_VALIDATION_FAILURE")
	require.Nil(t, answers)
}

// What a runtime does to the links is never followed.
func TestARuntimeThatCutsTheChain(t *testing.T) {
	t.Parallel()
	sheet, extensions := everything(t)
	runtime := opened(t, sheet)
	runtime.On("xrGetSystemProperties", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
		result := answer()
		out := arguments[len(arguments)-1].(*xr.SystemProperties)
		for next := (*xr.BaseOutStructure)(out.Next); next != nil; {
			next.Next, next = nil, next.Next
		}
		out.Next = nil
		return result
	}})
	for _, answer := range propertiesOf(t, runtime, extensions) {
		require.Equal(t, openxr.PropertyReported, answer.State)
	}
}

func TestSpatialCapabilities(t *testing.T) {
	t.Parallel()
	runtime := opened(t, whole(t))
	at := slices.IndexFunc(openxr.Queries(), func(q openxr.Query) bool { return q.Command == "xrEnumerateSpatialCapabilitiesEXT" })
	query := openxr.Queries()[at]
	values, err := query.Ask(asked(t, runtime, []string{query.Extension}))
	require.NoError(t, err)
	require.Equal(t, map[string]openxr.Value{openxr.QueryList: {Names: []string{"XR_SPATIAL_CAPABILITY_ANCHOR_EXT"}}}, values)
	_, err = query.Ask(asked(t, runtime, nil))
	require.ErrorContains(t, err, "XR_ERROR_FUNCTION_UNSUPPORTED", "without its extension the command is not there")
}
