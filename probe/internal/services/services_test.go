// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package services_test

import (
	"net"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/probe/internal/services"
)

func TestPlaces(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		library   string
		variables map[string]string
		want      []string
	}{
		"Monado":               {"/usr/lib/libopenxr_monado.so", map[string]string{"XDG_RUNTIME_DIR": "/run/user/1"}, []string{"/run/user/1/monado_comp_ipc"}},
		"Monado with a number": {"/usr/lib/libopenxr_monado.so.25.0.0", map[string]string{"XDG_RUNTIME_DIR": "/run/user/1"}, []string{"/run/user/1/monado_comp_ipc"}},
		"WiVRn":                {"/opt/libopenxr_wivrn.so", map[string]string{"XDG_RUNTIME_DIR": "/r"}, []string{"/r/wivrn/comp_ipc", "/r/wivrn_comp_ipc"}},
		"no variable":          {"libopenxr_monado.so", map[string]string{"XDG_CACHE_HOME": "/c"}, []string{"/tmp/monado_comp_ipc", "/c/monado_comp_ipc"}},
		"neither variable":     {"libopenxr_monado.so", nil, []string{"/tmp/monado_comp_ipc"}},
		"an empty variable":    {"libopenxr_monado.so", map[string]string{"XDG_RUNTIME_DIR": ""}, nil},
		"a relative path":      {"libopenxr_monado.so", map[string]string{"XDG_RUNTIME_DIR": "run"}, nil},
		"another runtime":      {"/lib/vrclient.so", map[string]string{"XDG_RUNTIME_DIR": "/r"}, nil},
		"no library":           {"", map[string]string{"XDG_RUNTIME_DIR": "/r"}, nil},
	} {
		lookup := func(variable string) (string, bool) { value, set := row.variables[variable]; return value, set }
		require.Equal(t, row.want, services.Places(row.library, lookup), name)
	}
}

// shortDir returns a directory whose path leaves room for a socket's name.
func shortDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "s")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// A socket that a process listens at is ready. One that a dead service left behind is not, and neither is a file.
func TestLook_TellsWhoListens(t *testing.T) {
	t.Parallel()
	dir := shortDir(t)
	alive, dead, file := filepath.Join(dir, "a live"), filepath.Join(dir, "dead"), filepath.Join(dir, "file")
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: alive})
	require.NoError(t, err)
	defer listener.Close()
	gone, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: dead})
	require.NoError(t, err)
	gone.SetUnlinkOnClose(false)
	require.NoError(t, gone.Close())
	require.NoError(t, os.WriteFile(file, nil, 0o600))

	there := services.Look([]string{alive, dead, file, filepath.Join(dir, "none")})
	require.Len(t, there, 2)
	require.WithinDuration(t, time.Now(), there.Newest(), time.Minute)
	if runtime.GOOS != "linux" {
		require.Len(t, there.Ready(), 2, "what the system does not tell counts as ready")
		return
	}
	require.Len(t, there.Ready(), 1)
	require.Equal(t, alive, there.Ready()[0].Path)
	require.NoError(t, listener.SetDeadline(time.Now().Add(20*time.Millisecond)))
	_, err = listener.Accept()
	require.ErrorIs(t, err, os.ErrDeadlineExceeded, "nothing was connected")
}

// XDG_RUNTIME_DIR may be a link to the directory by whose name the service bound its socket.
func TestLook_ThroughALink(t *testing.T) {
	t.Parallel()
	dir := shortDir(t)
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: filepath.Join(dir, "s")})
	require.NoError(t, err)
	defer listener.Close()
	link := shortDir(t) + "/l"
	if err := os.Symlink(dir, link); err != nil {
		t.Skipf("this system makes no links: %v", err)
	}
	require.Len(t, services.Look([]string{filepath.Join(link, "s")}).Ready(), 1)
}

func TestLook_Nothing(t *testing.T) {
	t.Parallel()
	require.Empty(t, services.Look(nil))
	require.Empty(t, services.Look(nil).Ready())
	require.True(t, services.Look(nil).Newest().IsZero())
}
