// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"errors"
	"os"

	"golang.org/x/sys/windows"
)

// openLock opens the lock file. The directory for temporary files belongs to the user.
func openLock(path string) (*os.File, error) { return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600) }

// tryLock locks one byte for this open file, until the file is closed, and reports whether
// it could.
func tryLock(file *os.File, offset int64) bool {
	err := windows.LockFileEx(windows.Handle(file.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0,
		&windows.Overlapped{Offset: uint32(offset), OffsetHigh: uint32(offset >> 32)})
	return !errors.Is(err, windows.ERROR_LOCK_VIOLATION)
}
