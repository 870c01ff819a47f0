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

// Query is a command of an extension that answers without a session.
type Query struct {
	Command   string
	Extension string
	// NotAsked says why the command is never called. It is empty where it is.
	NotAsked string
	call     func(*System) (map[string]Value, error)
}

// Ask calls the command for a system of an instance that has the extension enabled. The
// values are Texts and Names, by the names of what the command fills.
func (q Query) Ask(s *System) (map[string]Value, error) {
	values, err := q.call(s)
	if err != nil {
		return nil, err
	}
	return values, nil
}

// Why some commands are not called.
const (
	needsVulkan   = "its answer needs a VkInstance, and this makes none"
	returnsDevice = "its answer is a device object, which says nothing of what is supported"
)

// Queries returns the commands of extensions that need no session, those of one
// extension one after another. What those of XR_OCULUS_audio_device_guid and
// XR_HTCX_vive_tracker_interaction answer tells one device from all others.
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

// QueryList is the name of the value of a command that only has a list to give.
const QueryList = "list"

// systemCommand is a command that lists something of a system.
type systemCommand[T any] func(c *xr.Commands, instance xr.Instance, system xr.SystemID, capacity uint32, count *uint32, first *T) xr.Result

func (list systemCommand[T]) enumerate(s *System, command string, prepare func(*T)) ([]T, error) {
	return enumerate(command, 0, prepare, func(capacity uint32, count *uint32, first *T) xr.Result {
		return list(s.instance.commands, s.instance.handle, s.id, capacity, count, first)
	})
}

// enumQuery is a command that lists enumerants.
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

// wordsQuery is a command that writes names with spaces between them.
func wordsQuery(command, extension string, list systemCommand[byte]) Query {
	return Query{Command: command, Extension: extension, call: func(s *System) (map[string]Value, error) {
		written, err := list.enumerate(s, command, func(b *byte) { *b = 0 })
		return map[string]Value{QueryList: namesValue(strings.Fields(text(written)))}, err
	}}
}

// pathsQuery is a command that lists paths, which it does for the instance.
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

// versionsQuery is a command that fills a structure with what a graphics interface must be.
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

// The adapter's identifier is left out: it is one of this start of the machine alone.

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

// featureLevel writes a D3D_FEATURE_LEVEL, which has a number in each of its first two
// half bytes: 0xb100 is 11.1.
func featureLevel(level int32) string { return fmt.Sprintf("%d.%d", level>>12, level>>8&0xf) }

// audioDeviceQuery is a command that writes a device's GUID in wide characters, which have 16
// bits on Windows and 32 elsewhere.
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

// viveTrackers are those that are connected, each with its path, which has its serial
// number, and the path of its role.
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

// pathNameOrEmpty is the name of a path, and empty for none.
func (i *Instance) pathNameOrEmpty(path xr.Path) (string, error) {
	if path == xr.NullPath {
		return "", nil
	}
	return i.PathName(path)
}

// reprojectionModes are by the view configurations that they are for.
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

// perCapability asks for something of each spatial capability.
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

// componentTypes are counted by members of a structure, in place of parameters.
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
