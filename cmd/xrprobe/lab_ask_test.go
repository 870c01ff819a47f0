// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// The gate answers a page from the last report, whether Monado's service runs or not. A
// page's question opens no file, starts no process, and connects to nothing.
func TestLabAsk_TouchesNoRuntime(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "probe/testdata/questions")
	for _, monado := range []bool{true, false} {
		result := inLab(t, lab.Options{Binds: []string{program}, Monado: monado}, "strace", "-f", "-o", "/dev/stderr", program)
		require.Contains(t, result.Stdout, "answers 30000", result.Stderr)
		before, rest, _ := strings.Cut(wholeCalls(result.Stderr), `"questions begin\n"`)
		during, _, ended := strings.Cut(rest, `"questions end\n"`)
		require.True(t, ended)
		require.Contains(t, before, "openat(", "strace sees files being opened")
		require.Contains(t, before, "execve(", "and processes")
		require.Contains(t, before, "monado_comp_ipc", "and the runtime looking for its service")
		_, during, _ = strings.Cut(during, "\n") // the rest of the first mark's line
		for _, call := range systemCall().FindAllStringSubmatch(during, -1) {
			if schedulerWakesUp().MatchString(call[0]) {
				continue
			}
			require.Contains(t, goRuntimeCalls, call[1], call[0])
			require.True(t, !strings.HasPrefix(call[1], "clone") || strings.Contains(call[0], "CLONE_THREAD"), call[0])
		}
	}
}

// A page with consent gets the true answer. A page without consent sees the same bytes,
// whether the headset answers, its service is down, or there is no runtime.
func TestLabAsk_PageSeesTheSameWithoutConsent(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	ask := program + " -q ask --level properties --origin https://a.example --mode immersive-vr --seed 7 "
	answered := func(options lab.Options, scripts ...string) []string {
		options.Binds = []string{program}
		var answers []string
		for _, result := range inOneRun(t, options, scripts...) {
			require.Zero(t, result.ExitCode, result.Stderr)
			answers = append(answers, result.Stdout)
		}
		return answers
	}
	up := answered(lab.Options{Monado: true}, ask+"--answer allow", ask+"--answer block --json", ask+"--json")
	require.Contains(t, up[0], "1s\tpage\tgets the answer true\n")
	seen := up[1]
	require.Contains(t, seen, `"result": false`)
	require.Equal(t, seen, up[2], "ignored")
	down := answered(lab.Options{}, ask+"--json", "XR_RUNTIME_JSON=/nowhere.json "+ask+"--json")
	require.Equal(t, seen, down[0], "the service is down")
	require.Equal(t, seen, down[1], "no runtime")
}

// wholeCalls joins the halves of the calls that strace writes on two lines, because another thread came between.
func wholeCalls(trace string) string {
	var whole strings.Builder
	begun := map[string]string{}
	for line := range strings.Lines(trace) {
		thread, call, _ := strings.Cut(line, " ")
		if first, unfinished := strings.CutSuffix(strings.TrimSpace(call), "<unfinished ...>"); unfinished {
			begun[thread] = strings.TrimSpace(first)
			continue
		}
		if _, second, resumed := strings.Cut(call, " resumed>"); resumed {
			line = thread + " " + begun[thread] + " " + strings.TrimSpace(second) + "\n"
			delete(begun, thread)
		}
		whole.WriteString(line)
	}
	return whole.String()
}

// systemCall matches a system call in strace's output. It does not match signals.
var systemCall = lazily(`(?m)^\d+ +(\w+)\(.*$`)

// schedulerWakesUp matches Go's scheduler when it reads from its own eventfd that it was woken.
var schedulerWakesUp = lazily(`read\(\d+, *"\\1(\\0){7}", 8\)`)

// goRuntimeCalls are the system calls of Go's scheduler, memory allocator and random
// numbers. write is for the second mark.
var goRuntimeCalls = []string{
	"clone", "clone3", "clock_nanosleep", "epoll_pwait", "futex", "getpid", "getrandom", "gettid", "madvise", "mmap", "mprotect", "munmap", "nanosleep",
	"prctl", "restart_syscall", "rseq", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sched_getaffinity", "sched_yield",
	"set_robust_list", "sigaltstack", "tgkill", "write",
}
