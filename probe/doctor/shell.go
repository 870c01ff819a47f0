// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"cmp"
	"regexp"
	"runtime"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:,+@%=-]+$`)

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

// shellWord writes a word as a POSIX shell reads it: quoted, if it needs that.
func shellWord(word string) string {
	if plainWord.MatchString(word) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// system returns the operating system of a host, by its name in Go.
func system(h loader.Host) string { return cmp.Or(h.GOOS, runtime.GOOS) }
