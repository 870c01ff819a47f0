// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package effects

import (
	"path/filepath"
	"strings"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// On Windows the child's job knows what the child started, so only the parent looks.

func adoptOrphans() {}

// Descendants returns nothing: see LeftBehind.
func Descendants(int) []wire.Effect { return nil }

func listening([]int) map[uint64]wire.Effect { return nil }

// maxJob is how many processes of a job are listed.
const maxJob = 256

// ChildReportsAll is false: on Windows the child sees no processes, so the parent always looks.
const ChildReportsAll = false

// BornAt returns 0: the job tells which processes are a child's.
func BornAt(int) uint64 { return 0 }

// LeftBehind lists the processes of the child's job without the child itself.
func LeftBehind(f Family) []wire.Effect {
	if f.Job == 0 {
		return nil
	}
	var list struct { // JOBOBJECT_BASIC_PROCESS_ID_LIST
		assigned, listed uint32
		pids             [maxJob]uintptr
	}
	err := windows.QueryInformationJobObject(windows.Handle(f.Job), windows.JobObjectBasicProcessIdList,
		uintptr(unsafe.Pointer(&list)), uint32(unsafe.Sizeof(list)), nil)
	if err != nil {
		return nil
	}
	var found []wire.Effect
	for _, pid := range list.pids[:min(list.listed, maxJob)] {
		if process, err := processOf(int(pid)); err == nil && int(pid) != f.PID {
			found = append(found, process)
		}
	}
	return found
}

func processOf(pid int) (wire.Effect, error) {
	handle, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return wire.Effect{}, err
	}
	defer func() { _ = windows.CloseHandle(handle) }()
	var created, ended, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(handle, &created, &ended, &kernel, &user); err != nil {
		return wire.Effect{}, err
	}
	name := make([]uint16, windows.MAX_LONG_PATH)
	length := uint32(len(name))
	if err := windows.QueryFullProcessImageName(handle, 0, &name[0], &length); err != nil {
		return wire.Effect{}, err
	}
	return wire.Effect{Born: uint64(created.Nanoseconds()), SideEffect: report.SideEffect{
		Kind: report.EffectProcess, Change: report.ChangeStarted, PID: &pid,
		Name: strings.ToValidUTF8(filepath.Base(windows.UTF16ToString(name[:length])), "\uFFFD"),
	}}, nil
}

// alive reports whether the process still runs, and not another one with its number.
func alive(pid int, born uint64) bool {
	process, err := processOf(pid)
	if err != nil || process.Born != born {
		return false
	}
	handle, err := windows.OpenProcess(windows.SYNCHRONIZE, false, uint32(pid))
	if err != nil {
		return true // it existed a moment ago, and nothing says that it exited
	}
	defer func() { _ = windows.CloseHandle(handle) }()
	event, err := windows.WaitForSingleObject(handle, 0)
	return err != nil || event != windows.WAIT_OBJECT_0
}

// endProcess kills a process; Windows has no way to ask it to exit first.
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
	_, _ = windows.WaitForSingleObject(handle, uint32(KillWait.Milliseconds()))
}
