// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/report"
)

const chassis = "sys/class/dmi/id/chassis_type"

func TestFormFactor(t *testing.T) {
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
		{"not a number", map[string]string{chassis: "tower"}, report.FormFactorUnknown, "/sys/class/dmi/id/chassis_type does not hold a number"},
		{"nothing", nil, report.FormFactorUnknown, "/sys/class/dmi/id/chassis_type cannot be read"},
		{"container on a tower", map[string]string{chassis: "7", ".dockerenv": ""}, report.FormFactorContainer, "/.dockerenv exists"},
		{"podman", map[string]string{"run/.containerenv": ""}, report.FormFactorContainer, "/run/.containerenv exists"},
		{"systemd-nspawn", map[string]string{"run/systemd/container": "systemd-nspawn"}, report.FormFactorContainer, "/run/systemd/container exists"},
		{"flatpak", map[string]string{".flatpak-info": ""}, report.FormFactorContainer, "/.flatpak-info exists"},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			root := t.TempDir()
			for name, content := range row.files {
				path := filepath.Join(root, name)
				require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
				require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
			}
			host := hardware.Machine{Root: root, GOOS: "linux", GOARCH: "amd64"}.Host()
			require.Equal(t, row.want, host.FormFactor)
			require.Equal(t, []string{row.evidence}, host.Evidence)
			require.Equal(t, "linux", *host.OS)
			require.Equal(t, "amd64", *host.Arch)
			require.Nil(t, host.Label)
		})
	}
}

func TestProduct(t *testing.T) {
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
			root := t.TempDir()
			for name, content := range row.files {
				path := filepath.Join(root, name)
				require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
				require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
			}
			require.Equal(t, row.want, hardware.Machine{Root: root, GOOS: "linux"}.Host().Product)
		})
	}
}

func TestOtherSystemsAreUnknown(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(root, filepath.Dir(chassis)), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(root, chassis), []byte("7"), 0o644))
	require.Equal(t, report.FormFactorUnknown, hardware.Machine{Root: root, GOOS: "windows"}.Host().FormFactor)
}
