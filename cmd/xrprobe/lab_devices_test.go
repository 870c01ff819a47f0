// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"os"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	plugged "github.com/xrprobe/xrprobe/probe/hardware/machines"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// TestLabDevices_ReadsAndDoesNothingElse checks under strace that devices opens no device, opens nothing for writing, starts no
// program, and talks to nobody but an adb server on this machine. The test mounts the /sys of a made-up machine over the lab's.
func TestLabDevices_ReadsAndDoesNothingElse(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program, root := built(t, "cmd/xrprobe"), t.TempDir()
	require.NoError(t, os.Chmod(root, 0o755))
	require.NoError(t, plugged.LayNamed(root, "beyond"))
	const trace = "strace -f -e trace=%file,%network,%process,%desc -o /tmp/trace "
	results := inOneRun(t, lab.Options{Binds: []string{program, root}},
		"mount --bind "+root+"/sys /sys && "+trace+program+" devices --json && umount /sys",
		"cat /tmp/trace")
	require.Zero(t, results[0].ExitCode, results[0].Stderr)
	var found report.Report
	require.NoError(t, json.Unmarshal([]byte(results[0].Stdout), &found))
	require.Len(t, found.Headsets, 1)
	require.Equal(t, "Bigscreen Beyond", *found.Headsets[0].Name)
	require.False(t, found.Android.Asked)
	require.Equal(t, "no adb server runs", *found.Android.Because)

	calls := results[1].Stdout
	require.Contains(t, calls, "/sys/class/drm", "strace sees what is read")
	opened := regexp.MustCompile(`open(?:at2?)?\(.*?"([^"]*)", (?:\{flags=)?(\S+)`)
	for _, call := range opened.FindAllStringSubmatch(calls, -1) {
		require.NotRegexp(t, `^/dev/(bus|hidraw|input|dri|snd|video|usb)`, call[1])
		if call[1] != os.DevNull {
			require.NotRegexp(t, `O_(WRONLY|RDWR|CREAT)`, call[2], call[1])
		}
	}
	require.NotRegexp(t, `(?m)^\d+ +(unlink|rename|mkdir|symlink|link|chmod|chown|mknod|truncate)`, calls)
	for _, address := range regexp.MustCompile(`connect\(\d+, \{([^}]*)\}`).FindAllStringSubmatch(calls, -1) {
		require.Contains(t, address[1], "htons(5037)", "it talks to nobody but an adb server")
	}
	require.Len(t, regexp.MustCompile(`(?m)execve\(`).FindAllString(calls, -1), 1, "it starts no program")
}

// TestLabDevices_ARuntimeReportsItsOwnHeadset asks the real Monado, which simulates a headset, beside one that is plugged in.
func TestLabDevices_ARuntimeReportsItsOwnHeadset(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program, root := built(t, "cmd/xrprobe"), t.TempDir()
	require.NoError(t, os.Chmod(root, 0o755))
	require.NoError(t, plugged.LayNamed(root, "vive-pro-2"))
	result := inLab(t, lab.Options{Binds: []string{program, root}, Monado: true},
		"sh", "-c", "mount --bind "+root+"/sys /sys && "+program+" devices --level properties --json; umount /sys")
	require.Zero(t, result.ExitCode, result.Stderr)
	var found report.Report
	require.NoError(t, json.Unmarshal([]byte(result.Stdout), &found))
	require.Len(t, found.Headsets, 2)
	pro, simulated := found.Headsets[0], found.Headsets[1]
	require.Equal(t, "HTC Vive Pro 2", *pro.Name)
	require.Equal(t, report.ReportedNo, pro.Reported)
	require.Contains(t, *pro.Because, `reports "Monado: Simulated HMD": Monado simulates a headset`)
	require.Equal(t, report.KindSimulated, simulated.Kind)
	require.Equal(t, report.ReportedYes, simulated.Reported)
}
