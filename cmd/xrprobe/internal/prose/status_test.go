// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package prose

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestStatusLine_CountsSeconds(t *testing.T) {
	t.Parallel()
	ticks, done := make(chan time.Time), make(chan struct{})
	go func() {
		ticks <- time.Time{}
		ticks <- time.Time{}
		close(done)
	}()
	var w strings.Builder
	statusLine(&w, "asking bad\x1b[2J name", ticks, done)
	require.Equal(t, "\r\x1b[Kasking bad\uFFFD[2J name… 1 s, Ctrl-C to stop"+
		"\r\x1b[Kasking bad\uFFFD[2J name… 2 s, Ctrl-C to stop\r\x1b[K", w.String())
}

func TestStatusLine_QuickAnswerHasNone(t *testing.T) {
	t.Parallel()
	done := make(chan struct{})
	close(done)
	var w strings.Builder
	statusLine(&w, "name", nil, done)
	require.Empty(t, w.String())
}
