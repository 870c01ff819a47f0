// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

// selection seeds the structures and commands to write; what they refer to follows.
type selection struct {
	Commands []string
	Structs  []string
}

// proberSelection is what asking a runtime needs, up to its systems' properties.
var proberSelection = selection{
	Commands: []string{
		"xrGetInstanceProcAddr",
		"xrEnumerateApiLayerProperties",
		"xrEnumerateInstanceExtensionProperties",
		"xrCreateInstance",
		"xrDestroyInstance",
		"xrGetInstanceProperties",
		"xrGetSystem",
		"xrGetSystemProperties",
		"xrEnumerateViewConfigurations",
		"xrGetViewConfigurationProperties",
		"xrEnumerateViewConfigurationViews",
		"xrEnumerateEnvironmentBlendModes",
	},
	Structs: []string{
		"XrNegotiateLoaderInfo",
		"XrNegotiateRuntimeRequest",
		"XrNegotiateApiLayerRequest",
		"XrApiLayerCreateInfo",
		"XrApiLayerNextInfo",
		"XrBaseInStructure",
		"XrBaseOutStructure",
	},
}
