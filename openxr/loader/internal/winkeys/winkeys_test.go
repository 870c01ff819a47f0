// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package winkeys_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/winkeys"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

func TestFor32Bit(t *testing.T) {
	t.Parallel()
	require.Equal(t, `SOFTWARE\WOW6432Node\Khronos\OpenXR\1`, winkeys.For32Bit(winkeys.OpenXR))
	require.Equal(t, `SOFTWARE\WOW6432Node\Khronos\OpenXR\1\ApiLayers\Explicit`, winkeys.For32Bit(winkeys.ExplicitLayers))
}

func TestThis_IsOnlyOnWindows(t *testing.T) {
	t.Parallel()
	require.Equal(t, runtime.GOOS == "windows", winkeys.This() != nil)
}

// A variable that nothing tells is not set here, and not known of another machine.
func TestReadActive_Variables(t *testing.T) {
	t.Parallel()
	const (
		key     = registry.LocalMachine + `\` + winkeys.OpenXR
		nt      = "[" + registry.LocalMachine + `\SOFTWARE\Microsoft\Windows NT\CurrentVersion]` + "\n" + `"systemroot"="D:\\Win"` + "\n"
		wide    = "[" + registry.LocalMachine + `\SOFTWARE\Microsoft\Windows\CurrentVersion]` + "\n" + `"ProgramFilesDir"="D:\\P"` + "\n"
		narrow  = "[" + registry.LocalMachine + `\SOFTWARE\WOW6432Node\Microsoft\Windows\CurrentVersion]` + "\n" + `"ProgramFilesDir"="D:\\P 86"` + "\n"
		faulty  = "[" + registry.LocalMachine + `\SOFTWARE\Microsoft\Windows NT\CurrentVersion]` + "\n" + `"SystemRoot"=dword:00000001` + "\n"
		missing = "and what the variable "
	)
	for name, row := range map[string]struct {
		value, export string
		given         map[string]string
		here, narrow  bool
		want, unknown string
	}{
		"it is given":                       {value: `%SystemDrive%\x.json`, given: map[string]string{"SystemDrive": "E:"}, want: `E:\x.json`},
		"it is given, and told":             {value: `%SystemDrive%\x.json`, given: map[string]string{"SystemDrive": "E:"}, export: nt, want: `E:\x.json`},
		"here it stays":                     {value: `%NONE%\100%%.json`, here: true, want: `%NONE%\100%%.json`},
		"here the registry is not asked":    {value: `%SystemDrive%\x.json`, export: nt, here: true, want: `%SystemDrive%\x.json`},
		"nobody tells it":                   {value: `%SystemDrive%\x.json`, unknown: "SystemDrive"},
		"the first that nobody tells":       {value: `%windir%\%a%\%b%.json`, export: nt, unknown: "a"},
		"the drive of the system":           {value: `%SYSTEMDRIVE%\x.json`, export: nt, want: `D:\x.json`},
		"the directory of the system":       {value: `%windir%\x.json`, export: nt, want: `D:\Win\x.json`},
		"it is no text":                     {value: `%windir%\x.json`, export: faulty, unknown: "windir"},
		"programs":                          {value: `%ProgramFiles%\x.json`, export: wide + narrow, want: `D:\P\x.json`},
		"programs of 32 bits":               {value: `%ProgramFiles%\x.json`, export: wide + narrow, narrow: true, want: `D:\P 86\x.json`},
		"programs of 32 bits, not told":     {value: `%ProgramFiles%\x.json`, export: wide, narrow: true, unknown: "ProgramFiles"},
		"a percent sign is no variable":     {value: `C:\100%.json`, want: `C:\100%.json`},
		"two percent signs are no variable": {value: `C:\%%.json`, want: `C:\%%.json`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := key
			if row.narrow {
				at = registry.LocalMachine + `\` + winkeys.For32Bit(winkeys.OpenXR)
			}
			held := new(registry.Registry)
			require.NoError(t, held.Read("x.reg", []byte("Windows Registry Editor Version 5.00\n"+row.export)))
			source := with{held, at, registry.Value{Name: winkeys.ActiveRuntime, Kind: registry.ExpandString, Data: registry.TextData(row.value)}}
			got := winkeys.ReadActive(source, at, func(name string) (string, bool) { value, set := row.given[name]; return value, set }, row.here)
			require.Equal(t, row.want, got.Manifest)
			require.Equal(t, row.unknown, got.Unknown.Variable)
			if row.unknown != "" {
				require.Equal(t, "the value ActiveRuntime of "+at+" is "+row.value+", "+missing+row.unknown+" is there is not known", got.Unknown.Because)
			}
		})
	}
}

// with is a registry with one more key, which has one value.
type with struct {
	registry.Source
	key   string
	value registry.Value
}

func (w with) Values(key string) ([]registry.Value, error) {
	if key == w.key {
		return []registry.Value{w.value}, nil
	}
	return w.Source.Values(key)
}
