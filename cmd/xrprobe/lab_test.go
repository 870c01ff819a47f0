// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// shared holds the programs that the tests compile, by what was asked for. Most tests want the
// same program, and linking it takes two seconds of a processor.
var shared struct {
	sync.Mutex
	directory string // of the programs; it is removed when all tests have ended
	programs  map[string]*sharedProgram
}

type sharedProgram struct {
	sync.Mutex
	path string
}

// compileOnce returns the path of what compile writes into a directory: one program. The tests
// that ask for the same program share it, so they must not change it.
func compileOnce(t *testing.T, name string, compile func(directory string)) string {
	t.Helper()
	program := sharedProgramOf(t, name)
	program.Lock()
	defer program.Unlock()
	if program.path != "" {
		return program.path
	}
	directory, err := os.MkdirTemp(shared.directory, "")
	require.NoError(t, err)
	compile(directory)
	programs, err := filepath.Glob(filepath.Join(directory, "*"))
	require.NoError(t, err)
	require.Len(t, programs, 1)
	program.path = programs[0]
	return program.path
}

func sharedProgramOf(t *testing.T, name string) *sharedProgram {
	t.Helper()
	shared.Lock()
	defer shared.Unlock()
	if shared.programs == nil {
		directory, err := os.MkdirTemp("", "xrprobe-test-")
		require.NoError(t, err)
		shared.directory, shared.programs = directory, map[string]*sharedProgram{}
	}
	if shared.programs[name] == nil {
		shared.programs[name] = &sharedProgram{}
	}
	return shared.programs[name]
}

// removesPrograms removes what compileOnce made when the tests have ended.
type removesPrograms struct{ tests *testing.M }

func (r removesPrograms) Run() int {
	defer func() { os.RemoveAll(shared.directory) }()
	return r.tests.Run()
}

// built compiles a command of this module as users do, without cgo, and returns its path.
func built(t *testing.T, pkg string, environment ...string) string {
	t.Helper()
	return compileOnce(t, fmt.Sprint(pkg, environment), func(directory string) {
		command := exec.Command("go", "build", "-o", directory+"/", "github.com/xrprobe/xrprobe/"+pkg)
		command.Env = append(append(command.Environ(), "CGO_ENABLED=0"), environment...)
		output, err := command.CombinedOutput()
		require.NoError(t, err, "%s", output)
	})
}

// inLab runs a command in the lab.
func inLab(t *testing.T, options lab.Options, args ...string) lab.Result {
	t.Helper()
	result, err := lab.Require(t).Run(t.Context(), options, args...)
	require.NoError(t, err)
	return result
}

// oneByOne runs each shell script of its arguments to its end, and prints for each a line with its exit status and the lengths of its
// outputs, and then the outputs.
const oneByOne = `
for script; do
	status=0
	sh -c "$script" >/run/said 2>/run/words || status=$?
	printf '%d %d %d\n' $status "$(stat -c %s /run/said)" "$(stat -c %s /run/words)"
	cat /run/said /run/words
done`

// inOneRun runs shell scripts one after another in one run of the lab, and returns what each printed. To enter the lab and to start
// Monado takes longer than most questions. Each script sees what the ones before it changed.
func inOneRun(t *testing.T, options lab.Options, scripts ...string) []lab.Result {
	t.Helper()
	whole := inLab(t, options, append([]string{"bash", "-c", oneByOne, "bash"}, scripts...)...)
	require.Zero(t, whole.ExitCode, whole.Stdout+whole.Stderr)
	var results []lab.Result
	for rest := whole.Stdout; rest != ""; {
		var said, words int
		var result lab.Result
		line, outputs, _ := strings.Cut(rest, "\n")
		_, err := fmt.Sscanf(line, "%d %d %d", &result.ExitCode, &said, &words)
		require.NoError(t, err, line)
		result.Stdout, result.Stderr, rest = outputs[:said], outputs[said:said+words], outputs[said+words:]
		results = append(results, result)
	}
	require.Len(t, results, len(scripts), whole.Stderr)
	return results
}

func reportOf(t *testing.T, result lab.Result) report.Report {
	t.Helper()
	var r report.Report
	require.NoError(t, json.Unmarshal([]byte(result.Stdout), &r), "%s%s", result.Stdout, result.Stderr)
	return r
}
