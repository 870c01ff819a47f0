// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// builtForWindows compiles xrprobe.exe. It skips the test if the lab's Wine cannot run it.
func builtForWindows(t *testing.T) string {
	t.Helper()
	lab.Require(t)
	if runtime.GOARCH != "amd64" {
		t.Skip("left out: Windows programs, because the lab's compiler makes them for x86-64 only")
	}
	return built(t, "cmd/xrprobe", "GOOS=windows", "GOARCH=amd64")
}

// windowsLibrary is the hostile runtime for Windows, compiled once for all tests.
var windowsLibrary struct {
	sync.Mutex
	content []byte
}

// windowsRuntime returns a runtime for Windows that misbehaves as the words say, and its
// manifest.
func windowsRuntime(t *testing.T, words ...string) (library, manifest string) {
	t.Helper()
	library = filepath.Join(t.TempDir(), compiled.HostileName(words...)+".dll")
	require.NoError(t, os.WriteFile(library, compiledForWindows(t), 0o700))
	return library, compiled.Manifest(t, onWindows(library))
}

func compiledForWindows(t *testing.T) []byte {
	t.Helper()
	windowsLibrary.Lock()
	defer windowsLibrary.Unlock()
	if windowsLibrary.content != nil {
		return windowsLibrary.content
	}
	source, err := filepath.Abs("../../testdata/hostile/runtime.c")
	require.NoError(t, err)
	directory := t.TempDir()
	library := filepath.Join(directory, "hostile.dll")
	result := inLab(t, lab.Options{Binds: []string{source}, RWBinds: []string{directory}},
		"x86_64-w64-mingw32-gcc", "-shared", "-O1", "-Wall", "-Werror", "-Wno-unused", source, "-o", library, "-static", "-lpthread")
	require.Zero(t, result.ExitCode, result.Stderr)
	windowsLibrary.content, err = os.ReadFile(library)
	require.NoError(t, err)
	return windowsLibrary.content
}

// onWindows returns the path of a file of the lab for programs under Wine.
func onWindows(path string) string { return "Z:" + strings.ReplaceAll(path, "/", `\`) }

// askedOnWindows asks a runtime that misbehaves as the words say.
func askedOnWindows(t *testing.T, program string, words ...string) (int, report.Runtime) {
	t.Helper()
	return runtimeOnWindows(t, eachAskedOnWindows(t, program, words)[0])
}

// eachAskedOnWindows asks runtimes, each of which misbehaves as its words say, one after another: Wine's services start once for
// all. It names the manifests, because the lab's user is an administrator to Wine, and XR_RUNTIME_JSON does not count for
// administrators. A runtime that hangs has ten seconds, in which Wine starts the child even on a
// busy machine; all others have a minute, which none needs.
func eachAskedOnWindows(t *testing.T, program string, runtimes ...[]string) []lab.Result {
	t.Helper()
	options := lab.Options{Binds: []string{program}}
	var scripts []string
	for _, words := range runtimes {
		library, manifest := windowsRuntime(t, words...)
		options.Binds = append(options.Binds, library, manifest)
		limit := "1m"
		if slices.Contains(words, "hang@create") {
			limit = "10s"
		}
		scripts = append(scripts, fmt.Sprintf("wine %s --runtime '%s' --json --timeout %s", program, onWindows(manifest), limit))
	}
	return inOneRun(t, options, scripts...)
}

// runtimeOnWindows reads what xrprobe.exe reported of its one runtime.
func runtimeOnWindows(t *testing.T, result lab.Result) (int, report.Runtime) {
	t.Helper()
	r := reportOf(t, result)
	require.Equal(t, "windows", *r.Host.OS)
	require.Len(t, r.Runtimes, 1)
	return result.ExitCode, r.Runtimes[0]
}

func TestLabWindows_WithoutARuntime(t *testing.T) {
	t.Parallel()
	windows, linux := builtForWindows(t), built(t, "cmd/xrprobe")
	results := inOneRun(t, lab.Options{Binds: []string{windows, linux}}, "wine "+windows+" version", linux+" schema report", "wine "+windows+" schema report")
	version := results[0]
	require.Zero(t, version.ExitCode)
	require.Regexp(t, `^xrprobe .*windows/amd64, without GLFW\)\n$`, version.Stdout)
	require.Empty(t, version.Stderr)

	want := results[1]
	require.NotEmpty(t, want.Stdout)
	require.Equal(t, want, results[2], "byte by byte")
}

// The same source compiled for both systems gives the same report.
func TestLabWindows_ReportsTheSameRuntimeAsLinux(t *testing.T) {
	t.Parallel()
	windows, linux := builtForWindows(t), built(t, "cmd/xrprobe")
	library := compiled.Library(t)
	manifest := compiled.Manifest(t, library)
	onLinux := inLab(t, lab.Options{Binds: []string{linux, library, manifest}}, linux, "--runtime", manifest, "--json")
	want := reportOf(t, onLinux).Runtimes[0]

	status, got := askedOnWindows(t, windows)
	require.Zero(t, status)
	require.Equal(t, report.StatusOK, got.Status)
	require.NotEmpty(t, got.Extensions)
	require.NotEmpty(t, got.Systems)
	require.Empty(t, cmp.Diff(want, got, cmpopts.IgnoreFields(report.Runtime{}, "Manifest", "Manifests", "Library", "DurationMS", "Timing")))
}

func TestLabWindows_SurvivesHostileRuntimes(t *testing.T) {
	t.Parallel()
	program := builtForWindows(t)
	tests := map[string]struct {
		words  []string
		status report.Status
		code   string
		level  report.Level
		text   string
	}{
		// Windows turns an exception in DllMain into an error of LoadLibrary.
		"crashes when it is loaded": {[]string{"segv@load"}, report.StatusFailed, report.CauseLoadFailed, report.LevelLibrary, "No access to memory location"},
		"crashes":                   {[]string{"segv@create"}, report.StatusCrashed, report.CauseCrashed, report.LevelInstance, "access violation (0xC0000005)"},
		"crashes on its own thread": {[]string{"thread-segv@create"}, report.StatusCrashed, report.CauseCrashed, report.LevelInstance, "access violation (0xC0000005)"},
		"ends the process":          {[]string{"leave=7@system"}, report.StatusCrashed, report.CauseExited, report.LevelSystem, "exit status 7"},
		"hangs":                     {[]string{"hang@create"}, report.StatusTimedOut, report.CauseTimedOut, report.LevelInstance, "did not answer within 10s"},
		"forges frames":             {[]string{"forge@create"}, report.StatusFailed, report.CauseBrokenAnswer, report.LevelInstance, "something else wrote into its pipe"},
		"overflows its stack":       {[]string{"overflow@create"}, report.StatusCrashed, report.CauseCrashed, report.LevelInstance, "stack overflow (0xC00000FD)"},
	}
	names := slices.Sorted(maps.Keys(tests))
	var runtimes [][]string
	for _, name := range names {
		runtimes = append(runtimes, tests[name].words)
	}
	results := eachAskedOnWindows(t, program, runtimes...)
	for i, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test := tests[name]
			status, got := runtimeOnWindows(t, results[i])
			require.Equal(t, 3, status)
			require.Equal(t, test.status, got.Status)
			require.Equal(t, test.code, got.Cause.Code)
			require.Equal(t, test.level, got.Cause.Level)
			require.Contains(t, got.Cause.Text, test.text)
		})
	}
}

func TestLabWindows_ReportsSideEffects(t *testing.T) {
	t.Parallel()
	program := builtForWindows(t)
	status, got := askedOnWindows(t, program, "flood=1@create", "setenv@enumerate", "daemon@system")
	require.Zero(t, status)
	require.Equal(t, report.StatusOK, got.Status)
	require.Contains(t, *got.Log, "last words")
	var effects []string
	for _, e := range got.SideEffects {
		effects = append(effects, fmt.Sprintf("%s %s %s %s", e.Level, e.Kind, e.Change, e.Name))
	}
	require.Contains(t, effects, "extensions variable created XR_LEFT_BEHIND")
	require.Contains(t, effects, "properties process started rundll32.exe")
}

// A simulated device gives the same report on every system.
func TestLabWindows_SimulatesTheSameAsLinux(t *testing.T) {
	t.Parallel()
	windows := builtForWindows(t)
	result := inLab(t, lab.Options{Binds: []string{windows}}, "wine", windows, "--simulate", "quest-3", "--json")
	require.Zero(t, result.ExitCode, result.Stderr)
	var stdout, stderr bytes.Buffer
	require.Equal(t, exitAnswered, run(t.Context(), []string{"--simulate", "quest-3", "--json"}, &stdout, &stderr))
	onLinux := reportOf(t, lab.Result{Stdout: stdout.String()})
	require.Equal(t, report.StatusOK, onLinux.Runtimes[0].Status)
	require.Empty(t, cmp.Diff(onLinux, reportOf(t, result),
		cmpopts.IgnoreFields(report.Report{}, "Generated"), cmpopts.IgnoreFields(report.Runtime{}, "DurationMS", "Timing")))
}

// The binding, the simulated runtime and the levels pass the tests that need only Go.
func TestLabWindows_PackagesPassTheirTests(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	if runtime.GOARCH != "amd64" {
		t.Skip("left out: Windows programs, because the lab's Wine runs those for x86-64 only")
	}
	tests := map[string]string{
		"openxr": "Query|Queries|Property_ReadsEachMember", "openxr/simulated": "", "probe/internal/levels": "Properties_CreateNoSession", "probe/internal/notify": "Registry", "openxr/loader/internal/winkeys": "", "openxr/loader/registry/live": "",
		"probe/hardware/setupapi": "",
		"probe":                   "Simulation|Levels_AFailingLevel|Identify|ABatchThatFails|SessionsThatCannotBeCreated",
	}
	directory := absolute(t, top)
	options := lab.Options{Binds: []string{directory}}
	packages := slices.Sorted(maps.Keys(tests))
	var paths, scripts []string
	for _, pkg := range packages {
		paths = append(paths, module+"/"+pkg)
	}
	for i, program := range testProgramsOf(t, []string{"GOOS=windows", "GOARCH=amd64"}, ".test.exe", paths) {
		options.Binds = append(options.Binds, program)
		scripts = append(scripts, fmt.Sprintf("cd %s/%s && wine %s -test.v -test.run '%s'", directory, packages[i], program, tests[packages[i]]))
	}
	results := inOneRun(t, options, scripts...)
	for i, pkg := range packages {
		t.Run(pkg, func(t *testing.T) {
			t.Parallel()
			result := results[i]
			require.Zero(t, result.ExitCode, "%s\n%s", result.Stdout, result.Stderr)
			require.Contains(t, result.Stdout, "--- PASS")
			require.NotContains(t, result.Stdout, "no tests to run")
		})
	}
}
