// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/classify/profile"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

const enginesFile = "../../classify/permission/ENGINES.md"

// filesIn writes the blocks of ENGINES.md that have a file's name into a directory, and
// returns their contents by name.
func filesIn(t *testing.T, directory string) map[string]string {
	t.Helper()
	text, err := os.ReadFile(enginesFile)
	require.NoError(t, err)
	files := map[string]string{}
	for _, found := range regexp.MustCompile("(?ms)^```\\w+ (\\S+)\\n(.*?)^```$").FindAllStringSubmatch(string(text), -1) {
		files[found[1]] = found[2]
		require.NoError(t, os.WriteFile(filepath.Join(directory, found[1]), []byte(found[2]), 0o600))
	}
	return files
}

// The clients in ENGINES.md are short, and get the answer of a page whose user consents.
func TestENGINES_ClientsGetAnAnswer(t *testing.T) {
	t.Parallel()
	for _, client := range []struct {
		file, interpreter string
		inLab             bool
	}{{"client.py", "python3", false}, {"client.mjs", "node", true}} {
		t.Run(client.file, func(t *testing.T) {
			t.Parallel()
			directory := t.TempDir()
			files := filesIn(t, directory)
			require.NotEmpty(t, files[client.file])
			require.LessOrEqual(t, strings.Count(files[client.file], "\n"), 22)
			args := func(program string) []string {
				return []string{client.interpreter, filepath.Join(directory, client.file), filepath.Join(directory, "profile.json"), program, "serve", "-q", "--simulate", "steamvr"}
			}
			const want = "isSessionSupported: true\n"
			if path, err := exec.LookPath(client.interpreter); err == nil {
				var stderr strings.Builder
				command := exec.Command(path, args(built(t, "cmd/xrprobe"))[1:]...)
				command.Stderr = &stderr
				output, err := command.Output()
				require.NoError(t, err, stderr.String())
				require.Equal(t, want, string(output))
				return
			}
			if !client.inLab {
				t.Skipf("left out: a client in %s (install %s)", client.file, client.interpreter)
			}
			lab.Require(t)
			program := built(t, "cmd/xrprobe")
			result := inLab(t, lab.Options{Binds: []string{directory, program}}, args(program)...)
			require.Zero(t, result.ExitCode, result.Stderr)
			require.Equal(t, want, result.Stdout)
		})
	}
}

// The profile in ENGINES.md is valid, and without any of its facts it is not.
func TestENGINES_ProfileIsMinimal(t *testing.T) {
	t.Parallel()
	text := filesIn(t, t.TempDir())["profile.json"]
	_, err := profile.Parse("profile.json", []byte(text))
	require.NoError(t, err)
	var facts map[string]json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(text), &facts))
	for key := range facts {
		fewer := maps.Clone(facts)
		delete(fewer, key)
		smaller, err := json.Marshal(fewer)
		require.NoError(t, err)
		_, err = profile.Parse("smaller.json", smaller)
		require.Error(t, err, key)
	}
}
