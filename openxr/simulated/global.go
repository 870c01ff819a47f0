// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"slices"
	"strings"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// answerNegotiate accepts version 1 of the interface between loader and runtime.
// https://registry.khronos.org/OpenXR/specs/1.1/loader.html#runtime-interface-negotiation
func (s *slot) answerNegotiate(info *xr.NegotiateLoaderInfo, request *xr.NegotiateRuntimeRequest) uintptr {
	return s.perform("xrNegotiateLoaderRuntimeInterface", []any{info, request}, func(r *Runtime) xr.Result {
		if info == nil || request == nil ||
			info.StructType != xr.LoaderInterfaceStructLoaderInfo || info.StructSize != unsafe.Sizeof(*info) ||
			request.StructType != xr.LoaderInterfaceStructRuntimeRequest || request.StructSize != unsafe.Sizeof(*request) ||
			info.MinInterfaceVersion > xr.CurrentLoaderRuntimeVersion || info.MaxInterfaceVersion < xr.CurrentLoaderRuntimeVersion {
			return xr.ErrorInitializationFailed
		}
		request.RuntimeInterfaceVersion = xr.CurrentLoaderRuntimeVersion
		request.RuntimeApiVersion = r.apiVersion()
		request.GetInstanceProcAddr = s.getInstanceProcAddr
		return xr.Success
	})
}

// answerGetInstanceProcAddr returns the address of a command, as the specification allows:
// without an instance only the commands that need none, with an instance all others.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetInstanceProcAddr
func (s *slot) answerGetInstanceProcAddr(instance xr.Instance, first *byte, function *uintptr) uintptr {
	name := goString(first)
	return s.perform("xrGetInstanceProcAddr", []any{instance, name, function}, func(r *Runtime) xr.Result {
		if function == nil {
			return xr.ErrorValidationFailure
		}
		*function = 0
		if instance == xr.NullHandle {
			*function = s.globalCommand(name)
		} else {
			o, ok := objectAt[*instanceObject](uint64(instance))
			if !ok || o.runtime != r {
				return xr.ErrorHandleInvalid
			}
			*function = o.commandAddress(name)
		}
		if *function == 0 {
			return xr.ErrorFunctionUnsupported
		}
		return xr.Success
	})
}

func (s *slot) globalCommand(name string) uintptr {
	switch name {
	case "xrGetInstanceProcAddr":
		return s.getInstanceProcAddr
	case "xrEnumerateInstanceExtensionProperties":
		return s.enumerateExtensions
	case "xrCreateInstance":
		return s.createInstance
	default:
		return 0
	}
}

// answerEnumerateExtensions refuses the name of an API layer: layers belong to the loader.
func (s *slot) answerEnumerateExtensions(layer *byte, capacity uint32, count *uint32, first *xr.ExtensionProperties) uintptr {
	name := goString(layer)
	return s.perform("xrEnumerateInstanceExtensionProperties", []any{name, capacity, count, first}, func(r *Runtime) xr.Result {
		if name != "" {
			return xr.ErrorApiLayerNotPresent
		}
		return enumerate(r.sheet.Runtime.Extensions, capacity, count, first, func(to *xr.ExtensionProperties, from Extension) {
			writeCString(to.ExtensionName[:], from.Name)
			to.ExtensionVersion = *from.Version
		})
	})
}

func (s *slot) answerCreateInstance(info *xr.InstanceCreateInfo, out *xr.Instance) uintptr {
	return s.perform("xrCreateInstance", []any{info, out}, func(r *Runtime) xr.Result {
		if info == nil || out == nil || info.Type != xr.TypeInstanceCreateInfo {
			return xr.ErrorValidationFailure
		}
		requested := info.ApplicationInfo.ApiVersion
		if supported := r.apiVersion(); requested.Major() != supported.Major() || requested.Minor() > supported.Minor() {
			return xr.ErrorApiVersionUnsupported
		}
		if info.ApplicationInfo.ApplicationName[0] == 0 {
			return xr.ErrorNameInvalid
		}
		if info.EnabledApiLayerCount > 0 {
			return xr.ErrorApiLayerNotPresent
		}
		enabled := enabledExtensions(info)
		if slices.ContainsFunc(enabled, func(name string) bool { return !r.offersExtension(name) }) {
			return xr.ErrorExtensionNotPresent
		}
		*out = xr.Instance(newHandle(&instanceObject{runtime: r, extensions: enabled}))
		return xr.Success
	})
}

func enabledExtensions(info *xr.InstanceCreateInfo) []string {
	var enabled []string
	for _, name := range unsafe.Slice(info.EnabledExtensionNames, info.EnabledExtensionCount) {
		enabled = append(enabled, goString(name))
	}
	return enabled
}

func (r *Runtime) offersExtension(extension string) bool {
	return slices.ContainsFunc(r.sheet.Runtime.Extensions, func(e Extension) bool { return e.Name == extension })
}

// apiVersion returns the newest API version that the runtime accepts.
func (r *Runtime) apiVersion() xr.Version {
	if strings.HasPrefix(*r.sheet.Runtime.APIVersion, "1.0") {
		return xr.MakeVersion(1, 0, 0)
	}
	return xr.MakeVersion(1, 1, 0)
}
