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

// declares reports whether the display says itself that it is a headset's.
func (s *screen) declares() bool {
	return s.device.Display.Declares != nil && *s.device.Display.Declares
}

// doubt says why the display alone does not make it certain that a headset is there, or "".
func (s *screen) doubt() string {
	switch {
	case s.device.Display.Known:
		return ""
	case s.declares():
		return "The display " + s.device.ID + " declares to be a headset's, and no table here has it."
	default:
		return "No table here has the display " + s.device.ID + "; its maker is known for such displays alone."
	}
}

// displays lists the displays that are headsets, or declare to be. A connector to which nothing is connected costs one file.
func (t *tree) displays(identify bool) ([]screen, report.Bus) {
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
		found, err := t.display(name, identify)
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
func (t *tree) display(connector string, identify bool) (*screen, error) {
	dir := connectors + "/" + connector + "/"
	status, statusErr := t.text(dir + "status")
	if status == "disconnected" {
		return nil, nil
	}
	raw, err := t.bytes(dir + "edid")
	if err != nil {
		return nil, errors.Join(statusErr, err)
	}
	found := screenOf(raw, identify)
	if found == nil {
		return nil, statusErr
	}
	enabled, _ := t.text(dir + "enabled")
	found.device.Place = connector
	found.device.Display.Connected = either(status, "connected", "disconnected")
	found.device.Display.Enabled = either(enabled, "enabled", "disabled")
	return found, statusErr
}

// either returns whether a text is the first of two words, or nil if it is neither.
func either(text, yes, no string) *bool {
	if text != yes && text != no {
		return nil
	}
	return new(text == yes)
}
