// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// khronosLoaders returns the Khronos loaders of the lab, by their versions.
func khronosLoaders(t *testing.T) map[loader.Version]string {
	t.Helper()
	result, err := lab.Require(t).Run(t.Context(), lab.Options{}, "sh", "-c", "find /usr/lib /opt/openxr-loaders -type f -name 'libopenxr_loader.so.1.*'")
	require.NoError(t, err)
	found := map[loader.Version]string{}
	for file := range strings.Lines(result.Stdout) {
		file = strings.TrimSpace(file)
		version, err := loader.ParseVersion(strings.TrimPrefix(path.Base(file), "libopenxr_loader.so."))
		require.NoError(t, err, file)
		found[version] = file
	}
	return found
}

// seeds is how many random machines are tried. The variable XRPROBE_SOAK_LAYERS asks for more.
func seeds() int {
	if n, err := strconv.Atoi(os.Getenv("XRPROBE_SOAK_LAYERS")); err == nil {
		return n
	}
	return 2000
}

// batchSize is how many machines are on disk at once.
const batchSize = 3000

func TestLabLayers_EqualTheKhronosLoaders(t *testing.T) {
	t.Parallel()
	lab.Require(t)
	comparison := newComparison(t)
	named := namedCases()
	maps.Copy(named, badManifests())
	require.Greater(t, len(named), 300)
	comparison.compare(named)
	comparison.keep(named)
	for first := 0; first < seeds(); first += batchSize {
		random := map[string]layerCase{}
		for seed := first; seed < min(first+batchSize, seeds()); seed++ {
			c := randomCase(uint64(seed))
			random[c.name] = c
		}
		comparison.compare(random)
	}
	for version, count := range comparison.asked {
		t.Logf("%s: %d of %d differ", version, comparison.differ[version], count)
	}
}

// comparison holds this package against the Khronos loaders of the lab.
type comparison struct {
	*testing.T
	directory string
	libraries map[string][]byte
	loaders   map[loader.Version]string
	// asked and differ count the machines.
	asked, differ map[loader.Version]int
	// answers are those of the last machines.
	answers map[loader.Version]map[string]asked
}

func newComparison(t *testing.T) *comparison {
	t.Helper()
	c := &comparison{T: t, directory: t.TempDir(), libraries: map[string][]byte{}, asked: map[loader.Version]int{}, differ: map[loader.Version]int{}, answers: map[loader.Version]map[string]asked{}}
	sources, err := filepath.Abs("testdata/ask")
	require.NoError(t, err)
	script := "cd " + sources + " && gcc -Wall -Wextra -Werror -o " + c.directory + "/ask ask.c"
	for kind, flag := range parts {
		script += fmt.Sprintf(" && gcc -Wall -Wextra -Werror -shared -fPIC %s -o %s/%s.so part.c", flag, c.directory, kind)
	}
	built := c.inLab([]string{sources}, "sh", "-c", script)
	require.Zero(t, built.ExitCode, built.Stderr)
	for kind := range parts {
		c.libraries[kind], err = os.ReadFile(filepath.Join(c.directory, kind+".so"))
		require.NoError(t, err)
	}
	c.loaders = khronosLoaders(t)
	require.GreaterOrEqual(t, len(c.loaders), 2, "the lab's own loader, and others")
	for version := range c.loaders {
		if slices.Compare(version[:], loader.Newest[:]) > 0 {
			t.Logf("no rules are known yet for the loader %s", version)
			delete(c.loaders, version)
		}
	}
	return c
}

func (c *comparison) inLab(binds []string, args ...string) lab.Result {
	result, err := lab.Require(c.T).Run(c.Context(), lab.Options{Binds: binds, RWBinds: []string{c.directory}}, args...)
	require.NoError(c, err)
	return result
}

// plainMachine is a machine without layers, which tells the loader's own extensions.
const plainMachine = "000"

// compare asks every loader about machines, and this package.
func (c *comparison) compare(machines map[string]layerCase) {
	machines[plainMachine] = layerCase{texts: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": runtimeText("/libs/r.so")}, libraries: map[string]string{"/libs/r.so": partGood}}
	cases := filepath.Join(c.directory, "cases")
	for name, machine := range machines {
		machine.lay(c.T, filepath.Join(cases, name), c.libraries)
	}
	for version, library := range c.loaders {
		answers := parseAsked(c.T, c.inLab(nil, "env", "LD_LIBRARY_PATH="+path.Dir(library), filepath.Join(c.directory, "ask"), library, cases).Stdout)
		require.Len(c, answers, len(machines))
		c.withoutOwn(version, answers[plainMachine].Offered, answers)
		c.asked[version] += len(machines)
		c.answers[version] = answers
		for _, name := range slices.Sorted(maps.Keys(machines)) {
			c.compareOne(version, name, machines[name], answers[name], machines[name].predict(c.T, filepath.Join(cases, name, "root"), version))
		}
	}
	require.NoError(c, os.RemoveAll(cases))
}

// withoutOwn removes the loader's own extensions from the answers. On a plain machine it lists them beside the runtime's two.
func (c *comparison) withoutOwn(version loader.Version, plain []string, answers map[string]asked) {
	var own []string
	for _, extension := range (loader.Host{Loader: version}).LoaderExtensions() {
		own = append(own, fmt.Sprintf("%s\t%d", extension.Name, extension.Version))
	}
	require.Equal(c, append(own, "XR_TEST_runtime\t3", "XR_TEST_shared\t7"), plain, version)
	for name, answer := range answers {
		answer.Offered = slices.DeleteFunc(slices.Clone(answer.Offered), func(e string) bool { return slices.Contains(own, e) })
		answers[name] = answer
	}
}

// keep writes the answers into the file that TestAnswers_OfTheKhronosLoaders reads, if the flag -update is given, and else
// requires that the file has them.
func (c *comparison) keep(machines map[string]layerCase) {
	var text strings.Builder
	text.WriteString(answersHead)
	delete(machines, plainMachine)
	for _, name := range slices.Sorted(maps.Keys(machines)) {
		versions := map[string][]string{}
		for version := range c.loaders {
			answer := c.answers[version][name].String()
			versions[answer] = append(versions[answer], version.String())
		}
		for _, answer := range slices.Sorted(maps.Keys(versions)) {
			slices.Sort(versions[answer])
			fmt.Fprintf(&text, "%s\t%s\t%s\n", name, strings.Join(versions[answer], " "), answer)
		}
	}
	if *update {
		require.NoError(c, os.WriteFile(answersFile, []byte(text.String()), 0o644))
		return
	}
	kept, err := os.ReadFile(answersFile)
	require.NoError(c, err)
	for version := range c.loaders {
		if !strings.Contains(string(kept), version.String()) {
			c.Logf("no answers of the loader %s are kept yet: run this test with -update", version)
			return
		}
	}
	require.Empty(c, cmp.Diff(string(kept), text.String()), "run this test with -update")
}

func (c *comparison) compareOne(version loader.Version, name string, machine layerCase, theirs, ours asked) {
	if machine.created != nil {
		require.Equal(c, *machine.created, theirs.Create, "%s %s", version, name)
	}
	if theirs.String() == ours.String() {
		return
	}
	if c.differ[version]++; c.differ[version] < 6 {
		texts, _ := json.MarshalIndent(machine.texts, "", " ")
		c.Errorf("%s %s:\nloader %+v\nours   %+v\nenv %v\nlibraries %v\n%s", version, name, theirs, ours, machine.env, machine.libraries, strings.ReplaceAll(string(texts), `\"`, `"`))
	}
}

// parseAsked reads what testdata/ask/ask.c prints.
func parseAsked(t *testing.T, text string) map[string]asked {
	t.Helper()
	answers := map[string]asked{}
	var a asked
	name := ""
	for line := range strings.Lines(text) {
		word, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		number := 0
		_, _ = fmt.Sscanf(rest, "%d", &number)
		switch word {
		case "case":
			name, a = rest, asked{}
		case "layers":
			a.Layers = number
		case "listed":
			a.Listed = append(a.Listed, rest)
		case "extensions":
			a.Extensions = number
		case "extension":
			a.Offered = append(a.Offered, rest)
		case "runtime":
			a.Runtime = strings.TrimSuffix(rest, "\t")
		case "layer":
			a.Loaded = append(a.Loaded, rest)
		case "create":
			a.Create = number
		case "ended", "broken":
			a.Ended = rest
		default:
			t.Fatalf("what is %q?", line)
		}
		slices.Sort(a.Offered)
		answers[name] = a
	}
	return answers
}
