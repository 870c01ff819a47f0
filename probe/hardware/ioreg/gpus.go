// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ioreg

import (
	"cmp"
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// maxGPUs bounds how many graphics processors are listed.
const maxGPUs = 64

// GPUs lists the graphics processors: display controllers on the PCI bus, and those of Apple's processors. Of vendors it has the numbers,
// and the name of Apple. The I/O Registry has no versions of drivers.
func (m Mac) GPUs(ctx context.Context) ([]report.GPU, error) {
	// What drives a controller is below it.
	trees, err := m.ask(ctx, []string{"-r", "-c", "IOPCIDevice", "-d", "3"}, []string{"-r", "-c", "IOAccelerator", "-d", "1"})
	if err != nil {
		return nil, err
	}
	found := gpus{at: map[uint64]int{}, left: maxEntries}
	for _, tree := range trees {
		found.addAll(tree, none)
	}
	if whole, _ := planes(trees); len(found.list) == 0 && !whole {
		return nil, m.lacks("graphics processors")
	}
	found.match()
	slices.SortStableFunc(found.list, func(a, b report.GPU) int { return cmp.Compare(a.Address, b.Address) })
	return found.list, nil
}

// none is no place in a list.
const none = -1

// gpus are the graphics processors among entries.
type gpus struct {
	list []report.GPU
	// at is where in the list the entry with a number is, or what it drives. An entry may be printed several times, and once without those
	// below it.
	at map[uint64]int
	// apart are accelerators for the PCI bus that were printed without what is above them.
	apart []entry
	left  int
}

// addAll adds what is in a tree. What drives something drives the controller above it, which is at a place in the list.
func (g *gpus) addAll(e entry, controller int) {
	if g.left--; g.left < 0 || len(g.list) > maxGPUs {
		return
	}
	switch {
	case e.isController():
		controller = g.add(e, func() report.GPU {
			return report.GPU{VendorID: e.pciNumber("vendor-id"), DeviceID: e.pciNumber("device-id"), Because: new("the I/O Registry has no accelerator below it")}
		})
	case e.isAccelerator() && controller != none:
		g.drive(controller, e)
	case e.pciMatches() != "" && e.isAccelerator():
		g.apart = append(g.apart, e)
	case e.isProcessor():
		g.drive(g.add(e, func() report.GPU { return e.processor() }), e)
	}
	below, _ := e["IORegistryEntryChildren"].([]any)
	for _, child := range entries(below) {
		g.addAll(child, controller)
	}
}

// add returns the place of an entry in the list, to which it adds it if it is new.
func (g *gpus) add(e entry, fresh func() report.GPU) int {
	id, numbered := e.number("IORegistryEntryID")
	if at, seen := g.at[id]; seen && numbered {
		return at
	}
	gpu := fresh()
	gpu.Address, gpu.Name = e.address(), wordsOrNil(e.words("model"))
	g.list = append(g.list, gpu)
	if numbered {
		g.at[id] = len(g.list) - 1
	}
	return len(g.list) - 1
}

// drive sets the driver of one in the list to the part of the kernel that an accelerator is from.
func (g *gpus) drive(at int, e entry) {
	if id, numbered := e.number("IORegistryEntryID"); numbered {
		g.at[id] = at
	}
	if gpu := &g.list[at]; gpu.Driver == nil {
		gpu.Driver, gpu.Because = wordsOrNil(e.text("CFBundleIdentifier", "IOClass", "IOObjectClass")), nil
	}
}

// pciMatches returns the devices on the PCI bus that an accelerator can drive, such as "0x3e9b8086 0x3ea58086".
func (e entry) pciMatches() string {
	for _, name := range []string{"IOPCIMatch", "IOPCIPrimaryMatch"} {
		if list, isText := e[name].(string); isText { // it may be longer than other texts
			return strings.ToLower(list)
		}
	}
	return ""
}

// match finds the controllers of accelerators that were printed alone, by the numbers that they can drive.
func (g *gpus) match() {
	for _, e := range g.apart {
		if id, numbered := e.number("IORegistryEntryID"); numbered {
			if _, seen := g.at[id]; seen {
				continue
			}
		}
		matches := e.pciMatches()
		for i, gpu := range g.list {
			if gpu.VendorID != nil && gpu.DeviceID != nil && strings.Contains(matches, *gpu.DeviceID+*gpu.VendorID) {
				g.drive(i, e)
			}
		}
	}
}

// isController reports whether an entry is a display controller on the PCI bus, by its class.
func (e entry) isController() bool {
	const displays, classAt = 3, 2
	class, _ := e["class-code"].([]byte)
	return e.text("IOObjectClass") == "IOPCIDevice" && len(class) > classAt && class[classAt] == displays
}

// appleClass begins the classes of what drives the graphics of Apple's processors.
const appleClass = "AGXAccelerator"

// isAccelerator reports whether an entry is a driver's for graphics. The names of their classes end in this word, but for numbers of chips.
func (e entry) isAccelerator() bool { return strings.Contains(e.text("IOObjectClass"), "Accelerator") }

// isProcessor reports whether an accelerator stands for a graphics processor that is on no PCI bus. Others than Apple's have statistics:
// the word is also in names of classes that have nothing to do with graphics.
func (e entry) isProcessor() bool {
	return e.isAccelerator() && (strings.HasPrefix(e.text("IOObjectClass"), appleClass) || e.below("PerformanceStatistics") != nil)
}

func (e entry) processor() report.GPU {
	gpu := report.GPU{VendorID: e.pciNumber("vendor-id")}
	if strings.HasPrefix(e.text("IOObjectClass"), appleClass) {
		gpu.Vendor = new("Apple")
	}
	return gpu
}

// pciNumber returns a number on the PCI bus in four hexadecimal digits; nil if it is not there.
func (e entry) pciNumber(name string) *string {
	raw, _ := e[name].([]byte)
	if len(raw) < 2 {
		return nil
	}
	return new(fmt.Sprintf("%04x", binary.LittleEndian.Uint16(raw)))
}

// address returns the name of an entry, with its place below the one above, such as "GFX0@0".
func (e entry) address() string {
	name, location := e.text("IORegistryEntryName", "IOObjectClass"), e.text("IORegistryEntryLocation")
	if location == "" || strings.Contains(name, "@") {
		return name
	}
	return name + "@" + location
}

func wordsOrNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
