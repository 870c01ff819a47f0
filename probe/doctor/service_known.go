// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"

	"github.com/xrprobe/xrprobe/probe/doctor/process"
	"github.com/xrprobe/xrprobe/probe/internal/services"
)

// serviceOf returns the service of a runtime's library.
func serviceOf(library *string) (services.Service, bool) {
	if library == nil {
		return services.Service{}, false
	}
	return services.Of(*library)
}

// The directory of the users' XDG_RUNTIME_DIRs, and the one that older releases use.
const (
	sessionsDir  = "/run/user"
	temporaryDir = "/tmp"
)

// socketPlaces returns where the runtime's library looks for the socket: in
// XDG_RUNTIME_DIR. If that is not set, Monado up to 25.0.0 takes /tmp, and newer releases
// XDG_CACHE_HOME.
func (s *serviceCase) socketPlaces() []string {
	dirs := []string{s.dir}
	if !s.dirSet {
		cache, _ := s.variable("XDG_CACHE_HOME")
		dirs = []string{temporaryDir, cache}
	}
	var places []string
	for _, dir := range dirs {
		for _, socket := range s.service.Sockets {
			if path.IsAbs(dir) {
				places = append(places, path.Join(dir, socket))
			}
		}
	}
	return places
}

// socketHere reports whether the socket is where the runtime's library looks for it.
func (s *serviceCase) socketHere() bool {
	return slices.ContainsFunc(s.socketPlaces(), s.isSocket)
}

// socket returns the path of the service's socket: one that is there, or the newest.
func (s *serviceCase) socket() string {
	places := s.socketPlaces()
	if at := slices.IndexFunc(places, s.isSocket); at >= 0 {
		return places[at]
	}
	return places[0]
}

// isSocket reports whether a path leads to a socket. It does not connect.
func (s *serviceCase) isSocket(file string) bool {
	return s.patient.Host.FileAt(file).Mode.Type() == fs.ModeSocket
}

// sessionWithSocket returns another session's directory in which the service's socket is,
// or "".
func (s *serviceCase) sessionWithSocket(service services.Service) string {
	names, _ := s.patient.Host.ReadDir(sessionsDir) // sessions that cannot be listed are not seen
	slices.Sort(names)
	for _, name := range names {
		dir := path.Join(sessionsDir, name)
		for _, socket := range service.Sockets {
			if !sameDir(dir, s.dir) && s.isSocket(path.Join(dir, socket)) {
				return dir
			}
		}
	}
	return ""
}

// ownSession returns the directory of this user's session, or "".
func (s *serviceCase) ownSession() string {
	dir := fmt.Sprintf("%s/%d", sessionsDir, os.Getuid())
	if !s.patient.Host.FileAt(dir).Mode.IsDir() {
		return ""
	}
	return dir
}

// servicesRunning returns the processes of a program. It looks at this machine only.
func servicesRunning(p *Patient, program string) []process.Process {
	if !p.HasProcesses() {
		return nil
	}
	return processesNamed(p, program)
}

func processesNamed(p *Patient, program string) []process.Process {
	return process.Named(p.Host, program)
}
