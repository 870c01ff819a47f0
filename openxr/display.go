// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"fmt"
	"math"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// OpenGLRequirements returns the oldest and the newest version of OpenGL that a session
// may use. The instance must have XR_KHR_opengl_enable enabled. Runtimes refuse a session
// with OpenGL if this was not called before.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetOpenGLGraphicsRequirementsKHR
func (s *System) OpenGLRequirements() (oldest, newest xr.Version, err error) {
	out := &xr.GraphicsRequirementsOpenGLKHR{Type: xr.TypeGraphicsRequirementsOpenglKHR}
	err = fillStruct("xrGetOpenGLGraphicsRequirementsKHR", out, func() xr.Result {
		return s.instance.commands.GetOpenGLGraphicsRequirementsKHR(s.instance.handle, s.id, out)
	})
	return out.MinApiVersionSupported, out.MaxApiVersionSupported, err
}

// RefreshRates returns the refresh rates in hertz that the display supports; there may be
// only one.
// The instance must have XR_FB_display_refresh_rate enabled.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateDisplayRefreshRatesFB
func (s *Session) RefreshRates() ([]float32, error) {
	const command = "xrEnumerateDisplayRefreshRatesFB"
	rates, err := enumerateSession(s, command, (*xr.Commands).EnumerateDisplayRefreshRatesFB)
	if err == nil {
		err = checkMeasures(command, rates...)
	}
	if err != nil {
		return nil, err
	}
	return rates, nil
}

// RefreshRate returns the current refresh rate of the display in hertz. The instance must
// have XR_FB_display_refresh_rate enabled.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetDisplayRefreshRateFB
func (s *Session) RefreshRate() (float32, error) {
	const command = "xrGetDisplayRefreshRateFB"
	rate := new(float32)
	poison(rate, 0)
	err := s.call(command, func(c *xr.Commands) xr.Result { return c.GetDisplayRefreshRateFB(s.handle, rate) })
	switch {
	case err != nil:
		return 0, err
	case !wasTouched(rate, 0):
		return 0, &DistrustError{Command: command, Text: "reported success but wrote nothing"}
	default:
		return *rate, checkMeasures(command, *rate)
	}
}

// checkMeasures returns a [*DistrustError] for a number that cannot be a size or a rate.
func checkMeasures(command string, numbers ...float32) error {
	for _, number := range numbers {
		if wide := float64(number); math.IsNaN(wide) || math.IsInf(wide, 0) || wide < 0 {
			return &DistrustError{Command: command, Text: fmt.Sprintf("%v is neither a size nor a rate", number)}
		}
	}
	return nil
}

// ColorSpaces returns the colour spaces that the display supports. The instance must have
// XR_FB_color_space enabled.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateColorSpacesFB
func (s *Session) ColorSpaces() ([]xr.ColorSpaceFB, error) {
	return enumerateSession(s, "xrEnumerateColorSpacesFB", (*xr.Commands).EnumerateColorSpacesFB)
}

// VisibilityMask returns the number of vertices and of indices in the mask of a view. Both
// are zero if the whole view is visible. The instance must have XR_KHR_visibility_mask
// enabled.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetVisibilityMaskKHR
func (s *Session) VisibilityMask(configuration xr.ViewConfigurationType, view uint32, kind xr.VisibilityMaskTypeKHR) (vertices, indices uint32, err error) {
	const command = "xrGetVisibilityMaskKHR"
	mask := &xr.VisibilityMaskKHR{Type: xr.TypeVisibilityMaskKHR}
	poison(&mask.VertexCountOutput, 0)
	poison(&mask.IndexCountOutput, 0)
	err = s.call(command, func(c *xr.Commands) xr.Result {
		return c.GetVisibilityMaskKHR(s.handle, configuration, view, kind, mask)
	})
	if err == nil && !(wasTouched(&mask.VertexCountOutput, 0) && wasTouched(&mask.IndexCountOutput, 0)) {
		err = &DistrustError{Command: command, Text: "reported success but wrote nothing"}
	}
	if err != nil {
		return 0, 0, fmt.Errorf("%s of view %d of %s: %w", kind, view, configuration, err)
	}
	return mask.VertexCountOutput, mask.IndexCountOutput, nil
}
