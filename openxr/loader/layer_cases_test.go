// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/loadertest"
)

// The kinds of libraries that the cases have.
const (
	partGood       = loadertest.Good
	partRefuses    = loadertest.Refuses
	partNoCommands = loadertest.NoCommands
	partSilent     = "silent"
	partMissing    = ""
)

// layerCase is a machine that the Khronos loaders and this package look at.
type layerCase struct {
	name string
	env  map[string]string
	// texts are files; "-> x" is a symbolic link to x, and a name that ends with "/" a directory.
	texts map[string]string
	// libraries are files, by their kinds.
	libraries map[string]string
	// created is the result that xrCreateInstance must have; nil leaves that to the loader.
	created *int
}

// manifestText is a layer's manifest with some members changed; nil removes one.
func manifestText(name, library string, changes map[string]any) string {
	layer := map[string]any{"name": name, "library_path": library, "api_version": "1.0", "implementation_version": "1", "description": "d",
		"disable_environment": "DISABLE_" + name, "instance_extensions": []any{map[string]any{"name": "XR_TEST_" + name, "extension_version": "2"}}}
	document := map[string]any{"file_format_version": "1.0.0", "api_layer": layer}
	for key, value := range changes {
		at := layer
		if key == "file_format_version" || key == "api_layer" {
			at = document
		}
		if at[key] = value; value == nil {
			delete(at, key)
		}
	}
	text, _ := json.Marshal(document)
	return string(text)
}

func runtimeText(library string) string {
	return fmt.Sprintf(`{"file_format_version": "1.0.0", "runtime": {"library_path": %q}}`, library)
}

// strange are values of a layer's members, right and wrong ones.
var strange = map[string][]any{
	"name":                   {nil, 1, "", "A", "x y", strings.Repeat("n", 255), strings.Repeat("n", 256), []any{}},
	"library_path":           {nil, 1, "", "/gone.so", "gone.so", "./gone.so", `\gone.so`, "/libs", true, "/libs/./layer.so", "/libs//layer.so", "/loop/x.so", "/loop", "/" + strings.Repeat("n", 300), "/libs/layer.so/x"},
	"api_version":            {nil, 1, 1.5, "1", "1.1", "1.9", "2.0", "0.0", "0.9", "1.0 beta", "x", "-1.0", " 1.0", "1.0.34", "1. 0", "4294967297.0", "01.00", "1.-1", "+1.+0"},
	"implementation_version": {nil, 1, "", " ", " 3", "-1", "99999999999", "1.5", "1a", "0x10", "1 ", "abc", "99999999999999999999", "-99999999999999999999", "9223372036854775808", "+7", "--1", "- 1"},
	"disable_environment":    {nil, 1, "", "DISABLE_A", "A=B", []any{}},
	"enable_environment":     {nil, 1, "", "ENABLE_A", "ENABLE_B", "A=B"},
	"description":            {nil, 1, []any{}},
	"functions": {nil, 1, []any{}, []any{"x"}, map[string]any{"xrNegotiateLoaderApiLayerInterface": 1}, map[string]any{"xrNegotiateLoaderApiLayerInterface": "gone"},
		map[string]any{"other": "x"}, map[string]any{"xrNegotiateLoaderApiLayerInterface": "xrNegotiateLoaderApiLayerInterface"}},
	"instance_extensions": {nil, []any{}, map[string]any{}, map[string]any{"name": "XR_TEST_o", "extension_version": "1"}, "x", 1,
		[]any{map[string]any{"name": "XR_TEST_shared", "extension_version": 9}, map[string]any{"name": "XR_TEST_two", "extension_version": "x"}},
		[]any{map[string]any{"name": "XR_TEST_f", "extension_version": 1.5}, map[string]any{"name": "XR_TEST_n", "extension_version": -1}, map[string]any{"name": 1}, nil, map[string]any{"name": "XR_TEST_m", "extension_version": "-1"}},
		[]any{map[string]any{"name": "XR_TEST_b", "extension_version": json.Number("3.0")}, map[string]any{"name": "XR_TEST_c", "extension_version": json.Number("3e0")}, map[string]any{"name": "XR_TEST_d", "extension_version": json.Number("4294967295")}},
		[]any{map[string]any{"name": "XR_TEST_e", "extension_version": json.Number("4294967296")}, map[string]any{"name": "XR_TEST_g", "extension_version": true}, map[string]any{"name": "XR_TEST_h"}},
		[]any{map[string]any{"name": "XR_TEST_i", "extension_version": "99999999999"}, map[string]any{"name": "XR_TEST_j", "extension_version": " 4x"}, map[string]any{"name": "XR_TEST_k", "extension_version": ""}},
		[]any{map[string]any{"name": "XR_TEST_l", "extension_version": "2"}, map[string]any{"name": "XR_TEST_l", "extension_version": "5"}, map[string]any{"name": "XR_TEST_runtime", "extension_version": "1"}},
		[]any{[]any{}}, []any{"x"}, []any{1}},
	"file_format_version": {nil, "1.0.1", "1.0", "1", 1, 1.0, " 1.0.0", "1.0.0.0", "01.00.00", "1.0.0-beta", "", "0.0.0", "15.0.0", "1.15.0"},
	"api_layer":           {nil, map[string]any{}, 1, "x", []any{}, true},
}

// documents are texts of manifests.
var documents = map[string]string{
	"empty": "", "an open brace": "{", "null": "null", "an array": "[]", "a number": "1", "a comment": "// c\n" + manifestText("A", "/libs/layer.so", nil), "a trailing comma": `{"file_format_version": "1.0.0", "api_layer": {"name": "A",},}`,
	"text behind it": manifestText("A", "/libs/layer.so", nil) + " x", "a byte order mark": "\xEF\xBB\xBF" + manifestText("A", "/libs/layer.so", nil), "a NUL": "\x00", "deep": strings.Repeat("[", 1200),
	"deep in a member": `{"file_format_version": "1.0.0", "x": ` + strings.Repeat("[", 1100) + strings.Repeat("]", 1100) + "}", "a repeated key": `{"file_format_version": "2.0.0", "file_format_version": "1.0.0", "api_layer": null}`,
}

// namedCases are machines with one strange thing each.
func namedCases() map[string]layerCase {
	all := map[string]layerCase{}
	add := func(name string, change func(c *layerCase)) {
		c := layerCase{name: name, env: map[string]string{"HOME": "/home"}, texts: map[string]string{"/etc/xdg/openxr/1/active_runtime.json": runtimeText("/libs/runtime.so"), "/loop": "-> loop"},
			libraries: map[string]string{"/libs/runtime.so": partGood, "/libs/layer.so": partGood}}
		change(&c)
		all[fileName(name)] = c
	}
	for _, kind := range []string{"implicit", "explicit", "explicit and enabled"} {
		dir := "/usr/share/openxr/1/api_layers/" + strings.Fields(kind)[0] + ".d"
		enable := func(c *layerCase) {
			if strings.HasSuffix(kind, "enabled") {
				c.env["XR_ENABLE_API_LAYERS"] = "A"
			}
		}
		for _, key := range slices.Sorted(maps.Keys(strange)) {
			for i, value := range strange[key] {
				add(fmt.Sprintf("%s, %s %d", kind, key, i), func(c *layerCase) {
					c.texts[dir+"/a.json"] = manifestText("A", "/libs/layer.so", map[string]any{key: value})
					enable(c)
				})
			}
		}
		for _, name := range slices.Sorted(maps.Keys(documents)) {
			add(kind+", document: "+name, func(c *layerCase) { c.texts[dir+"/a.json"] = documents[name]; enable(c) })
		}
		for name, texts := range map[string]map[string]string{
			"a link": {"/a.json": "-> /m/a.json", "m": manifestText("A", "/libs/layer.so", nil)}, "a link and a relative library": {"/a.json": "-> /m/a.json", "m": manifestText("A", "../libs/layer.so", nil)},
			"a dangling link": {"/a.json": "-> /gone.json"}, "a loop": {"/a.json": "-> a.json"}, "a directory": {"/a.json/": ""}, "no suffix": {"/a": manifestText("A", "/libs/layer.so", nil)},
			"an upper suffix": {"/a.JSON": manifestText("A", "/libs/layer.so", nil)}, "only a suffix": {"/.json": manifestText("A", "/libs/layer.so", nil)}, "the directory is a file": {"": "x"},
			"the directory is a loop": {"": "-> " + path.Base(dir)}, "the directory is a dangling link": {"": "-> /gone"}, "the directory is a link": {"": "-> /m", "m": manifestText("A", "/libs/layer.so", nil)},
		} {
			add(kind+", "+name, func(c *layerCase) {
				for file, text := range texts {
					if file == "m" {
						file = "/m/a.json"
					} else {
						file = dir + file
					}
					c.texts[file] = text
				}
				enable(c)
			})
		}
	}
	for name, library := range map[string]string{"a loop": "/loop/x.so", "a long name": "/" + strings.Repeat("n", 300), "a file in place of a directory": "/libs/layer.so/x", "nothing": "/gone.so"} {
		add("a runtime's library: "+name, func(c *layerCase) { c.texts["/etc/xdg/openxr/1/active_runtime.json"] = runtimeText(library) })
	}
	addLibraries(add)
	addVariables(add)
	return all
}

// addLibraries adds pairs of layers whose libraries misbehave, in both orders.
func addLibraries(add func(string, func(*layerCase))) {
	kinds := []string{partGood, partRefuses, partNoCommands, partSilent, partMissing}
	for _, first := range kinds {
		for _, second := range kinds {
			add(fmt.Sprintf("libraries %q and %q", first, second), func(c *layerCase) {
				c.env["XR_ENABLE_API_LAYERS"] = "A:B"
				for name, kind := range map[string]string{"A": first, "B": second} {
					dir := map[string]string{"A": "/usr/local/share", "B": "/usr/share"}[name] // the order within a directory is the file system's
					c.texts[dir+"/openxr/1/api_layers/explicit.d/"+name+".json"] = manifestText(name, "lib"+name+".so", nil)
					if kind != partMissing {
						c.libraries["/usr/lib/x86_64-linux-gnu/lib"+name+".so"] = kind
					}
				}
			})
		}
		add(fmt.Sprintf("a bare implicit library %q", first), func(c *layerCase) {
			c.texts["/etc/openxr/1/api_layers/implicit.d/a.json"] = manifestText("A", "libA.so", nil)
			if first != partMissing {
				c.libraries["/usr/lib/x86_64-linux-gnu/libA.so"] = first
			}
		})
		add(fmt.Sprintf("a runtime %q", first), func(c *layerCase) {
			c.texts["/etc/openxr/1/api_layers/implicit.d/a.json"] = manifestText("A", "/libs/layer.so", nil)
			delete(c.libraries, "/libs/runtime.so")
			if first != partMissing {
				c.libraries["/libs/runtime.so"] = first
			}
		})
	}
}

// addVariables adds values of variables.
func addVariables(add func(string, func(*layerCase))) {
	layersIn := func(c *layerCase, kind string, dirs ...string) {
		for i, dir := range dirs {
			library := fmt.Sprintf("/libs/%d.so", i)
			c.libraries[library] = partGood
			c.texts[dir+kind+fmt.Sprintf("/%d.json", i)] = manifestText(fmt.Sprintf("L%d", i), library, nil)
		}
	}
	dirs := []string{"/c1", "/c2", "/etc/xdg", "/etc", "/usr/local/share", "/usr/share", "/d1", "/dh", "/home/.local/share", "", "/home"}
	for name, values := range map[string][]string{
		"XDG_CONFIG_DIRS": {"", ":", "::", "/", "//", "/c1", "/c1/", "/c1:/c2", "/c1::/c2", ":/c1", "/c1:", "c1", "c", "/c2:/c1", "/c1:/c2:"},
		"XDG_DATA_DIRS":   {"", ":", "/", "/d1", "/d1:/c1", "/d1::", ":/d1", "d1"}, "XDG_DATA_HOME": {"", "/dh", "/dh/", "dh", "/d1:/dh", ":"}, "HOME": {"", "/home/", "home", "/", "/c1:/home"},
	} {
		for _, value := range values {
			for _, kind := range []string{"implicit", "explicit"} {
				add(fmt.Sprintf("%s %q, %s", name, value, kind), func(c *layerCase) {
					c.env[name] = value
					layersIn(c, "/openxr/1/api_layers/"+kind+".d", dirs...)
				})
			}
		}
	}
	for _, value := range []string{"", ":", "/", "//", "/l1", "/l1/", "/l1:/l2", "/l1::/l2", ":/l1", "/l1:", "l1", "l", "/l1/0.json", "/gone", "/l1:/l1"} {
		add(fmt.Sprintf("XR_API_LAYER_PATH %q", value), func(c *layerCase) {
			c.env["XR_API_LAYER_PATH"] = value
			layersIn(c, "", "/l1", "/l2", "")
		})
	}
	for _, value := range []string{"", ":", "::", "L0", "L0:L1", "L1:L0", "L0:L0", ":L0", "L0:", "L0::L1", "l0", " L0", "L0 ", "L9", "L0:L9", "L0,L1", "L0;L1"} {
		for _, kind := range []string{"implicit", "explicit"} {
			add(fmt.Sprintf("XR_ENABLE_API_LAYERS %q, %s", value, kind), func(c *layerCase) {
				c.env["XR_ENABLE_API_LAYERS"] = value
				layersIn(c, "/openxr/1/api_layers/"+kind+".d", "/usr/share", "/usr/local/share")
			})
		}
	}
	for _, enable := range []string{"-", "", "0", "1"} {
		for _, disable := range []string{"-", "", "0", "1"} {
			add(fmt.Sprintf("enable %q, disable %q", enable, disable), func(c *layerCase) {
				c.texts["/etc/openxr/1/api_layers/implicit.d/a.json"] = manifestText("A", "/libs/layer.so", map[string]any{"enable_environment": "ENABLE_A"})
				for name, value := range map[string]string{"ENABLE_A": enable, "DISABLE_A": disable} {
					if value != "-" {
						c.env[name] = value
					}
				}
			})
		}
	}
	for name, kinds := range map[string][]string{"two explicit": {"explicit", "explicit"}, "two implicit": {"implicit", "implicit"}, "implicit and explicit": {"implicit", "explicit"}} {
		for _, disabled := range []bool{false, true} {
			add(fmt.Sprintf("one name, %s, disabled %t", name, disabled), func(c *layerCase) {
				c.env["XR_ENABLE_API_LAYERS"] = "A"
				if disabled {
					c.env["DISABLE_A"] = "1"
				}
				for i, kind := range kinds {
					library := fmt.Sprintf("/libs/%d.so", i)
					c.libraries[library] = partGood
					dir := []string{"/usr/local/share", "/usr/share"}[i]
					c.texts[fmt.Sprintf("%s/openxr/1/api_layers/%s.d/%d.json", dir, kind, i)] = manifestText("A", library, nil)
				}
			})
		}
	}
}

// fileName is a name without the characters that a path cannot have.
func fileName(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '/' {
			return '|'
		}
		return r
	}, name)
}

// pick returns one of several values.
func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

// randomCase makes a machine. The same seed makes the same machine.
func randomCase(seed uint64) layerCase {
	r := rand.New(rand.NewPCG(seed, 7))
	c := layerCase{name: fmt.Sprintf("seed-%06d", seed), env: map[string]string{}, texts: map[string]string{}, libraries: map[string]string{}}
	set := func(name string, values ...string) {
		if value := pick(r, values...); value != "-" {
			c.env[name] = value
		}
	}
	set("XDG_CONFIG_DIRS", "-", "-", "", "/c1", "/c1:/c2", "/c1::/c2", ":/c1", "/c1:", ":", "/")
	set("XDG_DATA_DIRS", "-", "-", "", "/d1", "/d1/:/d2", "/d1::/d2", "/d1:", "//")
	set("XDG_DATA_HOME", "-", "-", "/dh", "")
	set("HOME", "/home", "-", "")
	set("XDG_CONFIG_HOME", "-", "-", "/ch")
	set("XR_API_LAYER_PATH", "-", "-", "-", "", "/l1", "/l1:/l2", "l1", "/l1:", "/l2::/l1")
	set("XR_ENABLE_API_LAYERS", "-", "-", "", "A", "B", "A:B", "C:A", "A:", "A:A", "A::B", ":A", "gone", "B:gone", "a")
	for _, name := range []string{"DISABLE_A", "DISABLE_B", "ENABLE_A", "ENABLE_B"} {
		set(name, "-", "-", "-", "", "0", "1")
	}
	dirs := []string{"/etc/xdg", "/etc", "/c1", "/c2", "/usr/local/share", "/usr/share", "/d1", "/d2", "/dh", "/home/.local/share", "", "/ch"}
	for i := range r.IntN(7) {
		kind := pick(r, "implicit.d", "explicit.d", "explicit.d")
		dir := pick(r, dirs...) + "/openxr/1/api_layers/" + kind
		if kind == "explicit.d" && c.env["XR_API_LAYER_PATH"] != "" && r.IntN(4) > 0 {
			dir = pick(r, "/l1", "/l2")
		}
		c.addLayer(r, dir, i)
	}
	c.addRuntime(r)
	return c
}

func (c *layerCase) addLayer(r *rand.Rand, dir string, number int) {
	library := fmt.Sprintf("/libs/layer%d.so", number)
	kind := pick(r, partGood, partGood, partGood, partGood, partRefuses, partNoCommands, partSilent, partMissing)
	written := library
	switch r.IntN(8) {
	case 0: // bare, in a directory of the linker
		written = fmt.Sprintf("layer%d.so", number)
		library = "/usr/lib/x86_64-linux-gnu/" + written
	case 1: // relative
		written = fmt.Sprintf("../libs/layer%d.so", number)
		library = path.Join(dir, written)
	}
	if kind != partMissing {
		c.libraries[library] = kind
	}
	changes := map[string]any{}
	if r.IntN(3) == 0 {
		key := pick(r, slices.Sorted(maps.Keys(strange))...)
		if value := pick(r, strange[key]...); key != "library_path" || value != "/libs/./layer.so" && value != "/libs//layer.so" {
			changes[key] = value
		}
	}
	text := manifestText(pick(r, "A", "B", "C", "D"), written, changes)
	if r.IntN(40) == 0 {
		text = documents[pick(r, slices.Sorted(maps.Keys(documents))...)]
	}
	c.texts[dir+fmt.Sprintf("/%d.%s", number, pick(r, "json", "json", "json", "json", "json", "json", "JSON"))] = text
}

func (c *layerCase) addRuntime(r *rand.Rand) {
	library, kind := "/libs/runtime.so", pick(r, partGood, partGood, partGood, partGood, partGood, partRefuses, partNoCommands, partSilent, partMissing)
	if kind != partMissing {
		c.libraries[library] = kind
	}
	dir := pick(r, "/etc/xdg", "/etc/xdg", "/etc", "/c1", "/ch", "/home/.config")
	file := dir + "/openxr/1/" + pick(r, "active_runtime.json", "active_runtime.json", "active_runtime.x86_64.json", "active_runtime.i686.json")
	text := pick(r, runtimeText(library), runtimeText(library), runtimeText(library), runtimeText("../../../../libs/runtime.so"), "{}", `{"file_format_version": "1.0.0", "runtime": []}`)
	switch r.IntN(4) {
	case 0:
		file = "/m/runtime.json"
		c.env["XR_RUNTIME_JSON"] = pick(r, file, file, "m/runtime.json", "/gone.json")
	case 1:
		return
	}
	c.texts[file] = text
}
