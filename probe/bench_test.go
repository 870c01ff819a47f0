// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && (amd64 || arm64)

package probe_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe"
)

// BenchmarkIsolation measures what a child process costs: it probes one runtime in process, in
// a new child, and in a spare child. The three take turns, so that a machine whose speed drifts
// slows all of them alike.
func BenchmarkIsolation(b *testing.B) {
	manifest, helper := compiled.Runtime(b), probe.Executable(buildXrprobe(b))
	spare := &probe.Spare{}
	defer spare.Close()
	probers := []probe.Prober{}
	for _, helper := range []probe.Helper{probe.InProcess(), helper, helper} {
		probers = append(probers, proberFor(b, helper, map[string]string{"XR_RUNTIME_JSON": manifest}))
	}
	probers[2].Spare = spare
	names := []string{"ms-in-process", "ms-own-process", "ms-spare-process"}
	var spent [3]time.Duration
	for b.Loop() {
		for i, p := range probers {
			time.Sleep(50 * time.Millisecond) // a program that probes again does so later
			begun := time.Now()
			require.Equal(b, report.StatusOK, mustProbe(b, p, probe.Request{}).Runtimes[0].Status)
			spent[i] += time.Since(begun)
		}
	}
	b.ReportMetric(0, "ns/op")
	for i, name := range names {
		b.ReportMetric(inMilliseconds(spent[i])/float64(b.N), name)
	}
}

// BenchmarkRuntimesAtOnce probes several runtimes at once, each of which takes 300 ms.
func BenchmarkRuntimesAtOnce(b *testing.B) {
	helper := probe.Executable(buildXrprobe(b))
	for _, number := range []int{1, 2, 4, 8} {
		b.Run(strconv.Itoa(number), func(b *testing.B) {
			var libraries []string
			for range number {
				libraries = append(libraries, compiled.Library(b, "wait=300@create"))
			}
			p := proberWith(b, libraries...)
			p.Helper = helper
			for b.Loop() {
				found := mustProbe(b, p, probe.Request{Runtime: probe.RuntimeAll, Level: report.LevelProperties})
				require.Len(b, found.Runtimes, number)
			}
		})
	}
}

// BenchmarkCrashToReport measures the time from a crash in a runtime to its report.
func BenchmarkCrashToReport(b *testing.B) {
	p := proberFor(b, probe.Executable(buildXrprobe(b)), map[string]string{"XR_RUNTIME_JSON": compiled.Runtime(b, "figures@create", "segv@create")})
	var spent time.Duration
	for b.Loop() {
		crashed := mustProbe(b, p, probe.Request{}).Runtimes[0]
		now := time.Now()
		require.Equal(b, report.StatusCrashed, crashed.Status)
		spent += now.Sub(time.Unix(0, numberIn(b, *crashed.Log, `now: (\d+)`)))
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(inMilliseconds(spent)/float64(b.N), "ms")
}

// BenchmarkPeakMemory measures the most memory that xrprobe and its child use.
func BenchmarkPeakMemory(b *testing.B) {
	program, manifest := buildXrprobe(b), compiled.Runtime(b, "figures@views")
	var parent, child int64
	for b.Loop() {
		command := exec.Command(program, "--json")
		command.Env = append(os.Environ(), "XR_RUNTIME_JSON="+manifest)
		output, err := command.Output()
		require.NoError(b, err)
		child = max(child, numberIn(b, string(output), `VmHWM:\D*(\d+)`))
		parent = max(parent, command.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(parent)/1024, "MiB-parent")
	b.ReportMetric(float64(child)/1024, "MiB-child")
}

// buildXrprobe builds xrprobe as it is installed, and returns its path.
func buildXrprobe(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "xrprobe")
	build := exec.Command("go", "build", "-o", path, "github.com/xrprobe/xrprobe/cmd/xrprobe")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	output, err := build.CombinedOutput()
	require.NoError(b, err, "%s", output)
	return path
}

func mustProbe(b *testing.B, p probe.Prober, r probe.Request) *report.Report {
	b.Helper()
	found, err := p.Probe(b.Context(), r)
	require.NoError(b, err)
	return found
}

// numberIn returns the first submatch of a pattern as a number.
func numberIn(b *testing.B, text, pattern string) int64 {
	b.Helper()
	match := regexp.MustCompile(pattern).FindStringSubmatch(text)
	require.NotNil(b, match, fmt.Sprintf("%q in %q", pattern, text))
	number, err := strconv.ParseInt(match[1], 10, 64)
	require.NoError(b, err)
	return number
}

func inMilliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
