// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package activate_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// steps is how many changes are made. The variable XRPROBE_SOAK_USE asks for more.
func steps() int {
	if n, err := strconv.Atoi(os.Getenv("XRPROBE_SOAK_USE")); err == nil {
		return n
	}
	return 60
}

// walk makes changes at random, each killed at a system call, and keeps a copy of the machine after each kill. The next change
// begins with what the killed one left.
const walk = `set -e
cd "$1"
RANDOM=$2
calls=(mkdirat symlinkat renameat renameat2 unlinkat write fsync openat)
for ((i = 0; i < $3; i++)); do
	exec 2>errors
	"$4" --root root --user ann use --status -o jsonl >status
	action="use r$((RANDOM % 5))"
	((RANDOM % 3)) || action="use --undo"
	call=${calls[RANDOM % ${#calls[@]}]} at=$((RANDOM % 8 + 1))
	ended=0
	strace -f -qq -o /dev/null -e trace=$call -e inject=$call:signal=SIGKILL:when=$at "$4" -q --root root --user ann $action >/dev/null 2>words || ended=$?
	name=$(printf 'cases/%05d' $i)
	mkdir -p $name/root
	cp -al root/rt root/usr $name/root/
	cp -a root/home $name/root/
	printf 'HOME=/home/ann\0' >$name/env
	printf '%s\t%s\t%s\t%s\n' $ended "$action" "$(cat status)" "$(tr '\n' ' ' <words)"
done
"$4" --root root --user ann use r0 >/dev/null
while "$4" -q --root root --user ann use --undo >/dev/null 2>&1; do :; done
find root/home | sort >left
`

// Wherever xrprobe is killed, the Khronos loaders load what was active before or what use said, and nothing else.
func TestLabUse_TheKhronosLoadersLoadWhatUseSaid(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	directory := t.TempDir()
	program := buildProgram(t)
	sources, err := filepath.Abs("../testdata/ask")
	require.NoError(t, err)
	inLab := func(binds []string, args ...string) lab.Result {
		result, err := lab.Require(t).Run(t.Context(), lab.Options{Binds: append(binds, program), RWBinds: []string{directory}}, args...)
		require.NoError(t, err)
		require.Zero(t, result.ExitCode, result.Stdout+result.Stderr)
		return result
	}
	inLab([]string{sources}, "sh", "-c", fmt.Sprintf("cd %s && gcc -o %s/ask ask.c && gcc -shared -fPIC -o %s/part.so part.c", sources, directory, directory))
	layFive(t, directory)
	told := inLab(nil, "bash", "-c", walk, "walk", directory, "7", strconv.Itoa(steps()), program).Stdout
	found := inLab(nil, "sh", "-c", "find /usr/lib /opt/openxr-loaders -type f -name 'libopenxr_loader.so.1.*'").Stdout
	require.GreaterOrEqual(t, strings.Count(found, "\n"), 3)
	kills := 0
	for library := range strings.Lines(found) {
		library = strings.TrimSpace(library)
		asked := inLab(nil, "env", "LD_LIBRARY_PATH="+path.Dir(library), filepath.Join(directory, "ask"), library, filepath.Join(directory, "cases")).Stdout
		kills = requireWalk(t, path.Base(library), told, loadedIn(asked))
	}
	left, err := os.ReadFile(filepath.Join(directory, "left"))
	require.NoError(t, err)
	t.Logf("%d changes, %d of them killed; left: %s", steps(), kills, strings.Join(strings.Fields(string(left)), " "))
	require.Greater(t, kills, steps()/8)
	require.NotContains(t, string(left), ".xrprobe.")
}

func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "xrprobe")
	command := exec.Command("go", "build", "-o", program, "github.com/xrprobe/xrprobe/cmd/xrprobe")
	command.Env = append(command.Environ(), "CGO_ENABLED=0")
	output, err := command.CombinedOutput()
	require.NoError(t, err, "%s", output)
	return program
}

// layFive lays five runtimes below a root, two of them with a build for 32-bit programs, of which only the header is real.
func layFive(t *testing.T, directory string) {
	t.Helper()
	part, err := os.ReadFile(filepath.Join(directory, "part.so"))
	require.NoError(t, err)
	tree := map[string]any{"home/ann/": "", "etc/passwd": "ann:x:1000:1000::/home/ann:/bin/sh\n"}
	manifest := func(name, library string) string {
		return fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"name": %q, "library_path": %q}}`, name, library)
	}
	for i := range 5 {
		name := fmt.Sprintf("r%d", i)
		tree["usr/share/openxr/1/"+name+".json"] = manifest(name, "/rt/"+name+"/l.so")
		if i > 2 {
			tree["usr/share/openxr/1/"+name+"-32.json"] = manifest(name, "/rt/"+name+"/l32.so")
			tree["rt/"+name+"/l32.so"] = loadertest.Library{Arch: "i686"}
		}
	}
	root := filepath.Join(directory, "root")
	loadertest.Lay(t, root, tree)
	for i := range 5 {
		library := filepath.Join(root, "rt", fmt.Sprintf("r%d", i), "l.so")
		require.NoError(t, os.MkdirAll(filepath.Dir(library), 0o755))
		require.NoError(t, os.WriteFile(library, part, 0o755))
	}
}

// loadedIn is the runtime that a loader loaded on each machine, by the machine's name.
func loadedIn(asked string) map[string]string {
	loaded := map[string]string{}
	name := ""
	for line := range strings.Lines(asked) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		switch fields[0] {
		case "case":
			name = fields[1]
			loaded[name] = ""
		case "runtime":
			loaded[name] = path.Base(path.Dir(fields[1]))
		}
	}
	return loaded
}

// status is what --status says, as far as it counts here.
type status struct {
	Programs []struct{ Name string }
	Past     []struct {
		Changes []struct{ Path, After string }
	}
}

// after is the runtime that is active after an action, if nothing kills it.
func (s status) after(action string) string {
	now := s.Programs[0].Name
	if name, use := strings.CutPrefix(action, "use r"); use {
		return "r" + name
	}
	if len(s.Past) == 0 {
		return now
	}
	for _, c := range s.Past[0].Changes {
		if path.Base(c.Path) == "active_runtime.json" {
			return strings.TrimSuffix(path.Base(strings.Replace(c.After, "absent", "", 1)), ".json")
		}
	}
	return now
}

// requireWalk follows the changes, and returns how many were killed.
func requireWalk(t *testing.T, version, told string, loaded map[string]string) (kills int) {
	t.Helper()
	for i, line := range strings.Split(strings.TrimSpace(told), "\n") {
		fields := strings.SplitN(line, "\t", 4)
		var s status
		require.NoError(t, json.Unmarshal([]byte(fields[2]), &s), line)
		wanted := strings.TrimPrefix(s.after(fields[1]), ".") // the base of nothing
		got := loaded[fmt.Sprintf("%05d", i)]
		if fields[0] == "137" {
			kills++
			require.Contains(t, []string{s.Programs[0].Name, wanted}, got, "%s, step %d: %s", version, i, line)
			continue
		}
		require.Equal(t, wanted, got, "%s, step %d: %s", version, i, line)
	}
	return kills
}
