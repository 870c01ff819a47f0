// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package winregistry_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/doctor/winregistry"
	"github.com/xrprobe/xrprobe/probe/internal/find"
)

const (
	key   = `HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1`
	key32 = `HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Khronos\OpenXR\1`
	users = `HKEY_CURRENT_USER\SOFTWARE\Khronos\OpenXR\1`
	good  = `{"file_format_version": "1.0.0", "runtime": {"name": "X", "library_path": ".\\x.dll"}}`
)

// host is a Windows with a manifest and these lines in its registry.
func host(t *testing.T, lines string) loader.Host {
	t.Helper()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{"/c/rt/x.json": good, "/c/rt/upper.JSON": good, "/c/rt/broken.json": "{"})
	held := new(registry.Registry)
	require.NoError(t, held.Read("x.reg", []byte("Windows Registry Editor Version 5.00\n"+lines)))
	return loader.Host{GOOS: "windows", Arch: "x86_64", Root: root, Registry: held, LookupEnv: func(name string) (string, bool) { return "E:", name == "Drive" }}
}

// search looks for what is wrong.
func search(t *testing.T, h loader.Host, usable ...loader.Found) (winregistry.Fault, bool) {
	t.Helper()
	resolution, err := h.Resolve(t.Context())
	require.NoError(t, err)
	return winregistry.Find(h, find.Trace(h, resolution), usable)
}

func TestFind(t *testing.T) {
	t.Parallel()
	const (
		value = "The value ActiveRuntime of " + key + " is "
		so    = ", so no runtime is active."
		again = "Install the software of the headset again, and choose it there as the OpenXR runtime. If it is gone, as administrator: reg delete \"" + key + `" /v ActiveRuntime /f`
		add   = `as administrator: reg add "` + key + `" /v ActiveRuntime /t REG_SZ /d `
	)
	installed := loader.Found{Path: `C:\other\y.json`, Manifest: loader.Manifest{Name: "Y"}}
	for name, row := range map[string]struct {
		key, value, text, fix string
		arch                  string
		usable                []loader.Found
	}{
		"it is missing":              {key: key, value: `"C:\\gone.json"`, text: value + `C:\gone.json, which does not exist` + so, fix: again},
		"its drive is missing":       {key: key, value: `"D:\\gone.json"`, text: value + `D:\gone.json, and no drive D: is here` + so, fix: again},
		"another one is installed":   {key: key, value: `"C:\\gone.json"`, text: value + `C:\gone.json, which does not exist` + so, fix: "To use Y, " + add + `"C:\other\y.json" /f`, usable: []loader.Found{installed}},
		"it is installed elsewhere":  {key: key, value: `"C:\\old\\Z.json"`, text: value, fix: "To use Z, " + add + `"C:\new\z.json" /f`, usable: []loader.Found{installed, {Path: `C:\new\z.json`, Manifest: loader.Manifest{Name: "Z"}}}},
		"W4: another ending":         {key: key, value: `"C:\\rt\\upper.JSON"`, text: value + `C:\rt\upper.JSON, and the loader accepts only names that end in ".json"` + so, fix: "Correct the value, " + add + `"C:\rt\upper.json" /f`},
		"W4: a library":              {key: key, value: `"C:\\rt\\x"`, text: value + `C:\rt\x, which does not exist` + so, fix: again},
		"W2: a number":               {key: key, value: "dword:00000001", text: value + "the number 1, and the loader reads only texts" + so, fix: again},
		"W2: bytes":                  {key: key, value: "hex:01,02", text: value + "REG_BINARY, and the loader reads only texts" + so, fix: again},
		"a directory":                {key: key, value: `"C:\\rt"`, text: value + `C:\rt, which leads to no manifest: the loader accepts only regular files` + so, fix: again},
		"W2: too long":               {key: key, value: `"C:\\` + strings.Repeat("x", 1100) + `"`, text: value + `C:\` + strings.Repeat("x", 197) + "…, which cannot be used: the value is too long: the loader reads at most 1023 characters" + so, fix: again},
		"in quotation marks":         {key: key, value: `"\"C:\\rt\\x.json\""`, text: value + `"C:\rt\x.json", whose quotation marks the loader takes as a part of the path` + so, fix: "Correct the value, " + add + `"C:\rt\x.json" /f`},
		"in them, and no manifest":   {key: key, value: `"\"C:\\rt\\broken.json\""`, text: value + `"C:\rt\broken.json", whose quotation marks`, fix: again},
		"empty":                      {key: key, value: `""`, text: value + "empty, which names no manifest" + so, fix: again},
		"relative":                   {key: key, value: `"rt\\gone.json"`, text: value + `rt\gone.json, which depends on the directory of the program: from here it is C:\rt\gone.json, which does not exist` + so, fix: again},
		"variables in a plain text":  {key: key, value: `"%Drive%\\x.json"`, text: value + `%Drive%\x.json, in which the loader does not put variables in, since its type is REG_SZ` + so, fix: again},
		"variables":                  {key: key, value: "hex(2):25,00,44,00,72,00,69,00,76,00,65,00,25,00,5c,00,78,00,00,00", text: value + `%Drive%\x, and E:\x does not exist` + so, fix: again},
		"of 32-bit programs":         {key: key32, value: `"C:\\gone.json"`, arch: "i686", text: "The value ActiveRuntime of " + key32 + ` is C:\gone.json, which does not exist` + so, fix: strings.Replace(again, key, key32, 1)},
		"W1: the user's":             {key: users, value: `"C:\\rt\\x.json"`, text: users + ` names C:\rt\x.json as the active runtime, but OpenXR programs read only ` + key + ", which names none.", fix: "Name it where programs read it, " + add + `"C:\rt\x.json" /f`},
		"W1: the user's, and broken": {key: users, value: `"C:\\gone.json"`, text: users + ` names C:\gone.json`, fix: "To use Y, " + add + `"C:\other\y.json" /f`, usable: []loader.Found{installed}},
		"W3: the other view's":       {key: key32, value: `"C:\\rt\\x.json"`, text: `Only 32-bit programs have an active runtime: C:\rt\x.json, in ` + key32 + "; 64-bit programs read " + key + ", which names none.", fix: "Choose the OpenXR runtime in the software of the headset, which has to run as administrator for that, or install it again."},
		"nothing names one":          {key: key, value: `-`},
		"the user has a number":      {key: users, value: "dword:00000001"},
		"it works":                   {key: key, value: `"C:\\rt\\x.json"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := host(t, "["+row.key+"]\n\"ActiveRuntime\"="+row.value)
			if row.arch != "" {
				h.Arch = row.arch
			}
			got, found := search(t, h, row.usable...)
			require.Equal(t, row.text != "", found)
			require.Contains(t, got.Text, row.text)
			require.Equal(t, row.fix, got.Fix)
		})
	}
}

// A 32-bit program does not read the value of 64-bit ones.
func TestFind_OnlyOf64Bits(t *testing.T) {
	t.Parallel()
	h := host(t, "["+key32+"]\n["+key+"]\n"+`"ActiveRuntime"="C:\\rt\\x.json"`)
	h.Arch = "i686"
	got, found := search(t, h)
	require.True(t, found)
	require.Equal(t, `Only 64-bit programs have an active runtime: C:\rt\x.json, in `+key+"; 32-bit programs read "+key32+", which names none.", got.Text)
}

// closed is a registry that cannot be read.
type closed struct{}

func (closed) Values(string) ([]registry.Value, error) { return nil, errors.New("access is denied") }

func TestFind_AClosedKeyAndOtherSystems(t *testing.T) {
	t.Parallel()
	h := host(t, "")
	h.Registry = closed{}
	got, found := search(t, h)
	require.True(t, found)
	require.Equal(t, "The key "+key+" cannot be read, so no runtime is active: access is denied", got.Text)
	h.GOOS, h.Registry = "linux", nil
	_, found = search(t, h)
	require.False(t, found)
}
