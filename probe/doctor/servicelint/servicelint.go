// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package servicelint

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/doctor/process"
	"github.com/xrprobe/xrprobe/probe/internal/services"
)

// Linters returns the linters of the package.
func Linters() []lint.Linter {
	return []lint.Linter{serviceDown, serviceElsewhere, deadSocket, twoServices, otherService, outdatedService, otherBuildService}
}

// scene is the active runtime, its service, and what is seen of it.
type scene struct {
	*lint.Patient
	active  *report.Runtime
	service services.Service
	// dir is XDG_RUNTIME_DIR, or "" if that is no absolute path.
	dir string
	// running are the processes of the service, those first that may be this user's.
	running []process.Process
}

// sceneOf reports false if the active runtime has no service that is known by its socket, if its processes cannot be seen, or if the
// runtime was executed: then its own answer tells more.
func sceneOf(p *lint.Patient) (scene, bool) {
	active := p.Report.Active()
	if active == nil || active.Library == nil || active.Cause != nil || active.Reached == nil || active.Reached.AtLeast(report.LevelLibrary) {
		return scene{}, false
	}
	service, known := services.Of(*active.Library)
	if !known || service.Sockets == nil || !p.HasProcesses() || p.Host.User != "" || p.View != nil || place.Inside(p.Host).Kind != "" {
		return scene{}, false
	}
	s := scene{Patient: p, active: active, service: service, running: process.Named(p.Host, service.Program)}
	if dir := p.Variable("XDG_RUNTIME_DIR"); path.IsAbs(dir) {
		s.dir = path.Clean(dir)
	}
	return s, true
}

// command is the command that starts the service.
func (s scene) command() string { return s.service.Command(*s.active.Library) }

// isSocket reports whether a path leads to a socket. It does not connect.
func (s scene) isSocket(file string) bool { return s.Host.FileAt(file).Mode.Type() == fs.ModeSocket }

// socketIn returns the socket of a service in a directory, or "".
func (s scene) socketIn(dir string, service services.Service) string {
	for _, name := range service.Sockets {
		if file := path.Join(dir, name); path.IsAbs(dir) && s.isSocket(file) {
			return file
		}
	}
	return ""
}

// sessions is the directory of the users' XDG_RUNTIME_DIRs.
const sessions = "/run/user"

// elsewhere returns another directory in which the service's socket is, as its process or the sessions tell, or "".
func (s scene) elsewhere() string {
	for _, running := range s.running {
		if dir := path.Clean(running.Variable("XDG_RUNTIME_DIR")); path.IsAbs(dir) && dir != s.dir && s.socketIn(dir, s.service) != "" {
			return dir
		}
	}
	names, _ := s.Host.ReadDir(sessions) // sessions that cannot be listed are not seen
	slices.Sort(names)
	for _, name := range names {
		if dir := path.Join(sessions, name); dir != s.dir && s.socketIn(dir, s.service) != "" {
			return dir
		}
	}
	return ""
}

// listened reports whether a process listens to a socket of the same name, and whether that is known.
func (s scene) listened(socket string) (listens, known bool) {
	data, err := s.Host.ReadFile("/proc/net/unix")
	if err != nil {
		return false, false
	}
	const listening = "00010000"
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) >= 8 && fields[3] == listening && path.Base(fields[7]) == path.Base(socket) {
			return true, true
		}
	}
	return false, true
}

// program returns the file that a process executes, and reports whether it was replaced or removed since.
func (s scene) program(p process.Process) (file string, replaced bool) {
	return strings.CutSuffix(s.Host.FileAt(p.Link("exe")).Target, " (deleted)")
}

// problem returns a problem of the active runtime.
func (s scene) problem(id string, severity report.Severity, text, fix string) []report.Problem {
	return []report.Problem{lint.Problem(id, severity, s.active.ID, text, fix)}
}

// installed returns the manifest of an installed runtime of a service, or "".
func (s scene) installed(service services.Service) string {
	at := slices.IndexFunc(s.Installed, func(f loader.Found) bool {
		of, known := services.Of(f.Manifest.Library)
		return f.Err == nil && known && of.Name == service.Name
	})
	if at < 0 {
		return ""
	}
	return s.Installed[at].Path
}
