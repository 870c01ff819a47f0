// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package servicelint

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/internal/services"
)

var serviceDown = lint.Linter{
	ID:       "service_down",
	Explain:  "The service of the active runtime does not run, and has no socket.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		s, ok := sceneOf(p)
		if !ok || s.dir == "" || s.socketIn(s.dir, s.service) != "" || !s.ofOthers() || s.elsewhere() != "" || s.other() != nil {
			return nil
		}
		runs := "does not run"
		if len(s.running) > 0 {
			runs = fmt.Sprintf("runs for another user (process %d)", s.running[0].PID)
		}
		text := fmt.Sprintf("%s %s, and no socket of %s's service is in %s", s.service.Program, runs, s.service.Name, s.dir)
		return s.problem("service_down", report.SeverityWarning, text, fmt.Sprintf("In another terminal, start %s's service: %s", s.service.Name, s.command()))
	},
}

var serviceElsewhere = lint.Linter{
	ID:       "service_elsewhere",
	Explain:  "The socket of the active runtime's service is in another directory than XDG_RUNTIME_DIR, where the runtime looks for it.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		s, ok := sceneOf(p)
		if !ok || s.dir != "" && s.socketIn(s.dir, s.service) != "" {
			return nil
		}
		dir := s.elsewhere()
		if dir == "" {
			return nil
		}
		here := "is not set to a directory here"
		if s.dir != "" {
			here = "is " + s.dir + " here"
		}
		text := fmt.Sprintf("The socket of %s's service is in %s, but XDG_RUNTIME_DIR %s", s.service.Name, dir, here)
		return s.problem("service_elsewhere", report.SeverityWarning, text, "export XDG_RUNTIME_DIR="+shell.Word(dir))
	},
}

var deadSocket = lint.Linter{
	ID:       "dead_socket",
	Explain:  "The socket of the active runtime's service is there, and no process listens to it.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		s, ok := sceneOf(p)
		if !ok || s.dir == "" || len(s.running) > 0 {
			return nil
		}
		socket := s.socketIn(s.dir, s.service)
		if socket == "" {
			return nil
		}
		if listens, known := s.listened(socket); listens || !known {
			return nil
		}
		text := fmt.Sprintf("The socket %s of %s's service is there, but no process listens to it, and %s does not run", socket, s.service.Name, s.service.Program)
		return s.problem("dead_socket", report.SeverityWarning, text, fmt.Sprintf("In another terminal: rm %s && %s", shell.Word(socket), s.command()))
	},
}

var otherService = lint.Linter{
	ID:       "other_service",
	Explain:  "The service of another runtime than the active one runs.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		s, ok := sceneOf(p)
		if !ok || s.dir == "" {
			return nil
		}
		other := s.other()
		if other == nil {
			return nil
		}
		text := fmt.Sprintf("A process listens to the socket of %s's service, but the active runtime is %s, whose service does not run", other.Name, s.service.Name)
		fix := fmt.Sprintf("In another terminal, start %s's service: %s", s.service.Name, s.command())
		if manifest := s.installed(*other); manifest != "" {
			fix = fmt.Sprintf("To use %s: %s", other.Name, shell.Set(p.GOOS(), "XR_RUNTIME_JSON", manifest))
		}
		return s.problem("other_service", report.SeverityWarning, text, fix)
	},
}

// other returns the service of another runtime that runs here in place of the active one's, or nil.
func (s scene) other() *services.Service {
	if len(s.running) > 0 || s.socketIn(s.dir, s.service) != "" {
		return nil
	}
	for _, candidate := range services.All() {
		socket := s.socketIn(s.dir, candidate)
		if candidate.Name == s.service.Name || socket == "" {
			continue
		}
		if listens, known := s.listened(socket); listens && known {
			return &candidate
		}
	}
	return nil
}
