// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package classify

// Subject is what can be classified: a [Host], the [Profile] of a user agent, or a
// user-agent string (package useragent).
type Subject interface {
	// Classifications returns the class of every session mode, in the specification's order.
	Classifications() Classifications
}

// Classify returns the class of every session mode for a subject, in the specification's
// order. It is decided by the first of the ordered rules that matches the subject. What no
// rule knows is highly variable; so is every mode if the subject is nil, or a nil pointer to
// a [Host] or a [Profile].
// https://www.w3.org/TR/webxr/#fingerprinting
func Classify(subject Subject) Classifications {
	if isNil(subject) {
		return unknownSubject()
	}
	return subject.Classifications()
}

func isNil(subject Subject) bool {
	switch s := subject.(type) {
	case *Host:
		return s == nil
	case *Profile:
		return s == nil
	default:
		return subject == nil
	}
}
