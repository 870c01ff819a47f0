// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/probe/doctor/devicelint"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// machine is a small machine of Linux whose user is ann, and whose files belong to root.
type machine struct {
	files map[string]any
	env   map[string]string
	modes map[string]os.FileMode
	// owners are the users and groups of files.
	owners map[string][2]int
	// library is that of the active runtime.
	library string
	level   report.Level
	// copied says that the root is a copy, and no example.
	copied bool
}

const monado = "/usr/lib/libopenxr_monado.so"

func find(t *testing.T, id string, m machine) []report.Problem {
	t.Helper()
	root := t.TempDir()
	loadertest.Lay(t, root, m.files)
	loadertest.Lay(t, root, map[string]string{"/etc/passwd": "root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n"})
	for name, mode := range m.modes {
		require.NoError(t, os.Chmod(filepath.Join(root, name), mode))
	}
	h := loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, LookupEnv: func(name string) (string, bool) {
		if value, set := m.env[name]; set || name != "HOME" {
			return value, set
		}
		return "/home/ann", true
	}}
	p := &lint.Patient{Report: &report.Report{}, Machine: lint.Machine{Host: h, Hardware: hardware.Machine{Root: root, GOOS: "linux"}, Level: m.level, Example: !m.copied}}
	p.Owner = func(file string) (int, int, bool) { owner := m.owners[file]; return owner[0], owner[1], true }
	if m.library != "" {
		p.Report.Runtimes = []report.Runtime{{ID: "r", Active: true, Library: &m.library, Name: new("Monado")}}
	}
	for _, linter := range devicelint.Linters() {
		if linter.ID == id {
			return linter.Check(t.Context(), p)
		}
	}
	require.Fail(t, "there is no such linter", id)
	return nil
}

// vive is a headset with one USB node and one HID node; another device has the same bus.
func vive() map[string]any {
	return map[string]any{
		"/sys/bus/usb/devices/1-2/idVendor": "0bb4\n", "/sys/bus/usb/devices/1-2/idProduct": "2c87\n", "/sys/bus/usb/devices/1-2/busnum": "1\n", "/sys/bus/usb/devices/1-2/devnum": "12\n",
		"/sys/bus/usb/devices/1-3/idVendor": "046d\n", "/sys/bus/usb/devices/1-3/idProduct": "c31c\n", "/sys/bus/usb/devices/1-3/busnum": "1\n", "/sys/bus/usb/devices/1-3/devnum": "13\n",
		"/sys/class/hidraw/hidraw0/device/uevent": "DRIVER=hid\nHID_ID=0003:00000BB4:00002C87\n", "/sys/class/hidraw/hidraw1/device/uevent": "HID_ID=0003:0000046D:0000C31C\n", "/sys/class/hidraw/hidraw2/device/uevent": "HID_ID=3\n",
		"/dev/bus/usb/001/012": "", "/dev/bus/usb/001/013": "", "/dev/hidraw0": "", "/dev/hidraw1": "", "/dev/hidraw2": "",
	}
}

func TestHeadsetPermission(t *testing.T) {
	t.Parallel()
	const usb, hid = "/dev/bus/usb/001/012", "/dev/hidraw0"
	text := func(nodes string) string {
		return "This user may not open " + nodes + ", so a runtime of this user does not find the headset HTC Vive (0bb4:2c87)."
	}
	for name, row := range map[string]struct {
		modes  map[string]os.FileMode
		owners map[string][2]int
		env    map[string]string
		text   string
		copied bool
	}{
		"nothing is open":          {modes: map[string]os.FileMode{usb: 0o664, hid: 0o600}, text: text(usb + " and " + hid)},
		"USB is open":              {modes: map[string]os.FileMode{usb: 0o666, hid: 0o600}, text: text(hid)},
		"all is open":              {modes: map[string]os.FileMode{usb: 0o666, hid: 0o666}},
		"it can only be read":      {modes: map[string]os.FileMode{usb: 0o666, hid: 0o644}, text: text(hid)},
		"it is the user's":         {modes: map[string]os.FileMode{usb: 0o666, hid: 0o600}, owners: map[string][2]int{hid: {1000, 0}}},
		"it is the user's, closed": {modes: map[string]os.FileMode{usb: 0o666, hid: 0o466}, owners: map[string][2]int{hid: {1000, 0}}, text: text(hid)},
		"it is the group's":        {modes: map[string]os.FileMode{usb: 0o666, hid: 0o660}, owners: map[string][2]int{hid: {0, 1000}}},
		"it is another group's":    {modes: map[string]os.FileMode{usb: 0o666, hid: 0o660}, owners: map[string][2]int{hid: {0, 1001}}, text: text(hid)},
		"the user is root":         {modes: map[string]os.FileMode{usb: 0o600, hid: 0o600}, env: map[string]string{"HOME": "/root"}},
		"the user is nobody known": {modes: map[string]os.FileMode{usb: 0o600, hid: 0o600}, env: map[string]string{"HOME": "/x"}},
		"it is a copy":             {modes: map[string]os.FileMode{usb: 0o600, hid: 0o600}, copied: true},
	} {
		found := find(t, "headset_permission", machine{files: vive(), modes: row.modes, owners: row.owners, env: row.env, copied: row.copied})
		if row.text == "" {
			require.Empty(t, found, name)
			continue
		}
		require.Len(t, found, 1, name)
		require.Equal(t, row.text, found[0].Text, name)
	}
}

// Nodes that are not there are not closed.
func TestHeadsetPermission_WithoutNodes(t *testing.T) {
	t.Parallel()
	files := vive()
	delete(files, "/dev/bus/usb/001/012")
	delete(files, "/dev/hidraw0")
	delete(files, "/sys/bus/usb/devices/1-2/busnum")
	require.Empty(t, find(t, "headset_permission", machine{files: files}))
}

func TestHeadsetPermission_FixFitsTheSystem(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct{ file, text, fix string }{
		"Debian":    {"/etc/os-release", "ID=debian\n", "Install the rules that give headsets to the user who sits at the machine, and plug the headset in again: sudo apt install xr-hardware"},
		"Mint":      {"/etc/os-release", "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n", "Install the rules that give headsets to the user who sits at the machine, and plug the headset in again: sudo apt install xr-hardware"},
		"Fedora":    {"/etc/os-release", "ID=fedora\n", "Install the udev rules of xr-hardware, which give headsets to the user who sits at the machine, and plug the headset in again."},
		"they were": {"/run/udev/data/c189:11", "I:1\nE:ID_xrhardware=1\nG:uaccess\n", "Log in at the machine itself: its rules give headsets to the user who sits there."},
		"another's": {"/run/udev/data/c189:12", "E:ID_xrhardware=1\n", "Install the udev rules of xr-hardware, which give headsets to the user who sits at the machine, and plug the headset in again."},
		"they are":  {"/usr/lib/udev/rules.d/70-xrhardware.rules", "", "Plug the headset in again, as the user who sits at this machine: the rules in /usr/lib/udev/rules.d/70-xrhardware.rules give the devices to that user."},
	} {
		files := vive()
		files[row.file] = row.text
		found := find(t, "headset_permission", machine{files: files, modes: map[string]os.FileMode{"/dev/hidraw0": 0o600, "/dev/bus/usb/001/012": 0o600}})
		require.Len(t, found, 1, name)
		require.Equal(t, row.fix, *found[0].Fix, name)
	}
}

const (
	icds   = "/usr/share/vulkan/icd.d/"
	radeon = `{"ICD": {"library_path": "libvulkan_radeon.so"}}`
	lvp    = `{"ICD": {"library_path": "libvulkan_lvp.so"}}`
	libs   = "/usr/lib/x86_64-linux-gnu/"
)

// with adds files to those of a machine with the Vulkan loader.
func with(more map[string]any) map[string]any {
	files := map[string]any{"/sys/bus/usb/devices/1-2/idVendor": "0bb4", "/sys/bus/usb/devices/1-2/idProduct": "2c87", libs + "libvulkan.so.1": loadertest.Library{}, libs + "libvulkan_radeon.so": loadertest.Library{}, libs + "libvulkan_lvp.so": loadertest.Library{}}
	for name, content := range more {
		if content == nil {
			delete(files, name)
			continue
		}
		files[name] = content
	}
	return files
}

// all returns the IDs of what is found about Vulkan.
func all(t *testing.T, m machine) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, id := range []string{"no_vulkan_driver", "vulkan_driver_library", "software_vulkan"} {
		for _, problem := range find(t, id, m) {
			found[id+" "+string(problem.Severity)] = *problem.Fix
		}
	}
	return found
}

// At most one of the linters about Vulkan finds what keeps a runtime from drawing.
func TestVulkan(t *testing.T) {
	t.Parallel()
	const install = "Install the Vulkan driver of the graphics card."
	type found = map[string]string
	for name, row := range map[string]struct {
		files map[string]any
		env   map[string]string
		want  found
	}{
		"a driver":                       {files: map[string]any{icds + "radeon.json": radeon}},
		"a driver of the user":           {files: map[string]any{"/home/ann/.local/share/vulkan/icd.d/radeon.json": radeon}},
		"a driver of the user's choice":  {files: map[string]any{"/x/vulkan/icd.d/radeon.json": radeon}, env: map[string]string{"XDG_CONFIG_HOME": "/x"}},
		"a driver in a named directory":  {files: map[string]any{"/x/vulkan/icd.d/radeon.json": radeon}, env: map[string]string{"XDG_DATA_DIRS": "/y:/x"}},
		"a driver of the machine":        {files: map[string]any{"/etc/vulkan/icd.d/radeon.json": radeon}},
		"no driver":                      {want: found{"no_vulkan_driver warning": install}},
		"a driver elsewhere":             {files: map[string]any{"/opt/vulkan/icd.d/radeon.json": radeon}, want: found{"no_vulkan_driver warning": install}},
		"one more":                       {files: map[string]any{"/opt/radeon.json": radeon}, env: map[string]string{"VK_ADD_DRIVER_FILES": "/opt/radeon.json"}},
		"one that is named":              {files: map[string]any{"/opt/radeon.json": radeon}, env: map[string]string{"VK_DRIVER_FILES": "/gone.json:/opt/radeon.json"}},
		"a directory that is named":      {files: map[string]any{"/opt/radeon.json": radeon}, env: map[string]string{"VK_ICD_FILENAMES": "/opt"}},
		"one that is named and gone":     {files: map[string]any{icds + "radeon.json": radeon}, env: map[string]string{"VK_ICD_FILENAMES": "/gone.json"}, want: found{"no_vulkan_driver warning": "Search the usual places: unset VK_ICD_FILENAMES"}},
		"an empty variable":              {files: map[string]any{icds + "radeon.json": radeon}, env: map[string]string{"VK_DRIVER_FILES": ""}, want: found{"no_vulkan_driver warning": "Search the usual places: unset VK_DRIVER_FILES"}},
		"the newer variable counts":      {files: map[string]any{"/opt/radeon.json": radeon}, env: map[string]string{"VK_DRIVER_FILES": "/opt/radeon.json", "VK_ICD_FILENAMES": "/gone.json"}},
		"a manifest of nothing":          {files: map[string]any{icds + "x.json": "{}", icds + "y.json": "text", icds + "z.txt": radeon}, want: found{"no_vulkan_driver warning": install}},
		"the processor's":                {files: map[string]any{icds + "lvp.json": lvp}, want: found{"software_vulkan warning": install}},
		"the processor's and another":    {files: map[string]any{icds + "lvp.json": lvp, icds + "radeon.json": radeon}},
		"a library that is gone":         {files: map[string]any{icds + "radeon.json": radeon, libs + "libvulkan_radeon.so": nil}, want: found{"vulkan_driver_library warning": "Install the driver again."}},
		"a path that is gone":            {files: map[string]any{icds + "radeon.json": `{"ICD": {"library_path": "/gone.so"}}`}, want: found{"vulkan_driver_library warning": "Install the driver again."}},
		"a relative path":                {files: map[string]any{icds + "radeon.json": `{"ICD": {"library_path": "../x.so"}}`, "/usr/share/vulkan/x.so": loadertest.Library{}}},
		"one is gone, and another there": {files: map[string]any{icds + "lvp.json": `{"ICD": {"library_path": "libgone.so"}}`, icds + "radeon.json": radeon}, want: found{"vulkan_driver_library info": "Install the driver again, or if no package has the manifest: sudo rm " + icds + "lvp.json"}},
		"in a container":                 {files: map[string]any{icds + "lvp.json": `{"ICD": {"library_path": "libgone.so"}}`, icds + "radeon.json": radeon, "/.dockerenv": ""}, want: found{"vulkan_driver_library info": "Install the driver again."}},
		"the linker's cache may have it": {files: map[string]any{icds + "x.json": `{"ICD": {"library_path": "libGLX_nvidia.so.0"}}`, "/etc/ld.so.cache": "/x/libGLX_nvidia.so.0\x00"}},
		"no loader of Vulkan":            {files: map[string]any{libs + "libvulkan.so.1": nil}},
		"one for 32-bit programs":        {files: map[string]any{icds + "radeon.json": radeon, icds + "radeon.i686.json": `{"ICD": {"library_path": "/x.so"}}`, "/x.so": loadertest.Library{Arch: "i686"}}},
	} {
		m := machine{files: with(row.files), env: row.env, library: monado}
		if row.want == nil {
			require.Empty(t, all(t, m), name)
			continue
		}
		require.Equal(t, row.want, all(t, m), name)
		m.level = report.LevelManifest
		require.Empty(t, all(t, m), "%s: no library was to be read", name)
	}
}

// Other runtimes, and those of flatpaks, have needs of their own.
func TestVulkan_OnlyWhereItIsNeeded(t *testing.T) {
	t.Parallel()
	for library, found := range map[string]int{
		monado: 1, "/usr/lib/wivrn/libopenxr_wivrn.so": 1, "": 0, "/opt/steam/vrclient.so": 0, "/var/lib/flatpak/app/io.github.wivrn.wivrn/x/libopenxr_wivrn.so": 0,
	} {
		require.Len(t, find(t, "no_vulkan_driver", machine{files: with(nil), library: library}), found, library)
	}
}

// A simulated headset, as on a server, needs no graphics card.
func TestVulkan_WithoutAHeadset(t *testing.T) {
	t.Parallel()
	const node = "/dev/dri/renderD128"
	for _, id := range []string{"software_vulkan", "no_render_node", "render_node_permission"} {
		for library, found := range map[string]int{monado: 0, "/usr/lib/libopenxr_wivrn.so": 1} {
			files := with(map[string]any{"/sys/bus/usb/devices/1-2/idProduct": nil, "/dev/null": ""})
			switch id {
			case "software_vulkan":
				files[icds+"lvp.json"] = lvp
			case "render_node_permission":
				files[node] = ""
				fallthrough
			default:
				files[icds+"radeon.json"] = radeon
			}
			m := machine{files: files, library: library}
			if id == "render_node_permission" {
				m.modes = map[string]os.FileMode{node: 0o600}
			}
			require.Len(t, find(t, id, m), found, "%s %s", id, library)
		}
	}
}

func TestRenderNode(t *testing.T) {
	t.Parallel()
	const node = "/dev/dri/renderD128"
	for name, row := range map[string]struct {
		more       map[string]any
		modes      map[string]os.FileMode
		groups     string
		no, closed int
		fix        string
	}{
		"a node":                     {more: map[string]any{"/dev/null": "", node: ""}, modes: map[string]os.FileMode{node: 0o666}},
		"no node":                    {more: map[string]any{"/dev/null": ""}, no: 1, fix: "Have the kernel load the driver of the graphics card. In a container, give it /dev/dri."},
		"no devices are shown":       {},
		"NVIDIA's own":               {more: map[string]any{"/dev/null": "", "/dev/nvidia0": ""}},
		"the processor's driver":     {more: map[string]any{"/dev/null": "", icds + "radeon.json": nil, icds + "lvp.json": lvp}},
		"no driver":                  {more: map[string]any{"/dev/null": "", icds + "radeon.json": nil}},
		"another group's":            {more: map[string]any{node: ""}, modes: map[string]os.FileMode{node: 0o660}, groups: "render:x:105:bob\n", closed: 1, fix: "Join the group of the device, and log in again: sudo usermod -aG render ann"},
		"the user's group":           {more: map[string]any{node: ""}, modes: map[string]os.FileMode{node: 0o660}, groups: "render:x:105:bob,ann\n"},
		"a group without a name":     {more: map[string]any{node: ""}, modes: map[string]os.FileMode{node: 0o660}, closed: 1, fix: "Log in at the machine itself, which gives its devices to the user who sits there."},
		"no group may open it":       {more: map[string]any{node: ""}, modes: map[string]os.FileMode{node: 0o600}, groups: "render:x:105:\n", closed: 1, fix: "Log in at the machine itself, which gives its devices to the user who sits there."},
		"one of two may be opened":   {more: map[string]any{node: "", "/dev/dri/renderD129": ""}, modes: map[string]os.FileMode{node: 0o600, "/dev/dri/renderD129": 0o666}},
		"a card alone draws nothing": {more: map[string]any{"/dev/null": "", "/dev/dri/card0": ""}, no: 1},
	} {
		files := with(map[string]any{icds + "radeon.json": radeon, "/etc/group": row.groups})
		for file, content := range row.more {
			if content == nil {
				delete(files, file)
				continue
			}
			files[file] = content
		}
		m := machine{files: files, modes: row.modes, owners: map[string][2]int{node: {0, 105}}, library: monado}
		copied := m
		copied.copied = true
		require.Empty(t, append(find(t, "no_render_node", copied), find(t, "render_node_permission", copied)...), name)
		no, closed := find(t, "no_render_node", m), find(t, "render_node_permission", m)
		require.Len(t, no, row.no, name)
		require.Len(t, closed, row.closed, name)
		if both := append(no, closed...); row.fix != "" {
			require.Equal(t, row.fix, *both[0].Fix, name)
		}
		m.library = "/opt/vrclient.so"
		require.Empty(t, append(find(t, "no_render_node", m), find(t, "render_node_permission", m)...), name)
	}
}
