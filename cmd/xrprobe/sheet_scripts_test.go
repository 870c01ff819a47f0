// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/simulated/devices"
)

// requireSheetScripts demands a script for each data sheet that is built in. With -update it
// writes those that are missing, like the script of another sheet; their golden files are
// empty, and the same run fills them in.
func requireSheetScripts(t *testing.T, directory string) {
	t.Helper()
	const like = "pico-4"
	for _, id := range devices.Names() {
		path := filepath.Join(directory, "sheet-"+id+".txtar")
		if _, err := os.Stat(path); err == nil {
			continue
		}
		require.True(t, *update, "%s is missing: go test ./cmd/xrprobe -run TestScripts -update writes it", path)
		script, err := txtar.ParseFile(filepath.Join(directory, "sheet-"+like+".txtar"))
		require.NoError(t, err)
		script.Comment = []byte(strings.ReplaceAll(string(script.Comment), like, id))
		for i := range script.Files {
			script.Files[i].Data = nil
		}
		require.NoError(t, os.WriteFile(path, txtar.Format(script), 0o644))
	}
}
