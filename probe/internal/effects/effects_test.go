// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package effects

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// process returns the effect of a process that was started.
func process(pid int, born uint64) wire.Effect {
	return wire.Effect{Born: born, SideEffect: report.SideEffect{
		Kind: report.EffectProcess, Change: report.ChangeStarted, Name: "server", PID: &pid,
	}}
}

func TestChanged_ComparesByName(t *testing.T) {
	t.Parallel()
	variable := func(change report.EffectChange, name string) wire.Effect {
		return wire.Effect{SideEffect: report.SideEffect{Kind: report.EffectVariable, Change: change, Name: name}}
	}
	none := map[string]string{}
	for name, row := range map[string]struct {
		before, now map[string]string
		want        []wire.Effect
	}{
		"nothing":      {map[string]string{"A": "1"}, map[string]string{"A": "1"}, nil},
		"no variables": {none, none, nil},
		"created":      {none, map[string]string{"A": ""}, []wire.Effect{variable(report.ChangeCreated, "A")}},
		"removed":      {map[string]string{"A": ""}, none, []wire.Effect{variable(report.ChangeRemoved, "A")}},
		"changed":      {map[string]string{"A": "1"}, map[string]string{"A": "2"}, []wire.Effect{variable(report.ChangeChanged, "A")}},
		"not UTF-8":    {none, map[string]string{"\xff": ""}, []wire.Effect{variable(report.ChangeCreated, "\uFFFD")}},
		"sorted": {map[string]string{"B": "1", "C": "1"}, map[string]string{"A": "1", "B": "2"}, []wire.Effect{
			variable(report.ChangeCreated, "A"), variable(report.ChangeChanged, "B"), variable(report.ChangeRemoved, "C"),
		}},
	} {
		require.Equal(t, row.want, changed(report.EffectVariable, row.before, row.now), name)
	}
}

// A process that got the number of an earlier one is new.
func TestAppeared_IdentifiesProcessesByNumberAndStart(t *testing.T) {
	t.Parallel()
	before := map[int]wire.Effect{1: process(1, 10), 2: process(2, 20), 3: process(3, 30)}
	now := map[int]wire.Effect{2: process(2, 20), 3: process(3, 31), 4: process(4, 40)}
	require.Equal(t, []wire.Effect{process(3, 31), process(4, 40)}, appeared(before, now))
	require.Empty(t, appeared(now, now))
}

func TestMerge_AddsWhatIsNew(t *testing.T) {
	t.Parallel()
	at := func(e wire.Effect, level report.Level) wire.Effect { e.Level = level; return e }
	socket := process(1, 10)
	socket.Kind, socket.Change = report.EffectSocket, report.ChangeListening
	known := []wire.Effect{
		at(process(1, 10), report.LevelLibrary),
		{SideEffect: report.SideEffect{Kind: report.EffectVariable, Name: "server"}}, // it has no process
	}
	for name, row := range map[string]struct {
		found []wire.Effect
		added []wire.Effect
	}{
		"nothing":              {nil, nil},
		"a known process":      {[]wire.Effect{process(1, 10)}, nil},
		"another process":      {[]wire.Effect{process(2, 10)}, []wire.Effect{at(process(2, 10), report.LevelSystem)}},
		"a reused number":      {[]wire.Effect{process(1, 11)}, []wire.Effect{at(process(1, 11), report.LevelSystem)}},
		"a socket":             {[]wire.Effect{socket}, []wire.Effect{at(socket, report.LevelSystem)}},
		"the same found twice": {[]wire.Effect{process(2, 10), process(2, 10)}, []wire.Effect{at(process(2, 10), report.LevelSystem)}},
	} {
		want := append(append([]wire.Effect{}, known...), row.added...)
		require.Equal(t, want, Merge(append([]wire.Effect{}, known...), row.found, report.LevelSystem), name)
	}
}

func TestChangedFiles_NamesFilesByPath(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	write := func(name, content string) { require.NoError(t, os.WriteFile(path(name), []byte(content), 0o600)) }
	write("kept", "")
	write("longer", "")
	write("removed", "")
	paths := []string{dir, path("single"), path("missing")}
	before := filesIn(paths)
	require.Len(t, before, 3)
	require.Empty(t, changedFiles(before, filesIn(paths)))

	write("longer", "more")
	write("created", "")
	require.NoError(t, os.Remove(path("removed")))
	file := func(change report.EffectChange, name string) wire.Effect {
		return wire.Effect{SideEffect: report.SideEffect{Kind: report.EffectFile, Change: change, Name: path(name)}}
	}
	require.Equal(t, []wire.Effect{
		file(report.ChangeCreated, "created"), file(report.ChangeChanged, "longer"), file(report.ChangeRemoved, "removed"),
	}, changedFiles(before, filesIn(paths)))
}
