// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package ownerlint

import (
	"context"
	"fmt"
	"path"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

var closedConfiguration = lint.Linter{
	ID:       "closed_configuration",
	Explain:  "The user's own directory of OpenXR's configuration belongs to root, so the user's programs cannot write a choice there.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		own, known := hostfacts.UserID(p.Host)
		config := p.Variable("XDG_CONFIG_HOME")
		if home := p.Variable("HOME"); config == "" && home != "" {
			config = path.Join(home, ".config")
		}
		if !known || own == 0 || !path.IsAbs(config) || p.GOOS() != "linux" || !p.HasModes() || !ownsHome(p, own) {
			return nil
		}
		for _, dir := range []string{config + "/openxr", config + "/openxr/1"} {
			info := p.Host.FileAt(dir)
			user, _, known := p.OwnerOf(info.Canonical)
			if info.State != loader.StateFound || !info.Mode.IsDir() || !known || user != 0 || info.Mode&byAll != 0 || inStore(info.Canonical) {
				continue
			}
			text := fmt.Sprintf("%s belongs to root, as after a program was run with sudo: the user's programs, such as SteamVR and WiVRn, cannot write their choice there", dir)
			return []report.Problem{lint.Problem("closed_configuration", report.SeverityWarning, "host", text, fmt.Sprintf("sudo chown -R %s %s", userWord(p), shell.Word(dir)))}
		}
		return nil
	},
}

// ownsHome reports whether the home directory is the user's. In a copy of a machine all may be root's.
func ownsHome(p *lint.Patient, own int) bool {
	user, _, known := p.OwnerOf(p.Host.FileAt(p.Variable("HOME")).Canonical)
	return known && user == own
}

// inStore reports whether a directory is in the store of Nix or Guix, to which configuration links, and in which nobody writes.
func inStore(dir string) bool {
	return strings.HasPrefix(dir, "/nix/store/") || strings.HasPrefix(dir, "/gnu/store/")
}

// userWord is the user in a command.
func userWord(p *lint.Patient) string {
	if p.Host.User != "" {
		return shell.Word(p.Host.User)
	}
	return `"$(id -un)"`
}
