// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/faults"
	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/findings"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/doctor/pretend"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// repairedByWindows are the problems whose fixes are commands that change Windows' registry.
var repairedByWindows = []string{
	"one_view_of_registry", "views_of_registry_disagree", "library_of_other_width", "available_runtime_type", "hidden_layers_of_other_width", "stale_layer", "layer_of_user",
}

// repairOnWindows examines each example machine in Wine, carries the fix out, and examines it again. $0 is a directory with a directory
// for each machine.
const repairOnWindows = `
cd "$0"
for id in "$@"; do
	rm -rf '/opt/wine/drive_c/Program Files/'{Sample,Other}
	cp -r "$id/C/." /opt/wine/drive_c/
	wine reg import "$id/x.reg" >&2 || exit 9
	wine ./xrprobe.exe doctor -o jsonl || [ $? = 1 ]
	wine cmd /c "$id\\fix.bat" >&2 || exit 8
	wine ./xrprobe.exe doctor -o jsonl || [ $? = 1 ]
done
`

// Windows' own programs understand the fixes, and xrprobe.exe reads from the real registry what xrprobe reads from exports.
func TestLabWindows_CarriesOutTheFixesOfTheRegistry(t *testing.T) {
	t.Parallel()
	windows := builtForWindows(t)
	directory := t.TempDir()
	program, err := os.ReadFile(windows)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(directory, "xrprobe.exe"), program, 0o700))
	for _, id := range repairedByWindows {
		layMachine(t, filepath.Join(directory, id), id)
	}
	result := inLab(t, lab.Options{RWBinds: []string{directory}}, append([]string{"bash", "-c", repairOnWindows, directory}, repairedByWindows...)...)
	require.Zero(t, result.ExitCode, result.Stderr)
	lines := strings.Split(strings.TrimSpace(result.Stdout), "\n")
	require.Len(t, lines, 2*len(repairedByWindows), result.Stderr)
	for i, id := range repairedByWindows {
		require.Contains(t, foundIDs(t, lines[2*i]), id)
		require.NotContains(t, foundIDs(t, lines[2*i+1]), id)
		require.Subset(t, foundIDs(t, lines[2*i]), foundIDs(t, lines[2*i+1]), "%s: the fix brings a new problem", id)
	}
}

// layMachine lays an example machine out: its drive, its registry, and what its fix says as a file of commands.
func layMachine(t *testing.T, directory, id string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(directory, 0o755))
	example, err := pretend.Read(id)
	require.NoError(t, err)
	require.NoError(t, example.Lay(directory))
	archive, err := txtar.ParseFile("../../probe/doctor/pretend/machines/" + id + ".txtar")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(directory, "x.reg"), afterAll(t, registryOf(archive)), 0o600))
	found, err := pretend.Examine(t.Context(), probe.Prober{}, id)
	require.NoError(t, err)
	for _, finding := range found.Report.Problems {
		if finding.ID != id {
			continue
		}
		_, command := faults.SplitFix(*finding.Fix)
		require.NotEmpty(t, command)
		require.NoError(t, os.WriteFile(filepath.Join(directory, "fix.bat"), []byte("@"+command+"\r\n"), 0o700))
	}
}

// afterAll returns an export of the registry that removes what the machine before has left when it is imported: three programs less
// to start than reg.exe for each key.
func afterAll(t *testing.T, export []byte) []byte {
	t.Helper()
	first, rest, whole := strings.Cut(string(export), "\n")
	require.True(t, whole)
	require.Contains(t, first, "Windows Registry Editor Version 5.00")
	for _, key := range []string{`HKEY_LOCAL_MACHINE\SOFTWARE\Khronos`, `HKEY_LOCAL_MACHINE\SOFTWARE\WOW6432Node\Khronos`, `HKEY_CURRENT_USER\SOFTWARE\Khronos`} {
		first += "\n\n[-" + key + "]"
	}
	return []byte(first + "\n\n" + rest)
}

// registryOf is the part of an example that is its registry.
func registryOf(archive *txtar.Archive) []byte {
	for _, file := range archive.Files {
		if file.Name == "registry" {
			return file.Data
		}
	}
	return nil
}

func foundIDs(t *testing.T, line string) []string {
	t.Helper()
	var e findings.Examination
	require.NoError(t, json.Unmarshal([]byte(line), &e), line)
	ids := []string{}
	for _, finding := range e.Findings {
		ids = append(ids, finding.ID)
	}
	return ids
}
