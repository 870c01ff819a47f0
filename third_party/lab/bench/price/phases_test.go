// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux

package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// trace is a short trace of xrprobe, process 90, whose thread 91 writes the request and the report,
// and of its child, process 98. Process 97 is a trial of Go's runtime, and no child.
const trace = `90    100.000 execve("/bin/xrprobe", ["/bin/xrprobe", "--json"], 0x7fff /* 5 vars */) = 0
90    100.001 openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 3
90    100.002 openat(AT_FDCWD, "/lib/x86_64-linux-gnu/libc.so.6", O_RDONLY|O_CLOEXEC) = 3
90    100.003 clone3({flags=CLONE_VM|CLONE_THREAD, child_tid=0x7f}, 88 <unfinished ...>
90    100.004 <... clone3 resumed> => {parent_tid=[91]}, 88) = 91
91    100.010 openat(AT_FDCWD, "/etc/ld.so.conf", O_RDONLY|O_CLOEXEC) = 3
91    100.011 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK <unfinished ...>
97    100.012 exit_group(0)          = ?
97    100.012 +++ exited with 0 +++
91    100.012 <... clone resumed>, parent_tid=[13]) = 97
91    100.013 clone(child_stack=NULL, flags=CLONE_VM|CLONE_VFORK|SIGCHLD <unfinished ...>
98    100.014 execve("/proc/self/exe", ["/proc/self/exe"], 0x7e /* 8 vars */ <unfinished ...>
91    100.015 <... clone resumed>, parent_tid=[14]) = 98
98    100.016 <... execve resumed>)  = 0
98    100.017 openat(AT_FDCWD, "/etc/ld.so.cache", O_RDONLY|O_CLOEXEC) = 4
91    100.018 write(6, "\1\0\0\0\0\0\0\0", 8) = 8
91    100.019 write(2, "xrprobe: asking {", 17) = 17
91    100.020 write(4, "Y^EA\0\3\221{\"runtime\":{\"id\":\"openxr_monado\"", 933) = 933
98    100.025 openat(AT_FDCWD, "/dev/null", O_RDONLY) = 0
98    100.026 openat(AT_FDCWD, "/proc/98/task", O_RDONLY|O_CLOEXEC|O_DIRECTORY) = 3
98    100.028 openat(AT_FDCWD, "/run/user/0", O_RDONLY|O_NOFOLLOW|O_CLOEXEC|O_DIRECTORY) = 3
98    100.029 write(900, "Y^EA\0002{\"begin\":\"library\"", 70) = 70
98    100.030 write(900, "Y^EA\0002{\"question\":{\"command\":\"load the library\"}}", 63 <unfinished ...>
98    100.031 <... write resumed>)   = 63
98    100.032 openat(AT_FDCWD, "/lib/x86_64-linux-gnu/libopenxr_monado.so", O_RDONLY|O_CLOEXEC) = 3
98    100.040 pwrite64(901, "Y^EA\0002{\"question\":{\"command\":\"xrCreateInst"..., 80, 0) = 80
98    100.041 openat(AT_FDCWD, "/proc/self/maps", O_RDONLY) = 3
98    100.060 openat(AT_FDCWD, "/proc/98/task", O_RDONLY|O_CLOEXEC|O_DIRECTORY) = 3
98    100.063 openat(AT_FDCWD, "/proc/98/fd/", O_RDONLY|O_CLOEXEC|O_DIRECTORY) = 3
98    100.070 write(900, "Y^EA\0002{\"runtime\":{\"id\":\"openxr_mon"..., 574) = 574
98    100.071 exit_group(0)          = ?
98    100.072 +++ exited with 0 +++
91    100.099 write(1, "{\n  \"schema\"", 58422) = 58422
91    100.099 exit_group(0)          = ?
91    100.099 +++ exited with 0 +++
90    100.100 +++ exited with 0 +++
`

func TestSplitTrace(t *testing.T) {
	t.Parallel()
	found, err := splitTrace(trace)
	require.NoError(t, err)
	want := split{
		beforeRequest: {phaseStart: 10, phaseSpawn: 10},
		inChild:       {phaseSpawn: 6, phaseLedger: 2 + 3, phaseFrames: 1 + 1 + 7, phaseLoad: 10, phaseRuntime: 20},
		afterAnswers:  {phaseEnd: 30},
	}
	for at := range stretchCount {
		require.InDeltaSlice(t, want[at][:], found[at][:], 0.01, "stretch %d", at)
	}
}

// Without openat, each stretch is as long, though its phases are not known.
func TestSplitTrace_FewMarks(t *testing.T) {
	t.Parallel()
	var few strings.Builder
	for line := range strings.Lines(trace) {
		if !strings.Contains(line, "openat") {
			few.WriteString(line)
		}
	}
	found, err := splitTrace(few.String())
	require.NoError(t, err)
	for at, want := range [stretchCount]float64{20, 50, 30} {
		require.InDelta(t, want, found.of(stretch(at)), 0.01)
	}
}

func TestSplitTrace_OfOtherProgramsFails(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing":  "",
		"no child": "90 100.0 execve(\"/bin/true\", [], 0x7f) = 0\n90 100.1 +++ exited with 0 +++\n",
		"no end":   trace[:strings.Index(trace, "91    100.099")],
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := splitTrace(text)
			require.Error(t, err)
		})
	}
}

// The phases keep their parts of a stretch, and get its length in the less disturbed run.
func TestSplit_Scaled(t *testing.T) {
	t.Parallel()
	traced := split{beforeRequest: {phaseStart: 30, phaseSpawn: 10}, inChild: {phaseSpawn: 4, phaseLoad: 4}, afterAnswers: {phaseEnd: 100}}
	quick := split{beforeRequest: {phaseSpawn: 20}, inChild: {phaseRuntime: 4}, afterAnswers: {phaseEnd: 25}}
	require.Equal(t, phaseTimes{phaseStart: 15, phaseSpawn: 5 + 2, phaseLoad: 2, phaseEnd: 25}, traced.scaled(quick))
}
