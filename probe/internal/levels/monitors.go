// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/glsession"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// readMonitors lists this machine's monitors, unless a data sheet is simulated. It does so
// before any session: if the desktop extends onto a headset, no session can use it.
func (a *asker) readMonitors() {
	if a.request.Sheet != nil {
		return
	}
	var found []glsession.Monitor
	err := errNotSurvived
	if a.ask(wire.Question{Command: "list the monitors"}) {
		found, err = glsession.Monitors()
	}
	a.recordMonitors(found, err)
}

func (a *asker) recordMonitors(found []glsession.Monitor, err error) {
	a.monitors = &report.Monitors{}
	if err != nil {
		a.monitors.Because = new(err.Error())
		return
	}
	a.monitors.List = make([]report.Monitor, 0, len(found))
	for _, m := range found {
		monitor := report.Monitor{
			Name: m.Name, ID: orNil(m.ID), Width: m.Width, Height: m.Height,
			RefreshRate: orUnknown(m.RefreshRate), WidthMM: orUnknown(m.WidthMM), HeightMM: orUnknown(m.HeightMM),
		}
		if name, isHeadset := hardware.HeadsetMonitor(m.ID); isHeadset {
			monitor.Headset = &name
			a.problems = append(a.problems, extended(m.Name, name))
		}
		a.monitors.List = append(a.monitors.List, monitor)
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
