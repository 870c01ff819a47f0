// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package watch

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/hardware/machines"
)

// A headset's devices come one after the other and go so, and the kernel tells of each. The headset comes once and goes once.
func TestObserver_AHeadsetComesOnceAndGoesOnce(t *testing.T) {
	t.Parallel()
	names := map[string][]string{
		"index": {"Valve Index"}, "vive": {"HTC Vive"}, "vive-pro-2": {"HTC Vive Pro 2"}, "vive-cosmos": {"HTC Vive Cosmos"},
		"beyond": {"Bigscreen Beyond"}, "wmr": {"Lenovo Explorer"}, "quest": {"Meta Quest 2 or 3"}, "psvr2": {"Sony PlayStation VR2"},
		"xreal": {"Xreal Air"}, "two": {"Sony PlayStation VR", "Valve Index"}, "none": nil,
	}
	require.ElementsMatch(t, machines.Names(), slices.Collect(keys(names)))
	for name, want := range names {
		for _, order := range []string{"as listed", "the other way round"} {
			for _, gap := range []time.Duration{0, 300 * time.Millisecond} {
				t.Run(name+", "+order+", "+gap.String(), func(t *testing.T) {
					t.Parallel()
					came, went := plugInAndOut(t, name, order, gap)
					require.ElementsMatch(t, want, came)
					require.ElementsMatch(t, want, went)
				})
			}
		}
	}
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for key := range m {
			if !yield(key) {
				return
			}
		}
	}
}

// plugInAndOut lets the devices of a machine come one after the other, and go in the opposite order. It returns the headsets that came
// and those that went, as often as they did.
func plugInAndOut(t *testing.T, name, order string, gap time.Duration) (came, went []string) {
	text, err := machines.Text(name)
	require.NoError(t, err)
	root := noDevices(t)
	devices := devicesIn(text)
	if order != "as listed" {
		slices.Reverse(devices)
	}
	read := func(context.Context, state, bool) (state, bool, error) {
		now := noRuntime()
		now.headsets = hardware.Machine{Root: root, GOOS: "linux"}.Look().Headsets
		return now, false, nil
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		var before []string
		wakes, ended := make(chan struct{}, 1), make(chan error, 1)
		o := observer{read: read, wakes: wakes, debounce: DefaultDebounce, grace: DefaultGrace, maxPoll: time.Hour, yield: func(now state, topics []Topic) bool {
			titles := present(now.headsets)
			if slices.Contains(topics, TopicHardware) {
				came, went = append(came, without(titles, before)...), append(went, without(before, titles)...)
			}
			before = titles
			return true
		}}
		go func() { ended <- o.run(ctx) }()
		synctest.Wait()
		wake := func() {
			select {
			case wakes <- struct{}{}:
			default:
			}
			time.Sleep(gap)
		}
		for _, device := range devices {
			require.NoError(t, machines.Lay(root, device))
			wake()
		}
		time.Sleep(10 * time.Second)
		for _, device := range slices.Backward(devices) {
			remove(t, root, device)
			wake()
		}
		require.ErrorIs(t, <-ended, context.DeadlineExceeded)
	})
	return came, went
}

// noDevices returns the root of a machine to which nothing is plugged in.
func noDevices(t *testing.T) string {
	root := t.TempDir()
	for _, dir := range []string{"sys/bus/usb/devices", "sys/bus/hid/devices", "sys/class/drm"} {
		require.NoError(t, os.MkdirAll(filepath.Join(root, dir), 0o755))
	}
	return root
}

// devicesIn returns a machine's devices, each with what the kernel makes of it at once: its interfaces and what is below those.
func devicesIn(text string) []string {
	var devices []string
	for block := range strings.SplitSeq(text, "\n\n") {
		_, place, _ := strings.Cut("\n"+block, "\nP: ")
		place, _, _ = strings.Cut(place, "\n")
		switch base := filepath.Base(place); {
		case place == "": // a comment
		case len(devices) > 0 && !isDevice(base):
			devices[len(devices)-1] += "\n\n" + block
		default:
			devices = append(devices, block)
		}
	}
	return devices
}

// isDevice reports whether a name in sysfs is that of a USB device or a bus.
func isDevice(name string) bool {
	return strings.HasPrefix(name, "usb") || strings.Contains(name, "-") && !strings.Contains(name, ":")
}

// remove removes a device and what is below it.
func remove(t *testing.T, root, device string) {
	for line := range strings.Lines(device) {
		place, is := strings.CutPrefix(line, "P: ")
		if !is {
			continue
		}
		place = strings.TrimSpace(place)
		links, err := filepath.Glob(filepath.Join(root, "sys/*/*/devices", filepath.Base(place)))
		require.NoError(t, err)
		more, err := filepath.Glob(filepath.Join(root, "sys/class/*", filepath.Base(place)))
		require.NoError(t, err)
		for _, link := range append(links, more...) {
			require.NoError(t, os.Remove(link))
		}
		require.NoError(t, os.RemoveAll(filepath.Join(root, "sys", place)))
	}
}
