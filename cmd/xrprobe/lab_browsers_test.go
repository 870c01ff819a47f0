// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/browsers/installed"
	"github.com/xrprobe/xrprobe/probe/browsers/sandbox"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// What is said of Debian's Chromium is what its package and its program say to other programs. Its version moves, so the rules are those
// of the version that is there: versions before 157 have no OpenXR on Linux, and Debian's 156 was built without it.
func TestLabBrowsers_KnowDebiansChromium(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Monado: true, Binds: []string{program}}, "sh", "-c",
		`dpkg-query --show --showformat '${Version}\n' chromium && { grep -c -a -F xrCreateInstance /usr/lib/chromium/chromium || true; } && exec "$0" -q browsers --json`, program)
	require.Zero(t, result.ExitCode, result.Stderr)
	version, rest, _ := strings.Cut(result.Stdout, "\n")
	lines, text, _ := strings.Cut(rest, "\n")
	var found report.Report
	require.NoError(t, json.Unmarshal([]byte(text), &found))
	at := slices.IndexFunc(found.Browsers, func(b report.Browser) bool { return b.Name == "Chromium" })
	require.GreaterOrEqual(t, at, 0, text)
	b := found.Browsers[at]
	require.Equal(t, "dpkg: chromium", b.Source)
	require.Equal(t, version, *b.Version)
	require.Equal(t, "/usr/lib/chromium/chromium", *b.Binary)
	require.Equal(t, report.VerdictYes, b.Navigator.Answer)
	require.Equal(t, report.VerdictYes, b.Modes[0].Supported)
	require.NotNil(t, b.Fix)

	major, isVersion := installed.Major(version)
	require.True(t, isVersion)
	switch {
	case lines == "0":
		require.Equal(t, report.VerdictNo, b.Compiled.Answer, b.Compiled.Because)
		require.Equal(t, report.VerdictNo, b.Modes[1].Supported)
	default:
		require.Equal(t, report.VerdictYes, b.Compiled.Answer, b.Compiled.Because)
	}
	if lines != "0" && major >= sandbox.Since {
		// Debian's manifest of Monado names the library without a directory.
		require.NotEqual(t, report.VerdictYes, b.Files.Answer, b.Files.Because)
		require.Contains(t, b.Files.Because, "without a directory")
	}
}
