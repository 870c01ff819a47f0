// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/xrprobe/xrprobe/modes"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// DefaultPatience is how long a call waits for the first report if DevicesConfig.Patience is 0.
const DefaultPatience = 10 * time.Second

// Devices holds the XR devices of a user agent: the list of immersive XR devices, the selected
// one, and the inline device. All documents of the user agent share one Devices. Its methods
// may be called from any goroutine, and none of them asks a runtime.
// https://www.w3.org/TR/webxr/#list-of-immersive-xr-devices
type Devices struct {
	source   Source
	agent    modes.UserAgent
	clock    Clock
	patience time.Duration
	inline   *Device

	mutex      sync.Mutex
	enumerated bool
	list       []*Device
	immersive  *Device
	preferred  string
	systems    []*XRSystem
	observers  []*func()
	waiting    []*waiter
	granted    map[grantKey][]webxr.Feature
}

// grantKey is the key of a set of granted features.
//
// D8: the specification keeps the set by device and mode only, so that a feature that one
// origin was granted would be granted to every other origin.
// https://www.w3.org/TR/webxr/#xr-device-set-of-granted-features
type grantKey struct {
	origin, device string
	partition      any
	mode           webxr.SessionMode
}

// waiter is a call that came before the first report.
type waiter struct {
	then func(*Device)
	stop func()
}

// DevicesConfig configures [NewDevices].
type DevicesConfig struct {
	// Source is where reports come from. It must be set.
	Source Source
	// Agent holds the facts of the browser build.
	Agent modes.UserAgent
	// Clock runs the timers; nil means [SystemClock].
	Clock Clock
	// Patience is how long a call waits for the first report. After that it settles as if there
	// were no device. 0 means [DefaultPatience].
	Patience time.Duration
	// Preferred is the ID of the device that the user prefers; "" means none.
	Preferred string
}

// NewDevices returns a Devices without any immersive XR device. [Devices.Run] fills it.
func NewDevices(c DevicesConfig) *Devices {
	d := &Devices{
		source: c.Source, agent: c.Agent, clock: c.Clock, patience: c.Patience, preferred: c.Preferred,
		inline: inlineDevice(), granted: map[grantKey][]webxr.Feature{},
	}
	if d.clock == nil {
		d.clock = SystemClock{}
	}
	if d.patience == 0 {
		d.patience = DefaultPatience
	}
	return d
}

// Run enumerates immersive XR devices and monitors them until the context or the source ends. It
// returns the source's error. Call it once, when the user agent starts, and not when a page
// calls a method.
// https://www.w3.org/TR/webxr/#enumerate-immersive-xr-devices
func (d *Devices) Run(ctx context.Context) error {
	err := d.source.Watch(ctx, d.update)
	d.stopWaiting()
	return err
}

// stopWaiting settles the calls that still wait: no report will come any more.
func (d *Devices) stopWaiting() {
	d.mutex.Lock()
	d.enumerated = true
	waiting, device := d.waiting, d.immersive
	d.waiting = nil
	d.mutex.Unlock()
	settleAll(waiting, device)
}

// update replaces the list of immersive XR devices.
func (d *Devices) update(r *report.Report) {
	var list []*Device
	if r != nil {
		list = devicesOf(r, d.agent)
	}
	d.mutex.Lock()
	d.list = list
	tasks := d.reselect()
	d.enumerated = true
	waiting, device := d.waiting, d.immersive
	d.waiting = nil
	observers := slices.Clone(d.observers)
	d.mutex.Unlock()
	queueAll(tasks)
	settleAll(waiting, device)
	for _, observe := range observers {
		(*observe)()
	}
}

// Observe calls f after each report, on the source's goroutine, until stop is called. It is for
// the user agent's own use; no document may notice it.
func (d *Devices) Observe(f func()) (stop func()) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.observers = append(d.observers, &f)
	return func() {
		d.mutex.Lock()
		defer d.mutex.Unlock()
		d.observers = slices.DeleteFunc(slices.Clone(d.observers), func(other *func()) bool { return other == &f })
	}
}

func settleAll(waiting []*waiter, device *Device) {
	for _, w := range waiting {
		w.stop()
		w.then(device)
	}
}

func queueAll(tasks []Task) {
	for _, task := range tasks {
		task.system.tasks.Queue(task)
	}
}

// Prefer makes the device with an ID the preferred one. The user agent selects it if it is
// available and no session is active.
func (d *Devices) Prefer(id string) {
	d.mutex.Lock()
	d.preferred = id
	tasks := d.reselect()
	d.mutex.Unlock()
	queueAll(tasks)
}

// List returns the immersive XR devices that are available now, for the user to choose from.
func (d *Devices) List() []*Device {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return slices.Clone(d.list)
}

// Selected returns the immersive XR device that is selected, or nil if there is none.
func (d *Devices) Selected() *Device {
	device, _ := d.selected()
	return device
}

// selected returns the immersive XR device, and whether devices have been enumerated.
func (d *Devices) selected() (*Device, bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return d.immersive, d.enumerated
}

// reselect selects an immersive XR device again and returns the tasks that follow for documents.
// The mutex must be held.
// https://www.w3.org/TR/webxr/#select-an-immersive-xr-device
func (d *Devices) reselect() []Task {
	old := d.immersive
	d.immersive = selectDevice(d.list, old, d.inSession(), d.preferred)
	if !d.enumerated || sameDevice(old, d.immersive) {
		return nil
	}
	var tasks []Task
	for _, system := range d.systems {
		tasks = append(tasks, system.shutDown()...)
	}
	for _, step := range []func(*XRSystem) []Task{(*XRSystem).incompatible, (*XRSystem).deviceChange, (*XRSystem).permissionChange} {
		for _, system := range d.systems {
			tasks = append(tasks, step(system)...)
		}
	}
	return tasks
}

// inSession reports whether any document has an active immersive session.
func (d *Devices) inSession() bool {
	return slices.ContainsFunc(d.systems, func(x *XRSystem) bool { return x.active != nil })
}

// ensure calls then with the immersive XR device: at once if devices have been enumerated, else
// when they have been. When the patience ends first, it calls then with nil.
// https://www.w3.org/TR/webxr/#ensure-an-immersive-xr-device-is-selected
//
// D5: the specification limits neither this wait nor the time that a prompt may take. If a
// runtime that hangs could keep a promise pending for ever, a page would learn of the runtime.
// The wait ends here with the patience; permission.Document ends the wait for a prompt.
func (d *Devices) ensure(then func(*Device)) {
	d.mutex.Lock()
	if d.enumerated {
		device := d.immersive
		d.mutex.Unlock()
		then(device)
		return
	}
	w := &waiter{then: then}
	w.stop = d.clock.AfterFunc(d.patience, func() { d.expire(w) })
	d.waiting = append(d.waiting, w)
	d.mutex.Unlock()
}

// expire ends a wait without a device, unless it has ended already.
func (d *Devices) expire(w *waiter) {
	d.mutex.Lock()
	at := slices.Index(d.waiting, w)
	if at >= 0 {
		d.waiting = slices.Delete(d.waiting, at, at+1)
	}
	d.mutex.Unlock()
	if at >= 0 {
		w.then(nil)
	}
}

// Forget forgets the features that an origin was granted, on every device.
func (d *Devices) Forget(origin string) {
	d.forget(func(key grantKey) bool { return key.origin == origin })
	d.PermissionsChanged(origin)
}

// ForgetPartition forgets the features that were granted in a browsing profile that has ended.
func (d *Devices) ForgetPartition(partition any) {
	d.forget(func(key grantKey) bool { return key.partition == partition })
}

func (d *Devices) forget(granted func(grantKey) bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	maps.DeleteFunc(d.granted, func(key grantKey, _ []webxr.Feature) bool { return granted(key) })
}

// PermissionsChanged makes every [PermissionStatus] of an origin query again. Call it after the
// user's permissions for the origin have changed.
func (d *Devices) PermissionsChanged(origin string) {
	d.mutex.Lock()
	var tasks []Task
	for _, system := range d.systems {
		if system.document.Origin == origin {
			tasks = append(tasks, system.permissionChange()...)
		}
	}
	d.mutex.Unlock()
	queueAll(tasks)
}
