// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

// Variable is an environment variable that the Khronos loader reads.
type Variable struct {
	Name string
	// Value is what the variable is set to, even if the loader ignores it.
	Value string
	// State says whether the loader uses the value.
	State VariableState
	// Purpose says in a few words what the variable is for.
	Purpose string
}

// VariableState says whether a variable is set, and whether the loader uses it.
type VariableState string

// The states of a variable. VariableIgnored means that the variable is set, but the loader ignores it because the program
// runs with another user's rights (rules L7 and W5).
const (
	VariableSet     VariableState = "set"
	VariableUnset   VariableState = "not_set"
	VariableEmpty   VariableState = "empty"
	VariableIgnored VariableState = "ignored_secure"
)

// Environment returns the variables that the Khronos loader reads on this operating system, with their states.
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

// variables returns the variables in the state VariableIgnored if a program with another user's rights ignores them. Such
// a program reads the others (rule L8).
func (h Host) variables() []Variable {
	const guarded = VariableIgnored
	variables := []Variable{
		{Name: "XR_RUNTIME_JSON", State: guarded, Purpose: "the active runtime's manifest; the loader looks nowhere else"},
		{Name: "XR_API_LAYER_PATH", State: guarded, Purpose: "directories of explicit API layers"},
		{Name: "XR_ENABLE_API_LAYERS", Purpose: "explicit API layers to enable"},
		{Name: "XR_LOADER_DEBUG", Purpose: "what the Khronos loader logs, also to standard output"},
	}
	switch h.goos() {
	case "windows":
		return variables
	case "darwin":
		// Rule M2: the loader searches these directories for API layers only.
		return append(variables,
			Variable{Name: "HOME", Purpose: "the user's API layers, in .local/share, if XDG_DATA_HOME is not set"},
			Variable{Name: "XDG_CONFIG_DIRS", Purpose: "the machine's API layers"},
			Variable{Name: "XDG_DATA_HOME", Purpose: "the user's API layers"},
			Variable{Name: "XDG_DATA_DIRS", Purpose: "the machine's API layers"},
		)
	}
	return append(variables,
		Variable{Name: "XDG_CONFIG_HOME", State: guarded, Purpose: "the user's configuration: openxr/1/active_runtime.json"},
		Variable{Name: "HOME", State: guarded, Purpose: "the user's configuration, in .config, if XDG_CONFIG_HOME is not set"},
		Variable{Name: "XDG_CONFIG_DIRS", State: guarded, Purpose: "the machine's configuration, searched after the user's"},
		Variable{Name: "XDG_DATA_HOME", State: guarded, Purpose: "the user's API layers"},
		Variable{Name: "XDG_DATA_DIRS", State: guarded, Purpose: "the machine's API layers and installed runtimes"},
	)
}
