// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

// readEndless reads from a child that has the right nonce and sends one step for ever. It returns
// the process and by how many bytes the heap grew.
func readEndless(t *testing.T, s wire.Step) (*Process, uint64) {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	p := &Process{nonce: wire.NewNonce(), steps: make(chan received, maxSteps+1), answersEnded: make(chan struct{})}
	go func() {
		for wire.WriteFrame(w, p.nonce, s) == nil {
		}
		closeAll(w)
	}()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	p.readSteps(r)
	runtime.GC()
	runtime.ReadMemStats(&after)
	return p, after.HeapAlloc - min(before.HeapAlloc, after.HeapAlloc)
}

// Valid frames are bounded too: the parent keeps a limited number of steps, only the last question,
// and a limited number of bytes.
func TestProcess_BoundsEndlessFrames(t *testing.T) {
	p, _ := readEndless(t, wire.Step{Begin: report.LevelLibrary})
	require.Len(t, p.steps, maxSteps+1)
	for range maxSteps {
		require.NoError(t, (<-p.steps).err)
	}
	require.ErrorIs(t, (<-p.steps).err, wire.ErrBadFrame)

	p, grown := readEndless(t, wire.Step{Question: &wire.Question{Command: "xrGetSystem" + strings.Repeat("x", 1<<20)}})
	require.LessOrEqual(t, len(p.steps), 1)
	require.Less(t, grown, uint64(8<<20))

	p, grown = readEndless(t, wire.Step{Runtime: &wire.Update{Name: new(strings.Repeat("x", 3<<20))}})
	require.Less(t, len(p.steps), 8)
	require.Less(t, grown, uint64(2*maxAnswer))
}

// The parent records which processes are left in the child's group before it ends the group, since
// they cannot be found afterwards.
func TestProcess_RecordsWhatIsLeftInItsGroup(t *testing.T) {
	t.Parallel()
	p, err := Start("/proc/self/exe", os.Environ())
	require.NoError(t, err)
	p.send(wire.Request{Level: report.LevelLibrary, Library: compiled.Library(t, "child@load", "segv@load")})
	<-p.exited
	p.awaitExit()
	p.close()
	require.Len(t, p.leftInGroup, 1)
}

// A child that answered is not waited for: it has let go of its log, and exits by itself when the parent lets go of it.
func TestConverse_DoesNotWaitForTheExit(t *testing.T) {
	t.Parallel()
	p, err := Start("/proc/self/exe", os.Environ())
	require.NoError(t, err)
	result, err := p.Converse(t.Context(), wire.Request{Level: report.LevelInstance, Library: lingering}, Options{})
	require.NoError(t, err)
	require.Equal(t, report.StatusOK, result.Runtime.Status)
	require.Nil(t, result.Runtime.Cause)
	require.Equal(t, "last words", *result.Runtime.Log)
	<-p.exited
	require.Equal(t, exitOrphan, p.command.ProcessState.ExitCode(), "it was not killed")
}
