// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loadertest

import "fmt"

// BadManifest is a manifest with one fault. Khronos generates manifests with the same faults for the tests of its loader
// (src/scripts/generate_runtime_manifest.py -b, generate_api_layer_manifest.py -b); these are not copies.
type BadManifest struct {
	Name, Text string
	// Code is the cause's code.
	Code string
	// Result is the XrResult of xrCreateInstance: for a program whose active runtime this is, or which asks for this layer. It is 0
	// if the Khronos loader does not notice the fault, which then ends the program.
	Result int
	// Listed reports whether xrEnumerateApiLayerProperties names the layer.
	Listed bool
	// Library is the kind of library that the manifest names: "good", or what is wrong with the answer of the negotiate function.
	Library string
}

// The kinds of libraries that [BadManifest] has.
const (
	Good         = "good"
	Refuses      = "refuses"
	NoCommands   = "no_commands"
	BadInterface = "bad_interface"
	BadVersion   = "bad_version"
)

// BadLayerName is the name in the manifests of [BadLayers].
const BadLayerName = "XR_APILAYER_bad"

// formatFaults are wrong values of file_format_version, which manifests of both kinds have.
func formatFaults() []struct{ name, member string } {
	return []struct{ name, member string }{
		{"no format version", ""}, {"a format version that is a number", `"file_format_version": 1,`}, {"a format version that is a word", `"file_format_version": "first",`},
		{"a format version of zeros", `"file_format_version": "0.0.0",`}, {"a format version with a high major number", `"file_format_version": "15.0.0",`},
		{"a format version with a high minor number", `"file_format_version": "1.15.0",`},
	}
}

const (
	unavailable = -51
	notPresent  = -36
)

// BadRuntimes returns fifteen manifests of runtimes that no program can use. The library is what library names.
func BadRuntimes(library func(kind string) string) []BadManifest {
	runtime := func(path string) string { return fmt.Sprintf(`{"name": "Bad", "library_path": %q}`, path) }
	whole := func(runtime string) string { return `{"file_format_version": "1.0.0", "runtime": ` + runtime + `}` }
	var list []BadManifest
	for _, fault := range formatFaults() {
		list = append(list, BadManifest{Name: fault.name, Text: "{" + fault.member + `"runtime": ` + runtime(library(Good)) + "}", Code: "manifest_version", Result: unavailable, Library: Good})
	}
	for name, text := range map[string]string{
		"no runtime": `{"file_format_version": "1.0.0"}`, "an empty runtime": whole("{}"), "no library": whole(`{"name": "Bad"}`), "a library that is a number": whole(`{"library_path": 5}`),
	} {
		list = append(list, BadManifest{Name: name, Text: text, Code: "manifest_fields", Result: unavailable})
	}
	list = append(list, BadManifest{Name: "a library that is not there", Text: whole(runtime("not_real/libgone.so")), Code: "library_missing", Result: unavailable})
	for kind, code := range map[string]string{Refuses: "negotiation_refused", NoCommands: "no_get_instance_proc_addr", BadInterface: "bad_interface_version", BadVersion: "bad_api_version"} {
		list = append(list, BadManifest{Name: "a library: " + kind, Text: whole(runtime(library(kind))), Code: code, Result: unavailable, Library: kind})
	}
	return list
}

// BadLayers returns twenty-two manifests of layers that no program can use, each for a directory of its own. The library is
// what library names.
func BadLayers(library func(kind string) string) []BadManifest {
	layer := func(name, path, version string) string {
		return fmt.Sprintf(`{%s %s "api_version": %s, "implementation_version": "1", "description": "d"}`, name, path, version)
	}
	named, lies := fmt.Sprintf(`"name": %q,`, BadLayerName), func(path string) string { return fmt.Sprintf(`"library_path": %q,`, path) }
	whole := func(layer string) string { return `{"file_format_version": "1.0.0", "api_layer": ` + layer + `}` }
	good := lies(library(Good))
	var list []BadManifest
	for _, fault := range formatFaults() {
		list = append(list, BadManifest{Name: fault.name, Text: "{" + fault.member + `"api_layer": ` + layer(named, good, `"1.0"`) + "}", Code: "manifest_version", Result: notPresent, Library: Good})
	}
	for name, row := range map[string]struct{ text, code string }{
		"no layer":                        {`{"file_format_version": "1.0.0"}`, "manifest_fields"},
		"an empty layer":                  {whole("{}"), "manifest_fields"},
		"no name":                         {whole(layer("", good, `"1.0"`)), "manifest_fields"},
		"a name that is a number":         {whole(layer(`"name": 1,`, good, `"1.0"`)), "manifest_fields"},
		"no library":                      {whole(layer(named, "", `"1.0"`)), "manifest_fields"},
		"a library that is a number":      {whole(layer(named, `"library_path": 5,`, `"1.0"`)), "manifest_fields"},
		"a library that is not there":     {whole(layer(named, lies("/not_real/libgone.so"), `"1.0"`)), "layer_library_missing"},
		"a relative library of elsewhere": {whole(layer(named, lies("../not_real/libgone.so"), `"1.0"`)), "layer_library_missing"},
		"a version that is an integer":    {whole(layer(named, good, "1")), "manifest_fields"},
		"a version that is a fraction":    {whole(layer(named, good, "1.0")), "manifest_fields"},
		"a version that is a word":        {whole(layer(named, good, `"first"`)), "layer_api_version"},
		"a version that is too high":      {whole(layer(named, good, `"15.0"`)), "layer_api_version"},
	} {
		list = append(list, BadManifest{Name: name, Text: row.text, Code: row.code, Result: notPresent})
	}
	for kind, row := range map[string]struct {
		code   string
		result int
	}{Refuses: {"negotiation_refused", -6}, NoCommands: {"no_get_instance_proc_addr", -33}, BadInterface: {"bad_interface_version", 0}, BadVersion: {"bad_api_version", 0}} {
		list = append(list, BadManifest{Name: "a library: " + kind, Text: whole(layer(named, lies(library(kind)), `"1.0"`)), Code: row.code, Result: row.result, Listed: true, Library: kind})
	}
	return list
}
