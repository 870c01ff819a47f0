// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package swap

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"
)

// Look returns what can be undone in a directory, the oldest first, and reports whether a switch was interrupted. The next [Open] finishes
// it. Look changes nothing and takes no lock. If the directory does not exist, there is nothing to undo.
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
	if err != nil || d.kind(current) != File {
		return records, false, err
	}
	records, err = d.withInterrupted(records)
	return records, true, err
}

// withInterrupted are the records as they will be when a switch is finished that a killed process left.
func (d *Dir) withInterrupted(records []Record) ([]Record, error) {
	if target, err := d.readlink(nowLink); err != nil || target != after {
		return records, nil // it will be taken back
	}
	content, err := d.read(current)
	if err != nil {
		return records, d.at(err)
	}
	record, err := decode(content)
	switch {
	case err != nil:
		return records, fmt.Errorf("%s: %w", filepath.Join(d.path, current), err)
	case record.Undoes != 0:
		return slices.DeleteFunc(records, func(r Record) bool { return r.Number == record.Undoes }), nil
	case slices.ContainsFunc(records, func(r Record) bool { return r.Number == record.Number }):
		return records, nil
	}
	return append(records, record), nil
}
