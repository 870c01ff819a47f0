// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package lab

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// PolicyVariable is the environment variable that, set to "require", makes a missing lab a failure.
const PolicyVariable = "XRPROBE_LAB"

// ErrLab says that the lab failed, and not the command: the command was not started, or Monado did not get ready.
var ErrLab = errors.New("the lab failed")

// labFailedStatus is the exit status with which the script reports a failure of its own.
const labFailedStatus = 125

// stopDelay is how long the script may take to end a run before it is killed.
const stopDelay = 10 * time.Second

// Lab is a root that is ready for commands. Get one from [Require].
type Lab struct {
	script string
	env    []string
}

// Options says how to run a command. The zero value runs it alone and without input.
type Options struct {
	// Monado starts Monado's service with a simulated headset before the command, and stops it afterwards.
	Monado bool
	// Binds are files and directories of this machine that the command can read, at the same path.
	Binds []string
	// RWBinds are files and directories of this machine that the command can read and change, at the same path.
	RWBinds []string
	// Env adds NAME=VALUE pairs to the few variables that the lab sets. The command does not inherit this process's
	// environment.
	Env []string
	// Dir is the absolute path of the working directory in the root; empty means /root.
	Dir string
	// Stdin is the command's standard input; nil means none.
	Stdin io.Reader
}

// Result is the outcome of a command.
type Result struct {
	Stdout, Stderr string
	// ExitCode is the command's exit status, 128+N when signal N ended it.
	ExitCode int
}

// Require returns the lab. If the lab cannot be used, Require skips the test, or fails it with XRPROBE_LAB=require; the
// message names the reason and the fix. With -short it always skips, because the race detector finds nothing in the
// programs that the lab's tests build without it.
func Require(t testing.TB) Lab {
	t.Helper()
	if testing.Short() {
		t.Skip("left out: the lab, because of -short")
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatalf("find the lab: %v", err)
	}
	lab, reason := findOnce(dir, os.Environ())
	skipOrFail(t, reason, os.Getenv(PolicyVariable))
	return lab
}

// found holds each lab that was ready, by the directory and the environment that it was looked for with. Tests require the lab
// several times each, and asking the script takes a quarter of a second of a processor. A root that goes away afterwards is
// noticed all the same: the script looks again before it runs a command.
var found sync.Map

// findOnce is find, but it remembers a lab that is ready.
func findOnce(dir string, env []string) (Lab, string) {
	question := strings.Join(append([]string{dir}, env...), "\x00")
	if script, known := found.Load(question); known {
		return Lab{script: script.(string), env: env}, ""
	}
	lab, reason := find(dir, env)
	if reason == "" {
		found.Store(question, lab.script)
	}
	return lab, reason
}

// skipOrFail ends the test if there is a reason: it skips the test, or fails it if the policy is "require".
func skipOrFail(t testing.TB, reason, policy string) {
	t.Helper()
	if reason == "" {
		return
	}
	if policy == "require" {
		t.Fatalf("the lab is required, but %s", reason)
	}
	t.Skipf("left out: %s", reason)
}

// find looks for the script in the module around dir and asks it whether the root is ready. The reason says why the lab
// cannot be used; it is empty if the lab can be used.
func find(dir string, env []string) (Lab, string) {
	if runtime.GOOS != "linux" {
		return Lab{}, "the lab needs Linux"
	}
	script, err := findScript(dir)
	if err != nil {
		return Lab{}, err.Error()
	}
	cmd := exec.Command(script, "status")
	cmd.Env = env
	var stderr strings.Builder // a shell warns here, for instance of a locale that is not installed
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return Lab{}, fmt.Sprintf("the lab is %s; make it with `make lab`", firstLine(string(out)+stderr.String(), err))
	}
	if os.Geteuid() != 0 {
		return Lab{}, "only root can enter the lab; run the tests as root"
	}
	return Lab{script: script, env: env}, ""
}

// findScript goes up from dir to the directory that has both go.mod and the script. It passes a nested module, which
// has go.mod but not the script.
func findScript(dir string) (string, error) {
	for {
		script := filepath.Join(dir, "third_party", "lab", "lab")
		if isFile(script) && isFile(filepath.Join(dir, "go.mod")) {
			return script, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("the lab's script is not in this source tree")
		}
		dir = parent
	}
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func firstLine(out string, err error) string {
	line, _, _ := strings.Cut(out, "\n")
	if line == "" {
		return fmt.Sprintf("unusable (%v)", err)
	}
	return line
}

// Root returns the path of the root directory on this machine, for tests that read files in it.
func (l Lab) Root() (string, error) {
	cmd := exec.Command(l.script, "path")
	cmd.Env = l.env
	out, err := cmd.Output()
	return strings.TrimSuffix(string(out), "\n"), err
}

// Run runs a command in the root and returns its outcome. An exit status other than 0 is not an error. The error is
// [ErrLab], or the cause of ctx if ctx ends first. When Run returns, every process that it started has ended.
func (l Lab) Run(ctx context.Context, opts Options, args ...string) (Result, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, l.script, append(opts.arguments(), args...)...)
	cmd.Env = l.env
	cmd.Stdin, cmd.Stdout, cmd.Stderr = opts.Stdin, &stdout, &stderr
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = stopDelay
	err := cmd.Run()
	result := Result{Stdout: stdout.String(), Stderr: stderr.String(), ExitCode: cmd.ProcessState.ExitCode()}
	if ctx.Err() != nil {
		return result, fmt.Errorf("lab run %q: %w", args, context.Cause(ctx))
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return result, fmt.Errorf("lab run %q: %w: %w", args, ErrLab, err)
	}
	if result.ExitCode == labFailedStatus || result.ExitCode < 0 {
		return result, fmt.Errorf("lab run %q: %w: %s", args, ErrLab, strings.TrimSpace(result.Stderr))
	}
	return result, nil
}

func (o Options) arguments() []string {
	args := []string{"run"}
	if o.Monado {
		args = append(args, "--monado")
	}
	args = appendEach(args, "--bind", o.Binds)
	args = appendEach(args, "--bind-rw", o.RWBinds)
	args = appendEach(args, "--env", o.Env)
	if o.Dir != "" {
		args = append(args, "--cwd", o.Dir)
	}
	return append(args, "--")
}

func appendEach(args []string, option string, values []string) []string {
	for _, value := range values {
		args = append(args, option, value)
	}
	return args
}
