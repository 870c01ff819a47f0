// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package reasons

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
)

func TestOnce_EachReasonStandsOnce(t *testing.T) {
	t.Parallel()
	why := []report.Reason{{Text: "the runtime could not be asked: it crashed"}}
	r := &report.Report{
		Modes: []report.Mode{
			{Mode: "inline", Reasons: []report.Reason{{Text: "always"}, {Text: "so it is"}}},
			{Mode: "immersive-vr", Reasons: why}, {Mode: "immersive-ar", Reasons: why},
		},
		Problems: []report.Problem{{Text: ""}, {Text: "it crashed"}},
	}
	require.Equal(t, []string{"always; so it is", "the runtime could not be asked (see Problem)", "as for immersive-vr"}, Once(r))
	r.Problems = nil
	require.Equal(t, []string{"always; so it is", "the runtime could not be asked: it crashed", "as for immersive-vr"}, Once(r))
	require.Equal(t, []string{"", ""}, Once(&report.Report{Modes: []report.Mode{{}, {}}}))
}
