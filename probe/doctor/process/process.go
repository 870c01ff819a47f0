// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package process

import (
	"cmp"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// Process is a running process.
type Process struct {
	PID int
	// Readable says that this user may read the process's environment. Linux lets only root
	// read that of a program with file capabilities, as Monado's service often has
	// (cap_sys_nice), so a process that is not readable may be this user's.
	Readable bool
	// Parent is the process that started this one, or 0 if that is not known.
	Parent int
	// user is the process's effective user ID, or -1 if that is not known.
	user        int
	environment []string
}

// Named returns the processes of a program, whose name has at most 15 bytes. Those whose
// environment is readable come first, then those that may be this user's.
func Named(host loader.Host, program string) []Process {
	names, _ := host.ReadDir("/proc") // processes that cannot be listed are not seen
	var found []Process
	for _, name := range names {
		pid, err := strconv.Atoi(name)
		if err != nil {
			continue
		}
		running, err := host.ReadFile("/proc/" + name + "/comm")
		if err != nil || strings.TrimSpace(string(running)) != program {
			continue
		}
		status, _ := host.ReadFile("/proc/" + name + "/status")
		process := Process{PID: pid, user: number(status, "Uid:", 2, -1), Parent: number(status, "PPid:", 1, 0)}
		if environment, err := host.ReadFile("/proc/" + name + "/environ"); err == nil {
			process.Readable, process.environment = true, strings.Split(string(environment), "\x00")
		}
		found = append(found, process)
	}
	slices.SortFunc(found, func(a, b Process) int { return cmp.Or(a.distance()-b.distance(), a.PID-b.PID) })
	return found
}

// distance says how little a process tells this user: 0 its environment, 2 that it is
// another user's, and 1 neither.
func (p Process) distance() int {
	switch {
	case p.Readable:
		return 0
	case p.IsAnotherUsers():
		return 2
	default:
		return 1
	}
}

// Link returns the path of a link that Linux has for the process, such as "exe".
func (p Process) Link(name string) string { return "/proc/" + strconv.Itoa(p.PID) + "/" + name }

// IsAnotherUsers reports whether the process is known to run as another user.
func (p Process) IsAnotherUsers() bool { return p.user >= 0 && p.user != os.Geteuid() }

// IsOfUserOf reports whether two processes run as the same user, or whether that is not known.
func (p Process) IsOfUserOf(other Process) bool {
	return p.user < 0 || other.user < 0 || p.user == other.user
}

// Variable returns the value of a variable of the process's environment, or "".
func (p Process) Variable(name string) string {
	for _, variable := range p.environment {
		if value, is := strings.CutPrefix(variable, name+"="); is {
			return value
		}
	}
	return ""
}

// number returns the number in a field of a line of a process's status, or another one if it is not there.
func number(status []byte, key string, field, otherwise int) int {
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > field && fields[0] == key {
			if found, err := strconv.Atoi(fields[field]); err == nil {
				return found
			}
		}
	}
	return otherwise
}
