// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/activate/internal/swap"
)

// applyFiles makes the changes of the user's directory. It locks the directory and then plans again, because the first plan may have
// seen another process's change half made.
func (p *Plan) applyFiles(ctx context.Context) error {
	return p.machine.inDir(ctx, p.dir, func(d *swap.Dir) error {
		if err := p.planFiles(ctx); err != nil {
			return err
		}
		_, err := d.Switch(p.wanted, p.Choice.Name)
		return err
	})
}

// Finish finishes a change that was interrupted by the end of its process, or takes it back. It is for callers that are about to make a
// change, before they look at the machine. Without such a change it does nothing.
func Finish(ctx context.Context, m Machine) error {
	if m.Host.System() != "linux" {
		return nil // Apply and Undo do it
	}
	dir, err := m.userDir()
	if err != nil {
		return nil // there is no place, and Make says so
	}
	_, interrupted, err := swap.Look(m.native(dir))
	if err != nil || !interrupted {
		return nil // what cannot be read is told by the change
	}
	return m.inDir(ctx, dir, func(*swap.Dir) error { return nil })
}

// inDir does something with the user's directory, which is locked and finished before.
func (m Machine) inDir(ctx context.Context, dir string, do func(*swap.Dir) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	native := m.native(dir)
	if err := m.refuseOtherUser(native); err != nil {
		return err
	}
	d, err := swap.Open(ctx, native)
	if err == nil {
		err = do(d)
		d.Close()
	}
	return refusal(native, err)
}

// native is the directory of this process for one that programs see. What exists of it is looked up without links below the root.
func (m Machine) native(dir string) string {
	files := m.files()
	rest := ""
	for at := dir; ; at = path.Dir(at) {
		if info := files.FileAt(at); info.State == loader.StateFound || at == "/" {
			return filepath.Join(files.Root, info.Canonical, rest)
		}
		rest = path.Join(path.Base(at), rest)
	}
}

// refuseOtherUser refuses to write with the rights of root what another user's programs read and own.
func (m Machine) refuseOtherUser(native string) error {
	owner, known := ownerOf(native)
	if !known || owner == os.Geteuid() || os.Geteuid() != 0 || m.files().Root != "" {
		return nil // a file that this user may not write tells so itself
	}
	name := "#" + strconv.Itoa(owner) // as sudo takes a number
	if found, err := user.LookupId(strconv.Itoa(owner)); err == nil {
		name = found.Username
	}
	return &RefusedError{Code: CodeOtherUser, Text: fmt.Sprintf("%s belongs to the user %s, and files that root writes there would be root's", native, name),
		Fix: "Repeat the command as that user, with this before it: sudo -u " + word(name)}
}

// ownerOf is the owner of a directory, or of the nearest one above that exists.
func ownerOf(native string) (uid int, known bool) {
	for at := native; ; at = filepath.Dir(at) {
		info, err := os.Stat(at)
		if stat, ok := statOf(info, err); ok {
			return int(stat.Uid), true
		}
		if !errors.Is(err, fs.ErrNotExist) || at == filepath.Dir(at) {
			return 0, false
		}
	}
}

func statOf(info fs.FileInfo, err error) (*syscall.Stat_t, bool) {
	if err != nil {
		return nil, false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return stat, ok
}

// refusal says in one sentence why the directory was not changed.
func refusal(native string, err error) error {
	var failed *fs.PathError
	var changed *swap.ChangedError
	switch {
	case errors.Is(err, ErrRefused):
		return err
	case err == nil, errors.Is(err, swap.ErrUnfinished):
		return nil // what is left over is removed by the next change
	case errors.Is(err, swap.ErrBusy):
		return &RefusedError{Code: CodeBusy, Text: native + " is being changed by another process, which has not ended yet", Fix: "Repeat the command when that process has ended.", Err: err}
	case errors.Is(err, swap.ErrNothing):
		return &RefusedError{Code: CodeNothing, Text: "there is nothing to undo in " + native, Err: err}
	case errors.As(err, &changed) && changed.Now.Kind == swap.Other:
		return refusedOther(changed.Path)
	case errors.As(err, &changed) && changed.Now.Kind == swap.Absent:
		return &RefusedError{Code: CodeChanged, Text: fmt.Sprintf("%s was removed since: it was %s", changed.Path, changed.Expected), Fix: changedFix, Err: err}
	case errors.As(err, &changed):
		return &RefusedError{Code: CodeChanged, Text: fmt.Sprintf("%s is %s now, which another program wrote: it was %s", changed.Path, changed.Now, changed.Expected),
			Fix: changedFix, Err: err}
	case errors.Is(err, swap.ErrRecord):
		return &RefusedError{Code: CodeFailed, Text: err.Error(), Fix: "Remove what was remembered, which also means that it cannot be undone, and choose the runtime again: rm -r " + word(filepath.Join(native, ".xrprobe")), Err: err}
	case errors.As(err, &failed):
		return refusedByOS(failed)
	}
	return &RefusedError{Code: CodeFailed, Text: err.Error(), Err: err}
}

// changedFix is for what another program, or the user by hand, has changed since.
const changedFix = "See what is active with xrprobe use --status; to put back what was there before the last use all the same, add --force."

// refusedByOS explains an error of the operating system.
func refusedByOS(failed *fs.PathError) error {
	verb := "written"
	if slices.Contains([]string{"open", "lstat", "readlink"}, failed.Op) {
		verb = "read"
	}
	r := &RefusedError{Code: CodeFailed, Text: fmt.Sprintf("%s cannot be %s: %v", failed.Path, verb, failed.Err), Err: failed}
	switch {
	case errors.Is(failed, syscall.ENOSPC), errors.Is(failed, syscall.EDQUOT):
		r.Fix = "Make room on the file system of " + failed.Path + "."
	case errors.Is(failed, syscall.EROFS):
		r.Code, r.Fix = CodeDenied, "Mount the file system of "+failed.Path+" so that it can be written."
	case errors.Is(failed, syscall.ENOENT):
		r.Fix = nowhereFix(failed.Path)
	case errors.Is(failed, syscall.ENOTDIR):
		r.Fix = "What is in the place of a directory has to go: look at " + notADirectory(failed.Path) + "."
	case errors.Is(failed, fs.ErrPermission):
		r.Code, r.Fix = CodeDenied, deniedFix(failed.Path, os.Geteuid())
	}
	return r
}

// notADirectory is the part of a path that is in the place of a directory.
func notADirectory(file string) string {
	for at := filepath.Dir(file); at != filepath.Dir(at); at = filepath.Dir(at) {
		if info, err := os.Stat(at); err == nil && !info.IsDir() {
			return at
		}
	}
	return file
}

// nowhereFix says what to do where a directory cannot be made, because something above it does not exist.
func nowhereFix(file string) string {
	for at := file; at != filepath.Dir(at); at = filepath.Dir(at) {
		_, err := os.Readlink(at)
		if _, broken := os.Stat(at); err == nil && broken != nil {
			return "A link on the way leads nowhere: rm " + word(at)
		}
	}
	return "No directory can be made there: " + homeFix
}

// homeFix is for a configuration that is in a place where it cannot be.
const homeFix = "set HOME, or XDG_CONFIG_HOME, to a directory of yours."

// deniedFix returns the fix for a directory that this user may not write to. It advises a change of owner only below a directory that
// the user owns: other directories belong to other users or to the system.
func deniedFix(file string, uid int) string {
	for at := file; ; at = filepath.Dir(at) {
		owner, known := directoryOwner(at)
		switch {
		case known && owner == uid:
			return "Allow its owner to use it: chmod u+rwx " + word(at)
		case known && isBelowOneOf(at, uid):
			return fmt.Sprintf("%s belongs to another user (%d); if it is yours, take it back: sudo chown -R \"$(id -u):$(id -g)\" %s", at, owner, word(at))
		case known:
			return fmt.Sprintf("%s belongs to another user (%d), as does what is above it: %s", at, owner, homeFix)
		case at == filepath.Dir(at):
			return "Ask the owner of " + strings.TrimSuffix(file, "/") + " for the right to write there."
		}
	}
}

// directoryOwner is the owner of a directory that exists.
func directoryOwner(dir string) (uid int, known bool) {
	info, err := os.Stat(dir)
	if err != nil || !info.IsDir() {
		return 0, false
	}
	stat, ok := statOf(info, err)
	if !ok {
		return 0, false
	}
	return int(stat.Uid), true
}

// isBelowOneOf reports whether a directory is in one of a user's.
func isBelowOneOf(dir string, uid int) bool {
	for at := dir; at != filepath.Dir(at); {
		at = filepath.Dir(at)
		if owner, known := directoryOwner(at); known && owner == uid {
			return true
		}
	}
	return false
}

// undoFiles puts back what the last change of the user's directory replaced.
func (m Machine) undoFiles(ctx context.Context, dir string, forced bool) (swap.Record, error) {
	native := m.native(dir)
	if _, err := os.Lstat(native); errors.Is(err, fs.ErrNotExist) {
		return swap.Record{}, refusal(native, swap.ErrNothing)
	}
	var last swap.Record
	err := m.inDir(ctx, dir, func(d *swap.Dir) error {
		var err error
		last, err = d.Undo(forced)
		return err
	})
	return last, err
}

// rememberedFiles is what can be undone, the oldest first, and whether a change was interrupted. It changes nothing.
func (m Machine) rememberedFiles(dir string) ([]swap.Record, bool, error) {
	native := m.native(dir)
	records, interrupted, err := swap.Look(native)
	return records, interrupted, refusal(native, err)
}
