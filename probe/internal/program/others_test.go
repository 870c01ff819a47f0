// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/installed"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/internal/program"
)

const (
	config   = "/etc/xdg/openxr/1/"
	plain    = config + "active_runtime.json"
	ofWide   = config + "active_runtime.x86_64.json"
	ofNarrow = config + "active_runtime.i686.json"
	wideDir  = "/usr/lib/x86_64-linux-gnu/"
	slimDir  = "/usr/lib/i386-linux-gnu/"
)

func runtimeOf(library string) string {
	return fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"library_path": %q}}`, library)
}

// khronos is a library with the texts of a Khronos loader before 1.0.34, or since.
func khronos(arch string, old bool) string {
	text := string(loadertest.Library{Arch: arch}.Bytes()) + "RuntimeManifestFile::CreateIfValid - attempting to load "
	if !old {
		text += " filesystem operations failed for path "
	}
	return text
}

// row is a row of the report in short: architecture, version, until, manifest, result.
func row(p report.OtherProgram) string {
	known := func(s *string) string {
		if s == nil {
			return "-"
		}
		return strings.TrimPrefix(*s, "XR_ERROR_RUNTIME_")
	}
	return strings.Join([]string{known(p.Arch), p.LoaderVersion, known(p.Until), known(p.Runtime), known(p.Result)}, " ")
}

func TestOthers(t *testing.T) {
	t.Parallel()
	wide, slim := loadertest.Library{Needed: []string{"libother.so"}}, loadertest.Library{Arch: "i686", Needed: []string{"libother.so"}}
	for _, test := range []struct {
		name     string
		files    map[string]any
		goos     string
		env      map[string]string
		want     []string
		registry string
	}{
		{name: "nothing is there", want: nil},
		{name: "all find the same", files: map[string]any{plain: runtimeOf(wideDir + "r.so"), wideDir + "r.so": wide}},
		{name: "a file for this architecture alone", files: map[string]any{ofWide: runtimeOf(wideDir + "r.so"), wideDir + "r.so": wide},
			want: []string{"x86_64 1.0.20 1.0.29 - UNAVAILABLE"}},
		{name: "the installed loader is old", files: map[string]any{ofWide: runtimeOf(wideDir + "r.so"), wideDir + "r.so": wide,
			wideDir + "libopenxr_loader.so.1": "-> libopenxr_loader.so.1.0.20", wideDir + "libopenxr_loader.so.1.0.20": khronos("", true)},
			want: []string{"x86_64 1.1.61 - " + ofWide + " -"}},
		{name: "another file for this architecture", files: map[string]any{ofWide: runtimeOf(wideDir + "r.so"), wideDir + "r.so": wide, plain: runtimeOf(wideDir + "r.so")},
			want: []string{"x86_64 1.0.20 1.0.29 " + plain + " -"}},
		{name: "a library that is gone", files: map[string]any{plain: runtimeOf("/gone.so")}},
		{name: "files for both", files: map[string]any{ofWide: runtimeOf(wideDir + "r.so"), wideDir + "r.so": wide, ofNarrow: runtimeOf(slimDir + "r.so"), slimDir + "r.so": slim},
			want: []string{"x86_64 1.0.20 1.0.29 - UNAVAILABLE", "i686 1.1.61 - " + ofNarrow + " -", "i686 1.0.20 1.0.29 - UNAVAILABLE"}},
		{name: "a 64-bit library in the 32-bit place", files: map[string]any{plain: runtimeOf(wideDir + "r.so"), wideDir + "r.so": wide, ofNarrow: runtimeOf(wideDir + "r.so")},
			want: []string{"i686 1.1.61 - " + ofNarrow + " UNAVAILABLE", "i686 1.0.20 1.0.29 " + plain + " UNAVAILABLE"}},
		{name: "a 32-bit loader, and no 32-bit runtime", files: map[string]any{plain: runtimeOf(wideDir + "r.so"), wideDir + "r.so": wide,
			slimDir + "libopenxr_loader.so.1": "-> libopenxr_loader.so.1.1.47", slimDir + "libopenxr_loader.so.1.1.47": khronos("i686", false)},
			want: []string{"i686 1.1.47 - " + plain + " UNAVAILABLE"}},
		{name: "a loader for another machine's programs", files: map[string]any{plain: runtimeOf(wideDir + "r.so"), wideDir + "r.so": wide,
			"/usr/lib/aarch64-linux-gnu/libopenxr_loader.so.1": "-> libopenxr_loader.so.1.1.47", "/usr/lib/aarch64-linux-gnu/libopenxr_loader.so.1.1.47": khronos("aarch64", false)},
			want: []string{"aarch64 1.1.47 - " + plain + " UNAVAILABLE"}},
		{name: "a 32-bit build beside the library", files: map[string]any{plain: runtimeOf("/steam/bin/linux64/vrclient.so"), "/steam/bin/linux64/vrclient.so": wide, "/steam/bin/vrclient.so": slim},
			want: []string{"i686 1.1.61 - " + plain + " UNAVAILABLE"}},
		{name: "XR_RUNTIME_JSON decides for all", env: map[string]string{"XR_RUNTIME_JSON": ofNarrow}, files: map[string]any{ofNarrow: runtimeOf(wideDir + "r.so"), wideDir + "r.so": wide}},
		{name: "an API layer that newer loaders leave out", files: map[string]any{plain: runtimeOf(wideDir + "r.so"), wideDir + "r.so": wide,
			implicit + "a.json": strings.Replace(layer("A", "a.so"), `"implementation_version": "2"`, `"implementation_version": "2.0"`, 1)},
			want: []string{"x86_64 1.0.20 1.1.59.1 " + plain + " XR_ERROR_FILE_ACCESS_ERROR"}},
		{name: "Windows, nothing told of 32-bit programs", goos: "windows"},
		{name: "Windows, nothing for 32-bit programs", goos: "windows", registry: `[HKLM\SOFTWARE\WOW6432Node]`, want: []string{"i686 1.1.61 - - UNAVAILABLE"}},
		{name: "Windows, another runtime for 32-bit programs", goos: "windows", files: map[string]any{"/C/32.json": runtimeOf(`C:\\32.dll`)},
			registry: "[HKLM\\SOFTWARE\\WOW6432Node\\Khronos\\OpenXR\\1]\n" + `"ActiveRuntime"="C:\\32.json"`, want: []string{`i686 1.1.61 - C:\32.json UNAVAILABLE`}},
		{name: "a system that is not known", goos: "plan9"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			loadertest.Lay(t, root, test.files)
			h := installed.Follow(loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, Secure: func() bool { return false },
				LookupEnv: func(name string) (string, bool) { value, set := test.env[name]; return value, set }})
			if test.goos != "" {
				windows := new(registry.Registry)
				require.NoError(t, windows.Read("x.reg", []byte("Windows Registry Editor Version 5.00\n"+test.registry)))
				h.GOOS, h.Registry = test.goos, windows
			}
			others, err := program.Others(t.Context(), h, false)
			require.NoError(t, err)
			require.Equal(t, test.goos == "plan9", others == nil)
			var got []string
			for _, other := range others {
				got = append(got, row(other))
				require.Equal(t, "here", other.Place)
				require.Equal(t, other.Result == nil, other.Because == nil)
			}
			require.Equal(t, test.want, got)
		})
	}
}

func TestOthers_ReadsOnlyManifestsIfAsked(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]any{plain: runtimeOf(wideDir + "r.so"), wideDir + "r.so": loadertest.Library{}, ofNarrow: runtimeOf(wideDir + "r.so")})
	others, err := program.Others(t.Context(), loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, User: "ann", LookupEnv: func(string) (string, bool) { return "", false }}, true)
	require.NoError(t, err)
	require.Len(t, others, 2)
	require.Equal(t, "i686 1.1.61 - "+ofNarrow+" -", row(others[0]))
	require.Equal(t, "user:ann", others[0].Place)
}
