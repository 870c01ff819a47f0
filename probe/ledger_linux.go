// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

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
)

// adoptOrphans makes this process the parent of what its descendants leave behind, so
// that a program that cuts itself loose is still known.
func adoptOrphans() { _ = unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) }

// everything is more than there are processes, threads or descriptors to look at.
const everything = 1 << 22

// descendants are a process' children, their children, and so on. It looks again for as
// long as there are new ones: those whose parent ends meanwhile move, under adoptOrphans
// to the process itself, and may have been passed by.
func descendants(pid int) []sideEffect {
	var all []sideEffect
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

// systemProcess is what the system says of a process. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
type systemProcess struct {
	pid   int
	name  string
	state string
	group int
	born  uint64
}

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

func (p systemProcess) effect() sideEffect {
	return sideEffect{Born: p.born, SideEffect: report.SideEffect{
		Kind: report.EffectProcess, Change: report.ChangeStarted, Name: p.name, PID: &p.pid,
	}}
}

// alive reports whether a process still runs: it, and no other with its number.
func alive(pid int, born uint64) bool {
	process, err := processOf(pid)
	return err == nil && process.born == born && process.state != "Z" && process.state != "X"
}

// endProcess ends a process, gently first where there is time for that. It is held by a
// descriptor meanwhile, so that no other process can take its number.
func endProcess(pid int, born uint64, gently time.Duration) {
	held, err := unix.PidfdOpen(pid, 0)
	if err != nil || !alive(pid, born) {
		return
	}
	defer func() { _ = unix.Close(held) }()
	if gently > 0 {
		_ = unix.PidfdSendSignal(held, unix.SIGTERM, nil, 0)
		awaitDescriptor(held, gently)
	}
	_ = unix.PidfdSendSignal(held, unix.SIGKILL, nil, 0)
	awaitDescriptor(held, lastEnd)
}

// awaitDescriptor waits until the process that a descriptor stands for has ended.
func awaitDescriptor(held int, limit time.Duration) {
	_, _ = unix.Poll([]unix.PollFd{{Fd: int32(held), Events: unix.POLLIN}}, int(limit.Milliseconds()))
}

// leftBehind finds what a child started that is gone without having told of it: by the
// group that it led, and by the marker in the environment that it had.
func (p *process) leftBehind(told bool) []sideEffect {
	if told {
		return nil
	}
	var found []sideEffect
	var holders []int
	for _, entry := range namesIn("/proc", everything) {
		pid, err := strconv.Atoi(entry)
		if err != nil || pid == p.command.Process.Pid {
			continue
		}
		process, err := processOf(pid)
		if err == nil && (process.group == p.command.Process.Pid || p.marked(pid)) {
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

func (p *process) marked(pid int) bool {
	content, _ := readWhole(fmt.Sprintf("/proc/%d/environ", pid))
	return slices.ContainsFunc(bytes.Split(content, []byte{0}), func(v []byte) bool { return string(v) == p.marker })
}

// resident is how many bytes of memory the child has in use.
func (p *process) resident() int64 {
	content, _ := readWhole(fmt.Sprintf("/proc/%d/statm", p.command.Process.Pid))
	fields := strings.Fields(string(content))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}

// listening returns the sockets on which these processes listen.
func listening(pids []int) map[string]sideEffect {
	holders := map[string]int{}
	for _, pid := range pids {
		folder := fmt.Sprintf("/proc/%d/fd/", pid)
		for _, entry := range namesIn(folder, everything) {
			target, _ := os.Readlink(folder + entry)
			if inode, isSocket := strings.CutPrefix(target, "socket:["); isSocket {
				holders[strings.TrimSuffix(inode, "]")] = pid
			}
		}
	}
	found := map[string]sideEffect{}
	if len(holders) == 0 {
		return found
	}
	for _, s := range listeners() {
		if pid, held := holders[s.inode]; held {
			found[s.inode] = sideEffect{SideEffect: report.SideEffect{
				Kind: report.EffectSocket, Change: report.ChangeListening, Name: s.name, PID: &pid,
			}}
		}
	}
	return found
}

// listener is a socket that somebody may connect to.
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

// rowsOf returns a table's rows but the first, which holds the heads.
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

// address makes 0100007F:1F90 127.0.0.1:8080. Each four bytes are in the machine's order.
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
