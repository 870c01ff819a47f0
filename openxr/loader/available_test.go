// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"context"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

func TestAvailable_Lists(t *testing.T) {
	t.Parallel()
	x := manifest("x.so")
	tests := []struct {
		name   string
		tree   files
		env    env
		change func(*loader.Host)
		want   []string // path, source, and the target of a link or the code of an error
	}{
		{name: "nothing"},
		{name: "configuration directories", env: env{"HOME": "/home/ann"},
			tree: files{"/home/ann/.config/openxr/1/a.json": x, "/etc/xdg/openxr/1/b.json": x, "/usr/local/etc/openxr/1/c.json": x, "/etc/openxr/1/d.json": x},
			want: []string{"/etc/openxr/1/d.json|the loader's EXTRASYSCONFDIR|", "/etc/xdg/openxr/1/b.json|the default XDG directory|",
				"/home/ann/.config/openxr/1/a.json|$HOME/.config|", "/usr/local/etc/openxr/1/c.json|the loader's SYSCONFDIR|"}},
		{name: "L3: default data directories", env: env{"HOME": "/home/ann"},
			tree: files{"/home/ann/.local/share/openxr/1/a.json": x, "/usr/share/openxr/1/b.json": x, "/usr/local/share/openxr/1/c.json": x},
			want: []string{"/home/ann/.local/share/openxr/1/a.json|$HOME/.local/share|", "/usr/local/share/openxr/1/c.json|the default data directory|",
				"/usr/share/openxr/1/b.json|the default data directory|"}},
		{name: "L3: data directories from variables", env: env{"HOME": "/home/ann", "XDG_DATA_HOME": "/data", "XDG_DATA_DIRS": "/one::/two"},
			tree: files{"/data/openxr/1/a.json": x, "/one/openxr/1/b.json": x, "/two/openxr/1/c.json": x, "/usr/share/openxr/1/d.json": x, "/home/ann/.local/share/openxr/1/e.json": x},
			want: []string{"/data/openxr/1/a.json|$XDG_DATA_HOME|", "/one/openxr/1/b.json|an entry of $XDG_DATA_DIRS|", "/two/openxr/1/c.json|an entry of $XDG_DATA_DIRS|"}},
		{name: "L7: the environment is ignored", env: env{"HOME": "/home/ann", "XDG_DATA_HOME": "/data", "XDG_DATA_DIRS": "/one"}, change: func(h *loader.Host) { h.Secure = secure },
			tree: files{"/data/openxr/1/a.json": x, "/one/openxr/1/b.json": x, "/home/ann/.local/share/openxr/1/c.json": x, "/usr/share/openxr/1/d.json": x},
			want: []string{"/usr/share/openxr/1/d.json|the default data directory|"}},
		{name: "active runtimes and other files are left out",
			tree: files{"/etc/openxr/1/active_runtime.json": x, "/etc/openxr/1/active_runtime.x86_64.json": x, "/etc/openxr/1/active_runtime_old.json": x,
				"/etc/openxr/1/x.txt": x, "/etc/openxr/1/api_layers/implicit.d/l.json": x, "/etc/openxr/1/dir.json/": "", "/etc/openxr/2/x.json": x, "/etc/openxr/1/.json": x},
			want: []string{"/etc/openxr/1/.json|the loader's EXTRASYSCONFDIR|"}},
		{name: "one file through several names",
			tree: files{"/etc/xdg/openxr/1/b.json": "-> /usr/share/openxr/1/a.json", "/etc/xdg/openxr/1/c.json": "-> b.json", "/usr/share/openxr/1/a.json": x},
			want: []string{"/etc/xdg/openxr/1/b.json|the default XDG directory|/usr/share/openxr/1/a.json"}},
		{name: "manifests that cannot be used are listed",
			tree: files{"/etc/openxr/1/a.json": "{", "/etc/openxr/1/b.json": "-> gone", "/etc/openxr/1/c.json": "-> c.json", "/etc/openxr/1/d.json": x},
			want: []string{"/etc/openxr/1/a.json|the loader's EXTRASYSCONFDIR|manifest_syntax", "/etc/openxr/1/b.json|the loader's EXTRASYSCONFDIR|manifest_missing",
				"/etc/openxr/1/c.json|the loader's EXTRASYSCONFDIR|manifest_unreadable", "/etc/openxr/1/d.json|the loader's EXTRASYSCONFDIR|"}},
		{name: "a file in place of a directory", tree: files{"/etc/openxr": "", "/usr/share/openxr/1/d.json": x},
			want: []string{"/usr/share/openxr/1/d.json|the default data directory|"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			host := linux(t, test.tree, test.env)
			if test.change != nil {
				test.change(&host)
			}
			list, err := host.Available(t.Context())
			require.NoError(t, err)
			var got []string
			for _, found := range list {
				detail := ""
				if found.Canonical != found.Path {
					detail = found.Canonical
				}
				if found.Err != nil {
					detail = found.Err.Code
					require.Zero(t, found.Manifest)
				} else {
					require.Equal(t, []string{found.Path, found.Canonical, "x.so"}, []string{found.Manifest.Path, found.Manifest.Canonical, found.Manifest.Library})
				}
				got = append(got, strings.Join([]string{found.Path, found.Source, detail}, "|"))
			}
			require.Empty(t, cmp.Diff(test.want, got))
		})
	}
}

func TestAvailable_ReturnsErrorsWithTheList(t *testing.T) {
	t.Parallel()
	host := linux(t, files{"/etc/openxr": "-> openxr", "/etc/xdg/openxr/1": "a file", "/usr/share/openxr/1/a.json": manifest("x.so")}, nil)
	list, err := host.Available(t.Context())
	require.Len(t, list, 1, "the rest of the list is returned")
	var failure *fs.PathError
	require.ErrorAs(t, err, &failure)
	require.ErrorContains(t, err, "/etc/xdg/openxr/1 cannot be read: ")
	require.ErrorContains(t, err, "/etc/openxr/1 cannot be read: too many symbolic links")
	require.NotContains(t, err.Error(), host.Root)

	host.GOOS = "plan9"
	_, err = host.Available(t.Context())
	require.ErrorIs(t, err, loader.ErrUnsupportedOS)
	require.ErrorContains(t, err, "plan9")
}

func TestAvailable_StopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := linux(t, files{"/etc/openxr/1/a.json": ""}, nil).Available(ctx)
	require.ErrorIs(t, err, context.Canceled)
}
