// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package notify

import (
	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// Registry watches keys below HKEY_LOCAL_MACHINE.
type Registry struct {
	keys          []string
	open          []registry.Key
	changed, stop windows.Handle
	wake          func()
	ended         chan struct{}
}

// WatchRegistry returns a watcher for a registry key below HKEY_LOCAL_MACHINE. Keys are the
// key itself and then the keys above it, from the inside out; at least one of them must
// exist. The watcher calls wake from a goroutine of its own.
func WatchRegistry(keys []string, wake func()) (*Registry, error) {
	r := &Registry{keys: keys, wake: wake, ended: make(chan struct{})}
	var err error
	if r.changed, err = windows.CreateEvent(nil, 0, 0, nil); err == nil {
		r.stop, err = windows.CreateEvent(nil, 1, 0, nil)
	}
	if err == nil {
		err = r.arm()
	}
	if err != nil {
		r.release()
		return nil, err
	}
	go r.run()
	return r, nil
}

// arm asks Windows for the next change of each existing key; Windows reports only one change
// for each request. The last change may have created or deleted a key. A key may also be
// created while arm opens the one above it, without a report: then arm starts again. The
// deletion of a key is reported as a change of the key above it.
func (r *Registry) arm() error {
	for {
		r.disarm()
		for _, path := range r.keys {
			if err := r.armKey(path); err != nil {
				return err
			}
		}
		if len(r.open) == 0 {
			return registry.ErrNotExist
		}
		if missing := len(r.keys) - len(r.open); missing == 0 || !exists(r.keys[missing-1]) {
			return nil
		}
	}
}

// disarm closes the keys. Windows reports that as a change, so disarm also resets the event.
func (r *Registry) disarm() {
	for _, key := range r.open {
		_ = key.Close()
	}
	r.open = nil
	_ = windows.ResetEvent(r.changed)
}

func (r *Registry) armKey(path string) error {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, path, registry.NOTIFY)
	if err != nil {
		return nil // the key does not exist or cannot be opened: the keys above it are watched
	}
	r.open = append(r.open, key)
	const what = windows.REG_NOTIFY_CHANGE_NAME | windows.REG_NOTIFY_CHANGE_LAST_SET | windows.REG_NOTIFY_THREAD_AGNOSTIC
	return windows.RegNotifyChangeKeyValue(windows.Handle(key), false, what, r.changed, true)
}

func exists(path string) bool {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, path, registry.NOTIFY)
	_ = key.Close()
	return err == nil
}

func (r *Registry) run() {
	defer close(r.ended)
	for {
		which, err := windows.WaitForMultipleObjects([]windows.Handle{r.stop, r.changed}, false, windows.INFINITE)
		if err != nil || which == windows.WAIT_OBJECT_0 {
			return
		}
		err = r.arm()
		r.wake()
		if err != nil {
			return
		}
	}
}

// Close stops the watcher. It never calls wake after Close has returned.
func (r *Registry) Close() {
	_ = windows.SetEvent(r.stop)
	<-r.ended
	r.release()
}

func (r *Registry) release() {
	r.disarm()
	for _, handle := range []windows.Handle{r.changed, r.stop} {
		if handle != 0 {
			_ = windows.CloseHandle(handle)
		}
	}
}
