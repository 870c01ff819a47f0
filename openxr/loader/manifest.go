// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/cnumber"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/jsoncpp"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/paths"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
)

// maxFile is the size in bytes up to which configuration files are read. The largest real manifest is less than a hundredth
// of it.
const maxFile = 1 << 20

// NegotiateFunction is the name of the entry point of a runtime's library, unless the manifest renames it.
const NegotiateFunction = "xrNegotiateLoaderRuntimeInterface"

// ErrManifest matches every *[ManifestError].
var ErrManifest = errors.New("the manifest cannot be used")

// Manifest is a runtime manifest as the loader understands it (the rules R of [Rules]).
type Manifest struct {
	// Path is the path as the caller gave it.
	Path string
	// Canonical is Path without symbolic links.
	Canonical string
	// Name is the runtime's name, or "" if it is absent or not a string. The loader does not read it (rule R4).
	Name string
	// LibraryPath is the value of library_path.
	LibraryPath string
	// Library is what the loader passes to dlopen: an absolute path, a bare name, or "" for the program itself (rule R7).
	Library string
	// Bare reports whether LibraryPath has no separator, so that the dynamic linker searches for it (rule R6).
	Bare bool
	// Functions maps the standard names of functions to the names under which the library exports them (rule R9).
	Functions map[string]string
	// Warnings describe likely mistakes that the loader accepts. Each is a sentence that begins with a line and a column;
	// there are at most 32.
	Warnings []string
}

// Negotiate returns the name under which the library should export the negotiate function.
func (m Manifest) Negotiate() string {
	if name, renamed := m.Functions[NegotiateFunction]; renamed {
		return name
	}
	return NegotiateFunction
}

// The codes of a ManifestError.
const (
	// CodeManifestMissing means that the file does not exist.
	CodeManifestMissing = "manifest_missing"
	// CodeManifestUnreadable means that the file cannot be opened or read, or is a directory.
	CodeManifestUnreadable = "manifest_unreadable"
	// CodeManifestTooLarge means that the file has more than 1 MiB, and that this package does not read it.
	CodeManifestTooLarge = "manifest_too_large"
	// CodeManifestSyntax means that jsoncpp refuses the text (rule R1).
	CodeManifestSyntax = "manifest_syntax"
	// CodeManifestDepth means that a value is nested more than 1000 levels deep (rule R3).
	CodeManifestDepth = "manifest_depth"
	// CodeManifestRoot means that the document is not an object (rule R1).
	CodeManifestRoot = "manifest_root"
	// CodeManifestVersion means that file_format_version is missing, not a string or not 1.0.0 (rule R2).
	CodeManifestVersion = "manifest_version"
	// CodeManifestFields means that runtime is missing, or that library_path is missing or not a string (rule R3).
	CodeManifestFields = "manifest_fields"
	// CodeManifestType means that a value has a type that makes jsoncpp throw an exception (rule R3).
	CodeManifestType = "manifest_type"
)

// ManifestError says why a manifest of a runtime or of an API layer cannot be used.
type ManifestError struct {
	// Path is the manifest's path as the caller gave it.
	Path string
	// Line and Column count from 1; they are 0 if the fault is not at one place in the text.
	Line, Column int
	// Code is one of the CodeManifest constants. The words are stable.
	Code string
	// Text says in one sentence what is wrong.
	Text string
	// Fix says in one sentence what to do.
	Fix string
	// Result is the XrResult with which the loader fails: -51, -2, or 0 if it is not known.
	Result int32
	// Err is the underlying error, or nil.
	Err error
}

// Error returns the path, the line and column if they are known, and Text.
func (e *ManifestError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.Path, e.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Path, e.Line, e.Column, e.Text)
}

// Unwrap returns Err.
func (e *ManifestError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrManifest].
func (e *ManifestError) Is(target error) bool { return target == ErrManifest }

// ReadManifest reads a runtime manifest. A relative path is relative to h.Dir. The error is a *[ManifestError].
func (h Host) ReadManifest(path string) (Manifest, error) {
	h = h.Remembering()
	file, err := h.find(h.absolute(path))
	if err != nil {
		return Manifest{}, notFound(path, err)
	}
	data, err := file.Read(maxFile)
	if err != nil {
		return Manifest{}, notRead(path, file, err)
	}
	m, err := ParseManifest(data, path)
	if err != nil {
		return Manifest{}, err
	}
	m.Canonical = file.Canonical
	m.Library = libraryOf(h.goos(), m.LibraryPath, file.Canonical)
	if failure := h.checkLibrary(m); failure != nil {
		return Manifest{}, failure
	}
	return m, nil
}

// checkLibrary follows the loaders that look for a library before they load it: std::filesystem::exists throws where the operating system
// does not say whether there is one. A library that is not there is a fault of its own, with any loader.
func (h Host) checkLibrary(m Manifest) error {
	if h.follows(changeLibraryUnchecked) || !strings.ContainsAny(m.LibraryPath, `/\`) {
		return nil
	}
	state, note := h.look(m.Library)
	if state != StateLoop && state != StateFailed {
		return nil
	}
	return &ManifestError{Path: m.Path, Code: CodeLibraryUnreadable, Result: resultRuntimeFailure,
		Text: fmt.Sprintf("whether the library %s exists cannot be told, so loaders before %s fail: %s.", h.Plain(m.Library), changes[changeLibraryUnchecked].Since, note),
		Fix:  "Repair the library's path, or correct library_path in " + m.Path + "."}
}

func notFound(path string, err error) *ManifestError {
	e := &ManifestError{Path: path, Code: CodeManifestUnreadable, Text: "the manifest cannot be reached: " + tree.Reason(err) + ".",
		Fix: "Make every directory of its path accessible.", Result: resultRuntimeUnavailable, Err: err}
	switch {
	case errors.Is(err, tree.ErrDangling):
		e.Code, e.Text = CodeManifestMissing, "the manifest is a symbolic link to a file that does not exist."
		e.Fix = "Install the runtime that the link belongs to, or remove the link."
	case errors.Is(err, fs.ErrNotExist):
		e.Code, e.Text = CodeManifestMissing, "the manifest does not exist."
		e.Fix = "Correct the path, or install the runtime that the manifest belongs to."
	}
	return e
}

func notRead(path string, file tree.Entry, err error) *ManifestError {
	e := &ManifestError{Path: path, Code: CodeManifestUnreadable, Text: "the manifest cannot be read: " + tree.Reason(err) + ".",
		Fix: "Let the user who runs OpenXR programs read the file.", Result: resultRuntimeUnavailable, Err: err}
	switch {
	case file.Info.IsDir():
		e.Text, e.Fix = "the manifest is a directory.", "Name the manifest file inside the directory, or replace the directory with a file."
	case errors.Is(err, tree.ErrNotRegular):
		e.Text, e.Fix = "the manifest is a pipe, a socket or a device.", "Put the manifest into a regular file."
		// The loader would read a pipe. Only reading it, which empties it, would tell the result.
		e.Result = 0
	}
	return e
}

// ParseManifest reads the text of a runtime manifest. It fills all fields of the Manifest except Canonical and Library, which
// depend on where the file is; path is only copied. The error is a *[ManifestError].
func ParseManifest(data []byte, path string) (Manifest, error) {
	if len(data) > maxFile {
		return Manifest{}, &ManifestError{Path: path, Code: CodeManifestTooLarge, Text: "the manifest has more than 1 MiB.",
			Fix: "Make the path name a manifest, not another file."}
	}
	doc, err := jsoncpp.Parse(data)
	if err != nil {
		return Manifest{}, notParsed(path, err)
	}
	r := reader{path: path, doc: doc}
	if failure := r.read(); failure != nil {
		return Manifest{}, failure
	}
	r.warn()
	return r.manifest, nil
}

func notParsed(path string, err error) *ManifestError {
	e := &ManifestError{Path: path, Code: CodeManifestSyntax, Text: err.Error() + ".",
		Fix: "Correct the JSON there, or install the runtime again.", Result: resultRuntimeUnavailable, Err: err}
	var syntax *jsoncpp.SyntaxError
	if errors.As(err, &syntax) {
		e.Line, e.Column, e.Text = syntax.Line, syntax.Column, syntax.Text+"."
		if syntax.TooDeep {
			e.Code, e.Result = CodeManifestDepth, resultRuntimeFailure
		}
	}
	return e
}

// reader reads a manifest from a document. It makes the loader's tests in the loader's order.
type reader struct {
	path     string
	doc      jsoncpp.Document
	manifest Manifest
}

func (r *reader) fail(at jsoncpp.Value, code, text, fix string) *ManifestError {
	line, column := r.doc.Position(at.Offset)
	return &ManifestError{Path: r.path, Line: line, Column: column, Code: code, Text: text, Fix: fix, Result: resultRuntimeUnavailable}
}

func (r *reader) read() *ManifestError {
	root := r.doc.Root
	if root.Kind != jsoncpp.Object {
		return r.fail(root, CodeManifestRoot, fmt.Sprintf("the document is %s where an object is needed.", root.Kind),
			"Put the manifest's keys into one pair of braces.")
	}
	if err := r.version(root); err != nil {
		return err
	}
	runtime, err := r.runtime(root)
	if err != nil {
		return err
	}
	library, err := r.library(runtime)
	if err != nil {
		return err
	}
	if err := r.extensions(runtime); err != nil {
		return err
	}
	r.manifest = Manifest{
		Path:        r.path,
		Name:        strings.ToValidUTF8(textOf(runtime.Members["name"]), "\uFFFD"),
		LibraryPath: library,
		Bare:        library != "" && !strings.ContainsAny(library, `/\`),
		Functions:   renames(runtime),
	}
	return nil
}

func (r *reader) version(root jsoncpp.Value) *ManifestError {
	const fix = `Write "file_format_version": "1.0.0".`
	version, ok := root.Members["file_format_version"]
	if !ok {
		return r.fail(root, CodeManifestVersion, "file_format_version is missing.", fix)
	}
	if version.Kind != jsoncpp.String {
		return r.fail(version, CodeManifestVersion,
			fmt.Sprintf("file_format_version is %s where a string is needed.", version.Kind), fix)
	}
	if !isFormatOne(version.Text) {
		return r.fail(version, CodeManifestVersion,
			fmt.Sprintf("file_format_version is %s, but the loader accepts only 1.0.0.", strconv.QuoteToASCII(version.Text)), fix)
	}
	return nil
}

// runtime returns the runtime object. jsoncpp throws an exception if the value is neither an object nor null.
func (r *reader) runtime(root jsoncpp.Value) (jsoncpp.Value, *ManifestError) {
	const fix = `Write "runtime": { "library_path": "..." }.`
	runtime, ok := root.Members["runtime"]
	switch {
	case !ok:
		return runtime, r.fail(root, CodeManifestFields, "runtime is missing.", fix)
	case runtime.Kind == jsoncpp.Null:
		return runtime, r.fail(runtime, CodeManifestFields, "runtime is null where an object is needed.", fix)
	case runtime.Kind != jsoncpp.Object:
		return runtime, throwing(r.fail(runtime, CodeManifestType, fmt.Sprintf("runtime is %s where an object is needed.", runtime.Kind), fix))
	}
	return runtime, nil
}

// throwing gives an error the result that the loader returns if jsoncpp throws an exception.
func throwing(e *ManifestError) *ManifestError {
	e.Result = resultRuntimeFailure
	return e
}

func (r *reader) library(runtime jsoncpp.Value) (string, *ManifestError) {
	const fix = `Write the path of the runtime's library as the string "library_path" inside "runtime".`
	library, ok := runtime.Members["library_path"]
	if !ok {
		return "", r.fail(runtime, CodeManifestFields, "library_path is missing.", fix)
	}
	if library.Kind != jsoncpp.String {
		return "", r.fail(library, CodeManifestFields, fmt.Sprintf("library_path is %s where a string is needed.", library.Kind), fix)
	}
	return library.Text, nil
}

// extensions checks instance_extensions. The list has no effect for runtimes (rule R10), but the loader reads it.
func (r *reader) extensions(runtime jsoncpp.Value) *ManifestError {
	list := runtime.Members["instance_extensions"]
	for _, item := range list.Items {
		if item.Kind != jsoncpp.Object && item.Kind != jsoncpp.Null {
			return throwing(r.fail(item, CodeManifestType, fmt.Sprintf("instance_extensions contains %s where an object is needed.", item.Kind),
				"Remove instance_extensions: it has no effect in a runtime manifest."))
		}
	}
	return nil
}

// textOf returns the text of a string, or "" for another kind of value.
func textOf(v jsoncpp.Value) string {
	if v.Kind != jsoncpp.String {
		return ""
	}
	return v.Text
}

func renames(runtime jsoncpp.Value) map[string]string {
	functions := runtime.Members["functions"]
	var names map[string]string
	for function, name := range functions.Members {
		if name.Kind != jsoncpp.String {
			continue
		}
		if names == nil {
			names = map[string]string{}
		}
		names[cString(function)] = cString(name.Text)
	}
	return names
}

// libraryOf follows rules R5 to R7 and W8: it joins a relative path to the directory of the canonical manifest, and returns an
// absolute path or a bare name unchanged.
func libraryOf(goos, library, manifest string) string {
	if strings.ContainsAny(library, `/\`) && !paths.IsAbsolute(goos, library) {
		library = paths.Join(goos, paths.Parent(goos, manifest), library)
	}
	return cString(library)
}

// cString returns the part of a string that a C function sees: what precedes the first NUL.
func cString(s string) string {
	before, _, _ := strings.Cut(s, "\x00")
	return before
}

// isFormatOne reports whether sscanf with "%u.%u.%u" reads 1, 0 and 0 from the text (rule R2). It ignores what follows.
func isFormatOne(text string) bool {
	major, rest, ok := cnumber.Unsigned(text)
	if !ok || major != 1 {
		return false
	}
	for range 2 {
		var number uint32
		if rest, ok = strings.CutPrefix(rest, "."); !ok {
			return false
		}
		if number, rest, ok = cnumber.Unsigned(rest); !ok || number != 0 {
			return false
		}
	}
	return true
}

// maxWarnings bounds the number of warnings about a hostile manifest.
const maxWarnings = 32

// warning is a sentence about an offset in the manifest.
type warning struct {
	offset int
	text   string
}

// warn fills in the manifest's warnings, sorted by their offsets.
func (r *reader) warn() {
	runtime, _ := r.doc.Root.Members["runtime"]
	warnings := r.dialect()
	warnings = append(warnings, rootFunctions(r.doc.Root)...)
	warnings = append(warnings, badRenames(runtime)...)
	warnings = append(warnings, unusedFields(runtime)...)
	slices.SortStableFunc(warnings, func(a, b warning) int {
		if a.offset != b.offset {
			return a.offset - b.offset
		}
		return strings.Compare(a.text, b.text)
	})
	for _, w := range warnings[:min(len(warnings), maxWarnings)] {
		line, column := r.doc.Position(w.offset)
		r.manifest.Warnings = append(r.manifest.Warnings, fmt.Sprintf("line %d, column %d: %s.", line, column, w.text))
	}
}

// dialect warns of what the loader's JSON reader accepts but other readers refuse (rule R1).
func (r *reader) dialect() []warning {
	var warnings []warning
	for _, remark := range r.doc.Strict {
		warnings = append(warnings, warning{remark.Offset, remark.Text + "; the loader accepts this, but strict JSON readers refuse it"})
	}
	for _, remark := range r.doc.Duplicates {
		warnings = append(warnings, warning{remark.Offset, fmt.Sprintf("the key %+q is repeated; the loader uses the last one", remark.Text)})
	}
	return warnings
}

// rootFunctions warns of functions outside runtime (rule R9).
func rootFunctions(root jsoncpp.Value) []warning {
	functions, ok := root.Members["functions"]
	if !ok {
		return nil
	}
	return []warning{{functions.Offset, "functions is outside runtime, where it has no effect"}}
}

// badRenames warns of new names that the loader ignores because they are not strings in an object (rule R9), and of empty
// names.
func badRenames(runtime jsoncpp.Value) []warning {
	functions, ok := runtime.Members["functions"]
	if !ok {
		return nil
	}
	if functions.Kind != jsoncpp.Object {
		return []warning{{functions.Offset, fmt.Sprintf("functions is %s where an object is needed; the loader ignores it", functions.Kind)}}
	}
	var warnings []warning
	for function, name := range functions.Members {
		switch {
		case name.Kind != jsoncpp.String:
			warnings = append(warnings, warning{name.Offset, fmt.Sprintf("the new name of %+q is %s where a string is needed; the loader ignores it", function, name.Kind)})
		case cString(name.Text) == "":
			warnings = append(warnings, warning{name.Offset, fmt.Sprintf("the new name of %+q is empty; no library can export it, and debug builds of the loader abort", function)})
		}
	}
	return warnings
}

// unusedFields warns of fields that the loader does not use (rules R4 and R10).
func unusedFields(runtime jsoncpp.Value) []warning {
	var warnings []warning
	if name, ok := runtime.Members["name"]; ok && name.Kind != jsoncpp.String {
		warnings = append(warnings, warning{name.Offset, fmt.Sprintf("name is %s where a string is needed; the loader does not read it", name.Kind)})
	}
	if list, ok := runtime.Members["instance_extensions"]; ok {
		warnings = append(warnings, warning{list.Offset, "instance_extensions has no effect in a runtime manifest"})
	}
	return warnings
}
