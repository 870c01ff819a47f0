// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigatortest

import (
	"testing"

	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Classes implements [navigator.Classes]. A mode that is not in the map is highly variable.
type Classes map[webxr.SessionMode]webxr.Class

// Class returns the mode's class.
func (c Classes) Class(mode webxr.SessionMode) webxr.Class {
	if class, set := c[mode]; set {
		return class
	}
	return webxr.HighlyVariable
}

// Consenting implements [navigator.Permissions] for a user who consents to everything, and has
// granted "xr-session-supported" already.
type Consenting struct{}

// State returns granted for "xr-session-supported", and prompt for everything else.
func (Consenting) State(d navigator.PermissionDescriptor) webxr.PermissionState {
	if d.Name == webxr.PermissionSessionSupported {
		return webxr.Granted
	}
	return webxr.Prompt
}

// Request grants every feature at once.
func (Consenting) Request(_ navigator.PermissionDescriptor, settle func(navigator.Grant)) func() {
	settle(navigator.Grant{State: webxr.Granted, Features: webxr.Features()})
	return nil
}

// Page returns the navigator.xr of a new page that the user lets get as far as any page can: it
// may track, the user is [Consenting], and every mode is highly variable. It closes with the test.
func Page(t testing.TB, devices *navigator.Devices, tasks navigator.TaskQueue) *navigator.XRSystem {
	t.Helper()
	page, err := devices.NewXRSystem(t.Context(), navigator.SystemConfig{
		Document: Document("https://a.example", webxr.PolicySpatialTracking),
		Tasks:    tasks, Classes: Classes{}, Permissions: Consenting{},
	})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// Click returns what a user agent knows when a page calls in the handler of a click by a user
// who knows what follows.
func Click() navigator.Activation {
	return navigator.Activation{TransientActivation: true, IntentUnderstood: true}
}

// Document returns a document in a secure window that may use the policy-controlled features.
func Document(origin string, allowed ...webxr.Policy) navigator.Document {
	return navigator.Document{Origin: origin, SecureContext: true, Window: true, Allowed: allowed}
}

// Headset returns the system of a head-mounted display with environment blend modes such as
// "OPAQUE". Without any blend mode it is not connected.
func Headset(blendModes ...string) report.System {
	if len(blendModes) == 0 {
		return report.System{FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemUnavailable}
	}
	return System("XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", blendModes...)
}

// System returns an available system with one view configuration and its blend modes.
func System(formFactor, viewConfiguration string, blendModes ...string) report.System {
	view := report.ViewConfiguration{Type: viewConfiguration, BlendModes: []string{}}
	for _, mode := range blendModes {
		view.BlendModes = append(view.BlendModes, "XR_ENVIRONMENT_BLEND_MODE_"+mode)
	}
	return report.System{
		FormFactor: formFactor, Status: report.SystemAvailable, Name: new("Test headset"),
		ViewConfigurations: []report.ViewConfiguration{view},
	}
}
