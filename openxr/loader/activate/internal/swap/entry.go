// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package swap

import (
	"crypto/sha256"
	"errors"
	"fmt"
)

// Kind is what a name is.
type Kind string

// The kinds. Other is a directory, a device and all else that is neither a regular file nor a symbolic link.
const (
	Absent Kind = "absent"
	File   Kind = "file"
	Link   Kind = "link"
	Other  Kind = "other"
)

// Entry is what is at a name, not at the end of a link.
type Entry struct {
	Kind Kind `json:"kind"`
	// Target is where a link leads, as it says it.
	Target string `json:"target,omitzero"`
	// Content is that of a file to write; it is not set for a file that was found.
	Content []byte `json:"-"`
	// Sum is the SHA-256 of a file's content, in hexadecimal; it is empty if the file cannot be read.
	Sum string `json:"sha256,omitzero"`
}

// FileWith is a file.
func FileWith(content []byte) Entry { return Entry{Kind: File, Content: content, Sum: sum(content)} }

func sum(content []byte) string { return fmt.Sprintf("%x", sha256.Sum256(content)) }

// LinkTo is a link.
func LinkTo(target string) Entry { return Entry{Kind: Link, Target: target} }

// equals reports whether an entry that was found is one that was recorded.
func (e Entry) equals(recorded Entry) bool {
	return e.Kind == recorded.Kind && e.Target == recorded.Target && e.Sum == recorded.Sum
}

// The errors of the package. Others are those of the operating system, a [*fs.PathError] whose path begins with the directory's.
var (
	// ErrBusy means that another process changes the directory, and did not end in time.
	ErrBusy = errors.New("another process changes it at the same time")
	// ErrChanged matches every [*ChangedError].
	ErrChanged = errors.New("another program has changed it since")
	// ErrNothing means that there is nothing to undo.
	ErrNothing = errors.New("there is nothing to undo")
	// ErrUnfinished means that the change is made, but not all that it needed for a while is removed. The next Open removes it.
	ErrUnfinished = errors.New("the change is made, and the next one removes what it left")
	// ErrRecord means that what was remembered cannot be read.
	ErrRecord = errors.New("what was remembered cannot be read")
)

// ChangedError says which entry another program has changed.
type ChangedError struct {
	// Path is the entry.
	Path string
	// Now is what it is, and Expected what it should be.
	Now, Expected Entry
}

// Error says it in words.
func (e *ChangedError) Error() string {
	return fmt.Sprintf("%s is %s, and should be %s: %v", e.Path, e.Now, e.Expected, ErrChanged)
}

// Is makes the error match ErrChanged.
func (e *ChangedError) Is(target error) bool { return target == ErrChanged }

// String describes the entry.
func (e Entry) String() string {
	switch e.Kind {
	case Absent:
		return "absent"
	case Link:
		return "a link to " + e.Target
	case File:
		return "a file"
	}
	return "neither a file nor a link"
}
