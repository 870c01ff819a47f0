// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/openxr/loader/internal/ldconf"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/object"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/paths"
	"github.com/xrprobe/xrprobe/openxr/loader/internal/tree"
)

// ErrLibrary matches every *[LibraryError].
var ErrLibrary = errors.New("the runtime library cannot be used")

// Tristate is yes, no, or unknown.
type Tristate uint8

// The values of a Tristate. The zero value is Unknown.
const (
	Unknown Tristate = iota
	No
	Yes
)

// String returns "unknown", "no" or "yes".
func (t Tristate) String() string {
	switch t {
	case Unknown:
		return "unknown"
	case No:
		return "no"
	case Yes:
		return "yes"
	}
	return fmt.Sprintf("tristate %d", uint8(t))
}

func tristate(yes bool) Tristate {
	if yes {
		return Yes
	}
	return No
}

// The formats of libraries: those of Linux and other Unix systems, Windows, and macOS.
const (
	FormatELF   = object.ELF
	FormatPE    = object.PE
	FormatMachO = object.MachO
)

// Binary is what the header of a runtime's library tells. Reading it does not load the library.
type Binary struct {
	// Path is the file, as a path inside the root without "..", or "" if no file was found.
	Path string
	// Searched are the directories that were searched for a bare name, in order.
	Searched []string
	// Found says whether the file exists. It is Unknown for a bare name that is in none of the directories, and that the dynamic
	// linker's cache may have (rule R6).
	Found Tristate
	// Format is one of the Format constants, or "" if the file has another format.
	Format string
	// Arch is the architecture word of rule L6. It is the format's own name of the machine if the machine has no word, "arm"
	// if the header does not tell which of the two ARM words applies, and "" if the header could not be read.
	Arch string
	// Shared says whether the file is a shared library.
	Shared Tristate
	// Needed are the libraries that the library needs, in its order, at most 256.
	Needed []string
	// ArchMatches says whether Arch is the host's.
	ArchMatches Tristate
	// Negotiates says whether the library exports the negotiate function under the name that the manifest gives it.
	Negotiates Tristate
	// Problem says why the library cannot be loaded. It is nil if no reason is known.
	Problem *LibraryError
}

// The codes of a LibraryError.
const (
	// CodeLibraryMissing means that the file does not exist.
	CodeLibraryMissing = "library_missing"
	// CodeLibraryEmptyPath means that library_path is empty, which stands for the program itself (rule R7).
	CodeLibraryEmptyPath = "library_empty_path"
	// CodeLibraryUnreadable means that the file cannot be opened or read.
	CodeLibraryUnreadable = "library_unreadable"
	// CodeLibraryNotObject means that the file is not an object file.
	CodeLibraryNotObject = "library_not_object"
	// CodeLibraryDamaged means that the header of the object file is inconsistent or truncated.
	CodeLibraryDamaged = "library_damaged"
	// CodeLibraryWrongFormat means that the library is for another operating system.
	CodeLibraryWrongFormat = "library_wrong_format"
	// CodeLibraryWrongArch means that the library is for another architecture.
	CodeLibraryWrongArch = "library_wrong_arch"
	// CodeLibraryNotShared means that the file is a program or an object file, not a shared library.
	CodeLibraryNotShared = "library_not_shared"
	// CodeLibraryNoNegotiate means that the library does not export the negotiate function.
	CodeLibraryNoNegotiate = "library_no_negotiate"
)

// LibraryError says why a library cannot be loaded as a runtime.
type LibraryError struct {
	// Path is the library's path or bare name.
	Path string
	// Code is one of the CodeLibrary constants. The words are stable.
	Code string
	// Text says in one sentence what is wrong.
	Text string
	// Fix says in one sentence what to do.
	Fix string
	// Err is the underlying error, or nil.
	Err error
}

// Error returns the path, if there is one, and Text.
func (e *LibraryError) Error() string {
	if e.Path == "" {
		return e.Text
	}
	return e.Path + ": " + e.Text
}

// Unwrap returns Err.
func (e *LibraryError) Unwrap() error { return e.Err }

// Is reports whether target is [ErrLibrary].
func (e *LibraryError) Is(target error) bool { return target == ErrLibrary }

// InspectLibrary reads the header of the manifest's library. It loads and executes nothing. It reports problems in
// Binary.Problem. It searches for bare names on Linux only.
func (h Host) InspectLibrary(m Manifest) Binary {
	if m.Library == "" {
		return Binary{Problem: &LibraryError{Code: CodeLibraryEmptyPath,
			Text: "library_path is empty, so the loader opens the running program instead of a runtime.",
			Fix:  "Write the path of the runtime's library as library_path."}}
	}
	if m.Bare {
		return h.searchLibrary(m)
	}
	b := h.inspect(h.Plain(m.Library), m.Negotiate())
	if b.Problem != nil && m.LibraryPath != "" {
		h.explainWritten(b.Problem, m)
	}
	return b
}

// explainWritten says what in a runtime's manifest is at fault, if its form tells.
func (h Host) explainWritten(e *LibraryError, m Manifest) {
	switch {
	case e.Code == CodeLibraryNoNegotiate && m.Negotiate() != NegotiateFunction:
		e.Text = fmt.Sprintf("the library does not export %+q, to which functions in the manifest renames %s.", m.Negotiate(), NegotiateFunction)
		e.Fix = h.renameFix(m)
	case e.Code != CodeLibraryMissing:
	case h.goos() != "windows" && paths.IsOfWindows(m.LibraryPath):
		e.Text = fmt.Sprintf("library_path is %s, a path of Windows, which leads to no file here.", m.LibraryPath)
		e.Fix = "Install the runtime's build for this system, or write the path that its library has here as library_path in its manifest."
	case strings.HasPrefix(m.LibraryPath, "~"):
		e.Text = fmt.Sprintf("the library does not exist: library_path is %s, and the loader does not expand ~ to a home directory.", m.LibraryPath)
		e.Fix = "Write the whole path of the library as library_path in its manifest."
	case !h.follows(changeLibraryUnchecked):
		e.Text = fmt.Sprintf("%s, so loaders before %s refuse the manifest.", strings.TrimSuffix(e.Text, "."), changes[changeLibraryUnchecked].Since)
	}
}

// renameFix is the fix of a library that lacks the name to which its manifest renames the negotiate function.
func (h Host) renameFix(m Manifest) string {
	if h.inspect(h.Plain(m.Library), NegotiateFunction).Problem == nil {
		return fmt.Sprintf("Remove %s from functions in the manifest: the library exports it by that name.", NegotiateFunction)
	}
	return fmt.Sprintf("Correct the name of %s under functions in the manifest, or install the runtime again.", NegotiateFunction)
}

// searchLibrary searches for a bare name as the dynamic linker does. Like the linker, it skips libraries of other architectures. Where
// the linker's cache has the name, or musl's linker may have directories of its own, nothing is known of a library that it does not find.
// That a library is in none of the directories is no problem by itself: a program may name directories of its own (DT_RUNPATH).
func (h Host) searchLibrary(m Manifest) Binary {
	if h.goos() != "linux" {
		return Binary{}
	}
	dirs := h.libraryDirs()
	for _, dir := range dirs {
		b := h.inspect(paths.Join(h.goos(), dir, m.Library), m.Negotiate())
		if b.Found == Yes && b.ArchMatches != No {
			b.Searched = dirs
			return b
		}
	}
	if h.isCached(m.Library) {
		return Binary{Searched: dirs}
	}
	return Binary{Searched: dirs, Found: No}
}

// isCached reports whether the linker may find a name that is in none of its directories.
func (h Host) isCached(name string) bool {
	cache, err := h.find("/etc/ld.so.cache")
	if errors.Is(err, fs.ErrNotExist) {
		names, _ := h.ReadDir("/lib") // a root without it has no linker
		return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(name, "ld-musl-") })
	}
	type nameIn struct{ name, cache string }
	return err != nil || Remember(h, nameIn{name, cache.Native}, func() bool {
		content, err := h.ReadFile("/etc/ld.so.cache")
		return err != nil || bytes.Contains(content, []byte("/"+name+"\x00"))
	})
}

// LocateLibrary returns the path of the manifest's library without opening it, or "" if that is not known. Of a bare name it
// takes the first file, whatever the file's architecture.
func (h Host) LocateLibrary(m Manifest) string {
	switch {
	case m.Library == "" || m.Bare && h.goos() != "linux":
		return ""
	case !m.Bare:
		return h.Plain(m.Library)
	}
	for _, dir := range h.libraryDirs() {
		if path := paths.Join(h.goos(), dir, m.Library); h.FileAt(path).State == StateFound {
			return path
		}
	}
	return ""
}

// ConfiguredLibraryDirs returns the directories that /etc/ld.so.conf, and the files that it includes, give to the dynamic
// linker of Linux, in order. It returns none if there is no such file. See ldconfig(8).
func (h Host) ConfiguredLibraryDirs() []string {
	read := func() []string { return ldconf.Dirs(h, "/etc/ld.so.conf") }
	if h.Mounts != nil { // whose files these are is not said by the root alone
		return read()
	}
	type configured struct{ root string }
	return slices.Clone(Remember(h, configured{h.Root}, read))
}

// libraryDirs returns the directories of LD_LIBRARY_PATH, the configured ones and the usual ones, each once.
func (h Host) libraryDirs() []string {
	var dirs []string
	if v := h.env("LD_LIBRARY_PATH"); v.state == variableSet {
		for _, dir := range strings.FieldsFunc(v.value, func(r rune) bool { return r == ':' || r == ';' }) {
			dirs = append(dirs, h.absolute(dir))
		}
	}
	dirs = append(dirs, h.ConfiguredLibraryDirs()...)
	if name, ok := object.Multiarch()[h.arch()]; ok {
		dirs = append(dirs, "/lib/"+name, "/usr/lib/"+name)
	}
	dirs = append(dirs, "/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib")
	var once []string
	for _, dir := range dirs {
		if !slices.Contains(once, dir) {
			once = append(once, dir)
		}
	}
	return once
}

// inspect reads the header of one file.
func (h Host) inspect(path, negotiate string) Binary {
	b := Binary{Path: path}
	found, err := h.find(path)
	if err != nil {
		b.Found = No
		b.Problem = libraryNotFound(h.goos(), path, err)
		if b.Problem.Code != CodeLibraryMissing {
			b.Found = Unknown
		}
		return b
	}
	b.Found = Yes
	o, err := object.Inspect(found, negotiate, h.arch())
	return h.describe(b, o, err, negotiate)
}

// describe fills in what the file's header tells, or why it could not be read.
func (h Host) describe(b Binary, o object.Header, err error, negotiate string) Binary {
	b.Format, b.Arch, b.Needed, b.Negotiates = o.Format, o.Arch, o.Needed, Tristate(o.Exports) // the values are the same
	if err != nil {
		b.Problem = libraryNotRead(b.Path, err)
		return b
	}
	b.Shared = tristate(o.Shared)
	b.ArchMatches = sameArch(b.Arch, h.arch())
	b.Problem = h.problem(b, negotiate)
	return b
}

func sameArch(library, host string) Tristate {
	if host == "" || library == object.AnyARM && strings.HasPrefix(host, object.AnyARM) {
		return Unknown
	}
	return tristate(library == host)
}

func libraryNotFound(goos, path string, err error) *LibraryError {
	e := &LibraryError{Path: path, Code: CodeLibraryUnreadable, Text: "the library cannot be reached: " + tree.Reason(err) + ".",
		Fix: "Make every directory of its path accessible.", Err: err}
	if !errors.Is(err, fs.ErrNotExist) {
		return e
	}
	e.Code, e.Text = CodeLibraryMissing, "the library does not exist."
	e.Fix = "Install the runtime again, or correct library_path in its manifest."
	if errors.Is(err, tree.ErrDangling) {
		e.Text = "the library is a symbolic link to a file that does not exist."
	}
	if goos != "windows" && strings.Contains(path, `\`) {
		e.Fix = `Write library_path with "/": a backslash is an ordinary character in file names here.`
	}
	return e
}

func libraryNotRead(path string, err error) *LibraryError {
	e := &LibraryError{Path: path, Code: CodeLibraryUnreadable, Text: "the library cannot be read: " + tree.Reason(err) + ".",
		Fix: "Let the user who runs OpenXR programs read the file.", Err: err}
	switch {
	case errors.Is(err, object.ErrNotObject), errors.Is(err, tree.ErrNotRegular):
		e.Code, e.Text = CodeLibraryNotObject, "the file is not a library ("+strings.TrimPrefix(tree.Reason(err), "it is ")+")."
		e.Fix = "Correct library_path in the manifest, or install the runtime again."
	case errors.Is(err, object.ErrDamaged):
		e.Code, e.Text = CodeLibraryDamaged, "the library is damaged: "+tree.Reason(err)+"."
		e.Fix = "Install the runtime again."
	}
	return e
}

// problem returns why a library whose header was read cannot be loaded. It returns nil if no reason is known.
func (h Host) problem(b Binary, negotiate string) *LibraryError {
	want := formatOf(h.goos())
	switch {
	case want != "" && b.Format != want:
		return h.wrongFormat(b)
	case b.ArchMatches == No:
		return &LibraryError{Path: b.Path, Code: CodeLibraryWrongArch,
			Text: fmt.Sprintf("the library is built for %s, and programs that are built for %s cannot load it.", b.Arch, h.arch()),
			Fix:  fmt.Sprintf("Install the %s build of the runtime.", h.arch())}
	case b.Shared == No:
		return &LibraryError{Path: b.Path, Code: CodeLibraryNotShared, Text: "the file is a program or an object file, not a shared library.",
			Fix: "Correct library_path in the manifest."}
	case b.Negotiates == No && (b.Format == FormatPE || object.NeedsOnlySystem(b.Needed)):
		return &LibraryError{Path: b.Path, Code: CodeLibraryNoNegotiate, Text: fmt.Sprintf("the library is no OpenXR runtime: it does not export %+q.", negotiate),
			Fix: "Correct library_path in the manifest."}
	}
	return nil
}

// formatOf returns the format of the libraries that an operating system loads, or "" if the package does not know it.
func formatOf(goos string) string {
	switch goos {
	case "linux", "android", "freebsd", "netbsd", "openbsd", "dragonfly", "solaris", "illumos":
		return FormatELF
	case "windows":
		return FormatPE
	case "darwin", "ios":
		return FormatMachO
	}
	return ""
}
