// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

func (m machine) gpus() report.GPUs {
	switch {
	case m.isAndroid():
		return m.gpusOfAndroid()
	case m.System() == "linux":
		return m.gpusOfLinux()
	case m.System() == "windows":
		return m.gpusOfWindows()
	}
	if m.mac != nil {
		return m.mac.gpus()
	}
	return report.GPUs{Because: new("graphics cards are in no file on " + m.System())}
}

// The directories in which Linux lists what hangs on the PCI bus, and what can show pictures.
const (
	classes    = "/sys/class"
	pciDevices = "/sys/bus/pci/devices"
	drmCards   = classes + "/drm"
	// displayClass begins the class of every display controller on the PCI bus.
	displayClass = "0x03"
)

func (m machine) gpusOfLinux() report.GPUs {
	if !m.exists(pciDevices) && !m.exists(drmCards) {
		return report.GPUs{Because: new("neither " + pciDevices + " nor " + drmCards + " can be read")}
	}
	list, because := []report.GPU{}, []string{}
	for _, address := range m.names(pciDevices, &because) {
		if dir := path.Join(pciDevices, address); strings.HasPrefix(m.text(dir+"/class"), displayClass) {
			list = append(list, m.pciGPU(address, dir))
		}
	}
	for _, card := range m.names(drmCards, &because) {
		if number, found := strings.CutPrefix(card, "card"); found && isDigits(number) {
			list = m.addCard(list, card)
		}
	}
	m.nameGPUs(list)
	slices.SortFunc(list, func(a, b report.GPU) int { return cmp.Compare(a.Address, b.Address) })
	return report.GPUs{List: list, Because: known(strings.Join(because, "; "))}
}

// names returns the sorted names in a directory, and says why if it cannot be read. One that is not there is empty.
func (m machine) names(dir string, because *[]string) []string {
	names, err := m.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		*because = append(*because, dir+" cannot be read")
	}
	slices.Sort(names)
	return names
}

func isDigits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// pciGPU reads a display controller on the PCI bus.
func (m machine) pciGPU(address, dir string) report.GPU {
	gpu := report.GPU{Address: address, VendorID: m.pciNumber(dir + "/vendor"), DeviceID: m.pciNumber(dir + "/device")}
	m.setDriver(&gpu, m.driverOf(dir))
	return gpu
}

// pciNumber reads a number such as "0x10de".
func (m machine) pciNumber(file string) *string {
	number, found := strings.CutPrefix(strings.ToLower(m.text(file)), "0x")
	if !found || len(number) != 4 || strings.Trim(number, "0123456789abcdef") != "" {
		return nil
	}
	return &number
}

// driverOf returns the driver that has a device, or "". A copy of the files may have lost the link.
func (m machine) driverOf(dir string) string {
	if target := m.FileAt(dir + "/driver").Target; target != "" {
		return clean(path.Base(target))
	}
	data, _ := m.ReadFile(dir + "/uevent") // without it, no driver is known
	return clean(assignments(string(data))["DRIVER"])
}

func (m machine) setDriver(gpu *report.GPU, driver string) {
	gpu.Driver, gpu.Because, gpu.DriverVersion = known(driver), nil, nil
	if gpu.Driver == nil {
		gpu.Because = new("no driver has it")
		return
	}
	gpu.DriverVersion = known(m.text("/sys/module/" + driver + "/version"))
	if gpu.DriverVersion == nil && driver == "nvidia" {
		gpu.DriverVersion = known(nvidiaVersion(m.text("/proc/driver/nvidia/version")))
	}
}

// nvidiaVersion finds the version in a line such as "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22 ...".
func nvidiaVersion(line string) string {
	for _, word := range strings.Fields(line) {
		if before, after, found := strings.Cut(word, "."); found && isDigits(before) && isDigits(strings.ReplaceAll(after, ".", "")) {
			return word
		}
	}
	return ""
}

// screensOfFirmware are drivers for the picture that the firmware left behind. The card behind it may have no driver of its own.
var screensOfFirmware = []string{"simple-framebuffer", "efi-framebuffer", "vesa-framebuffer", "ofdrm"}

// addCard adds a card of the kernel's graphics interface, unless it is one that the PCI bus has.
func (m machine) addCard(list []report.GPU, card string) []report.GPU {
	device := path.Join(drmCards, card, "device")
	where := m.FileAt(device).Canonical
	if where == "" {
		return list // it has no hardware
	}
	driver := m.driverOf(device)
	for i, gpu := range list {
		if !strings.Contains(where+"/", "/"+gpu.Address+"/") {
			continue
		}
		if path.Base(where) != gpu.Address && driver != "" { // a device in the card, as those of virtio are
			m.setDriver(&list[i], driver)
		}
		return list
	}
	if slices.Contains(screensOfFirmware, driver) {
		return list
	}
	gpu := report.GPU{Address: clean(path.Base(where))}
	m.setDriver(&gpu, driver)
	return append(list, gpu)
}

// vendors are the names of those that make graphics cards, by their numbers on the PCI bus.
var vendors = map[string]string{
	"1002": "AMD", "1013": "Cirrus Logic", "102b": "Matrox", "106b": "Apple", "10de": "NVIDIA", "1234": "QEMU", "1414": "Microsoft", "15ad": "VMware",
	"1a03": "ASPEED", "1ab8": "Parallels", "1af4": "Red Hat", "1b36": "Red Hat", "1d17": "Zhaoxin", "1ed5": "Moore Threads", "5143": "Qualcomm", "80ee": "VirtualBox", "8086": "Intel",
}

// nameGPUs names vendors and models: from the table, from what NVIDIA's driver says, and from the list of PCI numbers.
func (m machine) nameGPUs(list []report.GPU) {
	wanted := map[pciID]string{}
	for i := range list {
		gpu := &list[i]
		if gpu.VendorID == nil {
			continue
		}
		gpu.Vendor = known(vendors[*gpu.VendorID])
		data, _ := m.ReadFile("/proc/driver/nvidia/gpus/" + gpu.Address + "/information") // other cards have none
		if gpu.Name = known(nvidiaModel(string(data))); gpu.Name == nil && gpu.DeviceID != nil {
			wanted[pciID{*gpu.VendorID, *gpu.DeviceID}] = ""
		}
	}
	if len(wanted) == 0 {
		return
	}
	m.lookUp(wanted)
	for i := range list {
		if gpu := &list[i]; gpu.Name == nil && gpu.VendorID != nil && gpu.DeviceID != nil {
			gpu.Name = known(wanted[pciID{*gpu.VendorID, *gpu.DeviceID}])
		}
	}
}

// nvidiaModel finds the model. Another line of the file has the card's UUID, which is not read.
func nvidiaModel(text string) string {
	for line := range strings.Lines(text) {
		if model, found := strings.CutPrefix(line, "Model:"); found {
			return strings.TrimSpace(model)
		}
	}
	return ""
}

// gpusOfAndroid reads what the drivers of Qualcomm and ARM say of their only card. Some devices do not let applications read it.
func (m machine) gpusOfAndroid() report.GPUs {
	for _, row := range []struct{ file, address, vendor, driver string }{
		{classes + "/kgsl/kgsl-3d0/gpu_model", "kgsl-3d0", "Qualcomm", "kgsl"},
		{classes + "/misc/mali0/device/gpuinfo", "mali0", "ARM", "mali"},
	} {
		if model := m.text(row.file); model != "" {
			return report.GPUs{List: []report.GPU{{Address: row.address, Vendor: &row.vendor, Name: &model, Driver: &row.driver}}}
		}
	}
	return report.GPUs{Because: new("no file of the drivers of Qualcomm and ARM can be read")}
}

// displayAdapters is the key below which Windows keeps a key for each display adapter, with a number of four digits.
const (
	displayAdapters = registry.LocalMachine + `\SYSTEM\CurrentControlSet\Control\Class\` + displayAdapterClass
	maxAdapters     = 64
)

func (m machine) gpusOfWindows() report.GPUs {
	if _, err := m.values(displayAdapters); err != nil {
		return report.GPUs{Because: new(err.Error())}
	}
	list := []report.GPU{}
	devices := displayDevices{machine: m}
	for number := range maxAdapters {
		address := fmt.Sprintf("%04d", number)
		values, err := m.values(displayAdapters + `\` + address)
		if err != nil || values.text("DriverDesc") == "" {
			continue
		}
		id := strings.ToLower(values.text("MatchingDeviceId"))
		gpu := report.GPU{Address: address, Name: known(values.text("DriverDesc")), DriverVersion: known(values.text("DriverVersion"))}
		gpu.Driver, gpu.Because = devices.driverOf(address, id)
		if strings.HasPrefix(id, `pci\`) {
			gpu.VendorID, gpu.DeviceID = numberAfter(id, "ven_"), numberAfter(id, "dev_")
		}
		if gpu.VendorID != nil {
			gpu.Vendor = known(vendors[*gpu.VendorID])
		}
		list = append(list, gpu)
	}
	return report.GPUs{List: list, Because: new("Windows' registry also keeps graphics cards that were taken out")}
}

// numberAfter returns the four digits after a key in a text such as "pci\ven_10de&dev_2206".
func numberAfter(text, key string) *string {
	const digits = 4
	_, after, found := strings.Cut(text, key)
	if !found || len(after) < digits || strings.Trim(after[:digits], "0123456789abcdef") != "" {
		return nil
	}
	return new(after[:digits])
}
