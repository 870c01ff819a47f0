// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package services

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"time"

	"github.com/xrprobe/xrprobe/probe/internal/sockets"
)

// Places returns the paths at which a runtime's library looks for the socket of its service. It returns none for a library of a
// runtime that has no such service, as far as is known. Lookup reads the variables of the process that loads the library.
func Places(library string, lookup func(string) (string, bool)) []string {
	service, _ := Of(library)
	var places []string
	for _, dir := range directories(lookup) {
		for _, socket := range service.Sockets {
			if path.IsAbs(dir) {
				places = append(places, path.Join(dir, socket))
			}
		}
	}
	return places
}

// directories returns where sockets are: in XDG_RUNTIME_DIR. If that is not set, Monado up to 25.0.0 takes /tmp, and newer
// releases XDG_CACHE_HOME.
func directories(lookup func(string) (string, bool)) []string {
	if dir, set := lookup("XDG_RUNTIME_DIR"); set {
		return []string{dir}
	}
	cache, _ := lookup("XDG_CACHE_HOME")
	return []string{"/tmp", cache}
}

// Socket is a socket that is there.
type Socket struct {
	Path string
	// Made is when the socket was made. A service that starts again makes another one.
	Made time.Time
	// Listening says that a process listens at the socket, as far as the system tells.
	Listening bool
}

// Sockets are the sockets that are there, in the order of their places.
type Sockets []Socket

// Look looks for sockets at the places.
func Look(places []string) Sockets {
	var there Sockets
	for _, place := range places {
		info, err := os.Stat(place)
		if err == nil && info.Mode().Type() == fs.ModeSocket {
			there = append(there, Socket{Path: place, Made: made(info)})
		}
	}
	if len(there) == 0 {
		return nil
	}
	listening, told := listeners()
	for i := range there {
		there[i].Listening = !told || listening[canonical(there[i].Path)]
	}
	return there
}

// Ready returns the sockets at which a process listens.
func (s Sockets) Ready() Sockets {
	return slices.DeleteFunc(slices.Clone(s), func(one Socket) bool { return !one.Listening })
}

// Newest returns when the newest of the sockets was made. It returns the zero time if there is none.
func (s Sockets) Newest() time.Time {
	var newest time.Time
	for _, one := range s {
		if one.Made.After(newest) {
			newest = one.Made
		}
	}
	return newest
}

// listeners returns the paths of the sockets at which a process of this network namespace listens. Told is false if the system
// does not list them.
func listeners() (paths map[string]bool, told bool) {
	all, err := sockets.Unix()
	if err != nil {
		return nil, false
	}
	paths = map[string]bool{}
	for _, listener := range all {
		if filepath.IsAbs(listener.Address) {
			paths[canonical(listener.Address)] = true
		}
	}
	return paths, true
}

// canonical returns a path without symbolic links in its directory. The socket itself keeps its name, by which it was bound.
func canonical(socket string) string {
	dir, err := filepath.EvalSymlinks(filepath.Dir(socket))
	if err != nil {
		return filepath.Clean(socket)
	}
	return filepath.Join(dir, filepath.Base(socket))
}
