// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// ErrUnsupportedOS is returned for operating systems whose search order the package does not know.
var ErrUnsupportedOS = errors.New("the search order of this operating system is not known")

// The numbers of XrResult that the loader answers with when it finds no runtime.
const (
	resultRuntimeFailure     int32 = -2
	resultRuntimeUnavailable int32 = -51
)

// Resolution is which manifest the loader takes, and why.
type Resolution struct {
	// Owner is the user whose configuration was read, "" when it is not known or when no user's was: when XR_RUNTIME_JSON
	// decides, and in set-user-ID programs.
	Owner string
	// Steps are the places that were looked at, in order. The last one decided, unless nothing was found.
	Steps []Step
	// Chosen is the path of the manifest, absolute inside the root, "" when there is none. It need not exist: what
	// XR_RUNTIME_JSON names is chosen whatever it is (rule D1).
	Chosen string
	// Via is what led to Chosen.
	Via Via
	// Result is the XrResult of a loader that finds no manifest: 0 when one was chosen, otherwise -51
	// (XR_ERROR_RUNTIME_UNAVAILABLE) or -2 (XR_ERROR_RUNTIME_FAILURE, when looking itself failed).
	Result int32
}

// Via is the source of a choice.
type Via string

// The sources, in the order in which the loader asks them.
const (
	ViaRuntimeJSON     Via = "XR_RUNTIME_JSON"
	ViaXDGConfigHome   Via = "XDG_CONFIG_HOME"
	ViaHome            Via = "HOME"
	ViaXDGConfigDirs   Via = "XDG_CONFIG_DIRS"
	ViaFallback        Via = "fallback"
	ViaSysConfDir      Via = "SYSCONFDIR"
	ViaExtraSysConfDir Via = "EXTRASYSCONFDIR"
	ViaRegistry        Via = "registry"
)

// Step is one place that was looked at.
type Step struct {
	// Rule is the rule that the step follows, such as "D1" or "L2".
	Rule string
	// What says in plain words which place it is, such as "$XDG_CONFIG_HOME, x86_64 only".
	What string
	// Path is the file that was looked for, "" when the step names none.
	Path string
	// State is what was found there.
	State State
	// Note says more where that helps, as one sentence; otherwise it is "".
	Note string
}

// Found tells whether the step found a file.
func (s Step) Found() bool { return s.State == StateFound }

// State is what a step found.
type State string

const (
	// StateFound is a path that exists, whatever it is.
	StateFound State = "found"
	// StateMissing is a path that does not exist.
	StateMissing State = "missing"
	// StateDangling is a symbolic link to nothing. The loader goes on to the next place.
	StateDangling State = "dangling"
	// StateLoop is a symbolic link that leads back to itself. It ends the loader's search with an error.
	StateLoop State = "loop"
	// StateFailed is a path that the operating system would not look at. It ends the loader's search with an error.
	StateFailed State = "failed"
	// StateSkipped is a place that was not looked at, because the variable that would name it is not in force.
	StateSkipped State = "skipped"
	// StateIgnored is a variable that is set and ignored, because programs run set-user-ID.
	StateIgnored State = "ignored_secure"
)

// Resolve follows the loader's search (rules D1 to D3, L1 to L7 and W1 to W5). That nothing is found is an answer and not an error.
// The error is the context's, or [ErrUnsupportedOS] where XR_RUNTIME_JSON does not decide; the resolution then has the
// steps until there. Reading a file that a network does not deliver cannot be interrupted.
func (h Host) Resolve(ctx context.Context) (Resolution, error) {
	r := Resolution{}
	if err := ctx.Err(); err != nil {
		return r, err
	}
	if h.goos() == "android" {
		// The environment means nothing to the loader there.
		return r, h.unsupported()
	}
	if r.viaRuntimeJSON(h) {
		return r, nil
	}
	switch h.goos() {
	case "linux":
	case "windows":
		return r, r.viaRegistry(h)
	default:
		return r, h.unsupported()
	}
	r.Owner = h.owner()
	for _, place := range h.configPlaces() {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		if r.lookIn(h, place) {
			return r, nil
		}
	}
	r.Result = resultRuntimeUnavailable
	return r, nil
}

func (h Host) unsupported() error {
	return fmt.Errorf("the active runtime of %s: %w", h.goos(), ErrUnsupportedOS)
}

// viaRuntimeJSON is rules D1 to D3: the variable's value is the manifest's path, and nothing else is tried.
func (r *Resolution) viaRuntimeJSON(h Host) bool {
	v := h.env("XR_RUNTIME_JSON")
	if v.state != variableSet {
		r.Steps = append(r.Steps, h.skip("D1", v))
		return false
	}
	step := Step{Rule: "D1", What: "$XR_RUNTIME_JSON", Path: h.absolute(v.value)}
	step.State, step.Note = h.look(step.Path)
	if step.State == StateMissing {
		step.Note = misreading(h.goos(), v.value)
	}
	r.Steps = append(r.Steps, step)
	r.Chosen, r.Via = step.Path, ViaRuntimeJSON
	return true
}

// misreading says what a value that is no existing path may have been meant as (rule D3).
func misreading(goos, value string) string {
	switch {
	case strings.HasPrefix(value, "~"):
		return "the loader does not replace ~ by a home folder"
	case strings.HasPrefix(value, "file://"):
		return "the value must be a path and no URL"
	case goos != "windows" && strings.Contains(value, ":"):
		return "the value is one path and no list: a colon is part of it"
	}
	return ""
}

// place is a folder of the search, or, when step is set, the reason why a source gives none.
type place struct {
	via    Via
	what   string
	folder string
	note   string
	step   *Step
}

// lookIn tries the two names in one folder (rule L1) and tells whether the search is over (rule L4). A source without a
// folder adds its step.
func (r *Resolution) lookIn(h Host, p place) bool {
	if p.step != nil {
		r.Steps = append(r.Steps, *p.step)
		return false
	}
	for _, name := range activeNames(h.arch()) {
		step := Step{Rule: "L1", What: p.what + name.what, Path: join(h.goos(), p.folder, "openxr/1/"+name.file)}
		step.State, step.Note = h.look(step.Path)
		if step.Note == "" {
			step.Note = p.note
		}
		r.Steps = append(r.Steps, step)
		switch step.State {
		case StateFound:
			r.Chosen, r.Via = step.Path, p.via
			return true
		case StateLoop, StateFailed:
			r.Result = resultRuntimeFailure
			return true
		}
	}
	return false
}

type activeName struct{ file, what string }

// activeNames are the names of an active runtime's manifest, in the order of rule L1. An architecture without a word has
// the plain name alone.
func activeNames(arch string) []activeName {
	plain := activeName{file: "active_runtime.json", what: ", any architecture"}
	if arch == "" {
		return []activeName{plain}
	}
	return []activeName{{file: "active_runtime." + arch + ".json", what: ", " + arch + " only"}, plain}
}

// look is the loader's test for existence (rule L5), which follows symbolic links.
func (h Host) look(path string) (State, string) {
	found, err := h.find(path)
	switch {
	case err == nil && found.info.IsDir():
		return StateFound, "it is a folder, which exists as far as the search goes and cannot be read as a manifest"
	case err == nil:
		return StateFound, ""
	case errors.Is(err, errDangling):
		return StateDangling, "it is a symbolic link to a file that does not exist"
	case errors.Is(err, fs.ErrNotExist):
		return StateMissing, ""
	case errors.Is(err, errLoop):
		return StateLoop, "it is a symbolic link that leads back to itself"
	}
	return StateFailed, "the operating system says: " + reason(err)
}

// configPlaces are the folders of rule L2, in order.
func (h Host) configPlaces() []place {
	places := h.userPlaces()
	places = append(places, h.sharedPlaces()...)
	return append(places, h.compiledPlaces()...)
}

func (h Host) userPlaces() []place {
	xdg, home := h.env("XDG_CONFIG_HOME"), h.env("HOME")
	if xdg.state == variableSet {
		unread := Step{Rule: "L2", What: "$HOME/.config", State: StateSkipped, Note: "XDG_CONFIG_HOME is set, so HOME is not read"}
		return []place{h.folder(ViaXDGConfigHome, "$XDG_CONFIG_HOME", xdg.value), {step: &unread}}
	}
	places := []place{h.skipped(xdg)}
	if home.state == variableSet {
		return append(places, h.folder(ViaHome, "$HOME/.config", join(h.goos(), home.value, ".config")))
	}
	return append(places, h.skipped(home))
}

func (h Host) sharedPlaces() []place {
	v := h.env("XDG_CONFIG_DIRS")
	if v.state != variableSet {
		return []place{h.skipped(v), h.folder(ViaFallback, "the built-in XDG folder", fallbackConfigDirs)}
	}
	var places []place
	for _, folder := range strings.Split(v.value, ":") {
		if folder != "" {
			places = append(places, h.folder(ViaXDGConfigDirs, "an entry of $XDG_CONFIG_DIRS", folder))
		}
	}
	if len(places) == 0 {
		none := Step{Rule: "L2", What: "$XDG_CONFIG_DIRS", State: StateSkipped,
			Note: "it is set and names no folder, so that not even the built-in one is used"}
		return []place{{step: &none}}
	}
	return places
}

func (h Host) compiledPlaces() []place {
	folders, note := h.SysConfDirs, ""
	if folders == nil {
		folders = []string{"/usr/local/etc", "/etc"}
		note = "it is compiled into Khronos' own build; the loader of a distribution usually has /etc alone"
	}
	places := make([]place, 0, len(folders))
	for i, folder := range folders {
		via := ViaSysConfDir
		if i > 0 {
			via = ViaExtraSysConfDir
		}
		p := h.folder(via, "the loader's "+string(via), folder)
		if folder != "/etc" {
			p.note = note
		}
		places = append(places, p)
	}
	return places
}

func (h Host) folder(via Via, what, folder string) place {
	p := place{via: via, what: what, folder: h.absolute(folder)}
	if p.folder != folder {
		p.note = "the folder is relative, so it depends on the working directory of each program"
	}
	return p
}

func (h Host) skipped(v variable) place {
	step := h.skip("L2", v)
	return place{step: &step}
}

// skip is the step of a variable that is not in force: unset, empty (rule D2) or ignored (rule L7).
func (h Host) skip(rule string, v variable) Step {
	step := Step{Rule: rule, What: "$" + v.name, State: StateSkipped}
	switch v.state {
	case variableEmpty:
		step.Note = "it is empty, which counts as not set"
		if rule == "D1" {
			step.Rule = "D2"
		}
	case variableIgnored:
		step.Rule, step.State = "L7", StateIgnored
		step.Note = "it is set, and ignored because programs run with the rights of another user here"
	case variableUnset, variableSet:
		step.Note = "it is not set"
	}
	return step
}

// owner is the user whose home folder is $HOME. /etc/passwd decides and not $USER, which su leaves as it was.
func (h Host) owner() string {
	home := h.env("HOME")
	if home.state != variableSet && h.env("XDG_CONFIG_HOME").state != variableSet {
		return ""
	}
	if h.User != "" || home.state != variableSet {
		return h.User
	}
	passwd, err := h.find(passwdFile)
	if err != nil {
		return ""
	}
	data, err := passwd.read(maxFile)
	if err != nil {
		return ""
	}
	for _, line := range strings.Split(string(data), "\n") {
		fields := strings.Split(line, ":")
		if len(fields) == 7 && strings.TrimRight(fields[5], "/") == strings.TrimRight(home.value, "/") {
			return fields[0]
		}
	}
	return ""
}
