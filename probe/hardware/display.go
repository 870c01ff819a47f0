// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
)

// connectors has an entry for each display connector, such as "card1-DP-2", beside those of graphics cards and their nodes.
const connectors = "/sys/class/drm"

// screen is a display that is a headset's, or may be one.
type screen struct {
	device report.Device
	models []string
	// garbled says that a checksum in its EDID is wrong.
	garbled bool
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
	unread, silent := 0, 0
	for _, name := range names {
		if !strings.HasPrefix(name, "card") || !strings.Contains(name, "-") {
			continue
		}
		found, err := t.display(name, identify)
		switch {
		case found != nil:
			screens = append(screens, *found)
		case errors.Is(err, errNoEDID):
			silent++
		}
		if err != nil && !errors.Is(err, errNoEDID) && !errors.Is(err, fs.ErrNotExist) { // one that does not exist has just been unplugged
			unread++
		}
	}
	return screens, displaysRead(unread, silent)
}

// displaysRead says whether the displays were read: all but some connectors, and all but some displays that did not say what they are.
func displaysRead(unread, silent int) report.Bus {
	var because []string
	if unread > 0 {
		because = append(because, fmt.Sprintf("%s in %s cannot be read", count(unread, "connector"), connectors))
	}
	if silent > 0 {
		because = append(because, count(silent, "display")+" connected without a whole EDID, which says what it is")
	}
	if because == nil {
		return report.Bus{Bus: report.BusDisplay, State: report.BusRead}
	}
	return report.Bus{Bus: report.BusDisplay, State: report.BusUnreadable, Because: new(strings.Join(because, "; "))}
}

// count writes a number of things.
func count(number int, thing string) string {
	if number == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", number, thing)
}

// errNoEDID says that a display is connected and does not say what it is. It may be a headset.
var errNoEDID = errors.New("a display without a whole EDID")

// takesHeadsets reports whether a connector such as "card1-DP-2" has a plug. Panels in the machine and displays of virtual machines, which often
// have no EDID, are no headsets.
func takesHeadsets(connector string) bool {
	_, kind, _ := strings.Cut(connector, "-")
	return !slices.ContainsFunc([]string{"eDP-", "LVDS-", "DSI-", "DPI-", "SPI-", "Virtual-", "Unknown-"}, func(inside string) bool {
		return strings.HasPrefix(kind, inside)
	})
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
	if found == nil && status == "connected" && !isWhole(raw) && takesHeadsets(connector) {
		return nil, errNoEDID
	}
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
