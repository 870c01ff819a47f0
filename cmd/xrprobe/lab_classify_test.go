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
	want := seen(t, program, lab.Options{}, "")
	require.Contains(t, want.files, "newfstatat /sys/class/dmi/id/chassis_type")
	for name, row := range map[string]struct {
		options lab.Options
		before  string
	}{
		"Monado's service up":       {lab.Options{Monado: true}, ""},
		"no runtime":                {lab.Options{}, "rm -rf /etc/xdg/openxr /usr/share/openxr"},
		"named by the environment":  {lab.Options{Env: []string{"XR_RUNTIME_JSON=/usr/share/openxr/1/openxr_monado.json"}}, ""},
		"the environment names air": {lab.Options{Env: []string{"XR_RUNTIME_JSON=/gone.json"}}, ""},
	} {
		require.Equal(t, want, seen(t, program, row.options, row.before), name)
	}
}

// The same holds for a root, whatever is attached to its computer. Each root is at the same
// path.
func TestLabClassify_OpensTheSameFilesWhateverIsAttached(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	at := func(files map[string]string) traced {
		root := rootWith(t, files)
		return seen(t, program, lab.Options{Binds: []string{root}}, "cp -r "+root+" /tmp/machine", "--root", "/tmp/machine")
	}
	want := at(aComputer)
	require.Contains(t, want.files, "openat /tmp/machine/sys/class/dmi/id/chassis_type")
	for name := range attached {
		require.Equal(t, want, at(with(name)), name)
	}
	require.NotEqual(t, want.files, at(map[string]string{"system/build.prop": "ro.product.model=Quest 3\n"}).files, "another kind of machine has other files")
}

// traced is what a program prints, and the file calls that strace sees.
type traced struct {
	answer string
	files  []string
}

// fileCall matches a system call with a path in strace's output: the call, and the path.
var fileCall = lazily(`(?m)^\d+ +(\w+)\([^"\n]*"([^"]*)"`)

// seen classifies a machine under strace. It sorts the file calls, because the order of the
// program's threads varies.
func seen(t *testing.T, program string, options lab.Options, before string, args ...string) traced {
	t.Helper()
	options.Binds = append(options.Binds, program)
	command := "strace -f -e trace=%file,%network,%process -o /tmp/trace " + program + " classify --json " + strings.Join(args, " ") + " && echo ended && cat /tmp/trace"
	if before != "" {
		command = before + " && " + command
	}
	result := inLab(t, options, "sh", "-c", command)
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
