// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLinters_AreNamedOnceAndExplained(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, linter := range Linters() {
		require.Regexp(t, `^[a-z][a-z0-9_]*$`, linter.ID)
		require.False(t, seen[linter.ID], linter.ID)
		seen[linter.ID] = true
		require.Regexp(t, `^[A-Z].*\.$`, linter.Explain, linter.ID)
		require.NotNil(t, linter.Check, linter.ID)
	}
}
