// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Property is one structure that extends XrSystemProperties, as a system filled it. A structure
// that has no row was not asked for, because the runtime does not list its extension.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrSystemProperties
type Property struct {
	// The name of the structure, such as "XrSystemHandTrackingPropertiesEXT".
	Struct string `json:"struct"`
	// The extension that defines the structure.
	Extension string `json:"extension"`
	// What became of asking for the structure.
	State PropertyState `json:"state"`
	// The members of the structure by their names; null unless the state is "reported".
	Values map[string]Value `json:"values"`
	// Why the state is "failed" or "not_asked"; null in every other state.
	Because *string `json:"because"`
}

// ViewProperty is one structure that extends XrViewConfigurationView, as a system filled it. A
// structure that has no row was not asked for, because the runtime does not list its extension.
// XrFoveatedViewConfigurationViewVARJO is part of the question; its values are the sizes of
// the views that the system answered with.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrViewConfigurationView
type ViewProperty struct {
	// The name of the structure, such as "XrViewConfigurationDepthRangeEXT".
	Struct string `json:"struct"`
	// The extension that defines the structure.
	Extension string `json:"extension"`
	// What became of asking for the structure.
	State PropertyState `json:"state"`
	// The members of the structure by their names, for each view; null unless the state is
	// "reported".
	Views []map[string]Value `json:"views"`
	// Why the state is "failed" or "not_asked"; null in every other state.
	Because *string `json:"because"`
}

// PropertyState says what became of asking for a structure.
type PropertyState string

// The states. Reported means that the runtime filled the structure. Untouched means that the
// call succeeded, but the runtime wrote nothing into the structure. NotAsked means that xrprobe
// was not to ask for this structure. NotAdvertised means that the runtime does not list the
// extension; only package coverage and reports of early versions have such rows.
const (
	PropertyReported      PropertyState = "reported"
	PropertyNotAdvertised PropertyState = "not_advertised"
	PropertyUntouched     PropertyState = "untouched"
	PropertyFailed        PropertyState = "failed"
	PropertyNotAsked      PropertyState = "not_asked"
)

// Query is a command of an extension that answers without a session, and its result. A command
// that has no row was not called, because the runtime does not list its extension, or because
// xrprobe never calls it.
type Query struct {
	// The OpenXR command, such as "xrEnumerateSpatialCapabilitiesEXT".
	Command string `json:"command"`
	// The extension that defines the command.
	Extension string `json:"extension"`
	// What became of asking.
	State QueryState `json:"state"`
	// Why the command was not asked, or failed; null in every other state.
	Because *string `json:"because"`
	// What the command returned, by the names of what it fills or was asked for, or "list";
	// null unless the state is "answered".
	Values map[string]Value `json:"values"`
}

// QueryState says what became of asking by a command.
type QueryState string

// The states. NotAsked means that xrprobe was not to call the command, or never calls it.
// NotAdvertised means that the runtime does not list the extension. Only package coverage and
// reports of early versions have rows for what is never called or not listed.
const (
	QueryAnswered      QueryState = "answered"
	QueryNotAdvertised QueryState = "not_advertised"
	QueryNotAsked      QueryState = "not_asked"
	QueryFailed        QueryState = "failed"
)

// Value is the value of a structure's member. Exactly one field is set. An enumeration is a
// Text and a set of flags is Names, in OpenXR's words.
type Value struct {
	// A truth value.
	Bool *bool
	// A whole number, from 0 to 2⁶⁴-1.
	Number *uint64
	// A finite number. An infinite one is the Text "Infinity" or "-Infinity".
	Real *float64
	// A string, such as the name of an enumeration's value.
	Text *string
	// A list of strings, such as the names of the flags that are set.
	Names []string
}

// MarshalJSON returns the bare value: true, 7, 7.0, "XR_…" or ["XR_…"].
func (v Value) MarshalJSON() ([]byte, error) {
	switch {
	case v.Bool != nil:
		return json.Marshal(*v.Bool)
	case v.Number != nil:
		return json.Marshal(*v.Number)
	case v.Real != nil:
		return marshalReal(*v.Real)
	case v.Text != nil:
		return json.Marshal(*v.Text)
	case v.Names != nil:
		return json.Marshal(v.Names)
	default:
		return nil, fmt.Errorf("a property's member has no value")
	}
}

// marshalReal writes a number with a point or an exponent, so that it reads back as Real.
func marshalReal(f float64) ([]byte, error) {
	text, err := json.Marshal(f)
	if err == nil && !isReal(text) {
		text = append(text, ".0"...)
	}
	return text, err
}

func isReal(number []byte) bool { return bytes.ContainsAny(number, ".eE") }

// UnmarshalJSON reads what MarshalJSON writes.
func (v *Value) UnmarshalJSON(data []byte) error {
	*v = Value{}
	var into any
	switch {
	case data[0] == 'n':
		return fmt.Errorf("a property's member has a value, and null is none")
	case data[0] == 't' || data[0] == 'f':
		into = &v.Bool
	case data[0] == '"':
		into = &v.Text
	case data[0] == '[':
		into = &v.Names
	case isReal(data):
		into = &v.Real
	default:
		into = &v.Number
	}
	if err := json.Unmarshal(data, into); err != nil {
		return fmt.Errorf("a property's member is a truth value, a number, a string or a list of strings: %w", err)
	}
	return nil
}
