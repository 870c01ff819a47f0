// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"fmt"
	"unsafe"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// System is a headset or a handheld device, together with what tracks it.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#system
type System struct {
	instance *Instance
	id       xr.SystemID
}

// Raw returns the commands and the handle of the instance, and the identifier of the
// system, for what this package does not wrap. Calls made with them are not checked.
func (s *System) Raw() (*xr.Commands, xr.Instance, xr.SystemID) {
	return s.instance.commands, s.instance.handle, s.id
}

// SystemProperties is what a runtime says about a system. Sizes are in pixels.
type SystemProperties struct {
	Name                    string
	VendorID                uint32
	MaxSwapchainImageWidth  uint32
	MaxSwapchainImageHeight uint32
	MaxLayerCount           uint32
	OrientationTracking     bool
	PositionTracking        bool
}

// Properties returns the system's base properties.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetSystemProperties
func (s *System) Properties() (SystemProperties, error) { return s.PropertiesWith(nil) }

// PropertiesWith returns the system's base properties, and has the runtime fill the
// structures of the chain. The instance must have their extensions enabled.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetSystemProperties
func (s *System) PropertiesWith(chain *Chain) (SystemProperties, error) {
	out := &xr.SystemProperties{Type: xr.TypeSystemProperties}
	err := chain.call(func(first unsafe.Pointer) error {
		out.Next = first
		defer func() { out.Next = nil }()
		return fillStruct("xrGetSystemProperties", out, func() xr.Result {
			return s.instance.commands.GetSystemProperties(s.instance.handle, s.id, out)
		})
	})
	if err != nil {
		return SystemProperties{}, err
	}
	return SystemProperties{
		Name:                    text(out.SystemName[:]),
		VendorID:                out.VendorID,
		MaxSwapchainImageWidth:  out.GraphicsProperties.MaxSwapchainImageWidth,
		MaxSwapchainImageHeight: out.GraphicsProperties.MaxSwapchainImageHeight,
		MaxLayerCount:           out.GraphicsProperties.MaxLayerCount,
		OrientationTracking:     out.TrackingProperties.OrientationTracking.Bool(),
		PositionTracking:        out.TrackingProperties.PositionTracking.Bool(),
	}, nil
}

// ViewConfigurations returns the types of view configuration that the system
// offers, in the runtime's order of preference.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateViewConfigurations
func (s *System) ViewConfigurations() ([]xr.ViewConfigurationType, error) {
	return enumerate("xrEnumerateViewConfigurations", 0, unprepared[xr.ViewConfigurationType],
		func(capacity uint32, count *uint32, first *xr.ViewConfigurationType) xr.Result {
			return s.instance.commands.EnumerateViewConfigurations(s.instance.handle, s.id, capacity, count, first)
		})
}

// FovMutable reports whether applications may change the field of view of the view
// configuration.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrGetViewConfigurationProperties
func (s *System) FovMutable(configuration xr.ViewConfigurationType) (bool, error) {
	const command = "xrGetViewConfigurationProperties"
	out := &xr.ViewConfigurationProperties{Type: xr.TypeViewConfigurationProperties}
	err := fillStruct(command, out, func() xr.Result {
		return s.instance.commands.GetViewConfigurationProperties(s.instance.handle, s.id, configuration, out)
	})
	if err != nil {
		return false, fmt.Errorf("properties of %s: %w", configuration, err)
	}
	if out.ViewConfigurationType != configuration {
		return false, &DistrustError{Command: command, Text: fmt.Sprintf("answered for %s when asked for %s", out.ViewConfigurationType, configuration)}
	}
	return out.FovMutable.Bool(), nil
}

// View has the image sizes of one view, in pixels, and its sample counts.
type View struct {
	RecommendedImageRectWidth       uint32
	MaxImageRectWidth               uint32
	RecommendedImageRectHeight      uint32
	MaxImageRectHeight              uint32
	RecommendedSwapchainSampleCount uint32
	MaxSwapchainSampleCount         uint32
}

// Views returns the views of a view configuration, in the order of their view indexes: the
// left eye of a stereo configuration comes first.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateViewConfigurationViews
func (s *System) Views(configuration xr.ViewConfigurationType) ([]View, error) {
	raw, err := s.enumerateViews(configuration, func(*xr.ViewConfigurationView) {})
	if err != nil {
		return nil, err
	}
	views := make([]View, 0, len(raw))
	for _, view := range raw {
		views = append(views, View{
			RecommendedImageRectWidth:       view.RecommendedImageRectWidth,
			MaxImageRectWidth:               view.MaxImageRectWidth,
			RecommendedImageRectHeight:      view.RecommendedImageRectHeight,
			MaxImageRectHeight:              view.MaxImageRectHeight,
			RecommendedSwapchainSampleCount: view.RecommendedSwapchainSampleCount,
			MaxSwapchainSampleCount:         view.MaxSwapchainSampleCount,
		})
	}
	return views, nil
}

// enumerateViews lists the views of a view configuration. extend may chain structures to
// each view before the call.
func (s *System) enumerateViews(configuration xr.ViewConfigurationType, extend func(*xr.ViewConfigurationView)) ([]xr.ViewConfigurationView, error) {
	prepare := func(v *xr.ViewConfigurationView) {
		v.Type = xr.TypeViewConfigurationView
		extend(v)
	}
	views, err := enumerate(viewsCommand, headerSize, prepare, func(capacity uint32, count *uint32, first *xr.ViewConfigurationView) xr.Result {
		return s.instance.commands.EnumerateViewConfigurationViews(s.instance.handle, s.id, configuration, capacity, count, first)
	})
	if err != nil {
		return nil, fmt.Errorf("views of %s: %w", configuration, err)
	}
	return views, nil
}

// BlendModes returns the environment blend modes of a view configuration, in the
// runtime's order of preference.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#xrEnumerateEnvironmentBlendModes
func (s *System) BlendModes(configuration xr.ViewConfigurationType) ([]xr.EnvironmentBlendMode, error) {
	modes, err := enumerate("xrEnumerateEnvironmentBlendModes", 0, unprepared[xr.EnvironmentBlendMode],
		func(capacity uint32, count *uint32, first *xr.EnvironmentBlendMode) xr.Result {
			return s.instance.commands.EnumerateEnvironmentBlendModes(s.instance.handle, s.id, configuration, capacity, count, first)
		})
	if err != nil {
		return nil, fmt.Errorf("blend modes of %s: %w", configuration, err)
	}
	return modes, nil
}

// unprepared prepares elements that have no Type and Next: it does nothing.
func unprepared[T any](*T) {}
