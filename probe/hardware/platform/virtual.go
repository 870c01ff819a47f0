// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// isVirtual, notVirtual and unclear make the three answers.
func isVirtual(kind string, evidence ...string) report.Virtualization {
	return report.Virtualization{Is: report.VerdictYes, Kind: known(kind), Evidence: evidence}
}

func notVirtual(evidence ...string) report.Virtualization {
	return report.Virtualization{Is: report.VerdictNo, Evidence: evidence}
}

func unclear(evidence ...string) report.Virtualization {
	return report.Virtualization{Is: report.VerdictUnknown, Evidence: evidence}
}

func (m machine) virtualMachine() report.Virtualization {
	switch {
	case m.isAndroid():
		return m.emulator()
	case m.System() == "linux":
		return m.virtualLinux()
	case m.System() == "windows":
		return m.virtualWindows()
	}
	if m.mac != nil {
		return m.mac.virtual()
	}
	return unclear("nothing that tells a virtual machine is read on " + m.System())
}

// virtualLinux asks for signs of hypervisors, the surest first.
func (m machine) virtualLinux() report.Virtualization {
	for _, look := range []func() (report.Virtualization, bool){m.wsl, m.xen, m.firmware, m.deviceTree} {
		if answer, sure := look(); sure {
			return answer
		}
	}
	return m.processor()
}

// The marks of WSL: the names of Microsoft's kernels, and a file that also other kernels have there.
const (
	wsl1Mark    = "-Microsoft"
	wsl2Mark    = "microsoft"
	wslInterop  = "/proc/sys/fs/binfmt_misc/WSLInterop"
	wslKind     = "wsl"
	kvmClock    = "/sys/devices/system/clocksource/clocksource0/available_clocksource"
	xenDomain   = "/proc/xen/capabilities"
	hypervisor  = "/sys/hypervisor/type"
	processors  = "/proc/cpuinfo"
	deviceTree  = "/sys/firmware/devicetree/base"
	biosFactsOf = registry.LocalMachine + `\HARDWARE\DESCRIPTION\System\BIOS`
)

// wsl tells the two kinds of WSL apart. The first is no virtual machine: Windows itself answers Linux's system calls.
func (m machine) wsl() (report.Virtualization, bool) {
	release := m.text(kernelFile)
	switch {
	case strings.HasSuffix(release, wsl1Mark):
		return notVirtual(kernelFile + " ends in Microsoft, as WSL 1 has it, which has no kernel of Linux"), true
	case strings.Contains(release, wsl2Mark):
		return isVirtual(wslKind, kernelFile+" contains microsoft, as WSL 2 has it"), true
	case m.exists(wslInterop):
		return isVirtual(wslKind, wslInterop+" exists"), true
	}
	return report.Virtualization{}, false
}

// xen tells a guest of Xen from the system that controls Xen, which is on the hardware.
func (m machine) xen() (report.Virtualization, bool) {
	if m.text(hypervisor) != "xen" {
		return report.Virtualization{}, false
	}
	if strings.Contains(m.text(xenDomain), "control_d") {
		return notVirtual(xenDomain + " contains control_d: this system controls Xen"), true
	}
	return isVirtual("xen", hypervisor+" is xen"), true
}

// hypervisors are how the names begin that hypervisors put into a machine's firmware.
var hypervisors = []struct{ begins, kind string }{
	{"KVM", "kvm"}, {"OpenStack", "kvm"}, {"KubeVirt", "kvm"}, {"Google Compute Engine", "kvm"}, {"Amazon EC2", "amazon"}, {"QEMU", "qemu"},
	{"VMware", "vmware"}, {"VMW", "vmware"}, {"innotek GmbH", "virtualbox"}, {"VirtualBox", "virtualbox"}, {"Oracle VM VirtualBox", "virtualbox"}, {"Xen", "xen"}, {"Bochs", "bochs"},
	{"Parallels", "parallels"}, {"BHYVE", "bhyve"}, {"Hyper-V", "hyperv"}, {"Apple Virtualization", "apple"},
}

// hypervisorOf returns the hypervisor that firmware names, or "". Microsoft makes computers too, so its name alone is no sign.
func hypervisorOf(vendor, product string) string {
	if vendor == "Microsoft Corporation" && product == "Virtual Machine" {
		return "hyperv"
	}
	for _, row := range hypervisors {
		if strings.HasPrefix(vendor, row.begins) || strings.HasPrefix(product, row.begins) {
			return row.kind
		}
	}
	return ""
}

// firmware reads the tables of the firmware (SMBIOS). Amazon's computers for one customer are named as its virtual ones are.
func (m machine) firmware() (report.Virtualization, bool) {
	const dir = "/sys/class/dmi/id/"
	product := m.text(dir + "product_name")
	for _, file := range []string{"product_name", "sys_vendor", "board_vendor", "bios_vendor"} {
		value := m.text(dir + file)
		kind := hypervisorOf(value, "")
		if file == "sys_vendor" {
			kind = hypervisorOf(value, product)
		}
		if kind == "" || kind == "amazon" && strings.Contains(product, ".metal") {
			continue
		}
		evidence := []string{dir + file + " is " + value}
		if kind == "qemu" && strings.Contains(m.text(kvmClock), "kvm-clock") {
			kind, evidence = "kvm", append(evidence, kvmClock+" contains kvm-clock")
		}
		return isVirtual(kind, evidence...), true
	}
	return report.Virtualization{}, false
}

// deviceTree reads the description of the hardware that computers without SMBIOS have.
func (m machine) deviceTree() (report.Virtualization, bool) {
	for _, row := range []struct{ file, contains, kind string }{
		{deviceTree + "/hypervisor/compatible", "linux,kvm", "kvm"}, {deviceTree + "/hypervisor/compatible", "xen", "xen"},
		{deviceTree + "/hypervisor/compatible", "vmware", "vmware"}, {deviceTree + "/compatible", "linux,dummy-virt", "qemu"},
	} {
		if strings.Contains(m.text(row.file), row.contains) {
			return isVirtual(row.kind, row.file+" contains "+row.contains), true
		}
	}
	return report.Virtualization{}, false
}

// processor reads the flag that x86 processors have in virtual machines. Others have none, so that its absence says nothing there.
func (m machine) processor() report.Virtualization {
	data, _ := m.ReadFile(processors) // of many processors it is too long; the first one is enough
	for line := range strings.Lines(string(data)) {
		name, flags, found := strings.Cut(line, ":")
		if !found || strings.TrimSpace(name) != "flags" {
			continue
		}
		if slices.Contains(strings.Fields(flags), "hypervisor") {
			return isVirtual("", processors+" has the flag hypervisor")
		}
		return notVirtual(processors + " has no flag hypervisor, and the firmware names no hypervisor")
	}
	return unclear(processors + " has no flags that tell, and the firmware names no hypervisor")
}

// virtualWindows reads what Windows copied from the firmware.
func (m machine) virtualWindows() report.Virtualization {
	values, err := m.values(biosFactsOf)
	if err != nil {
		return unclear(err.Error())
	}
	vendor, product := values.text("SystemManufacturer"), values.text("SystemProductName")
	kind := hypervisorOf(vendor, product)
	switch {
	case vendor == "" && product == "":
		return unclear(biosFactsOf + " does not name the machine")
	case kind == "":
		return unclear("the firmware names no hypervisor, and the processor is not asked")
	}
	return isVirtual(kind, fmt.Sprintf("the firmware names the machine %s, %s", vendor, product))
}

// emulator reads the property that names the board, which is a virtual one in Android's emulator.
func (m machine) emulator() report.Virtualization {
	data, err := m.ReadFile(androidProperties)
	if err != nil {
		return unclear(androidProperties + " cannot be read")
	}
	board := clean(assignments(string(data))["ro.hardware"])
	if board == "goldfish" || board == "ranchu" {
		return isVirtual("android_emulator", "ro.hardware is "+board)
	}
	return unclear("the properties name no emulator")
}
