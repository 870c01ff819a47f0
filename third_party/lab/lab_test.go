// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package lab

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// fakeTB is a testing.TB that records how a test ended. Its other methods panic.
type fakeTB struct {
	testing.TB
	skipped, failed string
}

func (tb *fakeTB) Helper() {}

func (tb *fakeTB) Skipf(format string, args ...any) {
	tb.skipped = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func (tb *fakeTB) Fatalf(format string, args ...any) {
	tb.failed = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// runTest runs f in a goroutine, as a test runs, and returns whether f returned.
func runTest(f func(t testing.TB)) (tb *fakeTB, ended bool) {
	tb = &fakeTB{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(tb)
		ended = true
	}()
	<-done
	return tb, ended
}

func TestSkipOrFail_FollowsPolicy(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		reason, policy  string
		skipped, failed string
	}{
		"ready":                {},
		"ready and required":   {policy: "require"},
		"missing":              {reason: "it rains", skipped: "left out: it rains"},
		"missing and wanted":   {reason: "it rains", policy: "yes", skipped: "left out: it rains"},
		"missing and required": {reason: "it rains", policy: "require", failed: "the lab is required, but it rains"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tb, ended := runTest(func(t testing.TB) { skipOrFail(t, test.reason, test.policy) })
			require.Equal(t, test.skipped, tb.skipped)
			require.Equal(t, test.failed, tb.failed)
			require.Equal(t, test.reason == "", ended)
		})
	}
}

func TestFindScript_GoesUpToModule(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	script := filepath.Join(root, "third_party", "lab", "lab")
	nested := filepath.Join(root, "third_party", "compare")
	for _, file := range []string{script, filepath.Join(root, "go.mod"), filepath.Join(nested, "go.mod")} {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, nil, 0o644))
	}

	for _, dir := range []string{root, filepath.Dir(script), nested} {
		found, err := findScript(dir)
		require.NoError(t, err)
		require.Equal(t, script, found)
	}

	_, err := findScript(t.TempDir())
	require.EqualError(t, err, "the lab's script is not in this source tree")

	require.NoError(t, os.Remove(filepath.Join(root, "go.mod")))
	_, err = findScript(root)
	require.Error(t, err, "a directory without go.mod is not the root of the module")
}

func TestOptions_Arguments(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"run", "--"}, Options{}.arguments())
	opts := Options{
		Monado:  true,
		Binds:   []string{"/a", "/b"},
		RWBinds: []string{"/c"},
		Env:     []string{"K=V"},
		Dir:     "/d",
	}
	require.Equal(t, []string{
		"run", "--monado", "--bind", "/a", "--bind", "/b", "--bind-rw", "/c", "--env", "K=V", "--cwd", "/d", "--",
	}, opts.arguments())
}
