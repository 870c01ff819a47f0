// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package webxr

// Class is what is known in advance about the support of a session mode by all user agents with
// the same user-agent string.
// https://www.w3.org/TR/webxr/#fingerprinting
type Class string

// The classes. All such user agents are known to never support the mode, or to usually support
// it; or their support is highly variable.
const (
	NeverSupport   Class = "never"
	UsuallySupport Class = "usually"
	HighlyVariable Class = "highly_variable"
)

// Classes returns every class.
func Classes() []Class { return []Class{NeverSupport, UsuallySupport, HighlyVariable} }

// ParseClass returns the class s, or an error that lists the classes.
func ParseClass(s string) (Class, error) { return parse("a class", s, Classes()) }
