// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package webxr_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/webxr"
)

func TestParseSessionModeIsStrict(t *testing.T) {
	t.Parallel()
	for _, mode := range webxr.SessionModes() {
		got, err := webxr.ParseSessionMode(string(mode))
		require.NoError(t, err)
		require.Equal(t, mode, got)
	}
	for _, bad := range []string{"", "VR", "Inline", "immersive-vr ", "immersive_ar", "immersive-xr"} {
		_, err := webxr.ParseSessionMode(bad)
		require.ErrorContains(t, err, "use one of inline, immersive-vr, immersive-ar", bad)
	}
}

func TestImmersive(t *testing.T) {
	t.Parallel()
	require.False(t, webxr.Inline.Immersive())
	require.True(t, webxr.ImmersiveVR.Immersive())
	require.True(t, webxr.ImmersiveAR.Immersive())
}
