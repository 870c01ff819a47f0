// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// attachAnswer gives the child the pipe that it answers through as an inherited
// handle, and returns the handle's value.
func attachAnswer(command *exec.Cmd, answer *os.File) string {
	handle := syscall.Handle(answer.Fd())
	// A child that does not get the handle never answers, which is noticed.
	_ = syscall.SetHandleInformation(handle, syscall.HANDLE_FLAG_INHERIT, syscall.HANDLE_FLAG_INHERIT)
	command.SysProcAttr = &syscall.SysProcAttr{AdditionalInheritedHandles: []syscall.Handle{handle}}
	return strconv.FormatUint(uint64(handle), 10)
}

// openChildPipes opens the answer pipe that the parent made inheritable.
func openChildPipes(marker string) (childPipes, error) {
	handle, err := strconv.ParseUint(marker, 10, 64)
	if err != nil {
		return childPipes{}, fmt.Errorf("%s=%q is not a handle", childMarker, marker)
	}
	if err := syscall.SetHandleInformation(syscall.Handle(handle), syscall.HANDLE_FLAG_INHERIT, 0); err != nil {
		return childPipes{}, fmt.Errorf("handle %d: %w", handle, err)
	}
	return childPipes{control: os.Stdin, answer: os.NewFile(uintptr(handle), "answer")}, nil
}

// group is a job: the child and all that it starts. The job ends them when its last
// handle is closed, and so with the parent, until the child makes an instance.
type group struct {
	child *os.Process
	job   windows.Handle
}

// newGroup puts the child into a job before it is asked anything. Where the system
// refuses, the job is zero and the child stands alone.
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

// endWithParent says whether closing the job ends what is in it.
func (g group) endWithParent(ends bool) {
	var info windows.JOBOBJECT_EXTENDED_LIMIT_INFORMATION
	if ends {
		info.BasicLimitInformation.LimitFlags = windows.JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE
	}
	_, _ = windows.SetInformationJobObject(g.job, windows.JobObjectExtendedLimitInformation,
		uintptr(unsafe.Pointer(&info)), uint32(unsafe.Sizeof(info)))
}

// wait returns when the child has ended.
func (g group) wait(*exec.Cmd) {
	_ = g.child.WithHandle(func(handle uintptr) { _, _ = windows.WaitForSingleObject(windows.Handle(handle), windows.INFINITE) })
}

// Of the limits the job is the only one here.

func limitSelf(bool) {}

func liftLimits() {}

// end ends the child alone or all of the job; Windows knows no gentle way.
func (g group) end(gently, whole bool) {
	switch {
	case gently:
	case whole && g.job != 0:
		_ = windows.TerminateJobObject(g.job, 1)
	default:
		_ = g.child.Kill()
	}
}

// forget closes the job. What a runtime started while it made an instance stays.
func (g group) forget(beyond bool) {
	if g.job == 0 {
		return
	}
	if beyond {
		g.endWithParent(false)
	}
	_ = windows.CloseHandle(g.job)
}

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
