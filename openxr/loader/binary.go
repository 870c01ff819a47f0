// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// ErrLibrary is what every *[LibraryError] is.
var ErrLibrary = errors.New("the runtime library cannot be used")

// Tristate is yes, no, or unknown.
type Tristate uint8

// The answers. The zero value is unknown.
const (
	Unknown Tristate = iota
	No
	Yes
)

// String returns "unknown", "no" or "yes".
func (a Tristate) String() string {
	switch a {
	case Unknown:
		return "unknown"
	case No:
		return "no"
	case Yes:
		return "yes"
	}
	return fmt.Sprintf("answer %d", uint8(a))
}

func answer(yes bool) Tristate {
	if yes {
		return Yes
	}
	return No
}

// The formats of libraries.
const (
	FormatELF   = "elf"
	FormatPE    = "pe"
	FormatMachO = "macho"
)

// Binary is what the header of a runtime's library tells without the library being loaded.
type Binary struct {
	// Path is the file that was looked at, inside the root, "" when no file is known.
	Path string
	// Searched are the folders in which a bare name was looked for, in order.
	Searched []string
	// Found tells whether the file exists. It is unknown for a bare name that is in none of the folders: the dynamic
	// linker's cache may know it (rule R6).
	Found Tristate
	// Format is one of the Format constants, "" when it is none of them.
	Format string
	// Arch is the architecture word of rule L6. For machines without a word it is the format's name of the machine, and
	// "arm" where the header does not tell which of the two ARM words it is. It is "" when the header could not be read.
	Arch string
	// Shared tells whether the file is a shared library.
	Shared Tristate
	// Needed are the libraries that it asks for, in its order, at most 256.
	Needed []string
	// ArchMatches tells whether Arch is the host's.
	ArchMatches Tristate
	// Negotiates tells whether the library exports the negotiate function, under the name that the manifest gives it.
	Negotiates Tristate
	// Problem says why the library cannot be loaded, nil when nothing speaks against it.
	Problem *LibraryError
}

// The codes of a LibraryError.
const (
	// CodeLibraryMissing is a file that does not exist.
	CodeLibraryMissing = "library_missing"
	// CodeLibraryEmptyPath is an empty library_path, which means the program itself (rule R7).
	CodeLibraryEmptyPath = "library_empty_path"
	// CodeLibraryUnreadable is a file that cannot be opened or read.
	CodeLibraryUnreadable = "library_unreadable"
	// CodeLibraryNotObject is a file that is no object file at all.
	CodeLibraryNotObject = "library_not_object"
	// CodeLibraryDamaged is an object file whose header contradicts itself or breaks off.
	CodeLibraryDamaged = "library_damaged"
	// CodeLibraryWrongFormat is a library of another operating system.
	CodeLibraryWrongFormat = "library_wrong_format"
	// CodeLibraryWrongArch is a library of another architecture.
	CodeLibraryWrongArch = "library_wrong_arch"
	// CodeLibraryNotShared is a program or an object file that is no shared library.
	CodeLibraryNotShared = "library_not_shared"
	// CodeLibraryNoNegotiate is a library that does not export the negotiate function.
	CodeLibraryNoNegotiate = "library_no_negotiate"
)

// LibraryError says why a library cannot be loaded as a runtime.
type LibraryError struct {
	// Path is the library's path or bare name.
	Path string
	// Code is one of the Code constants. The words are stable.
	Code string
	// Text says in one sentence what is wrong.
	Text string
	// Fix says in one sentence what to do.
	Fix string
	// Err is the cause, nil when there is none.
	Err error
}

// Error returns the path and the sentence.
func (e *LibraryError) Error() string { return e.Path + ": " + e.Text }

// Unwrap returns the cause.
func (e *LibraryError) Unwrap() error { return e.Err }

// Is tells that e is [ErrLibrary].
func (e *LibraryError) Is(target error) bool { return target == ErrLibrary }

// object is what the readers of the three formats find.
type object struct {
	format     string
	arch       string
	shared     bool
	needed     []string
	negotiates Tristate
}

// errNotObject and errDamaged are what the readers of the formats fail with.
var (
	errNotObject = errors.New("it is no object file")
	errDamaged   = errors.New("its header contradicts itself or breaks off")
)

// InspectLibrary reads the header of the manifest's library. Nothing is loaded or executed. A problem is part of the
// answer.
func (h Host) InspectLibrary(m Manifest) Binary {
	if m.Library == "" {
		return Binary{Problem: &LibraryError{Code: CodeLibraryEmptyPath,
			Text: "library_path is empty, which means the running program and not a runtime.",
			Fix:  "Write the path of the runtime's library as library_path."}}
	}
	if m.Bare {
		return h.searchLibrary(m)
	}
	return h.inspect(m.Library, m.Negotiate())
}

// searchLibrary does for a bare name what the dynamic linker does, short of reading its cache. Like the linker it passes
// over libraries of other architectures.
func (h Host) searchLibrary(m Manifest) Binary {
	if h.goos() != "linux" {
		return Binary{}
	}
	folders := h.libraryFolders()
	for _, folder := range folders {
		b := h.inspect(join(h.goos(), folder, m.Library), m.Negotiate())
		if b.Found == Yes && b.ArchMatches != No {
			b.Searched = folders
			return b
		}
	}
	return Binary{Searched: folders}
}

// libraryFolders are the folders of LD_LIBRARY_PATH and the usual ones.
func (h Host) libraryFolders() []string {
	var folders []string
	if v := h.env("LD_LIBRARY_PATH"); v.state == variableSet {
		for _, folder := range strings.FieldsFunc(v.value, func(r rune) bool { return r == ':' || r == ';' }) {
			folders = append(folders, h.absolute(folder))
		}
	}
	if name, ok := multiarch[h.arch()]; ok {
		folders = append(folders, "/lib/"+name, "/usr/lib/"+name)
	}
	return append(folders, "/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib")
}

// inspect looks at one file.
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
	file, err := found.open()
	if err != nil {
		b.Problem = libraryNotRead(path, err)
		return b
	}
	defer file.Close()
	return h.describe(b, io.NewSectionReader(file, 0, found.info.Size()), negotiate)
}

// describe fills in what the file's content tells.
func (h Host) describe(b Binary, file *io.SectionReader, negotiate string) Binary {
	o, err := readObject(file, negotiate, h.arch())
	b.Format, b.Arch, b.Needed, b.Negotiates = o.format, o.arch, o.needed, o.negotiates
	if err != nil {
		b.Problem = libraryNotRead(b.Path, err)
		return b
	}
	b.Shared = answer(o.shared)
	b.ArchMatches = sameArch(b.Arch, h.arch())
	b.Problem = h.judge(b, negotiate)
	return b
}

func sameArch(library, host string) Tristate {
	if host == "" || library == anyARM && strings.HasPrefix(host, anyARM) {
		return Unknown
	}
	return answer(library == host)
}

func libraryNotFound(goos, path string, err error) *LibraryError {
	e := &LibraryError{Path: path, Code: CodeLibraryUnreadable, Text: "the library cannot be reached: " + reason(err) + ".",
		Fix: "Make every folder on the way to it accessible.", Err: err}
	if !errors.Is(err, fs.ErrNotExist) {
		return e
	}
	e.Code, e.Text = CodeLibraryMissing, "the library does not exist."
	e.Fix = "Install the runtime again, or correct library_path in its manifest."
	if errors.Is(err, errDangling) {
		e.Text = "the library is a symbolic link to a file that does not exist."
	}
	if goos != "windows" && strings.Contains(path, `\`) {
		e.Fix = `Write library_path with "/": a backslash is an ordinary character in file names here.`
	}
	return e
}

func libraryNotRead(path string, err error) *LibraryError {
	e := &LibraryError{Path: path, Code: CodeLibraryUnreadable, Text: "the library cannot be read: " + reason(err) + ".",
		Fix: "Make the file readable for the user that runs OpenXR programs.", Err: err}
	switch {
	case errors.Is(err, errNotObject), errors.Is(err, errNotRegular):
		e.Code, e.Text = CodeLibraryNotObject, "the file is no library: "+reason(err)+"."
		e.Fix = "Correct library_path in the manifest, or install the runtime again."
	case errors.Is(err, errDamaged):
		e.Code, e.Text = CodeLibraryDamaged, "the library is damaged: "+reason(err)+"."
		e.Fix = "Install the runtime again."
	}
	return e
}

// judge returns what speaks against loading a library that could be read. Only what is known to be wrong does.
func (h Host) judge(b Binary, negotiate string) *LibraryError {
	want := formatOf(h.goos())
	switch {
	case want != "" && b.Format != want:
		return &LibraryError{Path: b.Path, Code: CodeLibraryWrongFormat,
			Text: fmt.Sprintf("the library has the format %s, and %s loads %s.", b.Format, h.goos(), want),
			Fix:  "Install the build of the runtime that is made for this operating system."}
	case b.ArchMatches == No:
		return &LibraryError{Path: b.Path, Code: CodeLibraryWrongArch,
			Text: fmt.Sprintf("the library is made for %s, and programs here are %s.", b.Arch, h.arch()),
			Fix:  fmt.Sprintf("Install the %s build of the runtime.", h.arch())}
	case b.Shared == No:
		return &LibraryError{Path: b.Path, Code: CodeLibraryNotShared, Text: "the file is a program or an object file and no shared library.",
			Fix: "Correct library_path in the manifest."}
	case b.Negotiates == No && (b.Format == FormatPE || onlySystemLibraries(b.Needed)):
		return &LibraryError{Path: b.Path, Code: CodeLibraryNoNegotiate, Text: fmt.Sprintf("the library does not export %+q.", negotiate),
			Fix: "Check that library_path names the runtime's library and that functions, if present, names what it exports."}
	}
	return nil
}

// systemLibraries are C's and C++'s own, by the beginnings of their names.
var systemLibraries = []string{"libc.", "libm.", "libdl.", "libpthread.", "librt.", "ld-linux", "libgcc_s.", "libstdc++."}

// onlySystemLibraries tells whether a library asks for none that could export the negotiate function in its stead: but
// for Windows, dynamic linkers look a symbol up in what a library needs too.
func onlySystemLibraries(needed []string) bool {
	for _, library := range needed {
		if !slices.ContainsFunc(systemLibraries, func(own string) bool { return strings.HasPrefix(library, own) }) {
			return false
		}
	}
	return true
}

// formatOf is the format of the libraries that an operating system loads, "" when the package does not know it.
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

// readObject tells the formats apart by their first bytes. Of a file that has the library for several architectures the
// one for arch counts.
func readObject(file *io.SectionReader, negotiate, arch string) (object, error) {
	start := make([]byte, 4)
	if _, err := file.ReadAt(start, 0); errors.Is(err, io.EOF) {
		return object{}, errNotObject
	} else if err != nil {
		return object{}, err
	}
	switch {
	case string(start) == "\x7fELF":
		return readELF(file, negotiate)
	case string(start[:2]) == "MZ":
		return readPE(file, negotiate)
	case isMachO(start):
		return readMachO(file, negotiate, arch)
	}
	return object{}, errNotObject
}
