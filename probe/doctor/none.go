// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

// check is a linter's Check.
type check func(context.Context, *Patient) []report.Problem

// The turns of the linters for a machine on which no runtime is active. The first that
// finds something speaks, and the others are silent: such a machine has one cause and gets
// one fix. To install a runtime is the last thing to say.
const (
	turnDanglingChoice = iota
	turnInvokingUser
	turnSandboxedChoice
	turnUnreadHome
	turnUnreadConfigDirs
	turnMisnamed
	turnMisplaced
	turnOtherArchitecture
	turnRegistryChoice
	turnIgnoredVariable
	turnInstalledNotActive
	turnSandboxed
	turnNotInstalled
)

// inTurn returns the check of a turn. It is silent unless no runtime is active and all
// earlier checks are silent.
func inTurn(turn int) func(context.Context, *Patient) []report.Problem {
	return func(ctx context.Context, p *Patient) []report.Problem {
		if !noneActive(p.Report) {
			return nil
		}
		for i, look := range []check{
			turnDanglingChoice:     findDanglingChoice,
			turnInvokingUser:       findInvokingUser,
			turnSandboxedChoice:    findSandboxedChoice,
			turnUnreadHome:         findUnreadHome,
			turnUnreadConfigDirs:   findUnreadConfigDirs,
			turnMisnamed:           findMisnamed,
			turnMisplaced:          findMisplaced,
			turnOtherArchitecture:  findOtherArchitecture,
			turnRegistryChoice:     findRegistryChoice,
			turnIgnoredVariable:    findIgnoredVariable,
			turnInstalledNotActive: findInstalled,
			turnSandboxed:          findSandbox,
			turnNotInstalled:       findNothing,
		} {
			if found := look(ctx, p); len(found) > 0 && i <= turn {
				if i == turn {
					return found
				}
				return nil
			}
		}
		return nil
	}
}

// noneActive reports whether the search for the active runtime came to its end and found
// nothing, and no manifest was asked by its path.
func noneActive(r *report.Report) bool {
	if r.Runtimes == nil || r.Resolution == nil || r.Resolution.Chosen != nil {
		return false
	}
	for _, runtime := range r.Runtimes {
		if runtime.Active || runtime.Source == "--runtime" {
			return false
		}
	}
	return !slices.ContainsFunc(r.Problems, func(p report.Problem) bool { return strings.HasPrefix(p.ID, "discovery_") })
}

// problem returns a problem of the host.
func problem(id string, severity report.Severity, text, fix string) []report.Problem {
	return []report.Problem{{ID: id, Severity: severity, Subject: "host", Text: text, Fix: &fix}}
}

// place is where a runtime is made the active one.
type place struct {
	// path is the plain active_runtime.json.
	path string
	// by precedes commands that change it: "sudo " if it is not the user's own.
	by string
	// key is the key of Windows' registry instead; else "".
	key string
}

// isUsers reports whether a step looked in the user's own configuration.
func isUsers(step report.Step) bool {
	return strings.HasPrefix(step.What, "$HOME/") || strings.HasPrefix(step.What, "$XDG_CONFIG_HOME,")
}

// choicePlace returns the first place where the search looks for the active runtime.
func choicePlace(p *Patient) (place, bool) {
	for _, step := range p.Report.Resolution.Steps {
		if step.Path != nil && path.Base(*step.Path) == "active_runtime.json" {
			return beside(p, placeOf(p, step, *step.Path)), true
		}
	}
	return place{}, false
}

// beside returns a place, or the one beside it that only programs of the host's architecture read if other architectures have
// choices, which a plain file would come before.
func beside(p *Patient, at place) place {
	for _, dir := range searched(p.Report) {
		names, _ := p.Host.ReadDir(dir)
		for _, name := range names {
			word := archOf(name)
			if own := p.Host.ArchWord(); own != "" && word != own && p.Host.ReadsArchitectureFiles() && slices.Contains(architectures, word) && isFile(p.Host, path.Join(dir, name)) {
				return at.forArchitecture(own)
			}
		}
	}
	return at
}

func placeOf(p *Patient, step report.Step, file string) place {
	switch {
	case !isUsers(step):
		return place{path: file, by: "sudo "}
	case p.Host.User != "":
		return place{path: file, by: "sudo -u " + shellWord(p.Host.User) + " "}
	}
	return place{path: file}
}

// as says with whose rights the command of link works; "" if the command says it.
func (at place) as() string {
	if at.key != "" {
		return ", as administrator"
	}
	return ""
}

// link returns the command that makes a manifest the choice at a place.
func (at place) link(h loader.Host, manifest string) string {
	if at.key != "" {
		return fmt.Sprintf(`reg add "%s" /v ActiveRuntime /d "%s" /f`, at.key, manifest)
	}
	command := at.by + "ln -s " + shellWord(manifest) + " " + shellWord(at.path)
	if dir := path.Dir(at.path); h.FileAt(dir).State != loader.StateFound {
		command = at.by + "mkdir -p " + shellWord(dir) + " && " + command
	}
	return command
}

// forArchitecture returns the place beside it that only programs of one architecture read. There a choice does not come before
// those of other architectures.
func (at place) forArchitecture(arch string) place {
	at.path = path.Join(path.Dir(at.path), "active_runtime."+arch+".json")
	return at
}

// relink returns the command that replaces a link at a place.
func (at place) relink(manifest string) string {
	return at.by + "ln -sfn " + shellWord(manifest) + " " + shellWord(at.path)
}

// arch returns the architecture word of the search, or "" if it has none.
func arch(r *report.Report) string {
	for _, step := range r.Resolution.Steps {
		if step.Path == nil {
			continue
		}
		if word := archOf(path.Base(*step.Path)); word != "" {
			return word
		}
	}
	return ""
}

// archOf returns the architecture word in the name of an active runtime's manifest, or "".
func archOf(name string) string {
	word, found := strings.CutPrefix(name, "active_runtime.")
	if word, json := strings.CutSuffix(word, ".json"); found && json {
		return word
	}
	return ""
}

// choiceIn returns the manifest in a directory openxr/1 that the search would take there,
// or "" if none can be read.
func choiceIn(p *Patient, dir string) string {
	names := []string{"active_runtime.json"}
	if word := arch(p.Report); word != "" {
		names = []string{"active_runtime." + word + ".json", "active_runtime.json"}
	}
	for _, name := range names {
		if file := path.Join(dir, name); isFile(p.Host, file) {
			return file
		}
	}
	return ""
}

func isFile(h loader.Host, file string) bool {
	info := h.FileAt(file)
	return info.State == loader.StateFound && info.Mode.IsRegular()
}

func exists(h loader.Host, file string) bool { return h.FileAt(file).State == loader.StateFound }

// variable returns a variable of the environment, or "" if it is not set.
func variable(h loader.Host, name string) string {
	value, set := h.Getenv(name)
	if !set {
		return ""
	}
	return value
}

// searched returns the directories that the search looked into, each once.
func searched(r *report.Report) []string {
	var dirs []string
	for _, step := range r.Resolution.Steps {
		if step.Path == nil || !strings.HasPrefix(path.Base(*step.Path), "active_runtime.") {
			continue
		}
		if dir := path.Dir(*step.Path); !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// runtimeAt names the runtime of a manifest in words: "WiVRn (/usr/…/openxr_wivrn.json)".
func runtimeAt(h loader.Host, manifest string) string {
	m, err := h.ReadManifest(manifest)
	if err != nil {
		return manifest
	}
	return fmt.Sprintf("%s (%s)", places.NameOf(m), manifest)
}
