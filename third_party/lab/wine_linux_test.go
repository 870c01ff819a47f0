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

// behave compiles testdata/behave.c for Windows and returns the program's path.
func behave(t *testing.T, lab Lab) string {
	t.Helper()
	if runtime.GOARCH != "amd64" {
		t.Skip("left out: Windows programs, because the lab's compiler makes them for x86-64 only")
	}
	source, err := filepath.Abs("testdata/behave.c")
	require.NoError(t, err)
	folder := t.TempDir()
	program := filepath.Join(folder, "behave.exe")
	result := sh(t, lab, Options{Binds: []string{source}, RWBinds: []string{folder}},
		"x86_64-w64-mingw32-gcc -Wall -Wextra -Werror -o "+program+" "+source)
	require.Zero(t, result.ExitCode, result.Stderr)
	return program
}

func TestWinePassesThrough(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	program := behave(t, lab)
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
			require.Equal(t, test.want, underWine(t, lab, program, strings.NewReader(text), test.args...))
		})
	}
}

func underWine(t *testing.T, lab Lab, program string, input io.Reader, args ...string) Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	result, err := lab.Run(ctx, Options{Binds: []string{program}, Stdin: input}, append([]string{"wine", program}, args...)...)
	require.NoError(t, err)
	return result
}

// No debugger says a word, and none waits for an answer; one line is Wine's own.
func TestWineEndsAProgramThatCrashes(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	result := underWine(t, lab, behave(t, lab), nil, "crash")
	require.Equal(t, 0xC0000005&0xFF, result.ExitCode)
	require.Empty(t, result.Stdout)
	require.Regexp(t, `^wine: Unhandled page fault on write access to 0000000000000008 .*\n$`, result.Stderr)
}

func TestWineSaysWhatItCannotRun(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	result := sh(t, lab, Options{}, `wine Z:\\no\\such.exe`)
	require.NotZero(t, result.ExitCode)
	require.Contains(t, result.Stderr, `such.exe`)
}

// Two runs write the same file and registry value of their Windows, wait for each other, and read them again.
func TestWineRunsBesideEachOtherDoNotMeet(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	meeting := t.TempDir()
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
			results[i] = sh(t, lab, Options{RWBinds: []string{meeting}}, fmt.Sprintf(script, meeting, names[i], names[1-i]))
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

func TestWineLeavesNothing(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	program := behave(t, lab)

	result := sh(t, lab, Options{Binds: []string{program}}, "readlink /proc/self/ns/pid; wine "+program+" exit 0")
	require.Zero(t, result.ExitCode, result.Stderr)
	require.Empty(t, inhabitants(t, strings.TrimSpace(result.Stdout)), "after an ordinary end")

	told := filepath.Join(t.TempDir(), "namespace")
	write(t, told, "")
	cmd := exec.Command(lab.script, "run", "--bind", program, "--bind-rw", told, "--",
		"sh", "-c", "readlink /proc/self/ns/pid >"+told+"; wine "+program+" hang")
	require.NoError(t, cmd.Start())
	var namespace string
	require.Eventually(t, func() bool {
		words, err := os.ReadFile(told)
		namespace = strings.TrimSpace(string(words))
		lines := strings.Join(inhabitants(t, namespace), "\n")
		return err == nil && namespace != "" && strings.Contains(lines, "wineserver") && strings.Contains(lines, "behave.exe hang")
	}, limit, 10*time.Millisecond)
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
	require.Eventually(t, func() bool { return len(inhabitants(t, namespace)) == 0 }, limit, 10*time.Millisecond, "after a kill")
}

// inhabitants gives the command lines of the processes in a PID namespace ("pid:[4026531836]").
func inhabitants(t *testing.T, namespace string) []string {
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
