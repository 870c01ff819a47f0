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

func TestMembers_OfGroupAndAsFirstGroup(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{"/etc/passwd": "ann:x:1:7::/home/ann:\nbob:x:2:2::/home/bob:\n", "/etc/group": "xr:x:7:bob,ann\nother:x:70:eve\n"})
	host := loader.Host{GOOS: "linux", Root: root, LookupEnv: func(name string) (string, bool) { return "/home/bob/", name == "HOME" }}
	require.Equal(t, []string{"ann", "bob"}, hostfacts.Members(host, 7))
	require.Empty(t, hostfacts.Members(host, 8))
	id, known := hostfacts.UserID(host)
	require.Equal(t, []any{2, true}, []any{id, known})
	host.User = "ann"
	id, _ = hostfacts.UserID(host)
	require.Equal(t, 1, id)
	host.User = "eve"
	_, known = hostfacts.UserID(host)
	require.False(t, known)
}

func TestChromiums_OfThreeLists(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{
		"/var/lib/dpkg/status":  "Package: chromium\nStatus: deinstall ok config-files\nVersion: 150.0-1\n\nPackage: google-chrome-stable\nStatus: install ok installed\nVersion: 1:157.0.1-1\n\nPackage: chromium-driver\nVersion: 158\n",
		"/lib/apk/db/installed": "P:chromium\nV:156.1-r0\n\n", "/var/lib/pacman/local/chromium-155.0-1/desc": "", "/var/lib/pacman/local/chromium-bsu-1.0-1/desc": "",
	})
	host := loader.Host{GOOS: "linux", Root: root}
	require.Equal(t, []hostfacts.Browser{{"google-chrome-stable", 157}, {"chromium", 156}, {"chromium", 155}}, hostfacts.Chromiums(host))
	found, sandboxed := hostfacts.SandboxedChromium(host)
	require.Equal(t, []any{hostfacts.Browser{"google-chrome-stable", 157}, true}, []any{found, sandboxed})
}
