// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/object"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/process"
)

func TestIsFormatOne_ReadsAsScanf(t *testing.T) {
	t.Parallel()
	accepted := []string{
		"1.0.0", "1.0.0.0", "1.0.0-beta", " 1.0.0", "1.0.0 ", "01.00.00", "+1.0.0", "1. 0. 0", "4294967297.0.0", "-4294967295.0.0",
		"\t\n\v\f\r1.0.0", "1.+0.-0", "1.0.4294967296", "-18446744073709551615.0.0", "1.0.0\x00",
	}
	for _, version := range accepted {
		require.True(t, isFormatOne(version), "%q", version)
	}
	refused := []string{
		"1.0.1", "1.1.0", "0.90.0", "1.0", "1", "v1.0.0", "", "2.0.0", "0.0.0", "15.0.0", "1.15.0", "not a version",
		"1 .0.0", "1.0 .0", "1.0.", "1..0", "+ 1.0.0", "+-1.0.0", "-1.0.0", "1,0,0", "0x1.0.0", "\u00a01.0.0", "1\x00.0.0",
		"18446744073709551617.0.0", "-18446744073709551617.0.0", "1.18446744073709551616.0", "1.0.1.0", "1.0.10",
	}
	for _, version := range refused {
		require.False(t, isFormatOne(version), "%q", version)
	}
}

func TestLibraryOf_FollowsTheRules(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, goos, library, manifest, want string }{
		{"R5: absolute", "linux", "/lib/x.so", "/a/m.json", "/lib/x.so"},
		{"R5: relative", "linux", "./x.so", "/a/m.json", "/a/./x.so"},
		{"R5: upwards, not cleaned", "linux", "../b/x.so", "/a/m.json", "/a/../b/x.so"},
		{"R5: manifest at the root", "linux", "b/x.so", "/m.json", "/b/x.so"},
		{"R6: bare", "linux", "x.so", "/a/m.json", "x.so"},
		{"R7: backslash", "linux", `b\x.so`, "/a/m.json", `/a/b\x.so`},
		{"R7: drive", "linux", `C:\x.so`, "/a/m.json", `/a/C:\x.so`},
		{"R7: empty", "linux", "", "/a/m.json", ""},
		{"R7: home directory", "linux", "~/x.so", "/a/m.json", "/a/~/x.so"},
		{"NUL ends the path", "linux", "b/x.so\x00.old", "/a/m.json", "/a/b/x.so"},
		{"Windows: absolute", "windows", `C:\x.dll`, `D:\a\m.json`, `C:\x.dll`},
		{"Windows: absolute with slashes", "windows", `C:/x.dll`, `D:\a\m.json`, `C:/x.dll`},
		{"Windows: share", "windows", `\\host\x.dll`, `D:\a\m.json`, `\\host\x.dll`},
		{"Windows: relative", "windows", `.\x.dll`, `D:\a\m.json`, `D:\a\.\x.dll`},
		{"Windows: bare", "windows", `x.dll`, `D:\a\m.json`, `x.dll`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.want, libraryOf(test.goos, test.library, test.manifest))
		})
	}
}

// TestActiveNames_OfOldLoaders holds the change since 1.0.29.
func TestActiveNames_OfOldLoaders(t *testing.T) {
	t.Parallel()
	plain := []activeName{{"active_runtime.json", ", any architecture"}}
	require.Equal(t, plain, Host{Arch: "x86_64", Loader: Version{1, 0, 28}}.activeNames())
	require.Len(t, Host{Arch: "x86_64", Loader: Version{1, 0, 29}}.activeNames(), 2)
	require.Len(t, Host{Arch: "x86_64"}.activeNames(), 2)
}

func TestArchitectureWords_AreComplete(t *testing.T) {
	t.Parallel()
	// The words of rule L6. Debian has a directory name for each.
	words := []string{"x86_64", "x32", "i686", "aarch64", "armv7a-vfp", "armv5te", "mips64", "mips", "ppc64", "ppc64el",
		"s390x", "hppa", "alpha", "ia64", "m68k", "riscv64", "sparc64", "loongarch64"}
	require.Len(t, object.Multiarch(), len(words))
	for _, word := range words {
		require.Contains(t, object.Multiarch(), word)
	}
	for _, word := range archOfBuild {
		require.Contains(t, words, word)
	}
}

func TestHost_SecureAsksTheProcess(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != os.Getuid() {
		t.Skip("the tests themselves run set-user-ID")
	}
	require.Equal(t, process.IsSecure(), Host{GOOS: "linux"}.secure())
}

// FuzzParseLayer holds that no manifest of a layer ends the program, and that a layer is either usable or has an error.
func FuzzParseLayer(f *testing.F) {
	f.Add([]byte(`{"file_format_version": "1.0.0", "api_layer": {"name": "A", "library_path": "a.so", "api_version": "1.0", "implementation_version": "1", "disable_environment": "X", "instance_extensions": [{"name": "E", "extension_version": 2}], "functions": {"a": "b"}}}`), true)
	f.Add([]byte(`{"file_format_version": "1.0.0", "api_layer": []}`), false)
	f.Add([]byte("{"), false)
	host := Host{GOOS: "linux", Root: f.TempDir(), Dir: "/", LookupEnv: func(string) (string, bool) { return "", false }}
	f.Fuzz(func(t *testing.T, data []byte, implicit bool) {
		layer, disabledBy, failure := host.parseLayer(data, "/x/m.json", implicit)
		if failure != nil {
			require.NotEmpty(t, failure.Text)
			require.NotEmpty(t, failure.Code)
			require.Contains(t, []int32{0, resultRuntimeFailure}, failure.Result)
			return
		}
		require.True(t, disabledBy != "" || layer.APIMajor <= 1)
		require.NotContains(t, layer.Library, "\x00")
	})
}
