// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build unix

package child

import (
	"io"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The parent reads everything that the child wrote before it exited, even after the deadline, and
// does not wait for a pipe that another process holds open.
func TestLateReader_ReadsWhatWasWrittenBeforeTheDeadline(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	defer closeAll(r, w)
	_, err = io.WriteString(w, "text")
	require.NoError(t, err)
	require.NoError(t, r.SetReadDeadline(time.Now().Add(-time.Second)))
	read, err := io.ReadAll(&lateReader{file: r})
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	require.Equal(t, "text", string(read))
}
