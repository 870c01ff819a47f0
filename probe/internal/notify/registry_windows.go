// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package notify

import (
	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// Registry wakes when a key of the machine's half of the registry changes.
type Registry struct {
	keys         []string
	open         []registry.Key
	changed, end windows.Handle
	wake         func()
	ended        chan struct{}
}

// WatchRegistry returns notifications about keys below HKEY_LOCAL_MACHINE: those that exist,
// so that the key comes first and then those above it, of which one must exist. They call
// wake from a goroutine of their own.
func WatchRegistry(keys []string, wake func()) (*Registry, error) {
	r := &Registry{keys: keys, wake: wake, ended: make(chan struct{})}
	var err error
	if r.changed, err = windows.CreateEvent(nil, 0, 0, nil); err == nil {
		r.end, err = windows.CreateEvent(nil, 1, 0, nil)
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

// arm asks for the next change of each key, which the system tells of once. A key may have
// come or gone with the last one, and may come while one above it is opened: nobody would
// tell. That a key goes is told by the one above it.
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

// disarm closes the keys, which the system tells of too.
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
		return nil // it does not exist, or is not ours to see: those above it tell
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
		which, err := windows.WaitForMultipleObjects([]windows.Handle{r.end, r.changed}, false, windows.INFINITE)
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

// Close ends the notifications. None comes after it.
func (r *Registry) Close() {
	_ = windows.SetEvent(r.end)
	<-r.ended
	r.release()
}

func (r *Registry) release() {
	r.disarm()
	for _, handle := range []windows.Handle{r.changed, r.end} {
		if handle != 0 {
			_ = windows.CloseHandle(handle)
		}
	}
}
