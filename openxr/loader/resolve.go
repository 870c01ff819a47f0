// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/passwd"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/paths"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/rules"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
)

// ErrUnsupportedOS is returned for operating systems whose search order the package does not know.
var ErrUnsupportedOS = errors.New("the search order of this operating system is not known")

// The XrResult values that the loader returns if it cannot load a runtime (rule D7), or lacks an API layer (rule Y15).
const (
	resultRuntimeFailure     int32 = -2
	resultLayerNotPresent    int32 = -36
	resultRuntimeUnavailable int32 = -51
)

// Resolution says which manifest the loader chooses, and why.
type Resolution struct {
	// Owner is the user whose configuration was read. It is "" if that user is not known, or if the search read no user's
	// configuration: because XR_RUNTIME_JSON decided, in set-user-ID programs, and on Windows and macOS.
	Owner string
	// Steps are the places that the search looked at, in order. The last one decided, unless nothing was found.
	Steps []Step
	// Chosen is the path of the manifest, absolute inside the root, or "" if there is none. The file need not exist: the
	// loader takes what XR_RUNTIME_JSON names (rule D1).
	Chosen string
	// Via says what led to Chosen.
	Via Via
	// Result is the XrResult of the loader if it finds no manifest: 0 if it chose one, otherwise -51
	// (XR_ERROR_RUNTIME_UNAVAILABLE) or -2 (XR_ERROR_RUNTIME_FAILURE, if the search itself failed).
	Result int32
}

// Via is the source of a choice.
type Via string

// The sources. On each operating system the loader asks some of them, in this order.
const (
	ViaRuntimeJSON     Via = "XR_RUNTIME_JSON"
	ViaXDGConfigHome   Via = "XDG_CONFIG_HOME"
	ViaHome            Via = "HOME"
	ViaXDGConfigDirs   Via = "XDG_CONFIG_DIRS"
	ViaFallback        Via = "fallback"
	ViaSysConfDir      Via = "SYSCONFDIR"
	ViaExtraSysConfDir Via = "EXTRASYSCONFDIR"
	ViaUsrLocalShare   Via = "/usr/local/share"
	ViaRegistry        Via = "registry"
)

// Step is one place that the search looked at.
type Step struct {
	// Rule is the word of the rule that the step follows, such as "runtime_json". [Rules] lists them all.
	Rule string
	// What names the place in plain words, such as "$XDG_CONFIG_HOME, x86_64 only".
	What string
	// Path is the file that the search looked for, or "" if the step names none.
	Path string
	// State is what the search found there.
	State State
	// Note explains the state in one sentence, or is "" if there is nothing to explain.
	Note string
}

// Found reports whether the step found a file.
func (s Step) Found() bool { return s.State == StateFound }

// State is what a step found.
type State string

const (
	// StateFound means that the path exists. It may be a directory.
	StateFound State = "found"
	// StateMissing means that the path does not exist.
	StateMissing State = "missing"
	// StateDangling means that the path is a symbolic link to nothing. The loader goes on to the next place.
	StateDangling State = "dangling"
	// StateLoop means that the path is a symbolic link that leads back to itself. On Linux the loader's search fails here.
	StateLoop State = "loop"
	// StateFailed means that the operating system refused to look at the path. On Linux the loader's search fails here.
	StateFailed State = "failed"
	// StateSkipped means that the search did not look here, because the variable that would name the place is not set or
	// another variable replaces it.
	StateSkipped State = "skipped"
	// StateIgnored means that the variable is set, but the loader ignores it because the program runs set-user-ID or, on
	// Windows, elevated.
	StateIgnored State = "ignored_secure"
)

// Resolve follows the loader's search (rules D1 to D3, L1 to L7, M1 to M3 and W1 to W5). If it finds nothing, the error is
// nil and Chosen is "". The error is the context's, or, if XR_RUNTIME_JSON does not decide, [ErrUnsupportedOS] if the search order of
// the operating system is not known, or [ErrUnknownRegistry]; the resolution then has the steps so far. The context cannot interrupt a
// read from a network file system that does not answer.
func (h Host) Resolve(ctx context.Context) (Resolution, error) {
	r := Resolution{}
	if err := ctx.Err(); err != nil {
		return r, err
	}
	if h.goos() == "android" {
		// The loader reads no environment variables on Android.
		return r, h.unsupported()
	}
	h = h.Remembering()
	if r.viaRuntimeJSON(h) {
		return r, nil
	}
	switch h.goos() {
	case "linux":
		r.Owner = h.owner()
		return r, r.viaDirectories(ctx, h, h.configDirs())
	case "darwin":
		return r, r.viaDirectories(ctx, h, h.macOSDirs())
	case "windows":
		return r, r.viaRegistry(h)
	}
	return r, h.unsupported()
}

func (h Host) unsupported() error {
	return fmt.Errorf("the active runtime of %s: %w", h.goos(), ErrUnsupportedOS)
}

// viaRuntimeJSON follows rules D1 to D3 and reports whether XR_RUNTIME_JSON decides.
func (r *Resolution) viaRuntimeJSON(h Host) bool {
	v := h.env("XR_RUNTIME_JSON")
	if v.state != variableSet {
		r.Steps = append(r.Steps, h.skip(rules.RuntimeJSON, v))
		return false
	}
	step := Step{Rule: rules.RuntimeJSON, What: "$XR_RUNTIME_JSON", Path: h.absolute(v.value)}
	step.State, step.Note = h.look(step.Path)
	if step.State == StateMissing {
		step.Note = explainValue(h.goos(), v.value)
	}
	r.Steps = append(r.Steps, step)
	r.Chosen, r.Via = step.Path, ViaRuntimeJSON
	return true
}

// explainValue says what is wrong with a value of XR_RUNTIME_JSON that is not an existing path (rule D3). It returns "" if
// the value looks like a path.
func explainValue(goos, value string) string {
	switch {
	case strings.HasPrefix(value, "~"):
		return "the loader does not expand ~ to a home directory"
	case strings.HasPrefix(value, "file://"):
		return "the value must be a path, not a URL"
	case goos != "windows" && strings.Contains(value, ":"):
		return "the value is one path, not a list: the colon is part of the path"
	}
	return ""
}

// viaDirectories tries the directories in order.
func (r *Resolution) viaDirectories(ctx context.Context, h Host, dirs []searchDir) error {
	for _, dir := range dirs {
		if err := ctx.Err(); err != nil {
			return err
		}
		if r.try(h, dir) {
			return nil
		}
	}
	r.Result = resultRuntimeUnavailable
	return nil
}

// try tries the two names in one directory and reports whether the search is over (rules L1, L4 and M1).
func (r *Resolution) try(h Host, dir searchDir) bool {
	if dir.skipped != nil {
		r.Steps = append(r.Steps, *dir.skipped)
		return false
	}
	for _, name := range h.activeNames() {
		step := Step{Rule: dir.rule, What: dir.what + name.what, Path: paths.Join(h.goos(), dir.path, "openxr/1/"+name.file)}
		step.State, step.Note = h.look(step.Path)
		if step.Note == "" {
			step.Note = dir.note
		}
		r.Steps = append(r.Steps, step)
		switch step.State {
		case StateFound:
			r.Chosen, r.Via = step.Path, dir.via
			return true
		case StateLoop, StateFailed:
			if dir.skipsFailures {
				continue
			}
			r.Result = resultRuntimeFailure
			return true
		}
	}
	return false
}

type activeName struct{ file, what string }

// activeNames returns the names of an active runtime's manifest, in the order of rule L1. If no word is known for the
// architecture, and for old loaders, only the plain name exists.
func (h Host) activeNames() []activeName {
	arch := h.arch()
	plain := activeName{file: "active_runtime.json", what: ", any architecture"}
	if arch == "" || !h.follows(changeArchitectureFile) {
		return []activeName{plain}
	}
	return []activeName{{file: "active_runtime." + arch + ".json", what: ", " + arch + " only"}, plain}
}

// look is the loader's test for existence (rule L5), which follows symbolic links.
func (h Host) look(path string) (State, string) {
	found, err := h.find(path)
	switch {
	case err == nil && found.Info.IsDir():
		return StateFound, "it is a directory: the search ends here, but a directory cannot be read as a manifest"
	case err == nil:
		return StateFound, ""
	case errors.Is(err, tree.ErrDangling):
		return StateDangling, "it is a symbolic link to a file that does not exist"
	case errors.Is(err, tree.ErrNetwork):
		return StateMissing, "it is on a share of another machine, which is not read"
	case errors.Is(err, fs.ErrNotExist):
		return StateMissing, ""
	case errors.Is(err, tree.ErrLoop):
		return StateLoop, "it is a symbolic link that leads back to itself"
	}
	return StateFailed, "the operating system reports: " + tree.Reason(err)
}

// skip returns the step of a variable that does not count: it is unset, empty (rule D2) or ignored (rules L7 and W5).
func (h Host) skip(rule string, v variable) Step {
	step := Step{Rule: rule, What: "$" + v.name, State: StateSkipped, Note: "it is not set"}
	switch v.state {
	case variableEmpty:
		step.Note = "it is empty; the loader treats an empty variable as not set"
		if rule == rules.RuntimeJSON {
			step.Rule = rules.EmptyVariable
		}
	case variableIgnored:
		step.Rule, step.State = rules.SecureExecution, StateIgnored
		step.Note = "it is set, but the loader ignores it because " + h.secureReason()
		if h.goos() == "windows" {
			step.Rule = rules.ElevatedProcess
		}
	}
	return step
}

// owner returns the user whose home directory is $HOME. It asks /etc/passwd and not $USER, which su does not change.
func (h Host) owner() string {
	home := h.env("HOME")
	if home.state != variableSet && h.env("XDG_CONFIG_HOME").state != variableSet {
		return ""
	}
	if h.User != "" || home.state != variableSet {
		return h.User
	}
	data, err := h.ReadFile(passwdFile)
	if err != nil {
		return ""
	}
	return passwd.UserAt(string(data), home.value)
}
