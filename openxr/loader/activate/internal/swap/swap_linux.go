// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package swap

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// The names in the directory. All but the entries themselves begin with .xrprobe.
const (
	home       = ".xrprobe"
	nowLink    = home + "/now"
	nextLink   = home + "/next"
	current    = home + "/switch.json"
	draft      = home + "/draft"
	undoDir    = home + "/undo"
	before     = "before"
	after      = "after"
	oldPrefix  = ".xrprobe.old."
	newPrefix  = ".xrprobe.new."
	spare      = ".xrprobe.spare"
	recordName = "record.json"
)

// MaxRecords is how many switches are remembered. Older ones are forgotten.
const MaxRecords = 16

// Dir is a directory whose entries are changed. It is locked until Close.
type Dir struct {
	files
	path string
	made []string
}

// Open makes a directory if it does not exist, locks it, and finishes what a killed process left. It waits for another process until
// the context ends; then the error is ErrBusy.
func Open(ctx context.Context, dir string) (*Dir, error) {
	made, err := makeAll(dir)
	if err != nil {
		return nil, err
	}
	d, err := lock(ctx, dir)
	if err != nil {
		unmake(made)
		return nil, err
	}
	d.made = made
	if err := d.recover(); err != nil {
		d.Close()
		return nil, d.at(err)
	}
	return d, nil
}

// makeAll makes a directory and those above it, and returns those that it made, the outermost first.
func makeAll(dir string) ([]string, error) {
	var missing []string
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); err == nil || !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			break
		}
		missing = append([]string{at}, missing...)
	}
	var made []string
	for _, at := range missing {
		switch err := os.Mkdir(at, 0o755); {
		case errors.Is(err, fs.ErrExist):
		case err != nil:
			unmake(made)
			return nil, err
		default:
			made = append(made, at)
		}
	}
	return made, nil
}

// unmake removes directories that are empty, the innermost first.
func unmake(made []string) {
	slices.SortFunc(made, func(a, b string) int { return len(a) - len(b) }) // several processes may have made them
	for _, dir := range slices.Backward(made) {
		_ = unix.Rmdir(dir) // one with other files stays
	}
}

// lockPause is the time between two looks at a lock.
const lockPause = 5 * time.Millisecond

// lock opens a directory and locks it. If the directory was removed meanwhile, lock makes a new attempt.
func lock(ctx context.Context, dir string) (*Dir, error) {
	for {
		fd, err := unix.Open(dir, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
		if err != nil {
			return nil, &fs.PathError{Op: "open", Path: dir, Err: err}
		}
		d := &Dir{files: files{fd: fd}, path: dir}
		err = retried(func() error { return unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB) })
		if err == nil && d.isAt(dir) {
			return d, nil
		}
		d.Close()
		if err != nil && !errors.Is(err, unix.EWOULDBLOCK) {
			return nil, &fs.PathError{Op: "lock", Path: dir, Err: err}
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%s: %w", dir, ErrBusy)
		case <-time.After(lockPause):
		}
	}
}

// isAt reports whether the open directory is still the one at a path.
func (d *Dir) isAt(dir string) bool {
	var open, named unix.Stat_t
	return unix.Fstat(d.fd, &open) == nil && unix.Stat(dir, &named) == nil && open.Ino == named.Ino && open.Dev == named.Dev
}

// Close unlocks the directory, and removes it if it was made for nothing.
func (d *Dir) Close() {
	unmake(d.made)
	_ = unix.Close(d.fd) // which ends the lock
}

// Entry returns what is at a name.
func (d *Dir) Entry(name string) (Entry, error) {
	entry, err := d.entry(name)
	return entry, d.at(err)
}

// at puts the directory before the path of an error.
func (d *Dir) at(err error) error {
	var failed *fs.PathError
	if errors.As(err, &failed) && !filepath.IsAbs(failed.Path) {
		failed.Path = filepath.Join(d.path, failed.Path)
	}
	return err
}

// Switch changes the entries that differ from those wanted, all at one moment, and remembers what was there. It reports whether any
// did. A note is kept with the record. After an error nothing has changed, unless it is ErrUnfinished.
func (d *Dir) Switch(wanted map[string]Entry, note string) (changed bool, err error) {
	record := Record{At: time.Now().UTC().Truncate(time.Second), Note: note, Before: map[string]Entry{}, After: map[string]Entry{}, Made: d.made}
	for name, want := range wanted {
		entry, err := d.entry(name)
		switch {
		case err != nil:
			return false, d.at(err)
		case entry.Kind == Other:
			return false, &ChangedError{Path: filepath.Join(d.path, name), Now: entry, Expected: want}
		case entry.equals(want):
			continue
		}
		record.Before[name], record.After[name] = entry, want
	}
	if len(record.After) == 0 {
		_, err := d.handOver(0, d.made) // of another process' change, if it made one since
		return false, d.at(err)
	}
	if _, err := d.Records(); err != nil {
		return false, err // what was remembered would be of no use after it
	}
	numbers, err := d.numbers()
	if err != nil {
		return false, d.at(err)
	}
	record.Number = 1
	if len(numbers) > 0 {
		record.Number = numbers[len(numbers)-1] + 1
	}
	return true, d.run(record)
}

// Undo puts back what the last switch changed. Unless it is forced, each entry has to be as that switch left it; else the error is a
// [*ChangedError]. The error is ErrNothing if nothing is remembered.
func (d *Dir) Undo(force bool) (Record, error) {
	records, err := d.Records()
	if err != nil {
		return Record{}, err
	}
	if len(records) == 0 {
		return Record{}, ErrNothing
	}
	last := records[len(records)-1]
	back := Record{At: time.Now().UTC().Truncate(time.Second), Before: map[string]Entry{}, After: last.Before, Undoes: last.Number, Made: last.Made}
	for _, name := range last.names() {
		entry, err := d.entry(name)
		if err != nil {
			return last, d.at(err)
		}
		if entry.Kind == Other || !force && !entry.equals(last.After[name]) {
			return last, &ChangedError{Path: filepath.Join(d.path, name), Now: entry, Expected: last.After[name]}
		}
		back.Before[name] = entry
	}
	return last, d.run(back)
}

// run makes a switch. A failure before the moment of the change takes everything back.
func (d *Dir) run(r Record) error {
	err := d.prepare(r)
	if err == nil {
		err = d.flip()
	}
	if err != nil {
		return errors.Join(d.at(err), d.at(d.recover()))
	}
	d.made = nil // they are used now
	if err := d.recover(); err != nil {
		return fmt.Errorf("%w: %w", ErrUnfinished, d.at(err))
	}
	return nil
}

// prepare makes each entry a link through .xrprobe/now, which leads to what was there.
func (d *Dir) prepare(r Record) error {
	if err := d.begin(r); err != nil {
		return err
	}
	for _, name := range r.names() {
		if err := d.stage(r, name); err != nil {
			return err
		}
	}
	if err := d.symlink(before, nowLink); err != nil {
		return err
	}
	for _, name := range r.names() {
		if err := d.redirect(r, name); err != nil {
			return err
		}
	}
	return d.sync()
}

// begin writes down what is about to happen.
func (d *Dir) begin(r Record) error {
	content, err := r.encode()
	if err != nil {
		return err
	}
	if d.kind(home) == Absent {
		if err := d.mkdir(home); err != nil {
			return err
		}
	}
	if err := d.write(draft, content, 0o644); err != nil {
		return err
	}
	if err := d.rename(draft, current); err != nil {
		return err
	}
	return errors.Join(d.mkdir(path.Join(home, before)), d.mkdir(path.Join(home, after)))
}

// stage puts what is wanted beside an entry, and makes the two links that lead to both.
func (d *Dir) stage(r Record, name string) error {
	if r.Before[name].Kind != Absent {
		if err := d.symlink("../../"+oldPrefix+name, path.Join(home, before, name)); err != nil {
			return err
		}
	}
	if r.After[name].Kind == Absent {
		return nil
	}
	if err := d.symlink("../../"+newPrefix+name, path.Join(home, after, name)); err != nil {
		return err
	}
	switch {
	case r.Undoes != 0:
		return d.rename(kept(r.Undoes, name), newPrefix+name)
	case r.After[name].Kind == File:
		return d.write(newPrefix+name, r.After[name].Content, 0o644)
	}
	return d.symlink(r.After[name].Target, newPrefix+name)
}

// indirect is the target of an entry while it leads through .xrprobe/now.
func indirect(name string) string { return nowLink + "/" + name }

// redirect makes an entry a link through .xrprobe/now. What was there stays beside it.
func (d *Dir) redirect(r Record, name string) error {
	if r.Before[name].Kind == Absent {
		return d.symlink(indirect(name), name)
	}
	if err := d.symlink(indirect(name), oldPrefix+name); err != nil {
		return err
	}
	err := d.exchange(oldPrefix+name, name)
	if !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOSYS) && !errors.Is(err, unix.EOPNOTSUPP) {
		return err
	}
	return d.redirectByLink(name)
}

// redirectByLink is for file systems that cannot exchange two names.
func (d *Dir) redirectByLink(name string) error {
	if err := d.remove(oldPrefix + name); err != nil {
		return err
	}
	if err := d.link(name, oldPrefix+name); err != nil {
		if err := d.copyTo(name, oldPrefix+name); err != nil {
			return err
		}
	}
	if err := d.symlink(indirect(name), spare); err != nil {
		return err
	}
	return d.rename(spare, name)
}

// flip is the moment of the change.
func (d *Dir) flip() error {
	if err := d.symlink(after, nextLink); err != nil {
		return err
	}
	return d.rename(nextLink, nowLink)
}

// Records returns what is remembered, the oldest first.
func (d *Dir) Records() ([]Record, error) {
	numbers, err := d.numbers()
	if err != nil {
		return nil, d.at(err)
	}
	var records []Record
	for _, number := range numbers {
		name := path.Join(undoDir, strconv.Itoa(number), recordName)
		content, err := d.read(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue // it is being made or forgotten
		}
		if err != nil {
			return nil, d.at(err)
		}
		record, err := decode(content)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Join(d.path, name), err)
		}
		record.Number = number
		records = append(records, record)
	}
	return records, nil
}

// numbers are those of the records, in order.
func (d *Dir) numbers() ([]int, error) {
	names, err := d.names(undoDir)
	var numbers []int
	for _, name := range names {
		if number, err := strconv.Atoi(name); err == nil && number > 0 {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	return numbers, err
}

// kept is where an entry lies that a switch replaced.
func kept(number int, name string) string { return path.Join(undoDir, strconv.Itoa(number), name) }
