// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"fmt"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/process"
)

// useWineopenxr makes the runtime active that Proton puts into its prefixes. It passes the calls of Windows programs on to
// the runtime of Linux. See https://github.com/ValveSoftware/Proton, wineopenxr.
const useWineopenxr = `Make Proton's wineopenxr the active runtime, in a prefix of Proton: ` +
	`wine reg add HKLM\SOFTWARE\Khronos\OpenXR\1 /v ActiveRuntime /d C:\openxr\wineopenxr64.json /f`

// wine reports whether programs run under Wine.
func (h Host) wine() bool {
	switch {
	case h.goos() != "windows":
		return false
	case h.Wine != nil:
		return h.Wine()
	default:
		return process.IsUnderWine()
	}
}

// wrongFormat returns the error for a library of another operating system.
func (h Host) wrongFormat(b Binary) *LibraryError {
	e := &LibraryError{Path: b.Path, Code: CodeLibraryWrongFormat,
		Text: fmt.Sprintf("the file is a %s library, but programs here load %s libraries.", systemOf(b.Format), systemNamed(h.goos())),
		Fix:  fmt.Sprintf("Install the build of the runtime for %s, if there is one, or make another runtime active.", systemNamed(h.goos()))}
	if b.Format == FormatELF && h.wine() {
		e.Text = "the file is a Linux library, but programs under Wine load Windows libraries."
		e.Fix = useWineopenxr
	}
	return e
}

// systemOf returns the operating system that most libraries of a format are for.
func systemOf(format string) string {
	switch format {
	case FormatPE:
		return "Windows"
	case FormatMachO:
		return "macOS"
	default:
		return "Linux"
	}
}

// systemNamed returns an operating system's own name.
func systemNamed(goos string) string {
	names := map[string]string{
		"linux": "Linux", "android": "Android", "windows": "Windows", "darwin": "macOS", "ios": "iOS",
		"freebsd": "FreeBSD", "netbsd": "NetBSD", "openbsd": "OpenBSD", "dragonfly": "DragonFly BSD", "solaris": "Solaris", "illumos": "illumos",
	}
	if name, known := names[goos]; known {
		return name
	}
	return goos
}
