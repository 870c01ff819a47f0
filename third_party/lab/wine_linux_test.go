// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package lab

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// buildBehave compiles testdata/behave.c for Windows and returns the program's path.
func buildBehave(t *testing.T, lab Lab) string {
	t.Helper()
	if runtime.GOARCH != "amd64" {
		t.Skip("left out: Windows programs, because the lab's compiler makes them only for x86-64")
	}
	source, err := filepath.Abs("testdata/behave.c")
	require.NoError(t, err)
	dir := t.TempDir()
	program := filepath.Join(dir, "behave.exe")
	result := sh(t, lab, Options{Binds: []string{source}, RWBinds: []string{dir}},
		"x86_64-w64-mingw32-gcc -Wall -Wextra -Werror -o "+program+" "+source)
	require.Zero(t, result.ExitCode, result.Stderr)
	return program
}

func TestLabWine_PassesInputAndOutputs(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	program := buildBehave(t, lab)
	everyByte := make([]byte, 256)
	for i := range everyByte {
		everyByte[i] = byte(i)
	}
	text := "unix\nwindows\r\n" + string(everyByte)
	tests := map[string]struct {
		args []string
		want Result
	}{
		"input and outputs":  {[]string{"copy"}, Result{Stdout: text, Stderr: text}},
		"success":            {[]string{"exit", "0"}, Result{}},
		"an exit code":       {[]string{"exit", "7"}, Result{ExitCode: 7}},
		"its low eight bits": {[]string{"exit", "258"}, Result{ExitCode: 2}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, test.want, runUnderWine(t, lab, program, strings.NewReader(text), test.args...))
		})
	}
}

func runUnderWine(t *testing.T, lab Lab, program string, input io.Reader, args ...string) Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	result, err := lab.Run(ctx, Options{Binds: []string{program}, Stdin: input}, append([]string{"wine", program}, args...)...)
	require.NoError(t, err)
	return result
}

// Wine prints one line about the crash. No debugger starts, prints, or waits for an answer.
func TestLabWine_EndsCrashingProgram(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	result := runUnderWine(t, lab, buildBehave(t, lab), nil, "crash")
	require.Equal(t, 0xC0000005&0xFF, result.ExitCode)
	require.Empty(t, result.Stdout)
	require.Regexp(t, `^wine: Unhandled page fault on write access to 0000000000000008 .*\n$`, result.Stderr)
}

func TestLabWine_NamesMissingProgram(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	result := sh(t, lab, Options{}, `wine Z:\\no\\such.exe`)
	require.NotZero(t, result.ExitCode)
	require.Contains(t, result.Stderr, `such.exe`)
}

// Two runs at the same time write the same file and registry value, wait for each other, and read them again.
func TestLabWine_RunsAreIsolated(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	shared := t.TempDir()
	const script = `cd %[1]s
wine cmd /c 'echo %[2]s>C:\mark&reg add HKCU\Mark /d %[2]s' >/dev/null
touch %[2]s
until [ -e %[3]s ]; do sleep 0.01; done
wine cmd /c 'type C:\mark&reg query HKCU\Mark' | tr -d '\r'`
	var runs sync.WaitGroup
	var results [2]Result
	names := [2]string{"adam", "berta"}
	for i := range names {
		runs.Go(func() {
			results[i] = sh(t, lab, Options{RWBinds: []string{shared}}, fmt.Sprintf(script, shared, names[i], names[1-i]))
		})
	}
	runs.Wait()
	for i, result := range results {
		require.Equal(t, 2, strings.Count(result.Stdout, names[i]), "%s%s", result.Stdout, result.Stderr)
		require.NotContains(t, result.Stdout, names[1-i])
	}
	later := sh(t, lab, Options{}, `wine cmd /c 'type C:\mark'; wine reg query HKCU\\Mark`)
	require.NotZero(t, later.ExitCode)
	require.NotContains(t, later.Stdout, "adam")
	require.NotContains(t, later.Stdout, "berta")
}

func TestLabWine_LeavesNothing(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	program := buildBehave(t, lab)

	result := sh(t, lab, Options{Binds: []string{program}}, "readlink /proc/self/ns/pid; wine "+program+" exit 0")
	require.Zero(t, result.ExitCode, result.Stderr)
	require.Empty(t, processesIn(t, strings.TrimSpace(result.Stdout)), "after a normal end")

	file := filepath.Join(t.TempDir(), "namespace")
	write(t, file, "")
	cmd := exec.Command(lab.script, "run", "--bind", program, "--bind-rw", file, "--",
		"sh", "-c", "readlink /proc/self/ns/pid >"+file+"; wine "+program+" hang")
	require.NoError(t, cmd.Start())
	var namespace string
	require.Eventually(t, func() bool {
		words, err := os.ReadFile(file)
		namespace = strings.TrimSpace(string(words))
		lines := strings.Join(processesIn(t, namespace), "\n")
		return err == nil && namespace != "" && strings.Contains(lines, "wineserver") && strings.Contains(lines, "behave.exe hang")
	}, limit, 10*time.Millisecond)
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
	require.Eventually(t, func() bool { return len(processesIn(t, namespace)) == 0 }, limit, 10*time.Millisecond, "after a kill")
}

// processesIn returns the command lines of the processes in a PID namespace, such as "pid:[4026531836]".
func processesIn(t *testing.T, namespace string) []string {
	t.Helper()
	links, err := filepath.Glob("/proc/[0-9]*/ns/pid")
	require.NoError(t, err)
	var found []string
	for _, link := range links {
		if target, err := os.Readlink(link); err != nil || target != namespace {
			continue
		}
		line, err := os.ReadFile(filepath.Join(filepath.Dir(filepath.Dir(link)), "cmdline"))
		if err == nil {
			found = append(found, string(bytes.ReplaceAll(line, []byte{0}, []byte{' '})))
		}
	}
	return found
}
