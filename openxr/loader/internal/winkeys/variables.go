// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package winkeys

import (
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// The keys below SOFTWARE whose values Windows makes variables of, for programs of the same width.
const (
	ofNT      = `Microsoft\Windows NT\CurrentVersion`
	ofWindows = `Microsoft\Windows\CurrentVersion`
)

// variables says which value is a variable of every Windows. Of SystemDrive it is the drive of the path.
var variables = []struct{ name, key, value string }{
	{"SystemRoot", ofNT, "SystemRoot"},
	{"windir", ofNT, "SystemRoot"},
	{"SystemDrive", ofNT, "SystemRoot"},
	{"ProgramFiles", ofWindows, "ProgramFilesDir"},
	{"ProgramFiles(x86)", ofWindows, "ProgramFilesDir (x86)"},
	{"ProgramW6432", ofWindows, "ProgramW6432Dir"},
	{"CommonProgramFiles", ofWindows, "CommonFilesDir"},
}

// told returns a variable as the registry tells it to the programs that read the key of the active runtime.
func told(source registry.Source, key, name string) (string, bool) {
	at := slices.IndexFunc(variables, func(row struct{ name, key, value string }) bool { return strings.EqualFold(row.name, name) })
	below, ours := strings.CutSuffix(key, strings.TrimPrefix(OpenXR, software))
	if at < 0 || !ours {
		return "", false
	}
	values, _ := source.Values(below + variables[at].key) // what cannot be read is not told
	for _, v := range values {
		text := v.Text()
		if !strings.EqualFold(v.Name, variables[at].value) || v.Kind != registry.String || len(text) < len("C:") {
			continue
		}
		if variables[at].name == "SystemDrive" {
			text = text[:len("C:")]
		}
		return text, true
	}
	return "", false
}
