// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"context"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

// browserPackages are the packages that programs in browsers import.
var browserPackages = []string{"./modes/...", "./classify/...", "./modes/report"}

// forBrowsers is the environment of the go command for builds that a browser runs.
var forBrowsers = []string{"GOOS=js", "GOARCH=wasm"}

// testedPackage is a package with tests: its import path, its directory, and the directory
// of its module.
type testedPackage struct{ path, directory, module string }

func testedForBrowsers(t *testing.T) []testedPackage {
	t.Helper()
	const format = `{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{"\t"}}{{.Dir}}{{"\t"}}{{.Module.Dir}}{{end}}`
	var list []testedPackage
	for line := range strings.Lines(goCommand(t, forBrowsers, append([]string{"list", "-f", format}, browserPackages...)...)) {
		if line = strings.TrimSuffix(line, "\n"); line == "" {
			continue
		}
		cells := strings.Split(line, "\t")
		require.Len(t, cells, 3, line)
		list = append(list, testedPackage{cells[0], cells[1], cells[2]})
	}
	return list
}

// Code that compiles for browsers may still fail in them, because everything runs on one
// thread and the host has the timers.
func TestLabNode_BrowserPackagesPassTheirTests(t *testing.T) {
	t.Parallel()
	l := lab.Require(t)
	packages := testedForBrowsers(t)
	require.NotEmpty(t, packages)
	support := filepath.Join(strings.TrimSpace(goCommand(t, nil, "env", "GOROOT")), "lib", "wasm")
	var paths []string
	for _, pkg := range packages {
		paths = append(paths, pkg.path)
	}
	programs := testProgramsOf(t, forBrowsers, ".test", paths)
	for i, pkg := range packages {
		program := programs[i]
		t.Run(strings.TrimPrefix(pkg.path, module+"/"), func(t *testing.T) {
			t.Parallel()
			result := underNode(t, l, pkg, support, program)
			require.Zero(t, result.ExitCode, "%s%s", result.Stdout, result.Stderr)
			require.Contains(t, result.Stdout, "PASS")
			require.NotContains(t, result.Stdout+result.Stderr, "no tests to run")
		})
	}
}

// testProgramsOf compiles the tests of packages, and returns their programs. One Go command reads the packages and their dependencies
// once for all, and links on every processor. make check runs go vet.
func testProgramsOf(t *testing.T, environment []string, ending string, packages []string) []string {
	t.Helper()
	directory := t.TempDir()
	args := []string{"test", "-c", "-vet=off", "-ldflags=-s -w", "-o", directory + "/"}
	var programs []string
	for _, pkg := range packages {
		programs = append(programs, filepath.Join(directory, path.Base(pkg)+ending))
	}
	goCommand(t, environment, append(args, packages...)...)
	return programs
}

// underNode runs a package's tests in the package's directory, as `go test` does, so that
// they find their fixtures. The limit -test.timeout names a test that hangs. The context
// ends a test that never releases the only thread.
func underNode(t *testing.T, l lab.Lab, pkg testedPackage, support, program string) lab.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	options := lab.Options{Binds: []string{pkg.module, support, program}, Dir: pkg.directory}
	result, err := l.Run(ctx, options, filepath.Join(support, "go_js_wasm_exec"), program, "-test.short", "-test.timeout=2m")
	require.NoError(t, err, "%s%s", result.Stdout, result.Stderr)
	return result
}
