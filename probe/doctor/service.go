// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/process"
	"github.com/xrprobe/xrprobe/probe/doctor/runtimelog"
	"github.com/xrprobe/xrprobe/probe/internal/services"
)

var unreachableService = Linter{
	ID:      "unreachable_service",
	Explain: "A runtime created no instance: what the runtime itself says, and where its service is.",
	Reports: []string{report.CauseXrError},
	Check: func(_ context.Context, p *Patient) []report.Problem {
		var found []report.Problem
		for i := range p.Report.Runtimes {
			if problem := serviceProblem(p, &p.Report.Runtimes[i], func(program string) []process.Process { return servicesRunning(p, program) }); problem != nil {
				found = append(found, *problem)
			}
		}
		return found
	},
}

// serviceResults are what runtimes answer if they cannot reach their service.
var serviceResults = []string{"XR_ERROR_RUNTIME_FAILURE", "XR_ERROR_RUNTIME_UNAVAILABLE", "XR_ERROR_INITIALIZATION_FAILED"}

// serviceProblem returns the problem of a runtime that created no instance, or nil if no
// more is known than its cause says. The function returns the processes of a program.
func serviceProblem(p *Patient, r *report.Runtime, running func(string) []process.Process) *report.Problem {
	cause := r.Cause
	if cause == nil || cause.Code != report.CauseXrError || cause.Result == nil ||
		!cause.Level.AtLeast(report.LevelInstance) || !slices.Contains(serviceResults, *cause.Result) {
		return nil
	}
	s := serviceCase{patient: p, runtime: r, running: running}
	if r.Log != nil {
		s.word = runtimelog.Word(*r.Log)
	}
	what, fix := s.explain()
	if what == "" && fix == "" && s.word == "" {
		return nil
	}
	problem := report.Problem{ID: cause.Code, Severity: report.SeverityError, Subject: r.ID, Text: cause.Text, Fix: cause.Fix}
	if what != "" {
		problem.Text += ": " + what
	}
	if s.word != "" {
		problem.Text += "; the runtime says: " + s.word
	}
	if fix != "" {
		problem.Fix = &fix
	}
	return &problem
}

// serviceCase is one runtime that created no instance.
type serviceCase struct {
	patient *Patient
	runtime *report.Runtime
	running func(program string) []process.Process
	// word is what the runtime itself says, or "".
	word string
	// service is the one that the runtime needs.
	service services.Service
	// dir is the XDG_RUNTIME_DIR of the runtime's process.
	dir    string
	dirSet bool
}

// explain returns what is wrong, and the one fix. Both are "" if that is not known.
func (s *serviceCase) explain() (what, fix string) {
	service, known := serviceOf(s.runtime.Library)
	if library, running, found := runtimelog.Versions(s.runtime.Log); found {
		s.word = "" // the versions are all of it
		return s.otherRelease(service, library, running)
	}
	if !known {
		return "", ""
	}
	s.service = service
	s.dir, s.dirSet = s.variable("XDG_RUNTIME_DIR")
	running := s.running(service.Program)
	switch {
	case service.Sockets == nil && len(running) > 0:
		return fmt.Sprintf("%s runs (process %d), but does not answer", service.Program, running[0].PID), "Restart " + service.Name + " and ask again."
	case service.Sockets == nil:
		return s.notRunning(), "Start " + service.Name + " and ask again: " + service.Start
	case s.socketHere() && !strings.Contains(s.word, "No such file"): // else the library looks for another socket
		return s.socketThere()
	case !path.IsAbs(s.dir):
		return s.noDirectory(running)
	case s.directoryIsClosed():
		return s.closedDirectory()
	default:
		return s.noSocket(running)
	}
}

// command returns the command that starts the service of the runtime.
func (s *serviceCase) command() string { return s.service.Command(*s.runtime.Library) }

// variable returns a variable of the process that executed the runtime: that process has
// this process's environment, even if the configuration is another user's.
func (s *serviceCase) variable(name string) (string, bool) {
	if s.patient.Host.User != "" {
		return os.LookupEnv(name)
	}
	return s.patient.Host.Getenv(name)
}

func (s *serviceCase) otherRelease(service services.Service, library, running string) (what, fix string) {
	what = fmt.Sprintf("the service that runs is of version %s, and the runtime's library of version %s", running, library)
	if service.Program == "" {
		return what, "Stop the service that runs, and start the one that was installed together with the runtime's library."
	}
	return what, fmt.Sprintf("Stop the %s that runs, and start the one of version %s, which belongs to the library.", service.Program, library)
}

// socketThere explains a socket that is where the runtime looks for it.
func (s *serviceCase) socketThere() (what, fix string) {
	socket := s.socket()
	switch {
	case strings.Contains(s.word, "refused"):
		return "the socket of " + s.service.Name + "'s service is there, but no process listens to it",
			fmt.Sprintf("In another terminal: rm %s && %s", shellWord(socket), s.command())
	case strings.Contains(s.word, "denied"):
		return "the socket of " + s.service.Name + "'s service is not open to this user", s.startAsThisUser()
	default:
		return s.service.Name + "'s socket " + socket + " is there", fmt.Sprintf("Restart %s and ask again.", s.service.Program)
	}
}

// noDirectory explains an XDG_RUNTIME_DIR that names no directory.
func (s *serviceCase) noDirectory(running []process.Process) (what, fix string) {
	what = "XDG_RUNTIME_DIR is not set"
	switch {
	case s.dirSet && s.dir == "":
		what = "XDG_RUNTIME_DIR is empty"
	case s.dirSet:
		what = fmt.Sprintf("XDG_RUNTIME_DIR is the relative path %q", s.dir)
	}
	what += fmt.Sprintf(", so %s's library does not find the socket of %s", s.service.Name, s.service.Program)
	for _, found := range running {
		if path.IsAbs(found.Variable("XDG_RUNTIME_DIR")) {
			return what, exported(found.Variable("XDG_RUNTIME_DIR"))
		}
	}
	if dir := s.sessionWithSocket(s.service); dir != "" {
		return what, exported(dir)
	}
	if own := s.ownSession(); own != "" {
		return what, exported(own)
	}
	return what, fmt.Sprintf("Set XDG_RUNTIME_DIR to the directory that %s was started with.", s.service.Program)
}

// directoryIsClosed reports whether the operating system refuses to let this user look into XDG_RUNTIME_DIR.
// Who becomes another user often keeps the variable of the first.
func (s *serviceCase) directoryIsClosed() bool {
	return s.patient.Host.FileAt(path.Join(s.dir, s.service.Sockets[0])).State == loader.StateFailed
}

func (s *serviceCase) closedDirectory() (what, fix string) {
	what = fmt.Sprintf("XDG_RUNTIME_DIR is %s, into which this user may not look", s.dir)
	if own := s.ownSession(); own != "" && !sameDir(own, s.dir) {
		return what, exported(own)
	}
	return what, "Log in as this user (su keeps the variable of the user before), or set it to a directory of this user's."
}

// noSocket explains that there is no socket where the runtime looks for one.
func (s *serviceCase) noSocket(running []process.Process) (what, fix string) {
	name, program := s.service.Name, s.service.Program
	if len(running) > 0 && (running[0].Readable || running[0].IsAnotherUsers()) {
		return s.runsElsewhere(running[0])
	}
	if dir := s.sessionWithSocket(s.service); dir != "" {
		return fmt.Sprintf("the socket of %s's service is in %s, but XDG_RUNTIME_DIR is %s", name, dir, s.dir), exported(dir)
	}
	if len(running) > 0 {
		return fmt.Sprintf("%s runs (process %d), but has no socket in %s; its own XDG_RUNTIME_DIR cannot be read", program, running[0].PID, s.dir), s.restartHere()
	}
	if other, is := s.otherService(); is {
		return fmt.Sprintf("a socket of %s's service is here, but none of %s, which was asked", other.Name, name), s.choose(other)
	}
	if s.socketHere() {
		return fmt.Sprintf("the socket %s is that of another release of %s than the library's", s.socket(), name),
			fmt.Sprintf("Stop the service, and start the %s that belongs to the library.", program)
	}
	return fmt.Sprintf("no socket of %s's service is in %s", name, s.dir), fmt.Sprintf("In another terminal, start %s's service: %s", name, s.command())
}

// runsElsewhere explains a service that runs, but has no socket where the runtime looks for one.
func (s *serviceCase) runsElsewhere(service process.Process) (what, fix string) {
	what = fmt.Sprintf("%s runs (process %d)", s.service.Program, service.PID)
	dir := service.Variable("XDG_RUNTIME_DIR")
	switch {
	case !service.Readable:
		return what + ", but as another user", s.startAsThisUser()
	case sameDir(dir, s.dir):
		return what + ", but its socket " + s.socket() + " is gone", fmt.Sprintf("Restart %s and ask again.", s.service.Program)
	case path.IsAbs(dir):
		return what + fmt.Sprintf(" with XDG_RUNTIME_DIR=%s, but in this session it is %s", dir, s.dir), exported(dir)
	default:
		return what + " without XDG_RUNTIME_DIR, but in this session it is " + s.dir, s.restartHere()
	}
}

// notRunning says that a service has no process, where processes are looked at.
func (s *serviceCase) notRunning() string {
	if s.patient.Host.Root != "" {
		return ""
	}
	service, _ := serviceOf(s.runtime.Library)
	return service.Program + " does not run"
}

// startAsThisUser is the fix for another user's service.
func (s *serviceCase) startAsThisUser() string {
	return "Stop that service, and start it as this user: " + s.command()
}

// restartHere is the fix for a service that runs with another directory, or none.
func (s *serviceCase) restartHere() string {
	return fmt.Sprintf("Stop it, and start it in another terminal: XDG_RUNTIME_DIR=%s %s", shellWord(s.dir), s.command())
}

// otherService returns another runtime's service that is seen here.
func (s *serviceCase) otherService() (services.Service, bool) {
	for _, other := range services.All() {
		if other.Name == s.service.Name || other.Sockets == nil {
			continue
		}
		for _, socket := range other.Sockets {
			if s.isSocket(path.Join(s.dir, socket)) {
				return other, true
			}
		}
	}
	return services.Service{}, false
}

// choose returns how to use the runtime whose service runs.
func (s *serviceCase) choose(other services.Service) string {
	for _, installed := range s.patient.Installed {
		if service, known := serviceOf(&installed.Manifest.Library); known && installed.Err == nil && service.Name == other.Name {
			return "export XR_RUNTIME_JSON=" + shellWord(installed.Path)
		}
	}
	return fmt.Sprintf("Make %s's manifest the active one, or start %s in its place.", other.Name, s.command())
}

func exported(dir string) string { return "export XDG_RUNTIME_DIR=" + shellWord(dir) }
func sameDir(a, b string) bool   { return a != "" && path.Clean(a) == path.Clean(b) }
