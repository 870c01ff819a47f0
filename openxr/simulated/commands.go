// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"maps"
	"slices"
	"sync"

	"github.com/xrprobe/xrprobe/openxr/internal/dl"
)

// commandFunctions returns the commands that take a handle. Each finds its runtime by that
// handle, which is its first argument.
func commandFunctions() map[string]any {
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

// commandAddresses returns the addresses of the functions by their commands' names. The
// first call makes them.
var commandAddresses = sync.OnceValues(func() (map[string]uintptr, error) {
	addresses := map[string]uintptr{}
	for name, answer := range commandFunctions() {
		address, err := dl.NewCallback(answer)
		if err != nil {
			return nil, err
		}
		addresses[name] = address
	}
	return addresses, nil
})

// Commands returns the names of the commands that a simulated runtime has, sorted.
func Commands() []string {
	global := []string{"xrNegotiateLoaderRuntimeInterface", "xrGetInstanceProcAddr", "xrEnumerateInstanceExtensionProperties", "xrCreateInstance"}
	return slices.Sorted(slices.Values(slices.AppendSeq(global, maps.Keys(commandFunctions()))))
}

// commandAddress returns the address of a command of the instance, or 0. A command of an
// extension has an address only if the extension is enabled.
func (o *instanceObject) commandAddress(name string) uintptr {
	if o.lacksExtensionOf(name) {
		return 0
	}
	if name == "xrGetInstanceProcAddr" {
		return o.runtime.slot.getInstanceProcAddr
	}
	addresses, _ := commandAddresses() // New has checked the error
	return addresses[name]
}
