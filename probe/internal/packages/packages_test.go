// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package packages

import (
	"bufio"
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

const (
	monado = "/usr/share/openxr/1/openxr_monado.json"
	nobody = "/usr/share/openxr/1/nobodys.json"
)

// In dpkg's database a package of several architectures has its architecture in the name of its list, and Debian 12's has
// not for others.
const status = "Package: bash\nStatus: install ok installed\nArchitecture: amd64\n\nPackage: ../../../../tmp/evil\nArchitecture: amd64\n\n" +
	"Package: libopenxr1-monado\nArchitecture: amd64\nMulti-Arch: same\nVersion: 1\n"

func TestOwners(t *testing.T) {
	t.Parallel()
	const none = "no package lists it, as far as the lists of "
	for name, row := range map[string]struct {
		tree    map[string]string
		owner   string
		unknown string
	}{
		"dpkg, several architectures": {map[string]string{
			dpkgStatus: status, dpkgInfo + "libopenxr1-monado:amd64.list": "/.\n/usr\n" + monado + "\n", "/tmp/evil.list": nobody + "\n",
		}, "dpkg: libopenxr1-monado", none + "dpkg could be read"},
		"dpkg, one architecture": {map[string]string{
			dpkgStatus: status, dpkgInfo + "bash.list": monado + "\n",
		}, "dpkg: bash", none + "dpkg could be read"},
		"dpkg without lists":       {map[string]string{dpkgStatus: status, dpkgInfo: ""}, "", none + "dpkg could be read"},
		"dpkg with a long line":    {map[string]string{dpkgStatus: strings.Repeat("x", 3*maxLine) + "\n" + status, dpkgInfo + "bash.list": strings.Repeat("y", maxLine) + "\n" + monado}, "dpkg: bash", none + "dpkg could be read"},
		"dpkg with a list for RPM": {map[string]string{dpkgStatus: status, "/var/lib/rpm/rpmdb.sqlite": "x"}, "", none + "dpkg could be read"},
		"pacman": {map[string]string{
			pacmanLocal + "/ALPM_DB_VERSION": "9\n", pacmanLocal + "/monado-git-25.0.0-1/files": "%FILES%\nusr/\n" + monado[1:] + "\n",
		}, "pacman: monado-git", none + "pacman could be read"},
		"apk": {map[string]string{
			apkInstalled[0]: "P:monado\nV:1\nF:usr/share/openxr/1\nR:openxr_monado.json\na:0:0:644\n\nP:other\nF:\nR:x\n",
		}, "apk: monado", none + "apk could be read"},
		"RPM":     {map[string]string{"/usr/lib/sysimage/rpm/rpmdb.sqlite": "SQLite format 3"}, "", "RPM's database is no text, and xrprobe does not read it"},
		"nothing": {map[string]string{"/var/lib/rpm/": ""}, "", "no package manager whose lists xrprobe reads was found"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			loadertest.Lay(t, root, row.tree)
			owners, unknown := Owners(t.Context(), loader.Host{GOOS: "linux", Root: root}, []string{monado, nobody})
			require.Equal(t, row.owner, owners[monado])
			require.Empty(t, owners[nobody], "a name that leads out of the directory is no package's")
			require.Equal(t, row.unknown, unknown)
		})
	}
}

func TestOwners_OfNothingReadsNothing(t *testing.T) {
	t.Parallel()
	owners, unknown := Owners(t.Context(), loader.Host{Root: t.TempDir()}, nil)
	require.Empty(t, owners)
	require.Empty(t, unknown)
}

func TestOwners_EndWithTheContext(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{dpkgStatus: status, dpkgInfo + "libopenxr1-monado.list": "x\n", dpkgInfo + "bash.list": monado + "\n"})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	owners, _ := Owners(ctx, loader.Host{Root: root}, []string{monado})
	require.Empty(t, owners)
}

// Lists that people or programs broke name packages or none, and end.
func FuzzLists(f *testing.F) {
	f.Add(status)
	f.Add("%FILES%\nusr/share/openxr/1/openxr_monado.json\n")
	f.Add("P:x\nF:usr\nR:y\n")
	f.Add(strings.Repeat("Package: a\nArchitecture: b\n", 100) + "Architecture: \x00\n")
	f.Fuzz(func(t *testing.T, text string) {
		var list []dpkgPackage
		eachLine(bufio.NewReaderSize(strings.NewReader(text), maxLine), dpkgPackages(&list))
		for _, p := range list {
			require.NotContains(t, p.name, "/")
			require.LessOrEqual(t, len(p.lists), 2)
			require.NotContains(t, p.lists[len(p.lists)-1], "/")
		}
		withoutVersion(text)
		eachLine(bufio.NewReaderSize(strings.NewReader(text), maxLine), apkFiles(func(file, _ string) bool {
			require.True(t, strings.HasPrefix(file, "/"))
			return true
		}))
	})
}
