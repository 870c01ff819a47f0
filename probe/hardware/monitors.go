// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hardware

import (
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware/edid"
	"github.com/xrprobe/xrprobe/probe/hardware/known"
)

// MonitorID returns a monitor's manufacturer and product number, such as "HVRAA01", from its
// EDID. All monitors of a model have the same ID. It returns "" if raw is not an EDID.
func MonitorID(raw []byte) string { return edid.ID(raw) }

// HeadsetMonitor returns the headset's model if a monitor with this ID is a headset's
// display, and false otherwise. If several models have the ID, it names all. Glasses
// are not headsets here, because people extend their desktop onto them.
func HeadsetMonitor(id string) (name string, isHeadset bool) {
	const vendorLength, length = 3, 7
	if len(id) != length {
		return "", false
	}
	product, err := strconv.ParseUint(id[vendorLength:], 16, 16)
	if err != nil {
		return "", false
	}
	var models []string
	for _, display := range known.Displays(id[:vendorLength], uint16(product), "") {
		if display.Kind == report.KindHeadset {
			models = append(models, display.Model)
		}
	}
	return strings.Join(models, " or "), models != nil
}
