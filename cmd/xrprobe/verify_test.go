// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const profileDirectory = "../../testdata/profiles"

// Some real user agents send the same strings and do not get the same. They are named.
func TestVerify_NamesThePairsAmongRealUserAgents(t *testing.T) {
	t.Parallel()
	const (
		android   = "chrome-android-phone-156 chrome-android-xr-156 immersive-ar"
		linux     = "chromium-linux-156-with-openxr chromium-linux-156-without-openxr immersive-vr"
		hololens  = "edge-hololens-2-115 edge-windows-115 immersive-ar"
		ipad      = "safari-ipad-18 safari-visionos-18 immersive-vr"
		mac       = "safari-macos-18 safari-visionos-18 immersive-vr"
		desktopOf = "chrome-android-desktop-site-156 chromium-linux-156-without-openxr immersive-vr"
		androidXR = "chrome-android-xr-138 chrome-linux-138 immersive-vr"
		wolvic    = "firefox-linux-128 wolvic-1.8-gecko-sites immersive-vr"
		webView   = "chrome-android-phone-156 duckduckgo-android-156 immersive-vr"
		iPadSite  = "safari-ipad-26-mobile-site safari-visionos-26-mobile-site immersive-vr"
	)
	byString := verifiedPairs(t, exitNo, profileDirectory)
	require.Subset(t, byString, []string{android, linux, hololens, ipad, mac, desktopOf, androidXR, wolvic, webView, iPadSite})
	require.Len(t, byString, 62)
	byHints := verifiedPairs(t, exitNo, profileDirectory, "--client-hints")
	require.Subset(t, byHints, []string{linux, hololens, ipad, mac, wolvic, iPadSite})
	require.NotContains(t, byHints, androidXR)
	require.NotContains(t, byHints, webView)
	require.Len(t, byHints, 37)
}

// Without one profile of each pair, the proof holds for the rest.
func TestVerify_PassesTheRest(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	files, err := filepath.Glob(profileDirectory + "/*.json")
	require.NoError(t, err)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		switch name {
		case "chrome-android-xr-156", "chrome-android-desktop-site-156", "chromium-linux-156-with-openxr", "edge-hololens-2-115", "safari-visionos-18",
			"chrome-android-xr-138", "chrome-android-desktop-site-138", "chrome-android-desktop-site-117", "chromium-windows-156-headless", "duckduckgo-android-156",
			"fulguris-1.9", "safari-visionos-26-mobile-site", "webkitgtk-with-openxr", "wolvic-1.1-gecko", "wolvic-1.8-gecko-sites":
			continue
		}
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		require.NoError(t, os.WriteFile(filepath.Join(directory, name+".json"), data, 0o600))
	}
	require.Empty(t, verifiedPairs(t, exitAnswered, directory))
	require.Empty(t, verifiedPairs(t, exitAnswered, directory, "--client-hints"))
}

// verifiedPairs runs the proof over a directory, and returns what it names.
func verifiedPairs(t *testing.T, want exitCode, args ...string) []string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	require.Equal(t, want, run(t.Context(), append([]string{"classify", "verify"}, args...), &stdout, &stderr), stderr.String())
	var pairs []string
	for line := range strings.Lines(stdout.String()) {
		cells := strings.Split(line, "\t")
		pairs = append(pairs, strings.Join([]string{cells[0], cells[2], cells[4]}, " "))
	}
	return pairs
}
