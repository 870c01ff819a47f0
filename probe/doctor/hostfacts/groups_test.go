// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package hostfacts_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/probe/doctor/hostfacts"
)

func TestGroupNamed(t *testing.T) {
	t.Parallel()
	h := loader.Host{GOOS: "linux", Root: t.TempDir()}
	require.Empty(t, hostfacts.GroupNamed(h, 0))
	loadertest.Lay(t, h.Root, map[string]string{
		"/etc/group": "root:x:0:\nrender:x:105:bob,ann\nvideo:x:44:anna\nfaulty:x\naudio:x:many:ann\n",
	})
	require.Equal(t, "render", hostfacts.GroupNamed(h, 105))
	require.Empty(t, hostfacts.GroupNamed(h, 106))
}
