// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package page

import (
	"slices"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

// Value is the outcome of a page's call: an [Answer], a [State], a [Session], a
// [NotCompatible] or a [Rejection].
type Value interface {
	// in sets the reply's result, or its error.
	in(r *reply)
}

// Answer is the boolean that a promise resolves with.
type Answer bool

func (a Answer) in(r *reply) { r.Result = a }

// State is the state of a permission, as its index in [webxr.PermissionStates].
type State uint8

// StateOf returns the State of a permission state. An unknown state becomes denied.
func StateOf(state webxr.PermissionState) State {
	return State(index(webxr.PermissionStates(), state, webxr.Denied))
}

// MarshalText returns the state's name, such as "granted".
func (s State) MarshalText() ([]byte, error) { return []byte(webxr.PermissionStates()[s]), nil }

func (s State) in(r *reply) { r.Result = s }

// Session is a session that was created. Every required feature is granted.
type Session struct {
	// Optional has one boolean for each optional feature that the page asked for, in the
	// page's order: whether it is granted.
	Optional []bool `json:"optional"`
	// Blend is the session's environment blend mode.
	Blend Blend `json:"blend_mode"`
}

func (s Session) in(r *reply) {
	if s.Optional == nil {
		s.Optional = []bool{} // marshalled as [], not as null
	}
	r.Result = s
}

// Blend is an environment blend mode, as its index in [webxr.BlendModes].
type Blend uint8

// BlendOf returns the Blend of a blend mode. An unknown one becomes "opaque".
func BlendOf(mode webxr.BlendMode) Blend {
	return Blend(index(webxr.BlendModes(), mode, webxr.BlendOpaque))
}

// MarshalText returns the blend mode's name, such as "alpha-blend".
func (b Blend) MarshalText() ([]byte, error) { return []byte(webxr.BlendModes()[b]), nil }

// NotCompatible is the outcome of makeXRCompatible in a document that policy blocks: the promise
// resolves, and the context stays incompatible. It is marshalled as null.
type NotCompatible struct{}

// MarshalJSON returns null.
func (NotCompatible) MarshalJSON() ([]byte, error) { return []byte("null"), nil }

func (n NotCompatible) in(r *reply) { r.Result = n }

// Rejected is the code of an error whose message is the name of the error that a promise
// rejects with.
const Rejected = 1

// Rejection is the error that a promise rejects with, as its index in [webxr.Errors].
type Rejection uint8

// RejectionOf returns the Rejection of an error. An error that is not one of
// [webxr.Errors] becomes "NotSupportedError".
func RejectionOf(err error) Rejection {
	name, _ := err.(webxr.Error)
	return Rejection(index(webxr.Errors(), name, webxr.NotSupportedError))
}

// MarshalText returns the error's name, such as "SecurityError".
func (j Rejection) MarshalText() ([]byte, error) { return []byte(webxr.Errors()[j]), nil }

func (j Rejection) in(r *reply) { r.Error = &rejected{Code: Rejected, Message: j} }

// index returns the index of an element of a list, or that of otherwise if the list does
// not have the element.
func index[T comparable](list []T, element, otherwise T) int {
	if at := slices.Index(list, element); at >= 0 {
		return at
	}
	return slices.Index(list, otherwise)
}
