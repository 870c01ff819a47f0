// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build !(cgo && glfw && (linux || windows))

package glsession_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/glsession"
)

func TestOpen_WithoutGLFW(t *testing.T) {
	t.Parallel()
	require.False(t, glsession.BuiltIn)
	_, err := glsession.Open(0)
	require.ErrorIs(t, err, glsession.ErrNotBuiltIn)
	require.ErrorContains(t, err, "built without GLFW")
	_, err = glsession.Monitors()
	require.ErrorIs(t, err, glsession.ErrNotBuiltIn)
}
