// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"debug/macho"
	"debug/pe"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// The sentence says for which system a library is, and the fix fits programs under Wine.
func TestInspectLibrary_NamesTheSystem(t *testing.T) {
	t.Parallel()
	forLinux := library{}.bytes()
	forWindows := dll{machine: pe.IMAGE_FILE_MACHINE_AMD64, exports: []string{negotiate}}.bytes()
	forMac := dylib{cpu: macho.CpuAmd64, kind: macho.TypeDylib}.bytes()
	install := func(system string) string {
		return "Install the build of the runtime for " + system + ", if there is one, or make another runtime active."
	}
	for name, row := range map[string]struct {
		goos      string
		wine      bool
		content   []byte
		text, fix string
	}{
		"a DLL on Linux":       {"linux", false, forWindows, "the file is a Windows library, but programs here load Linux libraries.", install("Linux")},
		"not Wine":             {"linux", true, forWindows, "the file is a Windows library, but programs here load Linux libraries.", install("Linux")},
		"Linux's on Windows":   {"windows", false, forLinux, "the file is a Linux library, but programs here load Windows libraries.", install("Windows")},
		"Linux's under Wine":   {"windows", true, forLinux, "the file is a Linux library, but programs under Wine load Windows libraries.", ""},
		"a Mac's under Wine":   {"windows", true, forMac, "the file is a macOS library, but programs here load Windows libraries.", install("Windows")},
		"a Mac's on OpenBSD":   {"openbsd", false, forMac, "the file is a macOS library, but programs here load OpenBSD libraries.", install("OpenBSD")},
		"Linux's on a Mac":     {"darwin", true, forLinux, "the file is a Linux library, but programs here load macOS libraries.", install("macOS")},
		"a right one":          {"linux", false, forLinux, "", ""},
		"a right one for Wine": {"windows", true, forWindows, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			host := linux(t, files{"/x.so": string(row.content), "/C/x.so": string(row.content)}, nil)
			host.GOOS, host.Arch, host.Wine = row.goos, "x86_64", func() bool { return row.wine }
			path := "/x.so"
			if row.goos == "windows" {
				path = `C:\x.so`
			}
			problem := host.InspectLibrary(loader.Manifest{Library: path}).Problem
			if row.text == "" {
				require.Nil(t, problem)
				return
			}
			require.Equal(t, loader.CodeLibraryWrongFormat, problem.Code)
			require.Equal(t, row.text, problem.Text)
			if row.fix == "" {
				require.Contains(t, problem.Fix, `/v ActiveRuntime /d C:\openxr\wineopenxr64.json`)
				return
			}
			require.Equal(t, row.fix, problem.Fix)
		})
	}
}
