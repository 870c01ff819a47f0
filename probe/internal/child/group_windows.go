// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"os"
	"os/exec"
	"unsafe"

	"golang.org/x/sys/windows"
)

// group is a job: the child and everything that it starts. Until the child creates an
// instance, Windows ends them when the job's last handle is closed, and so with the parent.
type group struct {
	child *os.Process
	job   windows.Handle
}

// newGroup puts the child into a job before the child is sent a request. If Windows
// refuses, job is 0 and the group is the child only.
func newGroup(child *os.Process) group {
	job, err := windows.CreateJobObject(nil, nil)
	if err != nil {
		return group{child: child}
	}
	g := group{child: child, job: job}
	g.endWithParent(true)
	if err := child.WithHandle(func(handle uintptr) { err = windows.AssignProcessToJobObject(job, windows.Handle(handle)) }); err != nil {
		_ = windows.CloseHandle(job)
		return group{child: child}
	}
	return g
}

// endWithParent sets whether closing the job ends the processes in it.
func (g group) endWithParent(ends bool) {
	var info windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	if ends {
		info.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	}
	_, _ = windows.SetInformationJobObject(g.job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
}

// wait returns when the child has exited.
func (g group) wait(*exec.Cmd) {
	_ = g.child.WithHandle(func(handle uintptr) { _, _ = windows.WaitForSingleObject(windows.Handle(handle), windows.INFINITE) })
}

// end kills the child, or everything in its job. Windows has no polite way, so politely
// does nothing.
func (g group) end(politely, whole bool) {
	switch {
	case politely:
	case whole && g.job != 0:
		_ = windows.TerminateJobObject(g.job, 1)
	default:
		_ = g.child.Kill()
	}
}

// release closes the job. If the child reached the level instance, the processes that the runtime
// started keep running.
func (g group) release(reachedInstance bool) {
	if g.job == 0 {
		return
	}
	if reachedInstance {
		g.endWithParent(false)
	}
	_ = windows.CloseHandle(g.job)
}

// jobHandle returns the job, or 0.
func (g group) jobHandle() uintptr { return uintptr(g.job) }

// signalName names the exceptions that end a process on Windows.
func signalName(state *os.ProcessState) (string, bool) {
	switch uint32(state.ExitCode()) {
	case 0xC0000005:
		return "access violation (0xC0000005)", true
	case 0xC00000FD:
		return "stack overflow (0xC00000FD)", true
	case 0xC0000409:
		return "fail-fast exception (0xC0000409)", true
	default:
		return "", false
	}
}
