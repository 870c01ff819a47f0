// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"fmt"
	"runtime"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/rules"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/winkeys"
	"github.com/xrprobe/xrprobe/openxr/loader/registry"
)

// ActiveRuntimeKey is the key below HKEY_LOCAL_MACHINE whose value ActiveRuntime names the active runtime's manifest on
// Windows (rule W1). It is the same for all users. A 64-bit Windows has another one for 32-bit programs (rule W3).
const ActiveRuntimeKey = winkeys.OpenXR

// ErrUnknownRegistry is returned for Windows if nothing tells what its registry holds. It matches [ErrUnsupportedOS].
var ErrUnknownRegistry error = UnknownChoice{Because: "what its registry holds is not known", Kind: ErrUnsupportedOS}

// UnknownChoice is the error of [Host.Resolve] for Windows if the files and the registry do not tell which runtime is active.
type UnknownChoice = winkeys.UnknownChoice

// isHere reports whether the host is the machine on which this process runs, as far as its root and operating system tell.
func (h Host) isHere() bool { return h.Root == "" && h.goos() == runtime.GOOS }

// RegistrySource returns the registry of the host, or nil if it is not known.
func (h Host) RegistrySource() registry.Source {
	if h.Registry == nil && h.isHere() {
		return winkeys.This()
	}
	return h.Registry
}

// Has32BitView reports whether the host's registry has keys that only 32-bit programs see, as that of a 64-bit Windows has.
func (h Host) Has32BitView() bool {
	return h.RegistrySource() != nil && winkeys.Has32BitView(h.RegistrySource())
}

// machineKey returns a key below HKEY_LOCAL_MACHINE as the host's programs see it, and says whose view that is (rule W3). If a
// 64-bit Windows has nothing of what 32-bit programs see, the registry is a part of an export, and what they find is not known.
func (h Host) machineKey(key string) (path, view string, err error) {
	path, view = registry.LocalMachine+`\`+key, "the 64-bit view"
	switch {
	case h.RegistrySource() == nil:
		return path, view, ErrUnknownRegistry
	case h.arch() != "i686":
		return path, view, nil
	case h.Has32BitView():
		return registry.LocalMachine + `\` + winkeys.For32Bit(key), "the 32-bit view", nil
	case h.FileAt(`C:\Windows\SysWOW64`).Mode.IsDir():
		return path, view, ErrUnknownRegistry
	}
	return path, "the only view of a 32-bit Windows", nil
}

// viaRegistry follows rules W1 to W4: the registry's value is the manifest's path, of at most 1023 UTF-16 units, and the loader tries
// no other place.
func (r *Resolution) viaRegistry(h Host) error {
	key, view, err := h.machineKey(winkeys.OpenXR)
	if err != nil {
		return fmt.Errorf("the active runtime of Windows: %w", err)
	}
	active := winkeys.ReadActive(h.RegistrySource(), key, h.lookup(), h.isHere())
	if unknown := active.Unknown; unknown.Because != "" {
		unknown.Kind = ErrUnsupportedOS
		return fmt.Errorf("the active runtime of Windows: %w", unknown)
	}
	step := Step{Rule: rules.Registry, What: fmt.Sprintf("%s, %s (%s)", key, winkeys.ActiveRuntime, view), State: StateMissing, Note: active.Note}
	switch {
	case active.Failed:
		step.State = StateFailed
	case active.Manifest != "":
		step.Path = h.absolute(active.Manifest)
		step.State, step.Note = h.lookForManifest(step.Path)
	}
	r.Steps = append(r.Steps, step)
	if step.State != StateFound {
		r.Result = resultRuntimeUnavailable
		return nil
	}
	r.Chosen, r.Via = step.Path, ViaRegistry
	return nil
}

// lookForManifest follows rule W4: the registry must name a regular file that ends in ".json".
func (h Host) lookForManifest(path string) (State, string) {
	found, err := h.find(path)
	switch {
	case err != nil:
		return h.look(path)
	case !found.Info.Mode().IsRegular():
		return StateMissing, "the loader accepts only regular files"
	case !strings.HasSuffix(path, ".json"):
		return StateMissing, `the loader accepts only names that end in ".json"`
	default:
		return StateFound, ""
	}
}
