// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package loader_test

import (
	"debug/elf"
	"debug/macho"
	"debug/pe"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/loader"
)

// inspect reads the header of a file as a host with this operating system and architecture.
func inspect(t testing.TB, goos, arch string, content []byte) loader.Binary {
	t.Helper()
	host := linux(t, files{"/x.so": string(content), "/C/x.so": string(content)}, nil)
	host.Arch = arch
	host.GOOS = goos
	if goos != "windows" {
		return host.InspectLibrary(loader.Manifest{Library: "/x.so"})
	}
	binary := host.InspectLibrary(loader.Manifest{Library: `C:\x.so`})
	require.Equal(t, `C:\x.so`, binary.Path)
	binary.Path = "/x.so"
	if binary.Problem != nil {
		binary.Problem.Path = "/x.so"
	}
	return binary
}

func TestInspectLibrary_ELF(t *testing.T) {
	t.Parallel()
	good := loader.Binary{Path: "/x.so", Found: loader.Yes, Format: loader.FormatELF, Arch: "x86_64", Shared: loader.Yes, ArchMatches: loader.Yes, Negotiates: loader.Yes}
	with := func(change func(*loader.Binary)) loader.Binary {
		b := good
		change(&b)
		return b
	}
	negotiates := func(a loader.Tristate) loader.Binary { return with(func(b *loader.Binary) { b.Negotiates = a }) }
	program := with(func(b *loader.Binary) { b.Shared = loader.No; b.Negotiates = loader.Unknown })
	tests := []struct {
		name string
		file library
		want loader.Binary
		code string
	}{
		{"plain", library{}, good, ""},
		{"needed libraries", library{needed: []string{"libc.so.6", "libm.so.6"}}, with(func(b *loader.Binary) { b.Needed = []string{"libc.so.6", "libm.so.6"} }), ""},
		{"older hash table", library{sysv: true}, good, ""},
		{"no hash table", library{noHash: true}, negotiates(loader.Unknown), ""},
		{"no negotiate function", library{symbols: []symbol{{name: "other"}}}, negotiates(loader.No), loader.CodeLibraryNoNegotiate},
		{"no negotiate function, older table", library{sysv: true, symbols: []symbol{{name: "other"}}}, negotiates(loader.No), loader.CodeLibraryNoNegotiate},
		{"no negotiate function beside C's library", library{symbols: []symbol{{name: "other"}}, needed: []string{"libc.so.6", "libstdc++.so.6"}},
			with(func(b *loader.Binary) { b.Negotiates, b.Needed = loader.No, []string{"libc.so.6", "libstdc++.so.6"} }), loader.CodeLibraryNoNegotiate},
		{"a needed library may export it", library{symbols: []symbol{{name: "other"}}, needed: []string{"libc.so.6", "libvendor.so"}},
			with(func(b *loader.Binary) { b.Negotiates, b.Needed = loader.No, []string{"libc.so.6", "libvendor.so"} }), ""},
		{"no symbols", library{symbols: []symbol{}}, negotiates(loader.No), loader.CodeLibraryNoNegotiate},
		{"no symbols, older table", library{sysv: true, symbols: []symbol{}}, negotiates(loader.No), loader.CodeLibraryNoNegotiate},
		{"undefined", library{symbols: []symbol{{name: negotiate, undefined: true}}}, negotiates(loader.No), loader.CodeLibraryNoNegotiate},
		{"local", library{symbols: []symbol{{name: negotiate, local: true}}}, negotiates(loader.No), loader.CodeLibraryNoNegotiate},
		{"hidden", library{symbols: []symbol{{name: negotiate, hidden: true}}}, negotiates(loader.No), loader.CodeLibraryNoNegotiate},
		{"endless chain, older table", library{sysv: true, cycle: true, symbols: []symbol{{name: "a"}, {name: "b"}}}, negotiates(loader.Unknown), ""},
		{"program", library{kind: elf.ET_EXEC}, program, loader.CodeLibraryNotShared},
		{"object file", library{kind: elf.ET_REL}, program, loader.CodeLibraryNotShared},
		{"position-independent program", library{pie: true}, program, loader.CodeLibraryNotShared},
		{"no dynamic table", library{noDynamic: true}, program, loader.CodeLibraryNotShared},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := inspect(t, "linux", "x86_64", test.file.bytes())
			require.Empty(t, cmp.Diff(test.want, got, cmpopts.IgnoreFields(loader.Binary{}, "Problem"), cmpopts.EquateEmpty()))
			requireProblem(t, test.code, got)
		})
	}
}

func requireProblem(t testing.TB, code string, got loader.Binary) {
	t.Helper()
	if code == "" {
		require.Nil(t, got.Problem)
		return
	}
	require.ErrorIs(t, got.Problem, loader.ErrLibrary)
	require.Equal(t, code, got.Problem.Code, got.Problem.Text)
	require.NotEmpty(t, got.Problem.Text)
	require.NotEmpty(t, got.Problem.Fix)
}

// TestInspectLibrary_Arch holds rule L6 for ELF.
func TestInspectLibrary_Arch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		word string
		file library
	}{
		{"x86_64", library{}},
		{"x32", library{narrow: true}},
		{"i686", library{narrow: true, machine: elf.EM_386}},
		{"aarch64", library{machine: elf.EM_AARCH64}},
		{"armv7a-vfp", library{narrow: true, machine: elf.EM_ARM, flags: 0x05000400}},
		{"armv5te", library{narrow: true, machine: elf.EM_ARM, flags: 0x05000200}},
		{"arm", library{narrow: true, machine: elf.EM_ARM, flags: 0x05000000}},
		{"mips64", library{machine: elf.EM_MIPS}},
		{"mips", library{narrow: true, big: true, machine: elf.EM_MIPS}},
		{"ppc64", library{big: true, machine: elf.EM_PPC64}},
		{"ppc64el", library{machine: elf.EM_PPC64}},
		{"s390x", library{big: true, machine: elf.EM_S390}},
		{"hppa", library{narrow: true, big: true, machine: elf.EM_PARISC}},
		{"alpha", library{machine: elf.EM_ALPHA}},
		{"ia64", library{machine: elf.EM_IA_64}},
		{"m68k", library{narrow: true, big: true, machine: elf.EM_68K}},
		{"riscv64", library{machine: elf.EM_RISCV}},
		{"sparc64", library{big: true, machine: elf.EM_SPARCV9}},
		{"loongarch64", library{machine: elf.EM_LOONGARCH}},
		{"EM_RISCV", library{narrow: true, machine: elf.EM_RISCV}},
		{"EM_S390", library{narrow: true, big: true, machine: elf.EM_S390}},
		{"EM_AVR", library{machine: elf.EM_AVR}},
	}
	for _, test := range tests {
		t.Run(test.word, func(t *testing.T) {
			t.Parallel()
			test.file.needed = []string{"libc.so.6"}
			for _, test.file.sysv = range []bool{false, true} {
				got := inspect(t, "linux", test.word, test.file.bytes())
				require.Equal(t, test.word, got.Arch)
				require.Equal(t, []string{"libc.so.6"}, got.Needed)
				require.Equal(t, loader.Yes, got.Negotiates)
			}
			got := inspect(t, "linux", "alpha2", test.file.bytes())
			require.Equal(t, loader.No, got.ArchMatches)
			requireProblem(t, loader.CodeLibraryWrongArch, got)
		})
	}
	undecided := inspect(t, "linux", "armv7a-vfp", library{narrow: true, machine: elf.EM_ARM}.bytes())
	require.Equal(t, loader.Unknown, undecided.ArchMatches)
	requireProblem(t, "", undecided)
}

func TestInspectLibrary_DamagedFiles(t *testing.T) {
	t.Parallel()
	good := string(library{}.bytes())
	change := func(offset int, value byte) string { return good[:offset] + string([]byte{value}) + good[offset+1:] }
	tests := []struct {
		name, content, code, says string
	}{
		{"empty", "", loader.CodeLibraryNotObject, "not an object file"},
		{"three bytes", "\x7fEL", loader.CodeLibraryNotObject, "not an object file"},
		{"script", "#!/bin/sh\nexit\n", loader.CodeLibraryNotObject, "not an object file"},
		{"linker script", "INPUT ( libx.so.1 )\n", loader.CodeLibraryNotObject, "not an object file"},
		{"magic alone", "\x7fELF", loader.CodeLibraryDamaged, "truncated"},
		{"half a header", good[:40], loader.CodeLibraryDamaged, "truncated"},
		{"half the program headers", good[:100], loader.CodeLibraryDamaged, "truncated"},
		{"dynamic table beyond the end", good[:len(good)-100], loader.CodeLibraryDamaged, "truncated"},
		{"class", change(elf.EI_CLASS, 9), loader.CodeLibraryDamaged, "class is unknown"},
		{"byte order", change(elf.EI_DATA, 9), loader.CodeLibraryDamaged, "byte order is unknown"},
		{"size of program headers", change(54, 1), loader.CodeLibraryDamaged, "program headers"},
		{"offset of program headers", change(39, 0x7F), loader.CodeLibraryDamaged, "truncated"},
		{"number of program headers", string(library{phnum: 2000}.bytes()), loader.CodeLibraryDamaged, "program headers"},
		{"half a 32-bit header", string(library{narrow: true}.bytes()[:50]), loader.CodeLibraryDamaged, "truncated"},
		{"half the 32-bit program headers", string(library{narrow: true}.bytes()[:60]), loader.CodeLibraryDamaged, "truncated"},
		{"DOS program", "MZ" + strings.Repeat("\x00", 100), loader.CodeLibraryNotObject, "not an object file"},
		{"shortest DOS program", "MZ..", loader.CodeLibraryNotObject, "not an object file"},
		{"half a PE header", string(dll{}.bytes()[:80]), loader.CodeLibraryDamaged, "truncated"},
		{"half an optional header", string(dll{}.bytes()[:120]), loader.CodeLibraryDamaged, "truncated"},
		{"half the sections", string(dll{}.bytes()[:340]), loader.CodeLibraryDamaged, "truncated"},
		{"half a Mach-O header", string(dylib{}.bytes()[:20]), loader.CodeLibraryDamaged, "truncated"},
		{"half the load commands", string(dylib{}.bytes()[:60]), loader.CodeLibraryDamaged, "truncated"},
		{"Java class", "\xCA\xFE\xBA\xBE\x00\x00\x00\x34" + strings.Repeat("\x00", 1000), loader.CodeLibraryNotObject, "not an object file"},
		{"fat without files", "\xCA\xFE\xBA\xBE\x00\x00\x00\x00", loader.CodeLibraryNotObject, "not an object file"},
		{"half a fat header", "\xCA\xFE\xBA\xBE\x00\x00\x00\x02....", loader.CodeLibraryDamaged, "truncated"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := inspect(t, "linux", "x86_64", []byte(test.content))
			require.Equal(t, loader.Yes, got.Found)
			requireProblem(t, test.code, got)
			require.Contains(t, got.Problem.Text, test.says)
			require.Equal(t, []loader.Tristate{loader.Unknown, loader.Unknown, loader.Unknown}, []loader.Tristate{got.Shared, got.ArchMatches, got.Negotiates})
		})
	}
}

func TestInspectLibrary_PE(t *testing.T) {
	t.Parallel()
	exports := []string{"other", negotiate}
	tests := []struct {
		name       string
		file       dll
		arch       string
		shared     loader.Tristate
		negotiates loader.Tristate
		code       string
	}{
		{"plain", dll{machine: pe.IMAGE_FILE_MACHINE_AMD64, exports: exports}, "x86_64", loader.Yes, loader.Yes, ""},
		{"32 bits", dll{machine: pe.IMAGE_FILE_MACHINE_I386, narrow: true, exports: exports}, "i686", loader.Yes, loader.Yes, ""},
		{"ARM", dll{machine: pe.IMAGE_FILE_MACHINE_ARM64, exports: exports}, "aarch64", loader.Yes, loader.Yes, ""},
		{"32-bit ARM", dll{machine: pe.IMAGE_FILE_MACHINE_ARMNT, narrow: true, exports: exports}, "armv7a-vfp", loader.Yes, loader.Yes, ""},
		{"another machine", dll{machine: 0x1234, exports: exports}, "IMAGE_FILE_MACHINE 0x1234", loader.Yes, loader.Yes, ""},
		{"no negotiate function", dll{machine: pe.IMAGE_FILE_MACHINE_AMD64, exports: exports[:1]}, "x86_64", loader.Yes, loader.No, loader.CodeLibraryNoNegotiate},
		{"no exports", dll{machine: pe.IMAGE_FILE_MACHINE_AMD64, noExports: true}, "x86_64", loader.Yes, loader.No, loader.CodeLibraryNoNegotiate},
		{"program", dll{machine: pe.IMAGE_FILE_MACHINE_AMD64, program: true}, "x86_64", loader.No, loader.Unknown, loader.CodeLibraryNotShared},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := inspect(t, "linux", test.arch, test.file.bytes())
			requireProblem(t, loader.CodeLibraryWrongFormat, got)
			require.Equal(t, "the file is a Windows library, but programs here load Linux libraries.", got.Problem.Text)
			require.Equal(t, []any{loader.FormatPE, test.arch, loader.Yes, test.shared, test.negotiates, []string{"openxr.dll"}},
				[]any{got.Format, got.Arch, got.ArchMatches, got.Shared, got.Negotiates, got.Needed})
			requireProblem(t, test.code, inspect(t, "windows", test.arch, test.file.bytes()))
		})
	}
}

func TestInspectLibrary_MachO(t *testing.T) {
	t.Parallel()
	const defined, external, debug = 0x0E, 0x01, 0x20
	exporting := func(d dylib, kind uint8) dylib {
		d.symbols = []macho.Nlist64{{Type: defined | external, Sect: 1}, {Type: kind, Sect: 1}}
		d.names = []string{"_other", "_" + negotiate}
		return d
	}
	thin := dylib{cpu: macho.CpuArm64, kind: macho.TypeDylib}
	full := exporting(thin, defined|external)
	intel := exporting(dylib{cpu: macho.CpuAmd64, kind: macho.TypeDylib}, defined)
	both := map[macho.Cpu][]byte{macho.CpuAmd64: intel.bytes(), macho.CpuArm64: full.bytes()}
	bundle := full
	bundle.kind = macho.TypeBundle
	program := full
	program.kind = macho.TypeExec
	without := full
	without.noTable = true
	tests := []struct {
		name       string
		file       []byte
		arch       string
		shared     loader.Tristate
		negotiates loader.Tristate
		code       string
	}{
		{"plain", full.bytes(), "aarch64", loader.Yes, loader.Yes, ""},
		{"bundle", bundle.bytes(), "aarch64", loader.Yes, loader.Yes, ""},
		{"program", program.bytes(), "aarch64", loader.No, loader.Unknown, loader.CodeLibraryNotShared},
		{"32 bits", exporting(dylib{cpu: macho.Cpu386, narrow: true, kind: macho.TypeDylib}, defined|external).bytes(), "i686", loader.Yes, loader.Yes, ""},
		{"another machine and byte order", exporting(dylib{cpu: macho.CpuPpc, narrow: true, big: true, kind: macho.TypeDylib}, defined|external).bytes(), "CpuPpc", loader.Yes, loader.Yes, ""},
		{"no symbol table", without.bytes(), "aarch64", loader.Yes, loader.Unknown, ""},
		{"local", exporting(thin, defined).bytes(), "aarch64", loader.Yes, loader.No, loader.CodeLibraryNoNegotiate},
		{"undefined", exporting(thin, external).bytes(), "aarch64", loader.Yes, loader.No, loader.CodeLibraryNoNegotiate},
		{"debugger's", exporting(thin, defined|external|debug).bytes(), "aarch64", loader.Yes, loader.No, loader.CodeLibraryNoNegotiate},
		{"fat, first", fat(both, macho.CpuArm64, macho.CpuAmd64), "aarch64", loader.Yes, loader.Yes, ""},
		{"fat, second", fat(both, macho.CpuAmd64, macho.CpuArm64), "aarch64", loader.Yes, loader.Yes, ""},
		{"fat, the other", fat(both, macho.CpuArm64, macho.CpuAmd64), "x86_64", loader.Yes, loader.No, loader.CodeLibraryNoNegotiate},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := inspect(t, "darwin", test.arch, test.file)
			require.Equal(t, []any{loader.FormatMachO, test.arch, loader.Yes, test.shared, test.negotiates, []string{"libc.dylib"}},
				[]any{got.Format, got.Arch, got.ArchMatches, got.Shared, got.Negotiates, got.Needed})
			requireProblem(t, test.code, got)
			requireProblem(t, loader.CodeLibraryWrongFormat, inspect(t, "linux", test.arch, test.file))
		})
	}
	none := inspect(t, "darwin", "s390x", fat(both, macho.CpuArm64, macho.CpuAmd64))
	require.Equal(t, "aarch64", none.Arch)
	requireProblem(t, loader.CodeLibraryWrongArch, none)
}

func TestInspectLibrary_Paths(t *testing.T) {
	t.Parallel()
	good := string(library{}.bytes())
	renamed := string(library{symbols: []symbol{{name: "mine"}}}.bytes())
	tree := files{"/x.so": good, "/renamed.so": renamed, "/link.so": "-> x.so", "/gone.so": "-> gone", "/loop.so": "-> loop.so", "/dir.so/": ""}
	rename := map[string]string{negotiate: "mine"}
	tests := []struct {
		name  string
		m     loader.Manifest
		found loader.Tristate
		code  string
		says  string
	}{
		{"found", loader.Manifest{Library: "/x.so"}, loader.Yes, "", ""},
		{"through a link", loader.Manifest{Library: "/link.so"}, loader.Yes, "", ""},
		{"upwards", loader.Manifest{Library: "/dir.so/./../x.so"}, loader.Yes, "", ""},
		{"R9: renamed", loader.Manifest{Library: "/renamed.so", Functions: rename}, loader.Yes, "", ""},
		{"R9: renamed to a function that is not exported", loader.Manifest{Library: "/x.so", Functions: rename}, loader.Yes, loader.CodeLibraryNoNegotiate, `does not export "mine"`},
		{"R7: empty", loader.Manifest{}, loader.Unknown, loader.CodeLibraryEmptyPath, "running program"},
		{"R7: missing", loader.Manifest{Library: "/a/x.so"}, loader.No, loader.CodeLibraryMissing, "does not exist"},
		{"R7: backslash", loader.Manifest{Library: `/a\x.so`}, loader.No, loader.CodeLibraryMissing, "does not exist"},
		{"R7: directory", loader.Manifest{Library: "/dir.so"}, loader.Yes, loader.CodeLibraryNotObject, "not a regular file"},
		{"dangling", loader.Manifest{Library: "/gone.so"}, loader.No, loader.CodeLibraryMissing, "symbolic link to a file"},
		{"loop", loader.Manifest{Library: "/loop.so"}, loader.Unknown, loader.CodeLibraryUnreadable, "too many symbolic links"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := linux(t, tree, nil).InspectLibrary(test.m)
			require.Equal(t, test.found, got.Found)
			require.Equal(t, strings.Replace(test.m.Library, "/dir.so/./..", "", 1), got.Path)
			requireProblem(t, test.code, got)
			if test.code != "" {
				require.Contains(t, got.Problem.Error(), test.says)
			}
		})
	}
	backslash := linux(t, nil, nil).InspectLibrary(loader.Manifest{Library: `/a\x.so`})
	require.Contains(t, backslash.Problem.Fix, "backslash")
}

// TestInspectLibrary_BareNames holds rule R6.
func TestInspectLibrary_BareNames(t *testing.T) {
	t.Parallel()
	good := string(library{}.bytes())
	narrow := string(library{narrow: true, machine: elf.EM_386}.bytes())
	usual := []string{"/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib"}
	tests := []struct {
		name  string
		tree  files
		env   env
		found string
		first []string // the directories before the usual ones
		// unknown is set if the linker may find it.
		unknown bool
	}{
		{name: "nowhere, but in the linker's cache", tree: files{"/etc/ld.so.cache": "glibc-ld.so.cache1.1\x00x.so\x00/opt/x.so\x00"}, unknown: true},
		{name: "nowhere, but musl's linker may have more directories", tree: files{"/lib/ld-musl-x86_64.so.1": ""}, unknown: true},
		{name: "nowhere, and a longer name in the linker's cache", tree: files{"/etc/ld.so.cache": "glibc-ld.so.cache1.1\x00x.so.1\x00/opt/x.so.1\x00"}},
		{name: "not beside the manifest", tree: files{"/x.so": good, "/a/x.so": good}},
		{name: "LD_LIBRARY_PATH", tree: files{"/b/x.so": good, "/lib/x.so": good}, env: env{"LD_LIBRARY_PATH": "/a::/b;c"}, first: []string{"/a", "/b", "/c"}, found: "/b/x.so"},
		{name: "the architecture's directory", tree: files{"/usr/lib/x86_64-linux-gnu/x.so": good, "/usr/lib/x.so": good}, found: "/usr/lib/x86_64-linux-gnu/x.so"},
		{name: "ld.so.conf", tree: files{"/etc/ld.so.conf": "include conf.d/*.conf\n/lib\n", "/etc/conf.d/vr.conf": "/opt/vr # ours\n", "/opt/vr/x.so": good, "/usr/lib/x.so": good},
			first: []string{"/opt/vr", "/lib"}, found: "/opt/vr/x.so"},
		{name: "what ld.so.conf does not name", tree: files{"/etc/ld.so.conf": "# /comment\nhwcap 0 /hwcap\n\n/opt/vr:/opt/more=old # /comment\ninclude /etc/ld.so.conf\ninclude conf.d/*.conf /etc/conf.d/vr.conf\nrelative\n",
			"/etc/conf.d/vr.conf": "/opt/last\n", "/opt/last/x.so": good}, first: []string{"/opt/vr", "/opt/more", "/opt/last"}, found: "/opt/last/x.so"},
		{name: "the last directory", tree: files{"/usr/local/lib/x.so": good}, found: "/usr/local/lib/x.so"},
		{name: "another architecture is skipped", tree: files{"/lib/x.so": narrow, "/usr/lib/x.so": good}, found: "/usr/lib/x.so"},
		{name: "only another architecture", tree: files{"/lib/x.so": narrow}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			host := linux(t, test.tree, test.env)
			got := host.InspectLibrary(loader.Manifest{Library: "x.so", Bare: true})
			rest := slices.DeleteFunc(slices.Clone(usual), func(dir string) bool { return slices.Contains(test.first, dir) })
			require.Equal(t, append(test.first, rest...), got.Searched)
			require.Equal(t, test.found, got.Path)
			switch {
			case test.unknown:
				require.Equal(t, loader.Unknown, got.Found)
				require.Nil(t, got.Problem)
				return
			case test.found == "":
				require.Equal(t, loader.No, got.Found)
				require.Nil(t, got.Problem, "a program may have directories of its own")
				return
			}
			require.Nil(t, got.Problem)
			require.Equal(t, []loader.Tristate{loader.Yes, loader.Yes}, []loader.Tristate{got.Found, got.Negotiates})
		})
	}
	host := linux(t, files{"/a/x.so": good, "/lib/x.so": good}, env{"LD_LIBRARY_PATH": "/a"})
	host.Secure = secure
	require.Equal(t, "/lib/x.so", host.InspectLibrary(loader.Manifest{Library: "x.so", Bare: true}).Path)
	host.GOOS = "darwin"
	require.Zero(t, host.InspectLibrary(loader.Manifest{Library: "x.so", Bare: true}))
}

// The fix is that of the fault.
func TestInspectLibrary_Fixes(t *testing.T) {
	t.Parallel()
	const slash = `Write library_path with "/": a backslash is an ordinary character in file names here.`
	host := linux(t, files{"/text.so": "text", "/cut.so": "\x7fELF", "/dangling.so": "-> /gone.so"}, nil)
	for library, fix := range map[string]string{
		"/gone.so": "Install the runtime again, or correct library_path in its manifest.", "/dangling.so": "Install the runtime again, or correct library_path in its manifest.", `/gone\x.so`: slash,
		"/text.so": "Correct library_path in the manifest, or install the runtime again.", "/cut.so": "Install the runtime again.",
	} {
		require.Equal(t, fix, host.InspectLibrary(loader.Manifest{Library: library}).Problem.Fix, library)
	}
	mute := string(library{needed: []string{"libc.so.6"}, symbols: []symbol{{name: "other"}}}.bytes())
	problem := linux(t, files{"/mute.so": mute}, nil).InspectLibrary(loader.Manifest{Library: "/mute.so", LibraryPath: "/mute.so"}).Problem
	require.Equal(t, loader.CodeLibraryNoNegotiate, problem.Code)
	require.Contains(t, problem.Text, "the library is no OpenXR runtime: it does not export")
	require.Equal(t, "Correct library_path in the manifest.", problem.Fix, "functions renames nothing")
}

// What a runtime's manifest says is told, and the code and the path are the same for every version of the loader.
func TestInspectLibrary_ExplainsWhatTheManifestSays(t *testing.T) {
	t.Parallel()
	const rename = `{"file_format_version": "1.0.0", "runtime": {"library_path": "%s", "functions": {"xrNegotiateLoaderRuntimeInterface": "myNegotiate"}}}`
	tree := files{"/m/windows.json": manifest(`C:\\SteamVR\\rt.dll`), "/m/share.json": manifest(`\\\\server\\rt.dll`), "/m/home.json": manifest("~/rt.so"), "/m/gone.json": manifest("/gone.so"), "/m/empty.json": manifest(""),
		"/m/renamed.json": strings.Replace(rename, "%s", "/good.so", 1), "/m/other.json": strings.Replace(rename, "%s", "/other.so", 1), "/good.so": string(library{}.bytes()), "/other.so": string(library{symbols: []symbol{{name: "other"}}}.bytes())}
	for name, want := range map[string][2]string{
		"windows": {`library_path is C:\SteamVR\rt.dll, a path of Windows, which leads to no file here.`, "Install the runtime's build for this system, or write the path that its library has here as library_path in its manifest."},
		"share":   {`library_path is \\server\rt.dll, a path of Windows, which leads to no file here.`, "Install the runtime's build for this system, or write the path that its library has here as library_path in its manifest."},
		"home":    {"the library does not exist: library_path is ~/rt.so, and the loader does not expand ~ to a home directory.", "Write the whole path of the library as library_path in its manifest."},
		"gone":    {"the library does not exist.", "Install the runtime again, or correct library_path in its manifest."},
		"empty":   {"library_path is empty, so the loader opens the running program instead of a runtime.", "Write the path of the runtime's library as library_path."},
		"renamed": {`the library does not export "myNegotiate", to which functions in the manifest renames xrNegotiateLoaderRuntimeInterface.`, "Remove xrNegotiateLoaderRuntimeInterface from functions in the manifest: the library exports it by that name."},
		"other":   {`the library does not export "myNegotiate", to which functions in the manifest renames xrNegotiateLoaderRuntimeInterface.`, "Correct the name of xrNegotiateLoaderRuntimeInterface under functions in the manifest, or install the runtime again."},
	} {
		host := linux(t, tree, nil)
		m, err := host.ReadManifest("/m/" + name + ".json")
		require.NoError(t, err)
		problem := host.InspectLibrary(m).Problem
		require.Equal(t, want, [2]string{problem.Text, problem.Fix})
		host.Loader = loader.Version{1, 0, 20}
		m, err = host.ReadManifest("/m/" + name + ".json")
		require.NoError(t, err)
		old := host.InspectLibrary(m).Problem
		require.Equal(t, []string{problem.Code, problem.Path, problem.Fix}, []string{old.Code, old.Path, old.Fix}, name)
		require.Equal(t, name == "gone", strings.HasSuffix(old.Text, ", so loaders before 1.0.34 refuse the manifest."), old.Text)
	}
	require.Equal(t, "a", (&loader.LibraryError{Text: "a"}).Error())
}

// TestInspectLibrary_CompiledFiles reads files that a real compiler and linker made.
func TestInspectLibrary_CompiledFiles(t *testing.T) {
	t.Parallel()
	compiler, err := exec.LookPath("cc")
	if err != nil || runtime.GOOS != "linux" {
		t.Skip("this needs Linux and a C compiler (cc)")
	}
	dir := t.TempDir()
	source := filepath.Join(dir, "x.c")
	code := "int other(void) { return 1; }\nstatic int local(void) { return 2; }\nint " + negotiate + "(void) { return local() + puts(\"\"); }\nint main(void) { return 0; }\n"
	require.NoError(t, os.WriteFile(source, []byte("#include <stdio.h>\n"+code), 0o600))
	build := func(name string, flags ...string) loader.Binary {
		out := filepath.Join(dir, name)
		output, err := exec.CommandContext(t.Context(), compiler, append(flags, "-o", out, source)...).CombinedOutput()
		require.NoError(t, err, "%s", output)
		return loader.Host{}.InspectLibrary(loader.Manifest{Library: out})
	}
	for _, style := range []string{"gnu", "sysv", "both"} {
		got := build(style+".so", "-shared", "-fPIC", "-Wl,--hash-style="+style)
		require.Nil(t, got.Problem)
		require.Equal(t, []loader.Tristate{loader.Yes, loader.Yes, loader.Yes}, []loader.Tristate{got.Shared, got.ArchMatches, got.Negotiates})
		require.Contains(t, strings.Join(got.Needed, " "), "libc")
		other := loader.Host{}.InspectLibrary(loader.Manifest{Library: got.Path, Functions: map[string]string{negotiate: "local"}})
		requireProblem(t, loader.CodeLibraryNoNegotiate, other)
	}
	requireProblem(t, loader.CodeLibraryNotShared, build("program", "-fPIE", "-pie"))
	requireProblem(t, loader.CodeLibraryNotShared, build("object.o", "-c"))
	requireProblem(t, loader.CodeLibraryNoNegotiate, build("hidden.so", "-shared", "-fPIC", "-fvisibility=hidden"))
}

func TestTristate_String(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"unknown", "no", "yes", "tristate 7"},
		[]string{loader.Unknown.String(), loader.No.String(), loader.Yes.String(), loader.Tristate(7).String()})
}

// FuzzInspectLibrary checks that every file gives a result, and that a library without a problem is one that Linux loads.
func FuzzInspectLibrary(f *testing.F) {
	f.Add(library{needed: []string{"libc.so.6"}}.bytes())
	f.Add(library{symbols: []symbol{{name: "other"}}, needed: []string{"libvendor.so"}}.bytes())
	f.Add(library{narrow: true, big: true, sysv: true, machine: elf.EM_MIPS}.bytes())
	f.Add(dll{machine: pe.IMAGE_FILE_MACHINE_AMD64, exports: []string{negotiate}}.bytes())
	thin := dylib{cpu: macho.CpuArm64, kind: macho.TypeDylib, symbols: []macho.Nlist64{{Type: 0xF, Sect: 1}}, names: []string{"_" + negotiate}}.bytes()
	f.Add(thin)
	f.Add(fat(map[macho.Cpu][]byte{macho.CpuArm64: thin}, macho.CpuArm64))
	f.Add([]byte("#!/bin/sh\n"))
	host := loader.Host{GOOS: "linux", Arch: "x86_64"}
	f.Fuzz(func(t *testing.T, data []byte) {
		got := host.InspectBytes(data)
		require.LessOrEqual(t, len(got.Needed), 256)
		if got.Problem == nil {
			require.Equal(t, []any{loader.FormatELF, "x86_64", loader.Yes}, []any{got.Format, got.Arch, got.Shared})
			require.True(t, got.Negotiates != loader.No || len(got.Needed) > 0, "only a needed library may export what it lacks")
		}
	})
}

func TestLocateLibrary_OpensNothing(t *testing.T) {
	t.Parallel()
	host := linux(t, files{"/usr/lib/x.so": "no library at all"}, nil)
	for want, manifest := range map[string]loader.Manifest{
		"/usr/lib/x.so": {Library: "x.so", Bare: true},
		"/a/x.so":       {Library: "/a/x.so"},
		"":              {Library: "y.so", Bare: true},
	} {
		require.Equal(t, want, host.LocateLibrary(manifest))
	}
	require.Empty(t, host.LocateLibrary(loader.Manifest{}))
	host.GOOS = "darwin"
	require.Empty(t, host.LocateLibrary(loader.Manifest{Library: "x.so", Bare: true}))
}
