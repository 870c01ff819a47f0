// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

const chassis = "sys/class/dmi/id/chassis_type"

func TestHost_FormFactor(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name     string
		files    map[string]string
		want     report.FormFactor
		evidence string
	}{
		{"tower", map[string]string{chassis: "7\n"}, report.FormFactorDesktop, "/sys/class/dmi/id/chassis_type is 7"},
		{"notebook", map[string]string{chassis: "10\n"}, report.FormFactorLaptop, "/sys/class/dmi/id/chassis_type is 10"},
		{"convertible", map[string]string{chassis: "31"}, report.FormFactorLaptop, "/sys/class/dmi/id/chassis_type is 31"},
		{"hand held", map[string]string{chassis: "11"}, report.FormFactorPhone, "/sys/class/dmi/id/chassis_type is 11"},
		{"tablet", map[string]string{chassis: "30"}, report.FormFactorTablet, "/sys/class/dmi/id/chassis_type is 30"},
		{"rack", map[string]string{chassis: "23\n"}, report.FormFactorServer, "/sys/class/dmi/id/chassis_type is 23"},
		{"virtual machine", map[string]string{chassis: "1\n"}, report.FormFactorUnknown, "/sys/class/dmi/id/chassis_type is 1"},
		{"not a number", map[string]string{chassis: "tower"}, report.FormFactorUnknown, "/sys/class/dmi/id/chassis_type does not contain a number"},
		{"nothing", nil, report.FormFactorUnknown, "/sys/class/dmi/id/chassis_type cannot be read"},
		{"container on a tower", map[string]string{chassis: "7", ".dockerenv": ""}, report.FormFactorContainer, "/.dockerenv exists"},
		{"podman", map[string]string{"run/.containerenv": ""}, report.FormFactorContainer, "/run/.containerenv exists"},
		{"systemd-nspawn", map[string]string{"run/systemd/container": "systemd-nspawn"}, report.FormFactorContainer, "/run/systemd/container exists"},
		{"toolbox", map[string]string{"run/host/container-manager": "podman"}, report.FormFactorContainer, "/run/host/container-manager exists"},
		{"flatpak", map[string]string{".flatpak-info": ""}, report.FormFactorContainer, "/.flatpak-info exists"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			host := hardware.Machine{Root: tree(t, row.files), GOOS: "linux", GOARCH: "amd64"}.Host()
			require.Equal(t, row.want, host.FormFactor)
			require.Equal(t, []string{row.evidence}, host.Evidence)
			require.Equal(t, "linux", *host.OS)
			require.Equal(t, "amd64", *host.Arch)
			require.Nil(t, host.Label)
		})
	}
}

func TestHost_Product(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name  string
		files map[string]string
		want  *string
	}{
		{"firmware tables", map[string]string{"sys/class/dmi/id/product_name": "Studio 9\n", "sys/firmware/devicetree/base/model": "other"}, new("Studio 9")},
		{"device tree", map[string]string{"sys/firmware/devicetree/base/model": "Board 5\x00"}, new("Board 5")},
		{"empty", map[string]string{"sys/class/dmi/id/product_name": " \n"}, nil},
		{"neither", nil, nil},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, row.want, hardware.Machine{Root: tree(t, row.files), GOOS: "linux"}.Host().Product)
		})
	}
}

// tree makes a directory with these files, for use as a root.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		path := filepath.Join(root, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	}
	return root
}

func TestHost_OtherSystemsAreUnknown(t *testing.T) {
	t.Parallel()
	root := tree(t, map[string]string{chassis: "7", "sys/class/dmi/id/product_name": "Studio 9", "system/build.prop": "ro.product.model=Quest 3\nro.product.manufacturer=Oculus\n"})
	for _, goos := range []string{"ios", "freebsd"} {
		host := hardware.Machine{Root: root, GOOS: goos}.Host()
		require.Equal(t, report.FormFactorUnknown, host.FormFactor)
		require.Nil(t, host.Product)
		require.Equal(t, []string{"the form factor is not read on " + goos}, host.Evidence)
	}
}

// Host follows a link within the root, and not a link to a file outside it.
func TestHost_LinksStayInRoot(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(tree(t, map[string]string{"7": "7\n"}), "7")
	root := tree(t, map[string]string{"sys/devices/virtual/dmi/id/chassis_type": "10\n"})
	require.NoError(t, os.MkdirAll(filepath.Join(root, "sys/class/dmi"), 0o755))
	link := filepath.Join(root, "sys/class/dmi/id")
	require.NoError(t, os.Symlink("../../devices/virtual/dmi/id", link))
	machine := hardware.Machine{Root: root, GOOS: "linux"}
	require.Equal(t, report.FormFactorLaptop, machine.Host().FormFactor, "sysfs has such links")
	inside := filepath.Join(root, "sys/devices/virtual/dmi/id/chassis_type")
	for _, target := range []string{outside, "../../../../../../../../../.." + outside} {
		require.NoError(t, os.Remove(inside))
		require.NoError(t, os.Symlink(target, inside))
		require.Equal(t, report.FormFactorUnknown, machine.Host().FormFactor, target)
	}
	require.Equal(t, []string{"/sys/class/dmi/id/chassis_type cannot be read"}, hardware.Machine{Root: filepath.Join(root, "gone"), GOOS: "linux"}.Host().Evidence)
}

func TestHost_DirectoryInPlaceOfFile(t *testing.T) {
	t.Parallel()
	root := tree(t, map[string]string{chassis + "/7": "7"})
	require.Equal(t, []string{"/sys/class/dmi/id/chassis_type cannot be read"}, hardware.Machine{Root: root, GOOS: "linux"}.Host().Evidence)
}
