// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package swap

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
	"pgregory.net/rapid"
)

// names are the entries of the tests.
var names = []string{"active_runtime.json", "active_runtime.i686.json", "active_runtime.x86_64.json"}

// killed is what the hook panics with: the process is killed after a system call.
type killed struct{}

// killer kills at the call of a number, or never.
type killer struct{ left int }

func (k *killer) after(string, string) {
	if k.left--; k.left == 0 {
		panic(killed{})
	}
}

// dying does something and reports whether it was killed before its end.
func dying(do func()) (died bool) {
	defer func() {
		if reason := recover(); reason != nil {
			if _, died = reason.(killed); !died {
				panic(reason)
			}
		}
	}()
	do()
	return false
}

// opened opens the directory, and kills from then on at a call.
func opened(t require.TestingT, dir string, k *killer, limits func(*Dir)) *Dir {
	d, err := lock(context.Background(), dir)
	require.NoError(t, err)
	d.files.after = k.after
	if limits != nil {
		limits(d)
	}
	return d
}

// seen is what readers get: for each name the content at the end of all links, and the directory that the end is in.
func seen(dir string) map[string]string {
	all := map[string]string{}
	for _, name := range names {
		file := filepath.Join(dir, name)
		content, err := os.ReadFile(file)
		if err != nil {
			continue // a link to nothing is like no entry
		}
		end, _ := filepath.EvalSymlinks(file)
		all[name] = filepath.Dir(end) + ": " + string(content)
	}
	return all
}

// shape is what a name is, to the byte.
type shape struct {
	mode     os.FileMode
	content  string
	modified time.Time
	inode    uint64
}

func shapes(t require.TestingT, dir string) map[string]shape {
	all := map[string]shape{}
	for _, name := range names {
		file := filepath.Join(dir, name)
		var stat unix.Stat_t
		if err := unix.Lstat(file, &stat); errors.Is(err, unix.ENOENT) {
			continue
		}
		info, err := os.Lstat(file)
		require.NoError(t, err)
		s := shape{mode: info.Mode(), modified: info.ModTime(), inode: stat.Ino}
		if s.content, err = os.Readlink(file); err != nil {
			content, err := os.ReadFile(file)
			require.NoError(t, err)
			s.content = string(content)
		}
		all[name] = s
	}
	return all
}

// manifests makes five files to link to.
func manifests(t require.TestingT, dir string) []string {
	var paths []string
	for i := range 5 {
		file := filepath.Join(dir, fmt.Sprintf("runtime%d.json", i))
		require.NoError(t, os.WriteFile(file, []byte(fmt.Sprint("runtime ", i)), 0o644))
		paths = append(paths, file)
	}
	return paths
}

// systems are kinds of file systems: one that exchanges names, one that only links, and one that does neither.
var systems = map[string]func(*Dir){
	"exchange": nil,
	"link":     without("exchange"),
	"copy":     without("exchange", "link"),
}

func without(calls ...string) func(*Dir) {
	return func(d *Dir) {
		d.files.before = func(call, _ string) error {
			if slices.Contains(calls, call) {
				return unix.EINVAL
			}
			return nil
		}
	}
}

// Readers see one of two states, wherever the process is killed, and also where the one is killed that finishes its work.
func TestSwitch_IsInOneOfTwoStatesWhereverItIsKilled(t *testing.T) {
	t.Parallel()
	for system, limits := range systems {
		t.Run(system, func(t *testing.T) {
			t.Parallel()
			rapid.Check(t, func(t *rapid.T) {
				dir, err := os.MkdirTemp("", "swap")
				require.NoError(t, err)
				defer os.RemoveAll(dir)
				targets := manifests(t, dir)
				active := filepath.Join(dir, "openxr", "1")
				require.NoError(t, os.MkdirAll(active, 0o755))
				begin(t, active, targets)
				story(t, active, targets, limits)
			})
		})
	}
}

// begin gives some names an entry.
func begin(t *rapid.T, active string, targets []string) {
	for _, name := range names {
		file := filepath.Join(active, name)
		switch rapid.SampledFrom([]string{"absent", "link", "dangling", "relative", "file"}).Draw(t, name) {
		case "link":
			require.NoError(t, os.Symlink(rapid.SampledFrom(targets).Draw(t, "target"), file))
		case "dangling":
			require.NoError(t, os.Symlink("/nowhere", file))
		case "relative":
			require.NoError(t, os.Symlink("../../runtime1.json", file))
		case "file":
			require.NoError(t, os.WriteFile(file, []byte("a file, "+name), 0o600))
		}
	}
}

// past is what an undo has to bring back.
type past struct {
	shapes map[string]shape
	seen   map[string]string
}

// story makes and undoes switches at random, and is killed at random.
func story(t *rapid.T, active string, targets []string, limits func(*Dir)) {
	var pasts []past
	for range rapid.IntRange(1, 12).Draw(t, "steps") {
		undo := rapid.Bool().Draw(t, "undo") && len(pasts) > 0
		wanted := wanted(t, targets)
		now := past{shapes(t, active), seen(active)}
		next := readersGet(active, now.seen, wanted)
		if undo {
			next = pasts[len(pasts)-1].seen
		}
		k := &killer{left: rapid.IntRange(0, 45).Draw(t, "killed at")}
		changed := false
		died := dying(func() {
			d := opened(t, active, k, limits)
			defer unix.Close(d.fd)
			if undo {
				_, err := d.Undo(false)
				require.NoError(t, err)
				return
			}
			var err error
			changed, err = d.Switch(wanted, "note")
			require.NoError(t, err)
		})
		got := seen(active)
		if !died {
			require.Equal(t, next, got)
		} else {
			require.Contains(t, []map[string]string{now.seen, next}, got)
			looked, _, err := Look(active)
			require.NoError(t, err)
			for dying(func() {
				d := opened(t, active, &killer{left: rapid.IntRange(0, 20).Draw(t, "killed again at")}, limits)
				defer unix.Close(d.fd)
				require.NoError(t, d.recover())
			}) {
				require.Equal(t, got, seen(active))
			}
			require.Equal(t, got, seen(active))
			require.Len(t, looked, recorded(t, active), "what will be remembered is known before")
			changed = recorded(t, active) > len(pasts)
			undo = undo && recorded(t, active) < len(pasts)
		}
		switch {
		case undo:
			last := pasts[len(pasts)-1]
			pasts = pasts[:len(pasts)-1]
			requireSame(t, last.shapes, shapes(t, active), limits == nil)
		case changed:
			pasts = append(pasts, now)
		default:
			requireSame(t, now.shapes, shapes(t, active), limits == nil)
		}
		require.Len(t, pasts, recorded(t, active))
		require.Empty(t, leftOver(t, active, len(pasts) == 0))
	}
}

// wanted draws what a switch is to do.
func wanted(t *rapid.T, targets []string) map[string]Entry {
	all := map[string]Entry{}
	for _, name := range names {
		switch rapid.SampledFrom([]string{"leave", "link", "remove", "file"}).Draw(t, "want "+name) {
		case "link":
			all[name] = LinkTo(rapid.SampledFrom(targets).Draw(t, "to"))
		case "remove":
			all[name] = Entry{Kind: Absent}
		case "file":
			all[name] = FileWith([]byte("a new file"))
		}
	}
	return all
}

// readersGet is what readers get after a switch.
func readersGet(active string, now map[string]string, wanted map[string]Entry) map[string]string {
	next := maps.Clone(now)
	for name, want := range wanted {
		switch want.Kind {
		case Absent:
			delete(next, name)
		case Link:
			content, _ := os.ReadFile(want.Target)
			next[name] = filepath.Dir(want.Target) + ": " + string(content)
		case File:
			next[name] = active + ": " + string(want.Content)
		}
	}
	return next
}

func recorded(t require.TestingT, active string) int {
	d := opened(t, active, &killer{}, nil)
	defer unix.Close(d.fd)
	records, err := d.Records()
	require.NoError(t, err)
	return len(records)
}

// requireSame requires entries to be the same ones, or, if names cannot be exchanged, equal ones.
func requireSame(t require.TestingT, want, got map[string]shape, exchanged bool) {
	if !exchanged {
		for _, all := range []map[string]shape{want, got} {
			for name, s := range all {
				s.inode = 0
				if s.mode&os.ModeSymlink != 0 {
					s.modified = time.Time{} // of a copied link
				}
				all[name] = s
			}
		}
	}
	require.Equal(t, want, got)
}

// leftOver are names that a finished switch must not leave.
func leftOver(t require.TestingT, active string, forgotten bool) []string {
	entries, err := os.ReadDir(active)
	require.NoError(t, err)
	var left []string
	for _, entry := range entries {
		if !slices.Contains(names, entry.Name()) && (entry.Name() != home || forgotten) {
			left = append(left, entry.Name())
		}
	}
	inside, _ := os.ReadDir(filepath.Join(active, home))
	for _, entry := range inside {
		if entry.Name() != "undo" {
			left = append(left, filepath.Join(home, entry.Name()))
		}
	}
	return left
}

// An error at any call takes everything back, and names a path. On a full disk all calls fail that need room.
func TestSwitch_TakesEverythingBackAfterAnError(t *testing.T) {
	t.Parallel()
	needRoom := []string{"symlink", "write", "mkdir", "link"}
	for _, code := range []unix.Errno{unix.ENOSPC, unix.EROFS, unix.EACCES} {
		for failing := 0; ; failing++ {
			dir := t.TempDir()
			targets := manifests(t, dir)
			active := filepath.Join(dir, "1")
			require.NoError(t, os.Mkdir(active, 0o755))
			require.NoError(t, os.WriteFile(filepath.Join(active, names[0]), []byte("mine"), 0o644))
			before := shapes(t, active)
			calls, failed := 0, false
			d := opened(t, active, &killer{}, func(d *Dir) {
				d.files.before = func(call, _ string) error {
					calls++
					if calls-1 == failing || calls > failing && code == unix.ENOSPC && slices.Contains(needRoom, call) {
						failed = true
						return code
					}
					return nil
				}
			})
			_, err := d.Switch(map[string]Entry{names[0]: LinkTo(targets[0]), names[1]: LinkTo(targets[1])}, "")
			unix.Close(d.fd)
			if !failed {
				require.NoError(t, err)
				break
			}
			require.ErrorIs(t, err, code)
			require.ErrorContains(t, err, active)
			if errors.Is(err, ErrUnfinished) {
				require.Contains(t, seen(active)[names[0]], "runtime 0")
				require.Contains(t, seen(active)[names[1]], "runtime 1")
				continue
			}
			require.Equal(t, before, shapes(t, active), "call %d", failing)
			require.Empty(t, leftOver(t, active, true))
		}
	}
}

func TestUndo_LeavesWhatAnotherProgramWrote(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	targets := manifests(t, dir)
	active := filepath.Join(dir, "a", "b", "1")
	d, err := Open(t.Context(), active)
	require.NoError(t, err)
	changed, err := d.Switch(map[string]Entry{names[0]: LinkTo(targets[0])}, "")
	require.NoError(t, err)
	require.True(t, changed)
	file := filepath.Join(active, names[0])
	require.NoError(t, os.Remove(file))
	require.NoError(t, os.WriteFile(file, []byte("theirs"), 0o644))
	_, err = d.Undo(false)
	require.ErrorIs(t, err, ErrChanged)
	var other *ChangedError
	require.ErrorAs(t, err, &other)
	require.Equal(t, file, other.Path)
	require.FileExists(t, file)
	_, err = d.Undo(true)
	require.NoError(t, err)
	_, err = d.Undo(false)
	require.ErrorIs(t, err, ErrNothing)
	d.Close()
	require.NoDirExists(t, filepath.Join(dir, "a"), "directories that were made for it go with it")
}

func TestOpen_MakesNothingThatStays(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "a", "1")
	d, err := Open(t.Context(), dir)
	require.NoError(t, err)
	changed, err := d.Switch(map[string]Entry{names[0]: {Kind: Absent}}, "")
	require.NoError(t, err)
	require.False(t, changed)
	d.Close()
	require.NoDirExists(t, filepath.Dir(dir))
}

func TestOpen_WaitsForAnotherProcess(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first, err := Open(t.Context(), dir)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	_, err = Open(ctx, dir)
	require.ErrorIs(t, err, ErrBusy)
	var group sync.WaitGroup
	group.Go(func() {
		second, err := Open(t.Context(), dir)
		require.NoError(t, err)
		second.Close()
	})
	first.Close()
	group.Wait()
}

func TestSwitch_RemembersSoMany(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	targets := manifests(t, dir)
	d, err := Open(t.Context(), dir)
	require.NoError(t, err)
	defer d.Close()
	for i := range 2 * MaxRecords {
		_, err := d.Switch(map[string]Entry{names[0]: LinkTo(targets[i%2])}, fmt.Sprint(i))
		require.NoError(t, err)
	}
	records, err := d.Records()
	require.NoError(t, err)
	require.Len(t, records, MaxRecords)
	require.Equal(t, "16", records[0].Note)
}

// Directories that a process made belong to whichever change is undone last, even if another process was the first to change them.
func TestUndo_RemovesTheDirectoriesLast(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	targets := manifests(t, root)
	dir := filepath.Join(root, "a", "1")
	made, err := makeAll(dir)
	require.NoError(t, err)
	switched := func(made []string, target string) {
		d, err := Open(t.Context(), dir)
		require.NoError(t, err)
		defer d.Close()
		d.made = made
		_, err = d.Switch(map[string]Entry{names[0]: LinkTo(target)}, "")
		require.NoError(t, err)
	}
	switched(nil, targets[0])
	switched(made, targets[1])
	for i := range 5 {
		switched(nil, targets[i%2])
	}
	d, err := Open(t.Context(), dir)
	require.NoError(t, err)
	_, err = d.Switch(nil, "")
	require.NoError(t, err)
	d.Close()
	for {
		d, err := Open(t.Context(), dir)
		require.NoError(t, err)
		_, err = d.Undo(false)
		d.Close()
		if dirs, _ := os.ReadDir(root); len(dirs) == len(targets) {
			break
		}
		if errors.Is(err, ErrNothing) {
			break
		}
		require.NoError(t, err)
	}
	require.NoDirExists(t, filepath.Join(root, "a"))
}

func TestSwitch_RefusesADirectory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, names[0]), 0o755))
	d, err := Open(t.Context(), dir)
	require.NoError(t, err)
	defer d.Close()
	_, err = d.Switch(map[string]Entry{names[0]: LinkTo("/x")}, "")
	require.ErrorContains(t, err, "neither a file nor a link")
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"version":1,"at":"2026-01-02T03:04:05Z","before":{"a":{"kind":"absent"}},"after":{"a":{"kind":"link","target":"/x"}},"number":1}`))
	f.Add([]byte(`{"version":1,"after":{"../a":{}}}`))
	f.Fuzz(func(t *testing.T, content []byte) {
		r, err := decode(content)
		if err != nil {
			require.ErrorIs(t, err, ErrRecord)
			return
		}
		for _, name := range r.names() {
			require.Equal(t, filepath.Base(name), name)
		}
	})
}
