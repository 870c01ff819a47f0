// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

const (
	fileArch  = "/openxr/1/active_runtime.x86_64.json"
	filePlain = "/openxr/1/active_runtime.json"
)

func TestResolve_Linux(t *testing.T) {
	t.Parallel()
	home := env{"HOME": "/home/ann"}
	tests := []struct {
		name   string
		tree   files
		env    env
		change func(*loader.Host)
		chosen string
		via    loader.Via
		result int32
	}{
		{name: "D1: the variable decides", tree: files{"/x.json": "", "/etc/xdg" + fileArch: ""}, env: env{"XR_RUNTIME_JSON": "/x.json"},
			chosen: "/x.json", via: loader.ViaRuntimeJSON},
		{name: "D1: a missing file is not replaced by another", tree: files{"/etc/xdg" + fileArch: ""}, env: env{"XR_RUNTIME_JSON": "/x.json"},
			chosen: "/x.json", via: loader.ViaRuntimeJSON},
		{name: "D1: a link to itself is chosen too", tree: files{"/x.json": "-> x.json"}, env: env{"XR_RUNTIME_JSON": "/x.json"},
			chosen: "/x.json", via: loader.ViaRuntimeJSON},
		{name: "D2: empty is unset", tree: files{"/etc/xdg" + fileArch: ""}, env: env{"XR_RUNTIME_JSON": ""},
			chosen: "/etc/xdg" + fileArch, via: loader.ViaFallback},
		{name: "D3: any suffix", tree: files{"/foo.txt": ""}, env: env{"XR_RUNTIME_JSON": "/foo.txt"},
			chosen: "/foo.txt", via: loader.ViaRuntimeJSON},
		{name: "D3: relative to the working directory", env: env{"XR_RUNTIME_JSON": "sub/../x.json"},
			change: func(h *loader.Host) { h.Dir = "/cwd" }, chosen: "/cwd/sub/../x.json", via: loader.ViaRuntimeJSON},
		{name: "D3: not a list", tree: files{"/a": "", "/b": ""}, env: env{"XR_RUNTIME_JSON": "/a:/b"},
			chosen: "/a:/b", via: loader.ViaRuntimeJSON},
		{name: "D3: read on Windows", env: env{"XR_RUNTIME_JSON": `C:\x.json`},
			change: func(h *loader.Host) { h.GOOS = "windows" }, chosen: `C:\x.json`, via: loader.ViaRuntimeJSON},
		{name: "D3: read on macOS", env: env{"XR_RUNTIME_JSON": "x.json"},
			change: func(h *loader.Host) { h.GOOS = "darwin" }, chosen: "/x.json", via: loader.ViaRuntimeJSON},
		{name: "M3: macOS has no secure_getenv", env: env{"XR_RUNTIME_JSON": "x.json"},
			change: func(h *loader.Host) { h.GOOS = "darwin"; h.Secure = secure }, chosen: "/x.json", via: loader.ViaRuntimeJSON},

		{name: "L1: the architecture's file comes first", tree: files{"/etc/xdg" + fileArch: "", "/etc/xdg" + filePlain: ""},
			chosen: "/etc/xdg" + fileArch, via: loader.ViaFallback},
		{name: "L1: the plain file comes second", tree: files{"/etc/xdg" + filePlain: ""},
			chosen: "/etc/xdg" + filePlain, via: loader.ViaFallback},
		{name: "L1: a plain file comes before the next directory", tree: files{"/home/ann/.config" + filePlain: "", "/etc/xdg" + fileArch: ""}, env: home,
			chosen: "/home/ann/.config" + filePlain, via: loader.ViaHome},

		{name: "L2.1: XDG_CONFIG_HOME", tree: files{"/cfg" + fileArch: "", "/home/ann/.config" + fileArch: ""}, env: env{"XDG_CONFIG_HOME": "/cfg", "HOME": "/home/ann"},
			chosen: "/cfg" + fileArch, via: loader.ViaXDGConfigHome},
		{name: "L2.1: HOME is not read if XDG_CONFIG_HOME is set", tree: files{"/home/ann/.config" + fileArch: ""}, env: env{"XDG_CONFIG_HOME": "/cfg", "HOME": "/home/ann"},
			result: -51},
		{name: "L2.1: HOME if XDG_CONFIG_HOME is unset", tree: files{"/home/ann/.config" + fileArch: ""}, env: home,
			chosen: "/home/ann/.config" + fileArch, via: loader.ViaHome},
		{name: "L2.1: HOME if XDG_CONFIG_HOME is empty", tree: files{"/home/ann/.config" + fileArch: ""}, env: env{"XDG_CONFIG_HOME": "", "HOME": "/home/ann"},
			chosen: "/home/ann/.config" + fileArch, via: loader.ViaHome},
		{name: "L2.1: an empty HOME is skipped", tree: files{"/.config" + fileArch: ""}, env: env{"HOME": ""}, result: -51},
		{name: "L2.1: a relative directory is used", tree: files{"/cwd/cfg" + fileArch: ""}, env: env{"XDG_CONFIG_HOME": "cfg"},
			change: func(h *loader.Host) { h.Dir = "/cwd" }, chosen: "/cwd/cfg" + fileArch, via: loader.ViaXDGConfigHome},
		{name: "L2.2: the entries of XDG_CONFIG_DIRS, in order", tree: files{"/b" + filePlain: "", "/c" + fileArch: "", "/etc/xdg" + fileArch: ""}, env: env{"XDG_CONFIG_DIRS": "/a::/b:/c"},
			chosen: "/b" + filePlain, via: loader.ViaXDGConfigDirs},
		{name: "L2.2: XDG_CONFIG_DIRS replaces the fallback", tree: files{"/etc/xdg" + fileArch: ""}, env: env{"XDG_CONFIG_DIRS": "/a"}, result: -51},
		{name: "L2.2: the fallback if XDG_CONFIG_DIRS is empty", tree: files{"/etc/xdg" + fileArch: ""}, env: env{"XDG_CONFIG_DIRS": ""},
			chosen: "/etc/xdg" + fileArch, via: loader.ViaFallback},
		{name: "L2.2: a lone colon means no directory and no fallback", tree: files{"/etc/xdg" + fileArch: "", fileArch: ""}, env: env{"XDG_CONFIG_DIRS": ":"}, result: -51},
		{name: "L2.2: the user's directory comes first", tree: files{"/home/ann/.config" + fileArch: "", "/a" + fileArch: ""}, env: env{"HOME": "/home/ann", "XDG_CONFIG_DIRS": "/a"},
			chosen: "/home/ann/.config" + fileArch, via: loader.ViaHome},
		{name: "L2.3: SYSCONFDIR", tree: files{"/usr/local/etc" + filePlain: "", "/etc" + fileArch: ""},
			chosen: "/usr/local/etc" + filePlain, via: loader.ViaSysConfDir},
		{name: "L2.3: the fallback comes before SYSCONFDIR", tree: files{"/etc/xdg" + filePlain: "", "/usr/local/etc" + fileArch: ""},
			chosen: "/etc/xdg" + filePlain, via: loader.ViaFallback},
		{name: "L2.4: EXTRASYSCONFDIR", tree: files{"/etc" + fileArch: ""},
			chosen: "/etc" + fileArch, via: loader.ViaExtraSysConfDir},
		{name: "L2.4: a distribution's directories", tree: files{"/usr/local/etc" + fileArch: "", "/etc" + fileArch: ""},
			change: func(h *loader.Host) { h.SysConfDirs = []string{"/etc"} }, chosen: "/etc" + fileArch, via: loader.ViaSysConfDir},
		{name: "L2: no directory at all", change: func(h *loader.Host) { h.SysConfDirs = []string{} }, tree: files{"/etc" + fileArch: ""}, result: -51},

		{name: "L3: data directories are not searched", result: -51, env: env{"HOME": "/home/ann", "XDG_DATA_HOME": "/data", "XDG_DATA_DIRS": "/dirs"},
			tree: files{"/data" + fileArch: "", "/dirs" + fileArch: "", "/usr/share" + fileArch: "", "/usr/local/share" + fileArch: "", "/home/ann/.local/share" + fileArch: ""}},

		{name: "L4: a broken file is not skipped", tree: files{"/etc/xdg" + fileArch: "{", "/etc/xdg" + filePlain: manifest("x.so"), "/etc" + fileArch: manifest("x.so")},
			chosen: "/etc/xdg" + fileArch, via: loader.ViaFallback},

		{name: "L5: a link to a file", tree: files{"/etc/xdg" + fileArch: "-> /opt/x.json", "/opt/x.json": ""},
			chosen: "/etc/xdg" + fileArch, via: loader.ViaFallback},
		{name: "L5: a dangling link is skipped", tree: files{"/etc/xdg" + fileArch: "-> /opt/x.json", "/etc/xdg" + filePlain: ""},
			chosen: "/etc/xdg" + filePlain, via: loader.ViaFallback},
		{name: "L5: a link to itself ends the search", tree: files{"/etc/xdg" + fileArch: "-> active_runtime.x86_64.json", "/etc/xdg" + filePlain: ""}, result: -2},
		{name: "L5: two links to each other end the search", tree: files{"/etc/xdg/openxr": "-> openxr2", "/etc/xdg/openxr2": "-> openxr", "/etc" + fileArch: ""}, result: -2},
		{name: "L5: a path that cannot be looked at ends the search", env: env{"XDG_CONFIG_HOME": "/" + strings.Repeat("x", 300)}, tree: files{"/etc/xdg" + fileArch: ""}, result: -2},
		{name: "L5: a directory exists", tree: files{"/etc/xdg" + fileArch + "/": "", "/etc/xdg" + filePlain: ""},
			chosen: "/etc/xdg" + fileArch, via: loader.ViaFallback},
		{name: "L5: a file in place of a directory is skipped", tree: files{"/etc/xdg/openxr": "", "/etc" + fileArch: ""},
			chosen: "/etc" + fileArch, via: loader.ViaExtraSysConfDir},
		{name: "L5: the file of another architecture does not count", tree: files{"/etc/xdg/openxr/1/active_runtime.i686.json": ""}, result: -51},
		{name: "L5: the directory of another version does not count", tree: files{"/etc/xdg/openxr/2/active_runtime.x86_64.json": "", "/etc/xdg/openxr/active_runtime.json": ""}, result: -51},

		{name: "L6: the architecture is the host's", tree: files{"/etc/xdg/openxr/1/active_runtime.aarch64.json": "", "/etc/xdg" + fileArch: ""},
			change: func(h *loader.Host) { h.Arch = "aarch64" }, chosen: "/etc/xdg/openxr/1/active_runtime.aarch64.json", via: loader.ViaFallback},

		{name: "L7: XR_RUNTIME_JSON is ignored", tree: files{"/x.json": "", "/etc/xdg" + fileArch: ""}, env: env{"XR_RUNTIME_JSON": "/x.json"},
			change: func(h *loader.Host) { h.Secure = secure }, chosen: "/etc/xdg" + fileArch, via: loader.ViaFallback},
		{name: "L7: every directory of the environment is ignored", change: func(h *loader.Host) { h.Secure = secure },
			tree:   files{"/cfg" + fileArch: "", "/home/ann/.config" + fileArch: "", "/a" + fileArch: "", "/etc/xdg" + filePlain: ""},
			env:    env{"XDG_CONFIG_HOME": "/cfg", "HOME": "/home/ann", "XDG_CONFIG_DIRS": "/a"},
			chosen: "/etc/xdg" + filePlain, via: loader.ViaFallback},
		{name: "L7: HOME is ignored", change: func(h *loader.Host) { h.Secure = secure }, tree: files{"/home/ann/.config" + fileArch: ""}, env: home, result: -51},

		{name: "links do not lead out of the root", tree: files{"/etc/xdg" + fileArch: "-> ../../../../../../../../../../opt/x.json", "/opt/x.json": ""},
			chosen: "/etc/xdg" + fileArch, via: loader.ViaFallback},
		{name: "nothing", result: -51},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			host := linux(t, test.tree, test.env)
			if test.change != nil {
				test.change(&host)
			}
			got, err := host.Resolve(t.Context())
			require.NoError(t, err)
			requireKnownRules(t, got.Steps)
			want := loader.Resolution{Chosen: test.chosen, Via: test.via, Result: test.result}
			require.Empty(t, cmp.Diff(want, got, cmpopts.IgnoreFields(loader.Resolution{}, "Steps")), "steps: %+v", got.Steps)
		})
	}
}

func secure() bool { return true }

// TestResolve_LinuxTrace compares whole traces, of searches that find a runtime and of those that find none.
func TestResolve_LinuxTrace(t *testing.T) {
	t.Parallel()
	step := func(rule, what, path string, state loader.State, note string) loader.Step {
		return loader.Step{Rule: rule, What: what, Path: path, State: state, Note: note}
	}
	const (
		unset    = "it is not set"
		ignored  = "it is set, but the loader ignores it because programs run with another user's rights here"
		khronos  = "Khronos' own build of the loader searches it; the loader of a distribution usually searches only /etc"
		relative = "the path is relative, so it depends on the working directory of each program"
	)
	compiled := []loader.Step{
		step("architecture_then_plain", "the loader's SYSCONFDIR, x86_64 only", "/usr/local/etc"+fileArch, loader.StateMissing, khronos),
		step("architecture_then_plain", "the loader's SYSCONFDIR, any architecture", "/usr/local/etc"+filePlain, loader.StateMissing, khronos),
		step("architecture_then_plain", "the loader's EXTRASYSCONFDIR, x86_64 only", "/etc"+fileArch, loader.StateMissing, ""),
		step("architecture_then_plain", "the loader's EXTRASYSCONFDIR, any architecture", "/etc"+filePlain, loader.StateMissing, ""),
	}
	fallback := []loader.Step{
		step("architecture_then_plain", "the default XDG directory, x86_64 only", "/etc/xdg"+fileArch, loader.StateMissing, ""),
		step("architecture_then_plain", "the default XDG directory, any architecture", "/etc/xdg"+filePlain, loader.StateMissing, ""),
	}
	tests := []struct {
		name   string
		tree   files
		env    env
		change func(*loader.Host)
		want   [][]loader.Step
	}{
		{name: "nothing set", want: [][]loader.Step{{
			step("runtime_json", "$XR_RUNTIME_JSON", "", loader.StateSkipped, unset),
			step("config_directories", "$XDG_CONFIG_HOME", "", loader.StateSkipped, unset),
			step("config_directories", "$HOME", "", loader.StateSkipped, unset),
			step("config_directories", "$XDG_CONFIG_DIRS", "", loader.StateSkipped, unset),
		}, fallback, compiled}},
		{name: "everything set", env: env{"XR_RUNTIME_JSON": "", "XDG_CONFIG_HOME": "cfg/", "HOME": "/home/ann", "XDG_CONFIG_DIRS": ":"},
			want: [][]loader.Step{{
				step("empty_variable", "$XR_RUNTIME_JSON", "", loader.StateSkipped, "it is empty; the loader treats an empty variable as not set"),
				step("architecture_then_plain", "$XDG_CONFIG_HOME, x86_64 only", "/cfg"+fileArch, loader.StateMissing, relative),
				step("architecture_then_plain", "$XDG_CONFIG_HOME, any architecture", "/cfg"+filePlain, loader.StateMissing, relative),
				step("config_directories", "$HOME/.config", "", loader.StateSkipped, "XDG_CONFIG_HOME is set, so the loader does not read HOME"),
				step("config_directories", "$XDG_CONFIG_DIRS", "", loader.StateSkipped, "it is set but names no directory, so the loader does not use the default directory either"),
			}, compiled}},
		{name: "set-user-ID", change: func(h *loader.Host) { h.Secure = secure },
			env: env{"XR_RUNTIME_JSON": "/x", "XDG_CONFIG_HOME": "/cfg", "HOME": "/home/ann", "XDG_CONFIG_DIRS": "/a"},
			want: [][]loader.Step{{
				step("secure_execution", "$XR_RUNTIME_JSON", "", loader.StateIgnored, ignored),
				step("secure_execution", "$XDG_CONFIG_HOME", "", loader.StateIgnored, ignored),
				step("secure_execution", "$HOME", "", loader.StateIgnored, ignored),
				step("secure_execution", "$XDG_CONFIG_DIRS", "", loader.StateIgnored, ignored),
			}, fallback, compiled}},
		{name: "found", env: env{"HOME": "/home/ann"},
			tree: files{"/home/ann/.config" + fileArch: "-> gone", "/home/ann/.config" + filePlain + "/": ""},
			want: [][]loader.Step{{
				step("runtime_json", "$XR_RUNTIME_JSON", "", loader.StateSkipped, unset),
				step("config_directories", "$XDG_CONFIG_HOME", "", loader.StateSkipped, unset),
				step("architecture_then_plain", "$HOME/.config, x86_64 only", "/home/ann/.config"+fileArch, loader.StateDangling, "it is a symbolic link to a file that does not exist"),
				step("architecture_then_plain", "$HOME/.config, any architecture", "/home/ann/.config"+filePlain, loader.StateFound,
					"it is a directory: the search ends here, but a directory cannot be read as a manifest"),
			}}},
		{name: "D1: found", env: env{"XR_RUNTIME_JSON": "x"}, tree: files{"/x": ""},
			want: [][]loader.Step{{step("runtime_json", "$XR_RUNTIME_JSON", "/x", loader.StateFound, "")}}},
		{name: "D1: missing", env: env{"XR_RUNTIME_JSON": "x"},
			want: [][]loader.Step{{step("runtime_json", "$XR_RUNTIME_JSON", "/x", loader.StateMissing, "")}}},
		{name: "D3: no home directory", env: env{"XR_RUNTIME_JSON": "~/x"},
			want: [][]loader.Step{{step("runtime_json", "$XR_RUNTIME_JSON", "/~/x", loader.StateMissing, "the loader does not expand ~ to a home directory")}}},
		{name: "D3: not a URL", env: env{"XR_RUNTIME_JSON": "file:///x"}, tree: files{"/x": ""},
			want: [][]loader.Step{{step("runtime_json", "$XR_RUNTIME_JSON", "/file:///x", loader.StateMissing, "the value must be a path, not a URL")}}},
		{name: "D3: not a list", env: env{"XR_RUNTIME_JSON": "/x:/y"}, tree: files{"/x": ""},
			want: [][]loader.Step{{step("runtime_json", "$XR_RUNTIME_JSON", "/x:/y", loader.StateMissing, "the value is one path, not a list: the colon is part of the path")}}},
		{name: "D3: a drive is not a list", env: env{"XR_RUNTIME_JSON": `C:\x.json`}, change: func(h *loader.Host) { h.GOOS = "windows" },
			want: [][]loader.Step{{step("runtime_json", "$XR_RUNTIME_JSON", `C:\x.json`, loader.StateMissing, "")}}},
		{name: "L5: missing in a linked directory", env: env{"XDG_CONFIG_HOME": "/cfg"}, tree: files{"/cfg": "-> real", "/real" + filePlain: ""},
			want: [][]loader.Step{{
				step("runtime_json", "$XR_RUNTIME_JSON", "", loader.StateSkipped, unset),
				step("architecture_then_plain", "$XDG_CONFIG_HOME, x86_64 only", "/cfg"+fileArch, loader.StateMissing, ""),
				step("architecture_then_plain", "$XDG_CONFIG_HOME, any architecture", "/cfg"+filePlain, loader.StateFound, ""),
			}}},
		{name: "L5: loop", env: env{"XDG_CONFIG_HOME": "/cfg"}, tree: files{"/cfg" + fileArch: "-> active_runtime.x86_64.json"},
			want: [][]loader.Step{{
				step("runtime_json", "$XR_RUNTIME_JSON", "", loader.StateSkipped, unset),
				step("architecture_then_plain", "$XDG_CONFIG_HOME, x86_64 only", "/cfg"+fileArch, loader.StateLoop, "it is a symbolic link that leads back to itself"),
			}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			host := linux(t, test.tree, test.env)
			if test.change != nil {
				test.change(&host)
			}
			got, err := host.Resolve(t.Context())
			require.NoError(t, err)
			var want []loader.Step
			for _, part := range test.want {
				want = append(want, part...)
			}
			require.Empty(t, cmp.Diff(want, got.Steps))
		})
	}
}

func TestResolve_Owner(t *testing.T) {
	t.Parallel()
	passwd := "root:x:0:0:root:/root:/bin/sh\nshort:x:1:1:Short:/home/ann\nann:x:1000:1000:Ann,,,:/home/ann/:/bin/sh\n"
	tests := []struct {
		name   string
		env    env
		change func(*loader.Host)
		want   string
	}{
		{name: "the user with that home", env: env{"HOME": "/home/ann", "USER": "root"}, want: "ann"},
		{name: "no user has that home", env: env{"HOME": "/home/bob"}},
		{name: "User is set", env: env{"HOME": "/home/ann"}, change: func(h *loader.Host) { h.User = "bob" }, want: "bob"},
		{name: "User is set, and only XDG_CONFIG_HOME", env: env{"XDG_CONFIG_HOME": "/c"}, change: func(h *loader.Host) { h.User = "bob" }, want: "bob"},
		{name: "no user's configuration", change: func(h *loader.Host) { h.User = "bob" }},
		{name: "set-user-ID", env: env{"HOME": "/home/ann"}, change: func(h *loader.Host) { h.User = "bob"; h.Secure = secure }},
		{name: "XR_RUNTIME_JSON decides", env: env{"HOME": "/home/ann", "XR_RUNTIME_JSON": "/x"}},
		{name: "no /etc/passwd", env: env{"HOME": "/home/ann"}, change: func(h *loader.Host) { h.Root = filepath.Join(h.Root, "etc") }},
		{name: "/etc/passwd is a directory", env: env{"HOME": "/home/ann"}, change: func(h *loader.Host) { h.Root = filepath.Join(h.Root, "odd") }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			host := linux(t, files{"/etc/passwd": passwd, "/odd/etc/passwd/": ""}, test.env)
			if test.change != nil {
				test.change(&host)
			}
			got, err := host.Resolve(t.Context())
			require.NoError(t, err)
			require.Equal(t, test.want, got.Owner)
		})
	}
}

func TestResolve_UnsupportedSystems(t *testing.T) {
	t.Parallel()
	for _, goos := range []string{"plan9", "js", "freebsd"} {
		host := linux(t, files{"/etc/xdg" + fileArch: ""}, nil)
		host.GOOS = goos
		got, err := host.Resolve(t.Context())
		require.ErrorIs(t, err, loader.ErrUnsupportedOS)
		require.ErrorContains(t, err, goos)
		require.Len(t, got.Steps, 1)
	}
	host := linux(t, nil, env{"XR_RUNTIME_JSON": "/x"})
	host.GOOS = "android"
	got, err := host.Resolve(t.Context())
	require.ErrorIs(t, err, loader.ErrUnsupportedOS, "the loader reads no environment variables on Android")
	require.Empty(t, got.Chosen)
}

func TestResolve_StopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	host := linux(t, nil, nil)
	host.LookupEnv = func(name string) (string, bool) {
		if name == "HOME" {
			cancel()
		}
		return "", false
	}
	got, err := host.Resolve(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.NotEmpty(t, got.Steps, "the steps so far are kept")
	got, err = host.Resolve(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, got.Steps)
}

// TestResolve_ZeroHost compares the zero Host with this process.
func TestResolve_ZeroHost(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	t.Setenv("XR_RUNTIME_JSON", "x.json")
	require.NoError(t, os.WriteFile("x.json", []byte(manifest("./x.so")), 0o600))
	got, err := loader.Host{Secure: func() bool { return false }}.Resolve(t.Context())
	require.NoError(t, err)
	cwd, err := os.Getwd()
	require.NoError(t, err)
	require.Equal(t, filepath.Join(cwd, "x.json"), filepath.FromSlash(got.Chosen))
	require.True(t, got.Steps[0].Found())
	read, err := loader.Host{}.ReadManifest(got.Chosen)
	require.NoError(t, err)
	canonical, err := filepath.EvalSymlinks(cwd)
	require.NoError(t, err)
	require.Equal(t, filepath.Join(canonical, "x.so"), filepath.Clean(read.Library))
}

// TestResolve_FirstExistingWins draws which files exist. The first path of the search order that exists is chosen, and no
// step follows it.
func TestResolve_FirstExistingWins(t *testing.T) {
	t.Parallel()
	dirs := []string{"/home/ann/.config", "/a", "/b", "/usr/local/etc", "/etc"}
	var candidates []string
	for _, dir := range dirs {
		candidates = append(candidates, dir+fileArch, dir+filePlain)
	}
	base := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		root, err := os.MkdirTemp(base, "root")
		require.NoError(t, err)
		chosen := ""
		for _, candidate := range candidates {
			path := filepath.Join(root, filepath.FromSlash(candidate))
			require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
			if !rapid.Bool().Draw(t, candidate) {
				continue
			}
			require.NoError(t, os.WriteFile(path, nil, 0o600))
			if chosen == "" {
				chosen = candidate
			}
		}
		host := loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, Secure: func() bool { return false },
			LookupEnv: env{"HOME": "/home/ann", "XDG_CONFIG_DIRS": "/a:/b"}.lookup}
		got, err := host.Resolve(context.Background())
		require.NoError(t, err)
		require.Equal(t, chosen, got.Chosen)
		for i, step := range got.Steps {
			require.Equal(t, i == len(got.Steps)-1 && chosen != "", step.Found())
		}
	})
}

// FuzzResolveEnv checks that the resolution is consistent whatever the variables are.
func FuzzResolveEnv(f *testing.F) {
	f.Add("", "", "", "", "", false)
	f.Add("/x.json", "/cfg", "/home/ann", "/a:/b", "/", false)
	f.Add("../../x", "cfg", "~", ":::", "w", true)
	f.Add("a\x00b", "/\xff", "/loop", "/dangling:/etc", "/w", false)
	root := makeTree(f, files{"/x.json": "", "/cfg" + fileArch: "", "/loop": "-> loop", "/dangling": "-> gone", "/up": "-> ../../../.."})
	f.Fuzz(func(t *testing.T, json, config, home, dirs, dir string, secure bool) {
		host := loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, Dir: dir, Secure: func() bool { return secure },
			LookupEnv: env{"XR_RUNTIME_JSON": json, "XDG_CONFIG_HOME": config, "HOME": home, "XDG_CONFIG_DIRS": dirs}.lookup}
		got, err := host.Resolve(t.Context())
		require.NoError(t, err)
		require.NotEmpty(t, got.Steps)
		requireKnownRules(t, got.Steps)
		last := got.Steps[len(got.Steps)-1]
		if got.Chosen != "" {
			require.Equal(t, last.Path, got.Chosen)
			require.Zero(t, got.Result)
			require.True(t, last.Found() || got.Via == loader.ViaRuntimeJSON)
		} else {
			require.Empty(t, got.Via)
			require.Contains(t, []int32{-2, -51}, got.Result)
			require.False(t, last.Found())
		}
		if secure {
			require.NotEqual(t, loader.ViaRuntimeJSON, got.Via)
			require.NotEqual(t, loader.ViaHome, got.Via)
		}
	})
}
