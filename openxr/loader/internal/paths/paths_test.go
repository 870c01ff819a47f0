// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package paths_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/paths"
)

func TestIsAbsolute(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][2]bool{
		"/x": {true, false}, "x": {false, false}, "": {false, false}, `C:\x`: {false, true}, "c:/x": {false, true}, "C:": {false, false}, "C:x": {false, false}, "C:/": {false, true},
		`\\host\share`: {false, true}, "//host/share": {true, true}, `\x`: {false, false},
	} {
		require.Equal(t, want, [2]bool{paths.IsAbsolute("linux", path), paths.IsAbsolute("windows", path)}, path)
	}
}

func TestJoinAndParent(t *testing.T) {
	t.Parallel()
	require.Equal(t, "/a/../b", paths.Join("linux", "/a/", "../b"))
	require.Equal(t, `/a\/b`, paths.Join("linux", `/a\`, "b"))
	require.Equal(t, `C:\a\b/c`, paths.Join("windows", `C:\a\/`, "b/c"))
	require.Equal(t, "b", paths.Join("linux", "", "b"))
	for path, want := range map[string][2]string{"/a/b": {"/a", "/a"}, "/a": {"/", "/"}, "a": {"", ""}, `C:\a\b`: {"", `C:\a`}, `C:/a\b`: {"C:", `C:/a`}, "/a/": {"/a", "/a"}} {
		require.Equal(t, want, [2]string{paths.Parent("linux", path), paths.Parent("windows", path)}, path)
	}
}

func TestCleanWindows(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		`C:\a\.\b\..\x.dll`: `C:\a\x.dll`, "c:/a//x.dll": `c:\a\x.dll`, `C:\..\x`: `C:\x`, `C:\`: `C:\`, `.\x.dll`: `.\x.dll`, `\\host\a\..\b`: `\\host\a\..\b`, `\\?\C:\a\.`: `\\?\C:\a\.`, "": "",
	} {
		require.Equal(t, want, paths.CleanWindows(path), path)
	}
}

func TestIsOfWindows(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]bool{`C:\x`: true, "c:/x": true, `\\host\x`: true, "//host/x": false, "/x": false, "x": false, "C:x": false, `a\b`: false} {
		require.Equal(t, want, paths.IsOfWindows(path), path)
	}
}
