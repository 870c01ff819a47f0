// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// aComputer is a root with the files that a class depends on.
var aComputer = map[string]string{
	"sys/class/dmi/id/chassis_type": "3\n",
	"sys/class/dmi/id/product_name": "Studio 9\n",
}

// attached are the files that a computer has in addition when something is attached to it,
// installed on it or running: every file that says anything about a headset.
var attached = map[string]map[string]string{
	"usb": {
		"sys/bus/usb/devices/1-1/idVendor": "28de\n", "sys/bus/usb/devices/1-1/idProduct": "2300\n", "sys/bus/usb/devices/1-1/product": "Valve Index\n",
	},
	"hid": {
		"sys/class/hidraw/hidraw0/device/uevent": "HID_ID=0003:0000054C:000009AF\nHID_NAME=PS VR Control\n", "dev/hidraw0": "",
	},
	"display":     {"sys/class/drm/card0-DP-1/status": "connected\n", "sys/class/drm/card0-DP-1/edid": "\x00\xff\xff\xff\xff\xff\xff\x00Y\x8e"},
	"bluetooth":   {"sys/class/bluetooth/hci0:1/uevent": "DEVTYPE=link\n", "var/lib/bluetooth/0/1/info": "[General]\nName=Gear VR Controller\n"},
	"a runtime":   {"etc/xdg/openxr/1/active_runtime.json": `{"file_format_version": "1.0.0", "runtime": {"name": "Monado", "library_path": "/usr/lib/libopenxr_monado.so"}}`, "usr/lib/libopenxr_monado.so": ""},
	"a service":   {"run/user/1/monado_comp_ipc": ""},
	"permissions": {"etc/udev/rules.d/70-xr.rules": "KERNEL==\"hidraw*\", TAG+=\"uaccess\"\n"},
}

// with returns a computer with something attached.
func with(name string) map[string]string {
	files := maps.Clone(aComputer)
	maps.Copy(files, attached[name])
	return files
}

// The answer is the same to the byte, whatever is attached.
func TestClassify_SameWhateverIsAttached(t *testing.T) {
	t.Parallel()
	want := classesOf(t, aComputer)
	require.Contains(t, want, `"class": "highly_variable"`)
	for name := range attached {
		require.Equal(t, want, classesOf(t, with(name)), name)
	}
	require.NotEqual(t, want, classesOf(t, map[string]string{"sys/class/dmi/id/chassis_type": "10\n"}), "what the machine is does count")
}

func classesOf(t *testing.T, files map[string]string) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	require.Equal(t, exitAnswered, run(t.Context(), []string{"classify", "--json", "--root", rootWith(t, files)}, &stdout, &stderr), stderr.String())
	return stdout.String()
}

// xrprobe classify opens the same files and prints the same bytes without a runtime, with
// Monado's service up or down, and with a runtime that the environment names. It connects
// to nothing and starts nothing.
func TestLabClassify_SameWhateverRuns(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	befores := []string{
		"true",
		"export XR_RUNTIME_JSON=/usr/share/openxr/1/openxr_monado.json",
		"export XR_RUNTIME_JSON=/gone.json",
		"rm -rf /etc/xdg/openxr /usr/share/openxr", // the last one, because it stays
	}
	down := seen(t, program, lab.Options{}, befores)
	want := down[0]
	require.Contains(t, want.files, "newfstatat /sys/class/dmi/id/chassis_type")
	for i, before := range befores {
		require.Equal(t, want, down[i], before)
	}
	require.Equal(t, want, seen(t, program, lab.Options{Monado: true}, befores[:1])[0], "Monado's service is up")
}

// The same holds for a root, whatever is attached to its computer. Each root is at the same
// path.
func TestLabClassify_OpensTheSameFilesWhateverIsAttached(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	var options lab.Options
	var befores []string
	add := func(files map[string]string) {
		root := rootWith(t, files)
		options.Binds = append(options.Binds, root)
		befores = append(befores, "rm -rf /tmp/machine && cp -r "+root+" /tmp/machine")
	}
	names := slices.Sorted(maps.Keys(attached))
	add(aComputer)
	add(map[string]string{"system/build.prop": "ro.product.model=Quest 3\n"})
	for _, name := range names {
		add(with(name))
	}
	all := seen(t, program, options, befores, "--root", "/tmp/machine")
	want, other := all[0], all[1]
	require.Contains(t, want.files, "openat /tmp/machine/sys/class/dmi/id/chassis_type")
	for i, name := range names {
		require.Equal(t, want, all[2+i], name)
	}
	require.NotEqual(t, want.files, other.files, "another kind of machine has other files")
}

// traced is what a program prints, and the file calls that strace sees.
type traced struct {
	answer string
	files  []string
}

// fileCall matches a system call with a path in strace's output: the call, and the path.
var fileCall = lazily(`(?m)^\d+ +(\w+)\([^"\n]*"([^"]*)"`)

// seen classifies machines under strace, one after another, each after a shell command that makes it.
func seen(t *testing.T, program string, options lab.Options, befores []string, args ...string) []traced {
	t.Helper()
	options.Binds = append(options.Binds, program)
	var scripts []string
	for _, before := range befores {
		scripts = append(scripts, before+" && strace -f -e trace=%file,%network,%process -o /tmp/trace "+program+" classify --json "+strings.Join(args, " ")+" && echo ended && cat /tmp/trace")
	}
	var all []traced
	for _, result := range inOneRun(t, options, scripts...) {
		all = append(all, tracedIn(t, result))
	}
	return all
}

// tracedIn reads what strace wrote. It sorts the file calls, because the order of the program's threads varies.
func tracedIn(t *testing.T, result lab.Result) traced {
	t.Helper()
	answer, trace, ended := strings.Cut(result.Stdout, "ended\n")
	require.True(t, ended, "%s%s", result.Stdout, result.Stderr)
	require.Equal(t, 1, strings.Count(trace, "execve("), "no other program is started")
	require.NotRegexp(t, `(?m)^\d+ +(socket|connect)\(`, trace)
	var files []string
	for _, call := range fileCall().FindAllStringSubmatch(trace, -1) {
		files = append(files, call[1]+" "+call[2])
	}
	slices.Sort(files)
	return traced{answer, files}
}
