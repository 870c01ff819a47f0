// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/cnumber"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/jsoncpp"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/paths"
)

// NegotiateLayerFunction is the name of the entry point of a layer's library, unless the manifest renames it.
const NegotiateLayerFunction = "xrNegotiateLoaderApiLayerInterface"

// The codes of a ManifestError that only layers have.
const (
	// CodeLayerAPIVersion means that api_version is not a version that the loader supports (rule Y7).
	CodeLayerAPIVersion = "layer_api_version"
	// CodeLayerImplementationVersion means that implementation_version is no number (rule Y8).
	CodeLayerImplementationVersion = "layer_implementation_version"
	// CodeLayerDisableVariable means that an implicit layer names no disable_environment (rule Y5).
	CodeLayerDisableVariable = "layer_disable_environment"
	// CodeLayerLibraryMissing means that library_path is a path and leads to nothing (rule Y9).
	CodeLayerLibraryMissing = "layer_library_missing"
	// CodeLayerLibraryUnreachable means that the operating system does not say whether library_path leads to something: then the
	// search ends (rule Y9).
	CodeLayerLibraryUnreachable = "layer_library_unreachable"
)

// LayerManifest is an API layer's manifest as the loader understands it (rules Y5 to Y11).
type LayerManifest struct {
	Name, Description string
	// APIMajor and APIMinor are the version of OpenXR that the layer was written for (rule Y7).
	APIMajor, APIMinor uint32
	// ImplementationVersion is the layer's own version (rule Y8). It is 0 if Versioned is not set.
	ImplementationVersion uint32
	// Versioned is set if both versions could be read.
	Versioned bool
	// LibraryPath is the value of library_path.
	LibraryPath string
	// Library is what the loader passes to dlopen: a path, which symbolic links do not change, or a bare name.
	Library string
	// Bare reports whether LibraryPath has no separator, so that the dynamic linker searches for it.
	Bare bool
	// Functions maps the standard names of functions to the names under which the library exports them.
	Functions map[string]string
	// DisableVariable turns an implicit layer off if it is set, and EnableVariable, if it is not "", on.
	DisableVariable, EnableVariable string
	// Extensions are the instance extensions that the layer adds (rule Y11).
	Extensions []LayerExtension
}

// LayerExtension is an instance extension that a layer adds.
type LayerExtension struct {
	Name    string
	Version uint32
}

// layerReader reads a layer's manifest from a document. It makes the loader's tests in the loader's order.
type layerReader struct {
	reader
	host     Host
	implicit bool
}

// readLayer reads a layer's manifest.
func (h Host) readLayer(path string, implicit bool) (layer LayerManifest, disabledBy string, failure *ManifestError) {
	file, err := h.find(path)
	if err != nil {
		return layer, "", dropped(notFound(path, err))
	}
	data, err := file.Read(maxFile)
	if err != nil {
		return layer, "", dropped(notRead(path, file, err))
	}
	return h.parseLayer(data, path, implicit)
}

// parseLayer reads the text of a layer's manifest, and says which variable disables the layer, or "".
func (h Host) parseLayer(data []byte, path string, implicit bool) (layer LayerManifest, disabledBy string, failure *ManifestError) {
	doc, err := jsoncpp.Parse(data)
	if err != nil {
		failure := notParsed(path, err)
		if failure.Code != CodeManifestDepth {
			dropped(failure)
		}
		return layer, "", failure
	}
	r := layerReader{reader: reader{path: path, doc: doc}, host: h, implicit: implicit}
	return r.layer()
}

// dropped gives an error the result of a manifest that the loader leaves out: none.
func dropped(e *ManifestError) *ManifestError {
	e.Result = 0
	return e
}

func (r *layerReader) layer() (layer LayerManifest, disabledBy string, failure *ManifestError) {
	root := r.doc.Root
	if root.Kind != jsoncpp.Object {
		return layer, "", dropped(r.fail(root, CodeManifestRoot, fmt.Sprintf("the document is %s where an object is needed.", root.Kind), "Put the manifest's keys into one pair of braces."))
	}
	told := root.Members["api_layer"].Members // of a manifest that is left out, too
	layer = LayerManifest{Name: textOf(told["name"]), LibraryPath: textOf(told["library_path"]), Library: textOf(told["library_path"]),
		Description: textOf(told["description"]), DisableVariable: textOf(told["disable_environment"]), EnableVariable: textOf(told["enable_environment"])}
	if failure := r.version(root); failure != nil {
		return layer, "", dropped(failure)
	}
	object, failure := r.object(root)
	if failure != nil {
		return layer, "", failure
	}
	for _, key := range []string{"name", "api_version", "library_path", "implementation_version"} {
		if failure := r.needs(object, key); failure != nil {
			return layer, "", failure
		}
	}
	if r.implicit {
		if failure := r.needs(object, "disable_environment"); failure != nil {
			failure.Code = CodeLayerDisableVariable
			r.facts(object, &layer)
			return layer, "", failure
		}
		if disabledBy := r.disabledBy(object); disabledBy != "" {
			r.facts(object, &layer)
			return layer, disabledBy, nil
		}
	}
	if failure := r.numbers(object, &layer); failure != nil {
		return layer, "", failure
	}
	if failure := r.locate(object, &layer); failure != nil {
		return layer, "", failure
	}
	layer.Functions = renames(object)
	return layer, "", r.layerExtensions(object, &layer)
}

// facts reads what else a manifest says that the loader leaves out. Its faults are of no consequence.
func (r *layerReader) facts(object jsoncpp.Value, layer *LayerManifest) {
	_ = r.numbers(object, layer)
	_ = r.locate(object, layer)
	_ = r.layerExtensions(object, layer)
}

// object returns the value of api_layer. jsoncpp throws an exception if it is neither an object nor null.
func (r *layerReader) object(root jsoncpp.Value) (jsoncpp.Value, *ManifestError) {
	const fix = `Write "api_layer": { "name": "...", "library_path": "...", "api_version": "1.0", "implementation_version": "1" }.`
	object, ok := root.Members["api_layer"]
	switch {
	case !ok:
		return object, dropped(r.fail(root, CodeManifestFields, "api_layer is missing.", fix))
	case object.Kind == jsoncpp.Null:
		return object, dropped(r.fail(object, CodeManifestFields, "api_layer is null where an object is needed.", fix))
	case object.Kind != jsoncpp.Object:
		return object, throwing(r.fail(object, CodeManifestType, fmt.Sprintf("api_layer is %s where an object is needed.", object.Kind), fix))
	}
	return object, nil
}

// needs checks that a member is a string.
func (r *layerReader) needs(object jsoncpp.Value, key string) *ManifestError {
	fix := fmt.Sprintf("Write %q as a string inside \"api_layer\".", key)
	value, ok := object.Members[key]
	if !ok {
		return dropped(r.fail(object, CodeManifestFields, key+" is missing.", fix))
	}
	if value.Kind != jsoncpp.String {
		return dropped(r.fail(value, CodeManifestFields, fmt.Sprintf("%s is %s where a string is needed.", key, value.Kind), fix))
	}
	return nil
}

// disabledBy says which variable turns an implicit layer off, or "" (rules Y5 and W7).
func (r *layerReader) disabledBy(object jsoncpp.Value) string {
	if variable := object.Members["disable_environment"].Text; r.host.isSet(variable) {
		return cString(variable) + " is set"
	}
	if value := object.Members["enable_environment"]; value.Kind == jsoncpp.String && !r.host.isSet(value.Text) {
		return cString(value.Text) + " is not set"
	}
	return ""
}

// isSet reports whether a variable exists, even if it is empty. The loader looks also in set-user-ID programs (rule L8).
func (h Host) isSet(name string) bool {
	name = cString(name)
	if name == "" || strings.Contains(name, "=") {
		return false
	}
	_, set := h.lookup()(name)
	return set
}

// numbers reads the versions (rules Y7 and Y8).
func (r *layerReader) numbers(object jsoncpp.Value, layer *LayerManifest) *ManifestError {
	version := object.Members["api_version"]
	major, rest, ok := cnumber.Unsigned(cString(version.Text))
	minor := uint32(0)
	if ok {
		if rest, ok = strings.CutPrefix(rest, "."); ok {
			minor, _, ok = cnumber.Unsigned(rest)
		}
	}
	if !ok || major > 1 || major == 0 && minor == 0 {
		return dropped(r.fail(version, CodeLayerAPIVersion, fmt.Sprintf("api_version is %s, but the loader accepts only versions such as 1.0.", strconv.QuoteToASCII(version.Text)), `Write "api_version": "1.0".`))
	}
	layer.APIMajor, layer.APIMinor = major, minor&math.MaxUint16 // an XrVersion has 16 bits for it
	implementation := object.Members["implementation_version"]
	number, rest := r.host.long(cString(implementation.Text))
	if rest != "" && r.host.follows(changeImplementationVersion) {
		return dropped(r.fail(implementation, CodeLayerImplementationVersion, fmt.Sprintf("implementation_version is %s, and loaders since %s leave a layer out whose version is no number.",
			strconv.QuoteToASCII(implementation.Text), changes[changeImplementationVersion].Since), `Write "implementation_version": "1".`))
	}
	layer.ImplementationVersion, layer.Versioned = number, true
	return nil
}

// long reads a number as the host's loader does (rules Y8 and Y11).
func (h Host) long(text string) (number uint32, rest string) {
	bits := 64
	if (h.goos() == "windows" || slices.Contains(narrow, h.arch())) && !h.follows(changeWidth) {
		bits = 32
	}
	return cnumber.Long(text, h.follows(changeUnsigned), bits)
}

// locate finds the library. Where library_path is a path, it has to exist; symbolic links of the manifest are not followed
// (rule Y9).
func (r *layerReader) locate(object jsoncpp.Value, layer *LayerManifest) *ManifestError {
	if !strings.ContainsAny(layer.LibraryPath, `/\`) {
		layer.Bare = true
		layer.Library = cString(layer.Library)
		return nil
	}
	if goos := r.host.goos(); !paths.IsAbsolute(goos, layer.LibraryPath) {
		layer.Library = paths.Join(goos, paths.Parent(goos, r.path), layer.LibraryPath)
	}
	layer.Library = cString(layer.Library)
	state, note := r.host.look(layer.Library)
	switch state {
	case StateFound:
		return nil
	case StateLoop, StateFailed: // std::filesystem::exists throws
		return throwing(r.fail(object.Members["library_path"], CodeLayerLibraryUnreachable, fmt.Sprintf("whether the library %s exists cannot be told, which ends the loader's search: %s.", r.host.Plain(layer.Library), note),
			"Repair the library's path, or remove the manifest."))
	default:
		if note != "" {
			note = ": " + note
		}
		return dropped(r.fail(object.Members["library_path"], CodeLayerLibraryMissing, fmt.Sprintf("the library %s does not exist%s.", r.host.Plain(layer.Library), note),
			"Install the layer again, or correct library_path."))
	}
}

// layerExtensions reads instance_extensions (rule Y11).
func (r *layerReader) layerExtensions(object jsoncpp.Value, layer *LayerManifest) *ManifestError {
	for _, item := range object.Members["instance_extensions"].Items {
		if item.Kind != jsoncpp.Object && item.Kind != jsoncpp.Null { // null has no members, so it is skipped
			return throwing(r.fail(item, CodeManifestType, fmt.Sprintf("instance_extensions contains %s where an object is needed.", item.Kind),
				`Write each extension as { "name": "XR_...", "extension_version": "1" }.`))
		}
		name, version := item.Members["name"], item.Members["extension_version"]
		if number, ok := r.extensionVersion(version); name.Kind == jsoncpp.String && ok {
			layer.Extensions = append(layer.Extensions, LayerExtension{Name: cString(name.Text), Version: number})
		}
	}
	return nil
}

// extensionVersion reads a version that is a string or an unsigned number.
func (r *layerReader) extensionVersion(v jsoncpp.Value) (uint32, bool) {
	switch v.Kind {
	case jsoncpp.String:
		number, _ := r.host.long(cString(v.Text))
		return number, true
	case jsoncpp.Number:
		number, err := strconv.ParseFloat(v.Text, 64)
		return uint32(number), err == nil && number == math.Trunc(number) && number >= 0 && number <= math.MaxUint32
	}
	return 0, false
}
