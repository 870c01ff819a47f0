// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package use

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"

	"github.com/xrprobe/xrprobe/openxr/loader/activate"
)

// shellExecuteInfo is SHELLEXECUTEINFOW:
// https://learn.microsoft.com/windows/win32/api/shellapi/ns-shellapi-shellexecuteinfow
type shellExecuteInfo struct {
	size                        uint32
	mask                        uint32
	window                      windows.Handle
	verb, file, parameters, dir *uint16
	show                        int32
	instance                    windows.Handle
	idList                      uintptr
	class                       *uint16
	classKey                    windows.Handle
	hotKey                      uint32
	icon                        windows.Handle
	process                     windows.Handle
}

const (
	maskNoCloseProcess = 0x40
	showHidden         = 0
)

var shellExecuteEx = windows.NewLazySystemDLL("shell32.dll").NewProc("ShellExecuteExW")

// Elevate runs this program again with other arguments and an administrator's rights, for which Windows asks the user, and waits for
// its end.
func Elevate(args []string) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	quoted := make([]string, 0, len(args))
	for _, arg := range args {
		quoted = append(quoted, syscall.EscapeArg(arg))
	}
	info := shellExecuteInfo{mask: maskNoCloseProcess, show: showHidden}
	info.size = uint32(unsafe.Sizeof(info))
	for text, to := range map[string]**uint16{"runas": &info.verb, program: &info.file, strings.Join(quoted, " "): &info.parameters} {
		if *to, err = windows.UTF16PtrFromString(text); err != nil {
			return err
		}
	}
	if done, _, err := shellExecuteEx.Call(uintptr(unsafe.Pointer(&info))); done == 0 {
		return &activate.RefusedError{Code: activate.CodeDenied, Text: "Windows did not give an administrator's rights", Err: err}
	}
	defer windows.CloseHandle(info.process)
	return waitFor(info.process)
}

// waitFor waits until a process has ended, and returns an error if it did not do its work.
func waitFor(process windows.Handle) error {
	for {
		event, err := windows.WaitForSingleObject(process, uint32(time.Second/time.Millisecond))
		if event == uint32(windows.WAIT_TIMEOUT) {
			continue
		}
		var code uint32
		if err == nil {
			err = windows.GetExitCodeProcess(process, &code)
		}
		if err == nil && code != 0 {
			err = errors.New("see what it says in a terminal of an administrator")
		}
		if err != nil {
			return &activate.RefusedError{Code: activate.CodeFailed, Text: "the change with an administrator's rights failed: " + err.Error(), Err: err}
		}
		return nil
	}
}
