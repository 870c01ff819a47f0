// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/hardware/standalone"
)

func TestHost_Android(t *testing.T) {
	t.Parallel()
	const system, vendor, product = "system/build.prop", "vendor/build.prop", "product/etc/build.prop"
	for _, row := range []struct {
		name     string
		files    map[string]string
		want     report.FormFactor
		product  *string
		evidence []string
	}{
		{
			"Quest 3, by the parts of Android",
			map[string]string{
				system:  "# begin build properties\nro.product.system.model=mainline\nro.build.characteristics=nosdcard\n",
				vendor:  "ro.product.vendor.manufacturer=Oculus\nro.product.vendor.model=Quest 3\n",
				product: "ro.product.product.manufacturer=Oculus\nro.product.product.model=Quest 3\n",
			},
			report.FormFactorStandaloneHeadset, new("Quest 3"),
			[]string{"ro.product.manufacturer is Oculus", "ro.product.model is Quest 3"},
		},
		{
			"a name for the whole product",
			map[string]string{system: "ro.product.model=A9210\nro.product.manufacturer=Pico\n", vendor: "ro.product.vendor.model=other\n"},
			report.FormFactorStandaloneHeadset, new("A9210"),
			[]string{"ro.product.manufacturer is Pico", "ro.product.model is A9210"},
		},
		{
			"a later file overrides",
			map[string]string{system: "ro.product.model=generic\n", vendor: "ro.product.model = SM-I610 \nro.product.manufacturer=samsung"},
			report.FormFactorStandaloneHeadset, new("SM-I610"),
			[]string{"ro.product.manufacturer is samsung", "ro.product.model is SM-I610"},
		},
		{
			"a phone with a headset's name",
			map[string]string{system: "ro.product.model=Quest 3\nro.product.manufacturer=QUMO\nro.build.characteristics=phone\n"},
			report.FormFactorPhone, new("Quest 3"), []string{"ro.build.characteristics is phone"},
		},
		{
			"a tablet",
			map[string]string{system: "ro.product.model=SM-X900\nro.product.manufacturer=samsung\nro.build.characteristics=tablet,nosdcard\n"},
			report.FormFactorTablet, new("SM-X900"), []string{"ro.build.characteristics is tablet,nosdcard"},
		},
		{
			"a phone that does not say so",
			map[string]string{system: "ro.product.model=Pixel 7\nro.product.manufacturer=Google\nro.build.characteristics=nosdcard\n"},
			report.FormFactorUnknown, new("Pixel 7"), []string{"ro.build.characteristics is nosdcard"},
		},
		{
			"nothing about the device",
			map[string]string{system: "#ro.product.model=Quest 3\n#ro.product.manufacturer=Oculus\nimport /other.prop\nro.build.id=1\n"},
			report.FormFactorUnknown, nil, []string{"ro.build.characteristics is missing"},
		},
		{
			"an emulator of a headset",
			map[string]string{system: "ro.product.model=Quest 3\nro.product.manufacturer=Oculus\nro.hardware=ranchu\n"},
			report.FormFactorUnknown, new("Quest 3"), []string{"ro.hardware is ranchu, an emulator's"},
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			root := tree(t, row.files)
			for _, goos := range []string{"android", "linux"} {
				host := hardware.Machine{Root: root, GOOS: goos}.Host()
				require.Equal(t, row.want, host.FormFactor)
				require.Equal(t, row.product, host.Product)
				require.Equal(t, row.evidence, host.Evidence)
				require.Equal(t, "android", *host.OS)
			}
		})
	}
}

func TestHost_UnreadableAndroid(t *testing.T) {
	t.Parallel()
	host := hardware.Machine{Root: t.TempDir(), GOOS: "android"}.Host()
	require.Equal(t, report.FormFactorUnknown, host.FormFactor)
	require.Nil(t, host.Product)
	require.Equal(t, []string{"/system/build.prop cannot be read"}, host.Evidence)
}

// Every model in the table has a source, and is found by its name and its manufacturer.
func TestHost_EveryStandaloneHeadset(t *testing.T) {
	t.Parallel()
	models := 0
	for _, maker := range standalone.Makers() {
		require.NotEmpty(t, maker.Source)
		for _, model := range maker.Models {
			root := tree(t, map[string]string{"system/build.prop": "ro.product.model=" + model + "\nro.product.manufacturer=" + maker.Manufacturer + "\n"})
			require.Equal(t, report.FormFactorStandaloneHeadset, hardware.Machine{Root: root, GOOS: "android"}.Host().FormFactor, model)
			models++
		}
	}
	require.Greater(t, models, 12)
}
