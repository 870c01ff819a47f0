// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xrprobe/xrprobe/modes"
)

// The runtime lists as many extensions as real ones do, among them those of several features.
func BenchmarkList(b *testing.B) {
	var extensions strings.Builder
	for i := range 100 {
		fmt.Fprintf(&extensions, "XR_TEST_extension_%d ", i)
	}
	runtime := headset(extensions.String() + "XR_EXT_hand_tracking XR_FB_body_tracking XR_FB_scene XR_FB_spatial_entity XR_FB_space_warp")
	for _, row := range []struct {
		name  string
		agent modes.UserAgent
	}{{"modes", withAR}, {"modes_and_features", everything}} {
		b.Run(row.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				modes.List(runtime, row.agent)
			}
		})
	}
}
