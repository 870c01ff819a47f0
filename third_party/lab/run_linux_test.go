// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package lab

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const limit = 60 * time.Second

// sh runs a shell script in the lab. The test fails if the lab itself fails.
func sh(t *testing.T, lab Lab, opts Options, script string) Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	result, err := lab.Run(ctx, opts, "sh", "-c", script)
	require.NoError(t, err)
	return result
}

func TestLabRun_PassesInputAndOutputs(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	require.Equal(t, Result{Stdout: "in", Stderr: "err\n"},
		sh(t, lab, Options{Stdin: strings.NewReader("in")}, "cat; echo err >&2"))
	require.Equal(t, 7, sh(t, lab, Options{}, "exit 7").ExitCode)
	require.Equal(t, 128+15, sh(t, lab, Options{}, "kill -TERM $$").ExitCode)
	require.Equal(t, 127, sh(t, lab, Options{}, "no-such-command").ExitCode)
	require.Equal(t, "/root\n", sh(t, lab, Options{}, "pwd").Stdout)
	require.Equal(t, "/usr\n", sh(t, lab, Options{Dir: "/usr"}, "pwd").Stdout)
}

func TestLabRun_LabFails(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	_, err := lab.Run(t.Context(), Options{Dir: "/no/such/dir"}, "true")
	require.ErrorIs(t, err, ErrLab)
	require.ErrorContains(t, err, "/no/such/dir")
	_, err = Lab{script: "/no/such/script"}.Run(t.Context(), Options{}, "true")
	require.ErrorIs(t, err, ErrLab)
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestLabRun_CleanEnvironment(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	lab.env = append(lab.env, "LEAK=of the caller")
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	result, err := lab.Run(ctx, Options{Env: []string{"K=V=W", "HOME=/elsewhere"}}, "env")
	require.NoError(t, err)
	require.Equal(t, `PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/lab
HOME=/elsewhere
LANG=C.UTF-8
XDG_RUNTIME_DIR=/run/user/0
K=V=W
`, result.Stdout)
}

func TestLabRun_CommandDoesNotInheritLock(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	result := sh(t, lab, Options{Monado: true}, "ls -l /proc/[0-9]*/fd | grep -c /lock; ls /proc/self/fd/9")
	require.Equal(t, "1\n", result.Stdout, "only process 1 holds the lock, not the command or the service")
	require.Contains(t, result.Stderr, "No such file or directory")
}

func TestLabRun_HidesMachine(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	result := sh(t, lab, Options{}, `hostname
ls /run /tmp /sys /dev
cat /etc/debian_version
ip -brief link | cut -d" " -f1`)
	lines := strings.Fields(result.Stdout)
	require.Equal(t, "lab", lines[0])
	require.NotContains(t, lines, "host", "the machine's file system")
	require.NotContains(t, lines, "dri", "the machine's graphics cards")
	require.Equal(t, "lo", lines[len(lines)-1])
	require.True(t, strings.HasPrefix(lines[len(lines)-2], "13."), result.Stdout)
}

func TestLabRun_Binds(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	dir := t.TempDir()
	kept, open := filepath.Join(dir, "kept"), filepath.Join(dir, "open")
	file, link := filepath.Join(dir, "file"), filepath.Join(dir, "link")
	require.NoError(t, os.Mkdir(kept, 0o755))
	require.NoError(t, os.Mkdir(open, 0o755))
	require.NoError(t, os.Symlink(kept, link))
	write(t, filepath.Join(kept, "old"), "old words")
	write(t, file, "a file")
	write(t, filepath.Join(dir, "hidden"), "not bound")

	result := sh(t, lab, Options{Binds: []string{kept, file, link}, RWBinds: []string{open}},
		fmt.Sprintf(`cd %s && cat kept/old file link/old; echo new >open/new; echo new >kept/new; ls`, dir))
	require.Equal(t, "old wordsa fileold wordsfile\nkept\nlink\nopen\n", result.Stdout)
	require.Contains(t, result.Stderr, "Read-only file system")
	require.FileExists(t, filepath.Join(open, "new"))
	require.NoFileExists(t, filepath.Join(kept, "new"))
}

func TestLabRun_DoesNotChangeRoot(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	require.Equal(t, 0, sh(t, lab, Options{}, "touch /etc/written && rm /usr/bin/strace").ExitCode)
	require.Equal(t, 0, sh(t, lab, Options{}, "test ! -e /etc/written && test -e /usr/bin/strace").ExitCode)
}

func TestLabRun_EndsLeftProcesses(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	mark := newMark()
	require.Equal(t, 0, sh(t, lab, Options{}, "setsid sleep "+mark+" >/dev/null 2>&1 & exit 0").ExitCode)
	require.Empty(t, processes(t, mark))
}

// marks counts the marks. A mark is a time to sleep by which a test recognizes its processes.
var marks atomic.Int64

func newMark() string {
	return fmt.Sprintf("%d.%09d", 100000+os.Getpid(), marks.Add(1))
}

// processes returns the command lines that contain the mark.
func processes(t *testing.T, mark string) []string {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	require.NoError(t, err)
	var found []string
	for _, file := range files {
		line, err := os.ReadFile(file)
		if err == nil && bytes.Contains(line, []byte(mark)) {
			found = append(found, string(bytes.ReplaceAll(line, []byte{0}, []byte{' '})))
		}
	}
	return found
}

// heedHangUps has the programs that are started heed SIGHUP, also where this one was started to ignore it, as by nohup: what is
// ignored is inherited, and what is caught is not.
func heedHangUps(t *testing.T) {
	t.Helper()
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGHUP)
	t.Cleanup(func() { signal.Stop(caught) })
}

func TestLabRun_KilledLeavesNothing(t *testing.T) {
	t.Parallel()
	heedHangUps(t)
	tests := map[string]struct {
		signal syscall.Signal
		status int
	}{
		"hang-up":   {syscall.SIGHUP, 129},
		"interrupt": {syscall.SIGINT, 130},
		"terminate": {syscall.SIGTERM, 143},
		"kill":      {syscall.SIGKILL, -1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lab := Require(t)
			mark := newMark()
			sleepers := func() (n int) {
				for _, line := range processes(t, mark) {
					if strings.HasPrefix(line, "sleep ") {
						n++
					}
				}
				return n
			}

			// The path of the bound directory contains the mark, so a mount that stays is found by the mark too.
			dir := filepath.Join(t.TempDir(), mark)
			require.NoError(t, os.Mkdir(dir, 0o755))
			cmd := exec.Command(lab.script, "run", "--monado", "--bind", dir, "--",
				"sh", "-c", "setsid sleep "+mark+" & trap '' TERM INT; sleep "+mark)
			require.NoError(t, cmd.Start())
			require.Eventually(t, func() bool { return sleepers() == 2 }, limit, 10*time.Millisecond)

			require.NoError(t, cmd.Process.Signal(test.signal))
			require.Error(t, cmd.Wait())
			require.Equal(t, test.status, cmd.ProcessState.ExitCode())
			if test.signal == syscall.SIGKILL {
				// The killed script did not wait for the other processes.
				require.Eventually(t, func() bool { return len(processes(t, mark)) == 0 }, limit, 10*time.Millisecond)
			}
			require.Empty(t, processes(t, mark))
			mounts, err := os.ReadFile("/proc/self/mountinfo")
			require.NoError(t, err)
			require.NotContains(t, string(mounts), mark)
			require.NotContains(t, string(mounts), "upperdir=mnt/upper")
		})
	}
}

func TestLabRun_EndsWithContext(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	mark := newMark()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		for ctx.Err() == nil && len(processes(t, "sleep\x00"+mark)) == 0 {
			time.Sleep(10 * time.Millisecond)
		}
		cancel()
	}()
	_, err := lab.Run(ctx, Options{}, "sleep", mark)
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, processes(t, mark))
}

func TestLabMonado_SimulatedHeadset(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	result := sh(t, lab, Options{Monado: true}, "openxr_runtime_list")
	require.Equal(t, 0, result.ExitCode, result.Stderr)
	require.Contains(t, result.Stdout, "Monado: Simulated HMD")

	result = sh(t, lab, Options{}, "openxr_runtime_list")
	require.Equal(t, 1, result.ExitCode, "the runtime must refuse without its service")
	require.Contains(t, result.Stderr, "Failed to connect")
}

func TestLabMonado_StartAndStop(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	result := sh(t, lab, Options{}, `set -e
refuse() { if "$@" 2>/dev/null; then echo "$1 should have failed" >&2; exit 1; fi; }
monado-stop
monado-start
monado-ctl | grep "Simulated HMD"
refuse monado-start
monado-stop
refuse pgrep monado-service
refuse monado-ctl
monado-start
monado-ctl | grep "Simulated HMD"`)
	require.Equal(t, 0, result.ExitCode, result.Stderr)
	require.Equal(t, 2, strings.Count(result.Stdout, "Simulated HMD"))
}

func TestLabMonado_FailureShowsItsLog(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	result, err := lab.Run(ctx, Options{Monado: true, Env: []string{"VK_DRIVER_FILES=/no/driver"}}, "echo", "reached")
	require.ErrorIs(t, err, ErrLab)
	require.ErrorContains(t, err, "monado-start: the service has ended; the end of its log:")
	require.ErrorContains(t, err, "vk")
	require.Empty(t, result.Stdout, "the command must not run without its service")
}

func TestLabMonado_BenchCalls(t *testing.T) {
	t.Parallel()
	lab := Require(t)
	bench, err := filepath.Abs("bench")
	require.NoError(t, err)
	result := sh(t, lab, Options{Monado: true, Binds: []string{bench}},
		"gcc -O2 -Wall -Wextra -Werror -o /tmp/calls "+filepath.Join(bench, "calls.c")+" -lopenxr_loader && /tmp/calls")
	require.Equal(t, 0, result.ExitCode, result.Stderr)

	var facts struct {
		APIVersion string `json:"api_version"`
		Name       string
		Extensions []struct{ Name string }
		Systems    []struct {
			FormFactor int `json:"form_factor"`
			Result     int
			Name       string
			Views      []struct {
				Type  int
				Views []struct {
					Width int `json:"recommended_width"`
				}
				BlendModes []int `json:"blend_modes"`
			} `json:"view_configurations"`
		}
	}
	require.NoError(t, json.Unmarshal([]byte(result.Stdout), &facts))
	require.Equal(t, "1.1.0", facts.APIVersion)
	require.Contains(t, facts.Name, "Monado")
	require.NotEmpty(t, facts.Extensions)
	require.Len(t, facts.Systems, 2)
	require.Equal(t, "Monado: Simulated HMD", facts.Systems[0].Name)
	require.Len(t, facts.Systems[0].Views, 1)
	require.Len(t, facts.Systems[0].Views[0].Views, 2)
	require.Positive(t, facts.Systems[0].Views[0].Views[1].Width)
	require.Equal(t, []int{1}, facts.Systems[0].Views[0].BlendModes)
	require.Equal(t, -34, facts.Systems[1].Result, "XR_ERROR_FORM_FACTOR_UNSUPPORTED for a handheld display")
}
