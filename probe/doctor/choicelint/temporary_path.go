// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"context"
	"fmt"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// temporary are the directories that are emptied when the machine starts or the user logs out.
var temporary = []string{"/tmp/", "/dev/shm/", "/run/user/"}

var temporaryPath = lint.Linter{
	ID:       "temporary_path",
	Explain:  "The choice names a manifest or library in a directory for temporary files, such as that of a running AppImage.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		active := working(p)
		if active == nil || p.GOOS() != "linux" || inside(p) || isChosenBy(active, loader.ViaRuntimeJSON) {
			return nil
		}
		files := []string{p.Host.FileAt(active.Manifest).Canonical}
		if active.Library != nil {
			files = append(files, *active.Library)
		}
		for _, file := range files {
			if !isTemporary(file) {
				continue
			}
			until := "the machine starts again"
			if strings.HasPrefix(file, "/tmp/.mount_") {
				until = "the AppImage ends"
			}
			text := fmt.Sprintf("The choice %s leads to %s, which may be gone when %s", active.Manifest, file, until)
			fix := "Put the runtime into a directory that stays, such as one in /opt or the home directory, and choose it there."
			return []report.Problem{lint.Problem("temporary_path", report.SeverityWarning, active.ID, text, fix)}
		}
		return nil
	},
}

func isTemporary(file string) bool {
	for _, dir := range temporary {
		if strings.HasPrefix(file, dir) {
			return true
		}
	}
	return false
}
