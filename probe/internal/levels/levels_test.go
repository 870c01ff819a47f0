// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package levels

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

func TestAnswer_ReportsItsOwnBugs(t *testing.T) {
	t.Parallel()
	sheet := sessionSheet()
	r := requestUpTo(report.LevelProperties)
	r.Sheet = &sheet
	var last wire.Step
	err := Answer(r, Tools{
		Send:    func(s wire.Step) error { last = s; return nil },
		Effects: func(report.Level) []wire.Effect { panic("made for the test") },
	})
	require.NoError(t, err)
	require.True(t, last.End)
	require.Equal(t, report.StatusFailed, last.Runtime.Status)
	require.Equal(t, report.CauseHelperFailed, last.Runtime.Cause.Code)
	require.Equal(t, "a bug in xrprobe: made for the test", last.Runtime.Cause.Text)
}

func TestAnswer_EndsWhenTheParentIsGone(t *testing.T) {
	t.Parallel()
	sheet, gone := sessionSheet(), errors.New("the pipe is closed")
	r := requestUpTo(report.LevelSession)
	r.Sheet = &sheet
	sent := 0
	err := Answer(r, Tools{Send: func(wire.Step) error { sent++; return gone }})
	require.ErrorIs(t, err, gone)
	require.Equal(t, 1, sent)
}
