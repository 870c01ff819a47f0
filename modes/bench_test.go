// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package modes_test

import (
	"testing"

	"github.com/xrprobe/xrprobe/modes"
)

func BenchmarkList(b *testing.B) {
	runtime := runtimeOf(available(hmd, stereo, "OPAQUE", "ALPHA_BLEND"))
	b.ReportAllocs()
	for b.Loop() {
		modes.List(runtime, withAR)
	}
}
