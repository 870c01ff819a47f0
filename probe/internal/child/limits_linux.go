// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// What a child may use until it creates an instance. The limits are soft, so that the child
// can lift them before a runtime starts a server, which would inherit them.
const (
	dataLimit = 1 << 30
	// moreTasks is how many more processes and threads may exist than at the start.
	moreTasks = 1024
)

// ownGroup makes the child the leader of its own process group. Linux ends it together
// with the thread that started it.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// wait returns when the child has exited, and keeps its number from being reused.
func (g group) wait(*exec.Cmd) {
	for {
		err := unix.Waitid(unix.P_PID, g.child.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if err != unix.EINTR {
			return
		}
	}
}

// limitSelf limits this process before any foreign code runs in it: it writes no core file
// when it crashes, and uses bounded memory and threads. A process that creates no instance
// starts nothing that needs more privileges.
func limitSelf(createsNoInstance bool) {
	setLimit(unix.RLIMIT_CORE, 0)
	setLimit(unix.RLIMIT_DATA, dataLimit)
	if tasks := tasksNow(); tasks > 0 {
		setLimit(unix.RLIMIT_NPROC, tasks+moreTasks)
	}
	if createsNoInstance {
		_ = unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
	}
}

// liftLimits removes the limits that a runtime's server must not inherit.
func liftLimits() {
	for _, resource := range []int{unix.RLIMIT_DATA, unix.RLIMIT_NPROC} {
		var limit unix.Rlimit
		if unix.Getrlimit(resource, &limit) == nil {
			limit.Cur = limit.Max
			_ = unix.Setrlimit(resource, &limit)
		}
	}
}

func setLimit(resource int, soft uint64) {
	var limit unix.Rlimit
	if unix.Getrlimit(resource, &limit) != nil || limit.Cur <= soft {
		return
	}
	limit.Cur = soft
	_ = unix.Setrlimit(resource, &limit)
}

// tasksNow returns how many processes and threads the system has: the number behind the
// slash in /proc/loadavg. It reads with system calls only: Go's own files start the
// scheduler's poller, whose descriptor a runtime may close.
func tasksNow() uint64 {
	descriptor, err := unix.Open("/proc/loadavg", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return 0
	}
	defer func() { _ = unix.Close(descriptor) }()
	var content [256]byte
	n, _ := unix.Read(descriptor, content[:])
	fields := strings.Fields(string(content[:max(n, 0)]))
	if len(fields) < 4 {
		return 0
	}
	_, all, _ := strings.Cut(fields[3], "/")
	tasks, _ := strconv.ParseUint(all, 10, 64)
	return tasks
}

// memory returns how many bytes of memory the child has in use.
func (p *Process) memory() int64 {
	content, _ := os.ReadFile(fmt.Sprintf("/proc/%d/statm", p.command.Process.Pid))
	fields := strings.Fields(string(content))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.ParseInt(fields[1], 10, 64)
	return pages * int64(os.Getpagesize())
}
