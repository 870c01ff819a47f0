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
	key          registry.Key
	changed, end windows.Handle
	wake         func()
	ended        chan struct{}
}

// WatchRegistry returns notifications about a key below HKEY_LOCAL_MACHINE: about the first
// of the keys that exists, so that the key comes first and then those above it. They call
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

// arm asks for the next change, which the system tells of once. The key may have come or
// gone with the last one, and may come while one above it is opened: nobody would tell.
func (r *Registry) arm() (err error) {
	for at, path := range r.keys {
		_ = r.key.Close()
		if r.key, err = registry.OpenKey(registry.LOCAL_MACHINE, path, registry.NOTIFY); err != nil {
			continue
		}
		const what = windows.REG_NOTIFY_CHANGE_NAME | windows.REG_NOTIFY_CHANGE_LAST_SET | windows.REG_NOTIFY_THREAD_AGNOSTIC
		err = windows.RegNotifyChangeKeyValue(windows.Handle(r.key), false, what, r.changed, true)
		if err == nil && at > 0 && exists(r.keys[at-1]) {
			return r.arm()
		}
		return err
	}
	return err
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
	_ = r.key.Close()
	for _, handle := range []windows.Handle{r.changed, r.end} {
		if handle != 0 {
			_ = windows.CloseHandle(handle)
		}
	}
}
