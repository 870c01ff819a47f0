// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package place_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/openxr/loader/place"
)

// Whether a program's processes honour variables depends on who runs it.
func TestOf_Program(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	loadertest.Lay(t, root, map[string]string{"/etc/passwd": passwd, "/game": "ELF", "/owned": "ELF", "/script": "#!/bin/sh\n", "/empty": ""})
	require.NoError(t, os.Chmod(filepath.Join(root, "owned"), 0o755|os.ModeSetuid))
	env := map[string]string{"XR_RUNTIME_JSON": "/x.json", "HOME": "/home/ann"}
	h := loader.Host{Root: root, GOOS: "linux", LookupEnv: func(name string) (string, bool) { value, set := env[name]; return value, set }}
	ann, err := h.ForUser("ann")
	require.NoError(t, err)
	ann.LookupEnv = h.LookupEnv
	for name, secure := range map[string]bool{"/game": false, "game": false, "/empty": false, "/owned": os.Getuid() != 1000} {
		v, err := place.Of(ann, place.Place{Kind: place.Program, Name: name})
		require.NoError(t, err, name)
		require.Equal(t, secure, v.Host.Secure(), name)
		for _, variable := range v.Environment() {
			if variable.Name == "XR_RUNTIME_JSON" {
				require.Equal(t, map[bool]loader.VariableState{true: loader.VariableIgnored, false: loader.VariableSet}[secure], variable.State, name)
			}
		}
		require.Len(t, v.Notes, 1)
	}
	_, err = place.Of(ann, place.Place{Kind: place.Program, Name: "/script"})
	require.ErrorContains(t, err, "/script is a script, whose rights are those of the program that reads it")
}
