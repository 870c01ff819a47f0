// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package strictjson

import (
	"errors"
	"fmt"
)

// What an [Error] may be about.
var (
	// ErrNotJSON: the data is not one valid JSON value.
	ErrNotJSON = errors.New("not valid JSON")
	// ErrUnknownField: an object has a member that the Go type does not have.
	ErrUnknownField = errors.New("there is no such field")
	// ErrType: a value does not fit the Go type.
	ErrType = errors.New("the value does not fit")
)

// Error is what is wrong with a JSON document, and where.
type Error struct {
	// File is the document's name, or "" if it has none.
	File string
	// Line and Column count from 1, columns in bytes. Both are 0 if the place is not known.
	Line, Column int
	// Field is the path of the value, such as "strings[0].user_agent", or "" for the whole
	// document.
	Field string
	// Text says what is wrong, and what to do.
	Text string
	// Err is what [errors.Is] matches: ErrNotJSON, ErrUnknownField, ErrType, or a sentinel of
	// the package that uses this one. It may be nil, and is not part of the message.
	Err error
}

// Error returns "file:line:column: field: text", without the parts that are not known.
func (e *Error) Error() string {
	place := e.File
	if e.Line > 0 {
		if place != "" {
			place += ":"
		}
		place += fmt.Sprintf("%d:%d", e.Line, e.Column)
	}
	text := e.Text
	if e.Field != "" {
		text = e.Field + ": " + text
	}
	if place == "" {
		return text
	}
	return place + ": " + text
}

// Unwrap returns Err.
func (e *Error) Unwrap() error { return e.Err }
