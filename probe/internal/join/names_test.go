// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package join

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware/known"
)

// A misspelt model would never be found.
func TestNames_AreThoseOfKnownDevices(t *testing.T) {
	t.Parallel()
	rows := known.All()
	require.Greater(t, len(names()), 20)
	for _, row := range names() {
		require.Contains(t, []tells{tellsModel, tellsVendor, tellsNothing, tellsAway, tellsNone}, row.tells, row.system)
		require.Equal(t, row.tells == tellsModel || row.tells == tellsVendor, len(row.models) > 0, row.system)
		require.NotEmpty(t, row.because, row.system)
		for _, model := range row.models {
			known := slices.ContainsFunc(rows, func(r *known.Row) bool { return fits(model, r.Name) || r.Vendor == model }) || modelNamed(model) || makesDisplays(model)
			require.True(t, known, "%s: %s", row.system, model)
		}
	}
	for line := range strings.Lines(namesTSV) {
		if !strings.HasPrefix(line, "#") {
			require.Equal(t, 5, strings.Count(line, "\t"), line)
		}
	}
}

// modelNamed reports whether a model that several numbers share has a name.
func modelNamed(name string) bool {
	for _, row := range known.All() {
		for _, model := range row.Models {
			if m, is := known.ModelNamed(model); is && m.Name == name {
				return true
			}
		}
	}
	return false
}

// makesDisplays reports whether a maker is known for the displays of headsets.
func makesDisplays(maker string) bool {
	switch maker { // makers whose letters other displays have too
	case "ASUS":
		return known.Displays("AUS", 0xc102, "")[0].Maker == maker
	case "Varjo":
		return known.Displays("VRT", 0x5843, "")[0].Maker == maker
	}
	return slices.ContainsFunc([]string{"BIG", "HVR", "OVR", "PVR", "SFL"}, func(vendor string) bool {
		hint, is := known.DisplayVendor(vendor)
		return is && hint.Maker == maker
	})
}

func TestFits(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		pattern, text string
		fits          bool
	}{
		{"Oculus", "Oculus", true},
		{"Oculus", "Oculus Rift", false},
		{"*", "", true},
		{"* on WiVRn", "Oculus Quest on WiVRn", true},
		{"* on WiVRn", "on WiVRn", false},
		{"*Simulated HMD*", "Monado: Simulated HMD", true},
		{"a*b*c", "a b b c", true},
		{"a*b*c", "a c", false},
		{"a*a", "a", false},
	} {
		require.Equal(t, row.fits, fits(row.pattern, row.text), "%s %s", row.pattern, row.text)
	}
}
