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
	"syscall"
	"testing"
	"time"
)

// PolicyVariable is the environment variable that, set to "require", makes a missing lab a failure.
const PolicyVariable = "XRPROBE_LAB"

// ErrLab says that the lab failed and not the command: the command was not started, or Monado was not ready.
var ErrLab = errors.New("the lab failed")

// labFailed is the exit status by which the script says that it failed itself.
const labFailed = 125

// stopDelay is how long the script may take to end a run before it is killed.
const stopDelay = 10 * time.Second

// Lab is a root that is ready. Get one from Require.
type Lab struct {
	script string
	env    []string
}

// Options say how a command is run; the zero value runs it alone and without input.
type Options struct {
	// Monado has Monado's service running, with a simulated headset, from before the command until after it.
	Monado bool
	// Binds are files and folders of this machine that the command finds at the same path and cannot change.
	Binds []string
	// RWBinds are files and folders of this machine that the command finds at the same path and can change.
	RWBinds []string
	// Env holds NAME=VALUE pairs on top of the lab's own few. Nothing of this process's environment is passed on.
	Env []string
	// Dir is the absolute path of the working directory in the root; empty means /root.
	Dir string
	// Stdin is the command's standard input; nil means none.
	Stdin io.Reader
}

// Result is what a command left behind.
type Result struct {
	Stdout, Stderr string
	// ExitCode is the command's exit status, 128+N when signal N ended it.
	ExitCode int
}

// Require gives the lab, or skips the test with the reason and the mend. With XRPROBE_LAB=require it fails the test.
// With -short it always skips: the race detector's pass learns nothing from programs that were built without it.
func Require(t testing.TB) Lab {
	t.Helper()
	if testing.Short() {
		t.Skip("left out: the lab, because of -short")
	}
	dir, err := os.Getwd()
	if err != nil {
		t.Fatalf("where is the lab? %v", err)
	}
	lab, reason := find(dir, os.Environ())
	insist(t, reason, os.Getenv(PolicyVariable))
	return lab
}

// insist ends the test when there is a reason why it cannot run.
func insist(t testing.TB, reason, policy string) {
	t.Helper()
	if reason == "" {
		return
	}
	if policy == "require" {
		t.Fatalf("the lab is required, but %s", reason)
	}
	t.Skipf("left out: %s", reason)
}

// find looks for the script from dir upwards and asks it whether the root is ready. The reason is empty when it is.
func find(dir string, env []string) (Lab, string) {
	if runtime.GOOS != "linux" {
		return Lab{}, "the lab needs Linux"
	}
	script, err := locate(dir)
	if err != nil {
		return Lab{}, err.Error()
	}
	cmd := exec.Command(script, "status")
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	if err != nil {
		return Lab{}, fmt.Sprintf("the lab is %s; make it with `make lab`", firstLine(out, err))
	}
	if os.Geteuid() != 0 {
		return Lab{}, "the lab can be entered by root only; run the tests as root"
	}
	return Lab{script: script, env: env}, ""
}

// locate finds the script by the place of the module: a nested module, whose root comes first on the way up, has none.
func locate(dir string) (string, error) {
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

func firstLine(out []byte, err error) string {
	line, _, _ := strings.Cut(string(out), "\n")
	if line == "" {
		return fmt.Sprintf("unusable (%v)", err)
	}
	return line
}

// Root gives the root's folder on this machine, for tests that read its files.
func (l Lab) Root() (string, error) {
	cmd := exec.Command(l.script, "path")
	cmd.Env = l.env
	out, err := cmd.Output()
	return strings.TrimSuffix(string(out), "\n"), err
}

// Run runs a command in the root and gives what it left behind, whatever its exit status is. It fails with ErrLab, and
// with the cause of ctx when that ends first; either way nothing that was started is running any more.
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
	if result.ExitCode == labFailed || result.ExitCode < 0 {
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
