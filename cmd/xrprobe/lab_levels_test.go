// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// What a level does to the machine, in strace's output.
var (
	startsProgram = lazily(`(?m)^\d+ +execve\(`)
	opensLibrary  = lazily(`(?m)^\d+ +open(at)?\(.*libopenxr_monado\.so"`)
	mapsLibrary   = lazily(`(?m)^\d+ +mmap\(.*PROT_EXEC.*libopenxr_monado\.so>`)
	asksService   = lazily(`(?m)^\d+ +connect\(.*monado_comp_ipc"`)
	opensDevice   = lazily(`(?m)^\d+ +open(at)?\(.*"/dev/(hidraw|dri|bus|video|input)`)
)

// A level does what its name promises, and no more.
func TestLabLevels_DoWhatTheyPromise(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	levels := slices.DeleteFunc(slices.Clone(report.Levels()), func(level report.Level) bool { return level == report.LevelSession })
	var scripts []string
	for _, level := range levels {
		scripts = append(scripts, "strace -f -y -e trace=%file,%network,%process,mmap -o /tmp/trace "+program+" --json --level "+string(level)+" >&2 && cat /tmp/trace")
	}
	results := inOneRun(t, lab.Options{Monado: true, Binds: []string{program}}, scripts...)
	for i, level := range levels {
		t.Run(string(level), func(t *testing.T) {
			t.Parallel()
			result := results[i]
			require.Zero(t, result.ExitCode, result.Stderr)
			trace := result.Stdout
			executes := level.AtLeast(report.LevelLibrary)
			programs := 1
			if executes {
				programs = 2
			}
			require.Len(t, startsProgram().FindAllString(trace, -1), programs, "this program, and its child if foreign code runs")
			require.Equal(t, level.AtLeast(report.LevelBinary), opensLibrary().MatchString(trace))
			require.Equal(t, executes, mapsLibrary().MatchString(trace))
			require.Equal(t, level.AtLeast(report.LevelInstance), asksService().MatchString(trace))
			require.NotRegexp(t, opensDevice(), trace, "only the service opens devices")
		})
	}
}

func TestLabLevels_BinaryMapsNoRuntime(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	levels := []string{"manifest", "binary", "library"}
	var scripts []string
	for _, level := range levels {
		scripts = append(scripts, "strace -f -y -e trace=mmap,execve -o /tmp/trace "+program+" -q --level "+level+" >&2; cat /tmp/trace")
	}
	for i, result := range inOneRun(t, lab.Options{Binds: []string{program}}, scripts...) {
		want := levels[i] == "library"
		require.Contains(t, result.Stdout, "execve(", "strace sees the program start")
		require.Equal(t, want, strings.Contains(result.Stdout, "libopenxr_monado.so"+">"), levels[i])
		require.Equal(t, want, strings.Count(result.Stdout, "execve(") > 1, "a child at %s", levels[i])
	}
}

func TestLabChildMain_WithoutItNoProcessStarts(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "probe/testdata/nochild")
	result := inLab(t, lab.Options{Binds: []string{program}}, "sh", "-c", "strace -f -e trace=process -o /tmp/trace "+program+" && grep -c execve /tmp/trace")
	require.Equal(t, "true: probe.Self() starts this program again, so its main must call probe.ChildMain() first\n1\n", result.Stdout)
}
