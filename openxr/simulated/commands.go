// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"maps"
	"slices"
	"sync"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
)

// answers are the commands of instances and of what is made from them. Each finds its
// runtime by its first argument.
func answers() map[string]any {
	return map[string]any{
		"xrDestroyInstance":                 destroyInstance,
		"xrGetInstanceProperties":           getInstanceProperties,
		"xrPollEvent":                       pollEvent,
		"xrStringToPath":                    stringToPath,
		"xrPathToString":                    pathToString,
		"xrGetSystem":                       getSystem,
		"xrGetSystemProperties":             getSystemProperties,
		"xrEnumerateViewConfigurations":     enumerateViewConfigurations,
		"xrGetViewConfigurationProperties":  getViewConfigurationProperties,
		"xrEnumerateViewConfigurationViews": enumerateViewConfigurationViews,
		"xrEnumerateEnvironmentBlendModes":  enumerateEnvironmentBlendModes,
		"xrEnumerateSpatialCapabilitiesEXT": enumerateSpatialCapabilities,
		"xrCreateSession":                   createSession,
		"xrDestroySession":                  destroySession,
		"xrBeginSession":                    beginSession,
		"xrRequestExitSession":              requestExitSession,
		"xrEndSession":                      endSession,
		"xrEnumerateReferenceSpaces":        enumerateReferenceSpaces,
		"xrEnumerateSwapchainFormats":       enumerateSwapchainFormats,
		"xrCreateReferenceSpace":            createReferenceSpace,
		"xrGetReferenceSpaceBoundsRect":     getReferenceSpaceBoundsRect,
		"xrDestroySpace":                    destroySpace,
		"xrEnumerateDisplayRefreshRatesFB":  enumerateDisplayRefreshRates,
		"xrGetDisplayRefreshRateFB":         getDisplayRefreshRate,
		"xrEnumerateColorSpacesFB":          enumerateColorSpaces,
		"xrGetVisibilityMaskKHR":            getVisibilityMask,
		"xrCreateHandTrackerEXT":            createHandTracker,
		"xrDestroyHandTrackerEXT":           destroyHandTracker,
		"xrCreateEyeTrackerFB":              createEyeTracker,
		"xrDestroyEyeTrackerFB":             destroyEyeTracker,
		"xrEnumerateViveTrackerPathsHTCX":   enumerateViveTrackerPaths,
		"xrCreateDebugUtilsMessengerEXT":    createDebugUtilsMessenger,
		"xrDestroyDebugUtilsMessengerEXT":   destroyDebugUtilsMessenger,
	}
}

// table holds the addresses of the answers. It is made once, when the first runtime is.
var table = sync.OnceValues(func() (map[string]uintptr, error) {
	addresses := map[string]uintptr{}
	for name, answer := range answers() {
		address, err := dl.NewCallback(answer)
		if err != nil {
			return nil, err
		}
		addresses[name] = address
	}
	return addresses, nil
})

// Commands returns the names of the commands whose behaviour can be changed, sorted.
func Commands() []string {
	global := []string{"xrNegotiateLoaderRuntimeInterface", "xrGetInstanceProcAddr", "xrEnumerateInstanceExtensionProperties", "xrCreateInstance"}
	return slices.Sorted(slices.Values(slices.AppendSeq(global, maps.Keys(answers()))))
}

// command returns the address of a command that the instance has: an extension's only
// where that is enabled.
func (o *instanceObject) command(name string) uintptr {
	if o.missing(name) {
		return 0
	}
	if name == "xrGetInstanceProcAddr" {
		return o.runtime.slot.getInstanceProcAddr
	}
	addresses, _ := table() // New has seen that it can be made
	return addresses[name]
}
