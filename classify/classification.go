// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

import "github.com/xrprobe/xrprobe/modes/webxr"

// Classification is the class of one session mode, and the rule that decided.
type Classification struct {
	Mode  webxr.SessionMode
	Class webxr.Class
	// Ambiguous is nil if the class is certain. If it is not nil the class is highly
	// variable, which reveals nothing.
	Ambiguous *Ambiguity
	// Rule is a stable word for the rule that matched, Because is its reason in words, and
	// Source is where the fact behind it is from.
	Rule    string
	Because string
	Source  string
}

// Default returns the state in which the "xr-session-supported" permission starts for the
// mode.
func (c Classification) Default() webxr.PermissionState { return Default(c.Class) }

// Classifications are those of every session mode, in the specification's order: inline,
// immersive-vr, immersive-ar.
type Classifications []Classification

// Class returns the class of one mode. A mode that is not in the list is highly variable.
func (c Classifications) Class(mode webxr.SessionMode) webxr.Class {
	for i := range c {
		if c[i].Mode == mode {
			return c[i].Class
		}
	}
	return webxr.HighlyVariable
}

// Default returns the state in which the "xr-session-supported" permission starts for a
// class: denied for never, granted for usually, and prompt for every other class.
// https://www.w3.org/TR/webxr/#fingerprinting
func Default(class webxr.Class) webxr.PermissionState {
	switch class {
	case webxr.NeverSupport:
		return webxr.Denied
	case webxr.UsuallySupport:
		return webxr.Granted
	default:
		return webxr.Prompt
	}
}
