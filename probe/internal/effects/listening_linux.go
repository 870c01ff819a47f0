// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package effects

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/sockets"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// listening returns the sockets on which these processes listen, by inode. It asks the system for a list only if one of
// them holds a socket that may be on it.
func listening(pids []int) map[uint64]wire.Effect {
	holders := map[uint64]int{}
	for _, pid := range pids {
		for _, inode := range candidates(pid) {
			holders[inode] = pid
		}
	}
	found := map[uint64]wire.Effect{}
	if len(holders) == 0 {
		return found
	}
	tcp, _ := sockets.TCP() // what the system does not list is not known
	local, _ := sockets.Unix()
	for _, listener := range append(tcp, local...) {
		if pid, held := holders[listener.Inode]; held {
			found[listener.Inode] = wire.Effect{SideEffect: report.SideEffect{
				Kind: report.EffectSocket, Change: report.ChangeListening, Name: listener.String(), PID: &pid,
			}}
		}
	}
	return found
}

// candidates returns the inodes of a process's sockets. Of this process it leaves out those that accept no connections.
func candidates(pid int) []uint64 {
	var inodes []uint64
	dir := fmt.Sprintf("/proc/%d/fd/", pid)
	for _, entry := range namesIn(dir, everything) {
		target, _ := os.Readlink(dir + entry)
		number, isSocket := strings.CutPrefix(target, "socket:[")
		if !isSocket {
			continue
		}
		if descriptor, err := strconv.Atoi(entry); pid == os.Getpid() && err == nil && !sockets.Accepts(descriptor) {
			continue
		}
		if inode, err := strconv.ParseUint(strings.TrimSuffix(number, "]"), 10, 64); err == nil {
			inodes = append(inodes, inode)
		}
	}
	return inodes
}
