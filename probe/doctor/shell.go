// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"cmp"
	"runtime"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/shell"
)

// remove returns the command that removes a file: only the machine's own files need sudo.
func (p *Patient) remove(file string) string {
	if system(p.Host) == "windows" {
		return `del "` + file + `"`
	}
	return p.by(file) + "rm " + shellWord(file)
}

// setAside returns the command that renames a file, so that it can be brought back.
func (p *Patient) setAside(file string) string {
	return p.by(file) + "mv " + shellWord(file) + " " + shellWord(file+".off")
}

// by precedes commands that change a file: "sudo " if it is not below the user's home or configuration.
func (p *Patient) by(file string) string {
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME"} {
		if dir := variable(p.Host, name); dir == "" || !strings.HasPrefix(file, strings.TrimSuffix(dir, "/")+"/") {
			continue
		}
		if p.Host.User != "" {
			return "sudo -u " + shellWord(p.Host.User) + " "
		}
		return ""
	}
	return "sudo "
}

func shellWord(word string) string { return shell.Word(word) }

// system returns the operating system of a host, by its name in Go.
func system(h loader.Host) string { return cmp.Or(h.GOOS, runtime.GOOS) }
