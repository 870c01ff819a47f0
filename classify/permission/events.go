// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission

import (
	"github.com/xrprobe/xrprobe/modes/navigator"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// events are the pending events of a document. Each document has a delay of its own, so
// that two documents cannot tell by the time that they run on one machine. The site's mutex
// guards the fields.
type events struct {
	// announced is what the document knows about devices, and early says that it was opened
	// before they were enumerated: the first enumeration is no change.
	announced known
	early     bool
	scheduled bool // a timer runs
	// sessionLost says that the device of the document's session went, which the document
	// knows, and that no event was fired for it yet.
	sessionLost bool
	// adapter is the ID of the device on whose adapter the document has a context; "" if none.
	// contextsLost says that another device was selected since, and no event told of it yet.
	adapter      string
	contextsLost bool
	// adapterFor has the modes by which the document knew of that device.
	adapterFor [slots]bool
}

// known has, for each immersive mode, the ID of the device that supports it, as far as the
// document may know; "" if there is none.
type known [slots]string

// visibleDevices returns which devices the document may know now.
func (d *Document) visibleDevices() known {
	var k known
	for at := range slots {
		k[at] = d.visibleDevice(at)
	}
	return k
}

func (d *Document) visibleDevice(at int) string {
	if device := d.devices.Selected(); device != nil && device.Supports(immersiveModes[at]) && d.consented(at) {
		return device.ID()
	}
	return ""
}

// consented reports whether the user agreed that the document's origin knows which devices
// are connected. A permission that every origin has without a prompt is no consent.
func (d *Document) consented(at int) bool {
	return d.system != nil && d.dependsOnDevices(immersiveModes[at]) && d.site.state(at) == webxr.Granted
}

// markAnnounced notes that the document learns about a mode without an event.
func (d *Document) markAnnounced(at int) {
	d.noteEnumeration()
	d.events.announced[at] = d.visibleDevice(at)
}

// noteEnumeration notes what the first enumeration found, once.
// https://www.w3.org/TR/webxr/#select-an-immersive-xr-device
func (d *Document) noteEnumeration() {
	if d.events.early && d.devices.Enumerated() {
		d.events.early, d.events.announced = false, d.visibleDevices()
	}
}

// noteAdapter notes that a context is on the adapter of the selected device. If that has just gone,
// the document is told.
func (d *Document) noteAdapter() {
	d.site.mutex.Lock()
	d.events.adapter = d.selectedID()
	for at, mode := range immersiveModes {
		d.events.adapterFor[at] = d.supports(mode) && (d.consented(at) || d.session != nil && d.session.Mode() == mode)
	}
	d.events.contextsLost = d.events.contextsLost || d.events.adapter == ""
	callbacks := d.scheduleEvents()
	d.site.mutex.Unlock()
	callbacks.run()
}

// noteChange notes what a change of devices did to the document: to the adapter of its contexts,
// and to its session, which ends if its device went.
func (d *Document) noteChange() {
	d.noteEnumeration()
	if d.events.adapter != "" && d.events.adapter != d.selectedID() {
		d.events.adapter, d.events.contextsLost = "", true
	}
	if d.session == nil || !d.session.Ended() {
		return
	}
	d.events.sessionLost = d.events.sessionLost || d.session.DeviceGone()
	d.setSession(nil)
}

// setSession sets the document's immersive session; nil means none.
func (d *Document) setSession(session *navigator.Session) {
	switch {
	case d.session == nil && session != nil:
		d.site.sessions++
		d.site.attend()
	case d.session != nil && session == nil:
		d.site.sessions--
	}
	d.session = session
}

// scheduleEvents sees to it that the document receives the event of what is new: at once if its
// own session told it already, and otherwise after the document's delay. Everything that happens
// before the timer fires shares it.
func (d *Document) scheduleEvents() callbackList {
	switch {
	case !d.receivesEvents():
		return nil
	case d.events.sessionLost:
		return callbackList{d.fireEvents}
	case d.events.scheduled || !d.changed() && !d.losesContexts():
		return nil
	}
	d.events.scheduled = true
	gate := d.partition.gate
	delay := drawEventDelay(gate.config.Random)
	return callbackList{func() {
		gate.config.Clock.AfterFunc(delay, func() {
			d.site.mutex.Lock()
			d.events.scheduled = false
			d.site.mutex.Unlock()
			d.fireEvents()
		})
	}}
}

// changed reports whether the document may know of a change that it was not told. A consent that
// has expired does not count, though the document was not told of that yet.
func (d *Document) changed() bool {
	changed := d.events.sessionLost
	for at, known := range d.events.announced {
		changed = changed || d.consented(at) && d.visibleDevice(at) != known
	}
	return changed
}

// losesContexts reports whether the document is to be told that its contexts are not compatible. It
// is if it still may know of a mode by which it knew of the device.
func (d *Document) losesContexts() bool {
	knows := d.events.sessionLost
	for at := range slots {
		knows = knows || d.events.adapterFor[at] && d.consented(at)
	}
	return d.events.contextsLost && knows
}

// receivesEvents reports whether the document receives events now.
func (d *Document) receivesEvents() bool { return d.active() && !d.hidden }

// fireEvents queues one task for all that is new: contexts are no longer compatible, and then
// devicechange. A change that was undone before causes none.
func (d *Document) fireEvents() {
	d.site.mutex.Lock()
	changed, incompatible := d.changed(), d.losesContexts()
	if !changed && !incompatible || !d.receivesEvents() {
		d.site.mutex.Unlock()
		return
	}
	d.events.announced, d.events.sessionLost = d.visibleDevices(), false
	d.events.contextsLost = d.events.contextsLost && !incompatible
	d.site.mutex.Unlock()
	handlers := d.config.Events
	d.queue(func() {
		if incompatible && handlers.Incompatible != nil {
			handlers.Incompatible()
		}
		if changed && handlers.DeviceChange != nil {
			handlers.DeviceChange()
		}
	})
}

// selectedID returns the ID of the selected device; "" if there is none.
func (d *Document) selectedID() string {
	if device := d.devices.Selected(); device != nil {
		return device.ID()
	}
	return ""
}
