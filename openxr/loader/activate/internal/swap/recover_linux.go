// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package swap

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
)

// recover finishes a switch whose moment has come, takes back one whose moment has not, and does nothing if there is none. It can be
// killed as well: each call goes on where the last one ended.
func (d *Dir) recover() error {
	content, err := d.read(current)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return d.tidy()
	case err != nil:
		return err
	}
	record, err := decode(content)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(d.path, current), err)
	}
	finish := d.takeBack
	if target, err := d.readlink(nowLink); err == nil && target == after {
		finish = d.complete
	}
	if err := finish(record); err != nil {
		return err
	}
	return d.tidy()
}

// takeBack puts the entries back that already lead through .xrprobe/now.
func (d *Dir) takeBack(r Record) error {
	for _, name := range r.names() {
		if err := d.restore(r, name); err != nil {
			return err
		}
		if err := d.putAway(r, name); err != nil {
			return err
		}
	}
	return d.remove(current)
}

// restore puts one entry back.
func (d *Dir) restore(r Record, name string) error {
	redirected, aside := d.leadsThrough(name), oldPrefix+name
	switch {
	case redirected && r.Before[name].Kind == Absent:
		return d.remove(name)
	case redirected:
		return d.rename(aside, name)
	}
	return d.remove(aside) // the link that was to be exchanged, or a second name of the entry
}

// leadsThrough reports whether a name is a link through .xrprobe/now.
func (d *Dir) leadsThrough(name string) bool {
	target, err := d.readlink(name)
	return err == nil && target == indirect(path.Base(name))
}

// putAway removes what was wanted, or puts it back where it was remembered.
func (d *Dir) putAway(r Record, name string) error {
	if r.Undoes != 0 && d.kind(newPrefix+name) != Absent {
		return d.rename(newPrefix+name, kept(r.Undoes, name))
	}
	return d.remove(newPrefix + name)
}

// complete makes each entry what was wanted, without a way through .xrprobe, and remembers what was there.
func (d *Dir) complete(r Record) error {
	for _, name := range r.names() {
		if err := d.settle(r, name); err != nil {
			return err
		}
	}
	if err := d.sync(); err != nil {
		return err
	}
	if r.Undoes != 0 {
		return d.forgetUndone(r)
	}
	return d.remember(r)
}

// settle makes one entry what was wanted. One that another program has changed meanwhile stays as it is.
func (d *Dir) settle(r Record, name string) error {
	switch {
	case !d.leadsThrough(name):
		return d.remove(newPrefix + name)
	case r.After[name].Kind == Absent:
		return d.remove(name)
	}
	return d.rename(newPrefix+name, name)
}

// remember keeps what was there, for Undo.
func (d *Dir) remember(r Record) error {
	dir := path.Join(undoDir, strconv.Itoa(r.Number))
	for _, parent := range []string{undoDir, dir} {
		if d.kind(parent) == Absent {
			if err := d.mkdir(parent); err != nil {
				return err
			}
		}
	}
	for _, name := range r.names() {
		if d.kind(oldPrefix+name) == Absent {
			continue
		}
		if err := d.rename(oldPrefix+name, kept(r.Number, name)); err != nil {
			return err
		}
	}
	return d.rename(current, path.Join(dir, recordName))
}

// forgetUndone removes what the undone switch had written, and its record.
func (d *Dir) forgetUndone(r Record) error {
	for _, name := range r.names() {
		if err := d.remove(oldPrefix + name); err != nil {
			return err
		}
	}
	handed, err := d.handOver(r.Undoes, r.Made)
	if err != nil {
		return err
	}
	if err := d.forget(r.Undoes); err != nil {
		return err
	}
	if err := d.remove(current); err != nil {
		return err
	}
	if !handed {
		d.made = r.Made // Close removes them
	}
	return nil
}

// handOver adds the directories that a record's switch made to another record, because they are still in use, and reports whether there
// is one.
func (d *Dir) handOver(number int, made []string) (handed bool, err error) {
	numbers, err := d.numbers()
	if err != nil {
		return false, err
	}
	numbers = slices.DeleteFunc(numbers, func(n int) bool { return n == number })
	if len(numbers) == 0 || len(made) == 0 {
		return false, nil
	}
	name := path.Join(undoDir, strconv.Itoa(numbers[len(numbers)-1]), recordName)
	content, err := d.read(name)
	if err != nil {
		return false, err
	}
	record, err := decode(content)
	if err != nil {
		return false, err
	}
	record.Made = append(slices.DeleteFunc(slices.Clone(made), func(dir string) bool { return slices.Contains(record.Made, dir) }), record.Made...)
	if content, err = record.encode(); err != nil {
		return false, err
	}
	if err := d.remove(draft); err != nil {
		return false, err
	}
	if err := d.write(draft, content, 0o644); err != nil {
		return false, err
	}
	return true, d.rename(draft, name)
}

// forget removes a record. One without its record.json is no record.
func (d *Dir) forget(number int) error {
	dir := path.Join(undoDir, strconv.Itoa(number))
	names, err := d.names(dir)
	if err != nil {
		return err
	}
	for _, name := range append([]string{recordName}, names...) {
		if err := d.remove(path.Join(dir, name)); err != nil {
			return err
		}
	}
	return d.rmdir(dir)
}

// tidy removes what no switch needs any more.
func (d *Dir) tidy() error {
	if d.kind(home) == Absent {
		return nil
	}
	for _, name := range []string{nowLink, nextLink, draft, spare} {
		if err := d.remove(name); err != nil {
			return err
		}
	}
	for _, dir := range []string{path.Join(home, before), path.Join(home, after)} {
		if err := d.removeAll(dir); err != nil {
			return err
		}
	}
	if err := d.forgetOld(); err != nil {
		return err
	}
	for _, dir := range []string{undoDir, home} {
		if names, err := d.names(dir); err != nil || len(names) > 0 {
			return err
		}
		if err := d.rmdir(dir); err != nil {
			return err
		}
	}
	return nil
}

// forgetOld forgets records that are too many, and those that were being forgotten when the process was killed.
func (d *Dir) forgetOld() error {
	numbers, err := d.numbers()
	if err != nil {
		return err
	}
	for i, number := range numbers {
		whole := d.kind(path.Join(undoDir, strconv.Itoa(number), recordName)) == File
		if whole && i >= len(numbers)-MaxRecords {
			continue
		}
		if err := d.forgetOne(number, whole); err != nil {
			return err
		}
	}
	return nil
}

// forgetOne forgets a record. The directories that its switch made belong to the last one then.
func (d *Dir) forgetOne(number int, whole bool) error {
	if whole {
		content, err := d.read(path.Join(undoDir, strconv.Itoa(number), recordName))
		if err != nil {
			return err
		}
		if record, err := decode(content); err == nil {
			if _, err := d.handOver(number, record.Made); err != nil {
				return err
			}
		}
	}
	return d.forget(number)
}

// removeAll removes a directory of links.
func (d *Dir) removeAll(dir string) error {
	names, err := d.names(dir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := d.remove(path.Join(dir, name)); err != nil {
			return err
		}
	}
	return d.rmdir(dir)
}
