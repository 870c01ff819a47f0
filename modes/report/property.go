// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package report

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Property is one structure that extends XrSystemProperties, and what a system said in it.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrSystemProperties
type Property struct {
	// Struct is the structure's name, such as "XrSystemHandTrackingPropertiesEXT".
	Struct string `json:"struct"`
	// Extension is the one that the structure belongs to.
	Extension string        `json:"extension"`
	State     PropertyState `json:"state"`
	// Values are the members by their names; nil unless the state is "reported".
	Values map[string]Value `json:"values"`
	// Because says why the state is "failed" or "not_asked"; nil in every other.
	Because *string `json:"because"`
}

// ViewProperty is one structure that extends XrViewConfigurationView, and what a system
// said in it. Of XrFoveatedViewConfigurationViewVARJO, which is asked with, the values are
// the sizes that the views have by it.
// https://registry.khronos.org/OpenXR/specs/1.1/html/xrspec.html#XrViewConfigurationView
type ViewProperty struct {
	Struct    string        `json:"struct"`
	Extension string        `json:"extension"`
	State     PropertyState `json:"state"`
	// Views are the members by their names, for each view; nil unless the state is
	// "reported".
	Views []map[string]Value `json:"views"`
	// Because says why the state is "failed"; nil in every other.
	Because *string `json:"because"`
}

// PropertyState says what became of a question for a structure.
type PropertyState string

// The states. Untouched means that the runtime succeeded and wrote nothing there, and
// NotAsked that it was not asked on principle.
const (
	PropertyReported      PropertyState = "reported"
	PropertyNotAdvertised PropertyState = "not_advertised"
	PropertyUntouched     PropertyState = "untouched"
	PropertyFailed        PropertyState = "failed"
	PropertyNotAsked      PropertyState = "not_asked"
)

// Query is a command of an extension that answers without a session, and its answer.
type Query struct {
	Command   string     `json:"command"`
	Extension string     `json:"extension"`
	State     QueryState `json:"state"`
	// Because says why a command was not asked, or has failed; nil in other states.
	Because *string `json:"because"`
	// Values are what the command gave, by the names of what it fills, of what it was
	// asked for, or "list"; nil unless the state is "answered".
	Values map[string]Value `json:"values"`
}

// QueryState says what became of a command that could be asked.
type QueryState string

// The states. NotAsked means that the command is there and is not called on principle.
const (
	QueryAnswered      QueryState = "answered"
	QueryNotAdvertised QueryState = "not_advertised"
	QueryNotAsked      QueryState = "not_asked"
	QueryFailed        QueryState = "failed"
)

// Value is what a member holds: exactly one of its fields is set. An enumeration is a
// Text and a set of flags are Names, in OpenXR's words.
type Value struct {
	Bool   *bool
	Number *uint64
	// Real is finite: what is not is a Text, "Infinity" or "-Infinity".
	Real  *float64
	Text  *string
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

// marshalReal writes a number that can be told from a whole one.
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
