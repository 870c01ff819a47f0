// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package openxr

import (
	"fmt"
	"math"
	"strconv"
)

// Value is what a runtime wrote to a member of a structure, or returned from a [Query].
// Exactly one of its fields is set. An enumerant, an identifier and a version are a Text;
// a set of flags and a list are Names. Enumerants and flags have OpenXR's names.
type Value struct {
	Bool   *bool
	Number *uint64
	// Real is finite. An infinite number is a Text, "Infinity" or "-Infinity".
	Real *float64
	Text *string
	// Names is not nil if it is the field that is set; it may be empty.
	Names []string
}

// String returns the value as text: "true", "7", "-2.5", "XR_…" or "[XR_… XR_…]".
func (v Value) String() string {
	switch {
	case v.Bool != nil:
		return strconv.FormatBool(*v.Bool)
	case v.Number != nil:
		return strconv.FormatUint(*v.Number, 10)
	case v.Real != nil:
		return strconv.FormatFloat(*v.Real, 'g', -1, 64)
	case v.Text != nil:
		return *v.Text
	default:
		return fmt.Sprint(v.Names)
	}
}

func boolValue(b bool) Value { return Value{Bool: &b} }

func numberValue(n uint64) Value { return Value{Number: &n} }

func textValue(s string) Value { return Value{Text: &s} }

func namesValue(names []string) Value {
	if names == nil {
		names = []string{}
	}
	return Value{Names: names}
}

// realValue returns a Text for an infinite number, since JSON has no number for it.
func realValue(f float64) Value {
	switch {
	case math.IsInf(f, 1):
		return textValue("Infinity")
	case math.IsInf(f, -1):
		return textValue("-Infinity")
	default:
		return Value{Real: &f}
	}
}
