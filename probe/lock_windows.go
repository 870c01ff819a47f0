// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// openLock opens the lock file; the folder for temporary files is each user's own.
func openLock(path string) (*os.File, error) { return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) }

// tryLock locks one byte for this open file, which nothing but its end unlocks.
func tryLock(file *os.File, place int64) bool {
	err := windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0,
		&windows.Overlapped{Offset: uint32(place), OffsetHigh: uint32(place >> 32)})
	return !errors.Is(err, windows.ERROR_LOCK_VIOLATION)
}
