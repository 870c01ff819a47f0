// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package platform_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/hardware/platform"
)

// pci are the files of a device on the PCI bus. Sysfs lists links, as the tree with depth does; a copy of the files may have none.
func pci(address, class, vendor, device, driver string) map[string]string {
	dir := "sys/devices/pci0000:00/" + address
	files := map[string]string{
		"sys/bus/pci/devices/" + address: "->../../../devices/pci0000:00/" + address,
		dir + "/class":                   class + "\n", dir + "/vendor": "0x" + vendor + "\n", dir + "/device": "0x" + device + "\n",
	}
	if driver != "" {
		files[dir+"/driver"] = "->../../../bus/pci/drivers/" + driver
	}
	return files
}

// card are the files of a card of the kernel's graphics interface.
func card(number int, device string) map[string]string {
	return map[string]string{fmt.Sprintf("sys/class/drm/card%d/device", number): "->../../../devices/" + device}
}

func join(parts ...map[string]string) map[string]string {
	all := map[string]string{}
	for _, part := range parts {
		maps.Copy(all, part)
	}
	return all
}

// hardwareMarks are files that computers without a hypervisor have.
var hardwareMarks = map[string]string{
	"proc/cpuinfo": "processor\t: 0\nvendor_id\t: GenuineIntel\nflags\t\t: fpu vme sse2 vmx\n\n", "proc/2/comm": "kthreadd\n", "sys/class/drm/version": "drm 1.1.0 20060810\n",
	"sys/class/dmi/id/product_serial": "SECRET-SERIAL\n", "etc/hostname": "secret-host\n",
}

// desktop has an Intel card in the processor, and one of NVIDIA with NVIDIA's own driver.
func desktop() map[string]string {
	return join(hardwareMarks,
		pci("0000:00:02.0", "0x030000", "8086", "4680", "i915"), pci("0000:01:00.0", "0x030000", "10de", "2206", "nvidia"), pci("0000:01:00.1", "0x040300", "10de", "1aef", "snd_hda_intel"),
		card(0, "pci0000:00/0000:01:00.0"), card(1, "pci0000:00/0000:00:02.0"),
		map[string]string{
			"usr/lib/os-release":                               "PRETTY_NAME=\"Debian GNU/Linux 13 (trixie)\"\nNAME=\"Debian GNU/Linux\"\nVERSION_ID=\"13\"\nID=debian\n",
			"etc/os-release":                                   "->../usr/lib/os-release",
			"proc/sys/kernel/osrelease":                        "6.12.48+deb13-amd64\n",
			"sys/module/nvidia/version":                        "550.163.01\n",
			"proc/driver/nvidia/gpus/0000:01:00.0/information": "Model: \t\t NVIDIA GeForce RTX 3080\nIRQ:   \t\t 150\nGPU UUID: \t GPU-8c2d0000\n",
			"usr/share/misc/pci.ids":                           "# comment\n8086  Intel Corporation\n\t4680  AlderLake-S GT1\n\t\t1043 8694  a subsystem\n\t4692  other\n10de  NVIDIA Corporation\n\t4680  not this\n",
			"sys/class/dmi/id/sys_vendor":                      "ASUS\n", "sys/class/dmi/id/product_name": "System Product Name\n",
		})
}

func TestFacts_Desktop(t *testing.T) {
	t.Parallel()
	h := loader.Host{GOOS: "linux", Root: tree(t, desktop()), LookupEnv: environment(nil)}
	facts := platform.Facts(h)
	require.Equal(t, report.HostFacts{
		OperatingSystem: report.OperatingSystem{Name: new("Debian GNU/Linux 13 (trixie)"), ID: new("debian"), Version: new("13"), Kernel: new("6.12.48+deb13-amd64"), Because: []string{}},
		GPUs: report.GPUs{List: []report.GPU{
			{Address: "0000:00:02.0", VendorID: new("8086"), DeviceID: new("4680"), Vendor: new("Intel"), Name: new("AlderLake-S GT1"), Driver: new("i915")},
			{Address: "0000:01:00.0", VendorID: new("10de"), DeviceID: new("2206"), Vendor: new("NVIDIA"), Name: new("NVIDIA GeForce RTX 3080"), Driver: new("nvidia"), DriverVersion: new("550.163.01")},
		}},
		DisplayServer: report.DisplayServer{
			Kind: report.DisplayServerNone, Because: "neither WAYLAND_DISPLAY nor DISPLAY is set", Wayland: report.DisplaySocketNotSet, X11: report.DisplaySocketNotSet,
		},
		VirtualMachine: report.Virtualization{Is: report.VerdictNo, Evidence: []string{"/proc/cpuinfo has no flag hypervisor, and the firmware names no hypervisor"}},
		Container:      report.Virtualization{Is: report.VerdictNo, Evidence: []string{"the kernel's threads are seen, and no container manager left a mark"}},
	}, facts)
	requireNoSecrets(t, facts)
}

func TestFacts_SteamDeck(t *testing.T) {
	t.Parallel()
	root := tree(t, join(hardwareMarks, pci("0000:04:00.0", "0x030000", "1002", "163f", "amdgpu"), card(0, "pci0000:00/0000:04:00.0"), map[string]string{
		"etc/os-release":            "NAME=\"SteamOS\"\nPRETTY_NAME=\"SteamOS\"\nVERSION_CODENAME=holo\nID=steamos\nID_LIKE=arch\nVERSION_ID=3.6.19\nVARIANT_ID=steamdeck\nBUILD_ID=20241104.1\n",
		"proc/sys/kernel/osrelease": "6.5.0-valve22-1-neptune-65\n", "proc/net/unix": "Num RefCount Protocol Flags Type St Inode Path\n0: 2 0 10000 1 01 5 @/tmp/.X11-unix/X1\n",
		"sys/class/dmi/id/sys_vendor": "Valve\n", "sys/class/dmi/id/product_name": "Jupiter\n",
	}))
	facts := platform.Facts(loader.Host{GOOS: "linux", Root: root, LookupEnv: environment(map[string]string{
		"DISPLAY": ":1", "XDG_RUNTIME_DIR": "/run/user/1000", "XDG_SESSION_TYPE": "x11", "XDG_CURRENT_DESKTOP": "gamescope", "USER": "secret-user",
	})})
	require.Equal(t, report.OperatingSystem{Name: new("SteamOS"), ID: new("steamos"), Version: new("3.6.19"), Build: new("steamdeck"), Kernel: new("6.5.0-valve22-1-neptune-65"), Because: []string{}}, facts.OperatingSystem)
	require.Equal(t, []report.GPU{{Address: "0000:04:00.0", VendorID: new("1002"), DeviceID: new("163f"), Vendor: new("AMD"), Driver: new("amdgpu")}}, facts.GPUs.List)
	require.Equal(t, report.DisplayServer{
		Kind: report.DisplayServerX11, Because: "DISPLAY names a socket that is there", Wayland: report.DisplaySocketNotSet, X11: report.DisplaySocketFound, SessionType: new("x11"), Desktop: new("gamescope"),
	}, facts.DisplayServer)
	require.Equal(t, report.VerdictNo, facts.VirtualMachine.Is)
	requireNoSecrets(t, facts)
}

func TestFacts_Virtual(t *testing.T) {
	t.Parallel()
	const (
		vendor, product = "sys/class/dmi/id/sys_vendor", "sys/class/dmi/id/product_name"
		inVM            = "flags\t: fpu sse2 hypervisor\n"
		release         = "proc/sys/kernel/osrelease"
	)
	yes, no, unknown := report.VerdictYes, report.VerdictNo, report.VerdictUnknown
	for name, row := range map[string]struct {
		files     map[string]string
		vm        report.Verdict
		kind      string
		container report.Verdict
		manager   string
	}{
		"VirtualBox":                {map[string]string{vendor: "innotek GmbH\n", product: "VirtualBox\n", "proc/cpuinfo": inVM}, yes, "virtualbox", no, ""},
		"QEMU":                      {map[string]string{vendor: "QEMU\n", product: "Standard PC (Q35 + ICH9, 2009)\n"}, yes, "qemu", no, ""},
		"KVM":                       {map[string]string{vendor: "QEMU\n", "sys/devices/system/clocksource/clocksource0/available_clocksource": "kvm-clock tsc\n"}, yes, "kvm", no, ""},
		"KVM by its product":        {map[string]string{vendor: "Red Hat\n", product: "KVM\n"}, yes, "kvm", no, ""},
		"Hyper-V":                   {map[string]string{vendor: "Microsoft Corporation\n", product: "Virtual Machine\n"}, yes, "hyperv", no, ""},
		"a Surface":                 {map[string]string{vendor: "Microsoft Corporation\n", product: "Surface Laptop 5\n"}, no, "", no, ""},
		"Amazon":                    {map[string]string{vendor: "Amazon EC2\n", product: "c5.large\n"}, yes, "amazon", no, ""},
		"Amazon's metal":            {map[string]string{vendor: "Amazon EC2\n", product: "c5.metal\n"}, no, "", no, ""},
		"a guest of Xen":            {map[string]string{"sys/hypervisor/type": "xen\n"}, yes, "xen", no, ""},
		"the controller of Xen":     {map[string]string{"sys/hypervisor/type": "xen\n", "proc/xen/capabilities": "control_d\n", "proc/cpuinfo": inVM}, no, "", no, ""},
		"a hypervisor with no name": {map[string]string{"proc/cpuinfo": inVM}, yes, "", no, ""},
		"an ARM board":              {map[string]string{"proc/cpuinfo": "Features : fp asimd\n", "sys/firmware/devicetree/base/model": "Raspberry Pi 5\x00"}, unknown, "", no, ""},
		"KVM on ARM":                {map[string]string{"proc/cpuinfo": "", "sys/firmware/devicetree/base/compatible": "linux,dummy-virt\x00"}, yes, "qemu", no, ""},
		"WSL 2":                     {map[string]string{release: "5.15.153.1-microsoft-standard-WSL2\n", "proc/cpuinfo": inVM}, yes, "wsl", no, ""},
		"WSL 2, another kernel":     {map[string]string{release: "6.6.0\n", "proc/sys/fs/binfmt_misc/WSLInterop": "enabled\n", "run/systemd/container": "wsl\n"}, yes, "wsl", no, ""},
		"WSL 1":                     {map[string]string{release: "4.4.0-19041-Microsoft\n", "proc/cpuinfo": inVM}, no, "", no, ""},
		"Docker":                    {map[string]string{".dockerenv": "", "proc/2/comm": "->/nowhere"}, no, "", yes, "docker"},
		"Docker on KVM":             {map[string]string{".dockerenv": "", vendor: "KVM\n"}, yes, "kvm", yes, "docker"},
		"Podman":                    {map[string]string{"run/.containerenv": "engine=\"podman-4.3.1\"\nname=\"secret-host\"\n"}, no, "", yes, "podman"},
		"Toolbox":                   {map[string]string{"run/.containerenv": "", "run/.toolboxenv": ""}, no, "", yes, "toolbox"},
		"systemd-nspawn":            {map[string]string{"run/systemd/container": "systemd-nspawn\n"}, no, "", yes, "systemd-nspawn"},
		"Kubernetes":                {map[string]string{"run/secrets/kubernetes.io/serviceaccount/namespace": "x"}, no, "", yes, "kubernetes"},
		"Flatpak":                   {map[string]string{".flatpak-info": "", "run/host/container-manager": "flatpak\n"}, no, "", yes, "flatpak"},
		"a process space":           {map[string]string{"proc/2/comm": "bash\n"}, no, "", unknown, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			facts := platform.Facts(loader.Host{GOOS: "linux", Root: tree(t, join(hardwareMarks, row.files)), LookupEnv: environment(nil)})
			for _, one := range []struct {
				got  report.Virtualization
				is   report.Verdict
				kind string
			}{{facts.VirtualMachine, row.vm, row.kind}, {facts.Container, row.container, row.manager}} {
				require.Equal(t, one.is, one.got.Is, one.got.Evidence)
				require.NotEmpty(t, one.got.Evidence)
				if one.kind == "" {
					require.Nil(t, one.got.Kind)
				} else {
					require.Equal(t, one.kind, *one.got.Kind)
				}
			}
			requireNoSecrets(t, facts)
		})
	}
}

func TestFacts_ContainerByItsEnvironment(t *testing.T) {
	t.Parallel()
	root := tree(t, nil)
	got := platform.Facts(loader.Host{GOOS: "linux", Root: root, LookupEnv: environment(map[string]string{"container": "oci"})})
	require.Equal(t, report.Virtualization{Is: report.VerdictYes, Kind: new("oci"), Evidence: []string{"the environment has the variable container"}}, got.Container)
	t.Run("of another root", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, report.VerdictUnknown, platform.Facts(loader.Host{GOOS: "linux", Root: root}).Container.Is)
	})
}

func TestFacts_Android(t *testing.T) {
	t.Parallel()
	const properties = "ro.build.version.release=14\nro.build.display.id=UP1A.231005.007.A1\nro.serialno=SECRET-SERIAL\n"
	files := map[string]string{
		"system/build.prop": properties, "sys/class/kgsl/kgsl-3d0/gpu_model": "Adreno740v3\n", "proc/sys/kernel/osrelease": "5.10.209-android12\n",
	}
	for _, goos := range []string{"android", "linux"} {
		facts := platform.Facts(loader.Host{GOOS: goos, Root: tree(t, files)})
		require.Equal(t, report.OperatingSystem{Name: new("Android 14"), ID: new("android"), Version: new("14"), Build: new("UP1A.231005.007.A1"), Kernel: new("5.10.209-android12"), Because: []string{}}, facts.OperatingSystem)
		require.Equal(t, []report.GPU{{Address: "kgsl-3d0", Vendor: new("Qualcomm"), Name: new("Adreno740v3"), Driver: new("kgsl")}}, facts.GPUs.List)
		require.Equal(t, report.DisplayServerUnknown, facts.DisplayServer.Kind)
		require.Equal(t, report.VerdictUnknown, facts.VirtualMachine.Is)
		require.Equal(t, report.VerdictUnknown, facts.Container.Is)
		requireNoSecrets(t, facts)
	}
	emulator := platform.Facts(loader.Host{GOOS: "android", Root: tree(t, map[string]string{"system/build.prop": properties + "ro.hardware=ranchu\n"})})
	require.Equal(t, report.Virtualization{Is: report.VerdictYes, Kind: new("android_emulator"), Evidence: []string{"ro.hardware is ranchu"}}, emulator.VirtualMachine)
	require.Nil(t, emulator.GPUs.List)
	require.Equal(t, "no file of the drivers of Qualcomm and ARM can be read", *emulator.GPUs.Because)
	closed := platform.Facts(loader.Host{GOOS: "android", Root: t.TempDir()})
	require.Equal(t, []string{"/system/build.prop cannot be read", "/proc/sys/kernel/osrelease cannot be read"}, closed.OperatingSystem.Because)
}

func TestFacts_GPUs(t *testing.T) {
	t.Parallel()
	noDriver := new("no driver has it")
	for name, row := range map[string]struct {
		files map[string]string
		want  []report.GPU
	}{
		"none": {nil, []report.GPU{}},
		"NVIDIA without a card of the kernel": {
			join(pci("0000:01:00.0", "0x030200", "10de", "2684", "nvidia"), map[string]string{"proc/driver/nvidia/version": "NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  570.86.10  Release Build\n"}),
			[]report.GPU{{Address: "0000:01:00.0", VendorID: new("10de"), DeviceID: new("2684"), Vendor: new("NVIDIA"), Driver: new("nvidia"), DriverVersion: new("570.86.10")}},
		},
		"no driver, and the firmware's picture": {
			join(pci("0000:01:00.0", "0x030000", "ffff", "0001", ""), card(0, "platform/simple-framebuffer.0"), map[string]string{"sys/devices/platform/simple-framebuffer.0/driver": "->../../../bus/platform/drivers/simple-framebuffer"}),
			[]report.GPU{{Address: "0000:01:00.0", VendorID: new("ffff"), DeviceID: new("0001"), Because: noDriver}},
		},
		"virtio": {
			join(pci("0000:00:01.0", "0x030000", "1af4", "1050", "virtio-pci"), card(0, "pci0000:00/0000:00:01.0/virtio0"), map[string]string{"sys/devices/pci0000:00/0000:00:01.0/virtio0/driver": "->../../../../bus/virtio/drivers/virtio_gpu"}),
			[]report.GPU{{Address: "0000:00:01.0", VendorID: new("1af4"), DeviceID: new("1050"), Vendor: new("Red Hat"), Driver: new("virtio_gpu")}},
		},
		"WSL": {
			pci("5b9a:00:00.0", "0x030200", "1414", "008e", "dxgkrnl"),
			[]report.GPU{{Address: "5b9a:00:00.0", VendorID: new("1414"), DeviceID: new("008e"), Vendor: new("Microsoft"), Driver: new("dxgkrnl")}},
		},
		"a card that is on no PCI bus": {
			join(card(1, "platform/soc/gpu"), map[string]string{"sys/devices/platform/soc/gpu/uevent": "DRIVER=msm_dpu\nOF_NAME=gpu\n", "sys/class/drm/card1-DP-1/status": "connected"}),
			[]report.GPU{{Address: "gpu", Driver: new("msm_dpu")}},
		},
		"numbers that are none": {
			join(pci("0000:01:00.0", "0x030000", "10dez", "", "")),
			[]report.GPU{{Address: "0000:01:00.0", Because: noDriver}},
		},
		"a card without hardware": {map[string]string{"sys/class/drm/card0/dev": "226:0"}, []report.GPU{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := platform.Facts(loader.Host{GOOS: "linux", Root: tree(t, join(hardwareMarks, row.files)), LookupEnv: environment(nil)}).GPUs
			require.Nil(t, got.Because)
			require.Equal(t, row.want, got.List)
		})
	}
	t.Run("no sysfs", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, report.GPUs{Because: new("neither /sys/bus/pci/devices nor /sys/class/drm can be read")}, platform.Facts(loader.Host{GOOS: "linux", Root: t.TempDir()}).GPUs)
	})
	t.Run("a bus that is no directory", func(t *testing.T) {
		t.Parallel()
		root := tree(t, join(hardwareMarks, map[string]string{"sys/bus/pci/devices": "x"}))
		require.Equal(t, report.GPUs{List: []report.GPU{}, Because: new("/sys/bus/pci/devices cannot be read")}, platform.Facts(loader.Host{GOOS: "linux", Root: root}).GPUs)
	})
}

// socketAt makes a socket that nobody listens to.
func socketAt(t *testing.T, root, name string) {
	t.Helper()
	path := filepath.Join(root, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, syscall.Mknod(path, syscall.S_IFSOCK|0o600, 0))
}

func TestFacts_DisplayServer(t *testing.T) {
	t.Parallel()
	const run = "/run/user/1000"
	found, missing, unset, elsewhere, unseen := report.DisplaySocketFound, report.DisplaySocketMissing, report.DisplaySocketNotSet, report.DisplaySocketElse, report.DisplaySocketUnseen
	list := map[string]string{"proc/net/unix": "Num RefCount Protocol Flags Type St Inode Path\n"}
	for name, row := range map[string]struct {
		env          map[string]string
		sockets      []string
		files        map[string]string
		kind         report.DisplayServerKind
		wayland, x11 report.DisplaySocket
	}{
		"Wayland, with X11 for old programs": {map[string]string{"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": run, "DISPLAY": ":0"}, []string{run + "/wayland-1", "/tmp/.X11-unix/X0"}, list, report.DisplayServerWayland, found, found},
		"the socket that libwayland takes":   {map[string]string{"XDG_RUNTIME_DIR": run}, []string{run + "/wayland-0"}, list, report.DisplayServerWayland, found, unset},
		"a path":                             {map[string]string{"WAYLAND_DISPLAY": "/run/w"}, []string{"/run/w"}, list, report.DisplayServerWayland, found, unset},
		"an inherited socket":                {map[string]string{"WAYLAND_SOCKET": "7"}, nil, list, report.DisplayServerWayland, found, unset},
		"X11":                                {map[string]string{"DISPLAY": "unix:12.0", "XDG_RUNTIME_DIR": run}, []string{"/tmp/.X11-unix/X12"}, list, report.DisplayServerX11, unset, found},
		"X11 over the network":               {map[string]string{"DISPLAY": "secret-host:10.0"}, nil, list, report.DisplayServerX11, unset, elsewhere},
		"X11 by a name without a file":       {map[string]string{"DISPLAY": ":3"}, nil, map[string]string{"proc/net/unix": "x\n0: 2 @/tmp/.X11-unix/X3\n"}, report.DisplayServerX11, unset, found},
		"X11 by a longer name":               {map[string]string{"DISPLAY": ":3"}, nil, map[string]string{"proc/net/unix": "x\n0: 2 @/tmp/.X11-unix/X31\n"}, report.DisplayServerNone, unset, missing},
		"X11, and no list of sockets":        {map[string]string{"DISPLAY": ":3"}, nil, nil, report.DisplayServerUnknown, unset, unseen},
		"dead sockets":                       {map[string]string{"WAYLAND_DISPLAY": "wayland-1", "XDG_RUNTIME_DIR": run, "DISPLAY": ":0"}, nil, list, report.DisplayServerNone, missing, missing},
		"a name and no directory":            {map[string]string{"WAYLAND_DISPLAY": "wayland-1"}, nil, list, report.DisplayServerNone, missing, unset},
		"a file in a socket's place":         {map[string]string{"WAYLAND_DISPLAY": "/run/w"}, nil, join(list, map[string]string{"run/w": ""}), report.DisplayServerNone, missing, unset},
		"no display":                         {map[string]string{"DISPLAY": "nothing"}, nil, list, report.DisplayServerNone, unset, missing},
		"nothing":                            {map[string]string{}, nil, list, report.DisplayServerNone, unset, unset},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := tree(t, join(hardwareMarks, row.files))
			for _, socket := range row.sockets {
				socketAt(t, root, socket)
			}
			facts := platform.Facts(loader.Host{GOOS: "linux", Root: root, LookupEnv: environment(row.env)})
			got := facts.DisplayServer
			require.Equal(t, row.kind, got.Kind, got.Because)
			require.Equal(t, row.wayland, got.Wayland)
			require.Equal(t, row.x11, got.X11)
			require.NotEmpty(t, got.Because)
			requireNoSecrets(t, facts)
		})
	}
	other := platform.Facts(loader.Host{GOOS: "linux", Root: tree(t, nil)}).DisplayServer
	require.Equal(t, "the environment of programs of another root is not known", other.Because)
	require.Equal(t, report.DisplaySocketUnknown, other.X11)
}

// The names of distributions are written for a shell.
func TestFacts_Distributions(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		text       string
		want, word *string
	}{
		"single quotes":        {"PRETTY_NAME='NixOS 25.05 (Warbler)'\nID=nixos\n", new("NixOS 25.05 (Warbler)"), new("nixos")},
		"backslashes":          {`PRETTY_NAME="A \"B\" \\ C"` + "\nID=a\n", new(`A "B" \ C`), new("a")},
		"no pretty name":       {"NAME=Void\nID=\"void\"\n", new("Void"), new("void")},
		"no word":              {"NAME=Void\nVERSION=1\n#ID=x\n", new("Void 1"), new("linux")},
		"control characters":   {"NAME=Vo\x1b[31mid\nID=void\n", new("Vo[31mid"), new("void")},
		"a name without limit": {"NAME=" + strings.Repeat("é", 300) + "\nID=x\n", new(strings.Repeat("é", 100)), new("x")},
		"no name":              {"ID=x\n", nil, new("x")},
	} {
		system := platform.Facts(loader.Host{GOOS: "linux", Root: tree(t, map[string]string{"etc/os-release": row.text})}).OperatingSystem
		require.Equal(t, row.want, system.Name, name)
		require.Equal(t, row.word, system.ID, name)
		if row.want == nil {
			require.Contains(t, system.Because, "os-release has no name", name)
		}
	}
	system := platform.Facts(loader.Host{GOOS: "linux", Root: t.TempDir()}).OperatingSystem
	require.Nil(t, system.Name)
	require.Equal(t, []string{"neither /etc/os-release nor /usr/lib/os-release can be read", "/proc/sys/kernel/osrelease cannot be read"}, system.Because)
}

// A link never leads out of the root, so that no fact of this machine is taken for one of another.
func TestFacts_LinksStayInRoot(t *testing.T) {
	t.Parallel()
	outside := filepath.Join(tree(t, map[string]string{"os-release": "NAME=outside\n"}), "os-release")
	root := tree(t, map[string]string{"etc/os-release": "->" + outside, "proc/sys/kernel/osrelease": "->../../../../../../../../.." + outside})
	system := platform.Facts(loader.Host{GOOS: "linux", Root: root}).OperatingSystem
	require.Nil(t, system.Name)
	require.Nil(t, system.Kernel)
}
