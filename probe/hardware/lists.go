// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"context"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/hardware/ioreg"
	"github.com/xrprobe/xrprobe/probe/hardware/listing"
	"github.com/xrprobe/xrprobe/probe/hardware/setupapi"
)

// windows lists the devices of a Windows machine: of what its registry holds, if that was given, and else of this machine.
func (m Machine) windows() listing.List {
	source, recorded := m.Registry.(registry.Lister)
	switch {
	case recorded:
		return setupapi.Recorded(source, m.Identify)
	case m.Root != "" || m.Registry != nil:
		return listing.Failed(report.BusUnreadable, "no export of the machine's registry is known; give exports of SYSTEM\\CurrentControlSet\\Enum\\USB and ...\\DISPLAY with --registry")
	default:
		return setupapi.This(m.Identify)
	}
}

// mac lists the devices of a Mac: of a file with its I/O Registry below the root, if there is a root, and else of this machine.
func (m Machine) mac() listing.List {
	if m.Root != "" {
		return ioreg.Recorded(m.Root, m.Identify)
	}
	return ioreg.This(context.Background(), m.Identify)
}

// lookInList makes devices and headsets of what an operating system lists.
func (m Machine) lookInList(list listing.List) Found {
	all := make([]plugged, len(list.USB))
	for i, device := range list.USB {
		all[i] = plugged{device.Ports, device.ID}
	}
	look := look{identify: m.Identify, listed: func(string) string { return "" }}
	pieces := piecesOf(all, look, func(i int) detail {
		device := list.USB[i]
		return detail{device.Place, device.Parent, device.Product, device.Serial}
	})
	var screens []screen
	for _, display := range list.Displays {
		if s := m.listed(display); s != nil {
			screens = append(screens, *s)
		}
	}
	return found(list.Buses, pieces, nil, screens)
}

// listed returns the headset's display that an operating system lists, or nil.
func (m Machine) listed(d listing.Display) *screen {
	s := screenOf(d.EDID, m.Identify)
	if len(d.EDID) == 0 {
		s = screenNamed(d.ID, d.Name)
	}
	if s != nil {
		s.device.Place, s.device.Display.Connected, s.device.Display.Enabled = d.Place, d.Connected, d.Enabled
	}
	return s
}
