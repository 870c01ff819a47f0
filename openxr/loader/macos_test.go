// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"debug/macho"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

const (
	macArch  = "/usr/local/share/openxr/1/active_runtime.aarch64.json"
	macPlain = "/usr/local/share/openxr/1/active_runtime.json"
)

// mac returns a macOS host for ARM with the tree and the environment.
func mac(t testing.TB, tree files, environment env) loader.Host {
	t.Helper()
	host := linux(t, tree, environment)
	host.GOOS, host.Arch = "darwin", "aarch64"
	return host
}

func TestResolve_MacOS(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		tree   files
		env    env
		secure bool
		chosen string
		via    loader.Via
		states []loader.State // of the steps after that of XR_RUNTIME_JSON
	}{
		{name: "D1: the variable decides", tree: files{"/x.json": "", macArch: ""}, env: env{"XR_RUNTIME_JSON": "/x.json"},
			chosen: "/x.json", via: loader.ViaRuntimeJSON},
		{name: "M1: the architecture's file comes first", tree: files{macArch: "", macPlain: ""},
			chosen: macArch, via: loader.ViaUsrLocalShare, states: []loader.State{loader.StateFound}},
		{name: "M1: the plain file comes second", tree: files{macPlain: ""},
			chosen: macPlain, via: loader.ViaUsrLocalShare, states: []loader.State{loader.StateMissing, loader.StateFound}},
		{name: "M1: a directory exists", tree: files{macArch + "/": "", macPlain: ""},
			chosen: macArch, via: loader.ViaUsrLocalShare, states: []loader.State{loader.StateFound}},
		{name: "M1: a dangling link is skipped", tree: files{macArch: "-> gone", macPlain: ""},
			chosen: macPlain, via: loader.ViaUsrLocalShare, states: []loader.State{loader.StateDangling, loader.StateFound}},
		{name: "M1: a loop of links is skipped", tree: files{macArch: "-> active_runtime.aarch64.json", macPlain: ""},
			chosen: macPlain, via: loader.ViaUsrLocalShare, states: []loader.State{loader.StateLoop, loader.StateFound}},
		{name: "M1: the file of another architecture does not count", tree: files{strings.Replace(macArch, "aarch64", "x86_64", 1): ""},
			states: []loader.State{loader.StateMissing, loader.StateMissing}},
		{name: "M1: no XDG directory and no ~/Library is searched", env: env{"HOME": "/Users/ann", "XDG_CONFIG_HOME": "/cfg", "XDG_CONFIG_DIRS": "/dirs"},
			tree: files{"/cfg" + filePlain: "", "/dirs" + filePlain: "", "/etc/xdg" + filePlain: "", "/etc" + filePlain: "", "/usr/local/etc" + filePlain: "",
				"/usr/share" + filePlain: "", "/Users/ann/.config" + filePlain: "", "/Users/ann/Library/Application Support" + filePlain: ""},
			states: []loader.State{loader.StateMissing, loader.StateMissing}},
		{name: "M3: a set-user-ID program reads the variable", tree: files{"/x.json": "", macArch: ""}, env: env{"XR_RUNTIME_JSON": "/x.json"}, secure: true,
			chosen: "/x.json", via: loader.ViaRuntimeJSON},
		{name: "nothing", states: []loader.State{loader.StateMissing, loader.StateMissing}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			host := mac(t, test.tree, test.env)
			host.Secure = func() bool { return test.secure }
			got, err := host.Resolve(t.Context())
			require.NoError(t, err)
			require.Equal(t, test.chosen, got.Chosen)
			require.Equal(t, test.via, got.Via)
			require.Empty(t, got.Owner)
			if test.chosen == "" {
				require.Equal(t, int32(-51), got.Result)
			}
			requireKnownRules(t, got.Steps)
			var states []loader.State
			for _, step := range got.Steps[1:] {
				require.Equal(t, "usr_local_share", step.Rule)
				states = append(states, step.State)
			}
			require.Equal(t, test.states, states)
		})
	}
}

func TestResolve_MacOSTrace(t *testing.T) {
	t.Parallel()
	got, err := mac(t, files{macPlain: ""}, nil).Resolve(t.Context())
	require.NoError(t, err)
	require.Empty(t, cmp.Diff([]loader.Step{
		{Rule: "runtime_json", What: "$XR_RUNTIME_JSON", State: loader.StateSkipped, Note: "it is not set"},
		{Rule: "usr_local_share", What: "the machine's directory, aarch64 only", Path: macArch, State: loader.StateMissing},
		{Rule: "usr_local_share", What: "the machine's directory, any architecture", Path: macPlain, State: loader.StateFound},
	}, got.Steps))
}

// TestResolve_MacOSLibrary goes from the search to the manifest and on to the header of a Mach-O library.
func TestResolve_MacOSLibrary(t *testing.T) {
	t.Parallel()
	library := dylib{cpu: macho.CpuArm64, kind: macho.TypeDylib, symbols: []macho.Nlist64{{Type: 0x0F, Sect: 1}}, names: []string{"_" + negotiate}}
	host := mac(t, files{
		macPlain:                            "-> /opt/runtime/runtime.json",
		"/opt/runtime/runtime.json":         manifest("./lib/libruntime.dylib"),
		"/opt/runtime/lib/libruntime.dylib": string(library.bytes()),
	}, nil)
	found, err := host.Resolve(t.Context())
	require.NoError(t, err)
	read, err := host.ReadManifest(found.Chosen)
	require.NoError(t, err)
	require.Equal(t, "/opt/runtime/./lib/libruntime.dylib", read.Library)
	got := host.InspectLibrary(read)
	require.Nil(t, got.Problem)
	require.Equal(t, []any{loader.FormatMachO, "aarch64", loader.Yes, loader.Yes, loader.Yes},
		[]any{got.Format, got.Arch, got.Shared, got.ArchMatches, got.Negotiates})
	host.Arch = "x86_64"
	requireProblem(t, loader.CodeLibraryWrongArch, host.InspectLibrary(read))
}

func TestAvailable_MacOSIsUnsupported(t *testing.T) {
	t.Parallel()
	_, err := mac(t, files{macPlain: ""}, nil).Available(t.Context())
	require.ErrorIs(t, err, loader.ErrUnsupportedOS)
}

func TestEnvironment_MacOS(t *testing.T) {
	t.Parallel()
	host := mac(t, nil, env{"XR_RUNTIME_JSON": "/x.json", "HOME": "/Users/ann"})
	host.Secure = secure
	states := map[string]loader.VariableState{}
	for _, v := range host.Environment() {
		states[v.Name] = v.State
	}
	require.Equal(t, loader.VariableSet, states["XR_RUNTIME_JSON"], "there is no secure_getenv on macOS")
	require.Equal(t, loader.VariableSet, states["HOME"])
	require.NotContains(t, states, "XDG_CONFIG_HOME", "neither runtimes nor API layers are searched there")
}
