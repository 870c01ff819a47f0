// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

// busyMachine has three runtimes and twelve API layers, four of them implicit.
func busyMachine(b *testing.B) loader.Host {
	tree := map[string]any{"/etc/xdg/openxr/1/active_runtime.json": "-> /usr/share/openxr/1/r1.json"}
	for i := range 3 {
		library := fmt.Sprintf("/usr/lib/x86_64-linux-gnu/libruntime%d.so", i)
		tree[fmt.Sprintf("/usr/share/openxr/1/r%d.json", i)] = runtimeText(library)
		tree[library] = loadertest.Library{Needed: []string{"libc.so.6"}}
	}
	for i := range 12 {
		dir, library := explicitDir, fmt.Sprintf("/usr/lib/x86_64-linux-gnu/liblayer%d.so", i)
		if i < 4 {
			dir = implicitDir
		}
		tree[dir+fmt.Sprintf("%d.json", i)] = manifestText(fmt.Sprintf("L%d", i), library, nil)
		tree[library] = loadertest.Library{Needed: []string{"libc.so.6"}}
	}
	root := b.TempDir()
	loadertest.Lay(b, root, tree)
	env := map[string]string{"HOME": "/home/ann", "XR_ENABLE_API_LAYERS": "L7:L9"}
	return loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, SysConfDirs: []string{"/etc"}, Secure: func() bool { return false },
		LookupEnv: func(name string) (string, bool) { value, set := env[name]; return value, set }}
}

// BenchmarkDecision measures how long it takes to find out what a program gets: the search for the active runtime, its manifest,
// the search for API layers, their manifests, and the order in which they are loaded. Nothing is kept between rounds, so each is
// a first one.
func BenchmarkDecision(b *testing.B) {
	h := busyMachine(b)
	b.ReportAllocs()
	for b.Loop() {
		h := h.Remembering()
		found, err := h.Resolve(b.Context())
		require.NoError(b, err)
		_, err = h.ReadManifest(found.Chosen)
		require.NoError(b, err)
		layers, err := h.Layers(b.Context())
		require.NoError(b, err)
		require.Len(b, h.PlanLayers(layers, h.RequestedLayers()).Load, 6)
	}
}

// BenchmarkEverything measures the same with the other installed runtimes, and with the header of every library.
func BenchmarkEverything(b *testing.B) {
	h := busyMachine(b)
	b.ReportAllocs()
	for b.Loop() {
		_, err := h.Resolve(b.Context())
		require.NoError(b, err)
		runtimes, err := h.Available(b.Context())
		require.NoError(b, err)
		require.Len(b, runtimes, 3)
		for _, runtime := range runtimes {
			require.Nil(b, h.InspectLibrary(runtime.Manifest).Problem)
		}
		layers, err := h.Layers(b.Context())
		require.NoError(b, err)
		for _, layer := range layers.All {
			require.Nil(b, h.InspectLayer(layer.LayerManifest).Problem)
		}
		require.Len(b, h.PlanLayers(layers, h.RequestedLayers()).Load, 6)
	}
}
