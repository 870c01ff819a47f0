// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator_test

import (
	"context"
	"fmt"
	"slices"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// A user agent answers a page on an opaque headset. The user has granted
// "xr-session-supported"; a real user agent opens a permission.Document, which asks for it.
func ExampleXRSystem() {
	headset := report.Report{Runtimes: []report.Runtime{{ID: "runtime", Active: true, Systems: []report.System{{
		FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable,
		ViewConfigurations: []report.ViewConfiguration{{
			Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"},
		}},
	}}}}}
	loop := &navigator.Virtual{}                                                 // a browser has its own
	devices := navigator.FixedDevices(&headset, modes.UserAgent{ARModule: true}) // a browser has a source that watches

	page, err := devices.NewXRSystem(context.Background(), navigator.SystemConfig{
		Document: navigator.Document{
			Origin: "https://a.example", SecureContext: true, Window: true, Allowed: []webxr.Policy{webxr.PolicySpatialTracking},
		},
		Tasks: loop, Classes: desktop{}, Permissions: consenting{},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, mode := range []string{"inline", "immersive-vr", "immersive-ar", "hologram"} {
		page.IsSessionSupported(mode, func(s navigator.SupportedResult) { fmt.Println(mode, s.Value, s.Err) })
	}
	loop.RunTasks()
	// Output:
	// inline true <nil>
	// hologram false TypeError: an argument is not one that the method accepts
	// immersive-vr true <nil>
	// immersive-ar false <nil>
}

// desktop is a host that may have a headset or not.
type desktop struct{}

func (desktop) Class(webxr.SessionMode) webxr.Class { return webxr.HighlyVariable }

// consenting is a user who has granted every permission and consents to every feature.
type consenting struct{}

func (consenting) State(navigator.PermissionDescriptor) webxr.PermissionState { return webxr.Granted }

func (consenting) Request(d navigator.PermissionDescriptor, settle func(navigator.Grant)) func() {
	settle(navigator.Grant{State: webxr.Granted, Features: slices.Concat(d.Required, d.Optional)})
	return nil
}
