// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/prose"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// A registry, which Wine imports. The user's layer does not count, because every program under Wine has high integrity. The value note
// hides what follows it, and of the values of another number, of no file and of another ending none is read. Wine sorts
// values by their names; Windows does not.
const labRegistry = `Windows Registry Editor Version 5.00

[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1]
"ActiveRuntime"=hex(2):43,00,3a,00,5c,00,4c,00,5c,00,25,00,4e,00,41,00,4d,00,45,00,25,00,2e,00,6a,00,73,00,6f,00,6e,00,00,00

[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1\AvailableRuntimes]
"C:\\L\\runtime.json"=dword:00000000
"C:\\L\\hidden.json"=dword:00000001
"C:\\L\\gone.json"=dword:00000000

[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1\ApiLayers\Implicit]
"C:\\L\\I1.json"=dword:00000000
"C:\\L\\I2.json"=dword:00000000

[HKEY_LOCAL_MACHINE\SOFTWARE\Khronos\OpenXR\1\ApiLayers\Explicit]
"C:\\La.json"=dword:00000000
"C:\\L\\E1.json"=dword:00000000
"C:\\L\\note"="my layers"
"C:\\L\\Z.json"=dword:00000000
"C:\\L\\E2.json"=dword:00000001
"C:\\L\\gone.json"=dword:00000000
"c:/l/e3.json"=dword:00000000
"C:\\L\\f.txt"=dword:00000000

[HKEY_CURRENT_USER\SOFTWARE\Khronos\OpenXR\1\ApiLayers\Implicit]
"C:\\L\\U.json"=dword:00000000

[HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Khronos\OpenXR\1]
"ActiveRuntime"="C:\\L\\32.json"
`

// registryOnBoth imports the registry into Wine's, asks xrprobe.exe there, and asks xrprobe for Linux about the prefix: by the file that
// was imported, and by what Wine exports. $0 is a directory with all of them.
const registryOnBoth = `
cd "$0"
cp -r L /opt/wine/drive_c/
wine reg import wide.reg >&2 || exit 9
export NAME=runtime NO_I2= XR_ENABLE_API_LAYERS='E1;E3' XR_API_LAYER_PATH='C:\L\own' XR_RUNTIME_JSON='C:\L\own.json'
for command in layers runtimes; do
	wine ./xrprobe.exe $command -o jsonl --level binary || true
done
wine reg export 'HKLM\SOFTWARE\Khronos' exported.reg /reg:64 >&2 || exit 9
wine reg export 'HKLM\SOFTWARE\WOW6432Node\Khronos' exported32.reg /reg:64 >&2 || exit 9
for files in '--registry wide.reg' '--registry narrow.reg' '--registry exported.reg --registry exported32.reg'; do
	for command in layers runtimes; do
		./xrprobe $command -o jsonl --os windows --arch x86_64 --root /opt/wine $files --env NAME=runtime --env NO_I2= --env XR_ENABLE_API_LAYERS='E1;E3' --env XR_API_LAYER_PATH='C:\L\own' --env XR_RUNTIME_JSON='C:\L\own.json' || true
	done
done
`

// What xrprobe for Linux says of a Windows' files and an export of its registry is what xrprobe.exe says there, but for the machine
// itself and what hangs on it: the export has no keys of that.
func TestLabWindows_RegistryFromLinux(t *testing.T) {
	t.Parallel()
	windows, linux := builtForWindows(t), built(t, "cmd/xrprobe")
	library := compiledForWindows(t)
	directory := t.TempDir()
	put := func(name string, content []byte) {
		require.NoError(t, os.MkdirAll(filepath.Join(directory, filepath.Dir(name)), 0o755))
		require.NoError(t, os.WriteFile(filepath.Join(directory, name), content, 0o700))
	}
	for name, program := range map[string]string{"xrprobe.exe": windows, "xrprobe": linux} {
		content, err := os.ReadFile(program)
		require.NoError(t, err)
		put(name, content)
	}
	for _, name := range []string{"I1", "I2", "E1", "E2", "E3", "Z", "U"} {
		put("L/"+name+".json", fmt.Appendf(nil, `{"file_format_version": "1.0.0", "api_layer": {"name": %q, "library_path": ".\\layer.dll", "api_version": "1.0", "implementation_version": "1", "description": "", "disable_environment": "NO_%s", "functions": {"xrNegotiateLoaderApiLayerInterface": "xrNegotiateLoaderRuntimeInterface"}}}`, name, name))
	}
	for _, name := range []string{"runtime", "hidden", "32"} {
		put("L/"+name+".json", []byte(`{"file_format_version": "1.0.0", "runtime": {"name": "Hostile", "library_path": "runtime.dll/../runtime.dll"}}`))
	}
	put("L/runtime.dll", library)
	put("L/layer.dll", library)
	put("L/f.txt", nil)
	put("narrow.reg", []byte("\ufeff"+labRegistry)) // Wine refuses such a mark, and without it reads hex(2) as bytes
	wide := []byte{0xff, 0xfe}
	for _, unit := range utf16.Encode([]rune(strings.ReplaceAll(labRegistry, "\n", "\r\n"))) {
		wide = binary.LittleEndian.AppendUint16(wide, unit)
	}
	put("wide.reg", wide)
	result := inLab(t, lab.Options{RWBinds: []string{directory}}, "bash", "-c", registryOnBoth, directory)
	require.Zero(t, result.ExitCode, result.Stderr)
	lines := strings.Split(strings.TrimSpace(result.Stdout), "\n")
	require.Len(t, lines, 8, result.Stderr)
	var reports []report.Report
	for _, line := range lines {
		reports = append(reports, reportOf(t, lab.Result{Stdout: line}))
	}
	var told []string
	for _, layer := range reports[0].Layers {
		told = append(told, fmt.Sprintf("%s %s %v %s", layer.Manifest, layer.Type, layer.Enabled, prose.OrEmpty(layer.Code)))
	}
	require.Equal(t, []string{
		`C:\L\I1.json implicit true `, `C:\L\I2.json implicit false `, `c:/l/e3.json explicit true `, `C:\L\E1.json explicit true library_shared`, `C:\L\E2.json explicit false `,
		`C:\L\f.txt explicit false layer_not_manifest`, `C:\L\gone.json explicit false layer_not_manifest`, `C:\L\note explicit false layer_registry_value`, `C:\L\Z.json explicit false layer_hidden`, `C:\La.json explicit false layer_hidden`,
	}, told)
	require.NotNil(t, reports[0].Resolution.Chosen, lines[0])
	require.Equal(t, `C:\L\runtime.json`, *reports[0].Resolution.Chosen)
	require.True(t, *reports[0].Host.SecureExecution)
	for i, onLinux := range reports[2:] {
		onWindows := reports[i%2]
		require.Empty(t, cmp.Diff(onWindows, onLinux, cmpopts.IgnoreFields(report.Report{}, "Generated", "Environment", "Hardware", "Buses"),
			cmpopts.IgnoreFields(report.Host{}, "Evidence", "Platform"), cmpopts.IgnoreFields(report.Runtime{}, "DurationMS", "Timing")), "%d: what Linux says of %s", i, lines[i%2])
	}
}
