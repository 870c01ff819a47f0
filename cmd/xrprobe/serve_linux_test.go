// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bufio"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
)

// clientInC compiles the client, and returns its command line with a desktop browser's
// profile.
func clientInC(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	directory := t.TempDir()
	program, profile := filepath.Join(directory, "client"), filepath.Join(directory, "profile.json")
	output, err := exec.Command(compiled.Compiler(t), "-O1", "-Wall", "-Werror", "testdata/client/client.c", "-o", program).CombinedOutput()
	require.NoError(t, err, "%s", output)
	require.NoError(t, os.WriteFile(profile, []byte(desktopProfile(t)), 0o600))
	return exec.Command(program, append([]string{profile}, args...)...)
}

// In the user agent in C a page asks, and the user consents. The golden file holds every
// message.
func TestServe_ConversationWithAClientInC(t *testing.T) {
	t.Parallel()
	client := clientInC(t, "talk", built(t, "cmd/xrprobe"), "serve", "-q", "--simulate", "steamvr")
	client.Stderr = os.Stderr
	got, err := client.Output()
	require.NoError(t, err)
	const golden = "testdata/client/talk.golden"
	if *update {
		require.NoError(t, os.WriteFile(golden, got, 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

// The server does not grow with many calls on one connection, and a client that stops for a
// while in the middle loses no answer.
func TestServe_ManyCallsNeitherGrowItNorGetLost(t *testing.T) {
	t.Parallel()
	client := clientInC(t, "many", "100000", built(t, "cmd/xrprobe"), "serve", "--root", t.TempDir())
	var stderr strings.Builder
	client.Stderr = &stderr
	stdout, err := client.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, client.Start())
	lines := bufio.NewReader(stdout)
	begun, err := lines.ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "initialized\n", begun)
	time.Sleep(20 * time.Millisecond)
	require.NoError(t, client.Process.Signal(syscall.SIGSTOP))
	time.Sleep(500 * time.Millisecond)
	require.NoError(t, client.Process.Signal(syscall.SIGCONT))
	rest, err := io.ReadAll(lines)
	require.NoError(t, err)
	ended := client.Wait()
	require.Equal(t, "100000 answers in order\n", string(rest), stderr.String())
	require.NoError(t, ended)
	grown, err := strconv.Atoi(strings.TrimSpace(stderr.String()))
	require.NoError(t, err)
	require.Less(t, grown, 8<<10, "kilobytes that the server grew")
	t.Logf("the server grew by %d kB in the last 90,000 calls", grown)
}

// If the client has died, the server ends without an error.
func TestServe_DeadClientIsNoError(t *testing.T) {
	t.Parallel()
	server := exec.Command(built(t, "cmd/xrprobe"), "serve", "--root", t.TempDir())
	in, err := server.StdinPipe()
	require.NoError(t, err)
	out, err := server.StdoutPipe()
	require.NoError(t, err)
	var stderr strings.Builder
	server.Stderr = &stderr
	require.NoError(t, server.Start())
	require.NoError(t, out.Close())
	_, err = io.WriteString(in, "{}\n")
	require.NoError(t, err)
	require.NoError(t, server.Wait())
	require.Empty(t, stderr.String())
}

// An interruption has its own exit code, unlike a closed input.
func TestServe_InterruptionHasItsExitCode(t *testing.T) {
	t.Parallel()
	server := exec.Command(built(t, "cmd/xrprobe"), "serve", "--root", t.TempDir())
	in, err := server.StdinPipe()
	require.NoError(t, err)
	out, err := server.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, server.Start())
	_, err = io.WriteString(in, "{}\n")
	require.NoError(t, err)
	_, err = bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.NoError(t, server.Process.Signal(syscall.SIGINT))
	var ended *exec.ExitError
	require.ErrorAs(t, server.Wait(), &ended)
	require.Equal(t, int(exitInterrupted), ended.ExitCode())
}

// If a profile makes every mode never or usually supported, no answer depends on a headset, and no
// runtime is executed, whatever the level.
func TestServe_CertainProfileExecutesNoRuntime(t *testing.T) {
	t.Parallel()
	for profile, executes := range map[string]bool{"quest-browser-39-quest-3": false, "chrome-macos-156": false, "chrome-windows-156": true} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			content, err := os.ReadFile(filepath.Join("../../testdata/profiles", profile+".json"))
			require.NoError(t, err)
			input := `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocol":"xrprobe.protocol/1","strategy":"ask-when-present","profile":` +
				strings.ReplaceAll(string(content), "\n", " ") + "}}\n"
			server := exec.Command(built(t, "cmd/xrprobe"), "serve", "--level", "properties", "--reports")
			server.Env = append(os.Environ(), "XR_RUNTIME_JSON="+compiled.Runtime(t))
			stdin, err := server.StdinPipe()
			require.NoError(t, err)
			var stderr strings.Builder
			server.Stderr = &stderr
			stdout, err := server.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, server.Start())
			_, err = io.WriteString(stdin, input)
			require.NoError(t, err)
			lines := bufio.NewReader(stdout)
			report := ""
			for !strings.Contains(report, `"method":"report"`) {
				report, err = lines.ReadString('\n')
				require.NoError(t, err)
			}
			require.NoError(t, stdin.Close())
			_, _ = io.Copy(io.Discard, lines)
			require.NoError(t, server.Wait())
			require.Equal(t, executes, strings.Contains(report, `"reached":"properties"`), report)
			require.Equal(t, executes, strings.Contains(stderr.String(), "asking"), stderr.String())
		})
	}
}
