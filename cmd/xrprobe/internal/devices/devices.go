// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devices

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/identity"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
)

// Page prints the headsets, what is not known, and all devices.
func Page(p *prose.Writer, r *report.Report) {
	if p.Aligned {
		entries(p, r)
	} else {
		p.Table(headsetTable(r))
	}
	p.Table(deviceTable(r))
	p.Table(androidTable(r))
	if !p.Aligned {
		p.Table(busTable(r))
	}
}

// Plugged prints a line for each headset that is plugged in: whether the active runtime reports it.
func Plugged(p *prose.Writer, r *report.Report) {
	label := "Hardware"
	for _, h := range r.Headsets {
		if where := places(h, false); where != "" {
			p.Entry(label, "%s: %s%s; %s", where, h.Title(), doubt(h), reported(h, r))
			label = ""
		}
	}
}

func entries(p *prose.Writer, r *report.Report) {
	for _, h := range r.Headsets {
		text := h.Title()
		if vendor := prose.OrEmpty(h.Vendor); vendor != "" && !strings.Contains(text, vendor) {
			text += ", made by " + vendor
		}
		if where := places(h, true); where != "" {
			text += ", " + where
		}
		p.Entry(label(h), "%s%s", text, doubt(h))
		p.Entry("", "%s", reported(h, r))
		for _, conflict := range h.Conflicts {
			p.Entry("", "%s", conflict)
		}
	}
	if len(r.Headsets) == 0 {
		p.Entry("Headset", "%s", none(r))
	}
	if r.Android != nil && r.Android.Because != nil {
		p.Entry("Unknown", "Android devices: %s", *r.Android.Because)
	}
	for _, bus := range r.Buses {
		if bus.State != report.BusRead {
			p.Entry("Unknown", "%s: %s", inWords(bus.Bus), prose.OrEmpty(bus.Because))
		}
	}
}

// none says that no headset is there, as far as that is known.
func none(r *report.Report) string {
	var read []string
	for _, bus := range r.Buses {
		if bus.State == report.BusRead {
			read = append(read, inWords(bus.Bus))
		}
	}
	switch {
	case r.Simulation != nil:
		return "unknown: a data sheet describes no devices"
	case len(read) == 0:
		return "unknown: no bus could be read"
	default:
		return "none that is known among " + strings.Join(read, ", ")
	}
}

func label(h report.Headset) string {
	switch h.Kind {
	case report.KindGlasses:
		return "Glasses"
	case report.KindSimulated:
		return "Simulated"
	default:
		return "Headset"
	}
}

// doubt says how sure it is that the headset is there, if it is not certain.
func doubt(h report.Headset) string {
	if h.Confidence == report.ConfidenceCertain {
		return ""
	}
	return " (" + string(h.Confidence) + ")"
}

// reported says whether the active runtime reports a headset.
func reported(h report.Headset, r *report.Report) string {
	active := r.Active()
	switch {
	case h.Reported == report.ReportedYes && active != nil:
		return "the active runtime, " + identity.Name(*active) + ", reports it"
	case h.Reported == report.ReportedNo && active != nil:
		return "the active runtime, " + identity.Name(*active) + ", does not report it: " + prose.OrEmpty(h.Because)
	case h.Reported == report.ReportedNo:
		return prose.OrEmpty(h.Because)
	default:
		return "whether a runtime reports it is unknown: " + prose.OrEmpty(h.Because)
	}
}

// places says where a headset is: on each bus the place of its most telling device. A HID device is a part of what hangs on USB. It
// returns "" if only runtimes report the headset.
func places(h report.Headset, precisely bool) string {
	first := map[report.DeviceBus]string{}
	for _, ref := range h.Refs {
		if _, there := first[ref.What]; !there {
			first[ref.What] = ref.Place
		}
	}
	if _, there := first[report.BusUSB]; there {
		delete(first, report.BusHID)
	}
	var texts []string
	for _, bus := range []report.DeviceBus{report.BusUSB, report.BusHID, report.BusBluetooth, report.BusDisplay, report.BusADB} {
		place, there := first[bus]
		switch {
		case there && bus == report.BusADB:
			texts = append(texts, "known to adb")
		case there && precisely:
			texts = append(texts, on(bus)+" at "+place)
		case there:
			texts = append(texts, on(bus))
		}
	}
	return strings.Join(texts, " and ")
}

func on(bus report.DeviceBus) string {
	switch bus {
	case report.BusUSB:
		return "on USB"
	case report.BusHID:
		return "as HID device"
	case report.BusBluetooth:
		return "on Bluetooth"
	case report.BusDisplay:
		return "as display"
	default:
		return "on " + string(bus)
	}
}

// inWords names what a bus shows.
func inWords(bus report.DeviceBus) string {
	switch bus {
	case report.BusUSB:
		return "USB devices"
	case report.BusHID:
		return "HID devices"
	case report.BusBluetooth:
		return "Bluetooth devices"
	case report.BusDisplay:
		return "displays"
	default:
		return string(bus)
	}
}

func headsetTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "headset", Header: []string{"HEADSET", "VENDOR", "KIND", "CONFIDENCE", "REPORTED", "DEVICES", "BECAUSE"}}
	for _, h := range r.Headsets {
		var refs []string
		for _, ref := range h.Refs {
			refs = append(refs, fmt.Sprintf("%s:%s:%s", ref.What, ref.ID, ref.Place))
		}
		because := append(slices.Clone(h.Conflicts), prose.OrEmpty(h.Because))
		t.Rows = append(t.Rows, []string{prose.Known(h.Name), prose.Known(h.Vendor), string(h.Kind), string(h.Confidence), string(h.Reported), strings.Join(refs, " "), strings.Trim(strings.Join(because, "; "), "; ")})
	}
	return t
}

func deviceTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "device", Header: []string{"BUS", "ID", "KIND", "PLACE", "DEVICE"}}
	for _, d := range r.Hardware {
		t.Rows = append(t.Rows, []string{string(d.Bus), d.ID, strings.ReplaceAll(string(d.Kind), "_", " "), d.Place, describe(d)})
	}
	return t
}

// describe says what a device is, and what is known of a display.
func describe(d report.Device) string {
	var facts []string
	for _, s := range []*string{d.Name, d.Product} {
		if s != nil && !slices.Contains(facts, *s) {
			facts = append(facts, *s)
		}
	}
	if d.Display != nil {
		facts = append(facts, display(*d.Display)...)
	}
	if i := d.Identity; i != nil && i.Serial != nil {
		facts = append(facts, "serial number "+*i.Serial)
	}
	if i := d.Identity; i != nil && i.Address != nil {
		facts = append(facts, "address "+*i.Address)
	}
	if i := d.Identity; i != nil && i.Container != nil {
		facts = append(facts, "Container ID "+*i.Container)
	}
	return strings.Join(facts, ", ")
}

func display(d report.DeviceDisplay) []string {
	var facts []string
	if d.LargestMode != nil {
		facts = append(facts, fmt.Sprintf("%d×%d pixels", d.LargestMode.Width, d.LargestMode.Height))
	}
	for _, fact := range []struct {
		is      *bool
		yes, no string
	}{
		{d.Connected, "connected", "not connected"},
		{d.Enabled, "shows a picture", "shows no picture"},
		{d.Declares, "declares itself a headset", ""},
		{d.NonDesktop, "Linux keeps the desktop away from it", ""},
	} {
		switch {
		case fact.is != nil && *fact.is:
			facts = append(facts, fact.yes)
		case fact.is != nil && fact.no != "":
			facts = append(facts, fact.no)
		}
	}
	return facts
}

func androidTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "android", Header: []string{"ADB", "STATE", "CONNECTION", "PLACE", "HEADSET", "BUILD", "RUNTIME", "MODEL"}}
	if r.Android == nil {
		return t
	}
	for _, d := range r.Android.Devices {
		runtime := d.Runtime.State
		if d.Runtime.Package != nil {
			runtime = *d.Runtime.Package
		}
		model := strings.TrimSpace(prose.OrEmpty(d.Manufacturer) + " " + prose.OrEmpty(d.Model))
		if model == "" {
			model = strings.Join(d.Because, "; ")
		}
		t.Rows = append(t.Rows, []string{fmt.Sprint(d.Number), d.State, d.Connection, prose.OrEmpty(d.Place), string(d.Headset), prose.OrEmpty(d.Build), runtime, model})
	}
	return t
}

func busTable(r *report.Report) prose.Table {
	t := prose.Table{Kind: "bus", Header: []string{"BUS", "STATE", "BECAUSE"}}
	for _, bus := range r.Buses {
		t.Rows = append(t.Rows, []string{string(bus.Bus), string(bus.State), prose.OrEmpty(bus.Because)})
	}
	return t
}
