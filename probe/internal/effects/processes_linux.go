// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package effects

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// adoptOrphans makes this process the parent of its descendants' orphans, so that a program that
// detaches itself is still found.
func adoptOrphans() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }

// everything is more than the number of processes, threads or descriptors on a machine.
const everything = 1 << 22

// Descendants returns a process's children, their children, and so on. It looks again as
// long as it finds new ones: a process whose parent exits meanwhile gets another parent (after
// adoptOrphans this process), and a single pass may miss it.
func Descendants(pid int) []wire.Effect {
	if pid == os.Getpid() && !hasChildren() {
		return nil
	}
	var all []wire.Effect
	known := map[int]bool{}
	for before := -1; before < len(known); {
		before = len(known)
		for next := []int{pid}; len(next) > 0; next = next[1:] {
			for _, child := range childrenOf(next[0]) {
				next = append(next, child)
				if process, err := processOf(child); err == nil && !known[child] {
					all, known[child] = append(all, process.effect()), true
				}
			}
		}
	}
	return all
}

// hasChildren reports whether this process has a child, of any thread. One call of the system tells, where the files of all
// threads would.
func hasChildren() bool {
	const ofAnyKind = unix.WALL // also those that send no SIGCHLD
	return unix.Waitid(unix.P_ALL, 0, nil, unix.WEXITED|unix.WNOHANG|unix.WNOWAIT|ofAnyKind, nil) != unix.ECHILD
}

// childrenOf returns the children of all threads of a process.
func childrenOf(pid int) []int {
	var children []int
	for _, task := range namesIn(fmt.Sprintf("/proc/%d/task", pid), everything) {
		content, _ := readWhole(fmt.Sprintf("/proc/%d/task/%s/children", pid, task))
		for _, field := range strings.Fields(string(content)) {
			if child, err := strconv.Atoi(field); err == nil {
				children = append(children, child)
			}
		}
	}
	return children
}

// systemProcess describes a process. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
type systemProcess struct {
	pid   int
	name  string
	state string
	group int
	born  uint64 // in clock ticks since the system started
}

// processOf reads /proc/PID/stat. The error says that the process is gone or cannot be read.
func processOf(pid int) (systemProcess, error) {
	content, err := readWhole(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return systemProcess{}, err
	}
	head, rest, _ := strings.Cut(string(content), "(")
	end := strings.LastIndexByte(rest, ')') // a name may hold anything
	fields := strings.Fields(rest[max(end, 0):])
	if head == "" || end < 0 || len(fields) < 21 {
		return systemProcess{}, fmt.Errorf("/proc/%d/stat: not as expected", pid)
	}
	group, _ := strconv.Atoi(fields[3])
	born, err := strconv.ParseUint(fields[20], 10, 64)
	return systemProcess{pid: pid, name: strings.ToValidUTF8(rest[:end], "\uFFFD"), state: fields[1], group: group, born: born}, err
}

func (p systemProcess) effect() wire.Effect {
	return wire.Effect{Born: p.born, SideEffect: report.SideEffect{
		Kind: report.EffectProcess, Change: report.ChangeStarted, Name: p.name, PID: &p.pid,
	}}
}

// alive reports whether the process still runs, and not another one with its number.
func alive(pid int, born uint64) bool {
	process, err := processOf(pid)
	return err == nil && process.born == born && process.state != "Z" && process.state != "X"
}

// endProcess kills a process; with grace it asks the process to exit first. A descriptor
// holds the process meanwhile, so that no other process can take its number.
func endProcess(pid int, born uint64, grace time.Duration) {
	held, err := unix.PidfdOpen(pid, 0)
	if err != nil || !alive(pid, born) {
		return
	}
	defer func() { _ = unix.Close(held) }()
	if grace > 0 {
		_ = unix.PidfdSendSignal(held, unix.SIGTERM, nil, 0)
		awaitExit(held, grace)
	}
	_ = unix.PidfdSendSignal(held, unix.SIGKILL, nil, 0)
	awaitExit(held, KillWait)
}

// awaitExit waits until the process that a descriptor stands for has exited.
func awaitExit(held int, limit time.Duration) {
	_, _ = unix.Poll([]unix.PollFd{{Fd: int32(held), Events: unix.POLLIN}}, int(limit.Milliseconds()))
}

// ChildReportsAll says that a child that has finished has reported every process that it
// started.
const ChildReportsAll = true

// LeftBehind finds what a child started that exited without reporting it: by the process
// group that the child led, and by the marker in the environment. A process that is older than
// the child is not read further.
func LeftBehind(f Family) []wire.Effect {
	var found []wire.Effect
	var holders []int
	for _, entry := range namesIn("/proc", everything) {
		pid, err := strconv.Atoi(entry)
		if err != nil || pid == f.PID {
			continue
		}
		process, err := processOf(pid)
		if err == nil && process.born >= f.Born && (process.group == f.PID || hasVariable(pid, f.Marker)) {
			found = append(found, process.effect())
			holders = append(holders, pid)
		}
	}
	sockets := listening(holders)
	for _, inode := range slices.Sorted(maps.Keys(sockets)) {
		found = append(found, sockets[inode])
	}
	return found
}

// BornAt returns when a process was started, in clock ticks since the system started, or 0 if it is gone.
func BornAt(pid int) uint64 {
	process, _ := processOf(pid)
	return process.born
}

// hasVariable reports whether a process was started with a variable ("NAME=value") in its
// environment.
func hasVariable(pid int, variable string) bool {
	content, _ := readWhole(fmt.Sprintf("/proc/%d/environ", pid))
	return slices.ContainsFunc(bytes.Split(content, []byte{0}), func(v []byte) bool { return string(v) == variable })
}
