// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/installed"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

// own, since1034 and so on are texts of loaders, as far as this package looks for them.
const (
	own       = "RuntimeManifestFile::CreateIfValid - attempting to load "
	before29  = " in an entry of XDG_CONFIG_DIRS: "
	since29   = ".json or active_runtime.json in "
	since34   = " filesystem operations failed for path "
	since59   = " has invalid implementation version."
	before60  = "lication name ca"
	since60   = "me must not be e"
	spaces    = "\x00xrLocateSpaces\x00"
	dispatch  = "\x00xrCreateHandTrackerEXT\x00xrLoadControllerModelMSFT\x00xrEnumerateColorSpacesFB\x00xrSetEnvironmentDepthEstimationVARJO\x00xrUpdateSwapchainFB\x00"
	upTo20    = dispatch + "xrComputeNewSceneMSFT\x00xrCreateFoveationProfileFB\x00xrGetHandMeshFB\x00xrCreatePassthroughFB\x00"
	upTo28    = upTo20 + "xrCreateKeyboardSpaceFB\x00xrSaveSpaceFB\x00xrGetSpaceRoomLayoutFB\x00xrApplyFoveationHTC\x00xrCreateBodyTrackerFB\x00xrCreatePlaneDetectorEXT\x00"
	resources = "MZ"
)

// resourceOf is a version resource, as far as it matters.
func resourceOf(major, minor, patch uint16) string {
	var out bytes.Buffer
	out.WriteString(resources)
	_ = binary.Write(&out, binary.LittleEndian, utf16.Encode([]rune("OpenXR Loader")))
	_ = binary.Write(&out, binary.LittleEndian, []uint32{0xfeef04bd, 0x10000})
	_ = binary.Write(&out, binary.LittleEndian, []uint16{minor, major, 0, patch})
	return out.String()
}

func TestVersion_OfTexts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, data, file string
		library          bool
		want, rules      string
		err              error
	}{
		{name: "its name", data: own + since34 + before60, file: "libopenxr_loader.so.1.1.47", want: "1.1.47", rules: "1.1.47"},
		{name: "a hotfix in its name", data: own + since34 + since59, file: "libopenxr_loader.so.1.1.59.1", want: "1.1.59.1", rules: "1.1.59.1"},
		{name: "a name of macOS", data: own + since34, file: "libopenxr_loader.1.0.34.dylib", want: "1.0.34", rules: "1.0.34"},
		{name: "a name without a version", data: own + since34 + spaces, file: "libopenxr_loader.so.1", library: true, want: "1.1.36 or later, before 1.1.59", rules: "1.1.36"},
		{name: "commands up to 1.0.20", data: own + before29 + before60 + upTo20, library: true, want: "1.0.20 or a hotfix of it", rules: "1.0.20"},
		{name: "commands up to 1.0.28", data: own + before29 + upTo28, library: true, want: "1.0.28 or a hotfix of it", rules: "1.0.28"},
		{name: "between two changes", data: own + since29, library: true, want: "1.0.29 or later, before 1.0.34"},
		{name: "core commands of 1.0", data: own + since34, library: true, want: "1.0.34 or later, before 1.1.36", rules: "1.0.34"},
		{name: "1.1.59, with or without its hotfix", data: own + since29 + since34 + since59 + spaces + before60, library: true, want: "1.1.59 or a hotfix of it"},
		{name: "the newest", data: own + since29 + since34 + since59 + spaces + since60, library: true, want: "1.1.60 or later", rules: "1.1.60"},
		{name: "a newer one whose texts are divided otherwise", data: own + since34 + since59 + spaces, library: true, want: "1.1.59 or later"},
		{name: "a program with names of its own", data: own + since34 + since59 + since60 + upTo28, want: "1.1.60 or later", rules: "1.1.60"},
		{name: "a program with an old loader", data: own + before29, want: "before 1.0.29"},
		{name: "names that only contain a command's", data: own + since34 + "\x00PFN_xrCreateHandTrackerEXT\x00", library: true, want: "1.0.34 or later, before 1.1.36", rules: "1.0.34"},
		{name: "a DLL", data: resourceOf(1, 0, 33) + own + since29, want: "1.0.33 or a hotfix of it", rules: "1.0.33"},
		{name: "a DLL of a release that had a hotfix", data: resourceOf(1, 1, 59) + own + since34 + since59, want: "1.1.59 or a hotfix of it"},
		{name: "no loader", data: "text", err: installed.ErrNoLoader},
		{name: "a name of another version", data: own + since34 + since59, file: "libopenxr_loader.so.1.1.47", err: installed.ErrContradiction},
		{name: "a resource of another version", data: resourceOf(1, 0, 20) + own + since34, err: installed.ErrContradiction},
		{name: "texts of two versions", data: own + since34 + before29, err: installed.ErrContradiction},
		{name: "a gap between its commands", data: own + before29 + "\x00xrCreateHandTrackerEXT\x00xrGetHandMeshFB\x00", library: true, err: installed.ErrContradiction},
		{name: "commands of another version", data: own + since34 + upTo20, library: true, err: installed.ErrContradiction},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := installed.Version(strings.NewReader(test.data), test.file, test.library)
			require.ErrorIs(t, err, test.err)
			if test.err != nil {
				return
			}
			require.Equal(t, test.want, got.String())
			rules, known := got.Rules()
			require.Equal(t, test.rules != "", known)
			if known {
				require.Equal(t, test.rules, rules.String())
			}
		})
	}
}

// endless is a file without an end.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestVersion_ReadsNoMoreThanItsBound(t *testing.T) {
	t.Parallel()
	_, err := installed.Version(endless{}, "x", false)
	require.ErrorIs(t, err, installed.ErrTooLarge)
	_, err = installed.Version(io.MultiReader(strings.NewReader(own), brokenReader{}), "x", false)
	require.EqualError(t, err, "broken")
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, fmt.Errorf("broken") }

// with is a library with texts behind it.
func with(arch string, texts ...string) string {
	return string(loadertest.Library{Arch: arch}.Bytes()) + strings.Join(texts, "")
}

func host(t *testing.T, arch string, tree map[string]string) loader.Host {
	t.Helper()
	root := t.TempDir()
	loadertest.Lay(t, root, tree)
	return loader.Host{GOOS: "linux", Arch: arch, Root: root, Secure: func() bool { return false }, LookupEnv: func(string) (string, bool) { return "", false }}
}

func TestFind_TakesTheLoaderOfTheArchitecture(t *testing.T) {
	t.Parallel()
	const wide, narrow = "/usr/lib/x86_64-linux-gnu/", "/usr/lib/i386-linux-gnu/"
	tree := map[string]string{
		wide + "libopenxr_loader.so.1": "-> libopenxr_loader.so.1.1.47", wide + "libopenxr_loader.so.1.1.47": with("", own, since34),
		narrow + "libopenxr_loader.so.1": "-> libopenxr_loader.so.1.0.20", narrow + "libopenxr_loader.so.1.0.20": with("i686", own, before29),
	}
	for arch, want := range map[string]string{"x86_64": "1.1.47", "i686": "1.0.20"} {
		h := installed.Follow(host(t, arch, tree))
		require.Equal(t, want, h.Loader.String())
		require.Equal(t, map[string]string{"x86_64": wide, "i686": narrow}[arch]+"libopenxr_loader.so.1", h.LoaderFile)
	}
	none := installed.Follow(host(t, "aarch64", tree))
	require.Zero(t, none.Loader)
	require.Empty(t, none.LoaderFile)
	given := host(t, "x86_64", tree)
	given.Loader = loader.Version{1, 0, 29}
	require.Empty(t, installed.Follow(given).LoaderFile, "a version that was given counts")
	elsewhere := host(t, "x86_64", tree)
	elsewhere.GOOS = "windows"
	_, found := installed.Find(elsewhere)
	require.False(t, found, "every program brings its own")
}

func TestFollow_KeepsTheNewestRulesWhereTheVersionIsNotExact(t *testing.T) {
	t.Parallel()
	for name, tree := range map[string]map[string]string{
		"a range":           {"/usr/lib/libopenxr_loader.so.1": with("", own, since34)},
		"no loader":         {"/usr/lib/libopenxr_loader.so.1": with("")},
		"a contradiction":   {"/usr/lib/libopenxr_loader.so.1": "-> libopenxr_loader.so.1.0.20", "/usr/lib/libopenxr_loader.so.1.0.20": with("", own, since34)},
		"one of tomorrow":   {"/usr/lib/libopenxr_loader.so.1": "-> libopenxr_loader.so.9.9.9", "/usr/lib/libopenxr_loader.so.9.9.9": with("", own, since34, since59)},
		"for developing":    {"/usr/lib/libopenxr_loader.so": with("", own, since34)},
		"the linker has it": {"/lib64/libopenxr_loader.so.1": with("", own)},
	} {
		h := installed.Follow(host(t, "x86_64", tree))
		require.Zero(t, h.Loader, name)
		require.NotEmpty(t, h.LoaderFile, name)
	}
	mac := host(t, "x86_64", map[string]string{"/usr/local/lib/libopenxr_loader.dylib": "text"})
	mac.GOOS = "darwin"
	require.Empty(t, installed.Follow(mac).LoaderFile, "it is no library")
}

func TestFollowFile_SaysWhatItLookedFor(t *testing.T) {
	t.Parallel()
	h := host(t, "x86_64", map[string]string{"/app/libopenxr_loader.so": with("", own, since34), "/app/between": with("", own, since29), "/app/text": "text",
		"/app/libopenxr_loader.so.1.1.47": with("", own, since34), "/app/dir/": ""})
	followed, err := installed.FollowFile(h, "/app/libopenxr_loader.so.1.1.47")
	require.NoError(t, err)
	require.Equal(t, "1.1.47", followed.Loader.String())
	require.Equal(t, "/app/libopenxr_loader.so.1.1.47", followed.LoaderFile)
	followed, err = installed.FollowFile(h, "/app/libopenxr_loader.so")
	require.NoError(t, err)
	require.Equal(t, "1.0.34", followed.Loader.String(), "the first of a range that has the same rules")
	for path, want := range map[string]string{
		"/app/between": "its name, its version resource and its texts tell only that the loader is 1.0.29 or later, before 1.0.34, and these versions have different rules",
		"/app/text":    "it does not contain the Khronos loader",
		"/app/none":    "/app/none cannot be read: no such file",
		"/app/dir":     "",
	} {
		_, err := installed.FollowFile(h, path)
		require.ErrorContains(t, err, path)
		require.ErrorContains(t, err, want)
	}
}

func FuzzVersion(f *testing.F) {
	for _, seed := range []string{own, own + since34 + since59 + spaces, resourceOf(1, 1, 47) + own, own + upTo20, "MZ" + own} {
		f.Add([]byte(seed), "libopenxr_loader.so.1.0.20", true)
	}
	f.Fuzz(func(t *testing.T, data []byte, name string, library bool) {
		found, err := installed.Version(bytes.NewReader(data), name, library)
		require.NotEmpty(t, found.String())
		if rules, known := found.Rules(); known {
			require.NoError(t, err)
			require.NotZero(t, rules)
		}
	})
}
