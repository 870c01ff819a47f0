// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr_test

import (
	"testing"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// BenchmarkSystemProperties uses a runtime that does almost nothing, so that it measures
// the cost of the call itself.
func BenchmarkSystemProperties(b *testing.B) {
	entry, err := openxr.FromLibrary(compiled.Library(b))
	if err != nil {
		b.Fatal(err)
	}
	instance, err := entry.CreateInstance(openxr.InstanceInfo{})
	if err != nil {
		b.Fatal(err)
	}
	system, err := instance.System(xr.FormFactorHeadMountedDisplay)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := system.Properties(); err != nil {
			b.Fatal(err)
		}
	}
}
