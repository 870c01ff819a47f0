// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe

import (
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
)

// endless reads what a stranger with the right nonce writes for ever.
func endless(t *testing.T, s step) (*process, uint64) {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	p := &process{nonce: newNonce(), messages: make(chan message, maxSteps+1), heard: make(chan struct{})}
	go func() {
		for writeFrame(w, p.nonce, s) == nil {
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

// Frames that are all in order end too, and what is kept of them is bounded: steps by
// their number, calls to the last one, and everything by its size.
func TestEndlessFramesAreBounded(t *testing.T) {
	p, _ := endless(t, step{Begin: report.LevelLibrary})
	require.Len(t, p.messages, maxSteps+1)
	for range maxSteps {
		require.NoError(t, (<-p.messages).err)
	}
	require.ErrorIs(t, (<-p.messages).err, errBadFrame)

	p, grown := endless(t, step{Call: "xrGetSystem" + strings.Repeat("x", 1<<20)})
	require.LessOrEqual(t, len(p.messages), 1)
	require.Less(t, grown, uint64(8<<20))

	p, grown = endless(t, step{Findings: &findings{Name: new(strings.Repeat("x", 3<<20))}, Done: report.LevelLibrary})
	require.Less(t, len(p.messages), 8)
	require.Less(t, grown, uint64(2*maxAnswer))
}

// What a child left in its group is noted before the group is ended: nobody could tell of it
// afterwards.
func TestWhatAGroupLeftIsNoted(t *testing.T) {
	t.Parallel()
	program, err := Self().program()
	require.NoError(t, err)
	p, err := startProcess(program, os.Environ())
	require.NoError(t, err)
	p.ask(request{Level: report.LevelLibrary, Library: compiled.Library(t, "child@load", "segv@load")})
	<-p.ended
	p.release()
	p.forget()
	require.Len(t, p.groupLeft, 1)
}
