// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"fmt"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/probe/report"
)

// readSpaces makes each reference space that the session lists, and ends it again.
func (v *visit) readSpaces() {
	types, err := v.session.ReferenceSpaces()
	if err != nil {
		v.unknown("reference_spaces", err)
		return
	}
	v.out.ReferenceSpaces = make([]report.ReferenceSpace, 0, len(types))
	for _, space := range types {
		v.out.ReferenceSpaces = append(v.out.ReferenceSpaces, v.readSpace(space))
	}
}

func (v *visit) readSpace(kind xr.ReferenceSpaceType) report.ReferenceSpace {
	out := report.ReferenceSpace{Type: kind.String(), Creatable: report.AnswerYes}
	space, err := v.session.CreateReferenceSpace(kind)
	if err != nil {
		out.Creatable, out.Because = report.AnswerNo, new(err.Error())
		return out
	}
	defer v.end(space)
	width, depth, known, err := v.session.Bounds(kind)
	switch {
	case err != nil:
		out.Because = new(err.Error())
	case !known:
		out.Because = new(xr.SpaceBoundsUnavailable.String())
	default:
		out.Bounds = &report.Bounds{Width: width, Depth: depth}
	}
	return out
}

// end destroys what was made in the session.
func (v *visit) end(made interface{ Destroy() error }) {
	if err := made.Destroy(); err != nil {
		v.trouble(err)
	}
}

func (v *visit) readFormats() {
	formats, err := v.session.SwapchainFormats()
	if err != nil {
		v.unknown("swapchain_formats", err)
		return
	}
	v.out.SwapchainFormats = make([]report.Format, 0, len(formats))
	for _, value := range formats {
		format := report.Format{Value: value}
		if v.out.Kind == report.SessionOpenGL {
			format.Name = orNil(openGLFormats[value])
		}
		v.out.SwapchainFormats = append(v.out.SwapchainFormats, format)
	}
}

func (v *visit) readDisplay() {
	if v.needs(xr.FBDisplayRefreshRateExtensionName, "refresh_rates", "refresh_rate") {
		if rates, err := v.session.RefreshRates(); err != nil {
			v.unknown("refresh_rates", err)
		} else {
			v.out.RefreshRates = rates
		}
		if rate, err := v.session.RefreshRate(); err != nil {
			v.unknown("refresh_rate", err)
		} else {
			v.out.RefreshRate = &rate
		}
	}
	if !v.needs(xr.FBColorSpaceExtensionName, "color_spaces") {
		return
	}
	spaces, err := v.session.ColorSpaces()
	if err != nil {
		v.unknown("color_spaces", err)
		return
	}
	v.out.ColorSpaces = make([]string, 0, len(spaces))
	for _, space := range spaces {
		v.out.ColorSpaces = append(v.out.ColorSpaces, space.String())
	}
}

// readMasks asks for each kind of mask of each view. One that cannot be had leaves the
// part unknown, since a list with a gap would look whole.
func (v *visit) readMasks() {
	const part = "visibility_masks"
	if !v.needs(xr.KHRVisibilityMaskExtensionName, part) {
		return
	}
	configurations, err := v.system.ViewConfigurations()
	if err != nil {
		v.unknown(part, err)
		return
	}
	masks := []report.VisibilityMask{}
	for _, configuration := range configurations {
		of, err := v.masksOf(configuration)
		if err != nil {
			v.unknown(part, err)
			return
		}
		masks = append(masks, of...)
	}
	v.out.VisibilityMasks = masks
}

func (v *visit) masksOf(configuration xr.ViewConfigurationType) ([]report.VisibilityMask, error) {
	views, err := v.system.Views(configuration)
	if err != nil {
		return nil, err
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
		v.tracker(report.TrackerHandLeft, xr.EXTHandTrackingExtensionName, hand(xr.HandLeftEXT)),
		v.tracker(report.TrackerHandRight, xr.EXTHandTrackingExtensionName, hand(xr.HandRightEXT)),
		v.tracker(report.TrackerEyes, xr.FBEyeTrackingSocialExtensionName, v.session.CreateEyeTrackerFB),
		v.tracker(report.TrackerEyes, xr.ANDROIDEyeTrackingExtensionName, v.session.CreateEyeTrackerANDROID),
		v.viveTrackers(),
	}
}

func (v *visit) tracker(name, extension string, create func() (*openxr.Tracker, error)) report.Tracker {
	out := report.Tracker{Name: name, Extension: extension}
	if v.without(&out) {
		return out
	}
	made, err := create()
	if err != nil {
		out.Creatable, out.Because = whetherCreatable(err), err.Error()
		return out
	}
	v.end(made)
	out.Creatable, out.Because = report.AnswerYes, "one was made"
	return out
}

// without answers for a tracker whose extension is not there.
func (v *visit) without(t *report.Tracker) bool {
	if !v.needs(t.Extension) {
		t.Creatable, t.Because = report.AnswerNo, v.notEnabled(t.Extension).Error()
		if v.lists(t.Extension) {
			t.Creatable = report.AnswerUnknown
		}
		return true
	}
	return false
}

// whetherCreatable tells a system without the tracker from one that failed to make it,
// which may want a permission that nobody gave.
func whetherCreatable(err error) report.Answer {
	if result, _ := openxr.ResultOf(err); result == xr.ErrorFeatureUnsupported {
		return report.AnswerNo
	}
	return report.AnswerUnknown
}

// viveTrackers cannot be made: they are there or not.
func (v *visit) viveTrackers() report.Tracker {
	out := report.Tracker{Name: report.TrackerVive, Extension: xr.HTCXViveTrackerInteractionExtensionName}
	if v.without(&out) {
		return out
	}
	switch count, err := v.session.ViveTrackerCount(); {
	case err != nil:
		out.Creatable, out.Because = report.AnswerUnknown, err.Error()
	case count == 0:
		out.Creatable, out.Because = report.AnswerNo, "none is connected"
	default:
		out.Creatable, out.Because = report.AnswerYes, fmt.Sprintf("%d connected", count)
	}
	return out
}
