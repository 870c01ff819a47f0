// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/modes/webxr"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// built compiles a command of this module as its users do, without cgo.
func built(t *testing.T, pkg string, environment ...string) string {
	t.Helper()
	folder := t.TempDir()
	command := exec.Command("go", "build", "-o", folder+"/", "github.com/xrprobe/xrprobe/"+pkg)
	command.Env = append(append(command.Environ(), "CGO_ENABLED=0"), environment...)
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	programs, err := filepath.Glob(filepath.Join(folder, "*"))
	require.NoError(t, err)
	require.Len(t, programs, 1)
	return programs[0]
}

// inLab runs a command beside Monado, or without it.
func inLab(t *testing.T, options lab.Options, args ...string) lab.Result {
	t.Helper()
	result, err := lab.Require(t).Run(t.Context(), options, args...)
	require.NoError(t, err)
	return result
}

func reportOf(t *testing.T, result lab.Result) report.Report {
	t.Helper()
	var r report.Report
	require.NoError(t, json.Unmarshal([]byte(result.Stdout), &r), "%s%s", result.Stdout, result.Stderr)
	return r
}

func TestLabMonadoIsReportedWhole(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	for _, via := range []string{"direct", "loader"} {
		t.Run(via, func(t *testing.T) {
			t.Parallel()
			result := inLab(t, lab.Options{Monado: true, Binds: []string{program}}, program, "--json", "--via", via)
			require.Zero(t, result.ExitCode, result.Stderr)
			r := reportOf(t, result)
			monado := r.Active()
			require.Equal(t, report.StatusOK, monado.Status)
			require.Equal(t, report.LevelProperties, *monado.Reached)
			require.True(t, strings.HasPrefix(*monado.Name, "Monado(XRT)"), *monado.Name)
			require.Equal(t, "1.1", *monado.APIVersion)
			require.Len(t, monado.Systems, 2)
			hmd := monado.Systems[0]
			require.Equal(t, "Monado: Simulated HMD", *hmd.Name)
			require.EqualValues(t, 42, *hmd.VendorID)
			require.True(t, hmd.Tracking.Orientation)
			require.Len(t, hmd.ViewConfigurations, 1)
			stereo := hmd.ViewConfigurations[0]
			require.Equal(t, "XR_VIEW_CONFIGURATION_TYPE_PRIMARY_STEREO", stereo.Type)
			require.Equal(t, []string{"XR_ENVIRONMENT_BLEND_MODE_OPAQUE"}, stereo.BlendModes)
			require.Len(t, stereo.Views, 2)
			for _, view := range stereo.Views {
				require.Positive(t, view.RecommendedImageRectWidth)
				require.LessOrEqual(t, view.RecommendedImageRectWidth, view.MaxImageRectWidth)
				require.LessOrEqual(t, view.RecommendedImageRectHeight, view.MaxImageRectHeight)
			}
			require.Equal(t, report.SystemUnsupported, monado.Systems[1].Status)
			require.Equal(t, map[webxr.SessionMode]string{
				webxr.Inline: "supported inline_always", webxr.ImmersiveVR: "supported blend_mode", webxr.ImmersiveAR: "unsupported blend_mode_opaque_only",
			}, answers(r.Modes))
			require.Len(t, r.Classification, 3)
			require.Equal(t, "prompt", r.Classification[1].Default)
			require.Empty(t, r.Problems)
		})
	}
}

func answers(list []report.Mode) map[webxr.SessionMode]string {
	short := map[webxr.SessionMode]string{}
	for _, mode := range list {
		short[mode.Mode] = string(mode.Support) + " " + mode.Reasons[0].Code
	}
	return short
}

func TestLabTheSizesAreThoseOfAProgramInC(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	source, err := filepath.Abs("../../third_party/lab/bench/calls.c")
	require.NoError(t, err)
	result := inLab(t, lab.Options{Monado: true, Binds: []string{program, source}}, "sh", "-c",
		"gcc "+source+" -lopenxr_loader -o /tmp/calls && /tmp/calls 2>/dev/null >/tmp/c.json && jq -c . /tmp/c.json && "+program+" --json 2>/dev/null")
	inC, ours, _ := strings.Cut(result.Stdout, "\n")
	r := reportOf(t, lab.Result{Stdout: ours, Stderr: result.Stderr})
	hmd := r.Active().Systems[0]
	for _, number := range []uint32{
		hmd.Graphics.MaxSwapchainImageWidth, hmd.Graphics.MaxSwapchainImageHeight, hmd.Graphics.MaxLayerCount,
		hmd.ViewConfigurations[0].Views[0].RecommendedImageRectWidth, hmd.ViewConfigurations[0].Views[1].MaxImageRectHeight,
	} {
		require.Regexp(t, `[:,\[]`+strconv.FormatUint(uint64(number), 10)+`[,}\]]`, inC)
	}
}

// listed is a line of openxr_runtime_list: an extension's name and version.
var listed = regexp.MustCompile(`(?m)^\t(XR_\w+) (\d+)$`)

// The Khronos tool reads through the loader, which adds XR_EXT_debug_utils itself.
func TestLabExtensionsEqualTheKhronosToolsOwn(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	var throughLoader []report.Extension
	for _, match := range listed.FindAllStringSubmatch(inLab(t, lab.Options{Monado: true}, "openxr_runtime_list").Stdout, -1) {
		version, err := strconv.ParseUint(match[2], 10, 32)
		require.NoError(t, err)
		throughLoader = append(throughLoader, report.Extension{Name: match[1], Version: uint32(version)})
	}
	require.Greater(t, len(throughLoader), 20)
	var direct []report.Extension
	for _, extension := range throughLoader {
		if extension.Name != "XR_EXT_debug_utils" {
			direct = append(direct, extension)
		}
	}
	require.Len(t, direct, len(throughLoader)-1)
	for via, want := range map[string][]report.Extension{"direct": direct, "loader": throughLoader} {
		result := inLab(t, lab.Options{Monado: true, Binds: []string{program}}, program, "--json", "--level", "extensions", "--via", via)
		r := reportOf(t, result)
		require.Empty(t, cmp.Diff(want, r.Active().Extensions), via)
	}
}

func TestLabCheck(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	for mode, want := range map[string]int{"inline": 0, "immersive-vr": 0, "immersive-ar": 1} {
		result := inLab(t, lab.Options{Monado: true, Binds: []string{program}}, program, "check", mode)
		require.Equal(t, want, result.ExitCode, mode)
		require.Empty(t, result.Stdout)
	}
}

func TestLabServiceStopped(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, program, "--json")
	require.Equal(t, 3, result.ExitCode)
	r := reportOf(t, result)
	stopped := r.Active()
	require.Equal(t, report.StatusFailed, stopped.Status)
	require.Equal(t, report.LevelExtensions, *stopped.Reached)
	require.Equal(t, report.LevelInstance, stopped.Cause.Level)
	require.Equal(t, "XR_ERROR_RUNTIME_FAILURE", *stopped.Cause.Result)
	require.Contains(t, *stopped.Cause.Fix, "monado-service")
	require.Equal(t, report.Unknown, r.Modes[1].Support)
	require.NotEmpty(t, stopped.Extensions)
}

// The service comes and goes, and the answer with it.
func TestLabServiceStartedAndStopped(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, "sh", "-c", strings.ReplaceAll(
		`X -q check immersive-vr; echo $?; monado-start >&2 && X -q check immersive-vr; echo $?; monado-stop >&2; X -q check immersive-vr; echo $?`, "X", program))
	require.Equal(t, "3\n0\n3\n", result.Stdout, result.Stderr)
}

func TestLabNothingInstalled(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	result := inLab(t, lab.Options{Binds: []string{program}}, "sh", "-c", "rm -rf /etc/xdg/openxr /usr/share/openxr && "+program)
	require.Zero(t, result.ExitCode)
	require.Contains(t, result.Stdout, "no OpenXR runtime is active here")
	require.Empty(t, result.Stderr)
	require.LessOrEqual(t, strings.Count(result.Stdout, "\n"), 24, "one screen")
}

func TestLabAFullProbeKeepsTheValidationLayerSilent(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	heard := validated(t, program, program+" --json --via loader >/dev/null 2>&1")
	require.Equal(t, 1, strings.Count(heard, "VUID"), heard)
	require.Contains(t, heard, "Core Validation Layer is initialized")
}

// The layer's silence means something only because it speaks up here.
func TestLabTheValidationLayerIsAwake(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "openxr/testdata/tour") // which ends with one structure of a wrong type
	require.Contains(t, validated(t, program, program+" >/dev/null 2>&1"), "VUID-XrSystemProperties-type-type")
}

// validated runs a shell command beside Monado under the validation layer and
// returns what the layer said.
func validated(t *testing.T, program, command string) string {
	t.Helper()
	result := inLab(t, lab.Options{
		Monado: true, Binds: []string{program},
		Env: []string{
			"XR_ENABLE_API_LAYERS=XR_APILAYER_LUNARG_core_validation",
			"XR_CORE_VALIDATION_EXPORT_TYPE=text", "XR_CORE_VALIDATION_FILE_NAME=/tmp/validation.txt",
		},
	}, "sh", "-c", command+" && echo ended && cat /tmp/validation.txt")
	_, heard, ended := strings.Cut(result.Stdout, "ended\n")
	require.True(t, ended, "%s%s", result.Stdout, result.Stderr)
	return heard
}

func TestLabLowLevelsMapNoRuntime(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	for level, want := range map[string]bool{"manifest": false, "binary": false, "library": true} {
		result := inLab(t, lab.Options{Binds: []string{program}}, "strace", "-f", "-y", "-e", "trace=mmap,execve",
			"-o", "/dev/stdout", program, "-q", "--level", level)
		require.Contains(t, result.Stdout, "execve(", "strace sees the program start")
		require.Equal(t, want, strings.Contains(result.Stdout, "libopenxr_monado.so"+">"), level)
		require.Equal(t, want, strings.Count(result.Stdout, "execve(") > 1, "a child at %s", level)
	}
}

// Beside a runtime that answers and one that is not there: what a page asks is answered
// from the last report. No file is opened, no process started, nothing connected to.
func TestLabAPagesQuestionsTouchNothing(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "probe/testdata/questions")
	for _, monado := range []bool{true, false} {
		result := inLab(t, lab.Options{Binds: []string{program}, Monado: monado}, "strace", "-f", "-o", "/dev/stdout", program)
		require.Contains(t, result.Stdout, "answers 30000", result.Stderr)
		before, rest, _ := strings.Cut(result.Stdout, `"questions begin\n"`)
		during, _, ended := strings.Cut(rest, `"questions end\n"`)
		require.True(t, ended)
		require.Contains(t, before, "openat(", "strace sees files being opened")
		require.Contains(t, before, "execve(", "and processes")
		require.Contains(t, before, "monado_comp_ipc", "and the runtime looking for its service")
		_, during, _ = strings.Cut(during, "\n") // what is left of the first mark's line
		for _, call := range systemCall.FindAllStringSubmatch(during, -1) {
			require.Contains(t, goesOwn, call[1], call[0])
			require.True(t, !strings.HasPrefix(call[1], "clone") || strings.Contains(call[0], "CLONE_THREAD"), call[0])
		}
	}
}

// Beside a headset that answers, one whose service is down, and none: a page with consent
// is told, and one without sees the same bytes.
func TestLabWhatAPageSees(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	ask := []string{program, "-q", "ask", "--level", "properties", "--origin", "https://a.example", "--mode", "immersive-vr", "--seed", "7"}
	beside := func(o lab.Options, more ...string) string {
		o.Binds = []string{program}
		result := inLab(t, o, append(slices.Clone(ask), more...)...)
		require.Zero(t, result.ExitCode, result.Stderr)
		return result.Stdout
	}
	require.Contains(t, beside(lab.Options{Monado: true}, "--answer", "allow"), "1s\tpage\tis told true\n")
	seen := beside(lab.Options{Monado: true}, "--answer", "block", "--json")
	require.Contains(t, seen, `"result": false`)
	require.Equal(t, seen, beside(lab.Options{Monado: true}, "--json"), "ignored")
	require.Equal(t, seen, beside(lab.Options{}, "--json"), "the service is down")
	require.Equal(t, seen, beside(lab.Options{Env: []string{"XR_RUNTIME_JSON=/nowhere.json"}}, "--json"), "no runtime")
}

// systemCall matches a line of strace's, but for signals and for ends of calls that were
// begun on another line.
var systemCall = regexp.MustCompile(`(?m)^\d+ +(\w+)\(.*$`)

// goesOwn are the system calls of Go's own scheduler, memory and chance, and the second
// mark.
var goesOwn = []string{
	"clone", "clone3", "clock_nanosleep", "epoll_pwait", "futex", "getpid", "getrandom", "gettid", "madvise", "mmap", "mprotect", "munmap", "nanosleep",
	"prctl", "restart_syscall", "rseq", "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sched_getaffinity", "sched_yield",
	"set_robust_list", "sigaltstack", "tgkill", "write",
}

func TestLabAMainWithoutChildMainStartsNoProcess(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "probe/testdata/nochild")
	result := inLab(t, lab.Options{Binds: []string{program}}, "sh", "-c", "strace -f -e trace=process -o /tmp/trace "+program+" && grep -c execve /tmp/trace")
	require.Equal(t, "true: probe.Self() starts this program again, so its main must call probe.ChildMain() first\n1\n", result.Stdout)
}

// A library that crashes when it is loaded is one clear answer on the real thing too.
func TestLabLibraryCrashingAtLoad(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	program := built(t, "cmd/xrprobe")
	library := compiled.Library(t, "segv@load")
	manifest := compiled.Manifest(t, library)
	result := inLab(t, lab.Options{Binds: []string{program, library, manifest}, Env: []string{"XR_RUNTIME_JSON=" + manifest}}, program)
	require.Equal(t, 3, result.ExitCode)
	require.Contains(t, result.Stdout, "the runtime crashed (SIGSEGV) while its library was loaded")
}
