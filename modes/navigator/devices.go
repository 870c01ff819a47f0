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

// DefaultPatience is how long a question waits for the first report.
const DefaultPatience = 10 * time.Second

// Devices is what a user agent knows of XR devices: the list of immersive XR devices,
// the one that is selected, and the inline device. All documents share one. Its methods
// may be called from any goroutine, and none of them asks a runtime.
// https://www.w3.org/TR/webxr/#list-of-immersive-xr-devices
type Devices struct {
	// Source tells reports; see [Devices.Run].
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

// grantKey is what a set of granted features belongs to.
//
// D8: the specification keeps the set with the device and the mode, and so would have
// what one origin was granted be granted to the next.
// https://www.w3.org/TR/webxr/#xr-device-set-of-granted-features
type grantKey struct {
	origin, device string
	partition      any
	mode           webxr.SessionMode
}

// waiter is a question that came before the first report.
type waiter struct {
	then func(*Device)
	stop func()
}

// DevicesConfig is what devices are made from.
type DevicesConfig struct {
	Source Source
	Agent  modes.UserAgent
	// Clock is the clock on the wall unless it is set.
	Clock Clock
	// Patience is how long a question waits for the first report before it is answered
	// as if there were no device; 0 stands for [DefaultPatience].
	Patience time.Duration
	// Preferred is the ID of the device that the user prefers; "" is none.
	Preferred string
}

// NewDevices returns devices of which nothing is known until [Devices.Run].
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

// Run enumerates immersive XR devices and monitors them until the context or the source
// ends. It is called once, when the user agent starts rather than when a page asks.
// https://www.w3.org/TR/webxr/#enumerate-immersive-xr-devices
func (d *Devices) Run(ctx context.Context) error {
	err := d.source.Watch(ctx, d.update)
	d.giveUp()
	return err
}

// giveUp answers what still waits: no report will come.
func (d *Devices) giveUp() {
	d.mutex.Lock()
	d.enumerated = true
	waiting, device := d.waiting, d.immersive
	d.waiting = nil
	d.mutex.Unlock()
	answerAll(waiting, device)
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
	answerAll(waiting, device)
	for _, observe := range observers {
		(*observe)()
	}
}

// Observe has f called after each report, from the source's goroutine, until stop is
// called. It is for the user agent's own use: no document may notice.
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

func answerAll(waiting []*waiter, device *Device) {
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

// Prefer has the user agent choose another device, by its ID, wherever there is a choice.
func (d *Devices) Prefer(id string) {
	d.mutex.Lock()
	d.preferred = id
	tasks := d.reselect()
	d.mutex.Unlock()
	queueAll(tasks)
}

// List returns the immersive XR devices that are available now, for the user's choice.
func (d *Devices) List() []*Device {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return slices.Clone(d.list)
}

// Selected returns the immersive XR device, or nil if there is none.
func (d *Devices) Selected() *Device {
	device, _ := d.selected()
	return device
}

// selected returns the immersive XR device, and whether devices were enumerated yet.
func (d *Devices) selected() (*Device, bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return d.immersive, d.enumerated
}

// reselect selects an immersive XR device anew and returns the tasks that follow for
// documents. The mutex is held.
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

// ensure calls then with the immersive XR device: at once where it is known, and else
// when devices have been enumerated, or with nil when the user agent's patience ends.
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
	w.stop = d.clock.AfterFunc(d.patience, func() { d.abandon(w) })
	d.waiting = append(d.waiting, w)
	d.mutex.Unlock()
}

// abandon ends a wait with no device, unless it has been answered meanwhile.
func (d *Devices) abandon(w *waiter) {
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

// Forget forgets which features an origin was granted, on every device.
func (d *Devices) Forget(origin string) {
	d.forget(func(key grantKey) bool { return key.origin == origin })
	d.PermissionsChanged(origin)
}

// ForgetPartition forgets which features were granted in a browsing profile that has ended.
func (d *Devices) ForgetPartition(partition any) {
	d.forget(func(key grantKey) bool { return key.partition == partition })
}

func (d *Devices) forget(granted func(grantKey) bool) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	maps.DeleteFunc(d.granted, func(key grantKey, _ []webxr.Feature) bool { return granted(key) })
}

// PermissionsChanged has every [PermissionStatus] of an origin look again, since what its
// user permits is another now.
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
