// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

const passwd = "root:x:0:0:root:/root:/bin/sh\nann:x:1000:1000:Ann:/home/ann:/bin/sh\r\nshort:x:1\n"

func TestForUser_ReadsTheUsersConfiguration(t *testing.T) {
	t.Parallel()
	host := linux(t, files{
		"/etc/passwd": passwd,
		"/home/ann/.config/openxr/1/active_runtime.json": `{"file_format_version": "1.0.0", "runtime": {"library_path": "lib.so"}}`,
	}, map[string]string{"HOME": "/root", "XDG_CONFIG_HOME": "/elsewhere", "XR_RUNTIME_JSON": "/mine.json"})
	host.Secure = func() bool { return true }
	ann, err := host.ForUser("ann")
	require.NoError(t, err)
	require.Equal(t, "ann", ann.User)
	found, err := ann.Resolve(t.Context())
	require.NoError(t, err)
	require.Equal(t, "/home/ann/.config/openxr/1/active_runtime.json", found.Chosen)
	require.Equal(t, loader.ViaHome, found.Via)
	require.Empty(t, host.User, "ForUser does not change the host")
}

func TestForUser_Refuses(t *testing.T) {
	t.Parallel()
	with, without := linux(t, files{"/etc/passwd": passwd}, nil), linux(t, files{}, nil)
	elsewhere := with
	elsewhere.GOOS = "windows"
	for want, ask := range map[string]func() (loader.Host, error){
		`user "eve": /etc/passwd has no user of this name`:                   func() (loader.Host, error) { return with.ForUser("eve") },
		`user "": /etc/passwd has no user of this name`:                      func() (loader.Host, error) { return with.ForUser("") },
		`user "short": /etc/passwd has no user of this name`:                 func() (loader.Host, error) { return with.ForUser("short") },
		`user "ann": another user's configuration can be read on Linux only`: func() (loader.Host, error) { return elsewhere.ForUser("ann") },
		`user "ann": /etc/passwd cannot be read: `:                           func() (loader.Host, error) { return without.ForUser("ann") },
	} {
		_, err := ask()
		require.ErrorIs(t, err, loader.ErrUser)
		require.ErrorContains(t, err, want)
	}
}

func TestEnvironment_States(t *testing.T) {
	t.Parallel()
	env := map[string]string{"XR_RUNTIME_JSON": "/r.json", "XR_ENABLE_API_LAYERS": "a:b", "XDG_CONFIG_DIRS": ""}
	states := func(host loader.Host) map[string]loader.VariableState {
		byName := map[string]loader.VariableState{}
		for _, v := range host.Environment() {
			byName[v.Name] = v.State
			require.Equal(t, env[v.Name], v.Value, v.Name)
			require.NotEmpty(t, v.Purpose, v.Name)
		}
		return byName
	}
	host := linux(t, files{}, env)
	require.Equal(t, map[string]loader.VariableState{
		"XR_RUNTIME_JSON": loader.VariableSet, "XR_ENABLE_API_LAYERS": loader.VariableSet, "XR_API_LAYER_PATH": loader.VariableUnset,
		"XR_LOADER_DEBUG": loader.VariableUnset, "XDG_CONFIG_HOME": loader.VariableUnset, "HOME": loader.VariableUnset,
		"XDG_CONFIG_DIRS": loader.VariableEmpty, "XDG_DATA_HOME": loader.VariableUnset, "XDG_DATA_DIRS": loader.VariableUnset,
	}, states(host))
	host.Secure = func() bool { return true }
	require.Equal(t, loader.VariableIgnored, states(host)["XR_RUNTIME_JSON"])
	require.Equal(t, loader.VariableSet, states(host)["XR_ENABLE_API_LAYERS"], "the loader reads it with plain getenv")
	host.GOOS = "windows"
	require.NotContains(t, states(host), "HOME")
}
