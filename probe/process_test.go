// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package probe

import (
	"io"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What a child wrote before its end is read, however late, and a pipe that something
// holds open does not keep us.
func TestLastWordsAreHeard(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer closeAll(r, w)
	_, err = io.WriteString(w, "words")
	require.NoError(t, err)
	require.NoError(t, r.SetReadDeadline(time.Now().Add(-time.Second)))
	heard, err := io.ReadAll(&lastWords{file: r})
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	require.Equal(t, "words", string(heard))
}
