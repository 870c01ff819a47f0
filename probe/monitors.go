// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/glsession"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// readMonitors lists the monitors of the machine, which a data sheet is not about. It does
// so before any session, since a headset that the desktop extends onto has none.
func (c *climber) readMonitors() {
	if c.request.Sheet != nil {
		return
	}
	var found []glsession.Monitor
	err := errNotSurvived
	if c.ask("list the monitors") {
		found, err = glsession.Monitors()
	}
	c.takeMonitors(found, err)
}

func (c *climber) takeMonitors(found []glsession.Monitor, err error) {
	c.found.Monitors = &report.Monitors{}
	if err != nil {
		c.found.Monitors.Because = new(err.Error())
		return
	}
	c.found.Monitors.List = make([]report.Monitor, 0, len(found))
	for _, m := range found {
		monitor := report.Monitor{
			Name: m.Name, ID: orNil(m.ID), Width: m.Width, Height: m.Height,
			RefreshRate: orUnknown(m.RefreshRate), WidthMM: orUnknown(m.WidthMM), HeightMM: orUnknown(m.HeightMM),
		}
		if name, isHeadset := hardware.HeadsetMonitor(m.ID); isHeadset {
			monitor.Headset = &name
			c.found.Problems = append(c.found.Problems, extended(m.Name, name))
		}
		c.found.Monitors.List = append(c.found.Monitors.List, monitor)
	}
}

func orUnknown(number int) *int {
	if number == 0 {
		return nil
	}
	return &number
}

func extended(monitor, headset string) report.Problem {
	return report.Problem{
		ID: "headset_extends_desktop", Severity: report.SeverityWarning,
		Text: fmt.Sprintf("the desktop extends onto the monitor %s, which is a headset (%s): a runtime cannot show anything on it", monitor, headset),
		Fix:  new("Switch that monitor off in the desktop's display settings, or have the headset's own software put it into direct mode."),
	}
}
