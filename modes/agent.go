// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// UserAgent is what the list depends on besides the runtime: facts of the
// browser build. Its zero value implements the WebXR Device API alone.
type UserAgent struct {
	// ARModule says that the user agent implements the WebXR Augmented Reality
	// Module. Without it "immersive-ar" is never on a list.
	ARModule bool
	// Modules are the features of other modules that the user agent implements. It
	// supports no feature that it does not implement, whatever a runtime can do.
	Modules []webxr.Feature
	// Vendor are descriptors of the vendor's own, which no specification has, that the
	// user agent supports in immersive sessions. Pages need explicit consent to them, and
	// every policy. Any other word is no feature descriptor.
	Vendor []webxr.Feature
	// DOMOverlay, CameraAccess and WebGPU are the user agent's to answer: no runtime
	// knows. "" is the same as unknown.
	DOMOverlay, CameraAccess, WebGPU report.Verdict
}

// implements reports whether the user agent has the code for a feature. Those of the
// WebXR Device API it has.
func (a UserAgent) implements(feature webxr.Feature) bool {
	return slices.Contains(coreFeatures, feature) || slices.Contains(a.Modules, feature)
}

var coreFeatures = []webxr.Feature{
	webxr.FeatureViewer, webxr.FeatureLocal, webxr.FeatureLocalFloor, webxr.FeatureBoundedFloor, webxr.FeatureUnbounded,
}
