// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import "errors"

// ErrRefused matches every [*RefusedError].
var ErrRefused = errors.New("nothing was changed")

// The codes of a RefusedError.
const (
	// CodeUnusable means that the runtime would not load.
	CodeUnusable = "unusable"
	// CodeNotVisible means that programs of the place that was asked about do not see the runtime's files.
	CodeNotVisible = "not_visible"
	// CodeInUse means that a program uses the active runtime.
	CodeInUse = "in_use"
	// CodeNoPlace means that the user's configuration has no place, one that depends on the working directory, or
	// one that a directory takes.
	CodeNoPlace = "no_place"
	// CodeSudo means that the change would be root's and not that of the user who called sudo.
	CodeSudo = "sudo"
	// CodeOtherUser means that the files belong to another user.
	CodeOtherUser = "other_user"
	// CodeItself means that the runtime's only manifest is a file that the change would replace.
	CodeItself = "itself"
	// CodeUnsupported means that a person has to make the change on this system.
	CodeUnsupported = "unsupported"
	// CodeDenied means that this process may not write there.
	CodeDenied = "denied"
	// CodeFailed means that the operating system refused a step, for example because the disk is full.
	CodeFailed = "failed"
	// CodeBusy means that another process makes a change, and did not end in time.
	CodeBusy = "busy"
	// CodeChanged means that another program has changed what was to be undone.
	CodeChanged = "changed"
	// CodeNothing means that there is nothing to undo.
	CodeNothing = "nothing_to_undo"
)

// RefusedError says why nothing was changed, and what fixes it.
type RefusedError struct {
	// Code is one of the Code constants.
	Code string
	// Text is a sentence without a full stop.
	Text string
	// Fix is a sentence that may end with a command after ": ", or "".
	Fix string
	// Err is the operating system's error, or nil.
	Err error
}

// Error returns the text.
func (e *RefusedError) Error() string { return e.Text }

// Unwrap returns the operating system's error.
func (e *RefusedError) Unwrap() error { return e.Err }

// Is makes the error match ErrRefused.
func (e *RefusedError) Is(target error) bool { return target == ErrRefused }

// MayBeForced reports whether the caller may insist.
func (e *RefusedError) MayBeForced() bool {
	switch e.Code {
	case CodeUnusable, CodeNotVisible, CodeInUse, CodeSudo, CodeChanged:
		return true
	}
	return false
}
