// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"cmp"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Device is an XR device: a system of a runtime with its list of supported modes. A Device never
// changes: if the modes of a system change, that makes another Device.
// https://www.w3.org/TR/webxr/#xr-device
type Device struct {
	id     string
	active bool
	modes  []report.Mode
}

// ID returns the runtime, form factor and name of the device, separated by slashes. It is the same
// after a restart. It is for the user's choice and for operators; no page may learn it.
func (d *Device) ID() string { return d.id }

// Supports reports whether a session mode is on the device's list of supported modes.
// https://www.w3.org/TR/webxr/#xr-device-list-of-supported-modes
func (d *Device) Supports(mode webxr.SessionMode) bool { return d.mode(mode) != nil }

func (d *Device) mode(mode webxr.SessionMode) *report.Mode {
	for i := range d.modes {
		if d.modes[i].Mode == mode {
			return &d.modes[i]
		}
	}
	return nil
}

// BlendMode returns the environment blend mode of a session of the mode. It returns "" if the
// device does not support the mode.
// https://www.w3.org/TR/webxr-ar-module-1/#dom-xrsession-environmentblendmode
func (d *Device) BlendMode(mode webxr.SessionMode) webxr.BlendMode {
	listed := d.mode(mode)
	if listed == nil || listed.BlendMode == nil {
		return ""
	}
	return *listed.BlendMode
}

// CapableOf reports whether the device is capable of supporting a feature in a session of the
// mode: the report's verdict is yes or unverified.
// https://www.w3.org/TR/webxr/#feature-requirements
func (d *Device) CapableOf(feature webxr.Feature, mode webxr.SessionMode) bool {
	listed := d.mode(mode)
	return listed != nil && slices.ContainsFunc(listed.Features, func(f report.Feature) bool {
		return f.Name == feature && (f.Support == report.VerdictYes || f.Support == report.VerdictUnverified)
	})
}

// sameDevice reports whether two devices are the same system with the same list of supported
// modes. Their features may differ: a later report may know more about them.
func sameDevice(a, b *Device) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.id == b.id && slices.EqualFunc(a.modes, b.modes, func(x, y report.Mode) bool { return x.Mode == y.Mode })
}

// serves reports whether the device is another one as it was before, and still supports a mode. A
// session goes on if it does, whatever became of other modes.
func (d *Device) serves(before *Device, mode webxr.SessionMode) bool {
	return d != nil && before != nil && d.id == before.id && d.Supports(mode)
}

// devicesOf returns the immersive XR devices that a report says are available. The active
// runtime's come first, and then they are in the order of their IDs, so that the same
// devices always have the same order.
func devicesOf(r *report.Report, agent modes.UserAgent) []*Device {
	var list []*Device
	for i := range r.Runtimes {
		runtime := &r.Runtimes[i]
		for j := range runtime.Systems {
			if device := deviceOf(runtime, &runtime.Systems[j], agent); device != nil {
				list = append(list, device)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b *Device) int {
		if a.active != b.active {
			return cmp.Compare(rankActive(a), rankActive(b))
		}
		return strings.Compare(a.id, b.id)
	})
	return list
}

func rankActive(d *Device) int {
	if d.active {
		return 0
	}
	return 1
}

// deviceOf returns a system as an immersive XR device, or nil if it supports no immersive mode.
func deviceOf(runtime *report.Runtime, system *report.System, agent modes.UserAgent) *Device {
	device := &Device{id: runtime.ID + "/" + system.FormFactor, active: runtime.Active}
	if system.Name != nil {
		device.id += "/" + *system.Name
	}
	for _, mode := range modes.OfSystem(runtime, system, agent) {
		if mode.Mode.Immersive() && mode.Support == report.Supported {
			device.modes = append(device.modes, mode)
		}
	}
	if len(device.modes) == 0 {
		return nil
	}
	return device
}

// inlineDevice returns the default inline XR device. It is the inline XR device too: if the latter
// reported a headset's poses, a page with an inline session would learn of the headset.
// https://www.w3.org/TR/webxr/#default-inline-xr-device
func inlineDevice() *Device {
	return &Device{id: "inline", modes: modes.List(nil, modes.UserAgent{})[:1]}
}
