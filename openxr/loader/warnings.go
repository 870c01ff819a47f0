// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/jsoncpp"
)

// maxWarnings bounds the number of warnings about a hostile manifest.
const maxWarnings = 32

// warning is a sentence about an offset in the manifest.
type warning struct {
	offset int
	text   string
}

// warn fills in the manifest's warnings, sorted by their offsets.
func (r *reader) warn() {
	runtime, _ := r.doc.Root.Members["runtime"]
	warnings := r.dialect()
	warnings = append(warnings, rootFunctions(r.doc.Root)...)
	warnings = append(warnings, badRenames(runtime)...)
	warnings = append(warnings, unusedFields(runtime)...)
	slices.SortStableFunc(warnings, func(a, b warning) int {
		if a.offset != b.offset {
			return a.offset - b.offset
		}
		return strings.Compare(a.text, b.text)
	})
	for _, w := range warnings[:min(len(warnings), maxWarnings)] {
		line, column := r.doc.Position(w.offset)
		r.manifest.Warnings = append(r.manifest.Warnings, fmt.Sprintf("line %d, column %d: %s.", line, column, w.text))
	}
}

// dialect warns of what the loader's JSON reader accepts but other readers refuse (rule R1).
func (r *reader) dialect() []warning {
	var warnings []warning
	for _, remark := range r.doc.Strict {
		warnings = append(warnings, warning{remark.Offset, remark.Text + "; the loader accepts this, but strict JSON readers refuse it"})
	}
	for _, remark := range r.doc.Duplicates {
		warnings = append(warnings, warning{remark.Offset, fmt.Sprintf("the key %+q is repeated; the loader uses the last one", remark.Text)})
	}
	return warnings
}

// rootFunctions warns of functions outside runtime (rule R9).
func rootFunctions(root jsoncpp.Value) []warning {
	functions, ok := root.Members["functions"]
	if !ok {
		return nil
	}
	return []warning{{functions.Offset, "functions is outside runtime, where it has no effect"}}
}

// badRenames warns of new names that the loader ignores because they are not strings in an object (rule R9), and of empty
// names.
func badRenames(runtime jsoncpp.Value) []warning {
	functions, ok := runtime.Members["functions"]
	if !ok {
		return nil
	}
	if functions.Kind != jsoncpp.Object {
		return []warning{{functions.Offset, fmt.Sprintf("functions is %s where an object is needed; the loader ignores it", functions.Kind)}}
	}
	var warnings []warning
	for function, name := range functions.Members {
		switch {
		case name.Kind != jsoncpp.String:
			warnings = append(warnings, warning{name.Offset, fmt.Sprintf("the new name of %+q is %s where a string is needed; the loader ignores it", function, name.Kind)})
		case cString(name.Text) == "":
			warnings = append(warnings, warning{name.Offset, fmt.Sprintf("the new name of %+q is empty; no library can export it, and debug builds of the loader abort", function)})
		}
	}
	return warnings
}

// unusedFields warns of fields that the loader does not use (rules R4 and R10).
func unusedFields(runtime jsoncpp.Value) []warning {
	var warnings []warning
	if name, ok := runtime.Members["name"]; ok && name.Kind != jsoncpp.String {
		warnings = append(warnings, warning{name.Offset, fmt.Sprintf("name is %s where a string is needed; the loader does not read it", name.Kind)})
	}
	if list, ok := runtime.Members["instance_extensions"]; ok {
		warnings = append(warnings, warning{list.Offset, "instance_extensions has no effect in a runtime manifest"})
	}
	return warnings
}
