// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package page

import (
	"slices"
	"strconv"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Value is what a call of a page comes to. Its kinds are those of this package.
type Value interface {
	// append adds the value to a message: as its result, or as its error.
	append(line []byte) []byte
}

// Answer is what a promise of a boolean resolves with.
type Answer bool

func (a Answer) append(line []byte) []byte {
	return strconv.AppendBool(append(line, `"result":`...), bool(a))
}

// State is a permission's state, by its place in the specification's list.
type State uint8

// StateOf returns a state. What is none of the specification's is denied.
func StateOf(state webxr.PermissionState) State {
	return State(index(webxr.PermissionStates(), state, webxr.Denied))
}

func (s State) text() string { return string(webxr.PermissionStates()[s]) }

func (s State) append(line []byte) []byte { return append(line, `"result":"`+s.text()+`"`...) }

// Session is a session that was made: for each optional feature that was asked for, in the
// order in which it was, whether it was granted. Required ones all are.
type Session struct{ Optional []bool }

func (s Session) append(line []byte) []byte {
	line = append(line, `"result":{"optional":[`...)
	for i, granted := range s.Optional {
		if i > 0 {
			line = append(line, ',')
		}
		line = strconv.AppendBool(line, granted)
	}
	return append(line, "]}"...)
}

// Rejected is the code of an error whose message is the name that a promise rejects with.
const Rejected = 1

// Rejection is what a promise rejects with, by its place among the names that WebXR has.
type Rejection uint8

// RejectionOf returns the rejection of an error. What is none of WebXR's names is
// "NotSupportedError".
func RejectionOf(err error) Rejection {
	name, _ := err.(webxr.Error)
	return Rejection(index(webxr.Errors(), name, webxr.NotSupportedError))
}

func (r Rejection) append(line []byte) []byte {
	return append(line, `"error":{"code":`+strconv.Itoa(Rejected)+`,"message":"`+string(webxr.Errors()[r])+`"}`...)
}

// index is the place of a word in a list, or that of another word.
func index[T comparable](list []T, word, otherwise T) int {
	if at := slices.Index(list, word); at >= 0 {
		return at
	}
	return slices.Index(list, otherwise)
}

// Reply appends the line that answers a call, by the number or string that the client gave
// it.
func Reply(line, id []byte, value Value) []byte {
	line = append(line, `{"jsonrpc":"2.0","id":`...)
	line = append(append(line, id...), ',')
	return append(value.append(line), "}\n"...)
}
