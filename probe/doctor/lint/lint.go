// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package lint

import (
	"cmp"
	"context"
	"runtime"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	where "github.com/xrprobe/xrprobe/openxr/loader/place"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/hardware"
)

// Machine is what linters read besides the report.
type Machine struct {
	// Host is where the report's runtimes were looked for: the files below its root, and
	// the variables of its environment.
	Host loader.Host
	// Hardware is the machine whose devices are looked at. Its root should be the host's.
	Hardware hardware.Machine
	// Level is the level that was asked. At [report.LevelManifest] no library is opened; any
	// other value, "" too, allows to read libraries' headers.
	Level report.Level
	// View is what the host is in the view of a place, if it was asked about; else nil.
	View *where.View
	// Thorough asks for all linters, also those that a page with other answers leaves out.
	Thorough bool
	// Example says that the host's root is a whole machine that somebody made up, with its processes in /proc. Those of other roots are
	// not looked at.
	Example bool
	// Owner returns the user and the group to whom the file at a path belongs. nil means that the host's files tell.
	Owner func(path string) (user, group int, known bool)
}

// OwnerOf returns the user and the group to whom the file or directory at a path belongs. Where "/" does not belong to root, as in a
// copy of a machine's files, owners tell nothing of the machine.
func (m *Machine) OwnerOf(path string) (user, group int, known bool) {
	if m.Owner != nil {
		return m.Owner(path)
	}
	if top, _, known := m.Host.OwnerAt("/"); !known || top != 0 {
		return 0, 0, false
	}
	return m.Host.OwnerAt(path)
}

// Plugged returns the headsets with a cable that are plugged in, and the standalone ones; not those that may be something else. There are none if
// the hardware is that of another machine than the host.
func (m *Machine) Plugged() (wired, standalone []report.Headset) {
	if m.Hardware.Root != m.Host.Root {
		return nil, nil
	}
	headsets, _ := m.Hardware.Headsets()
	for _, headset := range headsets {
		switch {
		case headset.Confidence == report.ConfidencePossible:
		case headset.Kind == report.KindStandalone:
			standalone = append(standalone, headset)
		default:
			wired = append(wired, headset)
		}
	}
	return wired, standalone
}

// HasModes reports whether the modes of the host's files tell who may change them. A program on Windows sees none, whatever the host is.
func (m *Machine) HasModes() bool { return m.GOOS() != "windows" && runtime.GOOS != "windows" }

// HasProcesses reports whether the host's processes can be looked at, in its /proc.
func (m *Machine) HasProcesses() bool {
	return m.GOOS() == "linux" && (m.Host.Root == "" && runtime.GOOS == "linux" && ShowsProcesses(m.Host) || m.Example)
}

// ShowsProcesses reports whether a host's /proc is there, and has at least the process that looks.
func ShowsProcesses(h loader.Host) bool {
	return h.FileAt("/proc/self/comm").State == loader.StateFound
}

// Patient is what a linter examines. Linters do not change it.
type Patient struct {
	Machine
	// Report is the report as the prober made it.
	Report *report.Report
	// Installed are the runtimes that are installed, active or not, as far as the host's
	// places are known. Their errors are part of them.
	Installed []loader.Found
}

// Linter is one rule about what may be wrong.
type Linter struct {
	// ID is the rule's stable name, in snake_case.
	ID string
	// Explain says in one sentence what the rule finds.
	Explain string
	// Reports are the IDs of the problems that it finds, if they are not ID: then it says more of problems that the report has, or has
	// several IDs. Each of them is explained in the table of codes.
	Reports []string
	// Thorough says that only a thorough examination needs it, because programs work all the same.
	Thorough bool
	// Check returns what it finds. A problem whose ID and Subject are those of a problem in
	// the report replaces it; any other is added.
	Check func(context.Context, *Patient) []report.Problem
}

// Problem returns a problem with a fix.
func Problem(id string, severity report.Severity, subject, text, fix string) report.Problem {
	return report.Problem{ID: id, Severity: severity, Subject: subject, Text: text, Fix: &fix}
}

// Inspect reads the header of a manifest's library, if the level that was asked allows it;
// else nothing is known of the library.
func (p *Patient) Inspect(manifest loader.Manifest) loader.Binary {
	if p.Level == report.LevelManifest {
		return loader.Binary{}
	}
	return p.Host.InspectLibrary(manifest)
}

// Remove returns the command that removes a file: only the machine's own files need sudo.
func (p *Patient) Remove(file string) string {
	if p.GOOS() == "windows" {
		return `del "` + file + `"`
	}
	return p.By(file) + "rm " + shell.Word(file)
}

// SetAside returns the command that renames a file, so that it can be brought back.
func (p *Patient) SetAside(file string) string {
	return p.By(file) + "mv " + shell.Word(file) + " " + shell.Word(file+".off")
}

// By precedes commands that change a file: "sudo " if it is not below the user's home or configuration.
func (p *Patient) By(file string) string {
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME"} {
		if dir := p.Variable(name); dir == "" || !strings.HasPrefix(file, strings.TrimSuffix(dir, "/")+"/") {
			continue
		}
		if p.Host.User != "" {
			return "sudo -u " + shell.Word(p.Host.User) + " "
		}
		return ""
	}
	return "sudo "
}

// Variable returns a variable of the host's environment, or "" if it is not set.
func (p *Patient) Variable(name string) string {
	value, set := p.Host.Getenv(name)
	if !set {
		return ""
	}
	return value
}

// GOOS returns the host's operating system, by its name in Go.
func (m *Machine) GOOS() string { return cmp.Or(m.Host.GOOS, runtime.GOOS) }
