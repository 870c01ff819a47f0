// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package notify

import (
	"maps"
	"path/filepath"
	"sync"

	"github.com/fsnotify/fsnotify"
)

// Files wakes when entries of folders change that lead to paths of interest.
type Files struct {
	watcher *fsnotify.Watcher
	wake    func()
	ended   chan struct{}

	mutex sync.Mutex
	// names are the entries of interest, by their folder.
	names map[string]map[string]bool
}

// WatchFiles returns notifications that call wake, from a goroutine of their own. The error
// is the system's, such as when it has no more to give.
func WatchFiles(wake func()) (*Files, error) {
	watcher, err := fsnotify.NewBufferedWatcher(64)
	if err != nil {
		return nil, err
	}
	f := &Files{watcher: watcher, wake: wake, ended: make(chan struct{}), names: map[string]map[string]bool{}}
	go f.run()
	return f, nil
}

// Follow replaces the paths of interest. Of a path whose folder does not exist nothing is
// heard, so the folder should be among the paths. It reports whether every folder that
// exists is watched.
func (f *Files) Follow(paths []string) bool {
	wanted := map[string]map[string]bool{}
	for _, path := range paths {
		folder, name := filepath.Dir(path), filepath.Base(path)
		if wanted[folder] == nil {
			wanted[folder] = map[string]bool{}
		}
		wanted[folder][name] = true
	}
	f.mutex.Lock()
	f.names = wanted
	f.mutex.Unlock()
	for _, folder := range f.watcher.WatchList() {
		if wanted[folder] == nil {
			_ = f.watcher.Remove(folder) // it may be gone, and its watch with it
		}
	}
	whole := true
	for folder := range maps.Keys(wanted) {
		whole = f.watcher.Add(folder) == nil && whole
	}
	return whole
}

// Close ends the notifications. None comes after it.
func (f *Files) Close() {
	_ = f.watcher.Close()
	<-f.ended
}

func (f *Files) run() {
	defer close(f.ended)
	for {
		select {
		case event, open := <-f.watcher.Events:
			if !open {
				return
			}
			if f.matters(event) {
				f.wake()
			}
		case _, open := <-f.watcher.Errors: // events were lost
			if !open {
				return
			}
			f.wake()
		}
	}
}

// matters reports whether an event is about an entry of interest, or about a folder of
// entries itself.
func (f *Files) matters(event fsnotify.Event) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.names[event.Name] != nil || f.names[filepath.Dir(event.Name)][filepath.Base(event.Name)]
}
