// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// UserAgent holds the facts of a browser build that the list depends on besides the runtime. The
// zero value implements the WebXR Device API and no other module.
type UserAgent struct {
	// ARModule reports whether the user agent implements the WebXR Augmented Reality Module.
	// If not, "immersive-ar" is unsupported.
	ARModule bool
	// Modules are the features of other modules that the user agent implements. A feature that
	// it does not implement is unsupported, whatever the runtime can do.
	Modules []webxr.Feature
	// Vendor are feature descriptors that the vendor defines, and no specification, and that
	// the user agent supports in immersive sessions. A page needs explicit consent and every
	// policy for them.
	Vendor []webxr.Feature
	// Composes are the extensions of OpenXR by which the user agent composes pass-through
	// itself, as a layer below the page's: see [PassThroughLayers]. With one of them a system
	// that blends with OPAQUE alone supports "immersive-ar".
	Composes []string
	// DOMOverlay, CameraAccess and WebGPU are the verdicts about features that depend
	// only on the user agent. "" means unknown; for CameraAccess it means no.
	DOMOverlay, CameraAccess, WebGPU report.Verdict
}

// MayOffer reports whether the user agent could offer a feature in a session of the mode, whatever
// the device: it implements the feature's module, the mode has the feature, and it is not the
// user agent itself that lacks it.
func (a UserAgent) MayOffer(feature webxr.Feature, mode webxr.SessionMode) bool {
	if slices.Contains(a.Vendor, feature) {
		return mode.Immersive()
	}
	var own report.Verdict
	switch feature {
	case webxr.FeatureDOMOverlay:
		own = a.DOMOverlay
	case webxr.FeatureWebGPU:
		own = a.WebGPU
	case webxr.FeatureCameraAccess:
		own = a.CameraAccess
	case webxr.FeatureFrontFacing: // OpenXR has no displays that face the user
	default:
		own = report.VerdictYes
	}
	able := own == report.VerdictYes || own == report.VerdictUnverified
	return able && feature.For(mode) && a.implements(feature)
}

// implements reports whether the user agent implements a feature. It implements all features of
// the WebXR Device API.
func (a UserAgent) implements(feature webxr.Feature) bool {
	return slices.Contains(coreFeatures, feature) || slices.Contains(a.Modules, feature)
}

// AddComposed adds extensions, separated by commas, to those by which the user agent composes
// pass-through. The error matches [ErrPassThroughLayer] if one is not known.
func (a *UserAgent) AddComposed(extensions string) error {
	for extension := range strings.SplitSeq(extensions, ",") {
		extension = strings.TrimSpace(extension)
		if !slices.Contains(PassThroughLayers(), extension) {
			return fmt.Errorf("%w: %q: use %s", ErrPassThroughLayer, extension, strings.Join(PassThroughLayers(), ", "))
		}
		a.Composes = append(a.Composes, extension)
	}
	return nil
}

// ErrPassThroughLayer matches the error for an extension by which no user agent can compose
// pass-through.
var ErrPassThroughLayer = errors.New("modes: no extension for pass-through layers that is known here")

var coreFeatures = []webxr.Feature{
	webxr.FeatureViewer, webxr.FeatureLocal, webxr.FeatureLocalFloor, webxr.FeatureBoundedFloor, webxr.FeatureUnbounded,
}
