// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package permission_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/permission"
	"github.com/xrprobe/xrprobe/modes/webxr"
)

// A prompt that the user ignores keeps its own question pending, for a bounded time, and no
// other question.
func TestDocument_IgnoredPromptDelaysNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, seeded(1))
	w.plug(both())
	w.gate.Regular().Set(permission.Key{Origin: originA, Mode: webxr.ImmersiveAR}, webxr.Granted)
	a := w.regular("a", originA)
	a.ask(vr)
	a.ask("inline")
	a.ask(ar)
	w.prompts()
	w.require("a", "2 inline supported: true <nil>, at once", "3 immersive-ar supported: true <nil>")
	require.Len(t, w.user.up, 1, "the prompt is shown")
	w.clock.Advance(permission.SettleMax)
	require.Equal(t, "1 immersive-vr supported: false <nil>", w.seen("a")[2])
	require.Len(t, w.user.up, 1, "though the prompt is still shown")
}
