// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"errors"
	"fmt"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/passwd"
)

// passwdFile lists the local users and their home directories.
const passwdFile = "/etc/passwd"

// ErrUser matches a [*UserError].
var ErrUser = errors.New("the user's configuration cannot be found")

// UserError says why a user's configuration cannot be found. It matches [ErrUser].
type UserError struct {
	User string
	// Text says in a few words what is wrong.
	Text string
}

// Error returns the user and Text.
func (e *UserError) Error() string { return fmt.Sprintf("user %q: %s", e.User, e.Text) }

// Is reports whether target is [ErrUser].
func (e *UserError) Is(target error) bool { return target == ErrUser }

// ForUser returns the host as a user's programs see it right after login: HOME is the user's home directory, and no other
// variable is set, because the user's own settings are not known. It works on Linux only. The error is a [*UserError].
func (h Host) ForUser(name string) (Host, error) {
	if h.goos() != "linux" {
		return h, &UserError{User: name, Text: "another user's configuration can be read on Linux only"}
	}
	home, err := h.home(name)
	if err != nil {
		return h, err
	}
	h.User = name
	environment := map[string]string{"HOME": home}
	h.LookupEnv = func(variable string) (string, bool) { value, set := environment[variable]; return value, set }
	h.Secure = func() bool { return false }
	return h, nil
}

// home returns the home directory of a user.
func (h Host) home(name string) (string, error) {
	data, err := h.ReadFile(passwdFile)
	if err != nil {
		return "", &UserError{User: name, Text: fmt.Sprintf("%s cannot be read: %v", passwdFile, err)}
	}
	if dir, found := passwd.HomeOf(string(data), name); found {
		return dir, nil
	}
	return "", &UserError{User: name, Text: passwdFile + " has no user of this name"}
}
