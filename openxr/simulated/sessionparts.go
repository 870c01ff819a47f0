// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import "github.com/xrprobe/xrprobe/openxr/xr"

func enumerateDisplayRefreshRates(session xr.Session, capacity uint32, count *uint32, first *float32) uintptr {
	return onSession(session, "xrEnumerateDisplayRefreshRatesFB", []any{capacity, count, first}, func(o *sessionObject) xr.Result {
		if o.sheet.RefreshRates == nil {
			return xr.ErrorFunctionUnsupported
		}
		return enumerate(o.sheet.RefreshRates, capacity, count, first, assign)
	})
}

func getDisplayRefreshRate(session xr.Session, out *float32) uintptr {
	return onSession(session, "xrGetDisplayRefreshRateFB", []any{out}, func(o *sessionObject) xr.Result {
		switch rates := o.sheet.RefreshRates; {
		case out == nil:
			return xr.ErrorValidationFailure
		case len(rates) == 0:
			return xr.ErrorFunctionUnsupported
		default:
			*out = rates[0]
			return xr.Success
		}
	})
}

func enumerateColorSpaces(session xr.Session, capacity uint32, count *uint32, first *xr.ColorSpaceFB) uintptr {
	return onSession(session, "xrEnumerateColorSpacesFB", []any{capacity, count, first}, func(o *sessionObject) xr.Result {
		if o.sheet.ColorSpaces == nil {
			return xr.ErrorFunctionUnsupported
		}
		return enumerate(o.sheet.ColorSpaces, capacity, count, first, func(to *xr.ColorSpaceFB, from string) {
			*to = mustFindNamed(from, colorSpaces())
		})
	})
}

// getVisibilityMask returns only the sizes of a mask, because a sheet does not contain its
// triangles.
func getVisibilityMask(session xr.Session, configuration xr.ViewConfigurationType, view uint32, kind xr.VisibilityMaskTypeKHR, out *xr.VisibilityMaskKHR) uintptr {
	return onSession(session, "xrGetVisibilityMaskKHR", []any{configuration, view, kind, out}, func(o *sessionObject) xr.Result {
		mask := o.sheet.VisibilityMask
		switch {
		case out == nil || out.Type != xr.TypeVisibilityMaskKHR:
			return xr.ErrorValidationFailure
		case mask == nil || out.VertexCapacityInput != 0 || out.IndexCapacityInput != 0:
			return xr.ErrorFunctionUnsupported
		}
		out.VertexCountOutput, out.IndexCountOutput = mask.Vertices, mask.Indices
		return xr.Success
	})
}

// trackerObject is a hand tracker or an eye tracker.
type trackerObject struct{ session *sessionObject }

func (o *trackerObject) runtimeOf() *Runtime { return o.session.instance.runtime }

// createTracker creates a tracker if the sheet says that the system has one.
func createTracker[H ~uint64](o *sessionObject, has *bool, out *H) xr.Result {
	switch {
	case out == nil:
		return xr.ErrorValidationFailure
	case has == nil:
		return xr.ErrorFunctionUnsupported
	case !*has:
		return xr.ErrorFeatureUnsupported
	}
	*out = H(newHandle(&trackerObject{session: o}))
	return xr.Success
}

func destroyTracker(handle uint64, command string) uintptr {
	return onObject(handle, command, []any{handle}, func(*trackerObject) xr.Result {
		handles.Delete(handle)
		return xr.Success
	})
}

func createHandTracker(session xr.Session, info *xr.HandTrackerCreateInfoEXT, out *xr.HandTrackerEXT) uintptr {
	return onSession(session, "xrCreateHandTrackerEXT", []any{info, out}, func(o *sessionObject) xr.Result {
		if info == nil || info.Type != xr.TypeHandTrackerCreateInfoEXT || info.Hand != xr.HandLeftEXT && info.Hand != xr.HandRightEXT {
			return xr.ErrorValidationFailure
		}
		return createTracker(o, o.sheet.HandTracker, out)
	})
}

func destroyHandTracker(tracker xr.HandTrackerEXT) uintptr {
	return destroyTracker(uint64(tracker), "xrDestroyHandTrackerEXT")
}

func createEyeTracker(session xr.Session, info *xr.EyeTrackerCreateInfoFB, out *xr.EyeTrackerFB) uintptr {
	return onSession(session, "xrCreateEyeTrackerFB", []any{info, out}, func(o *sessionObject) xr.Result {
		if info == nil || info.Type != xr.TypeEyeTrackerCreateInfoFB {
			return xr.ErrorValidationFailure
		}
		return createTracker(o, o.sheet.EyeTracker, out)
	})
}

func destroyEyeTracker(tracker xr.EyeTrackerFB) uintptr {
	return destroyTracker(uint64(tracker), "xrDestroyEyeTrackerFB")
}

// enumerateViveTrackerPaths lists made-up paths for the trackers of all systems.
func enumerateViveTrackerPaths(instance xr.Instance, capacity uint32, count *uint32, first *xr.ViveTrackerPathsHTCX) uintptr {
	return onInstance(instance, "xrEnumerateViveTrackerPathsHTCX", []any{capacity, count, first}, func(o *instanceObject) xr.Result {
		var paths []xr.Path
		known := false
		for _, system := range o.runtime.sheet.Systems {
			if system.Session != nil && system.Session.ViveTrackers != nil {
				known = true
				for range *system.Session.ViveTrackers {
					paths = append(paths, xr.Path(len(paths)+1))
				}
			}
		}
		if !known {
			return xr.ErrorFunctionUnsupported
		}
		return enumerate(paths, capacity, count, first, func(to *xr.ViveTrackerPathsHTCX, from xr.Path) { to.PersistentPath = from })
	})
}
