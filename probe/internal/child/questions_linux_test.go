// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package child

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/xrprobe/xrprobe/probe/internal/wire"
)

func TestAnnounced_IsTheLastQuestion(t *testing.T) {
	t.Parallel()
	p := &Process{nonce: wire.NewNonce(), questions: newQuestions()}
	require.NotNil(t, p.questions)
	defer closeAll(p.questions)
	require.Nil(t, p.announced(), "none was announced")
	ask := func(nonce wire.Nonce, command string) {
		require.NoError(t, wire.WriteFrame(inPlace{p.questions}, nonce, wire.Step{Question: &wire.Question{Command: command}}))
	}
	for _, command := range []string{"xrGetSystem" + strings.Repeat("x", 9000), "xrGetSystem", "xrPollEvent"} {
		ask(p.nonce, command)
		require.Equal(t, command, p.announced().Command)
	}
	ask(wire.NewNonce(), "xrGetSystem")
	require.Nil(t, p.announced(), "another process wrote it")
	ask(p.nonce, "xrPollEvent")
	_, err := unix.Write(int(p.questions.Fd()), []byte("a runtime's output"))
	require.ErrorIs(t, err, unix.EPERM)
	require.ErrorIs(t, p.questions.Truncate(10), unix.EPERM)
	require.Equal(t, "xrPollEvent", p.announced().Command, "a runtime writes into every descriptor")
}
