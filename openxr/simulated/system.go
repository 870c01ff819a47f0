// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import "github.com/xrprobe/xrprobe/openxr/xr"

// A system's identifier is its place in the sheet's list, counted from one.

func getSystem(instance xr.Instance, info *xr.SystemGetInfo, out *xr.SystemID) uintptr {
	return onInstance(instance, "xrGetSystem", []any{info, out}, func(o *instanceObject) xr.Result {
		if info == nil || out == nil || info.Type != xr.TypeSystemGetInfo {
			return xr.ErrorValidationFailure
		}
		for i, system := range o.runtime.sheet.Systems {
			if system.FormFactor == info.FormFactor.String() {
				*out = xr.SystemID(i + 1)
				return xr.Success
			}
		}
		return xr.ErrorFormFactorUnsupported
	})
}

// onSystem runs a command on one of an instance's systems.
func onSystem(instance xr.Instance, id xr.SystemID, command string, arguments []any, answer func(*instanceObject, System) xr.Result) uintptr {
	return onInstance(instance, command, append([]any{id}, arguments...), func(o *instanceObject) xr.Result {
		systems := o.runtime.sheet.Systems
		if id == xr.NullSystemID || uint64(id) > uint64(len(systems)) {
			return xr.ErrorSystemInvalid
		}
		return answer(o, systems[id-1])
	})
}

func getSystemProperties(instance xr.Instance, id xr.SystemID, out *xr.SystemProperties) uintptr {
	return onSystem(instance, id, "xrGetSystemProperties", []any{out}, func(o *instanceObject, system System) xr.Result {
		if out == nil || out.Type != xr.TypeSystemProperties {
			return xr.ErrorValidationFailure
		}
		out.SystemID, out.VendorID = id, *system.VendorID
		writeCString(out.SystemName[:], *system.Name)
		out.GraphicsProperties = xr.SystemGraphicsProperties{
			MaxSwapchainImageHeight: system.Graphics.MaxSwapchainImageHeight,
			MaxSwapchainImageWidth:  system.Graphics.MaxSwapchainImageWidth,
			MaxLayerCount:           system.Graphics.MaxLayerCount,
		}
		out.TrackingProperties = xr.SystemTrackingProperties{
			OrientationTracking: xr.MakeBool(system.Tracking.Orientation),
			PositionTracking:    xr.MakeBool(system.Tracking.Position),
		}
		o.writeProperties(out.Next, xr.SystemPropertyStructs(), system.Properties)
		return xr.Success
	})
}

func enumerateViewConfigurations(instance xr.Instance, id xr.SystemID, capacity uint32, count *uint32, first *xr.ViewConfigurationType) uintptr {
	return onSystem(instance, id, "xrEnumerateViewConfigurations", []any{capacity, count, first}, func(_ *instanceObject, system System) xr.Result {
		return enumerate(system.ViewConfigurations, capacity, count, first, func(to *xr.ViewConfigurationType, from ViewConfiguration) {
			*to = mustFindNamed(from.Type, viewConfigurationTypes())
		})
	})
}

// onViewConfiguration runs a command on one of a system's view configurations.
func onViewConfiguration(instance xr.Instance, id xr.SystemID, kind xr.ViewConfigurationType, command string, arguments []any, answer func(*instanceObject, ViewConfiguration) xr.Result) uintptr {
	return onSystem(instance, id, command, append([]any{kind}, arguments...), func(o *instanceObject, system System) xr.Result {
		for _, configuration := range system.ViewConfigurations {
			if configuration.Type == kind.String() {
				return answer(o, configuration)
			}
		}
		return xr.ErrorViewConfigurationTypeUnsupported
	})
}

func getViewConfigurationProperties(instance xr.Instance, id xr.SystemID, kind xr.ViewConfigurationType, out *xr.ViewConfigurationProperties) uintptr {
	return onViewConfiguration(instance, id, kind, "xrGetViewConfigurationProperties", []any{out}, func(_ *instanceObject, configuration ViewConfiguration) xr.Result {
		if out == nil || out.Type != xr.TypeViewConfigurationProperties {
			return xr.ErrorValidationFailure
		}
		out.ViewConfigurationType, out.FovMutable = kind, xr.MakeBool(*configuration.FovMutable)
		return xr.Success
	})
}

func enumerateViewConfigurationViews(instance xr.Instance, id xr.SystemID, kind xr.ViewConfigurationType, capacity uint32, count *uint32, first *xr.ViewConfigurationView) uintptr {
	return onViewConfiguration(instance, id, kind, "xrEnumerateViewConfigurationViews", []any{capacity, count, first}, func(o *instanceObject, configuration ViewConfiguration) xr.Result {
		return enumerate(configuration.Views, capacity, count, first, func(to *xr.ViewConfigurationView, from View) {
			to.RecommendedImageRectWidth, to.MaxImageRectWidth = *from.RecommendedImageRectWidth, *from.MaxImageRectWidth
			to.RecommendedImageRectHeight, to.MaxImageRectHeight = *from.RecommendedImageRectHeight, *from.MaxImageRectHeight
			to.RecommendedSwapchainSampleCount, to.MaxSwapchainSampleCount = *from.RecommendedSwapchainSampleCount, *from.MaxSwapchainSampleCount
			o.writeProperties(to.Next, viewStructs(), from.Properties)
		})
	})
}

func enumerateEnvironmentBlendModes(instance xr.Instance, id xr.SystemID, kind xr.ViewConfigurationType, capacity uint32, count *uint32, first *xr.EnvironmentBlendMode) uintptr {
	return onViewConfiguration(instance, id, kind, "xrEnumerateEnvironmentBlendModes", []any{capacity, count, first}, func(_ *instanceObject, configuration ViewConfiguration) xr.Result {
		return enumerate(configuration.BlendModes, capacity, count, first, func(to *xr.EnvironmentBlendMode, from string) {
			*to = mustFindNamed(from, environmentBlendModes())
		})
	})
}
