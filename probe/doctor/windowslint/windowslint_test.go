// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package windowslint_test

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/openxr/loader/stub"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/doctor/windowslint"
)

// machine is a small Windows: files on drive C:, and an export of its registry.
type machine struct {
	files    map[string]string
	registry string
	arch     string
	env      map[string]string
	level    report.Level
	layers   []report.Layer
	unknown  bool
}

func find(t *testing.T, id string, m machine) []report.Problem {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, "C"), 0o755))
	for name, text := range m.files {
		file := filepath.Join(root, "C", name)
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	}
	h := loader.Host{GOOS: "windows", Arch: cmp.Or(m.arch, "x86_64"), Root: root, LookupEnv: func(name string) (string, bool) { value, set := m.env[name]; return value, set }}
	if !m.unknown {
		held := new(registry.Registry)
		require.NoError(t, held.Read("x.reg", []byte("Windows Registry Editor Version 5.00\n"+m.registry)))
		h.Registry = held
	}
	p := &lint.Patient{Machine: lint.Machine{Host: h, Level: m.level}, Report: &report.Report{Layers: m.layers}}
	for _, linter := range windowslint.Linters() {
		if linter.ID == id {
			return linter.Check(t.Context(), p)
		}
	}
	require.Fail(t, "there is no such linter", id)
	return nil
}

func texts(problems []report.Problem) string {
	var list []string
	for _, problem := range problems {
		list = append(list, problem.Text+" | "+*problem.Fix)
	}
	return strings.Join(list, "\n")
}

const (
	wide   = `[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1`
	narrow = `[HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Khronos\OpenXR\1`
	users  = `[HKEY_CURRENT_USER\SOFTWARE\Khronos\OpenXR\1`
)

func active(key, file string) string {
	return key + "]\n" + `"ActiveRuntime"="` + strings.ReplaceAll(file, `\`, `\\`) + `"` + "\n"
}

func runtime(name, library string) string {
	return `{"file_format_version": "1.0.0", "runtime": {"name": "` + name + `", "library_path": ".\\` + library + `"}}`
}

const layer = `{"file_format_version": "1.0.0", "api_layer": {"name": "x", "library_path": ".\\x.dll", "api_version": "1.0", "implementation_version": "1", "disable_environment": "NO_X"}}`

var exports = []string{loader.NegotiateFunction, loader.NegotiateLayerFunction}

var (
	dll64 = string(stub.DLL{Exports: exports}.Bytes())
	dll32 = string(stub.DLL{Exports: exports, Narrow: true}.Bytes())
)

// Two manifests are of one runtime if anything says so.
func TestViews_Agree(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"a/64.json": runtime("A", "64.dll"), "a/32.json": runtime("", "32.dll"), "b/other.json": runtime("a", "32.dll"), "c/64.json": runtime("C", "32.dll"), "d/x.json": runtime("D", "32.dll"), "e/broken.json": "",
		"a/64.dll": dll64, "a/32.dll": dll32, "b/32.dll": dll32, "c/32.dll": dll32, "d/32.dll": dll32,
	}
	for _, row := range []struct {
		file string
		text string
	}{
		{`C:\a\32.json`, ""}, {`C:\b\other.json`, ""}, {`C:\c\64.json`, ""}, {`C:\e\broken.json`, ""},
		{`C:\d\x.json`, `64-bit programs use A (C:\a\64.json), and 32-bit programs use D (C:\d\x.json).`},
	} {
		found := find(t, "views_of_registry_disagree", machine{files: files, registry: active(wide, `C:\a\64.json`) + active(narrow, row.file)})
		if row.text == "" {
			require.Empty(t, found, row.file)
			continue
		}
		require.Len(t, found, 1)
		require.Equal(t, row.text, found[0].Text)
	}
	other := find(t, "views_of_registry_disagree", machine{arch: "i686", files: files, registry: active(wide, `C:\a\64.json`) + active(narrow, `C:\d\x.json`)})
	require.Equal(t, `32-bit programs use D (C:\d\x.json), and 64-bit programs use A (C:\a\64.json). | To use the first for all, in its software, which has to set it for programs of both widths.`, texts(other))
}

// The host's own view is told by other linters.
func TestViews_OfOthers(t *testing.T) {
	t.Parallel()
	files := map[string]string{"64.json": runtime("A", "64.dll"), "64.dll": dll64}
	only := active(wide, `C:\64.json`)
	require.Empty(t, find(t, "one_view_of_registry", machine{files: files, registry: only}), "a Windows of 32 bits, or a part of an export, has one view")
	both := only + narrow + "]\n"
	require.Contains(t, texts(find(t, "one_view_of_registry", machine{files: files, registry: both})), "choose the runtime again, in its software")
	require.Empty(t, find(t, "one_view_of_registry", machine{arch: "i686", files: files, registry: both}))
	require.Empty(t, find(t, "one_view_of_registry", machine{files: files, registry: both, unknown: true}))

	wrong := only + active(narrow, `C:\64.json`)
	require.Len(t, find(t, "library_of_other_width", machine{files: files, registry: wrong}), 1)
	require.Empty(t, find(t, "library_of_other_width", machine{files: files, registry: wrong, level: report.LevelManifest}), "no library was to be read")
	require.Empty(t, find(t, "library_of_other_width", machine{arch: "i686", files: files, registry: wrong}))
}

func TestElevatedRuntime(t *testing.T) {
	t.Parallel()
	files := map[string]string{"64.json": runtime("A", "64.dll"), "64.dll": dll64}
	for value, found := range map[string]int{`C:\64.json`: 1, `C:\gone.json`: 0, "": 0} {
		require.Len(t, find(t, "elevated_without_runtime", machine{files: files, registry: wide + "]\n", env: map[string]string{"XR_RUNTIME_JSON": value}}), found, value)
	}
	require.Empty(t, find(t, "elevated_without_runtime", machine{files: files, registry: active(wide, `C:\64.json`), env: map[string]string{"XR_RUNTIME_JSON": `C:\64.json`}}))
}

func TestRuntimeType(t *testing.T) {
	t.Parallel()
	key := narrow + `\AvailableRuntimes]` + "\n"
	for value, want := range map[string]string{
		`"C:\\64.json"=dword:00000000`:        "",
		`"C:\\64.json"=dword:00000001`:        "",
		`"C:\\64.json"="0"`:                   `is REG_SZ where REG_DWORD is needed, so programs that let users choose a runtime may not offer it. | Make it one, as administrator: reg add "HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Khronos\OpenXR\1\AvailableRuntimes" /v "C:\64.json" /t REG_DWORD /d 0 /f`,
		`"C:\\gone.json"="0"`:                 `Delete the value, as administrator: reg delete "HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Khronos\OpenXR\1\AvailableRuntimes" /v "C:\gone.json" /f`,
		`"note"=hex:00,00,00,00`:              `is REG_BINARY where REG_DWORD is needed`,
		`"C:\\64.dll"=hex(b):0,0,0,0,0,0,0,0`: `Delete the value`,
		`@="text"`:                            "",
	} {
		found := texts(find(t, "available_runtime_type", machine{files: map[string]string{"64.json": "", "64.dll": ""}, registry: key + strings.ReplaceAll(value, "0,0,0,0,0,0,0,0", "00,00,00,00,00,00,00,00")}))
		if want == "" {
			require.Empty(t, found, value)
			continue
		}
		require.Contains(t, found, want, value)
	}
}

// What the own programs do not get is hidden_layers.
func TestHidingValue_OfTheOwnViewIsAnotherProblem(t *testing.T) {
	t.Parallel()
	hides := `\ApiLayers\Explicit]` + "\n" + `"note"="a text"` + "\n"
	require.Len(t, find(t, "hidden_layers_of_other_width", machine{registry: narrow + hides}), 1)
	require.Empty(t, find(t, "hidden_layers_of_other_width", machine{arch: "i686", registry: narrow + hides}))
	require.Empty(t, find(t, "hidden_layers_of_other_width", machine{registry: narrow + "]\n" + wide + hides}))
	require.Len(t, find(t, "hidden_layers_of_other_width", machine{arch: "i686", registry: narrow + "]\n" + wide + hides}), 1)
}

func TestStaleLayer_InEveryKey(t *testing.T) {
	t.Parallel()
	value := "\n" + `"C:\\gone.json"=dword:00000000` + "\n" + `"C:\\x.json"=dword:00000000` + "\n" + `"C:\\off.json"=dword:00000001` + "\n"
	files := map[string]string{"x.json": layer, "x.dll": dll64}
	for _, key := range []string{wide + `\ApiLayers\Implicit]`, wide + `\ApiLayers\Explicit]`, narrow + `\ApiLayers\Implicit]`, users + `\ApiLayers\Explicit]`} {
		found := find(t, "stale_layer", machine{files: files, registry: narrow + "]\n" + key + value})
		require.Len(t, found, 1, key)
		require.Contains(t, found[0].Text, `C:\gone.json`)
		require.Equal(t, strings.Contains(key, "LOCAL_MACHINE"), strings.Contains(*found[0].Fix, "as administrator"))
	}
}

func TestUsersLayer(t *testing.T) {
	t.Parallel()
	files := map[string]string{"x.json": layer, "x.dll": dll64}
	for value, found := range map[string]int{
		`"C:\\x.json"=dword:00000000`: 1, `"C:\\x.json"=dword:00000001`: 0, `"C:\\x.json"=dword:01000000`: 0, `"C:\\gone.json"=dword:00000000`: 0, `"C:\\x.json"="0"`: 0, `"C:\\x.dll"=dword:00000000`: 0,
	} {
		for _, kind := range []string{"Implicit", "Explicit"} {
			require.Len(t, find(t, "layer_of_user", machine{files: files, registry: users + `\ApiLayers\` + kind + "]\n" + value}), found, value)
		}
	}
}

// What programs of the store read is told by variables or the registry.
func TestStorePrograms(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		dir, more string
		env       map[string]string
		found     int
	}{
		{dir: "Layers", found: 1}, {dir: "Program Files/X"}, {dir: "program files (x86)/X"}, {dir: "Program Files X", found: 1}, {dir: "Windows/System32"},
		{dir: "Programs/X", env: map[string]string{"ProgramFiles": `C:\Programs\`}}, {dir: "Programs/X", env: map[string]string{"ProgramFiles": ""}, found: 1},
		{dir: "Programs/X", more: `[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion]` + "\n" + `"ProgramFilesDir"="C:\\Programs"`},
		{dir: "Programs/X", more: `[HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Windows\CurrentVersion]` + "\n" + `"Other"="C:\\Programs"`, found: 1},
	} {
		value := wide + `\ApiLayers\Implicit]` + "\n" + `"C:\\` + strings.ReplaceAll(row.dir, "/", `\\`) + `\\x.json"=dword:00000000` + "\n"
		m := machine{files: map[string]string{row.dir + "/x.json": layer, row.dir + "/x.dll": dll64}, registry: value + row.more, env: row.env}
		require.Len(t, find(t, "layer_outside_program_files", m), row.found, row.dir)
	}
}

// A table of certificates is all that is looked at, and a file that is none tells nothing.
func TestUnsignedLayer(t *testing.T) {
	t.Parallel()
	value := wide + `\ApiLayers\Implicit]` + "\n" + `"C:\\x.json"=dword:00000000` + "\n"
	for name, row := range map[string]struct {
		library string
		found   int
	}{
		"no table":              {dll64, 1},
		"no table, 32 bits":     {dll32, 1},
		"a table":               {string(stub.DLL{Signed: true}.Bytes()), 0},
		"a table, 32 bits":      {string(stub.DLL{Signed: true, Narrow: true}.Bytes()), 0},
		"no library":            {"text", 0},
		"cut off in the tables": {dll64[:0x40+24+112+20], 0},
		"cut off in the header": {dll64[:0x40+10], 0},
		"nothing":               {"", 0},
	} {
		m := machine{files: map[string]string{"x.json": layer, "x.dll": row.library}, registry: value}
		require.Len(t, find(t, "unsigned_layer", m), row.found, name)
		m.level = report.LevelManifest
		require.Empty(t, find(t, "unsigned_layer", m), "no library was to be read")
		m.level, m.layers = "", []report.Layer{{Manifest: `C:\x.json`}}
		require.Empty(t, find(t, "unsigned_layer", m), "it is not loaded")
	}
}

func FuzzUnsignedLayer(f *testing.F) {
	f.Add([]byte(dll64))
	f.Add([]byte(dll32))
	value := wide + `\ApiLayers\Implicit]` + "\n" + `"C:\\x.json"=dword:00000000` + "\n"
	f.Fuzz(func(t *testing.T, library []byte) {
		find(t, "unsigned_layer", machine{files: map[string]string{"x.json": layer, "x.dll": string(library)}, registry: value})
	})
}
