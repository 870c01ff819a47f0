// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package winkeys_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/winkeys"
)

func TestFor32Bit(t *testing.T) {
	t.Parallel()
	require.Equal(t, `SOFTWARE\WOW6432Node\Khronos\OpenXR\1`, winkeys.For32Bit(winkeys.OpenXR))
	require.Equal(t, `SOFTWARE\WOW6432Node\Khronos\OpenXR\1\ApiLayers\Explicit`, winkeys.For32Bit(winkeys.ExplicitLayers))
}

func TestThis_IsOnlyOnWindows(t *testing.T) {
	t.Parallel()
	require.Equal(t, runtime.GOOS == "windows", winkeys.This() != nil)
}
