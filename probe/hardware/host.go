// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"cmp"
	"fmt"
	"runtime"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// Machine says whose files are read. The zero value is this machine.
type Machine struct {
	// Root is the directory that is read in place of "/"; empty means "/".
	Root string
	// GOOS is the operating system, in Go's words; empty means this one.
	GOOS string
	// GOARCH is the processor architecture, in Go's words; empty means this one.
	GOARCH string
	// SteamVR are directories in which SteamVR is installed. Its drivers list headsets that the tables may lack.
	SteamVR []string
	// Registry is Windows' registry, such as a [registry.Registry] that was read from exports; nil means that of this machine.
	Registry registry.Source
	// Identify lets [Machine.Look] read what identifies devices, and with them perhaps their owners: serial numbers, and addresses on the
	// Bluetooth.
	Identify bool
	// slow is set by tests, to read as where the system cannot confine paths.
	slow bool
}

// Host returns what the machine is, with the evidence for it. Which headsets are plugged in
// does not change which files it opens. On Linux, Android and Windows it reads; on macOS it
// runs ioreg, for ten seconds at most each of two times.
func (m Machine) Host() report.Host {
	host := report.Host{
		OS: new(m.goos()), Arch: new(cmp.Or(m.GOARCH, runtime.GOARCH)), FormFactor: report.FormFactorUnknown,
	}
	switch m.goos() {
	case "linux":
		m.linux(&host)
	case "android":
		m.android(&host)
	case "windows":
		m.ofRegistry(&host)
	case "darwin":
		m.ofMac(&host)
	default:
		host.Evidence = []string{"the form factor is not read on " + m.goos()}
	}
	return host
}

func (m Machine) goos() string { return cmp.Or(m.GOOS, runtime.GOOS) }

// linux looks for a container before it reads the enclosure type, because a container sees
// the enclosure type of its host. A root that has Android's properties is an Android device,
// even if a program for Linux reads it.
func (m Machine) linux(host *report.Host) {
	if m.exists(systemPropertiesFile) {
		host.OS = new("android")
		m.android(host)
		return
	}
	host.Product = m.product()
	if marker, ok := m.findContainerMarker(); ok {
		host.FormFactor, host.Evidence = report.FormFactorContainer, []string{marker}
		return
	}
	host.FormFactor, host.Evidence = m.enclosure()
}

// product returns the machine's model, or nil. It is not a serial number: all machines of a
// model have the same.
func (m Machine) product() *string {
	for _, file := range []string{"/sys/class/dmi/id/product_name", "/sys/firmware/devicetree/base/model"} {
		content, err := m.read(file)
		if name := strings.Trim(string(content), "\x00 \t\r\n"); err == nil && name != "" {
			return &name
		}
	}
	return nil
}

// findContainerMarker looks for the files that container managers create.
func (m Machine) findContainerMarker() (string, bool) {
	for _, marker := range []string{"/run/systemd/container", "/.dockerenv", "/run/.containerenv", "/run/host/container-manager", "/.flatpak-info"} {
		if m.exists(marker) {
			return marker + " exists", true
		}
	}
	return "", false
}

// enclosureFile contains the SMBIOS enclosure type, a decimal number.
const enclosureFile = "/sys/class/dmi/id/chassis_type"

func (m Machine) enclosure() (report.FormFactor, []string) {
	content, err := m.read(enclosureFile)
	if err != nil {
		return report.FormFactorUnknown, []string{enclosureFile + " cannot be read"}
	}
	number, err := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil {
		return report.FormFactorUnknown, []string{enclosureFile + " does not contain a number"}
	}
	return enclosureType(number), []string{fmt.Sprintf("%s is %d", enclosureFile, number)}
}

// enclosureType maps SMBIOS enclosure types to form factors. The type "Other", which virtual
// machines report, expansion boxes and embedded boards stay unknown.
func enclosureType(number int) report.FormFactor {
	switch number {
	case 3, 4, 5, 6, 7, 13, 15, 16, 24, 35, 36:
		return report.FormFactorDesktop
	case 8, 9, 10, 14, 31, 32:
		return report.FormFactorLaptop
	case 11:
		return report.FormFactorPhone
	case 30:
		return report.FormFactorTablet
	case 17, 23, 25, 28, 29:
		return report.FormFactorServer
	default:
		return report.FormFactorUnknown
	}
}
