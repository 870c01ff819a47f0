// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package process

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

func TestNamed_TheMostReadableFirst(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{
		"/proc/2/comm": "service\n", "/proc/2/status": "Name:\tservice\nUid:\t0\t4000000000\t0\t0\n",
		"/proc/3/comm": "service\n", "/proc/3/status": fmt.Sprintf("Uid:\t0\t%d\t0\t0\n", os.Geteuid()),
		"/proc/4/comm": "service\n", "/proc/4/status": "Uid:\tno\n",
		"/proc/5/comm": "service\n", "/proc/5/environ": "A=1\x00B=x=y\x00C=\x00",
		"/proc/6/comm": "services\n", "/proc/7/status": "Uid:\t0\t0\n", "/proc/self/comm": "service\n",
	})
	found := Named(loader.Host{GOOS: "linux", Root: root}, "service")
	var pids []int
	for _, process := range found {
		pids = append(pids, process.PID)
	}
	require.Equal(t, []int{5, 3, 4, 2}, pids)
	require.True(t, found[0].Readable)
	require.Equal(t, []string{"1", "x=y", "", ""}, []string{found[0].Variable("A"), found[0].Variable("B"), found[0].Variable("C"), found[0].Variable("D")})
	for i, another := range []bool{false, false, false, true} {
		require.Equal(t, another, found[i].IsAnotherUsers(), found[i].PID)
	}
}

func TestNamed_ThisProcess(t *testing.T) {
	t.Parallel()
	name, err := os.ReadFile("/proc/self/comm")
	require.NoError(t, err)
	for _, process := range Named(loader.Host{}, strings.TrimSpace(string(name))) {
		if process.PID == os.Getpid() {
			require.True(t, process.Readable)
			require.False(t, process.IsAnotherUsers())
			return
		}
	}
	require.Fail(t, "the test's own process was not found")
}
