// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"fmt"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Space is a frame of reference for positions and orientations.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#spaces
type Space struct {
	session *Session
	handle  xr.Space
}

// CreateReferenceSpace returns a reference space with the identity pose: its origin is
// neither moved nor turned.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrCreateReferenceSpace
func (s *Session) CreateReferenceSpace(space xr.ReferenceSpaceType) (*Space, error) {
	info := &xr.ReferenceSpaceCreateInfo{Type: xr.TypeReferenceSpaceCreateInfo, ReferenceSpaceType: space}
	info.PoseInReferenceSpace.Orientation.W = 1
	handle := new(xr.Space)
	err := s.call("xrCreateReferenceSpace", func(c *xr.Commands) xr.Result { return c.CreateReferenceSpace(s.handle, info, handle) })
	if err != nil {
		return nil, fmt.Errorf("%s: %w", space, err)
	}
	if *handle == 0 {
		return nil, &DistrustError{Command: "xrCreateReferenceSpace", Text: "reported success but gave no space"}
	}
	return &Space{session: s, handle: *handle}, nil
}

// Destroy ends the space. A second call returns [ErrDestroyed].
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrDestroySpace
func (s *Space) Destroy() error {
	if s.handle == 0 {
		return fmt.Errorf("xrDestroySpace: the space is %w", ErrDestroyed)
	}
	handle := s.handle
	s.handle = 0
	return check("xrDestroySpace", s.session.instance.commands.DestroySpace(handle))
}

// Bounds returns the width and depth in metres of the free floor around the origin of a
// reference space. known is false if the runtime has none (XR_SPACE_BOUNDS_UNAVAILABLE).
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetReferenceSpaceBoundsRect
func (s *Session) Bounds(space xr.ReferenceSpaceType) (width, depth float32, known bool, err error) {
	var result xr.Result
	bounds := new(xr.Extent2Df)
	poison(bounds, 0)
	err = s.call("xrGetReferenceSpaceBoundsRect", func(c *xr.Commands) xr.Result {
		result = c.GetReferenceSpaceBoundsRect(s.handle, space, bounds)
		return result
	})
	switch {
	case err != nil || result == xr.SpaceBoundsUnavailable:
		return 0, 0, false, err
	case !wasTouched(bounds, 0):
		return 0, 0, false, &DistrustError{Command: "xrGetReferenceSpaceBoundsRect", Text: "reported success but wrote nothing"}
	}
	if err := checkMeasures("xrGetReferenceSpaceBoundsRect", bounds.Width, bounds.Height); err != nil {
		return 0, 0, false, err
	}
	return bounds.Width, bounds.Height, true, nil
}
