// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

// in returns a good manifest with further fields in its runtime object.
func in(fields string) string {
	return `{"file_format_version": "1.0.0", "runtime": {"library_path": "x.so"` + fields + `}}`
}

func TestParseManifest_Accepts(t *testing.T) {
	t.Parallel()
	good := loader.Manifest{Path: "m.json", LibraryPath: "x.so", Bare: true}
	with := func(change func(*loader.Manifest)) loader.Manifest {
		m := good
		change(&m)
		return m
	}
	warned := func(warnings ...string) loader.Manifest {
		return with(func(m *loader.Manifest) { m.Warnings = warnings })
	}
	const lenient = "; the loader accepts this, but strict JSON readers refuse it."
	tests := []struct {
		name, text string
		want       loader.Manifest
	}{
		{"plain", in(""), good},
		{"R1: trailing comma", in(","), warned("line 1, column 68: there is a comma after the last element" + lenient)},
		{"R1: line comment", "// why\n" + in(""), warned("line 1, column 1: there is a comment" + lenient)},
		{"R1: block comment", in("/* why */"), warned("line 1, column 68: there is a comment" + lenient)},
		{"R1: byte order mark", "\uFEFF" + in(""), warned("line 1, column 1: there is a byte order mark" + lenient)},
		{"R1: trailing garbage", in("") + "\n]garbage", warned("line 2, column 1: there is text after the end of the document" + lenient)},
		{"R1: second document", in("") + "{}", warned("line 1, column 70: there is text after the end of the document" + lenient)},
		{"R1: NUL after the document", in("") + "\x00", warned("line 1, column 70: there is text after the end of the document" + lenient)},
		{"R1: the last of duplicate keys", in(`, "library_path": "y.so"`), with(func(m *loader.Manifest) {
			m.LibraryPath = "y.so"
			m.Warnings = []string{`line 1, column 70: the key "library_path" is repeated; the loader uses the last one.`}
		})},
		{"R1: unknown keys", in(`, "other": {}`), good},
		{"R4: name", in(`, "name": "Monado"`), with(func(m *loader.Manifest) { m.Name = "Monado" })},
		{"R4: name of another type", in(`, "name": 5`), warned("line 1, column 78: name is a number where a string is needed; the loader does not read it.")},
		{"R4: name in invalid UTF-8", in(", \"name\": \"a\xFFb\""), with(func(m *loader.Manifest) {
			m.Name = "a\uFFFDb"
			m.Warnings = []string{"line 1, column 78: the string is not valid UTF-8" + lenient}
		})},
		{"R4: keys of a vendor", in(`, "MND_libmonado_path": "libmonado.so"`), good},
		{"R5: a slash makes a path", manifest("./x.so"), with(func(m *loader.Manifest) { m.LibraryPath = "./x.so"; m.Bare = false })},
		{"R7: a backslash makes a path", manifest(`.\\x.so`), with(func(m *loader.Manifest) { m.LibraryPath = `.\x.so`; m.Bare = false })},
		{"R7: empty", manifest(""), with(func(m *loader.Manifest) { m.LibraryPath = ""; m.Bare = false })},
		{"R9: renames", in(`, "functions": {"a": "b", "c": "d"}`), with(func(m *loader.Manifest) { m.Functions = map[string]string{"a": "b", "c": "d"} })},
		{"R9: a rename that is not a string", in(`, "functions": {"a": 1, "c": "d"}`), with(func(m *loader.Manifest) {
			m.Functions = map[string]string{"c": "d"}
			m.Warnings = []string{`line 1, column 89: the new name of "a" is a number where a string is needed; the loader ignores it.`}
		})},
		{"R9: NUL ends a name", in(`, "functions": {"a\u0000x": "b\u0000y"}`), with(func(m *loader.Manifest) { m.Functions = map[string]string{"a": "b"} })},
		{"R9: an empty name", in(`, "functions": {"a": ""}`), with(func(m *loader.Manifest) {
			m.Functions = map[string]string{"a": ""}
			m.Warnings = []string{`line 1, column 89: the new name of "a" is empty; no library can export it, and debug builds of the loader abort.`}
		})},
		{"R9: functions is an array", in(`, "functions": ["a"]`), warned("line 1, column 83: functions is an array where an object is needed; the loader ignores it.")},
		{"R9: functions is a string", in(`, "functions": "a"`), warned("line 1, column 83: functions is a string where an object is needed; the loader ignores it.")},
		{"R9: functions is null", in(`, "functions": null`), warned("line 1, column 83: functions is null where an object is needed; the loader ignores it.")},
		{"R9: functions outside runtime", `{"functions": {"a": "b"}, ` + in("")[1:], warned("line 1, column 15: functions is outside runtime, where it has no effect.")},
		{"R10: instance_extensions", in(`, "instance_extensions": [{"name": "a"}, null]`), warned("line 1, column 93: instance_extensions has no effect in a runtime manifest.")},
		{"R10: instance_extensions of another type", in(`, "instance_extensions": "a"`), warned("line 1, column 93: instance_extensions has no effect in a runtime manifest.")},
		{"order of warnings", "//\n" + in(`, "functions": 1,`), warned("line 1, column 1: there is a comment"+lenient,
			"line 2, column 83: functions is a number where an object is needed; the loader ignores it.",
			"line 2, column 84: there is a comma after the last element"+lenient)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := loader.ParseManifest([]byte(test.text), "m.json")
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(test.want, got))
		})
	}
}

func TestParseManifest_Refuses(t *testing.T) {
	t.Parallel()
	version := func(v string) string {
		return `{"file_format_version": ` + v + `, "runtime": {"library_path": "x.so"}}`
	}
	body := func(runtime string) string { return `{"file_format_version": "1.0.0", "runtime": ` + runtime + `}` }
	tests := []struct {
		name, text string
		code       string
		column     int
		says       string
		result     int32
	}{
		{"R1: hash comment", "# why\n" + in(""), loader.CodeManifestSyntax, 1, "'#' does not begin a comment.", -51},
		{"R1: single quotes", `{'runtime': 1}`, loader.CodeManifestSyntax, 2, "strings must be in double quotes.", -51},
		{"R1: UTF-16", "\xFF\xFE{\x00", loader.CodeManifestSyntax, 1, "the text is not UTF-8 (it may be UTF-16).", -51},
		{"R1: empty", "", loader.CodeManifestSyntax, 1, "a value is missing before the end of the text.", -51},
		{"R1: root array", `[]`, loader.CodeManifestRoot, 1, "the document is an array where an object is needed.", -51},
		{"R1: root null", ` null`, loader.CodeManifestRoot, 2, "the document is null where an object is needed.", -51},
		{"R1: wrong case", `{"File_Format_Version": "1.0.0"}`, loader.CodeManifestVersion, 1, "file_format_version is missing.", -51},
		{"R2: missing", `{"runtime": {"library_path": "x.so"}}`, loader.CodeManifestVersion, 1, "file_format_version is missing.", -51},
		{"R2: integer", version(`1`), loader.CodeManifestVersion, 25, "file_format_version is a number where a string is needed.", -51},
		{"R2: fraction", version(`1.0`), loader.CodeManifestVersion, 25, "file_format_version is a number where a string is needed.", -51},
		{"R2: null", version(`null`), loader.CodeManifestVersion, 25, "file_format_version is null where a string is needed.", -51},
		{"R2: another version", version(`"1.0.1"`), loader.CodeManifestVersion, 25, `file_format_version is "1.0.1", but the loader accepts only 1.0.0.`, -51},
		{"R2: before R3", `{"file_format_version": "2.0.0", "runtime": 1}`, loader.CodeManifestVersion, 25, `file_format_version is "2.0.0", but the loader accepts only 1.0.0.`, -51},
		{"R3: runtime missing", `{"file_format_version": "1.0.0"}`, loader.CodeManifestFields, 1, "runtime is missing.", -51},
		{"R3: runtime null", body(`null`), loader.CodeManifestFields, 45, "runtime is null where an object is needed.", -51},
		{"R3: runtime empty", body(`{}`), loader.CodeManifestFields, 45, "library_path is missing.", -51},
		{"R3: library_path null", body(`{"library_path": null}`), loader.CodeManifestFields, 62, "library_path is null where a string is needed.", -51},
		{"R3: library_path integer", body(`{"library_path": 5}`), loader.CodeManifestFields, 62, "library_path is a number where a string is needed.", -51},
		{"R3: library_path in the wrong case", body(`{"Library_Path": "x.so"}`), loader.CodeManifestFields, 45, "library_path is missing.", -51},
		{"R3: runtime string throws", body(`"x.so"`), loader.CodeManifestType, 45, "runtime is a string where an object is needed.", -2},
		{"R3: runtime array throws", body(`[]`), loader.CodeManifestType, 45, "runtime is an array where an object is needed.", -2},
		{"R3: runtime integer throws", body(`1`), loader.CodeManifestType, 45, "runtime is a number where an object is needed.", -2},
		{"R3: runtime boolean throws", body(`true`), loader.CodeManifestType, 45, "runtime is a boolean where an object is needed.", -2},
		{"R3: nesting throws", in(`, "x": ` + strings.Repeat("[", 1001) + strings.Repeat("]", 1001)), loader.CodeManifestDepth, 1073, "values are nested more than 1000 levels deep.", -2},
		{"R10: a string among the extensions throws", in(`, "instance_extensions": ["a"]`), loader.CodeManifestType, 94, "instance_extensions contains a string where an object is needed.", -2},
		{"R10: after R3", body(`{"instance_extensions": ["a"]}`), loader.CodeManifestFields, 45, "library_path is missing.", -51},
		{"too large", strings.Repeat(" ", 1<<20+1), loader.CodeManifestTooLarge, 0, "the manifest has more than 1 MiB.", 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m, err := loader.ParseManifest([]byte(test.text), "m.json")
			var failure *loader.ManifestError
			require.ErrorAs(t, err, &failure)
			require.ErrorIs(t, err, loader.ErrManifest)
			require.Zero(t, m)
			require.Equal(t, test.code, failure.Code)
			require.Equal(t, test.says, failure.Text)
			require.Equal(t, test.column, failure.Column)
			require.Equal(t, test.result, failure.Result)
			require.NotEmpty(t, failure.Fix)
			require.Equal(t, "m.json", failure.Path)
		})
	}
}

func TestParseManifest_AcceptsOneMiB(t *testing.T) {
	t.Parallel()
	text := in("")
	_, err := loader.ParseManifest([]byte(text+strings.Repeat(" ", 1<<20-len(text))), "m.json")
	require.NoError(t, err)
}

func TestManifestError_Text(t *testing.T) {
	t.Parallel()
	_, err := loader.ParseManifest([]byte("{\n #"), "/m.json")
	require.EqualError(t, err, "/m.json:2:2: '#' does not begin a comment.")
	_, err = linux(t, nil, nil).ReadManifest("/m.json")
	require.EqualError(t, err, "/m.json: the manifest does not exist.")
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.NotErrorIs(t, err, loader.ErrLibrary)
}

// TestReadManifest_Library holds rules R5 to R7 for manifests in files.
func TestReadManifest_Library(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name      string
		tree      files
		path      string
		dir       string
		canonical string
		library   string
	}{
		{name: "R5: relative", tree: files{"/a/m.json": manifest("./x.so")}, path: "/a/m.json", canonical: "/a/m.json", library: "/a/./x.so"},
		{name: "R5: upwards", tree: files{"/a/m.json": manifest("../lib/x.so")}, path: "/a/m.json", canonical: "/a/m.json", library: "/a/../lib/x.so"},
		{name: "R5: absolute", tree: files{"/a/m.json": manifest("/lib/x.so")}, path: "/a/m.json", canonical: "/a/m.json", library: "/lib/x.so"},
		{name: "R5: linked manifest", tree: files{"/a/m.json": "-> ../b/n.json", "/b/n.json": manifest("./x.so")}, path: "/a/m.json", canonical: "/b/n.json", library: "/b/./x.so"},
		{name: "R5: linked directory", tree: files{"/a": "-> /b/c", "/b/c/m.json": manifest("../x.so")}, path: "/a/m.json", canonical: "/b/c/m.json", library: "/b/c/../x.so"},
		{name: "R5: link to a link", tree: files{"/m.json": "-> a/m.json", "/a/m.json": "-> /b/m.json", "/b/m.json": manifest("./x.so")},
			path: "/m.json", canonical: "/b/m.json", library: "/b/./x.so"},
		{name: "R5: upwards through a linked directory", tree: files{"/a": "-> /b/c", "/b/c/": "", "/b/m.json": manifest("./x.so"), "/m.json": manifest("./wrong.so")},
			path: "/a/../m.json", canonical: "/b/m.json", library: "/b/./x.so"},
		{name: "R5: relative manifest", tree: files{"/cwd/a/m.json": manifest("./x.so")}, path: "a/m.json", dir: "/cwd", canonical: "/cwd/a/m.json", library: "/cwd/a/./x.so"},
		{name: "R6: bare", tree: files{"/a/m.json": manifest("x.so")}, path: "/a/m.json", canonical: "/a/m.json", library: "x.so"},
		{name: "R7: empty", tree: files{"/a/m.json": manifest("")}, path: "/a/m.json", canonical: "/a/m.json"},
		{name: "R7: backslash", tree: files{"/a/m.json": manifest(`b\\x.so`)}, path: "/a/m.json", canonical: "/a/m.json", library: `/a/b\x.so`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			host := linux(t, test.tree, nil)
			host.Dir = test.dir
			got, err := host.ReadManifest(test.path)
			require.NoError(t, err)
			require.Equal(t, []string{test.path, test.canonical, test.library}, []string{got.Path, got.Canonical, got.Library})
		})
	}
}

func TestReadManifest_Refuses(t *testing.T) {
	t.Parallel()
	tree := files{"/dir.json/": "", "/dangling.json": "-> gone", "/loop.json": "-> loop.json", "/file": "", "/large.json": strings.Repeat(" ", 1<<20+1), "/bad.json": "{"}
	tests := []struct {
		name, path string
		code, says string
		result     int32
		fix        string
	}{
		{"missing", "/m.json", loader.CodeManifestMissing, "the manifest does not exist.", -51, "Correct the path, or install the runtime that the manifest belongs to."},
		{"no path", "", loader.CodeManifestMissing, "the manifest does not exist.", -51, ""},
		{"below a file", "/file/m.json", loader.CodeManifestMissing, "the manifest does not exist.", -51, ""},
		{"a file with a slash", "/bad.json/", loader.CodeManifestMissing, "the manifest does not exist.", -51, ""},
		{"dangling", "/dangling.json", loader.CodeManifestMissing, "the manifest is a symbolic link to a file that does not exist.", -51, "Install the runtime that the link belongs to, or remove the link."},
		{"loop", "/loop.json", loader.CodeManifestUnreadable, "the manifest cannot be reached: too many symbolic links follow one another.", -51, "Make every directory of its path accessible."},
		{"D3: directory", "/dir.json", loader.CodeManifestUnreadable, "the manifest is a directory.", -51, "Name the manifest file inside the directory, or replace the directory with a file."},
		{"name too long", "/" + strings.Repeat("x", 300), loader.CodeManifestUnreadable, "the manifest cannot be reached: ", -51, ""},
		{"too large", "/large.json", loader.CodeManifestTooLarge, "the manifest has more than 1 MiB.", 0, ""},
		{"broken", "/bad.json", loader.CodeManifestSyntax, "a key in double quotes or '}' is missing before the end of the text.", -51, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := linux(t, tree, nil).ReadManifest(test.path)
			var failure *loader.ManifestError
			require.ErrorAs(t, err, &failure)
			require.Equal(t, []string{test.path, test.code}, []string{failure.Path, failure.Code})
			require.Contains(t, failure.Text, test.says)
			require.Contains(t, failure.Fix, test.fix)
			require.NotEmpty(t, failure.Fix)
			require.Equal(t, test.result, failure.Result)
			require.NotEmpty(t, failure.Fix)
		})
	}
}

func TestReadManifest_RefusesDevices(t *testing.T) {
	t.Parallel()
	host := linux(t, nil, nil)
	host.Root = ""
	if _, err := os.Stat("/dev/null"); err != nil {
		t.Skip("this machine has no /dev/null")
	}
	_, err := host.ReadManifest("/dev/null")
	var failure *loader.ManifestError
	require.ErrorAs(t, err, &failure)
	require.Equal(t, loader.CodeManifestUnreadable, failure.Code)
	require.Equal(t, "the manifest is a pipe, a socket or a device.", failure.Text)
	require.Zero(t, failure.Result)
}

// TestReadManifest_FollowsFortyLinks also checks that the operating system follows as many links, and that one more link is
// too many.
func TestReadManifest_FollowsFortyLinks(t *testing.T) {
	t.Parallel()
	tree := files{"/0.json": in("")}
	names := make([]string, 42)
	for i := range names {
		names[i] = strings.Repeat("i", i) + "0.json"
	}
	for i := 1; i < len(names); i++ {
		tree["/"+names[i]] = "-> " + names[i-1]
	}
	host := linux(t, tree, nil)
	_, err := host.ReadManifest("/" + names[40])
	require.NoError(t, err)
	_, err = host.ReadManifest("/" + names[41])
	require.ErrorContains(t, err, "too many symbolic links")
	_, err = os.Stat(filepath.Join(host.Root, names[40]))
	require.NoError(t, err, "the operating system follows as many links")
}

func TestManifest_Negotiate(t *testing.T) {
	t.Parallel()
	require.Equal(t, "xrNegotiateLoaderRuntimeInterface", loader.Manifest{}.Negotiate())
	m, err := loader.ParseManifest([]byte(in(`, "functions": {"xrNegotiateLoaderRuntimeInterface": "mine"}`)), "")
	require.NoError(t, err)
	require.Equal(t, "mine", m.Negotiate())
}

// TestBadManifests holds what the loader says of manifests with one fault each, as far as the text tells. The lab holds the
// results against the Khronos loaders.
func TestBadManifests(t *testing.T) {
	t.Parallel()
	library := func(kind string) string { return "/libs/" + kind + ".so" }
	runtimes, layers := loadertest.BadRuntimes(library), loadertest.BadLayers(library)
	require.Len(t, runtimes, 15)
	require.Len(t, layers, 22)
	for _, bad := range runtimes {
		_, err := loader.ParseManifest([]byte(bad.Text), bad.Name)
		var failure *loader.ManifestError
		if bad.Code != loader.CodeManifestVersion && bad.Code != loader.CodeManifestFields {
			require.NoError(t, err, "the fault is not in the text: %s", bad.Name)
			continue
		}
		require.ErrorAs(t, err, &failure, bad.Name)
		require.Equal(t, bad.Code, failure.Code, bad.Name)
		require.EqualValues(t, bad.Result, failure.Result, bad.Name)
	}
	for _, bad := range layers {
		host := linux(t, files{explicitDir + "bad.json": bad.Text, "/libs/good.so": "", "/libs/" + bad.Library + ".so": ""}, env{"XR_ENABLE_API_LAYERS": loadertest.BadLayerName})
		found, err := host.Layers(t.Context())
		require.NoError(t, err)
		require.Len(t, found.All, 1)
		require.Equal(t, bad.Listed, found.All[0].Listed(), bad.Name)
		plan := host.PlanLayers(found, host.RequestedLayers())
		if bad.Listed {
			require.Zero(t, plan.Result, "the fault is not in the text: %s", bad.Name)
			continue
		}
		require.Equal(t, bad.Code, found.All[0].Err.Code, bad.Name)
		require.EqualValues(t, bad.Result, plan.Result, bad.Name)
	}
}

// FuzzParseManifest checks that a manifest is either read, or refused with a position, a text and a fix.
func FuzzParseManifest(f *testing.F) {
	f.Add([]byte(in("")))
	f.Add([]byte(in(`, "functions": {"a": "\u0000", "b": 1}, "instance_extensions": [{}], "name": "\udc00"`)))
	f.Add([]byte("\uFEFF// c\n{\"file_format_version\": \" +1.0.0x\", \"runtime\": {\"library_path\": \"a\\\\b\", }, } x"))
	f.Add([]byte(`{"file_format_version": "1.0.0", "runtime": []}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := loader.ParseManifest(data, "m.json")
		var failure *loader.ManifestError
		if errors.As(err, &failure) {
			require.Zero(t, m)
			require.NotEmpty(t, failure.Text)
			require.NotEmpty(t, failure.Fix)
			require.True(t, failure.Code == loader.CodeManifestTooLarge || failure.Line > 0 && failure.Column > 0)
			return
		}
		require.NoError(t, err)
		require.Equal(t, m.LibraryPath != "" && !strings.ContainsAny(m.LibraryPath, `/\`), m.Bare)
		require.LessOrEqual(t, len(m.Warnings), 32)
	})
}
