// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package effects

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/xrprobe/xrprobe/modes/report"
)

// generation is the variable that makes this program a runtime's child, which starts a server and exits, or that server.
const generation = "XRPROBE_TEST_GENERATION"

func TestMain(m *testing.M) {
	switch os.Getenv(generation) {
	case "child":
		server := exec.Command("/proc/self/exe", os.Args[1:]...)
		server.Env = append(os.Environ(), generation+"=grandchild")
		server.Stdin, server.Stdout = os.Stdin, os.Stdout
		exitOn(server.Start())
	case "grandchild":
		serve(os.Args[1:])
	default:
		os.Exit(m.Run())
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// serve listens at each address, "network address", prints where, and its process's number, and ends with its standard input.
func serve(addresses []string) {
	for _, address := range addresses {
		network, at, _ := strings.Cut(address, " ")
		listener, err := net.Listen(network, at)
		exitOn(err)
		fmt.Println(strings.TrimRight(network, "46"), listener.Addr())
	}
	fmt.Println(os.Getpid())
	_, _ = io.Copy(io.Discard, os.Stdin)
}

func hasIPv6() bool {
	listener, err := net.Listen("tcp6", "[::1]:0")
	if err == nil {
		_ = listener.Close()
	}
	return err == nil
}

// A runtime starts a server through another process, which exits. Each way in which the server listens is told, with the server's
// process.
func TestRecorder_TellsHowAGrandchildListens(t *testing.T) {
	dir, err := os.MkdirTemp("", "s") // the path leaves room for a socket's name
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	addresses := []string{"tcp4 127.0.0.1:0", "unix " + filepath.Join(dir, "a socket"), "unix @" + dir}
	if hasIPv6() {
		addresses = append(addresses, "tcp6 [::1]:0")
	}
	recorder := NewRecorder(nil)
	child := exec.Command("/proc/self/exe", addresses...)
	child.Env = append(os.Environ(), generation+"=child")
	child.Stderr = os.Stderr
	stdin, err := child.StdinPipe()
	require.NoError(t, err)
	stdout, ours, err := os.Pipe()
	require.NoError(t, err)
	defer stdout.Close()
	child.Stdout = ours
	require.NoError(t, child.Start())
	require.NoError(t, ours.Close())

	lines := bufio.NewScanner(stdout)
	want := make([]string, 0, len(addresses))
	for range addresses {
		require.True(t, lines.Scan())
		want = append(want, lines.Text())
	}
	require.True(t, lines.Scan())
	server, err := strconv.Atoi(lines.Text())
	require.NoError(t, err)
	_, err = child.Process.Wait()
	require.NoError(t, err)

	var got []string
	for _, effect := range recorder.Since(report.LevelInstance) {
		if effect.Kind != report.EffectSocket || *effect.PID != server {
			continue // of tests that run meanwhile
		}
		require.Equal(t, report.ChangeListening, effect.Change)
		require.Equal(t, report.LevelInstance, effect.Level)
		got = append(got, effect.Name)
	}
	slices.Sort(want)
	slices.Sort(got)
	require.Equal(t, want, got)

	require.NoError(t, stdin.Close())
	_, _ = unix.Wait4(server, nil, 0, nil) // it was adopted
}
