// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

var update = flag.Bool("update", false, "in the lab, write what the Khronos loaders answer")

const (
	answersFile = "testdata/answers.tsv"
	answersHead = "# What the Khronos loaders answer on the machines of layer_cases_test.go: a test in the lab writes this file with -update.\n"
)

// TestAnswers_OfTheKhronosLoaders holds this package to what the Khronos loaders answered in the lab, on any machine.
func TestAnswers_OfTheKhronosLoaders(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the machines have names and links that Windows has not")
	}
	machines := namedCases()
	maps.Copy(machines, badManifests())
	for name, machine := range machines {
		dirs := map[string]bool{}
		for file := range machine.texts {
			require.False(t, strings.HasSuffix(file, ".json") && dirs[path.Dir(file)], "%s: the order within a directory is the file system's", name)
			dirs[path.Dir(file)] = strings.HasSuffix(file, ".json")
		}
	}
	libraries := map[string][]byte{}
	for kind := range parts {
		libraries[kind] = []byte(kind)
	}
	kept, err := os.ReadFile(answersFile)
	require.NoError(t, err)
	require.True(t, strings.HasPrefix(string(kept), answersHead))
	directory, seen := t.TempDir(), map[string]bool{}
	for line := range strings.Lines(strings.TrimPrefix(string(kept), answersHead)) {
		name, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		versions, answer, _ := strings.Cut(rest, "\t")
		machine, known := machines[name]
		require.True(t, known, "%s is no machine any more: run the test in the lab with -update", name)
		if !seen[name] {
			machine.lay(t, filepath.Join(directory, name), libraries)
		}
		seen[name] = true
		for _, word := range strings.Fields(versions) {
			version, err := loader.ParseVersion(word)
			require.NoError(t, err)
			require.Equal(t, answer, machine.predict(t, filepath.Join(directory, name, "root"), version).String(), "%s %s", word, name)
		}
	}
	require.Len(t, seen, len(machines))
}

// parts are the kinds of libraries, by the compiler's options.
var parts = map[string]string{partGood: "", partRefuses: "-DREFUSE", partNoCommands: "-DNO_COMMANDS", partSilent: "-DSILENT",
	loadertest.BadInterface: "-DINTERFACE=0", loadertest.BadVersion: "-DMAJOR=2"}

// asked is what a loader, or this package, says of a case.
type asked struct {
	// Layers is the result of xrEnumerateApiLayerProperties, and Listed its answer.
	Layers int
	Listed []string `json:",omitempty"`
	// Extensions is the result of xrEnumerateInstanceExtensionProperties, and Offered its answer, sorted.
	Extensions int
	Offered    []string `json:",omitempty"`
	// Runtime is the library that was asked to be the runtime.
	Runtime string `json:",omitempty"`
	// Loaded are the layers' libraries that were loaded, and for which names.
	Loaded []string `json:",omitempty"`
	Create int
	// Ended is the status of a process that crashed.
	Ended string `json:",omitempty"`
}

// String returns the answer in one line.
func (a asked) String() string {
	text, _ := json.Marshal(a)
	return string(text)
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
func (c layerCase) predict(t *testing.T, root string, version loader.Version) asked {
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
	a.Extensions, a.Offered = c.extensions(layers, plan, h)
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

func (c layerCase) extensions(layers loader.Layers, plan loader.LayerPlan, h loader.Host) (int, []string) {
	requested := h.RequestedLayers()
	if layers.ImplicitResult != 0 || len(requested) > 0 && layers.ExplicitResult != 0 {
		return -2, nil
	}
	if layers.ExplicitResult != 0 {
		plan = h.PlanLayers(loader.Layers{All: slices.DeleteFunc(slices.Clone(layers.All), func(l loader.Layer) bool { return !l.Implicit })}, nil)
	}
	offered := []string{"XR_TEST_runtime\t3", "XR_TEST_shared\t7"}
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
