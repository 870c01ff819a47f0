// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

// Subject is what can be classified: a [Host], a [Profile] of a user agent, or the string
// that a [UserAgent] sends.
type Subject interface{ answers() []Classification }

// Classify returns the class of every session mode for a subject, in the specification's
// order, by the first of the ordered rules that matches it. What no rule knows is highly
// variable, and so is everything of no subject: nil, or a pointer to nothing.
// https://www.w3.org/TR/webxr/#fingerprinting
func Classify(subject Subject) Classifications {
	if nothing(subject) {
		return UserAgent("").answers()
	}
	return subject.answers()
}

func nothing(subject Subject) bool {
	switch s := subject.(type) {
	case *Host:
		return s == nil
	case *Profile:
		return s == nil
	case *UserAgent:
		return s == nil
	default:
		return subject == nil
	}
}
