// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/jsonschema-go/jsonschema"
	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/cmd/xrprobe/internal/findings"
	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/simulated/compiled"
	"github.com/xrprobe/xrprobe/probe"
	plugged "github.com/xrprobe/xrprobe/probe/hardware/machines"
)

// update rewrites the golden files: go test ./cmd/xrprobe -update.
var update = flag.Bool("update", false, "rewrite the golden files")

// TestMain makes the test binary the xrprobe of the scripts, and the child of its own
// probes.
func TestMain(m *testing.M) {
	probe.ChildMain()
	testscript.Main(removesPrograms{m}, map[string]func(){
		"xrprobe": func() { os.Exit(int(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))) },
	})
}

// lazily returns a function that compiles a regular expression on its first call. The test binary is each xrprobe of the scripts
// and each child, too, and these need no expression of a test.
func lazily(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// These scripts need only Go.
func TestScripts(t *testing.T) {
	t.Parallel()
	requireSheetScripts(t, "testdata/script")
	testscript.Run(t, params("testdata/script", map[string]string{
		"LONG": strings.Repeat("l", 201), "STUB": stubLibrary(t), "REQUIREMENTS": absolute(t, requirementsDirectory),
	}))
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	require.NoError(t, err)
	return path
}

// These scripts ask runtimes in C. Variables name their manifests.
func TestScriptsWithRuntimes(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the C runtimes are built as ELF libraries, so these run on Linux")
	}
	t.Parallel()
	manifests := map[string]string{
		"HONEST":  compiled.Runtime(t),
		"MIXED":   compiled.Runtime(t, "blend=1,3"),
		"CRASH":   compiled.Runtime(t, "segv@load"),
		"HANG":    compiled.Runtime(t, "hang@create"),
		"DOWN":    compiled.Runtime(t, "service-down"),
		"EVIL":    compiled.Runtime(t, "unending-name", "noisy@enumerate"),
		"NO_HMD":  compiled.Runtime(t, "unplugged"),
		"SERVER":  compiled.Runtime(t, "setenv@enumerate", "daemon@create"),
		"LIBRARY": compiled.Library(t),
	}
	testscript.Run(t, params("testdata/runtime", manifests))
}

func params(directory string, variables map[string]string) testscript.Params {
	return testscript.Params{
		Dir:                 directory,
		RequireExplicitExec: true,
		UpdateScripts:       *update,
		Condition:           condition,
		Setup: func(env *testscript.Env) error {
			for name, value := range variables {
				env.Setenv(name, value)
			}
			for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_HOME", "XDG_DATA_DIRS"} {
				env.Setenv(name, filepath.Join(env.WorkDir, "none"))
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"answer":      checkAnswer,
			"change":      checkChanges,
			"examination": checkExamination,
			"library":     layLibrary,
			"lines":       waitForLines,
			"plugged":     layPlugged,
			"report":      checkReport,
			"socket":      makeSocket,
			"status":      checkStatus,
			"valid":       checkValid,
		},
	}
}

// layPlugged lays out the files of a machine that package machines has: plugged NAME DIRECTORY.
func layPlugged(ts *testscript.TestScript, _ bool, args []string) {
	root := ts.MkAbs(args[1])
	ts.Check(os.MkdirAll(root, 0o755))
	ts.Check(plugged.LayNamed(root, args[0]))
}

// checkReport checks the last standard output against the report's schema.
func checkReport(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(validReport(ts.ReadFile("stdout")))
}

// checkExamination checks the last standard output against the schema of doctor.
func checkExamination(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(valid(findings.Schema(), ts.ReadFile("stdout")))
}

// checkChanges checks that the last standard output has one line of JSON for each change,
// and checks each report against the schema. Its arguments say what the changes are about:
// "change first runtime".
func checkChanges(ts *testscript.TestScript, _ bool, args []string) {
	var about []string
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		var change struct {
			What   []string
			Report json.RawMessage
		}
		ts.Check(json.Unmarshal([]byte(line), &change))
		ts.Check(validReport(string(change.Report)))
		about = append(about, strings.Join(change.What, "+"))
	}
	if !slices.Equal(about, args) {
		ts.Fatalf("the changes are about %q, not %q", about, args)
	}
}

// waitForLines waits until a program in the background has written so many lines into a file,
// however busy the machine is: "lines 2 changes".
func waitForLines(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	file := ts.MkAbs(args[1])
	for begun := time.Now(); time.Since(begun) < 2*time.Minute; time.Sleep(10 * time.Millisecond) {
		if content, err := os.ReadFile(file); err == nil && bytes.Count(content, []byte("\n")) >= want {
			return
		}
	}
	ts.Fatalf("%s never had %d lines", args[1], want)
}

// makeSocket makes a socket to which nobody listens.
func makeSocket(ts *testscript.TestScript, _ bool, args []string) {
	address := net.UnixAddr{Net: "unix", Name: ts.MkAbs(args[0])}
	listener, err := net.ListenUnix("unix", &address)
	ts.Check(err)
	listener.SetUnlinkOnClose(false)
	ts.Check(listener.Close())
}

func validReport(text string) error { return valid(report.Schema(), text) }

// checkValid checks the last standard output against a schema: "valid use".
func checkValid(ts *testscript.TestScript, _ bool, args []string) {
	ts.Check(valid(schemas[args[0]](), ts.ReadFile("stdout")))
}

// valid checks a text against a JSON Schema.
func valid(schemaText []byte, text string) error {
	var schema jsonschema.Schema
	if err := json.Unmarshal(schemaText, &schema); err != nil {
		return err
	}
	resolved, err := schema.Resolve(nil)
	if err != nil {
		return err
	}
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		return err
	}
	return resolved.Validate(value)
}

// checkStatus runs xrprobe and checks its exit code exactly: "status 3 modes --json".
func checkStatus(ts *testscript.TestScript, _ bool, args []string) {
	got := 0
	var ended *exec.ExitError
	if err := ts.Exec("xrprobe", args[1:]...); errors.As(err, &ended) {
		got = ended.ExitCode()
	} else {
		ts.Check(err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("xrprobe ended with %d, not %s", got, args[0])
	}
}
