// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import "github.com/xrprobe/xrprobe/modes/webxr"

// events are what a document is told of devices, so that no two documents can tell by the
// time that they run on one machine. The partition's mutex guards them.
type events struct {
	// told is what the document knows of devices, and due says that a timer runs.
	told    support
	due     bool
	later   []func() // changes of the permission "xr"
	adapter bool     // a context of the document is on a device's adapter
}

// support is which immersive modes can be had, as far as the document may know.
type support struct{ vr, ar bool }

// known is what the document may know now: of modes that the user has consented to.
func (d *Document) known() support {
	return support{vr: d.knows(webxr.ImmersiveVR), ar: d.knows(webxr.ImmersiveAR)}
}

func (d *Document) knows(mode webxr.SessionMode) bool { return d.consented(mode) && d.supports(mode) }

// consented reports whether the user has agreed that the document's origin knows of what
// is connected. What is granted to everybody without asking is no consent.
func (d *Document) consented(mode webxr.SessionMode) bool {
	return d.system != nil && d.varies(mode) && d.partition.state(d.key(mode)) == webxr.Granted
}

// tellOf notes that the document learns of a mode by other ways than an event.
func (d *Document) tellOf(mode webxr.SessionMode) {
	switch mode {
	case webxr.ImmersiveVR:
		d.events.told.vr = d.knows(mode)
	case webxr.ImmersiveAR:
		d.events.told.ar = d.knows(mode)
	}
}

// deviceChanged runs when the immersive XR device is another, in every document at once.
func (d *Document) deviceChanged() {
	d.partition.mutex.Lock()
	after := d.announce()
	d.partition.mutex.Unlock()
	after.run()
}

// announce has the document told, if it is in view and knows other than what it was told,
// after a time of its own. One timer serves all that happens until it goes off.
func (d *Document) announce() effects {
	if d.events.due || !d.listens() || len(d.events.later) == 0 && d.known() == d.events.told {
		return nil
	}
	d.events.due = true
	gate := d.partition.gate
	wait := eventDelay(gate.config.Random)
	return effects{func() { gate.config.Clock.AfterFunc(wait, d.fire) }}
}

// listens reports whether the document is told of anything.
func (d *Document) listens() bool { return d.active() && !d.hidden }

// fire tells the document. What came and went meanwhile is not told at all.
func (d *Document) fire() {
	d.partition.mutex.Lock()
	d.events.due = false
	if !d.listens() {
		d.partition.mutex.Unlock()
		return
	}
	known, later := d.known(), d.events.later
	changed := known != d.events.told
	d.events.told, d.events.later = known, nil
	d.partition.mutex.Unlock()
	if changed && d.config.Events.DeviceChange != nil {
		d.queue(d.config.Events.DeviceChange)
	}
	for _, change := range later {
		d.queue(change)
	}
}

// incompatible passes on that contexts are on no device's adapter any more, where some
// were.
func (d *Document) incompatible() {
	d.partition.mutex.Lock()
	moved := d.events.adapter
	d.events.adapter = false
	d.partition.mutex.Unlock()
	if moved && d.config.Events.Incompatible != nil {
		d.config.Events.Incompatible()
	}
}
