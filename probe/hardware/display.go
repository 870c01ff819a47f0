// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// connectors has an entry for each display connector, such as "card1-DP-2", beside those of graphics cards and their nodes.
const connectors = "/sys/class/drm"

// screen is a display that is a headset's, or may be one.
type screen struct {
	device report.Device
	models []string
}

// displays lists the displays that are headsets, or declare to be. A connector to which nothing is connected costs one file.
func (t *tree) displays() ([]screen, report.Bus) {
	names, err := t.names(connectors)
	if err != nil {
		return nil, failed(report.BusDisplay, connectors, err)
	}
	var screens []screen
	unread := 0
	for _, name := range names {
		if !strings.HasPrefix(name, "card") || !strings.Contains(name, "-") {
			continue
		}
		found, err := t.display(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) { // one that does not exist has just been unplugged
			unread++
		}
		if found != nil {
			screens = append(screens, *found)
		}
	}
	bus := report.Bus{Bus: report.BusDisplay, State: report.BusRead}
	if unread > 0 {
		because := fmt.Sprintf("%d connectors in %s cannot be read", unread, connectors)
		bus.State, bus.Because = report.BusUnreadable, &because
	}
	return screens, bus
}

// display returns the headset's display at a connector, or nil.
func (t *tree) display(connector string) (*screen, error) {
	dir := connectors + "/" + connector + "/"
	status, statusErr := t.text(dir + "status")
	if status == "disconnected" {
		return nil, nil
	}
	raw, err := t.bytes(dir + "edid")
	if err != nil {
		return nil, errors.Join(statusErr, err)
	}
	facts, isHeadset := factsOf(raw)
	if !isHeadset {
		return nil, statusErr
	}
	enabled, _ := t.text(dir + "enabled")
	facts.display.Connected = either(status, "connected", "disconnected")
	facts.display.Enabled = either(enabled, "enabled", "disabled")
	device := report.Device{
		Bus: report.BusDisplay, ID: facts.id, Kind: facts.kind, Name: filled(facts.name), Vendor: filled(facts.vendor), Product: filled(facts.product),
		Place: connector, Display: &facts.display, Source: filled(facts.source),
	}
	return &screen{device, facts.models}, statusErr
}

// either returns whether a text is the first of two words, or nil if it is neither.
func either(text, yes, no string) *bool {
	if text != yes && text != no {
		return nil
	}
	return new(text == yes)
}
