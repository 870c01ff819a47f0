// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package installed_test

import (
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/installed"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// labHost is the lab's root as a host, or a directory with an active runtime for x86_64 programs alone.
func labHost(root string) loader.Host {
	return loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, Dir: "/", SysConfDirs: []string{"/etc"}, Secure: func() bool { return false },
		LookupEnv: func(string) (string, bool) { return "", false }}
}

func labRoot(t *testing.T) string {
	t.Helper()
	root, err := lab.Require(t).Root()
	require.NoError(t, err)
	return root
}

// labLoaders are the Khronos loaders in the lab: the version in each one's name, and its path there.
func labLoaders(t *testing.T) map[string]string {
	t.Helper()
	result, err := lab.Require(t).Run(t.Context(), lab.Options{}, "sh", "-c", "find /usr/lib /opt/openxr-loaders -type f -name 'libopenxr_loader.so.1.*'")
	require.NoError(t, err)
	loaders := map[string]string{}
	for _, file := range strings.Fields(result.Stdout) {
		loaders[strings.TrimPrefix(path.Base(file), "libopenxr_loader.so.")] = file
	}
	require.GreaterOrEqual(t, len(loaders), 2)
	return loaders
}

func TestLab_VersionsOfRealLoaders(t *testing.T) {
	t.Parallel()
	root := labRoot(t)
	for version, file := range labLoaders(t) {
		want, err := loader.ParseVersion(version)
		require.NoError(t, err)
		exact, known := installed.At(labHost(root), path.Join(path.Dir(file), "libopenxr_loader.so.1")).Versions.Exact()
		require.True(t, known, file)
		require.Equal(t, want, exact)
		data, err := os.ReadFile(filepath.Join(root, file))
		require.NoError(t, err)
		bundled := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(bundled, "renamed.so"), data, 0o600))
		renamed := installed.At(labHost(bundled), "/renamed.so")
		require.NoError(t, renamed.Err, file)
		require.LessOrEqual(t, renamed.Versions.First.Compare(want), 0, "%s: %s", file, renamed.Versions)
		if before := renamed.Versions.Before; before != (loader.Version{}) {
			require.Negative(t, want.Compare(before), "%s: %s", file, renamed.Versions)
		}
	}
	found, ok := installed.Find(labHost(root))
	require.True(t, ok)
	require.NoError(t, found.Err)
	require.Equal(t, "/usr/lib/x86_64-linux-gnu", path.Dir(labHost(root).FileAt(found.Path).Canonical))
}

// On a machine with a file for x86_64 programs alone, each real loader gets the runtime that this package says for its file.
func TestLab_LoadersDisagreeAsPredicted(t *testing.T) {
	t.Parallel()
	l := lab.Require(t)
	directory := t.TempDir()
	sources, err := filepath.Abs("../testdata/ask")
	require.NoError(t, err)
	machine := filepath.Join(directory, "cases", "one", "root")
	config := filepath.Join(machine, "etc/xdg/openxr/1")
	require.NoError(t, os.MkdirAll(config, 0o755))
	require.NoError(t, os.MkdirAll(filepath.Join(machine, "libs"), 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(directory, "cases", "one", "env"), nil, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(config, "active_runtime.x86_64.json"), []byte(`{"file_format_version": "1.0.0", "runtime": {"library_path": "/libs/r.so"}}`), 0o600))
	run := func(args ...string) string {
		result, err := l.Run(t.Context(), lab.Options{Binds: []string{sources}, RWBinds: []string{directory}}, args...)
		require.NoError(t, err)
		require.Zero(t, result.ExitCode, result.Stderr)
		return result.Stdout
	}
	run("sh", "-c", "cd "+sources+" && gcc -o "+directory+"/ask ask.c && gcc -shared -fPIC -o "+machine+"/libs/r.so part.c")
	answers := map[bool]bool{}
	for version, file := range labLoaders(t) {
		answer := run("env", "LD_LIBRARY_PATH="+path.Dir(file), directory+"/ask", file, directory+"/cases")
		followed, err := installed.FollowFile(labHost(labRoot(t)), file)
		require.NoError(t, err)
		host := labHost(machine)
		host.Loader = followed.Loader
		found, err := host.Resolve(t.Context())
		require.NoError(t, err)
		require.Equal(t, found.Chosen != "", strings.Contains(answer, "create\t0\n"), "%s: %s", version, answer)
		require.Equal(t, found.Chosen == "", strings.Contains(answer, "create\t-51\n"), "%s: %s", version, answer)
		answers[found.Chosen != ""] = true
	}
	require.Len(t, answers, 2, "the loaders disagree")
}
