// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package layerlint

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// The rows can all be followed at once: no layer has to be both above and below another.
func TestOrdered_HasNoCircle(t *testing.T) {
	t.Parallel()
	below := map[string][]string{}
	for _, row := range ordered {
		require.NotEqual(t, row.above, row.below)
		require.NotEmpty(t, row.why)
		below[row.above] = append(below[row.above], row.below)
	}
	var reach func(from string, path []string)
	reach = func(from string, path []string) {
		require.NotContains(t, path, from)
		for _, next := range below[from] {
			reach(next, append(path, from))
		}
	}
	for from := range below {
		reach(from, nil)
	}
}

func TestIsForeign(t *testing.T) {
	t.Parallel()
	require.True(t, isForeign(1001, 1000))
	for _, owner := range []int{0, 1000, unmapped} {
		require.False(t, isForeign(owner, 1000))
	}
}
