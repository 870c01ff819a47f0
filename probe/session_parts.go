// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// readSpaces makes each reference space that the session lists, and ends it again.
func (v *visit) readSpaces() {
	v.read("reference_spaces", "xrEnumerateReferenceSpaces", func() error {
		types, err := v.session.ReferenceSpaces()
		if err != nil {
			return err
		}
		v.out.ReferenceSpaces = make([]report.ReferenceSpace, 0, len(types))
		for _, space := range types {
			v.out.ReferenceSpaces = append(v.out.ReferenceSpaces, v.readSpace(space))
		}
		return nil
	})
}

func (v *visit) readSpace(kind xr.ReferenceSpaceType) report.ReferenceSpace {
	out := report.ReferenceSpace{Type: kind.String(), Creatable: report.VerdictYes}
	if !v.ask("xrCreateReferenceSpace", out.Type) {
		out.Creatable, out.Because = report.VerdictUnknown, new(errNotSurvived.Error())
		return out
	}
	space, err := v.session.CreateReferenceSpace(kind)
	if err != nil {
		out.Creatable, out.Because = report.VerdictNo, new(err.Error())
		return out
	}
	v.end(space)
	out.Bounds, err = v.readBounds(kind)
	if err != nil {
		out.Because = new(err.Error())
	}
	return out
}

// errNoBounds is the runtime's answer where nobody has set the bounds up.
var errNoBounds = errors.New(xr.SpaceBoundsUnavailable.String())

func (v *visit) readBounds(kind xr.ReferenceSpaceType) (*report.Bounds, error) {
	if !v.ask("xrGetReferenceSpaceBoundsRect", kind.String()) {
		return nil, errNotSurvived
	}
	width, depth, known, err := v.session.Bounds(kind)
	if err == nil && !known {
		err = errNoBounds
	}
	if err != nil {
		return nil, err
	}
	return &report.Bounds{Width: width, Depth: depth}, nil
}

// end destroys what was made in the session.
func (v *visit) end(made interface{ Destroy() error }) {
	if err := made.Destroy(); err != nil {
		v.trouble(err)
	}
}

func (v *visit) readFormats() {
	v.read("swapchain_formats", "xrEnumerateSwapchainFormats", func() error {
		formats, err := v.session.SwapchainFormats()
		if err != nil {
			return err
		}
		v.out.SwapchainFormats = make([]report.Format, 0, len(formats))
		for _, value := range formats {
			v.out.SwapchainFormats = append(v.out.SwapchainFormats, report.Format{Value: value, Name: v.formatName(value)})
		}
		return nil
	})
}

// formatName is nil for a number that is not OpenGL's, or not known.
func (v *visit) formatName(value int64) *string {
	if v.out.Kind != report.SessionOpenGL {
		return nil
	}
	return orNil(openGLFormats[value])
}

func (v *visit) readDisplay() {
	if v.needs(xr.FBDisplayRefreshRateExtensionName, "refresh_rates", "refresh_rate") {
		v.read("refresh_rates", "xrEnumerateDisplayRefreshRatesFB", func() (err error) {
			v.out.RefreshRates, err = v.session.RefreshRates()
			return err
		})
		v.read("refresh_rate", "xrGetDisplayRefreshRateFB", func() error {
			rate, err := v.session.RefreshRate()
			if err == nil {
				v.out.RefreshRate = &rate
			}
			return err
		})
	}
	if v.needs(xr.FBColorSpaceExtensionName, "color_spaces") {
		v.read("color_spaces", "xrEnumerateColorSpacesFB", func() error {
			spaces, err := v.session.ColorSpaces()
			if err != nil {
				return err
			}
			v.out.ColorSpaces = make([]string, 0, len(spaces))
			for _, space := range spaces {
				v.out.ColorSpaces = append(v.out.ColorSpaces, space.String())
			}
			return nil
		})
	}
}

// readMasks asks for each kind of mask of each view. One that cannot be had leaves the
// part unknown, since a list with a gap would look whole.
func (v *visit) readMasks() {
	const part = "visibility_masks"
	if !v.needs(xr.KHRVisibilityMaskExtensionName, part) {
		return
	}
	v.read(part, "xrGetVisibilityMaskKHR", func() error {
		if v.described.ViewConfigurations == nil {
			return errors.New("the view configurations are not known")
		}
		masks := []report.VisibilityMask{}
		for i, configuration := range v.configurations {
			of, err := v.masksOf(configuration, v.described.ViewConfigurations[i].Views)
			if err != nil {
				return err
			}
			masks = append(masks, of...)
		}
		v.out.VisibilityMasks = masks
		return nil
	})
}

func (v *visit) masksOf(configuration xr.ViewConfigurationType, views []report.View) ([]report.VisibilityMask, error) {
	if views == nil {
		return nil, fmt.Errorf("the views of %s are not known", configuration)
	}
	var masks []report.VisibilityMask
	for view := range views {
		for _, kind := range []xr.VisibilityMaskTypeKHR{
			xr.VisibilityMaskTypeHiddenTriangleMeshKHR, xr.VisibilityMaskTypeVisibleTriangleMeshKHR, xr.VisibilityMaskTypeLineLoopKHR,
		} {
			vertices, indices, err := v.session.VisibilityMask(configuration, uint32(view), kind)
			if err != nil {
				return nil, err
			}
			masks = append(masks, report.VisibilityMask{
				ViewConfiguration: configuration.String(), View: view, Type: kind.String(), Vertices: vertices, Indices: indices,
			})
		}
	}
	return masks, nil
}

// readTrackers makes each tracker that there could be, and ends it again.
func (v *visit) readTrackers() {
	hand := func(which xr.HandEXT) func() (*openxr.Tracker, error) {
		return func() (*openxr.Tracker, error) { return v.session.CreateHandTracker(which) }
	}
	v.out.Trackers = []report.Tracker{
		v.tracker(report.TrackerHandLeft, xr.EXTHandTrackingExtensionName, "xrCreateHandTrackerEXT", hand(xr.HandLeftEXT)),
		v.tracker(report.TrackerHandRight, xr.EXTHandTrackingExtensionName, "xrCreateHandTrackerEXT", hand(xr.HandRightEXT)),
		v.tracker(report.TrackerEyes, xr.FBEyeTrackingSocialExtensionName, "xrCreateEyeTrackerFB", v.session.CreateEyeTrackerFB),
		v.tracker(report.TrackerEyes, xr.ANDROIDEyeTrackingExtensionName, "xrCreateEyeTrackerANDROID", v.session.CreateEyeTrackerANDROID),
		v.viveTrackers(),
	}
}

func (v *visit) tracker(name, extension, command string, create func() (*openxr.Tracker, error)) report.Tracker {
	out := report.Tracker{Name: name, Extension: extension}
	if v.without(&out, command) {
		return out
	}
	made, err := create()
	if err != nil {
		out.Creatable, out.Because = whetherCreatable(err), err.Error()
		return out
	}
	v.end(made)
	out.Creatable, out.Because = report.VerdictYes, "one was made"
	return out
}

// without answers for a tracker that cannot be asked for.
func (v *visit) without(t *report.Tracker, command string) bool {
	switch {
	case !v.needs(t.Extension):
		t.Creatable, t.Because = report.VerdictNo, v.notEnabled(t.Extension).Error()
		if v.lists(t.Extension) {
			t.Creatable = report.VerdictUnknown
		}
	case !v.ask(command, t.Name):
		t.Creatable, t.Because = report.VerdictUnknown, errNotSurvived.Error()
	default:
		return false
	}
	return true
}

// whetherCreatable tells a system without the tracker from one that failed to make it,
// which may want a permission that nobody gave.
func whetherCreatable(err error) report.Verdict {
	if result, _ := openxr.ResultOf(err); result == xr.ErrorFeatureUnsupported {
		return report.VerdictNo
	}
	return report.VerdictUnknown
}

// viveTrackers cannot be made: they are there or not.
func (v *visit) viveTrackers() report.Tracker {
	out := report.Tracker{Name: report.TrackerVive, Extension: xr.HTCXViveTrackerInteractionExtensionName}
	if v.without(&out, "xrEnumerateViveTrackerPathsHTCX") {
		return out
	}
	switch count, err := v.session.ViveTrackerCount(); {
	case err != nil:
		out.Creatable, out.Because = report.VerdictUnknown, err.Error()
	case count == 0:
		out.Creatable, out.Because = report.VerdictNo, "none is connected"
	default:
		out.Creatable, out.Because = report.VerdictYes, fmt.Sprintf("%d connected", count)
	}
	return out
}
