// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hostfacts_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
)

func TestHost_IsReadFromItsFiles(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]any{
		"/etc/passwd":             "root:x:0:0::/root:/bin/sh\nshort:line\nann:x:1000:1000::/home/ann:/bin/sh\n",
		"/usr/lib/os-release":     "NAME=x\nID=mint\nID_LIKE=\"ubuntu debian\"\n",
		"/var/lib/flatpak/app/a/": "",
	})
	h := loader.Host{GOOS: "linux", Root: root, LookupEnv: func(string) (string, bool) { return "", false }}
	require.Equal(t, []string{"root", "ann"}, hostfacts.Users(h))
	require.Equal(t, "ann", hostfacts.UserOf(h, 2, "1000"))
	require.Equal(t, []string{"mint", "ubuntu", "debian"}, hostfacts.Distribution(h))
	gone, ok := hostfacts.GoneDeployment(h, "/var/lib/flatpak/app/a/x86_64/stable/abc/files/x.so")
	require.True(t, ok)
	require.Equal(t, hostfacts.Deployment{App: "/var/lib/flatpak/app/a", ID: "a", Hash: "abc", Current: "/var/lib/flatpak/app/a/current/active/files/x.so"}, gone)
}
