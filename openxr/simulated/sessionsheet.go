// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// SessionSheet is what a session on the system answers. Nil stands for what is not known:
// the reference spaces are then those that every runtime has, and the runtime does not
// have the commands for the rest. Those also need their extensions.
type SessionSheet struct {
	ReferenceSpaces []ReferenceSpace `json:"reference_spaces"`
	// RefreshRates are in hertz. The first is the one of now.
	RefreshRates []float32 `json:"refresh_rates"`
	ColorSpaces  []string  `json:"color_spaces"`
	// VisibilityMask is that of every view.
	VisibilityMask *VisibilityMask `json:"visibility_mask"`
	HandTracker    *bool           `json:"hand_tracker"`
	EyeTracker     *bool           `json:"eye_tracker"`
	// ViveTrackers is how many are connected.
	ViveTrackers *int `json:"vive_trackers"`
}

// ReferenceSpace is one that sessions list. Without bounds they are unavailable.
type ReferenceSpace struct {
	Type   string  `json:"type"`
	Bounds *Bounds `json:"bounds"`
}

// Bounds is the floor that is free to walk on, in metres.
type Bounds struct {
	Width float32 `json:"width"`
	Depth float32 `json:"depth"`
}

// VisibilityMask is how large a mask is.
type VisibilityMask struct {
	Vertices uint32 `json:"vertices"`
	Indices  uint32 `json:"indices"`
}

// maxViveTrackers is more than anybody wears.
const maxViveTrackers = 64

func (c *checker) session(field string, s *SessionSheet) {
	if s == nil {
		return
	}
	unique(c, field+".reference_spaces", s.ReferenceSpaces, func(r ReferenceSpace) string { return r.Type })
	for i, space := range s.ReferenceSpaces {
		at := fmt.Sprintf("%s.reference_spaces[%d]", field, i)
		c.oneOf(at+".type", &space.Type, namesOf(referenceSpaceTypes()))
		if b := space.Bounds; b != nil && (b.Width < 0 || b.Depth < 0) {
			c.refuse(at+".bounds", "bounds cannot be negative")
		}
	}
	for i, rate := range s.RefreshRates {
		if rate <= 0 {
			c.refuse(fmt.Sprintf("%s.refresh_rates[%d]", field, i), "a refresh rate is a number of hertz above zero")
		}
	}
	unique(c, field+".color_spaces", s.ColorSpaces, func(name string) string { return name })
	for i, space := range s.ColorSpaces {
		c.oneOf(fmt.Sprintf("%s.color_spaces[%d]", field, i), &space, namesOf(colorSpaces()))
	}
	if n := s.ViveTrackers; n != nil && (*n < 0 || *n > maxViveTrackers) {
		c.refuse(field+".vive_trackers", "there are 0 to %d trackers", maxViveTrackers)
	}
}

// referenceSpaceTypes are all that have a name.
func referenceSpaceTypes() []xr.ReferenceSpaceType {
	return []xr.ReferenceSpaceType{
		xr.ReferenceSpaceTypeView, xr.ReferenceSpaceTypeLocal, xr.ReferenceSpaceTypeStage, xr.ReferenceSpaceTypeLocalFloor,
		xr.ReferenceSpaceTypeUnboundedMSFT, xr.ReferenceSpaceTypeUnboundedANDROID, xr.ReferenceSpaceTypeCombinedEyeVARJO,
		xr.ReferenceSpaceTypeLocalizationMapML,
	}
}

func colorSpaces() []xr.ColorSpaceFB {
	return []xr.ColorSpaceFB{
		xr.ColorSpaceUnmanagedFB, xr.ColorSpaceRec2020FB, xr.ColorSpaceRec709FB, xr.ColorSpaceRiftCv1FB,
		xr.ColorSpaceRiftSFB, xr.ColorSpaceQuestFB, xr.ColorSpaceP3FB, xr.ColorSpaceAdobeRgbFB,
	}
}

// spaces are the reference spaces that the session lists.
func (o *sessionObject) spaces() []ReferenceSpace {
	if spaces := o.answers.ReferenceSpaces; spaces != nil {
		return spaces
	}
	return []ReferenceSpace{{Type: xr.ReferenceSpaceTypeView.String()}, {Type: xr.ReferenceSpaceTypeLocal.String()}}
}

func (o *sessionObject) space(kind xr.ReferenceSpaceType) (ReferenceSpace, bool) {
	spaces := o.spaces()
	at := slices.IndexFunc(spaces, func(s ReferenceSpace) bool { return s.Type == kind.String() })
	if at < 0 {
		return ReferenceSpace{}, false
	}
	return spaces[at], true
}

// extensionCommands are the ends of commands' names that only an instance with an
// extension has.
func extensionCommands() map[string]string {
	return map[string]string{
		"DebugUtilsMessengerEXT": debugUtils,
		"SpatialCapabilitiesEXT": xr.EXTSpatialEntityExtensionName,
		"DisplayRefreshRatesFB":  xr.FBDisplayRefreshRateExtensionName,
		"DisplayRefreshRateFB":   xr.FBDisplayRefreshRateExtensionName,
		"ColorSpacesFB":          xr.FBColorSpaceExtensionName,
		"VisibilityMaskKHR":      xr.KHRVisibilityMaskExtensionName,
		"HandTrackerEXT":         xr.EXTHandTrackingExtensionName,
		"EyeTrackerFB":           xr.FBEyeTrackingSocialExtensionName,
		"ViveTrackerPathsHTCX":   xr.HTCXViveTrackerInteractionExtensionName,
	}
}

// missing reports whether a command belongs to an extension that is not enabled.
func (o *instanceObject) missing(command string) bool {
	for end, extension := range extensionCommands() {
		if strings.HasSuffix(command, end) {
			return !slices.Contains(o.extensions, extension)
		}
	}
	return false
}
