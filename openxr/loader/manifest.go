// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/jsoncpp"
)

// maxFile bounds the configuration files that are read, in bytes. The largest real manifest has less than a hundredth of it.
const maxFile = 1 << 20

// NegotiateFunction is the entry point of a runtime's library unless the manifest renames it.
const NegotiateFunction = "xrNegotiateLoaderRuntimeInterface"

// ErrManifest is what every *[ManifestError] is.
var ErrManifest = errors.New("the runtime manifest cannot be used")

// Manifest is a runtime manifest as the loader understands it (rules R1 to R10).
type Manifest struct {
	// Path is the path as it was given.
	Path string
	// Canonical is Path without symbolic links.
	Canonical string
	// Name is the runtime's name, "" if absent or not a string. The loader does not read it (rule R4).
	Name string
	// LibraryPath is the library as it is written.
	LibraryPath string
	// Library is what would be handed to dlopen: an absolute path, a bare name, or "" for the program itself (rule R7).
	Library string
	// Bare tells that LibraryPath has no separator, so that the dynamic linker searches for it (rule R6).
	Bare bool
	// Functions are the renamed functions: the standard name is the key (rule R9).
	Functions map[string]string
	// Warnings are what the loader lets pass and a person may want to know, as sentences that begin with line and column.
	Warnings []string
}

// Negotiate returns the name under which the library is expected to export the negotiate function.
func (m Manifest) Negotiate() string {
	if name, renamed := m.Functions[NegotiateFunction]; renamed {
		return name
	}
	return NegotiateFunction
}

// The codes of a ManifestError.
const (
	// CodeManifestMissing is a file that does not exist.
	CodeManifestMissing = "manifest_missing"
	// CodeManifestUnreadable is a file that cannot be opened or read, or a folder.
	CodeManifestUnreadable = "manifest_unreadable"
	// CodeManifestTooLarge is a file of more than 1 MiB, which this package does not read.
	CodeManifestTooLarge = "manifest_too_large"
	// CodeManifestSyntax is text that jsoncpp refuses (rule R1).
	CodeManifestSyntax = "manifest_syntax"
	// CodeManifestDepth is a value nested more than 1000 deep (rule R3).
	CodeManifestDepth = "manifest_depth"
	// CodeManifestRoot is a document that is not an object (rule R1).
	CodeManifestRoot = "manifest_root"
	// CodeManifestVersion is a file_format_version that is missing, not a string or not 1.0.0 (rule R2).
	CodeManifestVersion = "manifest_version"
	// CodeManifestFields is a missing or wrongly typed library_path, or a missing runtime (rule R3).
	CodeManifestFields = "manifest_fields"
	// CodeManifestType is a value of a type that makes jsoncpp throw (rule R3).
	CodeManifestType = "manifest_type"
)

// ManifestError says why a manifest cannot be used.
type ManifestError struct {
	// Path is the manifest's path as it was given.
	Path string
	// Line and Column count from 1; they are 0 where the fault is not at a place in the text.
	Line, Column int
	// Code is one of the Code constants. The words are stable.
	Code string
	// Text says in one sentence what is wrong.
	Text string
	// Fix says in one sentence what to do.
	Fix string
	// Result is the XrResult with which the loader would have failed: -51, -2, or 0 where that cannot be said.
	Result int32
	// Err is the cause, nil when there is none.
	Err error
}

// Error returns the path, the place and the sentence.
func (e *ManifestError) Error() string {
	if e.Line == 0 {
		return fmt.Sprintf("%s: %s", e.Path, e.Text)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.Path, e.Line, e.Column, e.Text)
}

// Unwrap returns the cause.
func (e *ManifestError) Unwrap() error { return e.Err }

// Is tells that e is [ErrManifest].
func (e *ManifestError) Is(target error) bool { return target == ErrManifest }

// ReadManifest reads a runtime manifest. A relative path is relative to h.Dir. The error is a *[ManifestError].
func (h Host) ReadManifest(path string) (Manifest, error) {
	file, err := h.find(h.absolute(path))
	if err != nil {
		return Manifest{}, notFound(path, err)
	}
	data, err := file.read(maxFile)
	if err != nil {
		return Manifest{}, notRead(path, file, err)
	}
	m, err := ParseManifest(data, path)
	if err != nil {
		return Manifest{}, err
	}
	m.Canonical = file.canonical
	m.Library = libraryOf(h.goos(), m.LibraryPath, file.canonical)
	return m, nil
}

func notFound(path string, err error) *ManifestError {
	e := &ManifestError{Path: path, Code: CodeManifestUnreadable, Text: "the manifest cannot be reached: " + reason(err) + ".",
		Fix: "Make every folder on the way to it accessible.", Result: resultRuntimeUnavailable, Err: err}
	switch {
	case errors.Is(err, errDangling):
		e.Code, e.Text = CodeManifestMissing, "the manifest is a symbolic link to a file that does not exist."
		e.Fix = "Install the runtime that the link belongs to, or remove the link."
	case errors.Is(err, fs.ErrNotExist):
		e.Code, e.Text = CodeManifestMissing, "the manifest does not exist."
		e.Fix = "Correct the path, or install the runtime that the manifest belongs to."
	}
	return e
}

func notRead(path string, file entry, err error) *ManifestError {
	e := &ManifestError{Path: path, Code: CodeManifestUnreadable, Text: "the manifest cannot be read: " + reason(err) + ".",
		Fix: "Make the file readable for the user that runs OpenXR programs.", Result: resultRuntimeUnavailable, Err: err}
	switch {
	case file.info.IsDir():
		e.Text, e.Fix = "the manifest is a folder.", "Name the manifest file inside the folder, or replace the folder by a file."
	case errors.Is(err, errNotRegular):
		e.Text, e.Fix = "the manifest is a pipe, a socket or a device.", "Put the manifest into an ordinary file."
		// The loader would read a pipe, with an outcome that nobody can know without emptying it.
		e.Result = 0
	}
	return e
}

// ParseManifest reads the text of a runtime manifest without touching the machine. Of the Manifest it fills all but
// Canonical and Library, for which the file's place must be known. The error is a *[ManifestError].
func ParseManifest(data []byte, path string) (Manifest, error) {
	if len(data) > maxFile {
		return Manifest{}, &ManifestError{Path: path, Code: CodeManifestTooLarge, Text: "the manifest has more than 1 MiB.",
			Fix: "Check that the path names a manifest and not another file."}
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
		Fix: "Correct the JSON at that place.", Result: resultRuntimeUnavailable, Err: err}
	var syntax *jsoncpp.SyntaxError
	if errors.As(err, &syntax) {
		e.Line, e.Column, e.Text = syntax.Line, syntax.Column, syntax.Text+"."
		if syntax.TooDeep {
			e.Code, e.Result = CodeManifestDepth, resultRuntimeFailure
		}
	}
	return e
}

// reader takes a manifest out of a document, testing what the loader tests in the loader's order.
type reader struct {
	path     string
	doc      jsoncpp.Document
	manifest Manifest
}

func (r *reader) fail(at jsoncpp.Value, code, text, mend string) *ManifestError {
	line, column := r.doc.Position(at.Offset)
	return &ManifestError{Path: r.path, Line: line, Column: column, Code: code, Text: text, Fix: mend, Result: resultRuntimeUnavailable}
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
	name, _ := runtime.Member("name")
	r.manifest = Manifest{
		Path:        r.path,
		Name:        strings.ToValidUTF8(name.Text, "\uFFFD"),
		LibraryPath: library,
		Bare:        library != "" && !strings.ContainsAny(library, `/\`),
		Functions:   renames(runtime),
	}
	return nil
}

func (r *reader) version(root jsoncpp.Value) *ManifestError {
	const mend = `Write "file_format_version": "1.0.0".`
	version, ok := root.Member("file_format_version")
	if !ok {
		return r.fail(root, CodeManifestVersion, "file_format_version is missing.", mend)
	}
	if version.Kind != jsoncpp.String {
		return r.fail(version, CodeManifestVersion,
			fmt.Sprintf("file_format_version is %s where a string is needed.", version.Kind), mend)
	}
	if !isFormatOne(version.Text) {
		return r.fail(version, CodeManifestVersion,
			fmt.Sprintf("file_format_version is %s, and the loader knows 1.0.0 only.", strconv.QuoteToASCII(version.Text)), mend)
	}
	return nil
}

// runtime returns the runtime object. Asking a value that is neither an object nor null for a member makes jsoncpp throw.
func (r *reader) runtime(root jsoncpp.Value) (jsoncpp.Value, *ManifestError) {
	const mend = `Write "runtime": { "library_path": "..." }.`
	runtime, ok := root.Member("runtime")
	switch {
	case !ok:
		return runtime, r.fail(root, CodeManifestFields, "runtime is missing.", mend)
	case runtime.Kind == jsoncpp.Null:
		return runtime, r.fail(runtime, CodeManifestFields, "runtime is null where an object is needed.", mend)
	case runtime.Kind != jsoncpp.Object:
		return runtime, thrown(r.fail(runtime, CodeManifestType, fmt.Sprintf("runtime is %s where an object is needed.", runtime.Kind), mend))
	}
	return runtime, nil
}

func thrown(e *ManifestError) *ManifestError {
	e.Result = resultRuntimeFailure
	return e
}

func (r *reader) library(runtime jsoncpp.Value) (string, *ManifestError) {
	const mend = `Write the path of the runtime's library as the string "library_path" inside "runtime".`
	library, ok := runtime.Member("library_path")
	if !ok {
		return "", r.fail(runtime, CodeManifestFields, "library_path is missing.", mend)
	}
	if library.Kind != jsoncpp.String {
		return "", r.fail(library, CodeManifestFields, fmt.Sprintf("library_path is %s where a string is needed.", library.Kind), mend)
	}
	return library.Text, nil
}

// extensions tests the list that has no effect for runtimes (rule R10) and that is read all the same.
func (r *reader) extensions(runtime jsoncpp.Value) *ManifestError {
	list, _ := runtime.Member("instance_extensions")
	for _, item := range list.Items {
		if item.Kind != jsoncpp.Object && item.Kind != jsoncpp.Null {
			return thrown(r.fail(item, CodeManifestType, fmt.Sprintf("instance_extensions has %s where an object is needed.", item.Kind),
				"Remove instance_extensions: it has no effect in a runtime manifest."))
		}
	}
	return nil
}

func renames(runtime jsoncpp.Value) map[string]string {
	functions, _ := runtime.Member("functions")
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

// libraryOf is rules R5 to R7: a path stays or is joined to the folder of the canonical manifest, a bare name is left to
// the dynamic linker.
func libraryOf(goos, library, manifest string) string {
	if strings.ContainsAny(library, `/\`) && !isAbsolute(goos, library) {
		library = join(goos, parent(goos, manifest), library)
	}
	return cString(library)
}

// cString is what a C function sees of a string.
func cString(s string) string {
	before, _, _ := strings.Cut(s, "\x00")
	return before
}
