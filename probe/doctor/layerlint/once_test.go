// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/doctor"
)

// poison are manifests that end every program (rule Y14).
var poison = map[string]string{
	"a layer that is a text":      `{"file_format_version": "1.0.0", "api_layer": "x"}`,
	"extensions that are texts":   `{"file_format_version": "1.0.0", "api_layer": {"name": "XR_APILAYER_bad", "library_path": "/x.so", "api_version": "1.0", "implementation_version": "1", "disable_environment": "NO_X", "instance_extensions": ["XR_x"]}}`,
	"a comment in strict JSON":    "// mine\n" + `{"file_format_version": "1.0.0", "api_layer": {"name": "XR_APILAYER_bad", "library_path": "/x.so", "api_version": "1.0", "implementation_version": "1", "disable_environment": "NO_X"}}`,
	"a bare library that is gone": `{"file_format_version": "1.0.0", "api_layer": {"name": "XR_APILAYER_bad", "library_path": "gone.so", "api_version": "1.0", "implementation_version": "1", "disable_environment": "NO_X"}}`,
}

// Each faulty manifest is one problem, whether programs load the layer, ask for it, or could: never none, and never two.
func TestFaults_AreToldOnce(t *testing.T) {
	t.Parallel()
	faults := map[string]string{}
	for _, bad := range loadertest.BadLayers(func(string) string { return "/x.so" }) {
		if bad.Library == "" || bad.Library == loadertest.Good { // what a library answers is not in its header
			faults[bad.Name] = bad.Text
		}
	}
	for name, text := range poison {
		faults[name] = text
	}
	require.Greater(t, len(faults), 20)
	for name, text := range faults {
		for use, row := range map[string]struct{ dir, requested string }{
			"implicit": {implicit, ""}, "explicit": {explicit, ""}, "asked for": {explicit, "XR_APILAYER_bad"},
		} {
			t.Run(name+", "+use, func(t *testing.T) {
				t.Parallel()
				env := map[string]string{"HOME": "/home/ann", "XR_ENABLE_API_LAYERS": row.requested}
				h := loader.Host{GOOS: "linux", Arch: "x86_64", Root: t.TempDir(), LookupEnv: func(name string) (string, bool) { value, set := env[name]; return value, set }}
				loadertest.Lay(t, h.Root, map[string]any{
					"/etc/xdg/openxr/1/active_runtime.json": `{"file_format_version": "1.0.0", "runtime": {"name": "Test", "library_path": "/rt.so"}}`, "/rt.so": library, "/x.so": library, row.dir + "x.json": text,
				})
				found, err := probe.Prober{Host: h}.Probe(t.Context(), probe.Request{Runtime: probe.RuntimeAll, Level: report.LevelBinary})
				require.NoError(t, err)
				doctor.Examine(t.Context(), doctor.Machine{Host: h, Level: report.LevelBinary, Thorough: true}, found)
				if row.requested != "" && !strings.Contains(found.Problems[0].Text, row.dir+"x.json") { // that it is the one that is asked for cannot be told
					require.Equal(t, "stopping_layers", found.Problems[0].ID)
					found.Problems = found.Problems[1:]
				}
				require.Len(t, found.Problems, 1, "%+v", found.Problems)
			})
		}
	}
}
