// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package manifestlint

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

func TestMisspeltKey_NamesTheNearest(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"file_format_version": "1.0.0", "Runtime": {}}`:                                `"Runtime" stands in its place`,
		`{"file_format_versoin": "1.0.0", "runtime": {}}`:                                `"file_format_versoin" stands in its place`,
		`{"file_format_version": "1.0.0", "runtime": {"LIBRARY_PATH": "a"}}`:             `"LIBRARY_PATH" stands in its place`,
		`{"file_format_version": "1.0.0", "runtime": {"library-path": "a"}}`:             `"library-path" stands in its place`,
		`{"file_format_version": "1.0.0", "runtime": {"name": "a"}, "library_path": ""}`: "it is outside runtime",
		`{"file_format_version": "1.0.0", "runtime": {"name": "a"}}`:                     "",
		`{"file_format_version": "1.0.0", "runtime": []}`:                                "",
		`[`: "", `[]`: "", `null`: "", "": "",
	} {
		host := loader.Host{GOOS: "linux", Root: t.TempDir()}
		loadertest.Lay(t, host.Root, map[string]string{"/m.json": text})
		got, fix := misspelt(&lint.Patient{Machine: lint.Machine{Host: host}}, "/m.json")
		require.Equal(t, want, got, text)
		require.Equal(t, want == "", fix == "")
	}
}
