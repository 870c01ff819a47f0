// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"path/filepath"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/xrprobe/xrprobe/modes/report"
)

// The child's job knows what the child has started, so that only the parent has to look.

func adoptOrphans() {}

func descendants(int) []sideEffect { return nil }

func listening([]int) map[string]sideEffect { return nil }

func (p *process) resident() int64 { return 0 }

// maxJob is how many processes of a job are listed.
const maxJob = 256

// leftBehind lists the processes of the child's job, but the child.
func (p *process) leftBehind(bool) []sideEffect {
	if p.group.job == 0 {
		return nil
	}
	var list struct { // JOBOBJECT_BASIC_PROCESS_ID_LIST
		assigned, listed uint32
		pids             [maxJob]uintptr
	}
	err := windows.QueryInformationJobObject(p.group.job, windows.JobObjectBasicProcessIdList,
		uintptr(unsafe.Pointer(&list)), uint32(unsafe.Sizeof(list)), nil)
	if err != nil {
		return nil
	}
	var found []sideEffect
	for _, pid := range list.pids[:min(list.listed, maxJob)] {
		if process, err := processOf(int(pid)); err == nil && int(pid) != p.command.Process.Pid {
			found = append(found, process)
		}
	}
	return found
}

func processOf(pid int) (sideEffect, error) {
	handle, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return sideEffect{}, err
	}
	defer func() { _ = windows.CloseHandle(handle) }()
	var created, ended, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(handle, &created, &ended, &kernel, &user); err != nil {
		return sideEffect{}, err
	}
	name := make([]uint16, windows.MAX_LONG_PATH)
	length := uint32(len(name))
	if err := windows.QueryFullProcessImageName(handle, 0, &name[0], &length); err != nil {
		return sideEffect{}, err
	}
	return sideEffect{Born: uint64(created.Nanoseconds()), SideEffect: report.SideEffect{
		Kind: report.EffectProcess, Change: report.ChangeStarted, PID: &pid,
		Name: strings.ToValidUTF8(filepath.Base(windows.UTF16ToString(name[:length])), "\uFFFD"),
	}}, nil
}

// alive reports whether a process still runs: it, and no other with its number.
func alive(pid int, born uint64) bool {
	process, err := processOf(pid)
	if err != nil || process.Born != born {
		return false
	}
	handle, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return true // it was there a moment ago, and nothing says that it ended
	}
	defer func() { _ = windows.CloseHandle(handle) }()
	event, err := windows.WaitForSingleObject(handle, 0)
	return err != nil || event != windows.WAIT_OBJECT_0
}

// endProcess ends a process; Windows knows no gentle way.
func endProcess(pid int, born uint64, _ time.Duration) {
	handle, err := windows.OpenProcess(windows.PROCESS_TERMINATE|windows.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return
	}
	defer func() { _ = windows.CloseHandle(handle) }()
	if !alive(pid, born) {
		return
	}
	_ = windows.TerminateProcess(handle, 1)
	_, _ = windows.WaitForSingleObject(handle, uint32(lastEnd.Milliseconds()))
}
