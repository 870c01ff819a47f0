// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package pretend

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Public reports of people whose runtime did not work, rebuilt: the one thing that is said is the cause. "first" has its ID and a part of
// its text; a machine without it is well. What is wrong with a page, and not with a machine, is not among them.
func TestSituations_TheOneFindingIsTheCause(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/situations/*.txtar")
	require.NoError(t, err)
	require.Len(t, files, 32)
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			e := parse("", string(text))
			found, _ := examine(t, e)
			want, wrong := e.parts["first"]
			if !wrong {
				require.Empty(t, found.Report.Problems)
				return
			}
			id, part, _ := strings.Cut(strings.TrimSpace(want), " ")
			require.Len(t, found.Report.Problems, 1, "%+v", found.Report.Problems)
			first := found.Report.Problems[0]
			require.Equal(t, id, first.ID)
			require.Contains(t, first.Text, part)
			require.NotNil(t, first.Fix)
		})
	}
}
