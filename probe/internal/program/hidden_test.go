// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package program_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
	"github.com/xrprobe/xrprobe/probe/internal/program"
)

// A value that hides layers is a problem that names them, with the line that removes it.
func TestProblems_NameWhatHidesLayers(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{"/C/a.json": layer("A", `C:\\a.dll`)})
	r := new(registry.Registry)
	require.NoError(t, r.Read("x.reg", []byte(`Windows Registry Editor Version 5.00
[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1\ApiLayers\Implicit]
"note"="mine"
"C:\\a.json"=dword:00000000
"C:\\gone.json"=dword:00000000
[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1\ApiLayers\Explicit]
"end"=hex:
`)))
	layers, err := program.Look(t.Context(), loader.Host{GOOS: "windows", Arch: "x86_64", Root: root, Registry: r, LookupEnv: func(string) (string, bool) { return "", false }}, false)
	require.NoError(t, err)
	problems := layers.Problems()
	require.Len(t, problems, 2)
	const key = `HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1\ApiLayers\`
	require.Equal(t, `No program gets the API layers that come after the value "note": A, C:\gone.json. Its value in `+key+`Implicit is REG_SZ of 10 bytes where a REG_DWORD is needed, so the loader reads neither the value nor what follows it.`, problems[0].Text)
	require.Equal(t, `Delete the value, as administrator: reg delete "`+key+`Implicit" /v "note" /f`, *problems[0].Fix)
	require.Contains(t, problems[1].Text, `A value in the list of API layers is none: "end": its value in `+key+`Explicit is REG_BINARY of 0 bytes`)
	require.Empty(t, (*program.Layers)(nil).Problems())
}
