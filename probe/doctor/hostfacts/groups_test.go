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

func TestGroups(t *testing.T) {
	t.Parallel()
	h := loader.Host{GOOS: "linux", Root: t.TempDir()}
	require.Empty(t, hostfacts.GroupsOf(h, "ann"))
	require.Empty(t, hostfacts.GroupNamed(h, 0))
	loadertest.Lay(t, h.Root, map[string]string{
		"/etc/passwd": "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\nbob:x:1001:x::/home/bob:/bin/sh\n",
		"/etc/group":  "root:x:0:\nrender:x:105:bob,ann\nvideo:x:44:anna\nfaulty:x\naudio:x:many:ann\n",
	})
	require.Equal(t, []int{1000, 105}, hostfacts.GroupsOf(h, "ann"))
	require.Equal(t, []int{105}, hostfacts.GroupsOf(h, "bob"))
	require.Equal(t, "render", hostfacts.GroupNamed(h, 105))
	require.Empty(t, hostfacts.GroupNamed(h, 106))
}
