// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package setupapi

import (
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/probe/hardware/listing"
)

// displayOf makes a display of an instance ID, such as `DISPLAY\VLV91A8\5&1&0&UID4352`. Its place is the number of the connector, which is all
// of the last part that tells nothing about the machine.
func displayOf(instance string, edid []byte, seen map[string]int) listing.Display {
	_, rest, _ := strings.Cut(instance, `\`)
	model, last, _ := strings.Cut(rest, `\`)
	d := listing.Display{EDID: edid, Connected: new(true)}
	if isMonitor(strings.ToUpper(model)) {
		d.ID = strings.ToUpper(model)
	}
	name := "DISPLAY"
	if d.ID != "" {
		name += `\` + d.ID
	}
	connector := strings.ToUpper(last[strings.LastIndex(last, "&")+1:])
	if number, some := strings.CutPrefix(connector, "UID"); some && number != "" && strings.Trim(number, "0123456789") == "" && len(number) <= 10 {
		d.Place = name + `\` + connector
		return d
	}
	seen[name]++
	d.Place = fmt.Sprintf("%s #%d", name, seen[name])
	return d
}

// isMonitor reports whether a name is a maker's three letters and a product number.
func isMonitor(name string) bool {
	return len(name) == 7 && strings.Trim(name[:3], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && isHex(name[3:])
}
