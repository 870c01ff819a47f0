// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"bytes"
	"encoding/json"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

func inJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value)
	require.NoError(t, err)
	return string(text)
}

// follow asks a simulated runtime, reads each step as a parent does, and requires that the parent knows after each step that
// tells something all that the child knows. It returns the commands that reached the runtime.
func follow(t *testing.T, r wire.Request, sheet simulated.Sheet) []string {
	t.Helper()
	runtime, err := simulated.New(sheet)
	require.NoError(t, err)
	defer runtime.Close()
	var parent wire.Known
	var telling, sent int
	a := asker{request: r, simulated: runtime}
	a.tools.Send = func(s wire.Step) error {
		var frame bytes.Buffer
		require.NoError(t, wire.WriteFrame(&frame, wire.Nonce{}, s))
		size := frame.Len()
		var got wire.Step
		require.NoError(t, wire.ReadFrame(&frame, wire.Nonce{}, &got))
		require.NoError(t, parent.Add(got))
		if s.Runtime != nil {
			require.Equal(t, inJSON(t, wire.Known{Runtime: a.runtime, Monitors: a.monitors, Problems: a.problems}), inJSON(t, parent))
			telling, sent = telling+1, sent+size
		}
		return nil
	}
	require.NoError(t, a.answer())
	require.Equal(t, inJSON(t, a.runtime), inJSON(t, parent.Runtime))
	const overhead = 150 // of a frame and of the names of an update's fields
	require.LessOrEqual(t, sent, len(inJSON(t, parent))+telling*overhead, "each answer is sent once")
	var commands []string
	for _, call := range runtime.Calls() {
		commands = append(commands, call.Command)
	}
	return commands
}

// The steps together say at each moment what the child knows, so a parent loses nothing of what was sent when the child dies:
// of every data sheet, at every level, and if any one command fails.
func TestSteps_TellTheParentAllThatIsKnown(t *testing.T) {
	t.Parallel()
	sheets := map[string]simulated.Sheet{"session": sessionSheet(), "properties": sheetWith(propertyExtensions()...)}
	maps.Copy(sheets, deviceSheets(t))
	for name, sheet := range sheets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			commands := map[string]bool{}
			for _, level := range []report.Level{report.LevelLibrary, report.LevelInstance, report.LevelProperties, report.LevelSession} {
				for _, command := range follow(t, requestUpTo(level), sheet) {
					commands[command] = true
				}
			}
			require.NotEmpty(t, commands)
			for command := range commands {
				failing := sheet
				failing.Calls = map[string]simulated.Call{command: {Result: "XR_ERROR_RUNTIME_FAILURE"}}
				follow(t, requestUpTo(report.LevelSession), failing)
			}
		})
	}
}
