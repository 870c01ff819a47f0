// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/watch"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// changesOf parses the output of a watch.
func changesOf(t *testing.T, result lab.Result) []watch.Change {
	t.Helper()
	var changes []watch.Change
	for line := range strings.Lines(result.Stdout) {
		var change watch.Change
		require.NoError(t, json.Unmarshal([]byte(line), &change), line)
		changes = append(changes, change)
	}
	return changes
}

// untilPrinted defines a shell function that waits until a watch has printed so many lines,
// but not for ever.
const untilPrinted = `
printed() { for i in $(seq 200); do [ "$(wc -l </tmp/changes)" -lt "$1" ] || return 0; sleep 0.05; done; echo "nothing is printed after line $(wc -l </tmp/changes)" >&2; }
`

// watchedService starts, stops and kills Monado's service while xrprobe watches it.
// Meanwhile another xrprobe creates sessions, and the script looks for other clients.
const watchedService = untilPrinted + `
"$0" watch --level system >/tmp/changes &
watching=$!
printed 1
monado-start; printed 2
for i in 1 2 3; do "$0" -q --level session --json | jq -r '.runtimes[0] | "session \(.status) \(.reached)"' >&2; done
free=0
for i in $(seq 20); do monado-ctl | grep 'pid:' | grep -qv monado-ctl || free=$((free + 1)); sleep 0.02; done
[ $free = 0 ] || echo "free" >&2
monado-stop; printed 3
monado-start; printed 4
pkill -KILL -x monado-service; printed 5
rm -f "$XDG_RUNTIME_DIR"/monado_comp_ipc
monado-start; printed 6
sleep 1.5
kill -INT $watching
wait $watching || echo "the watch ends with $?" >&2
cat /tmp/changes`

func TestLabWatch_SeesTheServiceAndLeavesItFree(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, "bash", "-c", watchedService, program)
	var seen []report.Status
	for i, change := range changesOf(t, result) {
		seen = append(seen, change.Report.Runtimes[0].Status)
		if i > 0 {
			require.Contains(t, change.Topics, watch.TopicState)
		}
		if change.Report.Runtimes[0].Status == report.StatusOK {
			require.Equal(t, report.SystemAvailable, change.Report.Runtimes[0].Systems[0].Status)
		}
	}
	const down, up = report.StatusFailed, report.StatusOK
	require.Equal(t, []report.Status{down, up, down, up, down, up}, seen, result.Stderr)
	require.Equal(t, 3, strings.Count(result.Stderr, "session ok session\n"), "another client has its session: %s", result.Stderr)
	require.Contains(t, result.Stderr, "free\n", "most of the time there is no client at all")
	require.NotContains(t, result.Stderr, "the watch ends", "SIGINT ends it with 0")
}

// pluggedIn adds and removes a headset below /sys/bus/usb, and sends the message that the
// kernel sends.
const pluggedIn = untilPrinted + `
usb=/sys/bus/usb/devices
mkdir -p $usb
"$0" watch >/tmp/changes &
watching=$!
printed 1
mkdir $usb/1-1; echo 0bb4 >$usb/1-1/idVendor; echo 2c87 >$usb/1-1/idProduct
"$1" add; printed 2
rm -r $usb/1-1
"$1" remove; printed 3
kill -INT $watching; wait $watching
cat /tmp/changes`

// The watch reacts to the kernel's message: the poll would come half a minute later.
func TestLabWatch_KernelReportsUSB(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program, uevent := built(t, "cmd/xrprobe"), built(t, "cmd/xrprobe/testdata/uevent")
	result := inLab(t, lab.Options{Binds: []string{program, uevent}}, "bash", "-c", pluggedIn, program, uevent)
	require.Zero(t, result.ExitCode, result.Stderr)
	changes := changesOf(t, result)
	require.Len(t, changes, 3, result.Stderr)
	require.Empty(t, changes[0].Hardware)
	require.Equal(t, []watch.Topic{watch.TopicHardware}, changes[1].Topics)
	require.Equal(t, new("HTC Vive"), changes[1].Hardware[0].Name)
	require.Equal(t, []watch.Topic{watch.TopicHardware}, changes[2].Topics)
	require.Empty(t, changes[2].Hardware)
	require.Less(t, changes[2].At.Sub(changes[0].At), watch.DefaultPoll)
}

// switchedRegistry puts one runtime into Windows' registry, then another, and then none.
const switchedRegistry = untilPrinted + `
key='HKLM\SOFTWARE\Khronos\OpenXR\1'
wine "$0" watch -q >/tmp/changes &
watching=$!
printed 1
wine reg add "$key" /v ActiveRuntime /d "$1" /f >&2; printed 2
wine reg add "$key" /v ActiveRuntime /d "$2" /f >&2; printed 3
wine reg delete 'HKLM\SOFTWARE\Khronos' /f >&2; printed 4
kill $watching; wait
cat /tmp/changes`

func TestLabWatch_SeesWindowsRegistryChange(t *testing.T) {
	t.Parallel()
	program := builtForWindows(t)
	library1, manifest1 := windowsRuntime(t)
	library2, manifest2 := windowsRuntime(t)
	result := inLab(t, lab.Options{Binds: []string{program, library1, manifest1, library2, manifest2}},
		"bash", "-c", switchedRegistry, program, onWindows(manifest1), onWindows(manifest2))
	changes := changesOf(t, result)
	require.Len(t, changes, 4, result.Stderr)
	for i, manifest := range []string{"", onWindows(manifest1), onWindows(manifest2), ""} {
		found := changes[i].Report
		if i > 0 {
			require.Contains(t, changes[i].Topics, watch.TopicRuntime)
		}
		if manifest == "" {
			require.Empty(t, found.Runtimes)
			require.NotNil(t, found.Runtimes, "it is known that there is none")
			continue
		}
		require.Equal(t, manifest, found.Runtimes[0].Manifest)
		require.Equal(t, "registry", found.Runtimes[0].Source)
		require.Equal(t, report.LevelBinary, *found.Runtimes[0].Reached)
	}
	require.Less(t, changes[3].At.Sub(changes[0].At), watch.DefaultPoll, "the registry's notification comes before the poll")
}
