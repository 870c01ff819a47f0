// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package devicelint

import (
	"errors"

	"golang.org/x/sys/unix"
)

// askedOf asks the system whether this process may read and write a device, without opening it.
func askedOf(node string) access {
	switch err := unix.Access(node, unix.R_OK|unix.W_OK); {
	case err == nil:
		return granted
	case errors.Is(err, unix.EACCES):
		return denied
	}
	return unknown
}
