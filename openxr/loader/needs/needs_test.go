// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package needs_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/needs"
)

// tree maps paths to the libraries or texts there. A text that begins with "-> " is a symbolic link.
type tree map[string]any

func (files tree) lay(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	loadertest.Lay(t, root, files)
	return root
}

type library = loadertest.Library

func needing(names ...string) library { return library{Needed: names} }

// cLibrary makes the default directories known.
func cLibrary(files tree) tree {
	files["/lib/x86_64-linux-gnu/libc.so.6"] = library{Soname: "libc.so.6", Defines: []string{"libc.so.6", "GLIBC_2.2.5", "GLIBC_2.9", "GLIBC_2.36", "GLIBC_PRIVATE"}}
	return files
}

const runtimeLibrary = "/opt/vr/lib/libruntime.so"

func TestCheck_LooksWhereTheLinkerLooks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name    string
		tree    tree
		env     map[string]string
		lacks   string // the names of lacking libraries
		unknown string
	}{
		{name: "nothing is needed", tree: tree{runtimeLibrary: library{}}},
		{name: "the multiarch directory", tree: tree{runtimeLibrary: needing("libc.so.6")}},
		{name: "missing", tree: tree{runtimeLibrary: needing("libc.so.6", "libvulkan.so.1", "libudev.so.1")}, lacks: "libvulkan.so.1 libudev.so.1"},
		{name: "lib64", tree: tree{runtimeLibrary: needing("a.so"), "/usr/lib64/a.so": library{}}},
		{name: "what a need needs", tree: tree{runtimeLibrary: needing("a.so"), "/usr/lib/a.so": needing("b.so", "c.so"), "/usr/lib/c.so": library{}}, lacks: "b.so"},
		{name: "a circle", tree: tree{runtimeLibrary: needing("a.so"), "/usr/lib/a.so": needing("b.so"), "/usr/lib/b.so": needing("a.so", "libruntime.so")}, lacks: "libruntime.so"},
		{name: "its own name is known", tree: tree{runtimeLibrary: library{Soname: "libruntime.so", Needed: []string{"a.so"}}, "/usr/lib/a.so": needing("libruntime.so")}},
		{name: "another architecture is stepped over", tree: tree{runtimeLibrary: needing("a.so", "b.so"), "/lib/a.so": library{Arch: "i686"}, "/usr/lib/a.so": library{}, "/lib/b.so": library{Arch: "i686"}}, lacks: "b.so"},
		{name: "a link", tree: tree{runtimeLibrary: needing("a.so.1"), "/usr/lib/a.so.1": "-> a.so.1.2.3", "/usr/lib/a.so.1.2.3": library{}}},
		{name: "a link to nothing", tree: tree{runtimeLibrary: needing("a.so.1"), "/usr/lib/a.so.1": "-> a.so.1.2.3"}, lacks: "a.so.1"},
		{name: "the run path", tree: tree{runtimeLibrary: library{Needed: []string{"a.so", "b.so"}, RunPath: "/q:$ORIGIN/../own"}, "/q/a.so": library{}, "/opt/vr/own/b.so": library{}}},
		{name: "the run path is not handed down", tree: tree{runtimeLibrary: library{Needed: []string{"a.so"}, RunPath: "${ORIGIN}"}, "/opt/vr/lib/a.so": needing("b.so"), "/opt/vr/lib/b.so": library{}}, lacks: "b.so"},
		{name: "the older path is handed down", tree: tree{runtimeLibrary: library{Needed: []string{"a.so"}, RPath: "$ORIGIN"}, "/opt/vr/lib/a.so": needing("b.so"), "/opt/vr/lib/b.so": library{}}},
		{name: "the older path does not count beside a run path", tree: tree{runtimeLibrary: library{Needed: []string{"a.so"}, RPath: "/r", RunPath: "/q"}, "/r/a.so": library{}}, lacks: "a.so"},
		{name: "nor is it handed down to a library with a run path", tree: tree{runtimeLibrary: library{Needed: []string{"a.so"}, RPath: "/r"}, "/r/a.so": library{Needed: []string{"b.so"}, RunPath: "/q"}, "/r/b.so": library{}}, lacks: "b.so"},
		{name: "$LIB", tree: tree{runtimeLibrary: library{Needed: []string{"a.so", "b.so"}, RunPath: "/q/$LIB"}, "/q/lib64/a.so": library{}, "/q/lib/x86_64-linux-gnu/b.so": library{}}},
		{name: "an unknown variable", tree: tree{runtimeLibrary: library{Needed: []string{"a.so", "b.so"}, RunPath: "/q/$PLATFORM"}, "/usr/lib/a.so": library{}}, unknown: "b.so"},
		{name: "LD_LIBRARY_PATH", env: map[string]string{"LD_LIBRARY_PATH": "/one;/two:rel"}, tree: tree{runtimeLibrary: needing("a.so", "b.so", "c.so"), "/one/a.so": library{}, "/two/b.so": library{}, "/project/rel/c.so": library{}}},
		{name: "ld.so.conf", tree: tree{runtimeLibrary: needing("a.so", "b.so", "c.so"), "/etc/ld.so.conf": "include ld.so.conf.d/*.conf # all\ninclude /etc/ld.so.conf\nhwcap 1 nosegneg\n/one, /two=libc6\n",
			"/etc/ld.so.conf.d/x.conf": "/three\n", "/etc/ld.so.conf.d/y.off": "/four\n", "/one/a.so": library{}, "/three/b.so": library{}, "/four/c.so": library{}}, lacks: "c.so"},
		{name: "no default directories", tree: tree{runtimeLibrary: library{Needed: []string{"a.so"}, NoDefaults: true}, "/usr/lib/a.so": library{}}, lacks: "a.so"},
		{name: "for newer processors only", tree: tree{runtimeLibrary: needing("a.so"), "/usr/lib/glibc-hwcaps/x86-64-v3/a.so": library{}}},
		{name: "a path", tree: tree{runtimeLibrary: needing("/q/a.so", "/q/b.so"), "/q/a.so": library{}}, lacks: "/q/b.so"},
		{name: "no library is there", tree: tree{runtimeLibrary: needing("a.so"), "/usr/lib/a.so": "INPUT(a.so.1)"}, unknown: "a.so"},
		{name: "a loop", tree: tree{runtimeLibrary: needing("a.so"), "/usr/lib/a.so": "-> a.so"}, unknown: "a.so"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			requireLacks(t, cLibrary(test.tree), test.env, test.lacks, test.unknown)
		})
	}
}

func requireLacks(t *testing.T, files tree, env map[string]string, lacks, unknown string) needs.Result {
	t.Helper()
	host := loader.Host{GOOS: "linux", Arch: "x86_64", Root: files.lay(t), Dir: "/project", LookupEnv: func(name string) (string, bool) {
		value, set := env[name]
		return value, set
	}}
	got, err := needs.Check(t.Context(), host, runtimeLibrary)
	require.NoError(t, err)
	var names []string
	for _, lack := range got.Lacks {
		names = append(names, lack.Library)
	}
	require.Equal(t, lacks, strings.Join(names, " "))
	require.Equal(t, unknown, strings.Join(got.Unknown, " "))
	return got
}

// Without the C library in the usual places, the linker is not the usual one.
func TestCheck_OnOtherSystems(t *testing.T) {
	t.Parallel()
	both := needing("libc.so.6", "libm.so.6", "a.so")
	requireLacks(t, tree{runtimeLibrary: both}, nil, "a.so", "libc.so.6 libm.so.6")
	requireLacks(t, tree{runtimeLibrary: both, "/nix/store/x": ""}, nil, "", "libc.so.6 libm.so.6 a.so")
	requireLacks(t, tree{runtimeLibrary: needing("libc.musl-x86_64.so.1", "a.so", "b.so"), "/lib/ld-musl-x86_64.so.1": library{}, "/usr/local/lib/a.so": library{}}, nil, "b.so", "libc.musl-x86_64.so.1")
	requireLacks(t, tree{runtimeLibrary: needing("a.so", "b.so"), "/lib/ld-musl-x86_64.so.1": library{}, "/etc/ld-musl-x86_64.path": "/q\n/r:/s\n", "/s/a.so": library{}, "/usr/lib/b.so": library{}}, nil, "b.so", "")
	versioned := tree{runtimeLibrary: library{Needed: []string{"a.so"}, Requires: []loadertest.Version{{Library: "a.so", Name: "A_2"}}},
		"/lib/ld-musl-x86_64.so.1": library{}, "/lib/a.so": library{Defines: []string{"A_1"}}}
	requireLacks(t, versioned, nil, "", "")
}

func TestCheck_ComparesVersions(t *testing.T) {
	t.Parallel()
	requires := func(versions ...string) []loadertest.Version {
		var list []loadertest.Version
		for _, version := range versions {
			list = append(list, loadertest.Version{Library: "libc.so.6", Name: version})
		}
		return list
	}
	tests := []struct {
		name     string
		requires []loadertest.Version
		versions string
		newest   string
	}{
		{name: "there", requires: requires("GLIBC_2.2.5", "GLIBC_2.36")},
		{name: "newer", requires: requires("GLIBC_2.2.5", "GLIBC_2.38", "GLIBC_2.40"), versions: "GLIBC_2.38 GLIBC_2.40", newest: "GLIBC_2.36"},
		{name: "of another kind", requires: requires("OTHER_1"), versions: "OTHER_1"},
		{name: "without a kind", requires: requires("other"), versions: "other"},
		{name: "weak", requires: []loadertest.Version{{Library: "libc.so.6", Name: "GLIBC_2.40", Weak: true}}},
		{name: "of a library that is not needed", requires: []loadertest.Version{{Library: "x.so", Name: "X_2"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lacks := ""
			if test.versions != "" {
				lacks = "libc.so.6"
			}
			got := requireLacks(t, cLibrary(tree{runtimeLibrary: library{Needed: []string{"libc.so.6"}, Requires: test.requires}}), nil, lacks, "")
			if test.versions == "" {
				return
			}
			require.Equal(t, needs.Lack{Library: "libc.so.6", By: runtimeLibrary, Path: "/lib/x86_64-linux-gnu/libc.so.6",
				Versions: strings.Fields(test.versions), Newest: test.newest}, got.Lacks[0])
		})
	}
}

func TestCheck_OfALibraryWithoutATableOfVersions(t *testing.T) {
	t.Parallel()
	requireLacks(t, cLibrary(tree{runtimeLibrary: library{Needed: []string{"a.so"}, Requires: []loadertest.Version{{Library: "a.so", Name: "A_2"}}}, "/usr/lib/a.so": library{}}), nil, "", "")
}

func TestCheck_SaysWhereItSearchedAndForWhom(t *testing.T) {
	t.Parallel()
	got := requireLacks(t, cLibrary(tree{runtimeLibrary: library{Needed: []string{"a.so"}, RunPath: "$ORIGIN/../own"}, "/opt/vr/own/a.so": needing("b.so")}), nil, "b.so", "")
	require.Equal(t, needs.Lack{Library: "b.so", By: "/opt/vr/own/a.so", Searched: []string{"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib"}}, got.Lacks[0])
	require.Equal(t, "x86_64", got.Arch)
}

func TestCheck_Fails(t *testing.T) {
	t.Parallel()
	host := loader.Host{GOOS: "linux", Root: tree{"/text": "text", runtimeLibrary: library{}}.lay(t)}
	_, err := needs.Check(t.Context(), host, "/gone")
	require.ErrorIs(t, err, os.ErrNotExist)
	_, err = needs.Check(t.Context(), host, "/text")
	require.ErrorContains(t, err, "not an object file")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = needs.Check(ended, host, runtimeLibrary)
	require.ErrorIs(t, err, context.Canceled)
}
