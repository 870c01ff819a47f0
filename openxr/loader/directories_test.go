// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// The directories are those of the search's steps, also where the search ends early, and none for variables that name none.
func TestActiveDirs_AreThoseOfTheSearch(t *testing.T) {
	t.Parallel()
	tree := files{"/home/u/.config/openxr/1/active_runtime.json": manifest("/x.so")}
	require.Equal(t, []string{"/home/u/.config/openxr/1", "/a/openxr/1", "/usr/local/etc/openxr/1", "/etc/openxr/1"},
		linux(t, tree, env{"HOME": "/home/u", "XDG_CONFIG_DIRS": ":/a:"}).ActiveDirs())
	require.Equal(t, []string{"/etc/xdg/openxr/1", "/usr/local/etc/openxr/1", "/etc/openxr/1"}, linux(t, tree, env{}).ActiveDirs())
	require.Equal(t, []string{"/usr/local/share/openxr/1"}, mac(t, tree, env{}).ActiveDirs())
	require.Empty(t, loader.Host{GOOS: "windows"}.ActiveDirs())
}
