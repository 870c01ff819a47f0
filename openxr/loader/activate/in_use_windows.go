// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"context"
	"os"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

func isThisSystem(m Machine) bool { return m.Host.System() == "windows" }

// usersOf returns the processes that have a library loaded, as far as this user may look into them, without this one.
func usersOf(ctx context.Context, library string) []Process {
	snapshot, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPPROCESS, 0)
	if err != nil {
		return nil
	}
	defer windows.CloseHandle(snapshot)
	var users []Process
	entry := windows.ProcessEntry32{Size: uint32(unsafe.Sizeof(windows.ProcessEntry32{}))}
	for err := windows.Process32First(snapshot, &entry); err == nil && ctx.Err() == nil; err = windows.Process32Next(snapshot, &entry) {
		pid := entry.ProcessID
		if pid == 0 || int(pid) == os.Getpid() {
			continue
		}
		if program, has := hasModule(pid, library); has {
			users = append(users, Process{PID: int(pid), Name: windows.UTF16ToString(entry.ExeFile[:]), File: program})
		}
	}
	return users
}

// hasModule reports whether a process has a library loaded, and which program it runs: its first module.
func hasModule(pid uint32, library string) (program string, has bool) {
	snapshot, err := windows.CreateToolhelp32Snapshot(windows.TH32CS_SNAPMODULE|windows.TH32CS_SNAPMODULE32, pid)
	if err != nil {
		return "", false
	}
	defer windows.CloseHandle(snapshot)
	entry := windows.ModuleEntry32{Size: uint32(unsafe.Sizeof(windows.ModuleEntry32{}))}
	for err := windows.Module32First(snapshot, &entry); err == nil; err = windows.Module32Next(snapshot, &entry) {
		file := windows.UTF16ToString(entry.ExePath[:])
		if program == "" {
			program = file
		}
		if strings.EqualFold(strings.ReplaceAll(file, "/", `\`), strings.ReplaceAll(library, "/", `\`)) {
			return program, true
		}
	}
	return program, false
}
