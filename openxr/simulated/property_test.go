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

// fullSheet returns a sheet that offers every extension with property structures of systems
// or views and has a value for every member, and the names of these extensions.
func fullSheet(t *testing.T) (simulated.Sheet, []string) {
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
				continue // the caller fills it
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

// sample returns a value for a member. Values differ as far as the member's kind allows.
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

// systemOf creates an instance with these extensions enabled and returns its headset.
func systemOf(t *testing.T, runtime *simulated.Runtime, extensions []string) *openxr.System {
	t.Helper()
	entry, err := runtime.Entry()
	require.NoError(t, err)
	instance, err := entry.CreateInstance(openxr.InstanceInfo{ApplicationName: "test", Extensions: extensions})
	require.NoError(t, err)
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	require.NoError(t, err)
	return system
}

func newRuntime(t *testing.T, sheet simulated.Sheet) *simulated.Runtime {
	t.Helper()
	runtime, err := simulated.New(sheet)
	require.NoError(t, err)
	t.Cleanup(runtime.Close)
	return runtime
}

// asInSheet converts values to the types that a sheet has.
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

func TestSystemProperties_EveryStructureAsInSheet(t *testing.T) {
	t.Parallel()
	sheet, extensions := fullSheet(t)
	runtime := newRuntime(t, sheet)
	answers := propertiesOf(t, runtime, extensions)
	require.Len(t, answers, 67)
	got := map[string]map[string]any{}
	for _, answer := range answers {
		require.Equal(t, openxr.PropertyReported, answer.State, answer.Struct.Name)
		require.NoError(t, answer.Err)
		got[answer.Struct.Name] = asInSheet(answer.Values)
	}
	require.Empty(t, cmp.Diff(sheet.Systems[0].Properties, got))
	require.Equal(t, 1, calls(runtime, "xrGetSystemProperties"), "one call asks for all structures")
}

func calls(runtime *simulated.Runtime, command string) (n int) {
	for _, call := range runtime.Calls() {
		if call.Command == command {
			n++
		}
	}
	return n
}

// XrFoveatedViewConfigurationViewVARJO asks for the sizes of a foveated view, which the
// runtime writes into the view itself.
func TestViewProperties_EveryStructureAsInSheet(t *testing.T) {
	t.Parallel()
	sheet, extensions := fullSheet(t)
	runtime := newRuntime(t, sheet)
	foveate(runtime, 300)
	system := systemOf(t, runtime, extensions)
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
	require.Equal(t, 2, calls(runtime, "xrEnumerateViewConfigurationViews"), "one call for the count and one for all structures")
	plain, err := system.Views(xr.ViewConfigurationTypePrimaryStereo)
	require.NoError(t, err)
	require.Equal(t, uint32(1000), plain[0].RecommendedImageRectWidth)
	views, err = systemOf(t, newRuntime(t, sheet), nil).ViewPropertiesOf(xr.ViewConfigurationTypePrimaryStereo, xr.ViewPropertyStructs())
	require.NoError(t, err)
	require.Equal(t, openxr.PropertyNotEnabled, views[0][0].State)
	require.Nil(t, views[0][3].Values)
}

// foveate makes a runtime recommend another width for views for which the caller asks for
// foveated rendering.
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

// The binding does not ask for a structure whose extension is not enabled, and the runtime
// does not write a structure that the sheet does not have.
func TestSystemProperties_StateOfEachStructure(t *testing.T) {
	t.Parallel()
	sheet, extensions := fullSheet(t)
	delete(sheet.Systems[0].Properties, "XrSystemHandTrackingPropertiesEXT")
	delete(sheet.Systems[0].Properties["XrSystemTrackablesPropertiesANDROID"], "maxAnchors")
	extensions = slices.DeleteFunc(extensions, func(name string) bool { return name == xr.FBPassthroughExtensionName })
	states := map[openxr.PropertyState][]string{}
	for _, answer := range propertiesOf(t, newRuntime(t, sheet), extensions) {
		states[answer.State] = append(states[answer.State], answer.Struct.Name)
		if answer.Struct.Name == "XrSystemTrackablesPropertiesANDROID" {
			require.Equal(t, []string{"supportsAnchor"}, slices.Collect(maps.Keys(answer.Values)))
		}
	}
	require.Equal(t, []string{"XrSystemHandTrackingPropertiesEXT"}, states[openxr.PropertyUntouched])
	require.Equal(t, []string{"XrSystemPassthroughPropertiesFB", "XrSystemPassthroughProperties2FB"}, states[openxr.PropertyNotEnabled])
	require.Len(t, states[openxr.PropertyReported], 67-3)
}

// A member of flags, or of an enumeration, begins with a value of its type, because an API layer may refuse anything else. That
// value is an answer only if the runtime wrote it.
func TestSystemProperties_TellFirstValuesFromAnswers(t *testing.T) {
	t.Parallel()
	const name, member = "XrSystemPassthroughProperties2FB", "capabilities"
	for _, bits := range [][]string{{}, {"XR_PASSTHROUGH_CAPABILITY_BIT_FB"}, {"XR_PASSTHROUGH_CAPABILITY_COLOR_BIT_FB"}, {"XR_PASSTHROUGH_CAPABILITY_BIT_FB", "XR_PASSTHROUGH_CAPABILITY_COLOR_BIT_FB"}, nil} {
		sheet, extensions := fullSheet(t)
		var list []any
		for _, bit := range bits {
			list = append(list, bit)
		}
		sheet.Systems[0].Properties[name][member] = list
		want := openxr.PropertyReported
		if bits == nil {
			delete(sheet.Systems[0].Properties, name)
			want = openxr.PropertyUntouched
		}
		runtime := newRuntime(t, sheet)
		runtime.On("xrGetSystemProperties", simulated.Behaviour{Hook: func(arguments []any, answer func() xr.Result) xr.Result {
			out := arguments[len(arguments)-1].(*xr.SystemProperties)
			for next := (*xr.BaseOutStructure)(out.Next); next != nil; next = next.Next {
				if next.Type == xr.TypeSystemPassthroughProperties2FB {
					require.Contains(t, []xr.PassthroughCapabilityFlagsFB{1, 2}, (*xr.SystemPassthroughProperties2FB)(unsafe.Pointer(next)).Capabilities)
				}
			}
			return answer()
		}})
		for _, answer := range propertiesOf(t, runtime, extensions) {
			if answer.Struct.Name != name {
				continue
			}
			require.Equal(t, want, answer.State, bits)
			if bits != nil {
				require.Equal(t, openxr.Value{Names: bits}, answer.Values[member])
			}
		}
	}
}

// propertiesOf asks a system for every structure.
func propertiesOf(t *testing.T, runtime *simulated.Runtime, extensions []string) []openxr.Property {
	t.Helper()
	answers, err := systemOf(t, runtime, extensions).PropertiesOf(xr.SystemPropertyStructs())
	require.NoError(t, err)
	return answers
}

// The binding ignores what a failing call has written.
func TestSystemProperties_FailedCall(t *testing.T) {
	t.Parallel()
	sheet, extensions := fullSheet(t)
	runtime := newRuntime(t, sheet)
	runtime.On("xrGetSystemProperties", simulated.Behaviour{Hook: func(_ []any, answer func() xr.Result) xr.Result {
		answer()
		return xr.ErrorValidationFailure
	}})
	answers, err := systemOf(t, runtime, extensions).PropertiesOf(xr.SystemPropertyStructs())
	require.EqualError(t, err, "xrGetSystemProperties: XR_ERROR_VALIDATION_FAILURE")
	require.Nil(t, answers)
}

// The binding never follows the next pointers that it gave to a runtime.
func TestSystemProperties_RuntimeCutsChain(t *testing.T) {
	t.Parallel()
	sheet, extensions := fullSheet(t)
	runtime := newRuntime(t, sheet)
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

func TestSpatialCapabilities_NeedTheirExtension(t *testing.T) {
	t.Parallel()
	runtime := newRuntime(t, whole(t))
	at := slices.IndexFunc(openxr.Queries(), func(q openxr.Query) bool { return q.Command == "xrEnumerateSpatialCapabilitiesEXT" })
	query := openxr.Queries()[at]
	values, err := query.Ask(systemOf(t, runtime, []string{query.Extension}))
	require.NoError(t, err)
	require.Equal(t, map[string]openxr.Value{openxr.QueryList: {Names: []string{"XR_SPATIAL_CAPABILITY_ANCHOR_EXT"}}}, values)
	_, err = query.Ask(systemOf(t, runtime, nil))
	require.ErrorContains(t, err, "XR_ERROR_FUNCTION_UNSUPPORTED", "the command is missing without its extension")
}
