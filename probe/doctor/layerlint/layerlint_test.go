// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/doctor/layerlint"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// machine is a small machine: paths and what is there, variables, and an export of a registry.
type machine struct {
	goos, registry string
	files          map[string]any
	env            map[string]string
	report         report.Report
	level          report.Level
	loader         loader.Version
	// modes are those of files.
	modes map[string]os.FileMode
}

func (m machine) patient(t *testing.T) *lint.Patient {
	t.Helper()
	root := t.TempDir()
	loadertest.Lay(t, root, m.files)
	for name, mode := range m.modes {
		require.NoError(t, os.Chmod(filepath.Join(root, name), mode))
	}
	h := loader.Host{GOOS: cmp.Or(m.goos, "linux"), Arch: "x86_64", Root: root, Loader: m.loader, LookupEnv: func(name string) (string, bool) {
		value, set := m.env[name]
		return value, set
	}}
	if m.registry != "" {
		held := new(registry.Registry)
		require.NoError(t, held.Read("x.reg", []byte("Windows Registry Editor Version 5.00\n"+m.registry)))
		h.Registry = held
	}
	return &lint.Patient{Machine: lint.Machine{Host: h, Level: m.level}, Report: &m.report}
}

// find returns what the linter with an ID finds.
func find(t *testing.T, id string, m machine) []report.Problem {
	t.Helper()
	for _, linter := range layerlint.Linters() {
		if linter.ID == id {
			return linter.Check(t.Context(), m.patient(t))
		}
	}
	require.Fail(t, "there is no such linter", id)
	return nil
}

// fixes returns the fixes of problems.
func fixes(problems []report.Problem) []string {
	list := []string{}
	for _, problem := range problems {
		list = append(list, *problem.Fix)
	}
	return list
}

const (
	implicit = "/usr/share/openxr/1/api_layers/implicit.d/"
	explicit = "/usr/share/openxr/1/api_layers/explicit.d/"
)

// layer is a manifest of version 1, which NO_X turns off.
func layer(name, library, more string) string {
	return fmt.Sprintf(`{"file_format_version": "1.0.0", "api_layer": {"name": %q, "library_path": %q, "api_version": "1.0", "implementation_version": "1", "disable_environment": "NO_X"%s}}`, name, library, more)
}

var library = loadertest.Library{}

// What the report says of a layer is not said again, and what nobody looked at is not known.
func TestLinters_SayNothingTwice(t *testing.T) {
	t.Parallel()
	files := map[string]any{implicit + "x.json": layer("x", "/gone.so", "")}
	require.Len(t, find(t, "layer_library_missing", machine{files: files}), 1)
	told := machine{files: files, report: report.Report{Problems: []report.Problem{{ID: "dropped_layer", Text: "without " + implicit + "x.json"}}}}
	require.Empty(t, find(t, "layer_library_missing", told))
	stopped := machine{files: files, report: report.Report{Program: &report.Program{Stopped: report.StoppedYes, Because: new("because of " + implicit + "x.json")}}}
	require.Empty(t, find(t, "layer_library_missing", stopped))

	broken := machine{files: map[string]any{explicit + "x.json": layer("x", "gone.so", "")}}
	require.Len(t, find(t, "layer_library_broken", broken), 1)
	broken.level = report.LevelManifest
	require.Empty(t, find(t, "layer_library_broken", broken), "no library was to be read")
}

// A library for another architecture serves the programs of that architecture.
func TestBrokenLibrary(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		library any
		found   int
	}{
		"it is good":           {library, 0},
		"of another machine":   {loadertest.Library{Arch: "i686"}, 0},
		"of another system":    {"MZ", 1},
		"it is a text":         {"text", 1},
		"it exports nothing":   {loadertest.Library{Empty: true}, 1},
		"it is a program":      {loadertest.Library{Program: true}, 1},
		"it leads to another":  {"-> /good.so", 0},
		"its header is broken": {string(library.Bytes()[:40]), 1},
	} {
		files := map[string]any{explicit + "x.json": layer("x", "/x.so", ""), "/x.so": row.library, "/good.so": library}
		require.Len(t, find(t, "layer_library_broken", machine{files: files}), row.found, name)
		require.Empty(t, find(t, "layer_library_broken", machine{files: files, env: map[string]string{"XR_ENABLE_API_LAYERS": "x"}}), "%s: it is on, so the report says it", name)
	}
}

func TestUnreadableManifest_FixFitsTheFile(t *testing.T) {
	t.Parallel()
	const id = "layer_manifest_unreadable"
	require.Equal(t, []string{"Give it a name that does not end in .json: sudo mv " + explicit + "x.json " + explicit + "x.json.off"}, fixes(find(t, id, machine{files: map[string]any{explicit + "x.json/y": ""}})))
	require.Equal(t, []string{"Install the layer again, or if no package has the manifest: rm /home/ann/.local/share/openxr/1/api_layers/explicit.d/x.json"}, fixes(find(t, id, machine{
		env: map[string]string{"HOME": "/home/ann"}, files: map[string]any{"/home/ann/.local/share/openxr/1/api_layers/explicit.d/x.json": "-> gone.json"},
	})))
	if os.Geteuid() == 0 {
		return // who may read everything
	}
	shut := machine{files: map[string]any{explicit + "x.json": layer("x", "/x.so", "")}, modes: map[string]os.FileMode{explicit + "x.json": 0}}
	require.Equal(t, []string{"sudo chmod a+r " + explicit + "x.json"}, fixes(find(t, id, shut)))
}

// A container may share the user's files with programs outside, for which the library is there.
func TestMissingLibrary_NothingIsRemovedInside(t *testing.T) {
	t.Parallel()
	files := map[string]any{implicit + "x.json": layer("x", "/gone.so", ""), "/run/.containerenv": ""}
	require.Equal(t, []string{"Install the layer in here too, if programs in here need it."}, fixes(find(t, "layer_library_missing", machine{files: files})))
}

func TestIgnoredFile(t *testing.T) {
	t.Parallel()
	for name, found := range map[string]int{"x.JSON": 1, "x.Json": 1, "x.json.txt": 1, "x.JSON.TXT": 1, "x.json.off": 0, "x.json.bak": 0, "README": 0, ".JSON": 0, "x.json": 0} {
		require.Len(t, find(t, "layer_file_name", machine{files: map[string]any{explicit + name: layer("x", "/x.so", "")}}), found, name)
	}
	require.Empty(t, find(t, "layer_file_name", machine{files: map[string]any{explicit + "x.JSON": "{}"}}), "it is no layer")
	both := map[string]any{explicit + "x.JSON": layer("x", "/x.so", ""), explicit + "x.json": layer("x", "/x.so", "")}
	require.Empty(t, find(t, "layer_file_name", machine{files: both}), "it is a copy")
}

func TestLoaderDialect_NamesTheFault(t *testing.T) {
	t.Parallel()
	good := layer("x", "/x.so", "")
	for text, want := range map[string]string{
		good:                       "",
		"// mine\n" + good:         "line 1 has a comment",
		"{\n/* mine */" + good[1:]: "line 2 has a comment",
		"\ufeff" + good:            "line 1 has a byte order mark",
		good[:len(good)-1] + ",}":  "line 1 has a closing bracket after a comma",
		good + "\n\nrest":          "line 3 has what strict JSON does not allow",
	} {
		found := find(t, "layer_manifest_dialect", machine{files: map[string]any{explicit + "x.json": text, "/x.so": library}})
		if want == "" {
			require.Empty(t, found)
			continue
		}
		require.Len(t, found, 1, text)
		require.Contains(t, found[0].Text, want)
	}
	require.Empty(t, find(t, "layer_manifest_dialect", machine{files: map[string]any{explicit + "x.json": "'"}}), "the loader refuses it too")
}

// Versions that every loader takes for another number are told, and those of which the manifest is left out are another problem.
func TestImplementationVersion(t *testing.T) {
	t.Parallel()
	old := loader.Version{1, 1, 47}
	for _, row := range []struct {
		version  string
		loader   loader.Version
		severity report.Severity
		text     string
	}{
		{"1", old, "", ""}, {"4294967295", old, "", ""}, {"007", old, "", ""},
		{"1.5", old, report.SeverityWarning, `is "1.5", which is no number. Loader 1.1.47 takes it for 1.`},
		{"1.5", loader.Version{}, "", ""},
		{"-1", loader.Version{}, report.SeverityInfo, `is "-1", which the loader takes for 4294967295.`},
		{"", old, report.SeverityInfo, `is "", which the loader takes for 0.`},
		{"4294967296", old, report.SeverityInfo, `is "4294967296", which the loader takes for 0.`},
	} {
		text := fmt.Sprintf(`{"file_format_version": "1.0.0", "api_layer": {"name": "x", "library_path": "/x.so", "api_version": "1.0", "implementation_version": %q}}`, row.version)
		found := find(t, "layer_version", machine{loader: row.loader, files: map[string]any{explicit + "x.json": text, "/x.so": library}})
		if row.text == "" {
			require.Empty(t, found, row.version)
			continue
		}
		require.Len(t, found, 1, row.version)
		require.Equal(t, row.severity, found[0].Severity)
		require.Contains(t, found[0].Text, row.text)
	}
}

func TestWritableLayer(t *testing.T) {
	t.Parallel()
	files := map[string]any{implicit + "x.json": layer("x", "/opt/x.so", ""), "/opt/x.so": library}
	for file, text := range map[string]string{
		implicit + "x.json":        "Every user may change " + implicit + "x.json, and so run code in the OpenXR programs of others.",
		"/opt/x.so":                "Every user may change /opt/x.so, and so run code in the OpenXR programs of others.",
		implicit[:len(implicit)-1]: "Every user may put API layers into " + implicit[:len(implicit)-1] + ", and so run code in the OpenXR programs of others.",
	} {
		found := find(t, "layer_writable", machine{files: files, modes: map[string]os.FileMode{file: 0o777}})
		require.Len(t, found, 1, file)
		require.Equal(t, text, found[0].Text)
		require.Empty(t, find(t, "layer_writable", machine{files: files, modes: map[string]os.FileMode{file: 0o775}}))
	}
}

func TestLayerPathEntry(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"/there": "", "/gone": "Leave it out: unset XR_API_LAYER_PATH", "/there:/gone:/also": "Leave it out: export XR_API_LAYER_PATH=/there:/also",
		"~/mine": "Write the directory in full: export XR_API_LAYER_PATH=/home/ann/mine", "~/gone": "Leave it out: unset XR_API_LAYER_PATH", "": "",
	} {
		m := machine{files: map[string]any{"/there/": "", "/also/": "", "/home/ann/mine/": ""}, env: map[string]string{"XR_API_LAYER_PATH": value, "HOME": "/home/ann"}}
		found := fixes(find(t, "layer_path_entry", m))
		if want == "" {
			require.Empty(t, found, value)
			continue
		}
		require.Equal(t, []string{want}, found, value)
		m.report.Program = &report.Program{Stopped: report.StoppedYes, Because: new("XR_API_LAYER_PATH is at fault")}
		require.Empty(t, find(t, "layer_path_entry", m))
	}
}

func TestLayerPathHides(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"": "", "/mine": "Name their directories too: export XR_API_LAYER_PATH=/mine:" + explicit[:len(explicit)-1], "/mine:": "Name their directories too: export XR_API_LAYER_PATH=/mine:" + explicit[:len(explicit)-1],
		"/mine:" + explicit: "", "/same": "",
	} {
		files := map[string]any{explicit + "x.json": layer("x", "/x.so", ""), explicit + "bad.json": "", "/x.so": library, "/mine/y.json": layer("y", "/x.so", ""), "/same/x.json": layer("x", "/x.so", "")}
		found := fixes(find(t, "layer_path_hides", machine{files: files, env: map[string]string{"XR_API_LAYER_PATH": value}}))
		if want == "" {
			require.Empty(t, found, value)
			continue
		}
		require.Equal(t, []string{want}, found, value)
	}
}

func TestEmptyListEntry(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"": "", "/a": "", "/a:": "", "/a:/b:": "", ":": "unset", ":/a": "export", "/a::/b": "export",
	} {
		for _, name := range []string{"XR_API_LAYER_PATH", "XDG_DATA_DIRS", "XDG_CONFIG_DIRS"} {
			found := fixes(find(t, "empty_list_entry", machine{env: map[string]string{name: value}}))
			switch want {
			case "":
				require.Empty(t, found, value)
			case "unset":
				require.Equal(t, []string{"Leave the empty entry out: unset " + name}, found)
			default:
				require.Len(t, found, 1)
				require.NotContains(t, found[0], "=:")
				require.NotContains(t, found[0], "::")
			}
		}
	}
}

func TestLoaderDebug(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{
		"": "", "none": "", "error": "When they are no longer needed: unset XR_LOADER_DEBUG", "all": "When they are no longer needed: unset XR_LOADER_DEBUG",
		"ERROR": "Take the variable away, or set it to error: unset XR_LOADER_DEBUG", "1": "Take the variable away, or set it to all: unset XR_LOADER_DEBUG",
		"warning": "Take the variable away, or set it to warn: unset XR_LOADER_DEBUG", "yes": "Take the variable away: unset XR_LOADER_DEBUG", "None": "Take the variable away: unset XR_LOADER_DEBUG",
	} {
		found := fixes(find(t, "loader_debug", machine{env: map[string]string{"XR_LOADER_DEBUG": value}}))
		if want == "" {
			require.Empty(t, found, value)
			continue
		}
		require.Equal(t, []string{want}, found, value)
	}
}

func TestContraryVariable(t *testing.T) {
	t.Parallel()
	waits := layer("x", "/x.so", `, "enable_environment": "DO_X"`)
	for _, row := range []struct {
		manifest string
		env      map[string]string
		fix      string
	}{
		{layer("x", "/x.so", ""), map[string]string{"NO_X": "0"}, "Take the variable away: unset NO_X"},
		{layer("x", "/x.so", ""), map[string]string{"NO_X": ""}, "Take the variable away: unset NO_X"},
		{layer("x", "/x.so", ""), map[string]string{"NO_X": "False"}, "Take the variable away: unset NO_X"},
		{layer("x", "/x.so", ""), map[string]string{"NO_X": "yes"}, ""},
		{layer("x", "/x.so", ""), nil, ""},
		{waits, map[string]string{"DO_X": "0"}, "Take the variable away: unset DO_X"},
		{waits, map[string]string{"DO_X": "1"}, ""},
		{waits, map[string]string{"DO_X": "0", "NO_X": "1"}, ""},
		{waits, map[string]string{"DO_X": "1", "NO_X": "off"}, "Take the variable away: unset NO_X"},
		{waits, nil, ""},
	} {
		found := fixes(find(t, "layer_variable_value", machine{env: row.env, files: map[string]any{implicit + "x.json": row.manifest, "/x.so": library}}))
		if row.fix == "" {
			require.Empty(t, found, "%v", row.env)
			continue
		}
		require.Equal(t, []string{row.fix}, found, "%v", row.env)
	}
}

func TestMiscasedVariable(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"no_x": "Set the right one: unset no_x && export NO_X=1", "do_x": "Set the right one: unset do_x && export DO_X=1", "No_X": ""} {
		m := machine{env: map[string]string{name: "1", "DO_X": "1"}, files: map[string]any{implicit + "x.json": layer("x", "/x.so", `, "enable_environment": "DO_X"`), "/x.so": library}}
		if name == "do_x" {
			delete(m.env, "DO_X")
		}
		found := fixes(find(t, "layer_variable_case", m))
		if want == "" {
			require.Empty(t, found)
			continue
		}
		require.Equal(t, []string{want}, found)
	}
}

// Old loaders take the first of two manifests, and so only one of two linters finds something.
func TestTwoOfOneName(t *testing.T) {
	t.Parallel()
	files := map[string]any{explicit + "x.json": layer("x", "/x.so", ""), "/opt/more/x.json": layer("x", "/y.so", ""), "/x.so": library, "/y.so": library}
	m := machine{files: files, env: map[string]string{"XR_ENABLE_API_LAYERS": "x", "XR_API_LAYER_PATH": explicit + ":/opt/more"}}
	require.Len(t, find(t, "duplicate_layers", m), 1)
	require.Empty(t, find(t, "shadowed_layer", m))
	m.loader = loader.Version{1, 0, 20}
	require.Empty(t, find(t, "duplicate_layers", m))
	require.Equal(t, []string{"Keep one of them: sudo mv /opt/more/x.json /opt/more/x.json.off"}, fixes(find(t, "shadowed_layer", m)))
}

const key = `HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1\ApiLayers\Implicit`

// On Windows the registry orders layers, and turns them off.
func TestOrder_OnWindows(t *testing.T) {
	t.Parallel()
	m := machine{
		goos: "windows", registry: "[" + key + "]\n" + `"C:\\mirror.json"=dword:00000000` + "\n" + `"C:\\kneeboard.json"=dword:00000000` + "\n" + `"C:\\toolkit.json"=dword:00000000`,
		files: map[string]any{
			"/C/mirror.json": layer("XR_APILAYER_NOVENDOR_OBSMirror", `.\x.dll`, ""), "/C/x.dll": "x", "/C/kneeboard.json": layer("XR_APILAYER_FREDEMMOTT_OpenKneeboard", `.\x.dll`, ""),
			"/C/toolkit.json": layer("XR_APILAYER_MBUCCHIA_toolkit", `.\x.dll`, ""),
		},
	}
	last := `Put XR_APILAYER_NOVENDOR_OBSMirror at the end of the list, as administrator: reg delete "` + key + `" /v "C:\mirror.json" /f && reg add "` + key + `" /v "C:\mirror.json" /t REG_DWORD /d 0 /f`
	require.Equal(t, []string{last, last}, fixes(find(t, "layer_order", m)))
	require.Equal(t, []string{`Turn it off, as administrator: reg add "` + key + `" /v "C:\toolkit.json" /t REG_DWORD /d 1 /f`}, fixes(find(t, "openxr_toolkit", m)))
}

// Implicit layers come first, and those of one directory in the file system's order.
func TestOrder_ThatNothingChanges(t *testing.T) {
	t.Parallel()
	mirror, kneeboard := layer("XR_APILAYER_NOVENDOR_OBSMirror", "/x.so", ""), layer("XR_APILAYER_FREDEMMOTT_OpenKneeboard", "/y.so", "")
	libraries := map[string]any{"/x.so": library, "/y.so": library}
	for fix, files := range map[string][2]string{
		"Implicit layers always come before explicit ones, so use one of the two. Turn it off, or uninstall it: export NO_X=1": {implicit + "mirror.json", explicit + "kneeboard.json"},
		"No setting orders them, so use one of the two. Turn it off, or uninstall it: export NO_X=1":                           {"/etc/xdg/openxr/1/api_layers/implicit.d/mirror.json", implicit + "kneeboard.json"},
	} {
		m := machine{files: map[string]any{files[0]: mirror, files[1]: kneeboard}, env: map[string]string{"XR_ENABLE_API_LAYERS": "XR_APILAYER_FREDEMMOTT_OpenKneeboard"}}
		for name, content := range libraries {
			m.files[name] = content
		}
		require.Equal(t, []string{fix}, fixes(find(t, "layer_order", m)))
	}
}

// An extension that a layer offers stands for the layer.
func TestOrder_ByExtension(t *testing.T) {
	t.Parallel()
	hands := layer("XR_APILAYER_TEST_hands", "/x.so", `, "instance_extensions": [{"name": "XR_EXT_hand_tracking", "extension_version": "1"}]`)
	clicking := layer("XR_APILAYER_FREDEMMOTT_HandTrackedCockpitClicking", "/y.so", "")
	files := map[string]any{explicit + "hands.json": hands, explicit + "clicking.json": clicking, "/x.so": library, "/y.so": library}
	m := machine{files: files, env: map[string]string{"XR_ENABLE_API_LAYERS": "XR_APILAYER_TEST_hands:XR_APILAYER_FREDEMMOTT_HandTrackedCockpitClicking"}}
	require.Equal(t, []string{"Name them in this order: export XR_ENABLE_API_LAYERS=XR_APILAYER_FREDEMMOTT_HandTrackedCockpitClicking:XR_APILAYER_TEST_hands"}, fixes(find(t, "layer_order", m)))
	m.env["XR_ENABLE_API_LAYERS"] = "XR_APILAYER_FREDEMMOTT_HandTrackedCockpitClicking:XR_APILAYER_TEST_hands"
	require.Empty(t, find(t, "layer_order", m))
}

func TestOldOpenKneeboard_OnWindows(t *testing.T) {
	t.Parallel()
	const below = `\SOFTWARE\Khronos\OpenXR\1\ApiLayers\Implicit`
	for _, row := range []struct{ root, dir, why string }{
		{"HKEY_LOCAL_MACHINE", `Program Files`, ""},
		{"HKEY_LOCAL_MACHINE", `ProgramData`, "its library is below ProgramData"},
		{"HKEY_CURRENT_USER", `Program Files`, "it is in the user's registry"},
	} {
		m := machine{
			goos: "windows", registry: "[" + row.root + below + "]\n" + `"C:\\` + row.dir + `\\k.json"=dword:00000000`,
			files: map[string]any{"/C/" + row.dir + "/k.json": layer("XR_APILAYER_FREDEMMOTT_OpenKneeboard", `.\x.dll`, ""), "/C/" + row.dir + "/x.dll": "x"},
		}
		found := find(t, "old_openkneeboard", m)
		if row.why == "" {
			require.Empty(t, found)
			continue
		}
		require.Len(t, found, 1)
		require.Contains(t, found[0].Text, row.why)
		require.Contains(t, *found[0].Fix, `reg delete "`+row.root+below+`" /v "C:\`+row.dir+`\k.json" /f`)
	}
}

func TestViveLayers_NeedAName(t *testing.T) {
	t.Parallel()
	for runtime, found := range map[string]int{
		`"name": "Monado", `: 1, `"name": "SteamVR", `: 0, `"name": "VIVE_OpenXR", `: 0, "": 0,
	} {
		m := machine{report: report.Report{Runtimes: []report.Runtime{{ID: "r", Active: true, Manifest: "/r.json"}}}, files: map[string]any{
			"/r.json": `{"file_format_version": "1.0.0", "runtime": {` + runtime + `"library_path": "/r.so"}}`, implicit + "x.json": layer("XR_APILAYER_VIVE_MR", "/x.so", ""), "/x.so": library,
		}}
		require.Len(t, find(t, "vive_layers", m), found, runtime)
	}
}

func TestOldCoreValidation_OnlyDebianTells(t *testing.T) {
	t.Parallel()
	for status, found := range map[string]int{
		"Package: other\nVersion: 1.1.47-1\n\nPackage: openxr-layer-corevalidation\nVersion: 1.1.47~ds-2\n": 1,
		"Package: openxr-layer-corevalidation\nVersion: 1.1.61-1\n":                                         0,
		"Package: other\nVersion: 1.1.47-1\n":                                                               0,
		"":                                                                                                  0,
	} {
		for library, of := range map[string]int{"/usr/lib/x.so": 1, "/opt/x.so": 0} {
			m := machine{env: map[string]string{"XR_ENABLE_API_LAYERS": "XR_APILAYER_LUNARG_core_validation"}, files: map[string]any{
				explicit + "x.json": layer("XR_APILAYER_LUNARG_core_validation", library, ""), library: loadertest.Library{}, "/var/lib/dpkg/status": status,
			}}
			require.Len(t, find(t, "old_core_validation", m), found*of, "%s %s", status, library)
		}
	}
}
