// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package lab

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
)

// These tests run the script on directories that contain only stamps. They need neither the lab nor root.

// fakeLab makes a directory that the script takes for a complete lab.
func fakeLab(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	machine, err := exec.Command("uname", "-m").Output()
	require.NoError(t, err)
	list, err := os.ReadFile("packages.txt")
	require.NoError(t, err)
	var packages []string
	for line := range strings.Lines(string(list)) {
		if name, _, _ := strings.Cut(line, "#"); strings.TrimSpace(name) != "" {
			packages = append(packages, strings.TrimSpace(name)+"\n")
		}
	}
	slices.Sort(packages)
	require.NoError(t, os.Mkdir(filepath.Join(dir, "root"), 0o755))
	write(t, filepath.Join(dir, "root", "file"), "of the root")
	write(t, filepath.Join(dir, "base.stamp"), "debian trixie "+string(machine))
	write(t, filepath.Join(dir, "packages.stamp"), strings.Join(packages, ""))
	write(t, filepath.Join(dir, "newest.stamp"), "")
	write(t, filepath.Join(dir, "loaders.stamp"), "")
	fromNpm, err := os.ReadFile("npm.txt")
	require.NoError(t, err)
	write(t, filepath.Join(dir, "npm.stamp"), string(fromNpm))
	changes, err := os.ReadFile("inside/wine.reg")
	require.NoError(t, err)
	write(t, filepath.Join(dir, "wine.stamp"), string(changes))
	return dir
}

func write(t *testing.T, path, content string) {
	t.Helper()
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
}

// runScript runs the script on a lab directory and returns its exit status and both of its outputs together.
func runScript(t *testing.T, dir string, args ...string) (status int, out string) {
	t.Helper()
	cmd := exec.Command("./lab", args...)
	cmd.Env = environment(dir)
	text, err := cmd.CombinedOutput()
	if err != nil {
		require.IsType(t, &exec.ExitError{}, err)
	}
	return cmd.ProcessState.ExitCode(), string(text)
}

func environment(dir string) []string {
	return []string{"PATH=" + os.Getenv("PATH"), "XRPROBE_LAB_DIR=" + dir}
}

func TestScript_Usage(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	tests := map[string]struct {
		args   []string
		status int
		want   string
	}{
		"nothing":         {nil, 0, "usage: lab COMMAND"},
		"help":            {[]string{"help"}, 0, "usage: lab COMMAND"},
		"path":            {[]string{"path"}, 0, dir + "/root\n"},
		"origin":          {[]string{"origin"}, 0, "trixie "},
		"unknown command": {[]string{"dance"}, 2, "unknown command dance"},
		"unknown option":  {[]string{"run", "--dance", "--", "true"}, 2, "unknown option --dance"},
		"no command":      {[]string{"run", "--"}, 2, "run needs -- COMMAND"},
		"bad environment": {[]string{"run", "--env", "K", "--", "true"}, 2, "--env needs NAME=VALUE"},
		"bad directory":   {[]string{"run", "--cwd", "x", "--", "true"}, 2, "--cwd needs an absolute path"},
		"bind to nothing": {[]string{"run", "--bind", "/no/such", "--", "true"}, 125, "no such file or directory"},
		"up arguments":    {[]string{"up", "now"}, 2, "up takes no arguments"},
		"down arguments":  {[]string{"down", "now"}, 2, "down takes no arguments"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out := runScript(t, dir, test.args...)
			require.Equal(t, test.status, status, out)
			require.Contains(t, out, test.want)
		})
	}
}

func TestScript_RefusesRelativeDirectory(t *testing.T) {
	t.Parallel()
	status, out := runScript(t, "not/absolute", "status")
	require.Equal(t, 2, status)
	require.Contains(t, out, "must be an absolute path")
}

func TestScript_Status(t *testing.T) {
	t.Parallel()
	remove := func(name string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { require.NoError(t, os.RemoveAll(filepath.Join(dir, name))) }
	}
	stamp := func(name, content string) func(*testing.T, string) {
		return func(t *testing.T, dir string) { write(t, filepath.Join(dir, name), content) }
	}
	tests := map[string]struct {
		spoil func(t *testing.T, dir string)
		want  string
	}{
		"no root":        {remove("root"), "there is no root in"},
		"unstamped root": {remove("base.stamp"), "there is no root in"},
		"other base":     {stamp("base.stamp", "debian potato i386\n"), "there is no root in"},
		"cut off":        {remove("packages.stamp"), "does not have the packages of packages.txt"},
		"no loaders":     {remove("loaders.stamp"), "does not have the other loaders"},
		"no npm":         {remove("npm.stamp"), "does not have the packages of npm.txt"},
		"other npm":      {stamp("npm.stamp", "left-pad 1.0.0\n"), "does not have the packages of npm.txt"},
		"no headers":     {remove("newest.stamp"), "does not have the newest headers and registry"},
		"no prefix":      {remove("wine.stamp"), "does not have the Wine prefix"},
		"other prefix":   {stamp("wine.stamp", "REGEDIT4\n"), "does not have the Wine prefix"},
		"other packages": {stamp("packages.stamp", "jq\n"), "does not have the packages of packages.txt"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := fakeLab(t)
			status, out := runScript(t, dir, "status")
			require.Equal(t, 0, status, out)
			require.Contains(t, out, "ready: "+dir+"/root, ")

			test.spoil(t, dir)
			status, out = runScript(t, dir, "status")
			require.Equal(t, 1, status)
			require.True(t, strings.HasPrefix(out, "not ready: "), out)
			require.Contains(t, out, test.want)
			require.Equal(t, 1, strings.Count(out, "\n"))
		})
	}
}

func TestScript_UpDoesNothingIfReady(t *testing.T) {
	t.Parallel()
	dir := fakeLab(t)
	before, err := os.ReadDir(dir)
	require.NoError(t, err)
	status, out := runScript(t, dir, "up")
	require.Equal(t, 0, status, out)
	require.Contains(t, out, "ready: "+dir+"/root\n")
	after, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Equal(t, before, after)
}

func TestScript_DownSparesRunsAndOtherFiles(t *testing.T) {
	t.Parallel()
	dir := fakeLab(t)
	write(t, filepath.Join(dir, "mine"), "not the lab's")

	// A run holds the lock like this.
	lock, err := os.Create(filepath.Join(dir, "lock"))
	require.NoError(t, err)
	require.NoError(t, syscall.Flock(int(lock.Fd()), syscall.LOCK_SH))
	status, out := runScript(t, dir, "down")
	require.Equal(t, 1, status)
	require.Contains(t, out, "is running; nothing was removed")
	status, out = runScript(t, dir, "status")
	require.Equal(t, 0, status, out)

	require.NoError(t, lock.Close())
	status, out = runScript(t, dir, "down")
	require.Equal(t, 0, status, out)
	left, err := filepath.Glob(filepath.Join(dir, "*"))
	require.NoError(t, err)
	require.Equal(t, []string{filepath.Join(dir, "lock"), filepath.Join(dir, "mine")}, left)
}

func TestScript_DownWithoutLab(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "none")
	status, out := runScript(t, dir, "down")
	require.Equal(t, 0, status, out)
	require.NoDirExists(t, dir)
}

func TestFind_Reasons(t *testing.T) {
	t.Parallel()
	here, err := os.Getwd()
	require.NoError(t, err)

	empty := t.TempDir()
	_, reason := find(here, environment(empty))
	require.Equal(t, "the lab is not ready: there is no root in "+empty+"; make it with `make lab`", reason)

	_, reason = find(here, append(environment(empty), "LC_ALL=no.such"))
	require.Equal(t, "the lab is not ready: there is no root in "+empty+"; make it with `make lab`", reason, "though bash warns of the locale")

	_, reason = find(t.TempDir(), environment(empty))
	require.Equal(t, "the lab's script is not in this source tree", reason)

	lab, reason := find(here, environment(fakeLab(t)))
	if os.Geteuid() == 0 {
		require.Empty(t, reason)
		require.Equal(t, filepath.Join(here, "lab"), lab.script)
	} else {
		require.Contains(t, reason, "run the tests as root")
	}
}

// A lab that is not ready is asked again, and one that is ready is not. Another environment is another question.
func TestFindOnce_RemembersOnlyALabThatIsReady(t *testing.T) {
	t.Parallel()
	here, err := os.Getwd()
	require.NoError(t, err)
	dir := fakeLab(t)
	stamp := filepath.Join(dir, "newest.stamp")
	require.NoError(t, os.Remove(stamp))
	_, reason := findOnce(here, environment(dir))
	require.Contains(t, reason, "does not have the newest headers")

	write(t, stamp, "")
	lab, reason := findOnce(here, environment(dir))
	if os.Geteuid() != 0 {
		require.Contains(t, reason, "only root can enter the lab")
		return
	}
	require.Empty(t, reason)
	require.Equal(t, filepath.Join(here, "lab"), lab.script)
	require.NoError(t, os.Remove(stamp))
	again, reason := findOnce(here, environment(dir))
	require.Empty(t, reason, "it is remembered")
	require.Equal(t, lab, again)
	_, reason = findOnce(here, append(environment(dir), "K=V"))
	require.Contains(t, reason, "does not have the newest headers", "another question")
	_, err = again.Run(t.Context(), Options{}, "true")
	require.ErrorContains(t, err, "does not have the newest headers", "a run looks again")
}
