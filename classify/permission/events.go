// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import "github.com/xrprobe/xrprobe/modes/webxr"

// events are the pending events of a document. Each document has a delay of its own, so
// that two documents cannot tell by the time that they run on one machine. The partition's
// mutex guards the fields.
type events struct {
	// announced is what the document knows about devices.
	announced support
	scheduled bool     // a timer runs
	xrChanges []func() // changes of the permission "xr"
	onAdapter bool     // a context of the document is on a device's adapter
}

// support is which immersive modes are supported, as far as the document may know.
type support struct{ vr, ar bool }

// visibleSupport returns which modes are supported, of those that the user consented to.
func (d *Document) visibleSupport() support {
	return support{vr: d.seesSupport(webxr.ImmersiveVR), ar: d.seesSupport(webxr.ImmersiveAR)}
}

func (d *Document) seesSupport(mode webxr.SessionMode) bool {
	return d.consented(mode) && d.supports(mode)
}

// consented reports whether the user agreed that the document's origin knows which devices
// are connected. A permission that every origin has without a prompt is no consent.
func (d *Document) consented(mode webxr.SessionMode) bool {
	return d.system != nil && d.dependsOnDevices(mode) && d.partition.state(d.key(mode)) == webxr.Granted
}

// markAnnounced notes that the document learns about a mode without an event.
func (d *Document) markAnnounced(mode webxr.SessionMode) {
	switch mode {
	case webxr.ImmersiveVR:
		d.events.announced.vr = d.seesSupport(mode)
	case webxr.ImmersiveAR:
		d.events.announced.ar = d.seesSupport(mode)
	}
}

// deviceChanged runs in every document when another immersive XR device is selected.
func (d *Document) deviceChanged() {
	d.partition.mutex.Lock()
	callbacks := d.scheduleEvents()
	d.partition.mutex.Unlock()
	callbacks.run()
}

// scheduleEvents starts the document's timer if the document receives events and there is
// something new. Everything that happens before the timer fires shares it.
func (d *Document) scheduleEvents() callbackList {
	if d.events.scheduled || !d.receivesEvents() || len(d.events.xrChanges) == 0 && d.visibleSupport() == d.events.announced {
		return nil
	}
	d.events.scheduled = true
	gate := d.partition.gate
	delay := drawEventDelay(gate.config.Random)
	return callbackList{func() { gate.config.Clock.AfterFunc(delay, d.fireEvents) }}
}

// receivesEvents reports whether the document receives events now.
func (d *Document) receivesEvents() bool { return d.active() && !d.hidden }

// fireEvents fires the events that are due. A change that was undone before causes none.
func (d *Document) fireEvents() {
	d.partition.mutex.Lock()
	d.events.scheduled = false
	if !d.receivesEvents() {
		d.partition.mutex.Unlock()
		return
	}
	visible, xrChanges := d.visibleSupport(), d.events.xrChanges
	changed := visible != d.events.announced
	d.events.announced, d.events.xrChanges = visible, nil
	d.partition.mutex.Unlock()
	if changed && d.config.Events.DeviceChange != nil {
		d.queue(d.config.Events.DeviceChange)
	}
	for _, change := range xrChanges {
		d.queue(change)
	}
}

// incompatible runs when the document's contexts are no longer on a device's adapter. It
// passes the event on only if a context was.
func (d *Document) incompatible() {
	d.partition.mutex.Lock()
	moved := d.events.onAdapter
	d.events.onAdapter = false
	d.partition.mutex.Unlock()
	if moved && d.config.Events.Incompatible != nil {
		d.config.Events.Incompatible()
	}
}
