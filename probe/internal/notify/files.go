// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package notify

import (
	"maps"
	"path/filepath"
	"strings"
	"sync"

	"github.com/fsnotify/fsnotify"
)

// Files watches directory entries.
type Files struct {
	watcher *fsnotify.Watcher
	wake    func()
	ended   chan struct{}

	mutex sync.Mutex
	// names holds the names of the watched entries of each directory, and patterns of names.
	names map[string]map[string]bool
}

// WatchFiles returns a watcher that follows no paths yet. It calls wake from a goroutine of
// its own. The error comes from the operating system, for example when it cannot make more
// watchers.
func WatchFiles(wake func()) (*Files, error) {
	watcher, err := fsnotify.NewBufferedWatcher(64)
	if err != nil {
		return nil, err
	}
	f := &Files{watcher: watcher, wake: wake, ended: make(chan struct{}), names: map[string]map[string]bool{}}
	go f.run()
	return f, nil
}

// Follow replaces the watched paths. Each path is watched through its directory, so a path
// whose directory does not exist cannot be watched: add the directory to the paths as well,
// and call Follow again once it exists. A "*" in the last element of a path stands for any
// text, as in filepath.Match: "/usr/share/openxr/1/*.json" are all manifests there, also those
// that do not exist yet. Follow reports whether all of the directories are watched.
func (f *Files) Follow(paths []string) bool {
	wanted := map[string]map[string]bool{}
	for _, path := range paths {
		dir, name := filepath.Dir(path), filepath.Base(path)
		if wanted[dir] == nil {
			wanted[dir] = map[string]bool{}
		}
		wanted[dir][name] = true
	}
	f.mutex.Lock()
	f.names = wanted
	f.mutex.Unlock()
	for _, dir := range f.watcher.WatchList() {
		if wanted[dir] == nil {
			_ = f.watcher.Remove(dir) // fails if the directory has been deleted, and its watch with it
		}
	}
	complete := true
	for dir := range maps.Keys(wanted) {
		complete = f.watcher.Add(dir) == nil && complete
	}
	return complete
}

// Close stops the watcher. It never calls wake after Close has returned.
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
			if f.concerns(event) {
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

// concerns reports whether an event is about a watched entry, or about a directory with
// watched entries.
func (f *Files) concerns(event fsnotify.Event) bool {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.names[event.Name] != nil || watches(f.names[filepath.Dir(event.Name)], filepath.Base(event.Name))
}

// watches reports whether a name is one of the watched names, or fits one of the patterns.
func watches(names map[string]bool, name string) bool {
	if names[name] {
		return true
	}
	for pattern := range names {
		if fits, _ := filepath.Match(pattern, name); fits && strings.Contains(pattern, "*") {
			return true
		}
	}
	return false
}
