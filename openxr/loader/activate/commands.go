// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/activate/internal/swap"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
)

func word(text string) string { return shell.Word(text) }

// Commands are the commands with which a person makes the changes, one a line. They remember nothing, so what was there is put aside
// first.
func (p Plan) Commands() []string {
	if p.machine.Host.System() == "windows" {
		return p.registryCommands()
	}
	if len(p.wanted) == 0 {
		return nil
	}
	var commands []string
	if p.machine.files().FileAt(p.dir).State != loader.StateFound {
		commands = append(commands, "mkdir -p "+word(p.dir))
	}
	for _, name := range p.plainFirst() {
		file := path.Join(p.dir, name)
		if p.machine.files().FileAt(file).State != loader.StateMissing {
			commands = append(commands, fmt.Sprintf("mv %s %s", word(file), word(p.aside(file))))
		}
		if want := p.wanted[name]; want.Kind == swap.Link {
			commands = append(commands, fmt.Sprintf("ln -sfn %s %s", word(want.Target), word(file)))
		} else {
			commands = append(commands, fmt.Sprintf("cp %s %s", word(p.aside(path.Join(p.dir, plainFile))), word(file)))
		}
	}
	return commands
}

// aside is where a file is put aside: at a name that nothing has.
func (p Plan) aside(file string) string {
	free := file + ".off"
	for number := 2; p.machine.files().FileAt(free).State != loader.StateMissing; number++ {
		free = fmt.Sprintf("%s.off%d", file, number)
	}
	return free
}

// plainFirst are the entries that change, the plain file first, of which another one may be a copy.
func (p Plan) plainFirst() []string {
	names := sorted(p.wanted)
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	return names
}

// macOSDir is the only directory that the loader searches on macOS (rule M1). Only the administrator may write there.
const macOSDir = "/usr/local/share/openxr/1"

// refuseOnMacOS says the commands.
func (p *Plan) refuseOnMacOS() error {
	manifest := ""
	if list := p.architectures(); len(list) > 0 {
		manifest = p.machine.Host.Absolute(p.Choice.Manifests[list[0]])
	}
	fix := fmt.Sprintf("Do it as administrator: sudo mkdir -p %s && sudo ln -sfn %s %s", macOSDir, word(manifest), path.Join(macOSDir, plainFile))
	if special := path.Join(macOSDir, fileOf(p.machine.Host.ArchWord())); p.machine.reads(special) {
		fix += fmt.Sprintf(" && sudo ln -sfn %s %s", word(manifest), special)
	}
	return &RefusedError{Code: CodeUnsupported, Text: "on macOS the active runtime is chosen for all users, in " + macOSDir + ", and xrprobe does not write there", Fix: fix}
}
