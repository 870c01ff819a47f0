// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/doctor/process"
)

// knownService is the service that a runtime's library connects to.
type knownService struct {
	name string
	// libraries are the file names of the runtime's library.
	libraries []string
	// program is the service's process.
	program string
	// sockets are the names of its socket in XDG_RUNTIME_DIR, the newest first; nil if the
	// service is not found by a socket there.
	sockets []string
	// start is the command that starts the service.
	start string
}

// knownServices are told apart by their libraries, since names change between versions.
// Older releases of WiVRn use its second socket.
var knownServices = []knownService{
	{name: "Monado", libraries: []string{"libopenxr_monado.so"}, program: "monado-service", sockets: []string{"monado_comp_ipc"}, start: "monado-service"},
	{name: "WiVRn", libraries: []string{"libopenxr_wivrn.so"}, program: "wivrn-server", sockets: []string{"wivrn/comp_ipc", "wivrn_comp_ipc"}, start: "wivrn-dashboard"},
	{name: "SteamVR", libraries: []string{"vrclient.so", "vrclient_x64.dll", "vrclient.dll"}, program: "vrserver", start: "steam steam://rungameid/250820"},
}

// serviceOf returns the service of a runtime's library.
func serviceOf(library *string) (knownService, bool) {
	if library == nil {
		return knownService{}, false
	}
	file := path.Base(strings.ReplaceAll(*library, `\`, "/"))
	at := slices.IndexFunc(knownServices, func(s knownService) bool { return slices.Contains(s.libraries, file) })
	if at < 0 {
		return knownService{}, false
	}
	return knownServices[at], true
}

// command returns the command that starts the service.
func (k knownService) command(r *report.Runtime) string {
	if k.name == "WiVRn" && r.Library != nil && strings.Contains(*r.Library, "/flatpak/") {
		return "flatpak run io.github.wivrn.wivrn"
	}
	return k.start
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
		for _, socket := range s.service.sockets {
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
func (s *serviceCase) sessionWithSocket(service knownService) string {
	names, _ := s.patient.Host.ReadDir(sessionsDir) // sessions that cannot be listed are not seen
	slices.Sort(names)
	for _, name := range names {
		dir := path.Join(sessionsDir, name)
		for _, socket := range service.sockets {
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
	if p.Host.Root != "" {
		return nil
	}
	return processesNamed(p, program)
}

func processesNamed(p *Patient, program string) []process.Process {
	return process.Named(p.Host, program)
}
