// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package known_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
)

func TestDisplays_NeedVendorAndProduct(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		vendor  string
		product uint16
		name    string
		want    string
	}{
		{"HVR", 0xaa01, "HTC-VIVE", "headset: HTC Vive"},
		{"HVR", 0xaa01, "", "headset: HTC Vive"},
		{"VLV", 0x91bf, "Index HMD", "headset: Valve Index"},
		{"HPN", 0x3515, "ANX7530", "headset: HP Windows Mixed Reality headset"},
		{"MRG", 0x3132, "Air", "glasses: Xreal Air"},
		{"MRG", 0x4102, "XREAL 1S", "glasses: Xreal 1S"},
		{"AUO", 0x1111, "OSVR HDK", "headset: OSVR HDK2"},
		{"CVT", 0x0101, "VITURE", "glasses: VITURE glasses"},
		{"CVT", 0x0003, "CVTE TV", ""}, // a television
		{"CVT", 0x0000, "", ""},
		{"AUO", 0x1112, "", ""}, // a notebook's panel
		{"LLP", 0x5034, "Monitor", "unknown: a display of 11 cm by 6 cm that is called Monitor"},

		// The kernel lists the numbers as OSVR HDK, and the PIMAX P1 has them, too.
		{"SVR", 0x1019, "PIMAX P1", "headset: Pimax P1"},
		{"SVR", 0x1019, "OSVR HDK2", "headset: OSVR HDK"},
		{"SVR", 0x1019, "", "headset: OSVR HDK, headset: Pimax P1"},

		{"SEN", 0x1019, "OSVR HDK", "headset: OSVR HDK"},
		{"SEN", 0x1019, "zSight", "headset: Sensics zSight"},
		{"ANX", 0x7539, "ANX7530 U", "unknown: Analogix ANX7530, a chip in headsets and in small displays"},

		{"VLV", 0x3001, "ANX7530 U", ""},     // Steam Deck
		{"SNY", 0x1970, "SONY HMD-A220", ""}, // a tube
		{"FUJ", 0x1971, "", ""},
		{"SNY", 0x1019, "", ""},              // Sensics' number
		{"HZB", 0x3132, "HDMI88", ""},        // Nreal's number
		{"CLB", 0x1234, "fitHeadlessGS", ""}, // Bigscreen's number
		{"GTD", 0x0001, "HeadlessGhost", ""}, // Oculus' number
		{"TCL", 0x9653, "Beyond TV", ""},
		{"XXX", 0x9221, "Beyond TV", ""},
		{"hvr", 0xaa01, "", ""},
		{"", 0, "", ""},
		{"SFL", 0, "", ""},
		{"BIG", 0, "", ""},
	} {
		var got []string
		for _, display := range known.Displays(row.vendor, row.product, row.name) {
			got = append(got, fmt.Sprintf("%s: %s", display.Kind, display.Model))
		}
		require.Equal(t, row.want, strings.Join(got, ", "), "%s %04x %s", row.vendor, row.product, row.name)
	}
}

func TestDisplayVendor_IsAHint(t *testing.T) {
	t.Parallel()
	hint, isKnown := known.DisplayVendor("SFL")
	require.True(t, isKnown)
	require.Equal(t, report.KindHeadset, hint.Kind)
	require.True(t, hint.VendorOnly)
	for _, vendor := range []string{"VLV", "SNY", "LEN", "ACR", "DEL", "SEC", "TCL", "SYN", ""} {
		_, isKnown := known.DisplayVendor(vendor)
		require.False(t, isKnown, "%s makes other displays, too", vendor)
	}
}

// These are the numbers in drivers/gpu/drm/drm_edid.c with EDID_QUIRK_NON_DESKTOP.
func TestNonDesktop_IsTheKernelsList(t *testing.T) {
	t.Parallel()
	listed := map[string]bool{}
	for line := range strings.FieldsSeq(`ACR7fce AUO1111 AUSc102 DEL7fce FUJ1970 HVRaa01 HVRaa02 LEN0408 OVR0001 OVR0003 OVR0004 OVR0012 SEC144a SEN1019 SNY0704 SVR1019
		VLV91a8 VLV91b0 VLV91b1 VLV91b2 VLV91b3 VLV91b4 VLV91b5 VLV91b6 VLV91b7 VLV91b8 VLV91b9 VLV91ba VLV91bb VLV91bc VLV91bd VLV91be VLV91bf`) {
		listed[line] = true
	}
	for vendor := range strings.FieldsSeq("ACR ANX AUO AUS BIG DEL FUJ HPN HVR LEN MRG OVR PVR SEC SEN SNY SVR SYN VLV VRT") {
		for number := range listed {
			product, err := strconv.ParseUint(number[3:], 16, 16)
			require.NoError(t, err)
			for _, product := range []uint16{uint16(product) - 1, uint16(product), uint16(product) + 1} {
				id := fmt.Sprintf("%s%04x", vendor, product)
				require.Equal(t, listed[id], known.NonDesktop(vendor, product), id)
			}
		}
	}
}

// The table on disk is what is read: no line is left out, and none is there twice.
func TestDisplays_TableIsWhole(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("displays.tsv")
	require.NoError(t, err)
	seen := map[string]bool{}
	for line := range strings.Lines(string(content)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		require.Len(t, fields, 9, line)
		require.Regexp(t, `^[A-Z]{3}$`, fields[0])
		require.Regexp(t, `^([0-9a-f]{4}|\*)$`, fields[1])
		require.Contains(t, []string{"headset", "glasses", "unknown"}, fields[3])
		require.NotContains(t, fields, "", "an empty field is written -")
		require.NotEqual(t, "-", fields[5])
		require.Contains(t, []string{"yes", "no"}, fields[7])
		require.NotEqual(t, "-", fields[8], "a row has a source")
		key := strings.Join(fields[:3], " ")
		require.False(t, seen[key], key)
		seen[key] = true
		if fields[1] == "*" && fields[2] == "-" {
			hint, isKnown := known.DisplayVendor(fields[0])
			require.True(t, isKnown)
			require.Equal(t, fields[5], hint.Model)
			continue
		}
		var product uint16
		if fields[1] != "*" {
			_, err := fmt.Sscanf(fields[1], "%x", &product)
			require.NoError(t, err)
		}
		models := map[string]bool{}
		for _, display := range known.Displays(fields[0], product, strings.TrimPrefix(fields[2], "-")) {
			models[display.Model] = true
		}
		require.True(t, models[fields[5]], line)
	}
	require.Greater(t, len(seen), 60)
}

// A display joins a headset on USB by its models, so these are models that USB devices have.
func TestDisplays_ModelsAreThoseOfUSB(t *testing.T) {
	t.Parallel()
	models := map[string]bool{}
	for _, row := range known.All() {
		for _, model := range row.Models {
			models[model] = true
		}
	}
	for _, id := range []string{"VLV91A8", "HVRAA01", "OVR0012", "MRG3132", "SVR1019", "LEN0408", "HPN36C1", "SNYC207"} {
		var product uint16
		_, err := fmt.Sscanf(id[3:], "%x", &product)
		require.NoError(t, err)
		for _, display := range known.Displays(id[:3], product, "") {
			require.NotEmpty(t, display.Models, id)
			for _, model := range display.Models {
				_, named := known.ModelNamed(model)
				require.True(t, named || models[model] || strings.HasSuffix(model, "*"), "%s: %s", id, model)
			}
		}
	}
}
