// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package swap

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/unix"
)

// Look returns what can be undone in a directory, the oldest first, and whether a switch was interrupted, which the next one finishes.
// It changes nothing and waits for nobody. A directory that does not exist has nothing to undo.
func Look(dir string) (records []Record, interrupted bool, err error) {
	fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if errors.Is(err, unix.ENOENT) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, &fs.PathError{Op: "open", Path: dir, Err: err}
	}
	d := &Dir{files: files{fd: fd}, path: dir}
	defer d.Close()
	records, err = d.Records()
	return records, d.kind(current) == File, err
}
