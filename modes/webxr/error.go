// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package webxr

// Error is the name of the error that a promise is rejected with: a DOMException's name, or
// TypeError. Its text depends only on the name, so that a page learns no cause from it.
// https://webidl.spec.whatwg.org/#idl-DOMException-error-names
type Error string

// The names that WebXR's methods reject with.
const (
	TypeError         Error = "TypeError"
	SecurityError     Error = "SecurityError"
	InvalidStateError Error = "InvalidStateError"
	NotSupportedError Error = "NotSupportedError"
)

// Errors returns every name.
func Errors() []Error {
	return []Error{TypeError, SecurityError, InvalidStateError, NotSupportedError}
}

// ParseError returns the name s, or an error that lists the names.
func ParseError(s string) (Error, error) { return parse("an error of WebXR", s, Errors()) }

// Error returns the text of the name.
func (e Error) Error() string {
	switch e {
	case TypeError:
		return "TypeError: an argument is not one that the method accepts"
	case SecurityError:
		return "SecurityError: the document may not do this, or not without a user's action"
	case InvalidStateError:
		return "InvalidStateError: this cannot be done in the current state"
	case NotSupportedError:
		return "NotSupportedError: no such session is available"
	default:
		return string(e)
	}
}
