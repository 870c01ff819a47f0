// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package find_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/find"
)

func TestPlain_LeadsToTheSameFile(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, "usr", "share", "openxr", "1"), 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(root, "opt", "deep", "share"), 0o755))
	require.NoError(t, os.Symlink("/opt/deep/share", filepath.Join(root, "usr", "link")))
	require.NoError(t, os.Symlink("/gone", filepath.Join(root, "usr", "dangling")))
	host := loader.Host{GOOS: "linux", Root: root}
	for path, want := range map[string]string{
		"/usr/share/openxr/1/../../../lib/x.so": "/usr/lib/x.so",
		"/usr/./share//openxr/":                 "/usr/share/openxr",
		"/usr/link/x.so":                        "/usr/link/x.so",
		"/usr/link/../lib/x.so":                 "/opt/deep/lib/x.so",
		"/usr/link/../../../../x.so":            "/x.so",
		"/usr/dangling/../x.so":                 "/usr/dangling/../x.so",
		"/gone/../usr/x.so":                     "/gone/../usr/x.so",
		"/../x.so":                              "/x.so",
		"/..":                                   "/",
		"libx.so":                               "libx.so",
		"../x.so":                               "../x.so",
		"":                                      "",
		`C:\a\..\b.dll`:                         `C:\a\..\b.dll`,
	} {
		require.Equal(t, want, find.Plain(host, path), path)
	}
}
