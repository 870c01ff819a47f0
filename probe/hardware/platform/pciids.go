// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package platform

import (
	"bufio"
	"io"
	"strings"
)

// pciID is a vendor's number, and a device's number of that vendor, in hexadecimal.
type pciID struct{ vendor, device string }

// pciLists are where distributions install the list of PCI numbers.
var pciLists = []string{"/usr/share/hwdata/pci.ids", "/usr/share/misc/pci.ids"}

// maxPCIList bounds how much of a list is read. It has 1.5 MB today.
const maxPCIList = 8 << 20

// lookUp finds the names of devices in the first list that there is.
func (m machine) lookUp(wanted map[pciID]string) {
	for _, file := range pciLists {
		open, err := m.Open(file)
		if err != nil {
			continue
		}
		scanPCI(io.LimitReader(open, maxPCIList), wanted)
		_ = open.Close()
		return
	}
}

// scanPCI reads a list in which a line of a vendor has no tab in front, one of a device has one, and one of a subsystem has two. Classes
// follow the vendors, and are named by a letter.
func scanPCI(list io.Reader, wanted map[pciID]string) {
	vendor := ""
	lines := bufio.NewScanner(list)
	for lines.Scan() {
		line := lines.Text()
		isDevice := strings.HasPrefix(line, "\t")
		if line == "" || line[0] == '#' || strings.HasPrefix(line, "\t\t") {
			continue
		}
		number, name, _ := strings.Cut(strings.TrimPrefix(line, "\t"), "  ")
		if !isDevice {
			vendor = number
			continue
		}
		id := pciID{vendor, number}
		if _, isWanted := wanted[id]; isWanted {
			wanted[id] = name
		}
	}
}
