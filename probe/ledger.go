// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"cmp"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
)

// sideEffect is a side effect as the two processes speak of it.
type sideEffect struct {
	report.SideEffect
	// Born is when a process was started, in the system's own unit: with its PID it
	// tells the process from every other.
	Born uint64 `json:"born"`
}

// ledger is kept by the child. It compares the machine before and after each level. It
// sees processes, sockets and variables of the child and of what the child started, and
// of the file system only the few places that it is told: nobody can tell whose file a
// new one in a crowded folder is.
type ledger struct {
	files []string
	last  observation
}

// observation is what there was at one moment.
type observation struct {
	variables map[string]string
	files     []file
	processes map[int]sideEffect
	sockets   map[string]sideEffect
}

// newLedger opens the ledger. A data sheet changes nothing, and has none.
func newLedger(asked request) *ledger {
	if asked.Sheet != nil {
		return nil
	}
	adoptOrphans()
	l := &ledger{files: asked.Files}
	l.last = l.observe()
	return l
}

func (l *ledger) observe() observation {
	o := observation{variables: map[string]string{}, files: filesIn(l.files), processes: map[int]sideEffect{}}
	for _, variable := range openxr.ForeignEnvironment() {
		name, value, _ := strings.Cut(variable, "=")
		o.variables[name] = value
	}
	for _, process := range descendants(os.Getpid()) {
		o.processes[*process.PID] = process
	}
	o.sockets = listening(append(slices.Sorted(maps.Keys(o.processes)), os.Getpid()))
	return o
}

// since returns what has changed since it was last called, as effects of a level.
func (l *ledger) since(level report.Level) []sideEffect {
	if l == nil {
		return nil
	}
	before, now := l.last, l.observe()
	l.last = now
	effects := append(appeared(before.processes, now.processes), appeared(before.sockets, now.sockets)...)
	effects = append(effects, changedFiles(before.files, now.files)...)
	effects = append(effects, changed(report.EffectVariable, before.variables, now.variables)...)
	for i := range effects {
		effects[i].Level = level
	}
	return effects
}

func appeared[K cmp.Ordered](before, now map[K]sideEffect) []sideEffect {
	var effects []sideEffect
	for _, key := range slices.Sorted(maps.Keys(now)) {
		if was, known := before[key]; !known || was.Born != now[key].Born {
			effects = append(effects, now[key])
		}
	}
	return effects
}

func changed[V comparable](kind report.EffectKind, before, now map[string]V) []sideEffect {
	all := maps.Clone(before)
	maps.Copy(all, now)
	var effects []sideEffect
	for _, name := range slices.Sorted(maps.Keys(all)) {
		change, differs := changeOf(before, now, name)
		if differs {
			effects = append(effects, sideEffect{SideEffect: report.SideEffect{Kind: kind, Change: change, Name: strings.ToValidUTF8(name, "\uFFFD")}})
		}
	}
	return effects
}

func changeOf[V comparable](before, now map[string]V, name string) (report.EffectChange, bool) {
	was, before1 := before[name]
	is, now1 := now[name]
	switch {
	case !before1:
		return report.ChangeCreated, true
	case !now1:
		return report.ChangeRemoved, true
	default:
		return report.ChangeChanged, was != is
	}
}

// maxWatched is how many files of one folder are looked at.
const maxWatched = 4096

// file is what can be told of a file without opening it. It differs when the file was
// written, replaced or linked elsewhere.
type file struct {
	folder, name, target string
	mode                 uint32
	size, writtenNS      int64
}

// filesIn tells of each file, and of each one in a folder.
func filesIn(paths []string) []file {
	var files []file
	for _, path := range paths {
		files = appendFiles(files, path)
	}
	return files
}

// changedFiles compares what mostly is the same.
func changedFiles(before, now []file) []sideEffect {
	if slices.Equal(before, now) {
		return nil
	}
	return changed(report.EffectFile, byPath(before), byPath(now))
}

func byPath(files []file) map[string]file {
	all := map[string]file{}
	for _, f := range files {
		all[filepath.Join(f.folder, f.name)] = f
	}
	return all
}

// settle says of each process in the ledger what became of it, ends those that must not
// stay, and returns the effects as reports have them. Below the level instance nothing
// stays; from there up what a runtime started is the user's, unless the user wants it
// cleaned up.
func settle(effects []sideEffect, stay, cleanUp bool) []report.SideEffect {
	out := make([]report.SideEffect, 0, len(effects))
	for _, e := range effects {
		if e.Kind == report.EffectProcess {
			e.State = new(fate(e, stay, cleanUp))
		}
		out = append(out, e.SideEffect)
	}
	return out
}

func fate(e sideEffect, stay, cleanUp bool) report.ProcessState {
	switch {
	case !alive(*e.PID, e.Born):
		return report.ProcessEnded
	case cleanUp:
		endProcess(*e.PID, e.Born, gentleEnd)
	case !stay:
		endProcess(*e.PID, e.Born, 0)
	}
	switch {
	case alive(*e.PID, e.Born):
		return report.ProcessRunning
	case cleanUp:
		return report.ProcessCleanedUp
	default:
		return report.ProcessEnded
	}
}

// joined adds processes that the child could not tell of any more.
func joined(known, found []sideEffect, level report.Level) []sideEffect {
	for _, process := range found {
		same := func(e sideEffect) bool {
			return e.Kind == process.Kind && e.Name == process.Name && *e.PID == *process.PID && e.Born == process.Born
		}
		if slices.ContainsFunc(known, func(e sideEffect) bool { return e.PID != nil && same(e) }) {
			continue
		}
		process.Level = level
		known = append(known, process)
	}
	return known
}
