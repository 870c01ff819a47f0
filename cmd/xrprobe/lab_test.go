// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

func reportOf(t *testing.T, result lab.Result) report.Report {
	t.Helper()
	var r report.Report
	require.NoError(t, json.Unmarshal([]byte(result.Stdout), &r), "%s%s", result.Stdout, result.Stderr)
	return r
}
