// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"fmt"
	"runtime"
	"strings"
	"unicode/utf16"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Query is a command of an extension that needs no session.
type Query struct {
	Command   string // OpenXR's name of the command
	Extension string // the extension that must be enabled
	// NotAsked says why the command is never called. It is empty if the command may be called.
	NotAsked string
	call     func(*System) (map[string]Value, error)
}

// Ask calls the command for a system. The instance of the system must have the extension
// enabled. Each value is a Text or Names. The keys are the names of what the command fills
// ("minApiVersionSupported"), the view configurations or spatial capabilities for which it
// lists something ("XR_SPATIAL_CAPABILITY_ANCHOR_EXT"), or [QueryList]. Ask must not be
// called if NotAsked is set.
func (q Query) Ask(s *System) (map[string]Value, error) {
	values, err := q.call(s)
	if err != nil {
		return nil, err
	}
	return values, nil
}

// The reasons why some commands are never called.
const (
	needsVulkan   = "it needs a VkInstance, and this program creates none"
	returnsDevice = "it returns a device object, which does not say what is supported"
)

// Queries returns the commands of extensions that need no session, grouped by extension.
// The values from XR_OCULUS_audio_device_guid and XR_HTCX_vive_tracker_interaction identify
// one device among all others.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#list-of-extensions
func Queries() []Query {
	return []Query{
		versionsQuery("xrGetOpenGLGraphicsRequirementsKHR", xr.KHROpenglEnableExtensionName, openGL),
		versionsQuery("xrGetOpenGLESGraphicsRequirementsKHR", xr.KHROpenglEsEnableExtensionName, openGLES),
		versionsQuery("xrGetVulkanGraphicsRequirementsKHR", xr.KHRVulkanEnableExtensionName, vulkan((*xr.Commands).GetVulkanGraphicsRequirementsKHR)),
		wordsQuery("xrGetVulkanInstanceExtensionsKHR", xr.KHRVulkanEnableExtensionName, (*xr.Commands).GetVulkanInstanceExtensionsKHR),
		wordsQuery("xrGetVulkanDeviceExtensionsKHR", xr.KHRVulkanEnableExtensionName, (*xr.Commands).GetVulkanDeviceExtensionsKHR),
		{Command: "xrGetVulkanGraphicsDeviceKHR", Extension: xr.KHRVulkanEnableExtensionName, NotAsked: needsVulkan},
		versionsQuery("xrGetVulkanGraphicsRequirements2KHR", xr.KHRVulkanEnable2ExtensionName, vulkan((*xr.Commands).GetVulkanGraphicsRequirements2KHR)),
		{Command: "xrGetVulkanGraphicsDevice2KHR", Extension: xr.KHRVulkanEnable2ExtensionName, NotAsked: needsVulkan},
		versionsQuery("xrGetD3D11GraphicsRequirementsKHR", xr.KHRD3d11EnableExtensionName, direct3D11),
		versionsQuery("xrGetD3D12GraphicsRequirementsKHR", xr.KHRD3d12EnableExtensionName, direct3D12),
		{Command: "xrGetMetalGraphicsRequirementsKHR", Extension: xr.KHRMetalEnableExtensionName, NotAsked: returnsDevice},
		enumQuery("xrEnumerateSceneComputeFeaturesMSFT", xr.MSFTSceneUnderstandingExtensionName, (*xr.Commands).EnumerateSceneComputeFeaturesMSFT),
		{Command: "xrEnumerateReprojectionModesMSFT", Extension: xr.MSFTCompositionLayerReprojectionExtensionName, call: reprojectionModes},
		audioDeviceQuery("xrGetAudioOutputDeviceGuidOculus", (*xr.Commands).GetAudioOutputDeviceGuidOculus),
		audioDeviceQuery("xrGetAudioInputDeviceGuidOculus", (*xr.Commands).GetAudioInputDeviceGuidOculus),
		{Command: "xrEnumerateViveTrackerPathsHTCX", Extension: xr.HTCXViveTrackerInteractionExtensionName, call: viveTrackers},
		pathsQuery("xrEnumeratePerformanceMetricsCounterPathsMETA", xr.METAPerformanceMetricsExtensionName, (*xr.Commands).EnumeratePerformanceMetricsCounterPathsMETA),
		enumQuery("xrEnumerateSupportedTrackableTypesANDROID", xr.ANDROIDTrackablesExtensionName, (*xr.Commands).EnumerateSupportedTrackableTypesANDROID),
		enumQuery("xrEnumerateSupportedAnchorTrackableTypesANDROID", xr.ANDROIDTrackablesExtensionName, (*xr.Commands).EnumerateSupportedAnchorTrackableTypesANDROID),
		enumQuery("xrEnumerateRaycastSupportedTrackableTypesANDROID", xr.ANDROIDRaycastExtensionName, (*xr.Commands).EnumerateRaycastSupportedTrackableTypesANDROID),
		enumQuery("xrEnumerateSupportedPersistenceAnchorTypesANDROID", xr.ANDROIDDeviceAnchorPersistenceExtensionName, (*xr.Commands).EnumerateSupportedPersistenceAnchorTypesANDROID),
		pathsQuery("xrEnumeratePerformanceMetricsCounterPathsANDROID", xr.ANDROIDPerformanceMetricsExtensionName, (*xr.Commands).EnumeratePerformanceMetricsCounterPathsANDROID),
		enumQuery("xrEnumerateSupportedSemanticLabelSetsANDROID", xr.ANDROIDSceneMeshingExtensionName, (*xr.Commands).EnumerateSupportedSemanticLabelSetsANDROID),
		enumQuery("xrEnumerateSpatialCapabilitiesEXT", xr.EXTSpatialEntityExtensionName, (*xr.Commands).EnumerateSpatialCapabilitiesEXT),
		{Command: "xrEnumerateSpatialCapabilityComponentTypesEXT", Extension: xr.EXTSpatialEntityExtensionName, call: perCapability(componentTypes)},
		{Command: "xrEnumerateSpatialCapabilityFeaturesEXT", Extension: xr.EXTSpatialEntityExtensionName, call: perCapability(capabilityFeatures)},
		enumQuery("xrEnumerateSpatialPersistenceScopesEXT", xr.EXTSpatialPersistenceExtensionName, (*xr.Commands).EnumerateSpatialPersistenceScopesEXT),
		enumQuery("xrEnumerateSpatialAnchorAttachableComponentsANDROID", xr.ANDROIDSpatialEntityBoundAnchorExtensionName, (*xr.Commands).EnumerateSpatialAnchorAttachableComponentsANDROID),
	}
}

// QueryList is the key of the value of a command that returns only one list.
const QueryList = "list"

// systemCommand is a command that lists something for a system.
type systemCommand[T any] func(c *xr.Commands, instance xr.Instance, system xr.SystemID, capacity uint32, count *uint32, first *T) xr.Result

func (list systemCommand[T]) enumerate(s *System, command string, prepare func(*T)) ([]T, error) {
	return enumerate(command, 0, prepare, func(capacity uint32, count *uint32, first *T) xr.Result {
		return list(s.instance.commands, s.instance.handle, s.id, capacity, count, first)
	})
}

// enumQuery returns the query of a command that lists enumerants.
func enumQuery[T fmt.Stringer](command, extension string, list systemCommand[T]) Query {
	return Query{Command: command, Extension: extension, call: func(s *System) (map[string]Value, error) {
		values, err := list.enumerate(s, command, unprepared[T])
		return map[string]Value{QueryList: namesValue(namesOf(values))}, err
	}}
}

func namesOf[T fmt.Stringer](values []T) []string {
	names := make([]string, 0, len(values))
	for _, value := range values {
		names = append(names, value.String())
	}
	return names
}

// wordsQuery returns the query of a command that writes names with spaces between them.
func wordsQuery(command, extension string, list systemCommand[byte]) Query {
	return Query{Command: command, Extension: extension, call: func(s *System) (map[string]Value, error) {
		written, err := list.enumerate(s, command, func(b *byte) { *b = 0 })
		return map[string]Value{QueryList: namesValue(strings.Fields(text(written)))}, err
	}}
}

// pathsQuery returns the query of a command that lists paths of the instance.
func pathsQuery(command, extension string, list func(*xr.Commands, xr.Instance, uint32, *uint32, *xr.Path) xr.Result) Query {
	return Query{Command: command, Extension: extension, call: func(s *System) (map[string]Value, error) {
		numbers, err := enumerate(command, 0, unprepared[xr.Path], func(capacity uint32, count *uint32, first *xr.Path) xr.Result {
			return list(s.instance.commands, s.instance.handle, capacity, count, first)
		})
		names := make([]string, 0, len(numbers))
		for _, number := range numbers {
			name, failure := s.instance.PathName(number)
			if failure != nil {
				return nil, failure
			}
			names = append(names, name)
		}
		return map[string]Value{QueryList: namesValue(names)}, err
	}}
}

// versionsQuery returns the query of a command that fills a structure with the versions of a
// graphics interface that a session may use.
func versionsQuery(command, extension string, fill func(*System, string) (map[string]Value, error)) Query {
	return Query{Command: command, Extension: extension, call: func(s *System) (map[string]Value, error) { return fill(s, command) }}
}

func versionRange(lowest, highest xr.Version, err error) (map[string]Value, error) {
	return map[string]Value{"minApiVersionSupported": textValue(lowest.String()), "maxApiVersionSupported": textValue(highest.String())}, err
}

func openGL(s *System, command string) (map[string]Value, error) {
	out := &xr.GraphicsRequirementsOpenGLKHR{Type: xr.TypeGraphicsRequirementsOpenglKHR}
	err := fillStruct(command, out, func() xr.Result {
		return s.instance.commands.GetOpenGLGraphicsRequirementsKHR(s.instance.handle, s.id, out)
	})
	return versionRange(out.MinApiVersionSupported, out.MaxApiVersionSupported, err)
}

func openGLES(s *System, command string) (map[string]Value, error) {
	out := &xr.GraphicsRequirementsOpenGLESKHR{Type: xr.TypeGraphicsRequirementsOpenglEsKHR}
	err := fillStruct(command, out, func() xr.Result {
		return s.instance.commands.GetOpenGLESGraphicsRequirementsKHR(s.instance.handle, s.id, out)
	})
	return versionRange(out.MinApiVersionSupported, out.MaxApiVersionSupported, err)
}

func vulkan(requirements func(*xr.Commands, xr.Instance, xr.SystemID, *xr.GraphicsRequirementsVulkanKHR) xr.Result) func(*System, string) (map[string]Value, error) {
	return func(s *System, command string) (map[string]Value, error) {
		out := &xr.GraphicsRequirementsVulkanKHR{Type: xr.TypeGraphicsRequirementsVulkanKHR}
		err := fillStruct(command, out, func() xr.Result { return requirements(s.instance.commands, s.instance.handle, s.id, out) })
		return versionRange(out.MinApiVersionSupported, out.MaxApiVersionSupported, err)
	}
}

// direct3D11 and direct3D12 leave out the LUID of the adapter, which is valid only until the
// machine restarts.
func direct3D11(s *System, command string) (map[string]Value, error) {
	out := &xr.GraphicsRequirementsD3D11KHR{Type: xr.TypeGraphicsRequirementsD3d11KHR}
	err := fillStruct(command, out, func() xr.Result {
		return s.instance.commands.GetD3D11GraphicsRequirementsKHR(s.instance.handle, s.id, out)
	})
	return map[string]Value{"minFeatureLevel": textValue(featureLevel(out.MinFeatureLevel))}, err
}

func direct3D12(s *System, command string) (map[string]Value, error) {
	out := &xr.GraphicsRequirementsD3D12KHR{Type: xr.TypeGraphicsRequirementsD3d12KHR}
	err := fillStruct(command, out, func() xr.Result {
		return s.instance.commands.GetD3D12GraphicsRequirementsKHR(s.instance.handle, s.id, out)
	})
	return map[string]Value{"minFeatureLevel": textValue(featureLevel(out.MinFeatureLevel))}, err
}

// featureLevel writes a D3D_FEATURE_LEVEL, whose first two hexadecimal digits are its major
// and minor version: 0xb100 is 11.1.
func featureLevel(level int32) string { return fmt.Sprintf("%d.%d", level>>12, level>>8&0xf) }

// audioDeviceQuery returns the query of a command that writes the GUID of a device in wide
// characters, which have 16 bits on Windows and 32 bits elsewhere.
func audioDeviceQuery(command string, get func(*xr.Commands, xr.Instance, unsafe.Pointer) xr.Result) Query {
	return Query{Command: command, Extension: xr.OCULUSAudioDeviceGuidExtensionName, call: func(s *System) (map[string]Value, error) {
		wide := new([xr.MaxAudioDeviceStrSizeOCULUS]rune)
		err := check(command, get(s.instance.commands, s.instance.handle, unsafe.Pointer(wide)))
		if runtime.GOOS == "windows" {
			wide := utf16.Decode((*[xr.MaxAudioDeviceStrSizeOCULUS]uint16)(unsafe.Pointer(wide))[:])
			return map[string]Value{"guid": textValue(text([]byte(string(wide))))}, err
		}
		return map[string]Value{"guid": textValue(text([]byte(string(wide[:]))))}, err
	}}
}

// viveTrackers returns two paths for each connected tracker: one that contains its serial
// number, and that of its role, which is empty if it has none.
func viveTrackers(s *System) (map[string]Value, error) {
	trackers, err := enumerate("xrEnumerateViveTrackerPathsHTCX", headerSize, func(t *xr.ViveTrackerPathsHTCX) { t.Type = xr.TypeViveTrackerPathsHTCX },
		func(capacity uint32, count *uint32, first *xr.ViveTrackerPathsHTCX) xr.Result {
			return s.instance.commands.EnumerateViveTrackerPathsHTCX(s.instance.handle, capacity, count, first)
		})
	persistent, roles := []string{}, []string{}
	for _, tracker := range trackers {
		path, err := s.instance.pathNameOrEmpty(tracker.PersistentPath)
		if err != nil {
			return nil, err
		}
		role, err := s.instance.pathNameOrEmpty(tracker.RolePath)
		if err != nil {
			return nil, err
		}
		persistent, roles = append(persistent, path), append(roles, role)
	}
	return map[string]Value{"persistentPath": namesValue(persistent), "rolePath": namesValue(roles)}, err
}

// pathNameOrEmpty returns the name of a path, or "" for XR_NULL_PATH.
func (i *Instance) pathNameOrEmpty(path xr.Path) (string, error) {
	if path == xr.NullPath {
		return "", nil
	}
	return i.PathName(path)
}

// reprojectionModes returns the reprojection modes by view configuration.
func reprojectionModes(s *System) (map[string]Value, error) {
	configurations, err := s.ViewConfigurations()
	if err != nil {
		return nil, err
	}
	found := map[string]Value{}
	for _, configuration := range configurations {
		modes, err := enumerate("xrEnumerateReprojectionModesMSFT", 0, unprepared[xr.ReprojectionModeMSFT],
			func(capacity uint32, count *uint32, first *xr.ReprojectionModeMSFT) xr.Result {
				return s.instance.commands.EnumerateReprojectionModesMSFT(s.instance.handle, s.id, configuration, capacity, count, first)
			})
		if err != nil {
			return nil, fmt.Errorf("for %s: %w", configuration, err)
		}
		found[configuration.String()] = namesValue(namesOf(modes))
	}
	return found, nil
}

// perCapability calls list for each spatial capability.
func perCapability(list func(*System, xr.SpatialCapabilityEXT) ([]string, error)) func(*System) (map[string]Value, error) {
	return func(s *System) (map[string]Value, error) {
		every := systemCommand[xr.SpatialCapabilityEXT]((*xr.Commands).EnumerateSpatialCapabilitiesEXT)
		capabilities, err := every.enumerate(s, "xrEnumerateSpatialCapabilitiesEXT", unprepared[xr.SpatialCapabilityEXT])
		if err != nil {
			return nil, err
		}
		found := map[string]Value{}
		for _, capability := range capabilities {
			names, err := list(s, capability)
			if err != nil {
				return nil, fmt.Errorf("for %s: %w", capability, err)
			}
			found[capability.String()] = namesValue(names)
		}
		return found, nil
	}
}

func capabilityFeatures(s *System, capability xr.SpatialCapabilityEXT) ([]string, error) {
	features, err := enumerate("xrEnumerateSpatialCapabilityFeaturesEXT", 0, unprepared[xr.SpatialCapabilityFeatureEXT],
		func(capacity uint32, count *uint32, first *xr.SpatialCapabilityFeatureEXT) xr.Result {
			return s.instance.commands.EnumerateSpatialCapabilityFeaturesEXT(s.instance.handle, s.id, capability, capacity, count, first)
		})
	return namesOf(features), err
}

// componentTypes lists the component types of a spatial capability. Unlike other commands,
// this one has its capacity and count in a structure.
func componentTypes(s *System, capability xr.SpatialCapabilityEXT) ([]string, error) {
	types, err := enumerate("xrEnumerateSpatialCapabilityComponentTypesEXT", 0, unprepared[xr.SpatialComponentTypeEXT],
		func(capacity uint32, count *uint32, first *xr.SpatialComponentTypeEXT) xr.Result {
			var pinner runtime.Pinner
			defer pinner.Unpin()
			out := &xr.SpatialCapabilityComponentTypesEXT{Type: xr.TypeSpatialCapabilityComponentTypesEXT, ComponentTypeCapacityInput: capacity}
			if first != nil {
				pinner.Pin(first)
				out.ComponentTypes = first
			}
			result := s.instance.commands.EnumerateSpatialCapabilityComponentTypesEXT(s.instance.handle, s.id, capability, out)
			*count = out.ComponentTypeCountOutput
			return result
		})
	return namesOf(types), err
}
