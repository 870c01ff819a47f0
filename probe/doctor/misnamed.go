// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"

	"github.com/xrprobe/xrprobe/modes/report"
)

var misnamed = Linter{
	ID:      "misnamed_choice",
	Explain: "No runtime is active, because the file that should name one has nearly the right name.",
	Check:   inTurn(turnMisnamed),
}

// nearNames are the names that people write in place of active_runtime.json, without what is no letter.
var nearNames = []string{"activeruntime", "activeruntimejson", "activeruntimesjson", "activeruntimejsontxt"}

// otherWords are words for architectures that the loader does not use, and those that it uses for them.
var otherWords = map[string]string{"amd64": "x86_64", "x64": "x86_64", "x86-64": "x86_64", "x86": "i686", "i386": "i686", "i586": "i686", "arm64": "aarch64"}

// findMisnamed looks for such files where the search looks.
func findMisnamed(_ context.Context, p *Patient) []report.Problem {
	for _, dir := range searched(p.Report) {
		names, _ := p.Host.ReadDir(dir) // what cannot be listed has no names
		slices.Sort(names)
		for _, name := range names {
			right := meantName(name, p.Host.ArchWord())
			file := path.Join(dir, name)
			if right == "" || right == name || !isFile(p.Host, file) {
				continue
			}
			return problem("misnamed_choice", report.SeverityWarning,
				fmt.Sprintf("No runtime is active: programs do not read %s, whose name should be %s.", file, right),
				p.By(file)+"mv "+shellWord(file)+" "+shellWord(path.Join(dir, right)))
		}
	}
	return nil
}

// meantName returns the name that a file should have, or "" if it is not near one.
func meantName(name, arch string) string {
	if word := archOf(strings.ToLower(name)); arch != "" && otherWords[word] == arch {
		return "active_runtime." + arch + ".json"
	}
	letters := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
	if slices.Contains(nearNames, letters) {
		return "active_runtime.json"
	}
	return ""
}
