// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"cmp"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

const (
	machineKey = `HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1`
	key32Bit   = `HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Khronos\OpenXR\1`
	usersKey   = `HKEY_CURRENT_USER\SOFTWARE\Khronos\OpenXR\1`
)

// source is a registry in which each key has the same values, or cannot be read.
type source struct {
	values []registry.Value
	err    error
}

func (s source) Values(string) ([]registry.Value, error) {
	if s.err != nil {
		return nil, s.err
	}
	return s.values, nil
}

// exported is what an export with these lines holds.
func exported(t testing.TB, lines string) *registry.Registry {
	t.Helper()
	r := new(registry.Registry)
	require.NoError(t, r.Read("x.reg", []byte("Windows Registry Editor Version 5.00\n"+lines)))
	return r
}

// TestResolve_ViewsOfWindows holds rules W1 and W3: whose key is read, by the architecture of programs.
func TestResolve_ViewsOfWindows(t *testing.T) {
	t.Parallel()
	of := func(key, name string) string { return "[" + key + "]\n\"ActiveRuntime\"=\"C:\\\\" + name + ".json\"\n" }
	wide, narrow, users := of(machineKey, "wide"), of(key32Bit, "narrow"), of(usersKey, "users")
	for name, row := range map[string]struct {
		arch, lines string
		files       files
		want, what  string
		unknown     bool
	}{
		"64 bits":                            {"x86_64", wide + narrow, nil, `C:\wide.json`, machineKey + ", ActiveRuntime (the 64-bit view)", false},
		"64 bits of ARM":                     {"aarch64", wide + narrow, nil, `C:\wide.json`, machineKey + ", ActiveRuntime (the 64-bit view)", false},
		"32 bits":                            {"i686", wide + narrow, nil, `C:\narrow.json`, key32Bit + ", ActiveRuntime (the 32-bit view)", false},
		"32 bits, and nothing there":         {"i686", wide + `[HKEY_LOCAL_MACHINE\SOFTWARE\Wow6432Node]`, nil, "", key32Bit + ", ActiveRuntime (the 32-bit view)", false},
		"32 bits, and an export of a part":   {"i686", wide, files{"/C/windows/syswow64/": ""}, "", "", true},
		"32 bits, and all of it":             {"i686", wide + narrow, files{"/C/windows/syswow64/": ""}, `C:\narrow.json`, key32Bit + ", ActiveRuntime (the 32-bit view)", false},
		"a 32-bit Windows":                   {"i686", wide, nil, `C:\wide.json`, machineKey + ", ActiveRuntime (the only view of a 32-bit Windows)", false},
		"W1: the user's key is not read":     {"x86_64", users, nil, "", machineKey + ", ActiveRuntime (the 64-bit view)", false},
		"W1: nor that of 32-bit programs":    {"x86_64", narrow, nil, "", machineKey + ", ActiveRuntime (the 64-bit view)", false},
		"W6: what is offered is not chosen":  {"x86_64", "[" + machineKey + "\\AvailableRuntimes]\n\"C:\\\\wide.json\"=dword:00000000", nil, "", machineKey + ", ActiveRuntime (the 64-bit view)", false},
		"a registry that is empty is no key": {"x86_64", "", nil, "", machineKey + ", ActiveRuntime (the 64-bit view)", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := files{"/C/wide.json": "", "/C/narrow.json": "", "/C/users.json": ""}
			for file, content := range row.files {
				tree[file] = content
			}
			host := linux(t, tree, nil)
			host.GOOS, host.Arch, host.Registry = "windows", row.arch, exported(t, row.lines)
			got, err := host.Resolve(t.Context())
			if row.unknown {
				require.ErrorIs(t, err, loader.ErrUnknownRegistry)
				return
			}
			require.NoError(t, err)
			require.Equal(t, row.want, got.Chosen)
			require.Equal(t, row.what, got.Steps[len(got.Steps)-1].What)
			require.Equal(t, row.want == "", got.Result == -51)
		})
	}
}

// Without a registry nothing is said of what it names.
func TestHost_WithoutARegistryIsUnknown(t *testing.T) {
	t.Parallel()
	host := linux(t, files{"/C/x.json": ""}, nil)
	host.GOOS = "windows"
	got, err := host.Resolve(t.Context())
	require.ErrorIs(t, err, loader.ErrUnknownRegistry)
	require.ErrorIs(t, err, loader.ErrUnsupportedOS, "those who ask for the one get the other too")
	require.EqualError(t, err, "the active runtime of Windows: what its registry holds is not known")
	require.Zero(t, got.Result)
	_, err = host.Layers(t.Context())
	require.ErrorIs(t, err, loader.ErrUnknownRegistry)
	_, err = host.Available(t.Context())
	require.ErrorIs(t, err, loader.ErrUnknownRegistry)
	require.False(t, host.Has32BitView())
	host.LookupEnv = func(name string) (string, bool) { return `C:\x.json`, name == "XR_RUNTIME_JSON" }
	got, err = host.Resolve(t.Context())
	require.NoError(t, err)
	require.Equal(t, `C:\x.json`, got.Chosen)
}

// TestHost_AVariableOfAnotherWindowsIsUnknown holds rule W2: every Windows has this variable, and nothing tells what it is there.
func TestHost_AVariableOfAnotherWindowsIsUnknown(t *testing.T) {
	t.Parallel()
	host := linux(t, files{"/C/x.json": ""}, nil)
	host.GOOS = "windows"
	host.Registry = source{values: []registry.Value{{Name: "ActiveRuntime", Kind: registry.ExpandString, Data: registry.TextData(`%SystemDrive%\x.json`)}}}
	got, err := host.Resolve(t.Context())
	require.EqualError(t, err, "the active runtime of Windows: the value ActiveRuntime of "+machineKey+` is %SystemDrive%\x.json, and what the variable SystemDrive is there is not known`)
	require.ErrorIs(t, err, loader.ErrUnsupportedOS)
	require.NotErrorIs(t, err, loader.ErrUnknownRegistry)
	var unknown loader.UnknownChoice
	require.ErrorAs(t, err, &unknown)
	require.Equal(t, "SystemDrive", unknown.Variable)
	require.Empty(t, got.Chosen)
	require.Zero(t, got.Result)

	host.Registry = source{values: []registry.Value{{Name: "ActiveRuntime", Kind: registry.String, Data: registry.TextData(`\/server\share\x.json`)}}}
	got, err = host.Resolve(t.Context())
	require.EqualError(t, err, "the active runtime of Windows: the value ActiveRuntime of "+machineKey+` is \/server\share\x.json, and a share of another machine is not read`)
	require.Zero(t, got.Result)
}

// TestAvailable_Windows holds rule W6.
func TestAvailable_Windows(t *testing.T) {
	t.Parallel()
	host := linux(t, files{"/C/Program Files/a.json": runtimeText(`C:\\a.dll`), "/C/b.json": "{"}, nil)
	host.GOOS = "windows"
	host.Registry = exported(t, "["+machineKey+`\AvailableRuntimes]
"C:\\gone.json"=dword:00000000
"c:\\program files\\A.json"=dword:00000000
"C:\\hidden.json"=dword:00000001
"C:\\text.json"="0"
[`+key32Bit+`\AvailableRuntimes]
"C:/b.json"=dword:00000000
"C:\\Program Files\\a.json"=dword:00000000
[`+usersKey+`\AvailableRuntimes]
"C:\\users.json"=dword:00000000
`)
	found, err := host.Available(t.Context())
	require.NoError(t, err)
	var got []string
	for _, f := range found {
		code := "usable"
		if f.Err != nil {
			code = f.Err.Code
		}
		got = append(got, f.Path+" "+f.Canonical+" "+f.Source+" "+code)
	}
	const offered = `\AvailableRuntimes `
	require.Equal(t, []string{
		`C:/b.json C:\b.json ` + key32Bit + offered + "manifest_syntax",
		`C:\gone.json C:\gone.json ` + machineKey + offered + "manifest_missing",
		`c:\program files\A.json C:\Program Files\a.json ` + machineKey + offered + "usable",
	}, got)
	host.Registry = source{err: fs.ErrPermission}
	found, err = host.Available(t.Context())
	require.ErrorIs(t, err, fs.ErrPermission)
	require.Empty(t, found)
}

func TestResolve_Windows(t *testing.T) {
	t.Parallel()
	const manifestPath, unavailable = `C:\share\runtime.json`, int32(-51)
	longest := "C:/share/" + strings.Repeat("x/", 503) + "yyy.json"
	for _, test := range []struct {
		name  string
		value string
		none  bool
		err   error
		kind  registry.Kind
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
		{name: "W2: it is no text", value: manifestPath, kind: registry.DWord, state: loader.StateFailed, note: "the value is REG_DWORD, and the loader reads only texts"},
		{name: "W2: it is empty", value: "", state: loader.StateMissing, note: "the value is empty"},
		{name: "W2: variables are put in", value: `%Drive%\share\%NAME%.json`, kind: registry.ExpandString, env: env{"Drive": "C:", "NAME": "runtime"}, state: loader.StateFound, want: manifestPath, via: loader.ViaRegistry},
		{name: "W2: variables that do not end stay", value: `C:\%%x%\100%.json`, kind: registry.ExpandString, env: env{"x": "share"}, state: loader.StateMissing},
		{name: "W2: only in such texts", value: `%Drive%\share\runtime.json`, env: env{"Drive": "C:"}, state: loader.StateMissing},
		{name: "W4: either slash, and case does not count", value: "c:/SHARE/Runtime.json", state: loader.StateFound, want: "c:/SHARE/Runtime.json", via: loader.ViaRegistry},
		{name: "W4: relative to the working directory", value: `share\runtime.json`, state: loader.StateFound, want: manifestPath, via: loader.ViaRegistry},
		{name: "W4: on the drive of the working directory", value: `\share\runtime.json`, state: loader.StateFound, want: manifestPath, via: loader.ViaRegistry},
		{name: "W4: a long path", value: `\\?\C:\share\runtime.json`, state: loader.StateFound, want: `\\?\C:\share\runtime.json`, via: loader.ViaRegistry},
		{name: "W4: there is no such file", value: `C:\share\other.json`, state: loader.StateMissing},
		{name: "W4: it is a directory", value: `C:\share\dir.json`, state: loader.StateMissing, note: "the loader accepts only regular files"},
		{name: "W4: another ending", value: `C:\share\runtime.JSON`, state: loader.StateMissing, note: `the loader accepts only names that end in ".json"`},
		{name: "D1: the variable comes first", value: manifestPath, env: env{"XR_RUNTIME_JSON": `C:\x.json`}, want: `C:\x.json`, via: loader.ViaRuntimeJSON, state: loader.StateMissing},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			host := linux(t, files{"/C/share/runtime.json": "", "/C/share/runtime.JSON": "", "/C/share/dir.json/": ""}, test.env)
			host.GOOS, host.Dir = "windows", ""
			active := registry.Value{Name: "activeruntime", Kind: cmp.Or(test.kind, registry.String), Data: registry.TextData(test.value)}
			host.Registry = source{err: test.err, values: []registry.Value{{Name: "x"}, active}}
			if test.none {
				host.Registry = source{values: []registry.Value{{Name: "x"}}}
			}
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
	host := linux(t, files{"/C/share/runtime.json": ""}, env{"XR_RUNTIME_JSON": `C:\x.json`})
	host.GOOS = "windows"
	host.Secure = secure
	host.Registry = exported(t, "["+machineKey+"]\n"+`"ActiveRuntime"="C:\\share\\runtime.json"`)
	got, err := host.Resolve(t.Context())
	require.NoError(t, err)
	require.Equal(t, loader.ViaRegistry, got.Via)
	require.Equal(t, loader.Step{Rule: "elevated_process", What: "$XR_RUNTIME_JSON", State: loader.StateIgnored,
		Note: "it is set, but the loader ignores it because programs run elevated here"}, got.Steps[0])
}

// A registry that cannot be read gives its error, and one without the key gives none.
func TestAvailable_OnWindowsTellsWhatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		err  error
		want bool
	}{"no such key": {fs.ErrNotExist, false}, "another error": {fs.ErrPermission, true}} {
		_, err := loader.Host{GOOS: "windows", Root: t.TempDir(), Registry: failing{row.err}}.Available(t.Context())
		require.Equal(t, row.want, err != nil, name)
		if row.want {
			require.ErrorIs(t, err, row.err, name)
		}
	}
}

// failing is a registry whose keys cannot be read.
type failing struct{ err error }

func (f failing) Values(string) ([]registry.Value, error) { return nil, f.err }

func TestAbsolute_OnTheDriveOfTheWorkingDirectory(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{`\y`: `D:\y`, "/y": "D:/y", "y": `D:\x\y`, `C:\y`: `C:\y`, "": ""} {
		require.Equal(t, want, loader.Host{GOOS: "windows", Dir: `D:\x`}.Absolute(path), path)
	}
	require.Equal(t, `D:\y`, loader.Host{GOOS: "windows", Dir: "D:"}.Absolute(`\y`))
	require.Equal(t, `D\\y`, loader.Host{GOOS: "windows", Dir: "D"}.Absolute(`\y`))
}
