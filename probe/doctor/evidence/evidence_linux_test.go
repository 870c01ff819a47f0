// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package evidence

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

func TestOf_SaysWhatIsThere(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{"/a.json": "{}", "/b.json": "-> /gone.json", "/c.json": "-> a.json", "/etc/passwd": "ann:x:7:7::/home/ann:/bin/sh\n"})
	variables := map[string]string{"HOME": "/home/ann", "XR_RUNTIME_JSON": "/a.json"}
	m := &lint.Machine{
		Host:  loader.Host{GOOS: "linux", Root: root, LookupEnv: func(name string) (string, bool) { value, set := variables[name]; return value, set }},
		Owner: func(path string) (int, int, bool) { return map[string]int{"/a.json": 7}[path], 0, path == "/a.json" },
	}
	r := &report.Report{
		Runtimes: []report.Runtime{{ID: "x", Manifest: "/c.json", Library: new("/lib/x.so"), Cause: &report.Cause{Level: report.LevelInstance, Result: new("XR_ERROR_X"), Call: new("xrCreateInstance")}}},
	}
	for text, want := range map[string][]string{
		"nothing is named":                        {},
		"XR_RUNTIME_JSON names /a.json":           {"XR_RUNTIME_JSON=/a.json", "/a.json is a file, mode 0644, this user's"},
		"the link /b.json, and not /nothing.json": {"/b.json is a link to /gone.json, which leads nowhere"},
		"MY_XR_RUNTIME_JSONS is another":          {},
	} {
		require.Equal(t, want, Of(m, r, report.Problem{Subject: "host", Text: text}), text)
	}
	require.Equal(t, []string{
		"the runtime was asked up to the level instance, and answered XR_ERROR_X; the last call was xrCreateInstance",
		"/c.json is a link to a.json, a file, mode 0644, this user's", "/lib/x.so does not exist",
	}, Of(m, r, report.Problem{Subject: "x", Text: "it fails"}))
}

// A report that was made elsewhere has its own facts only.
func TestOf_LooksAtNoOtherMachine(t *testing.T) {
	t.Parallel()
	r := &report.Report{
		Environment: []report.Variable{{Name: "XR_RUNTIME_JSON", Value: new("/x.json")}},
		Runtimes:    []report.Runtime{{ID: "x", Manifest: "/etc/passwd", Library: new("/lib/x.so")}},
	}
	require.Equal(t, []string{"XR_RUNTIME_JSON=/x.json", "the manifest is /etc/passwd", "the library is /lib/x.so"}, Of(nil, r, report.Problem{Subject: "x", Text: "XR_RUNTIME_JSON names it"}))
}
