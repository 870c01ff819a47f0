// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package effects

import (
	"cmp"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// Recorder runs in the child. It records the processes that the child started, the sockets on which
// they and the child listen, and the child's environment variables. It checks only the files and
// directories that it was given: in other directories a new file may come from any program.
type Recorder struct {
	files []string
	last  snapshot
}

// snapshot is the state at one moment.
type snapshot struct {
	variables map[string]string
	files     []file
	processes map[int]wire.Effect
	sockets   map[uint64]wire.Effect
}

// NewRecorder takes the first snapshot. From then on this process adopts the orphans of its
// descendants, so that daemons are still found. Files are the files and directories to check.
func NewRecorder(files []string) *Recorder {
	adoptOrphans()
	r := &Recorder{files: files}
	r.last = r.snapshot()
	return r
}

func (r *Recorder) snapshot() snapshot {
	s := snapshot{variables: map[string]string{}, files: filesIn(r.files), processes: map[int]wire.Effect{}}
	for _, variable := range openxr.ForeignEnvironment() {
		name, value, _ := strings.Cut(variable, "=")
		s.variables[name] = value
	}
	for _, process := range Descendants(os.Getpid()) {
		s.processes[*process.PID] = process
	}
	s.sockets = listening(append(slices.Sorted(maps.Keys(s.processes)), os.Getpid()))
	return s
}

// Since returns the changes since the last call, as effects of a level.
func (r *Recorder) Since(level report.Level) []wire.Effect {
	before, now := r.last, r.snapshot()
	r.last = now
	effects := append(appeared(before.processes, now.processes), appeared(before.sockets, now.sockets)...)
	effects = append(effects, changedFiles(before.files, now.files)...)
	effects = append(effects, changed(report.EffectVariable, before.variables, now.variables)...)
	for i := range effects {
		effects[i].Level = level
	}
	return effects
}

// appeared returns the effects that are new, sorted by key.
func appeared[K cmp.Ordered](before, now map[K]wire.Effect) []wire.Effect {
	var effects []wire.Effect
	for _, key := range slices.Sorted(maps.Keys(now)) {
		if was, known := before[key]; !known || was.Born != now[key].Born {
			effects = append(effects, now[key])
		}
	}
	return effects
}

// changed returns the differences between two maps as effects of one kind, sorted by name.
func changed[V comparable](kind report.EffectKind, before, now map[string]V) []wire.Effect {
	all := maps.Clone(before)
	maps.Copy(all, now)
	var effects []wire.Effect
	for _, name := range slices.Sorted(maps.Keys(all)) {
		change, differs := changeOf(before, now, name)
		if differs {
			effects = append(effects, wire.Effect{SideEffect: report.SideEffect{Kind: kind, Change: change, Name: strings.ToValidUTF8(name, "\uFFFD")}})
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
