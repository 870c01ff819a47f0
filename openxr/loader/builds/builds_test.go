// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package builds_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/builds"
)

// Each pair is one runtime's library, built for 64 and for 32 bits. Each is found beside the other.
func TestBeside_FindsTheOtherBuild(t *testing.T) {
	t.Parallel()
	for name, pair := range map[string][2]string{
		"SteamVR on Linux":         {"/steam/SteamVR/bin/linux64/vrclient.so", "/steam/SteamVR/bin/vrclient.so"},
		"SteamVR, by directories":  {"/steam/SteamVR/bin/linux64/vrclient.so", "/steam/SteamVR/bin/linux32/vrclient.so"},
		"Debian":                   {"/usr/lib/x86_64-linux-gnu/libopenxr_monado.so", "/usr/lib/i386-linux-gnu/libopenxr_monado.so"},
		"a directory below":        {"/usr/lib/x86_64-linux-gnu/wivrn/libopenxr_wivrn.so", "/usr/lib/i386-linux-gnu/wivrn/libopenxr_wivrn.so"},
		"Fedora":                   {"/usr/lib64/libopenxr_monado.so", "/usr/lib/libopenxr_monado.so"},
		"Arch":                     {"/usr/lib/libopenxr_monado.so", "/usr/lib32/libopenxr_monado.so"},
		"Windows":                  {`C:\Oculus\win64\runtime.dll`, `C:\Oculus\win32\runtime.dll`},
		"Windows, by architecture": {"C:/Runtime/x64/runtime.dll", "C:/Runtime/x86/runtime.dll"},
		"in the file's name":       {"C:/Oculus/LibOVRRT64.dll", "C:/Oculus/LibOVRRT32.dll"},
		"SteamVR on Windows":       {`C:\Steam\bin\vrclient_x64.dll`, `C:\Steam\bin\vrclient.dll`},
		"64 in one name only":      {"/opt/r/lib_64.so", "/opt/r/lib.so"},
	} {
		require.Contains(t, builds.Beside(pair[0]), pair[1], name)
		require.Contains(t, builds.Beside(pair[1]), pair[0], name)
	}
}

func TestBeside_NeedsAWholePath(t *testing.T) {
	t.Parallel()
	for _, library := range []string{"", "libx.so", "lib/libx.so", "C:libx.dll", `C:libx.dll`, `\\share\libx.dll`} {
		require.Empty(t, builds.Beside(library), library)
	}
}
