// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package probe_test

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
)

// A killed parent cannot end its child, so the child exits by itself or the system ends it, even
// while foreign code hangs, spins or has stopped all of the child's threads.
func TestChild_ExitsWithItsParent(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"stubborn-hang@create", "spin@load", "stop@create", "flood@create"} {
		t.Run(words, func(t *testing.T) {
			t.Parallel()
			parent := exec.Command(os.Args[0])
			parent.Env = append(os.Environ(), orphanVariable+"="+compiled.Runtime(t, words))
			require.NoError(t, parent.Start())
			var child string
			require.Eventually(t, func() bool {
				child = childrenOf(parent.Process.Pid)
				return child != "" && strings.Contains(memoryMap(child), "lib"+words+".so")
			}, 20*time.Second, 5*time.Millisecond, "the child loads the runtime")
			require.NoError(t, parent.Process.Kill())
			_ = parent.Wait()
			require.Eventually(t, func() bool { return memoryMap(child) == "" }, 5*time.Second, 5*time.Millisecond, "the child is gone")
		})
	}
}

// childrenOf returns the process IDs of a process' children, separated by spaces.
func childrenOf(pid int) string {
	var all []string
	tasks, _ := os.ReadDir(fmt.Sprintf("/proc/%d/task", pid))
	for _, task := range tasks {
		content, _ := os.ReadFile(fmt.Sprintf("/proc/%d/task/%s/children", pid, task.Name()))
		all = append(all, strings.Fields(string(content))...)
	}
	return strings.Join(all, " ")
}

// memoryMap returns the memory map of a process. It is empty if the process has exited.
func memoryMap(pid string) string {
	content, _ := os.ReadFile("/proc/" + pid + "/maps")
	return string(content)
}
