// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

// Variable is an environment variable that decides what a loader finds.
type Variable struct {
	Name string
	// Value is what it is set to, whether or not that is honoured.
	Value string
	// State is VariableSet, VariableUnset, VariableEmpty or VariableIgnored.
	State VariableState
	// Purpose says what it decides, in a few words.
	Purpose string
}

// VariableState says what becomes of a variable.
type VariableState string

// The states of a variable. Ignored means that it is set, and that programs with the
// rights of another user do not honour it (rule L7).
const (
	VariableSet     VariableState = "set"
	VariableUnset   VariableState = "not_set"
	VariableEmpty   VariableState = "empty"
	VariableIgnored VariableState = "ignored_secure"
)

// Environment returns the variables that the Khronos loader reads on this operating
// system, and what becomes of each.
func (h Host) Environment() []Variable {
	lookup := h.lookup()
	read := h.variables()
	for i := range read {
		v := &read[i]
		value, set := lookup(v.Name)
		v.Value = value
		switch {
		case !set:
			v.State = VariableUnset
		case value == "":
			v.State = VariableEmpty
		case v.State == VariableIgnored && h.secure():
		default:
			v.State = VariableSet
		}
	}
	return read
}

// variables marks those as ignored that a program with another user's rights ignores.
// The others are honoured even there (rule L8).
func (h Host) variables() []Variable {
	const guarded = VariableIgnored
	variables := []Variable{
		{Name: "XR_RUNTIME_JSON", State: guarded, Purpose: "the active runtime's manifest; nothing else is looked at"},
		{Name: "XR_API_LAYER_PATH", State: guarded, Purpose: "folders of explicit API layers"},
		{Name: "XR_ENABLE_API_LAYERS", Purpose: "explicit API layers that are on"},
		{Name: "XR_LOADER_DEBUG", Purpose: "what the Khronos loader logs, on standard output too"},
	}
	if h.goos() == "windows" {
		return variables
	}
	return append(variables,
		Variable{Name: "XDG_CONFIG_HOME", State: guarded, Purpose: "the user's configuration: openxr/1/active_runtime.json"},
		Variable{Name: "HOME", State: guarded, Purpose: "the same, in .config, where XDG_CONFIG_HOME is not set"},
		Variable{Name: "XDG_CONFIG_DIRS", State: guarded, Purpose: "the machine's configuration, looked at after the user's"},
		Variable{Name: "XDG_DATA_HOME", State: guarded, Purpose: "the user's API layers"},
		Variable{Name: "XDG_DATA_DIRS", State: guarded, Purpose: "the machine's API layers and installed runtimes"},
	)
}
