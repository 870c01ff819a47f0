// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package simulated

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/xr"
)

// SessionSheet describes what a session on the system answers. Nil means unknown: then the
// runtime lists the reference spaces VIEW and LOCAL, which every runtime has, and the
// commands for the other fields return XR_ERROR_FUNCTION_UNSUPPORTED. These commands also
// need their extensions.
type SessionSheet struct {
	ReferenceSpaces []ReferenceSpace `json:"reference_spaces"`
	RefreshRates    []float32        `json:"refresh_rates"` // in hertz; the first is the current one
	ColorSpaces     []string         `json:"color_spaces"`
	VisibilityMask  *VisibilityMask  `json:"visibility_mask"` // of every view
	HandTracker     *bool            `json:"hand_tracker"`    // whether one can be created
	EyeTracker      *bool            `json:"eye_tracker"`     // whether one can be created
	ViveTrackers    *int             `json:"vive_trackers"`   // how many are connected, at most 64
}

// ReferenceSpace is one that sessions list, such as XR_REFERENCE_SPACE_TYPE_STAGE. Without
// bounds the runtime answers XR_SPACE_BOUNDS_UNAVAILABLE.
type ReferenceSpace struct {
	Type   string  `json:"type"`
	Bounds *Bounds `json:"bounds"`
}

// Bounds is the size of the floor on which the user can walk, in metres.
type Bounds struct {
	Width float32 `json:"width"`
	Depth float32 `json:"depth"`
}

// VisibilityMask is the size of a visibility mask.
type VisibilityMask struct {
	Vertices uint32 `json:"vertices"`
	Indices  uint32 `json:"indices"`
}

// maxViveTrackers is more than a user can wear.
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
			c.refuse(fmt.Sprintf("%s.refresh_rates[%d]", field, i), "a refresh rate has to be above zero hertz")
		}
	}
	unique(c, field+".color_spaces", s.ColorSpaces, func(name string) string { return name })
	for i, space := range s.ColorSpaces {
		c.oneOf(fmt.Sprintf("%s.color_spaces[%d]", field, i), &space, namesOf(colorSpaces()))
	}
	if n := s.ViveTrackers; n != nil && (*n < 0 || *n > maxViveTrackers) {
		c.refuse(field+".vive_trackers", "the number of trackers has to be between 0 and %d", maxViveTrackers)
	}
}

// referenceSpaceTypes returns all types of reference spaces that the registry names.
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

// spaces returns the reference spaces that the session lists.
func (o *sessionObject) spaces() []ReferenceSpace {
	if spaces := o.sheet.ReferenceSpaces; spaces != nil {
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

// extensionCommands maps the ending of a command's name to the extension that the command
// needs.
func extensionCommands() map[string]string {
	return map[string]string{
		"DebugUtilsMessengerEXT": debugUtilsExtension,
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

// lacksExtensionOf reports whether a command belongs to an extension that the instance did
// not enable.
func (o *instanceObject) lacksExtensionOf(command string) bool {
	for ending, extension := range extensionCommands() {
		if strings.HasSuffix(command, ending) {
			return !slices.Contains(o.extensions, extension)
		}
	}
	return false
}
