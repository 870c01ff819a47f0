// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"runtime"
	"slices"
	"testing"
	"unicode/utf16"
	"unsafe"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// The handles that the commands below expect.
const (
	anInstance xr.Instance = 0x11
	aSystem    xr.SystemID = 0x22
)

// writeList is the runtime's side of the two-call idiom.
func writeList[T any](capacity uint32, count *uint32, first *T, values ...T) uintptr {
	*count = uint32(len(values))
	if capacity >= *count {
		copy(unsafe.Slice(first, capacity), values)
	}
	return 0
}

// listing returns a command that lists values for a system.
func listing[T any](values ...T) any {
	return func(instance xr.Instance, system xr.SystemID, capacity uint32, count *uint32, first *T) uintptr {
		if instance != anInstance || system != aSystem {
			return failing
		}
		return writeList(capacity, count, first, values...)
	}
}

// listingOf returns a command that lists the values that the map has for its parameter.
func listingOf[K comparable, T any](values map[K][]T) any {
	return func(instance xr.Instance, system xr.SystemID, of K, capacity uint32, count *uint32, first *T) uintptr {
		if instance != anInstance || system != aSystem {
			return failing
		}
		return writeList(capacity, count, first, values[of]...)
	}
}

// listingPaths returns a command that lists paths of an instance.
func listingPaths(values ...xr.Path) any {
	return func(instance xr.Instance, capacity uint32, count *uint32, first *xr.Path) uintptr {
		if instance != anInstance {
			return failing
		}
		return writeList(capacity, count, first, values...)
	}
}

// filling returns a command that fills a structure for a system.
func filling[T any](fill func(*T)) any {
	return func(instance xr.Instance, system xr.SystemID, out *T) uintptr {
		if instance != anInstance || system != aSystem {
			return failing
		}
		fill(out)
		return 0
	}
}

const failing = ^uintptr(0) // XR_ERROR_VALIDATION_FAILURE

func writeWide(to unsafe.Pointer, text string) {
	if runtime.GOOS == "windows" {
		copy(unsafe.Slice((*uint16)(to), xr.MaxAudioDeviceStrSizeOCULUS), append(utf16.Encode([]rune(text)), 0))
		return
	}
	copy(unsafe.Slice((*rune)(to), xr.MaxAudioDeviceStrSizeOCULUS), append([]rune(text), 0))
}

func guid(text string) any {
	return func(instance xr.Instance, buffer unsafe.Pointer) uintptr {
		writeWide(buffer, text)
		return 0
	}
}

// allCommands returns the commands of a runtime that has all of them.
func allCommands() map[string]any {
	paths := map[xr.Path]string{7: "/perfmetrics_meta/app/cpu_frametime", 8: "/perfmetrics_android/app/cpu_frametime", 9: "/devices/htc/vive_trackerABC", 10: "/user/vive_tracker_htcx/role/waist"}
	versions := func(v *xr.GraphicsRequirementsVulkanKHR) {
		v.MinApiVersionSupported, v.MaxApiVersionSupported = xr.MakeVersion(1, 1, 0), xr.MakeVersion(1, 3, 0)
	}
	return map[string]any{
		"xrPathToString": func(instance xr.Instance, path xr.Path, capacity uint32, count *uint32, first *byte) uintptr {
			return writeList(capacity, count, first, append([]byte(paths[path]), 0)...)
		},
		"xrEnumerateViewConfigurations": listing(xr.ViewConfigurationTypePrimaryStereo, xr.ViewConfigurationTypePrimaryMono),
		"xrGetOpenGLGraphicsRequirementsKHR": filling(func(v *xr.GraphicsRequirementsOpenGLKHR) {
			v.MinApiVersionSupported, v.MaxApiVersionSupported = xr.MakeVersion(3, 3, 0), xr.MakeVersion(4, 6, 0)
		}),
		"xrGetOpenGLESGraphicsRequirementsKHR": filling(func(v *xr.GraphicsRequirementsOpenGLESKHR) {
			v.MinApiVersionSupported, v.MaxApiVersionSupported = xr.MakeVersion(3, 0, 0), xr.MakeVersion(3, 2, 0)
		}),
		"xrGetVulkanGraphicsRequirementsKHR":                filling(versions),
		"xrGetVulkanGraphicsRequirements2KHR":               filling(versions),
		"xrGetVulkanInstanceExtensionsKHR":                  listing([]byte("VK_A VK_B\x00")...),
		"xrGetVulkanDeviceExtensionsKHR":                    listing([]byte("\x00")...),
		"xrGetD3D11GraphicsRequirementsKHR":                 filling(func(v *xr.GraphicsRequirementsD3D11KHR) { v.MinFeatureLevel = 0xb100 }),
		"xrGetD3D12GraphicsRequirementsKHR":                 filling(func(v *xr.GraphicsRequirementsD3D12KHR) { v.MinFeatureLevel = 0xc000 }),
		"xrEnumerateSceneComputeFeaturesMSFT":               listing(xr.SceneComputeFeaturePlaneMeshMSFT),
		"xrEnumerateReprojectionModesMSFT":                  listingOf(map[xr.ViewConfigurationType][]xr.ReprojectionModeMSFT{xr.ViewConfigurationTypePrimaryStereo: {xr.ReprojectionModeDepthMSFT}}),
		"xrGetAudioOutputDeviceGuidOculus":                  guid("{out-ö}"),
		"xrGetAudioInputDeviceGuidOculus":                   guid("{in}"),
		"xrEnumeratePerformanceMetricsCounterPathsMETA":     listingPaths(7),
		"xrEnumeratePerformanceMetricsCounterPathsANDROID":  listingPaths(8, 7),
		"xrEnumerateSupportedTrackableTypesANDROID":         listing(xr.TrackableTypePlaneANDROID),
		"xrEnumerateSupportedAnchorTrackableTypesANDROID":   listing[xr.TrackableTypeANDROID](),
		"xrEnumerateRaycastSupportedTrackableTypesANDROID":  listing(xr.TrackableTypePlaneANDROID, xr.TrackableTypeANDROID(-5)),
		"xrEnumerateSupportedPersistenceAnchorTypesANDROID": listing(xr.TrackableTypePlaneANDROID),
		"xrEnumerateSupportedSemanticLabelSetsANDROID":      listing(xr.SceneMeshSemanticLabelSetDefaultANDROID),
		"xrEnumerateSpatialCapabilitiesEXT":                 listing(xr.SpatialCapabilityAnchorEXT, xr.SpatialCapabilityPlaneTrackingEXT),
		"xrEnumerateSpatialCapabilityFeaturesEXT":           listingOf(map[xr.SpatialCapabilityEXT][]xr.SpatialCapabilityFeatureEXT{xr.SpatialCapabilityPlaneTrackingEXT: {xr.SpatialCapabilityFeatureMarkerTrackingStaticMarkersEXT}}),
		"xrEnumerateSpatialCapabilityComponentTypesEXT": func(instance xr.Instance, system xr.SystemID, of xr.SpatialCapabilityEXT, out *xr.SpatialCapabilityComponentTypesEXT) uintptr {
			return writeList(out.ComponentTypeCapacityInput, &out.ComponentTypeCountOutput, out.ComponentTypes, xr.SpatialComponentTypeAnchorEXT)
		},
		"xrEnumerateSpatialPersistenceScopesEXT":              listing(xr.SpatialPersistenceScopeSystemManagedEXT),
		"xrEnumerateSpatialAnchorAttachableComponentsANDROID": listing(xr.SpatialComponentTypeAnchorEXT),
		"xrEnumerateViveTrackerPathsHTCX": func(instance xr.Instance, capacity uint32, count *uint32, first *xr.ViveTrackerPathsHTCX) uintptr {
			*count = 2
			for i := range capacity {
				tracker := &unsafe.Slice(first, capacity)[i]
				tracker.PersistentPath, tracker.RolePath = 9, []xr.Path{10, xr.NullPath}[i]
			}
			return 0
		},
	}
}

// systemWith returns a system whose commands are Go functions of this process.
func systemWith(t *testing.T, functions map[string]any) *System {
	t.Helper()
	addresses := map[string]uintptr{}
	for name, function := range functions {
		address, err := dl.NewCallback(function)
		require.NoError(t, err)
		addresses[name] = address
	}
	commands := xr.NewCommands(func(name string) uintptr { return addresses[name] })
	return &System{instance: &Instance{commands: commands, handle: anInstance}, id: aSystem}
}

func TestQuery_ReadsWhatItsCommandWrites(t *testing.T) {
	t.Parallel()
	names := func(all ...string) map[string]Value {
		return map[string]Value{QueryList: namesValue(all)}
	}
	between := func(lowest, highest string) map[string]Value {
		return map[string]Value{"minApiVersionSupported": textValue(lowest), "maxApiVersionSupported": textValue(highest)}
	}
	const stereo, mono = "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_MONO"
	const anchor, plane = "XR_SPATIAL_CAPABILITY_ANCHOR_EXT", "XR_SPATIAL_CAPABILITY_PLANE_TRACKING_EXT"
	want := map[string]map[string]Value{
		"xrGetOpenGLGraphicsRequirementsKHR":                  between("3.3.0", "4.6.0"),
		"xrGetOpenGLESGraphicsRequirementsKHR":                between("3.0.0", "3.2.0"),
		"xrGetVulkanGraphicsRequirementsKHR":                  between("1.1.0", "1.3.0"),
		"xrGetVulkanGraphicsRequirements2KHR":                 between("1.1.0", "1.3.0"),
		"xrGetVulkanInstanceExtensionsKHR":                    names("VK_A", "VK_B"),
		"xrGetVulkanDeviceExtensionsKHR":                      names(),
		"xrGetD3D11GraphicsRequirementsKHR":                   {"minFeatureLevel": textValue("11.1")},
		"xrGetD3D12GraphicsRequirementsKHR":                   {"minFeatureLevel": textValue("12.0")},
		"xrEnumerateSceneComputeFeaturesMSFT":                 names("XR_SCENE_COMPUTE_FEATURE_PLANE_MESH_MSFT"),
		"xrEnumerateReprojectionModesMSFT":                    {stereo: namesValue([]string{"XR_REPROJECTION_MODE_DEPTH_MSFT"}), mono: namesValue([]string{})},
		"xrGetAudioOutputDeviceGuidOculus":                    {"guid": textValue("{out-ö}")},
		"xrGetAudioInputDeviceGuidOculus":                     {"guid": textValue("{in}")},
		"xrEnumerateViveTrackerPathsHTCX":                     {"persistentPath": namesValue([]string{"/devices/htc/vive_trackerABC", "/devices/htc/vive_trackerABC"}), "rolePath": namesValue([]string{"/user/vive_tracker_htcx/role/waist", ""})},
		"xrEnumeratePerformanceMetricsCounterPathsMETA":       names("/perfmetrics_meta/app/cpu_frametime"),
		"xrEnumeratePerformanceMetricsCounterPathsANDROID":    names("/perfmetrics_android/app/cpu_frametime", "/perfmetrics_meta/app/cpu_frametime"),
		"xrEnumerateSupportedTrackableTypesANDROID":           names("XR_TRACKABLE_TYPE_PLANE_ANDROID"),
		"xrEnumerateSupportedAnchorTrackableTypesANDROID":     names(),
		"xrEnumerateRaycastSupportedTrackableTypesANDROID":    names("XR_TRACKABLE_TYPE_PLANE_ANDROID", "XrTrackableTypeANDROID(-5)"),
		"xrEnumerateSupportedPersistenceAnchorTypesANDROID":   names("XR_TRACKABLE_TYPE_PLANE_ANDROID"),
		"xrEnumerateSupportedSemanticLabelSetsANDROID":        names("XR_SCENE_MESH_SEMANTIC_LABEL_SET_DEFAULT_ANDROID"),
		"xrEnumerateSpatialCapabilitiesEXT":                   names(anchor, plane),
		"xrEnumerateSpatialCapabilityComponentTypesEXT":       {anchor: namesValue([]string{"XR_SPATIAL_COMPONENT_TYPE_ANCHOR_EXT"}), plane: namesValue([]string{"XR_SPATIAL_COMPONENT_TYPE_ANCHOR_EXT"})},
		"xrEnumerateSpatialCapabilityFeaturesEXT":             {anchor: namesValue([]string{}), plane: namesValue([]string{"XR_SPATIAL_CAPABILITY_FEATURE_MARKER_TRACKING_STATIC_MARKERS_EXT"})},
		"xrEnumerateSpatialPersistenceScopesEXT":              names("XR_SPATIAL_PERSISTENCE_SCOPE_SYSTEM_MANAGED_EXT"),
		"xrEnumerateSpatialAnchorAttachableComponentsANDROID": names("XR_SPATIAL_COMPONENT_TYPE_ANCHOR_EXT"),
	}
	system := systemWith(t, allCommands())
	got := map[string]map[string]Value{}
	for _, query := range Queries() {
		if query.NotAsked != "" {
			continue
		}
		values, err := query.Ask(system)
		require.NoError(t, err, query.Command)
		got[query.Command] = values
	}
	require.Empty(t, cmp.Diff(want, got))
}

// If the runtime lacks a command, its query returns an error and no values.
func TestQuery_HasNoValuesIfItFails(t *testing.T) {
	t.Parallel()
	system := systemWith(t, nil)
	for _, query := range Queries() {
		if query.NotAsked == "" {
			values, err := query.Ask(system)
			require.ErrorContains(t, err, "XR_ERROR_FUNCTION_UNSUPPORTED", query.Command)
			require.Nil(t, values)
		}
	}
}

// TestQueries_CoverTheRegistry, beside the generator, compares them with the registry.
func TestQueries_HaveAnExtensionAndNoDuplicate(t *testing.T) {
	t.Parallel()
	var seen []string
	for _, query := range Queries() {
		require.NotContains(t, seen, query.Command)
		require.True(t, query.NotAsked != "" || query.call != nil, query.Command)
		require.NotEmpty(t, query.Extension)
		seen = append(seen, query.Command)
	}
	require.Len(t, seen, 28)
	require.True(t, slices.Contains(seen, "xrGetMetalGraphicsRequirementsKHR"))
}
