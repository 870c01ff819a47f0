// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
)

var headsetPermission = lint.Linter{
	ID:      "headset_permission",
	Explain: "A headset is plugged in, and this user may not open its USB or HID devices, so no runtime of this user can drive it.",
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		if p.GOOS() != "linux" || p.Host.Mounts != nil {
			return nil
		}
		headsets, _ := p.Plugged()
		var problems []report.Problem
		for _, headset := range headsets {
			closed := closedOf(p, headset)
			if len(closed) == 0 {
				continue
			}
			problems = append(problems, lint.Problem("headset_permission", report.SeverityWarning, "host",
				fmt.Sprintf("This user may not open %s, so a runtime of this user does not find the headset %s (%s).", strings.Join(closed, " and "), headset.Title(), headset.Refs[0].ID), installRules(p, closed)))
		}
		return problems
	},
}

// Closed reports whether this user is known not to be able to open one of the headsets that are plugged in.
func Closed(p *lint.Patient) bool { return len(headsetPermission.Check(context.Background(), p)) > 0 }

// closedOf returns the nodes of a headset that the user may not open.
func closedOf(p *lint.Patient, headset report.Headset) []string {
	return slices.DeleteFunc(nodesOf(p.Host, headset), func(node string) bool { return accessTo(p, node) != denied })
}

// nodesOf returns the nodes in /dev of a headset: those of its own USB devices and of the HID devices with their numbers. Runtimes do without its
// hubs and sound devices.
func nodesOf(h loader.Host, headset report.Headset) []string {
	var nodes, ids []string
	const usb, hid = "/sys/bus/usb/devices", "/sys/class/hidraw"
	for _, device := range headset.Refs {
		if row := known.USB(device.ID); row == nil || !slices.Contains(ofHeadsets, row.Kind) {
			continue
		}
		ids = append(ids, device.ID)
		read := func(name string) string { return line(h, path.Join(usb, device.Place, name)) }
		if device.What != report.BusUSB {
			continue
		}
		if bus, number := read("busnum"), read("devnum"); bus != "" && number != "" {
			nodes = append(nodes, fmt.Sprintf("/dev/bus/usb/%03s/%03s", bus, number))
		}
	}
	devices, _ := h.ReadDir(hid) // without it, no device is known
	for _, device := range devices {
		event, _ := h.ReadFile(path.Join(hid, device, "device/uevent"))
		if slices.Contains(ids, numbersIn(string(event))) {
			nodes = append(nodes, "/dev/"+device)
		}
	}
	return nodes
}

// ofHeadsets are the kinds of devices that runtimes open.
var ofHeadsets = []report.DeviceKind{report.KindHeadset, report.KindStandalone, report.KindGlasses}

// line returns the text of a file of one line.
func line(h loader.Host, file string) string {
	data, _ := h.ReadFile(file) // the device may just have been unplugged
	return strings.TrimSpace(string(data))
}

// numbersIn returns the vendor and product in a HID device's event, such as "0bb4:2c87" for HID_ID=0003:00000BB4:00002C87.
func numbersIn(event string) string {
	for text := range strings.Lines(event) {
		id, is := strings.CutPrefix(strings.TrimSpace(text), "HID_ID=")
		parts := strings.Split(strings.ToLower(id), ":")
		if !is || len(parts) != 3 || len(parts[1]) < 4 || len(parts[2]) < 4 {
			continue
		}
		return parts[1][len(parts[1])-4:] + ":" + parts[2][len(parts[2])-4:]
	}
	return ""
}

// rules are where udev's rules lie, and what the names of those for headsets contain.
var (
	rules    = []string{"/etc/udev/rules.d", "/run/udev/rules.d", "/usr/local/lib/udev/rules.d", "/usr/lib/udev/rules.d", "/lib/udev/rules.d"}
	ofXR     = []string{"xrhardware", "xr-hardware"}
	debians  = []string{"debian", "ubuntu"}
	onDebian = "sudo apt install xr-hardware"
)

// installRules is the fix: the rules give the devices to the user who sits at the machine. Where they have already done so, it is not
// this user.
func installRules(p *lint.Patient, nodes []string) string {
	if slices.ContainsFunc(nodes, func(node string) bool { return isTagged(p.Host, node) }) {
		return "Log in at the machine itself: its rules give headsets to the user who sits there."
	}
	if file := rulesIn(p.Host); file != "" {
		return fmt.Sprintf("Plug the headset in again, as the user who sits at this machine: the rules in %s give the devices to that user.", file)
	}
	words := hostfacts.Distribution(p.Host)
	if slices.ContainsFunc(words, func(word string) bool { return slices.Contains(debians, word) }) {
		return "Install the rules that give headsets to the user who sits at the machine, and plug the headset in again: " + onDebian
	}
	return "Install the udev rules of xr-hardware, which give headsets to the user who sits at the machine, and plug the headset in again."
}

// rulesIn returns the file with xr-hardware's rules, or "".
func rulesIn(h loader.Host) string {
	for _, dir := range rules {
		names, _ := h.ReadDir(dir) // most are not there
		for _, name := range names {
			if slices.ContainsFunc(ofXR, func(word string) bool { return strings.Contains(name, word) }) {
				return path.Join(dir, name)
			}
		}
	}
	return ""
}

// isTagged reports whether udev knows a USB device by the rules of xr-hardware. Its database names devices by their numbers: those of
// USB have the major number 189, and 128 minor numbers for each bus.
func isTagged(h loader.Host, node string) bool {
	var bus, device int
	if n, err := fmt.Sscanf(node, "/dev/bus/usb/%d/%d", &bus, &device); n != 2 || err != nil {
		return false
	}
	data, _ := h.ReadFile(fmt.Sprintf("/run/udev/data/c189:%d", (bus-1)*128+device-1)) // udev may not run
	return slices.Contains(strings.Split(string(data), "\n"), "E:ID_xrhardware=1")
}
