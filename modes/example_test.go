// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
)

// List the session modes of a headset with a see-through display.
func ExampleOfSystem() {
	headset := report.System{
		FormFactor: "XR_FORM_FACTOR_HEAD_MOUNTED_DISPLAY", Status: report.SystemAvailable,
		ViewConfigurations: []report.ViewConfiguration{{
			Type: "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", BlendModes: []string{"XR_ENVIRONMENT_BLEND_MODE_ADDITIVE"},
		}},
	}
	for _, mode := range modes.OfSystem(&report.Runtime{}, &headset, modes.UserAgent{ARModule: true}) {
		fmt.Println(mode.Mode, mode.Support, *mode.BlendMode)
	}
	// Output:
	// inline supported opaque
	// immersive-vr supported additive
	// immersive-ar supported additive
}
