// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"errors"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// readSpaces creates each reference space that the session lists, and destroys it again.
func (s *sessionAsker) readSpaces() {
	s.read("reference_spaces", "xrEnumerateReferenceSpaces", func() error {
		types, err := s.session.ReferenceSpaces()
		if err != nil {
			return err
		}
		s.out.ReferenceSpaces = make([]report.ReferenceSpace, 0, len(types))
		for _, space := range types {
			s.out.ReferenceSpaces = append(s.out.ReferenceSpaces, s.readSpace(space))
		}
		return nil
	})
}

func (s *sessionAsker) readSpace(kind xr.ReferenceSpaceType) report.ReferenceSpace {
	out := report.ReferenceSpace{Type: kind.String(), Creatable: report.VerdictYes}
	if !s.ask("xrCreateReferenceSpace", out.Type) {
		out.Creatable, out.Because = report.VerdictUnknown, new(errNotSurvived.Error())
		return out
	}
	space, err := s.session.CreateReferenceSpace(kind)
	if err != nil {
		out.Creatable, out.Because = report.VerdictNo, new(err.Error())
		return out
	}
	s.destroy(space)
	out.Bounds, err = s.readBounds(kind)
	if err != nil {
		out.Because = new(err.Error())
	}
	return out
}

// errNoBounds is the runtime's answer if the user has not set up bounds.
var errNoBounds = errors.New(xr.SpaceBoundsUnavailable.String())

func (s *sessionAsker) readBounds(kind xr.ReferenceSpaceType) (*report.Bounds, error) {
	if !s.ask("xrGetReferenceSpaceBoundsRect", kind.String()) {
		return nil, errNotSurvived
	}
	width, depth, known, err := s.session.Bounds(kind)
	if err == nil && !known {
		err = errNoBounds
	}
	if err != nil {
		return nil, err
	}
	return &report.Bounds{Width: width, Depth: depth}, nil
}

// destroy destroys something that was created in the session.
func (s *sessionAsker) destroy(made interface{ Destroy() error }) {
	if err := made.Destroy(); err != nil {
		s.addProblem(err)
	}
}

func (s *sessionAsker) readFormats() {
	s.read("swapchain_formats", "xrEnumerateSwapchainFormats", func() error {
		formats, err := s.session.SwapchainFormats()
		if err != nil {
			return err
		}
		s.out.SwapchainFormats = make([]report.Format, 0, len(formats))
		for _, value := range formats {
			s.out.SwapchainFormats = append(s.out.SwapchainFormats, report.Format{Value: value, Name: s.formatName(value)})
		}
		return nil
	})
}

// formatName returns the OpenGL name of a format, or nil.
func (s *sessionAsker) formatName(value int64) *string {
	if s.out.Kind != report.SessionOpenGL {
		return nil
	}
	return orNil(openGLFormats()[value])
}

func (s *sessionAsker) readDisplay() {
	if s.needs(xr.FBDisplayRefreshRateExtensionName, "refresh_rates", "refresh_rate") {
		s.read("refresh_rates", "xrEnumerateDisplayRefreshRatesFB", func() (err error) {
			s.out.RefreshRates, err = s.session.RefreshRates()
			return err
		})
		s.read("refresh_rate", "xrGetDisplayRefreshRateFB", func() error {
			rate, err := s.session.RefreshRate()
			if err == nil {
				s.out.RefreshRate = &rate
			}
			return err
		})
	}
	if s.needs(xr.FBColorSpaceExtensionName, "color_spaces") {
		s.read("color_spaces", "xrEnumerateColorSpacesFB", func() error {
			spaces, err := s.session.ColorSpaces()
			if err != nil {
				return err
			}
			s.out.ColorSpaces = make([]string, 0, len(spaces))
			for _, space := range spaces {
				s.out.ColorSpaces = append(s.out.ColorSpaces, space.String())
			}
			return nil
		})
	}
}

// readMasks asks for each kind of mask of each view. If one fails, the whole part stays
// unknown, since a list with a gap would look complete.
func (s *sessionAsker) readMasks() {
	const part = "visibility_masks"
	if !s.needs(xr.KHRVisibilityMaskExtensionName, part) {
		return
	}
	s.read(part, "xrGetVisibilityMaskKHR", func() error {
		if s.described.ViewConfigurations == nil {
			return errors.New("the view configurations are not known")
		}
		masks := []report.VisibilityMask{}
		for i, configuration := range s.configurations {
			of, err := s.masksOf(configuration, s.described.ViewConfigurations[i].Views)
			if err != nil {
				return err
			}
			masks = append(masks, of...)
		}
		s.out.VisibilityMasks = masks
		return nil
	})
}

func (s *sessionAsker) masksOf(configuration xr.ViewConfigurationType, views []report.View) ([]report.VisibilityMask, error) {
	if views == nil {
		return nil, fmt.Errorf("the views of %s are not known", configuration)
	}
	var masks []report.VisibilityMask
	for view := range views {
		for _, kind := range []xr.VisibilityMaskTypeKHR{
			xr.VisibilityMaskTypeHiddenTriangleMeshKHR, xr.VisibilityMaskTypeVisibleTriangleMeshKHR, xr.VisibilityMaskTypeLineLoopKHR,
		} {
			vertices, indices, err := s.session.VisibilityMask(configuration, uint32(view), kind)
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

// readTrackers creates each possible tracker, and destroys it again.
func (s *sessionAsker) readTrackers() {
	hand := func(which xr.HandEXT) func() (*openxr.Tracker, error) {
		return func() (*openxr.Tracker, error) { return s.session.CreateHandTracker(which) }
	}
	s.out.Trackers = []report.Tracker{
		s.tracker(report.TrackerHandLeft, xr.EXTHandTrackingExtensionName, "xrCreateHandTrackerEXT", hand(xr.HandLeftEXT)),
		s.tracker(report.TrackerHandRight, xr.EXTHandTrackingExtensionName, "xrCreateHandTrackerEXT", hand(xr.HandRightEXT)),
		s.tracker(report.TrackerEyes, xr.FBEyeTrackingSocialExtensionName, "xrCreateEyeTrackerFB", s.session.CreateEyeTrackerFB),
		s.tracker(report.TrackerEyes, xr.ANDROIDEyeTrackingExtensionName, "xrCreateEyeTrackerANDROID", s.session.CreateEyeTrackerANDROID),
		s.viveTrackers(),
	}
}

func (s *sessionAsker) tracker(name, extension, command string, create func() (*openxr.Tracker, error)) report.Tracker {
	out := report.Tracker{Name: name, Extension: extension}
	if s.cannotAsk(&out, command) {
		return out
	}
	made, err := create()
	if err != nil {
		out.Creatable, out.Because = whetherCreatable(err), err.Error()
		return out
	}
	s.destroy(made)
	out.Creatable, out.Because = report.VerdictYes, "one was created"
	return out
}

// cannotAsk reports whether a tracker cannot be asked for, and records why.
func (s *sessionAsker) cannotAsk(t *report.Tracker, command string) bool {
	switch {
	case !s.needs(t.Extension):
		t.Creatable, t.Because = report.VerdictNo, s.notEnabled(t.Extension).Error()
		if s.lists(t.Extension) {
			t.Creatable = report.VerdictUnknown
		}
	case !s.ask(command, t.Name):
		t.Creatable, t.Because = report.VerdictUnknown, errNotSurvived.Error()
	default:
		return false
	}
	return true
}

// whetherCreatable distinguishes a system without the tracker (no) from one that failed to
// create it (unknown): it may need a permission that the user did not give.
func whetherCreatable(err error) report.Verdict {
	if result, _ := openxr.ResultOf(err); result == xr.ErrorFeatureUnsupported {
		return report.VerdictNo
	}
	return report.VerdictUnknown
}

// viveTrackers counts the connected Vive trackers; applications do not create them.
func (s *sessionAsker) viveTrackers() report.Tracker {
	out := report.Tracker{Name: report.TrackerVive, Extension: xr.HTCXViveTrackerInteractionExtensionName}
	if s.cannotAsk(&out, "xrEnumerateViveTrackerPathsHTCX") {
		return out
	}
	switch count, err := s.session.ViveTrackerCount(); {
	case err != nil:
		out.Creatable, out.Because = report.VerdictUnknown, err.Error()
	case count == 0:
		out.Creatable, out.Because = report.VerdictNo, "none is connected"
	default:
		out.Creatable, out.Because = report.VerdictYes, fmt.Sprintf("%d connected", count)
	}
	return out
}
