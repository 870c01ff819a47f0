// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// What a child may take while it makes no instance. The limits are soft, so that they
// can be lifted before a runtime starts a server, which would inherit them.
const (
	dataLimit = 1 << 30
	// moreTasks is how many processes and threads there may be above those that there are.
	moreTasks = 1024
)

// ownGroup has the child lead a group of its own, and end with the thread that started it.
func ownGroup() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// wait returns when the child has ended, and leaves its number taken.
func (g group) wait(*exec.Cmd) {
	for {
		err := unix.Waitid(unix.P_PID, g.child.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil)
		if err != unix.EINTR {
			return
		}
	}
}

// limitSelf bounds this process before any foreign code runs in it. No core file is
// written wherever it may crash. One that makes no instance starts nothing that needs
// more privileges.
func limitSelf(makesNoInstance bool) {
	setLimit(unix.RLIMIT_CORE, 0)
	setLimit(unix.RLIMIT_DATA, dataLimit)
	if tasks := tasksNow(); tasks > 0 {
		setLimit(unix.RLIMIT_NPROC, tasks+moreTasks)
	}
	if makesNoInstance {
		_ = unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
	}
}

// liftLimits gives back what a runtime's server may need.
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

// tasksNow is how many processes and threads the system has: the fourth figure in
// /proc/loadavg, behind a slash.
func tasksNow() uint64 {
	content, _ := readWhole("/proc/loadavg")
	fields := strings.Fields(string(content))
	if len(fields) < 4 {
		return 0
	}
	_, all, _ := strings.Cut(fields[3], "/")
	tasks, _ := strconv.ParseUint(all, 10, 64)
	return tasks
}
