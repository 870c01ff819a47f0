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

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// parts are the kinds of libraries, by the compiler's options.
var parts = map[string]string{partGood: "", partRefuses: "-DREFUSE", partNoCommands: "-DNO_COMMANDS", partSilent: "-DSILENT",
	loadertest.BadInterface: "-DINTERFACE=0", loadertest.BadVersion: "-DMAJOR=2"}

// asked is what a loader, or this package, says of a case.
type asked struct {
	// Layers is the result of xrEnumerateApiLayerProperties, and Listed its answer.
	Layers int
	Listed []string
	// Extensions is the result of xrEnumerateInstanceExtensionProperties, and Offered its answer, sorted.
	Extensions int
	Offered    []string
	// Runtime is the library that was asked to be the runtime.
	Runtime string
	// Loaded are the layers' libraries that were loaded, and for which names.
	Loaded []string
	Create int
	// Ended is the status of a process that crashed.
	Ended string
}

func (c layerCase) host(root string, version loader.Version) loader.Host {
	return loader.Host{GOOS: "linux", Arch: "x86_64", Root: root, Dir: "/", Loader: version, SysConfDirs: []string{"/etc"}, Secure: func() bool { return false },
		LookupEnv: func(name string) (string, bool) { value, set := c.env[name]; return value, set }}
}

// lay writes the case's files. Every library is a copy of its own, because one library is for one layer.
func (c layerCase) lay(t *testing.T, directory string, libraries map[string][]byte) {
	t.Helper()
	write := func(file string, data []byte) {
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, data, 0o755))
	}
	var env strings.Builder
	for _, name := range slices.Sorted(maps.Keys(c.env)) {
		env.WriteString(name + "=" + c.env[name] + "\x00")
	}
	write(filepath.Join(directory, "env"), []byte(env.String()))
	require.NoError(t, os.MkdirAll(filepath.Join(directory, "root"), 0o755))
	for file, text := range c.texts {
		native := filepath.Join(directory, "root", file)
		target, link := strings.CutPrefix(text, "-> ")
		switch {
		case strings.HasSuffix(file, "/"):
			require.NoError(t, os.MkdirAll(native, 0o755))
		case link:
			require.NoError(t, os.MkdirAll(filepath.Dir(native), 0o755))
			require.NoError(t, os.Symlink(target, native))
		default:
			write(native, []byte(text))
		}
	}
	for file, kind := range c.libraries {
		write(filepath.Join(directory, "root", file), libraries[kind])
	}
}

// predict is what this package says.
func (c layerCase) predict(t *testing.T, root string, version loader.Version, own []string) asked {
	t.Helper()
	h := c.host(root, version)
	var a asked
	layers, err := h.Layers(t.Context())
	require.NoError(t, err)
	a.Layers = int(min(layers.ImplicitResult, layers.ExplicitResult))
	for _, layer := range layers.All {
		if a.Layers == 0 && layer.Listed() {
			a.Listed = append(a.Listed, fmt.Sprintf("%.255s\t%d.%d\t%d", layer.Name, layer.APIMajor, layer.APIMinor, layer.ImplementationVersion))
		}
	}
	plan := h.PlanLayers(layers, h.RequestedLayers())
	kind := ""
	a.Runtime, kind, a.Create = c.runtime(t, h)
	a.Extensions = a.Create
	if a.Create != 0 {
		a.Runtime = runtimeAsked(a.Runtime, kind)
		if layers.ImplicitResult != 0 || layers.ExplicitResult != 0 && len(h.RequestedLayers()) > 0 {
			a.Extensions = -2
		}
		return a
	}
	a.Extensions, a.Offered = c.extensions(layers, plan, h, own)
	a.Loaded, a.Create = c.create(h, plan)
	return a
}

// runtimeAsked is the library that prints that it is asked: one without functions does not.
func runtimeAsked(file, kind string) string {
	if kind == "" || kind == partSilent {
		return ""
	}
	return file
}

// runtime returns the library of the active runtime, its kind, and the result of loading it.
func (c layerCase) runtime(t *testing.T, h loader.Host) (file, kind string, result int) {
	t.Helper()
	resolution, err := h.Resolve(t.Context())
	require.NoError(t, err)
	if resolution.Chosen == "" {
		return "", "", int(resolution.Result)
	}
	manifest, err := h.ReadManifest(resolution.Chosen)
	if err != nil {
		var failure *loader.ManifestError
		require.ErrorAs(t, err, &failure)
		return "", "", int(failure.Result)
	}
	file, kind = c.kindOf(manifest.Library)
	if kind == partGood {
		return file, kind, 0
	}
	return file, kind, -51
}

// kindOf returns the path of a library as the dynamic linker finds it, and its kind; "" if there is none.
func (c layerCase) kindOf(library string) (file, kind string) {
	if !strings.Contains(library, "/") {
		library = "/usr/lib/x86_64-linux-gnu/" + library
	}
	return library, c.libraries[path.Clean(library)]
}

func (c layerCase) extensions(layers loader.Layers, plan loader.LayerPlan, h loader.Host, own []string) (int, []string) {
	requested := h.RequestedLayers()
	if layers.ImplicitResult != 0 || len(requested) > 0 && layers.ExplicitResult != 0 {
		return -2, nil
	}
	if layers.ExplicitResult != 0 {
		plan = h.PlanLayers(loader.Layers{All: slices.DeleteFunc(slices.Clone(layers.All), func(l loader.Layer) bool { return !l.Implicit })}, nil)
	}
	offered := append([]string{"XR_TEST_runtime\t3", "XR_TEST_shared\t7"}, own...)
	known := func(name string) bool {
		return slices.ContainsFunc(offered, func(o string) bool { return strings.HasPrefix(o, name+"\t") })
	}
	for _, extension := range plan.Extensions() {
		if !known(extension.Name) {
			offered = append(offered, fmt.Sprintf("%s\t%d", extension.Name, extension.Version))
		}
	}
	slices.Sort(offered)
	return 0, offered
}

// create follows rule Y17: what a layer's library answers counts only if no layer was loaded.
func (c layerCase) create(h loader.Host, plan loader.LayerPlan) (loaded []string, result int) {
	if plan.Result == -2 {
		return nil, -2
	}
	any := false
	for _, layer := range plan.Load {
		file, kind := c.kindOf(layer.Library)
		if rename, renamed := layer.Functions[loader.NegotiateLayerFunction]; layer.Library == "" || renamed && rename != loader.NegotiateLayerFunction {
			kind = partSilent // "" is the program itself
		}
		failure := map[string]int{"": -32, partSilent: -36, partRefuses: -6, partNoCommands: -33}[kind]
		if kind != "" && kind != partSilent {
			loaded = append(loaded, file+"\t"+layer.Name)
		}
		switch {
		case failure == 0: // the loader does not look at a layer's versions
			any, result = true, 0
		case !any || kind == partSilent:
			result = failure
		}
	}
	if plan.Result != 0 {
		result = int(plan.Result)
	}
	return loaded, result
}

// badManifests are machines with a bad manifest each, and the result of xrCreateInstance that it must give. The layers whose
// fault no loader notices are left out: a program may not survive them.
func badManifests() map[string]layerCase {
	all := map[string]layerCase{}
	library := func(kind string) string { return "/libs/" + kind + ".so" }
	libraries := map[string]string{}
	for kind := range parts {
		libraries[library(kind)] = kind
	}
	for _, bad := range loadertest.BadRuntimes(library) {
		c := layerCase{name: "bad runtime: " + bad.Name, created: &bad.Result, libraries: libraries, texts: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": bad.Text}}
		all[c.name] = c
	}
	for _, bad := range loadertest.BadLayers(library) {
		if bad.Result == 0 {
			continue
		}
		c := layerCase{name: "bad layer: " + bad.Name, created: &bad.Result, libraries: libraries, env: map[string]string{"XR_ENABLE_API_LAYERS": loadertest.BadLayerName},
			texts: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": runtimeText(library(partGood)), explicitDir + "bad.json": bad.Text}}
		all[c.name] = c
	}
	return all
}

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
}

func newComparison(t *testing.T) *comparison {
	t.Helper()
	c := &comparison{T: t, directory: t.TempDir(), libraries: map[string][]byte{}, asked: map[loader.Version]int{}, differ: map[loader.Version]int{}}
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

// compare asks every loader about machines, and this package.
func (c *comparison) compare(machines map[string]layerCase) {
	const plain = "000" // a machine without layers, which tells the loader's own extensions
	machines[plain] = layerCase{texts: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": runtimeText("/libs/r.so")}, libraries: map[string]string{"/libs/r.so": partGood}}
	cases := filepath.Join(c.directory, "cases")
	for name, machine := range machines {
		machine.lay(c.T, filepath.Join(cases, name), c.libraries)
	}
	for version, library := range c.loaders {
		answers := parseAsked(c.T, c.inLab(nil, "env", "LD_LIBRARY_PATH="+path.Dir(library), filepath.Join(c.directory, "ask"), library, cases).Stdout)
		require.Len(c, answers, len(machines))
		own := slices.DeleteFunc(slices.Clone(answers[plain].Offered), func(e string) bool { return strings.HasPrefix(e, "XR_TEST_") })
		c.asked[version] += len(machines)
		for _, name := range slices.Sorted(maps.Keys(machines)) {
			c.compareOne(version, name, machines[name], answers[name], machines[name].predict(c.T, filepath.Join(cases, name, "root"), version, own))
		}
	}
	require.NoError(c, os.RemoveAll(cases))
}

func (c *comparison) compareOne(version loader.Version, name string, machine layerCase, theirs, ours asked) {
	if machine.created != nil {
		require.Equal(c, *machine.created, theirs.Create, "%s %s", version, name)
	}
	if fmt.Sprint(theirs) == fmt.Sprint(ours) {
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
