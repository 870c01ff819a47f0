// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package requirement

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/xrprobe/xrprobe/modes/report"
)

// Value is what a member of a structure is required to be. Exactly one field is set.
type Value struct {
	Bool   *bool
	Number *float64
	Text   *string
}

// MarshalJSON returns the bare value.
func (v Value) MarshalJSON() ([]byte, error) {
	switch {
	case v.Bool != nil:
		return json.Marshal(*v.Bool)
	case v.Number != nil:
		return json.Marshal(*v.Number)
	case v.Text != nil:
		return json.Marshal(*v.Text)
	default:
		return nil, fmt.Errorf("the value is missing")
	}
}

// UnmarshalJSON reads a boolean, a number or a string.
func (v *Value) UnmarshalJSON(data []byte) error {
	*v = Value{}
	var into any
	switch data[0] {
	case 't', 'f':
		into = &v.Bool
	case '"':
		into = &v.Text
	case '{', '[', 'n':
		return fmt.Errorf("a member is a boolean, a number or a string")
	default:
		into = &v.Number
	}
	return json.Unmarshal(data, into)
}

func (v Value) String() string {
	switch {
	case v.Bool != nil:
		return strconv.FormatBool(*v.Bool)
	case v.Number != nil:
		return number(*v.Number)
	case v.Text != nil:
		return *v.Text
	default:
		return "missing"
	}
}

// equals reports whether a member of a report is the value.
func (v Value) equals(is report.Value) bool {
	switch {
	case v.Bool != nil:
		return is.Bool != nil && *is.Bool == *v.Bool
	case v.Number != nil:
		got, isNumber := numberOf(is)
		return isNumber && got == *v.Number
	default:
		return is.Text != nil && *is.Text == *v.Text
	}
}

// numberOf returns a member's value as a number. Above 2⁵³ it is a near one.
func numberOf(v report.Value) (float64, bool) {
	switch {
	case v.Number != nil:
		return float64(*v.Number), true
	case v.Real != nil:
		return *v.Real, true
	default:
		return 0, false
	}
}

func number(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }

// textOf writes a member's value for people.
func textOf(v report.Value) string {
	text, err := json.Marshal(v)
	switch {
	case err != nil:
		return "nothing"
	case v.Text != nil:
		return *v.Text
	default:
		return string(text)
	}
}
