// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package tree_test

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
)

// TestTrail_FollowsLinks checks that the trail has links, also absolute ones and those in directories, and their targets.
func TestTrail_FollowsLinks(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need privileges on Windows")
	}
	t.Parallel()
	root := t.TempDir()
	for _, dir := range []string{"etc/xdg", "store/openxr/1", "usr/share"} {
		require.NoError(t, os.MkdirAll(filepath.Join(root, dir), 0o755))
	}
	require.NoError(t, os.Symlink("../../store/openxr", filepath.Join(root, "etc/xdg/openxr")))
	require.NoError(t, os.Symlink("/usr/share/monado.json", filepath.Join(root, "store/openxr/1/active_runtime.json")))
	require.NoError(t, os.WriteFile(filepath.Join(root, "usr/share/monado.json"), nil, 0o600))
	require.NoError(t, os.Symlink("loop", filepath.Join(root, "loop")))
	for path, want := range map[string]string{
		"/etc/xdg/openxr/1/active_runtime.json": "etc etc/xdg etc/xdg/openxr store store/openxr store/openxr/1 store/openxr/1/active_runtime.json usr usr/share usr/share/monado.json",
		"/etc/./xdg/../missing/1/a.json":        "etc etc/xdg etc/missing",
		"/../usr//share":                        "usr usr/share",
		"/loop":                                 "loop",
		"relative":                              "",
	} {
		var got []string
		for _, at := range tree.Root(root).Trail(path) {
			relative, err := filepath.Rel(root, at)
			require.NoError(t, err)
			got = append(got, filepath.ToSlash(relative))
		}
		require.Equal(t, want, strings.Join(got, " "), path)
	}
}
