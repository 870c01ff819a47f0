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

// verdict is a testing.TB that notes how a test was ended. Whatever else is asked of it panics.
type verdict struct {
	testing.TB
	skipped, failed string
}

func (v *verdict) Helper() {}

func (v *verdict) Skipf(format string, args ...any) {
	v.skipped = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func (v *verdict) Fatalf(format string, args ...any) {
	v.failed = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// judge runs f as a test would run it, and says whether f came to its end.
func judge(f func(t testing.TB)) (v *verdict, ended bool) {
	v = &verdict{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		f(v)
		ended = true
	}()
	<-done
	return v, ended
}

func TestInsist(t *testing.T) {
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
			v, ended := judge(func(t testing.TB) { insist(t, test.reason, test.policy) })
			require.Equal(t, test.skipped, v.skipped)
			require.Equal(t, test.failed, v.failed)
			require.Equal(t, test.reason == "", ended)
		})
	}
}

func TestLocate(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	script := filepath.Join(root, "third_party", "lab", "lab")
	nested := filepath.Join(root, "third_party", "compare")
	for _, file := range []string{script, filepath.Join(root, "go.mod"), filepath.Join(nested, "go.mod")} {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, nil, 0o644))
	}

	for _, dir := range []string{root, filepath.Dir(script), nested} {
		found, err := locate(dir)
		require.NoError(t, err)
		require.Equal(t, script, found)
	}

	_, err := locate(t.TempDir())
	require.EqualError(t, err, "the lab's script is not in this source tree")

	require.NoError(t, os.Remove(filepath.Join(root, "go.mod")))
	_, err = locate(root)
	require.Error(t, err, "a folder without go.mod is not the root of our module")
}

func TestOptionsArguments(t *testing.T) {
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
