// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"fmt"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Tracker tracks the eyes or a hand of the user.
type Tracker struct {
	destroy func() error
}

// Destroy ends the tracker. A second call returns [ErrDestroyed].
func (t *Tracker) Destroy() error {
	if t.destroy == nil {
		return fmt.Errorf("the tracker is %w", ErrDestroyed)
	}
	destroy := t.destroy
	t.destroy = nil
	return destroy()
}

// CreateHandTracker starts tracking a hand. The instance must have XR_EXT_hand_tracking
// enabled. If the system cannot track hands, the error is XR_ERROR_FEATURE_UNSUPPORTED.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrCreateHandTrackerEXT
func (s *Session) CreateHandTracker(hand xr.HandEXT) (*Tracker, error) {
	info := &xr.HandTrackerCreateInfoEXT{Type: xr.TypeHandTrackerCreateInfoEXT, Hand: hand, HandJointSet: xr.HandJointSetDefaultEXT}
	return createTracker(s, "HandTrackerEXT", func(c *xr.Commands, out *xr.HandTrackerEXT) xr.Result {
		return c.CreateHandTrackerEXT(s.handle, info, out)
	}, (*xr.Commands).DestroyHandTrackerEXT)
}

// CreateEyeTrackerFB starts tracking the eyes. The instance must have
// XR_FB_eye_tracking_social enabled.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrCreateEyeTrackerFB
func (s *Session) CreateEyeTrackerFB() (*Tracker, error) {
	info := &xr.EyeTrackerCreateInfoFB{Type: xr.TypeEyeTrackerCreateInfoFB}
	return createTracker(s, "EyeTrackerFB", func(c *xr.Commands, out *xr.EyeTrackerFB) xr.Result {
		return c.CreateEyeTrackerFB(s.handle, info, out)
	}, (*xr.Commands).DestroyEyeTrackerFB)
}

// CreateEyeTrackerANDROID starts tracking the eyes. The instance must have
// XR_ANDROID_eye_tracking enabled.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrCreateEyeTrackerANDROID
func (s *Session) CreateEyeTrackerANDROID() (*Tracker, error) {
	info := &xr.EyeTrackerCreateInfoANDROID{Type: xr.TypeEyeTrackerCreateInfoANDROID}
	return createTracker(s, "EyeTrackerANDROID", func(c *xr.Commands, out *xr.EyeTrackerANDROID) xr.Result {
		return c.CreateEyeTrackerANDROID(s.handle, info, out)
	}, (*xr.Commands).DestroyEyeTrackerANDROID)
}

// createTracker creates a tracker. kind is the name of its handle type without Xr.
func createTracker[H ~uint64](s *Session, kind string, create func(*xr.Commands, *H) xr.Result, destroy func(*xr.Commands, H) xr.Result) (*Tracker, error) {
	handle := new(H)
	if err := s.call("xrCreate"+kind, func(c *xr.Commands) xr.Result { return create(c, handle) }); err != nil {
		return nil, err
	}
	if *handle == 0 {
		return nil, &DistrustError{Command: "xrCreate" + kind, Text: "reported success but gave no tracker"}
	}
	return &Tracker{destroy: func() error {
		return check("xrDestroy"+kind, destroy(s.instance.commands, *handle))
	}}, nil
}

// ViveTrackerCount returns the number of connected VIVE trackers. The instance must have
// XR_HTCX_vive_tracker_interaction enabled.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateViveTrackerPathsHTCX
func (s *Session) ViveTrackerCount() (int, error) {
	i := s.instance
	paths, err := enumerate("xrEnumerateViveTrackerPathsHTCX", headerSize,
		func(p *xr.ViveTrackerPathsHTCX) { p.Type = xr.TypeViveTrackerPathsHTCX },
		func(capacity uint32, count *uint32, first *xr.ViveTrackerPathsHTCX) xr.Result {
			return i.commands.EnumerateViveTrackerPathsHTCX(i.handle, capacity, count, first)
		})
	return len(paths), err
}
