// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

func TestClosedFile_OpensTheFileOrItsDirectory(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{"/opt/xr/x.so": "library", "/opt/xr/x.json": "{}"})
	host := loader.Host{GOOS: "linux", Root: root, LookupEnv: func(string) (string, bool) { return "", false }}
	for name, c := range map[string]struct {
		cause report.Cause
		fix   string
	}{
		"a library":          {report.Cause{Code: loader.CodeLibraryUnreadable, Level: report.LevelBinary, Text: "x: permission denied"}, "sudo chmod a+r /opt/xr/x.so"},
		"a manifest":         {report.Cause{Code: loader.CodeManifestUnreadable, Level: report.LevelManifest, Text: "x: permission denied"}, "sudo chmod a+r /opt/xr/x.json"},
		"something else":     {report.Cause{Code: loader.CodeLibraryMissing, Level: report.LevelBinary, Text: "x: permission denied"}, ""},
		"for another reason": {report.Cause{Code: loader.CodeLibraryUnreadable, Level: report.LevelBinary, Text: "x: file name too long"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := &report.Report{Runtimes: []report.Runtime{{ID: "x", Manifest: "/opt/xr/x.json", Library: new("/opt/xr/x.so"), Cause: &c.cause}}}
			Examine(t.Context(), Machine{Host: host}, r)
			if c.fix == "" {
				require.Empty(t, r.Problems)
				return
			}
			require.Len(t, r.Problems, 1)
			require.Equal(t, []string{c.cause.Code, c.fix}, []string{r.Problems[0].ID, *r.Problems[0].Fix})
		})
	}
}
