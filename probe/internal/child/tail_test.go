// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTail_KeepsTheBeginningAndTheEnd(t *testing.T) {
	t.Parallel()
	var small tail
	_, _ = small.Write([]byte("first "))
	_, _ = small.Write([]byte("last \xff"))
	require.Equal(t, "first last \uFFFD", small.String())

	var large tail
	for range 1000 {
		n, err := large.Write(bytes.Repeat([]byte("0123456789"), 100))
		require.NoError(t, err)
		require.Equal(t, 1000, n)
	}
	_, _ = large.Write([]byte("end"))
	require.Len(t, large.String(), keptHead+len(cutMark)+keptTail)
	require.True(t, strings.HasSuffix(large.String(), "end"))
	require.True(t, strings.HasPrefix(large.String(), "0123456789"))
}
