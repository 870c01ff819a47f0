// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

func TestResolve_Windows(t *testing.T) {
	t.Parallel()
	const manifestPath, unavailable = "//share/runtime.json", int32(-51)
	longest := "//share/" + strings.Repeat("x/", 504) + "yy.json"
	for _, test := range []struct {
		name  string
		value string
		none  bool
		err   error
		env   env
		state loader.State
		note  string
		want  string
		via   loader.Via
	}{
		{name: "W1: the value names the manifest", value: manifestPath, state: loader.StateFound, want: manifestPath, via: loader.ViaRegistry},
		{name: "W1: there is no value", none: true, state: loader.StateMissing, note: "the registry has no such value"},
		{name: "W2: the value cannot be read", err: errors.New("access is denied"), state: loader.StateFailed, note: "access is denied"},
		{name: "W2: the value does not fit into the buffer", value: "x" + longest, state: loader.StateFailed, note: "the value is too long: the loader reads at most 1023 characters"},
		{name: "W2: the value just fits into the buffer", value: longest, state: loader.StateMissing},
		{name: "W4: there is no such file", value: "//share/other.json", state: loader.StateMissing},
		{name: "W4: it is a directory", value: "//share/dir.json", state: loader.StateMissing, note: "the loader accepts only regular files"},
		{name: "W4: another ending", value: "//share/runtime.JSON", state: loader.StateMissing, note: `the loader accepts only names that end in ".json"`},
		{name: "D1: the variable comes first", value: manifestPath, env: env{"XR_RUNTIME_JSON": `C:\x.json`}, want: `C:\x.json`, via: loader.ViaRuntimeJSON, state: loader.StateMissing},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			host := linux(t, files{"/share/runtime.json": "", "/share/runtime.JSON": "", "/share/dir.json/": ""}, test.env)
			host.GOOS = "windows"
			host.ActiveRuntime = func() (string, bool, error) { return test.value, !test.none && test.err == nil, test.err }
			got, err := host.Resolve(t.Context())
			require.NoError(t, err)
			requireKnownRules(t, got.Steps)
			last := got.Steps[len(got.Steps)-1]
			require.Equal(t, test.state, last.State)
			require.Equal(t, test.want, got.Chosen)
			require.Equal(t, test.via, got.Via)
			require.Empty(t, got.Owner)
			if test.want == "" {
				require.Equal(t, "registry", last.Rule)
				require.Equal(t, test.note, last.Note)
				require.Equal(t, unavailable, got.Result)
			}
		})
	}
}

func TestResolve_WindowsElevated(t *testing.T) {
	t.Parallel()
	host := linux(t, files{"/share/runtime.json": ""}, env{"XR_RUNTIME_JSON": `C:\x.json`})
	host.GOOS = "windows"
	host.Secure = secure
	host.ActiveRuntime = func() (string, bool, error) { return "//share/runtime.json", true, nil }
	got, err := host.Resolve(t.Context())
	require.NoError(t, err)
	require.Equal(t, loader.ViaRegistry, got.Via)
	require.Equal(t, loader.Step{Rule: "elevated_process", What: "$XR_RUNTIME_JSON", State: loader.StateIgnored,
		Note: "it is set, but the loader ignores it because programs run elevated here"}, got.Steps[0])
}
