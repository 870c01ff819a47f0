// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"cmp"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// answers is all that a host says of the runtime and of the layers.
func answers(t *testing.T, h loader.Host) string {
	t.Helper()
	found, err := h.Resolve(t.Context())
	require.NoError(t, err)
	runtime, failure := h.ReadManifest(found.Chosen)
	layers, err := h.Layers(t.Context())
	require.NoError(t, err)
	plan := h.PlanLayers(layers, h.RequestedLayers())
	return fmt.Sprint(found.Chosen, runtime.Library, failure, h.InspectLibrary(runtime).Problem, layers, plan)
}

// Each change that decides has a machine that shows it: the answer changes with its version and with no other release beside
// it.
func TestChanges_DecideSinceTheirVersion(t *testing.T) {
	t.Parallel()
	const wanted = "XR_ENABLE_API_LAYERS"
	numbered := func(version string) map[string]any { return map[string]any{"implementation_version": version} }
	plainFile := "/etc/xdg/openxr/1/active_runtime.json"
	good := files{plainFile: manifest("/r.so"), "/r.so": "", "/l.so": ""}
	with := func(more files) files {
		for path, text := range good {
			if _, there := more[path]; !there {
				more[path] = text
			}
		}
		return more
	}
	machines := map[string][]struct {
		before string
		arch   string
		tree   files
		env    env
	}{
		"1.0.29":   {{before: "1.0.28.2", tree: with(files{strings.Replace(plainFile, ".json", ".x86_64.json", 1): manifest("/r.so")})}},
		"1.0.30":   {{before: "1.0.29", tree: with(files{explicitDir + "a.json": manifestText("A", "/l.so", nil), "/usr/local/share/openxr/1/api_layers/explicit.d/b.json": manifestText("A", "/l.so", nil)}), env: env{wanted: "A"}}},
		"1.0.34":   {{before: "1.0.33", tree: with(files{plainFile: manifest("/gone.so")})}},
		"1.1.59.1": {{before: "1.1.59", tree: with(files{implicitDir + "a.json": manifestText("A", "/l.so", numbered("2.0"))})}},
		"1.1.65":   {{before: "1.1.61", arch: "i686", tree: with(files{implicitDir + "a.json": manifestText("A", "/l.so", numbered("99999999999"))})}},
		"1.1.60":   {{before: "1.1.59.1", tree: with(files{implicitDir + "a.json": manifestText("A", "/l.so", numbered("9223372036854775809"))})}},
	}
	for _, change := range loader.Changes() {
		since := change.Since.String()
		require.Equal(t, change.Decides, machines[since] != nil, since)
		for _, machine := range machines[since] {
			before, err := loader.ParseVersion(machine.before)
			require.NoError(t, err)
			h := linux(t, machine.tree, machine.env)
			h.Loader, h.Arch = before, cmp.Or(machine.arch, h.Arch)
			old := answers(t, h)
			h.Loader = change.Since
			require.NotEqual(t, old, answers(t, h), "%s: %s", since, change.Text)
		}
	}
}

func TestLoaderExtensions_HaveTheRevisionOfTheRelease(t *testing.T) {
	t.Parallel()
	for version, revision := range map[loader.Version]uint32{{1, 0, 20}: 4, {1, 0, 29}: 4, {1, 0, 30}: 5, {}: 5} {
		require.Equal(t, []loader.LayerExtension{{Name: "XR_EXT_debug_utils", Version: revision}}, loader.Host{Loader: version}.LoaderExtensions())
	}
}
