// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package servicelint

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/doctor/process"
)

var twoServices = lint.Linter{
	ID:       "two_services",
	Explain:  "Two processes of the active runtime's service run at once, and only one of them can have the headset.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		s, ok := sceneOf(p)
		if !ok {
			return nil
		}
		var own []process.Process
		for _, running := range s.running {
			if running.Readable && !s.isChild(running) && (len(own) == 0 || running.IsOfUserOf(own[0])) {
				own = append(own, running)
			}
		}
		if len(own) < 2 {
			return nil
		}
		text := fmt.Sprintf("%s runs twice (processes %d and %d), and only one of them can have the headset", s.service.Program, own[0].PID, own[1].PID)
		return s.problem("two_services", report.SeverityWarning, text, fmt.Sprintf("Stop the one that does not serve this session: kill %d", s.stray(own).PID))
	},
}

// ofOthers reports whether the service runs for other users only.
func (s scene) ofOthers() bool {
	return !slices.ContainsFunc(s.running, func(p process.Process) bool { return !p.IsAnotherUsers() })
}

// isChild reports whether another process of the service started one, as WiVRn's does for each connection.
func (s scene) isChild(p process.Process) bool {
	return slices.ContainsFunc(s.running, func(other process.Process) bool { return other.PID == p.Parent })
}

// stray returns the process that does not serve this session, or else the one that was started last.
func (s scene) stray(own []process.Process) process.Process {
	last := own[0]
	for _, running := range own {
		if dir := running.Variable("XDG_RUNTIME_DIR"); dir != "" && s.dir != "" && path.Clean(dir) != s.dir {
			return running
		}
		if running.PID > last.PID {
			last = running
		}
	}
	return last
}

var outdatedService = lint.Linter{
	ID:       "outdated_service",
	Explain:  "The active runtime's service still runs from a file that an update replaced, so its version is not that of the library.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		s, ok := sceneOf(p)
		if !ok {
			return nil
		}
		for _, running := range s.running {
			file, replaced := s.program(running)
			if !replaced {
				continue
			}
			text := fmt.Sprintf("%s (process %d) runs from a file that was replaced or removed since: %s", s.service.Program, running.PID, file)
			return s.problem("outdated_service", report.SeverityWarning, text, fmt.Sprintf("Stop it, and start it again: kill %d && %s", running.PID, s.command()))
		}
		return nil
	},
}

var otherBuildService = lint.Linter{
	ID:       "other_build_service",
	Explain:  "The service that runs is that of another installation than the active runtime's library, and may be of another version.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		s, ok := sceneOf(p)
		if !ok {
			return nil
		}
		prefix := prefixOf(s.Host.FileAt(*s.active.Library).Canonical)
		for _, running := range s.running {
			file, replaced := s.program(running)
			theirs := prefixOf(s.Host.FileAt(file).Canonical)
			if replaced || prefix == "" || theirs == "" || prefix == theirs {
				continue
			}
			text := fmt.Sprintf("The service that runs is %s (process %d), and the active runtime's library is that of another installation: %s", file, running.PID, *s.active.Library)
			right := path.Join(prefix, "bin", s.service.Program)
			fix := fmt.Sprintf("Stop it, and start the service of the library's installation: kill %d", running.PID)
			if s.Host.FileAt(right).State == loader.StateFound {
				fix = fmt.Sprintf("Stop it, and start the library's own: kill %d && %s", running.PID, shell.Word(right))
			}
			return s.problem("other_build_service", report.SeverityWarning, text, fix)
		}
		return nil
	},
}

// prefixOf returns the directory into which an installation went: what is before /bin/ or /lib/ in a path, or "". Stores of Nix and Guix
// have a directory for each package, which tells nothing.
func prefixOf(file string) string {
	if strings.HasPrefix(file, "/nix/store/") || strings.HasPrefix(file, "/gnu/store/") {
		return ""
	}
	for dir := path.Dir(file); dir != "/" && dir != "."; dir = path.Dir(dir) {
		switch path.Base(dir) {
		case "bin", "sbin", "lib", "lib64", "lib32", "libexec":
			if above := path.Dir(dir); above != "/" {
				return above
			}
			return "/usr"
		}
	}
	return ""
}
