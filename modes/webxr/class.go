// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package webxr

// Class is what is known in advance of a session mode by all user agents that are
// indistinguishable by their user-agent string.
// https://www.w3.org/TR/webxr/#fingerprinting
type Class string

// The classes: known to never support, known to usually support, and highly variable.
const (
	NeverSupport   Class = "never"
	UsuallySupport Class = "usually"
	HighlyVariable Class = "highly_variable"
)

// Classes returns every class.
func Classes() []Class { return []Class{NeverSupport, UsuallySupport, HighlyVariable} }

// ParseClass returns the class spelt exactly s, or an error that lists the classes.
func ParseClass(s string) (Class, error) { return parse("a class", s, Classes()) }
