// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package navigator

import (
	"container/list"
	"context"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
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
	words    map[string]webxr.Feature // the feature descriptors that mean something
	lookUps  *atomic.Int64

	// current is read without the mutex, so that no page's call waits for a change of devices.
	current atomic.Pointer[selection]

	// session is the immersive session; there is one at a time. It is written with the mutex held.
	session atomic.Pointer[Session]

	mutex     sync.Mutex
	list      []*Device
	preferred string
	listeners *list.List // the *XRSystem of documents that have event handlers
	observers *list.List // of func()
	asking    *list.List // the *Request that ask the user, or will
	waiting   []*waiter
	granted   map[grantKey][]webxr.Feature
}

// selection is the immersive XR device, and whether devices have been enumerated. It never
// changes: another one replaces it.
type selection struct {
	device     *Device
	enumerated bool
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
		inline: inlineDevice(), words: wordsOf(c.Agent), lookUps: &atomic.Int64{},
		listeners: list.New(), observers: list.New(), asking: list.New(), granted: map[grantKey][]webxr.Feature{},
	}
	d.current.Store(&selection{})
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
	d.mutex.Lock()
	settle := d.enumerated()
	d.mutex.Unlock()
	settle() // no report will come any more
	return err
}

// update replaces the list of immersive XR devices.
func (d *Devices) update(r *report.Report) {
	var found []*Device
	if r != nil {
		found = devicesOf(r, d.agent)
	}
	d.mutex.Lock()
	d.list = found
	tasks := d.reselect()
	settle := d.enumerated()
	d.mutex.Unlock()
	queueAll(tasks)
	settle()
	d.updatePrompts()
	d.tellObservers()
}

// enumerated marks the devices as enumerated. It returns a function that settles the calls that
// waited. The mutex must be held.
func (d *Devices) enumerated() (settle func()) {
	device := d.current.Load().device
	d.current.Store(&selection{device, true})
	waiting := d.waiting
	d.waiting = nil
	return func() {
		for _, w := range waiting {
			w.stop()
			w.then(device)
		}
	}
}

// Observe calls f until stop is called: after each report, after another device was selected, and
// after an immersive session has begun or ended. It calls f on the source's or the clock's
// goroutine, never in a call of a page. It is for the user agent's own use; no document may
// notice it.
func (d *Devices) Observe(f func()) (stop func()) {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	place := d.observers.PushBack(f)
	return func() {
		d.mutex.Lock()
		defer d.mutex.Unlock()
		d.observers.Remove(place)
	}
}

func (d *Devices) tellObservers() {
	d.mutex.Lock()
	observers := make([]func(), 0, d.observers.Len())
	for at := d.observers.Front(); at != nil; at = at.Next() {
		observers = append(observers, at.Value.(func()))
	}
	d.mutex.Unlock()
	for _, observe := range observers {
		observe()
	}
}

// changed queues tasks, and does the rest in parallel to the caller, who may be a page.
func (d *Devices) changed(tasks []Task) {
	queueAll(tasks)
	d.clock.AfterFunc(0, func() {
		d.updatePrompts()
		d.tellObservers()
	})
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
	d.changed(tasks)
}

// List returns the immersive XR devices that are available now, for the user to choose from.
func (d *Devices) List() []*Device {
	d.mutex.Lock()
	defer d.mutex.Unlock()
	return slices.Clone(d.list)
}

// Selected returns the immersive XR device that is selected, or nil if there is none. It takes no
// lock.
func (d *Devices) Selected() *Device { return d.current.Load().device }

// Enumerated reports whether devices have been enumerated. It takes no lock.
func (d *Devices) Enumerated() bool { return d.current.Load().enumerated }

// LookUps returns how often requests and queries have looked up a feature of a device, and
// makeXRCompatible the device. It is for tests: without a device it must be as often as with one.
func (d *Devices) LookUps() int64 { return d.lookUps.Load() }

// InSession reports whether any document has an immersive session. It takes no lock.
func (d *Devices) InSession() bool { return d.session.Load() != nil }

// reselect selects an immersive XR device again, and returns the tasks that follow. Documents
// without an immersive session and without event handlers get none. The mutex must be held.
// https://www.w3.org/TR/webxr/#select-an-immersive-xr-device
func (d *Devices) reselect() []Task {
	old := d.current.Load()
	selected := selectDevice(d.list, old.device, d.InSession(), d.preferred)
	d.current.Store(&selection{selected, old.enumerated})
	if !old.enumerated || sameDevice(old.device, selected) {
		return nil
	}
	var ended *Session
	if session := d.session.Load(); session != nil && !selected.serves(session.device, session.mode) {
		ended = d.shutDown()
		ended.deviceGone = true
	}
	var tasks []Task
	if ended != nil && ended.system.listener == nil {
		tasks = append(tasks, ended.endTask())
	}
	for at := d.listeners.Front(); at != nil; at = at.Next() {
		tasks = append(tasks, at.Value.(*XRSystem).changeTask(ended))
	}
	return tasks
}

// Ensure calls then with the immersive XR device: at once if devices have been enumerated, else
// when they have been. When the patience ends first, it calls then with nil.
// https://www.w3.org/TR/webxr/#ensure-an-immersive-xr-device-is-selected
//
// D5: the specification limits neither this wait nor the time that a prompt may take. If a
// runtime that hangs could keep a promise pending for ever, a page would learn of the runtime.
// The wait ends here with the patience; permission.Document ends the wait for a prompt.
func (d *Devices) Ensure(then func(*Device)) {
	if now := d.current.Load(); now.enumerated {
		then(now.device)
		return
	}
	d.mutex.Lock()
	if now := d.current.Load(); now.enumerated {
		d.mutex.Unlock()
		then(now.device)
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

// Forget forgets the features that an origin was granted in a browsing profile, on every device.
func (d *Devices) Forget(partition any, origin string) {
	d.forget(func(key grantKey) bool { return key.partition == partition && key.origin == origin })
	d.PermissionsChanged(partition, origin)
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

// PermissionsChanged makes the [PermissionStatus] objects of an origin's documents in a browsing
// profile query again, if they may show anything: during an immersive session. Call it after the
// user's permission "xr" for the origin has changed.
func (d *Devices) PermissionsChanged(partition any, origin string) {
	session := d.session.Load()
	if session == nil {
		return
	}
	if x := session.system; x.document.Partition == partition && x.document.Origin == origin {
		session.denied.Store(x.deniedXR(session.mode))
		x.queueRefresh()
	}
}
