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
// Windows (rule W1). It is the same for all users.
const ActiveRuntimeKey = `SOFTWARE\Khronos\OpenXR\1`

// maxRegistryValue is the size of the loader's buffer in UTF-16 units, including the NUL at the end (rule W2).
const maxRegistryValue = 1024

// viaRegistry follows rules W1 to W4: the registry's value is the manifest's path, and the loader tries no other place.
func (r *Resolution) viaRegistry(h Host) error {
	step := Step{Rule: ruleRegistry, What: `HKEY_LOCAL_MACHINE\` + ActiveRuntimeKey + ", ActiveRuntime", State: StateMissing}
	value, found, err := h.activeRuntime()
	switch {
	case errors.Is(err, errNoRegistry):
		return h.unsupported()
	case err != nil:
		step.State, step.Note = StateFailed, err.Error()
	case !found:
		step.Note = "the registry has no such value"
	case len(utf16.Encode([]rune(value))) >= maxRegistryValue:
		step.State, step.Note = StateFailed, fmt.Sprintf("the value is too long: the loader reads at most %d characters", maxRegistryValue-1)
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

// errNoRegistry is returned on systems that have no registry.
var errNoRegistry = errors.New("there is no registry")

func (h Host) activeRuntime() (value string, found bool, err error) {
	if h.ActiveRuntime != nil {
		return h.ActiveRuntime()
	}
	return activeRuntime()
}
