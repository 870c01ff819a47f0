// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"syscall"
)

// peak is the most memory that a program used, and the most that one of its children used, in MiB.
type peak struct{ program, child float64 }

// Constants of ptrace(2) and waitpid(2) that package syscall lacks.
const (
	killWithTracer = 0x100000
	everyThread    = 0x40000000
)

// measurePeak runs a command, stops each of its threads and children when it exits, and reads its
// peak from the kernel. Wait4's peak would not do: it counts what this process had used when the
// command was started. Being stopped costs time, so no times are measured here.
func measurePeak(command, env []string) (peak, error) {
	runtime.LockOSThread() // only the thread that started a command may trace it
	defer runtime.UnlockOSThread()
	c := exec.Command(command[0], command[1:]...)
	c.Env = append(os.Environ(), env...)
	c.SysProcAttr = &syscall.SysProcAttr{Ptrace: true}
	if err := c.Start(); err != nil {
		return peak{}, err
	}
	first := c.Process.Pid
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(first, &status, 0, nil); err != nil {
		return peak{}, err
	}
	const events = syscall.PTRACE_O_TRACEEXIT | syscall.PTRACE_O_TRACECLONE | syscall.PTRACE_O_TRACEFORK | syscall.PTRACE_O_TRACEVFORK | syscall.PTRACE_O_TRACEEXEC
	if err := syscall.PtraceSetOptions(first, events|killWithTracer); err != nil {
		return peak{}, err
	}
	if err := syscall.PtraceCont(first, 0); err != nil {
		return peak{}, err
	}
	return follow(first)
}

// follow lets the processes run until the first has exited.
func follow(first int) (peak, error) {
	found := peaks{first: first, executed: map[string]bool{}}
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, everyThread, nil)
		if err != nil {
			return peak{}, err
		}
		if !status.Stopped() {
			if pid == first && (!status.Exited() || status.ExitStatus() != 0) {
				return peak{}, fmt.Errorf("it ended with the status %#x", uint32(status))
			}
			if pid == first {
				return found.peak, nil
			}
			continue
		}
		signal := 0
		switch stopped := status.StopSignal(); {
		case status.TrapCause() == syscall.PTRACE_EVENT_EXEC:
			found.executed[strconv.Itoa(pid)] = true
		case status.TrapCause() == syscall.PTRACE_EVENT_EXIT:
			found.add(pid)
		case stopped != syscall.SIGTRAP && stopped != syscall.SIGSTOP: // a new thread begins with SIGSTOP
			signal = int(stopped)
		}
		_ = syscall.PtraceCont(pid, signal) // it fails if a thread was killed meanwhile
	}
}

var (
	peakLine    = regexp.MustCompile(`VmHWM:\s*(\d+) kB`)
	processLine = regexp.MustCompile(`Tgid:\s*(\d+)`)
)

// peaks collects the peaks of a program's processes.
type peaks struct {
	peak
	first int
	// executed are the processes that executed a program of their own. One that did not, such as
	// Go's trial of a system call, has its parent's memory.
	executed map[string]bool
}

// add adds what the kernel says about a thread's process.
func (p *peaks) add(thread int) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", thread))
	kib, process := peakLine.FindSubmatch(status), processLine.FindSubmatch(status)
	if err != nil || kib == nil || process == nil {
		return // its memory is gone already; another thread had the same
	}
	number, _ := strconv.ParseFloat(string(kib[1]), 64)
	switch id := string(process[1]); {
	case id == strconv.Itoa(p.first):
		p.program = max(p.program, number/1024)
	case p.executed[id]:
		p.child = max(p.child, number/1024)
	}
}
