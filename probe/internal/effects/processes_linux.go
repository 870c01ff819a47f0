// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package effects

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"net/netip"
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
// group that the child led, and by the marker in the environment.
func LeftBehind(f Family) []wire.Effect {
	var found []wire.Effect
	var holders []int
	for _, entry := range namesIn("/proc", everything) {
		pid, err := strconv.Atoi(entry)
		if err != nil || pid == f.PID {
			continue
		}
		process, err := processOf(pid)
		if err == nil && (process.group == f.PID || hasVariable(pid, f.Marker)) {
			found = append(found, process.effect())
			holders = append(holders, pid)
		}
	}
	sockets := listening(holders)
	for _, key := range slices.Sorted(maps.Keys(sockets)) {
		found = append(found, sockets[key])
	}
	return found
}

// hasVariable reports whether a process was started with a variable ("NAME=value") in its
// environment.
func hasVariable(pid int, variable string) bool {
	content, _ := readWhole(fmt.Sprintf("/proc/%d/environ", pid))
	return slices.ContainsFunc(bytes.Split(content, []byte{0}), func(v []byte) bool { return string(v) == variable })
}

// listening returns the sockets on which these processes listen, by inode.
func listening(pids []int) map[string]wire.Effect {
	holders := map[string]int{}
	for _, pid := range pids {
		dir := fmt.Sprintf("/proc/%d/fd/", pid)
		for _, entry := range namesIn(dir, everything) {
			target, _ := os.Readlink(dir + entry)
			if inode, isSocket := strings.CutPrefix(target, "socket:["); isSocket {
				holders[strings.TrimSuffix(inode, "]")] = pid
			}
		}
	}
	found := map[string]wire.Effect{}
	if len(holders) == 0 {
		return found
	}
	for _, s := range listeners() {
		if pid, held := holders[s.inode]; held {
			found[s.inode] = wire.Effect{SideEffect: report.SideEffect{
				Kind: report.EffectSocket, Change: report.ChangeListening, Name: s.name, PID: &pid,
			}}
		}
	}
	return found
}

// listener is a socket that accepts connections.
type listener struct{ inode, name string }

// listeners reads the system's tables. https://man7.org/linux/man-pages/man5/proc_pid_net.5.html
func listeners() []listener {
	var all []listener
	for _, table := range []string{"tcp", "tcp6"} {
		for _, fields := range rowsOf("/proc/self/net/"+table, 10) {
			if fields[3] == "0A" { // TCP_LISTEN
				all = append(all, listener{fields[9], "tcp " + address(fields[1])})
			}
		}
	}
	for _, fields := range rowsOf("/proc/self/net/unix", 7) {
		const acceptsConnections = "00010000"
		if fields[3] == acceptsConnections {
			name := ""
			if len(fields) > 7 {
				name = strings.ToValidUTF8(fields[7], "\uFFFD")
			}
			all = append(all, listener{fields[6], "unix " + name})
		}
	}
	return all
}

// rowsOf returns a table's rows without the first, which holds the column names.
func rowsOf(path string, columns int) [][]string {
	content, _ := readWhole(path)
	var rows [][]string
	for line := range strings.Lines(string(content)) {
		if fields := strings.Fields(line); len(fields) >= columns {
			rows = append(rows, fields)
		}
	}
	return rows[min(1, len(rows)):]
}

// address turns 0100007F:1F90 into 127.0.0.1:8080. The kernel writes each four bytes in
// the machine's byte order.
func address(text string) string {
	host, port, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(host)
	number, portErr := strconv.ParseUint(port, 16, 16)
	if err != nil || portErr != nil || len(raw)%4 != 0 {
		return text
	}
	for i := 0; i < len(raw); i += 4 {
		binary.BigEndian.PutUint32(raw[i:], binary.NativeEndian.Uint32(raw[i:]))
	}
	ip, ok := netip.AddrFromSlice(raw)
	if !ok {
		return text
	}
	return netip.AddrPortFrom(ip, uint16(number)).String()
}
