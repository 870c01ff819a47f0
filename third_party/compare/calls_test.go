// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package compare

import (
	"testing"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// Each benchmark makes the same call to the same runtime, which does almost nothing.

// openBoth opens the test runtime through C and through the binding.
func openBoth(b *testing.B) (runtime, *openxr.System) {
	b.Helper()
	path := compiled.Library(b)
	inC, err := open(path)
	if err != nil {
		b.Fatal(err)
	}
	entry, err := openxr.FromLibrary(path)
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
	return inC, system
}

func BenchmarkSystemProperties(b *testing.B) {
	inC, system := openBoth(b)
	b.Run("C", func(b *testing.B) { inC.inCProperties(b.N) })
	b.Run("cgo", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			inC.cgoProperties()
		}
	})
	b.Run("xr", func(b *testing.B) {
		b.ReportAllocs()
		commands, instance, id := system.Raw()
		out := &xr.SystemProperties{Type: xr.TypeSystemProperties}
		for b.Loop() {
			commands.GetSystemProperties(instance, id, out)
		}
	})
	b.Run("openxr", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := system.Properties(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkTrivialCommand(b *testing.B) {
	inC, system := openBoth(b)
	b.Run("C", func(b *testing.B) { inC.inCTrivial(b.N) })
	b.Run("cgo", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			inC.cgoTrivial()
		}
	})
	b.Run("xr", func(b *testing.B) {
		b.ReportAllocs()
		commands, _, _ := system.Raw()
		for b.Loop() {
			commands.DestroySpace(handle)
		}
	})
}
