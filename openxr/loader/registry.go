// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf16"
)

// ActiveRuntimeKey is the key below HKEY_LOCAL_MACHINE whose value ActiveRuntime names the active runtime's manifest on
// Windows (rule W1). No user has a runtime of their own there.
const ActiveRuntimeKey = `SOFTWARE\Khronos\OpenXR\1`

// maxRegistryValue is how many UTF-16 units the loader has room for, with the NUL at the end (rule W2).
const maxRegistryValue = 1024

// viaRegistry is rules W1 to W4: the registry's value is the manifest's path, and nothing else is tried.
func (r *Resolution) viaRegistry(h Host) error {
	step := Step{Rule: "W1", What: `HKEY_LOCAL_MACHINE\` + ActiveRuntimeKey + ", ActiveRuntime", State: StateMissing}
	value, found, err := h.activeRuntime()
	switch {
	case errors.Is(err, errNoRegistry):
		return h.unsupported()
	case err != nil:
		step.State, step.Note = StateFailed, err.Error()
	case !found:
		step.Note = "the registry has no such value"
	case len(utf16.Encode([]rune(value))) >= maxRegistryValue:
		step.State, step.Note = StateFailed, fmt.Sprintf("the loader has room for %d characters", maxRegistryValue-1)
	default:
		step.Path = h.absolute(value)
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

// lookForManifest is rule W4: what the registry names must be a file with the right ending.
func (h Host) lookForManifest(path string) (State, string) {
	found, err := h.find(path)
	switch {
	case err != nil:
		return h.look(path)
	case !found.info.Mode().IsRegular():
		return StateMissing, "the loader takes files alone"
	case !strings.HasSuffix(path, ".json"):
		return StateMissing, `the loader takes names alone that end in ".json"`
	default:
		return StateFound, ""
	}
}

// errNoRegistry is the answer of systems without one.
var errNoRegistry = errors.New("there is no registry")

func (h Host) activeRuntime() (value string, found bool, err error) {
	if h.ActiveRuntime != nil {
		return h.ActiveRuntime()
	}
	return activeRuntime()
}
