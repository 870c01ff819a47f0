// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"context"
	"errors"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/hardware"
	"github.com/xrprobe/xrprobe/probe/hardware/adb"
)

// askAndroid asks the adb server of this machine for its devices, if one runs. The server of another machine is not asked.
func askAndroid(ctx context.Context, machine hardware.Machine, identify bool) *report.Android {
	if machine.Root != "" || machine.GOOS != "" {
		return &report.Android{Because: new("the machine is not the one that xrprobe runs on, so its adb server cannot be asked")}
	}
	server, err := adb.Client{Identify: identify}.Server(ctx)
	if errors.Is(err, adb.ErrNoServer) {
		return &report.Android{Because: new(adb.ErrNoServer.Error())}
	}
	if err != nil {
		return &report.Android{Because: new(err.Error())}
	}
	android := &report.Android{Asked: true, Devices: make([]report.AndroidDevice, len(server.Devices))}
	for i, device := range server.Devices {
		android.Devices[i] = androidDevice(device)
	}
	return android
}

func androidDevice(d adb.Device) report.AndroidDevice {
	device := report.AndroidDevice{
		Number: d.Number, Connection: string(d.Connection), Place: orNil(d.USBPath), State: string(d.State), Because: d.Because,
		Manufacturer: d.Manufacturer, Model: d.Model, Build: d.Build, Release: d.Release, Headset: isHeadset(d),
		Runtime: report.AndroidRuntime{
			State: string(d.Runtime.State), Because: orNil(d.Runtime.Because), Authority: orNil(d.Runtime.Authority),
			Package: orNil(d.Runtime.Package), Library: orNil(d.Runtime.Library),
		},
	}
	if d.Identity != nil {
		device.Identity = &report.Identity{Serial: orNil(d.Identity.Serial)}
	}
	return device
}

// isHeadset reports whether a device is a headset: the table has it, or it declares to be one. A device that is in no table and
// declares nothing may be a headset all the same.
func isHeadset(d adb.Device) report.Verdict {
	switch {
	case d.Known == report.VerdictYes || d.Declared == report.VerdictYes:
		return report.VerdictYes
	case d.Known == report.VerdictNo && d.Declared == report.VerdictNo:
		return report.VerdictNo
	default:
		return report.VerdictUnknown
	}
}
