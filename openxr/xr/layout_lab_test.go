// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

//go:build linux && amd64

package xr_test

import (
	"debug/dwarf"
	"debug/elf"
	"encoding/binary"
	"errors"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr/xr"
	"github.com/xrprobe/xrprobe/third_party/lab"
)

// layout is a structure's size, and its members in order.
type layout struct {
	Size    int64
	Members []member
}

type member struct {
	Name         string // in lower case, because C and Go use different cases
	Offset, Size int64
}

// headers describes a set of headers that the lab may have, and what the test expects of it.
type headers struct {
	include string
	version xr.Version
	// compared and enumerators are how many structures and enumerators the headers have in
	// common with package xr. If the test finds fewer, it no longer compares everything.
	compared, enumerators int
	// changed are the structures whose members moved between the version of the headers and
	// the version of package xr.
	changed []string
}

// Debian's unstable release has the version of the registry, as long as that is the newest
// one. The installed headers are older.
var known = []headers{
	{include: "/opt/openxr-headers/usr/include", version: xr.APIVersion, compared: 775, enumerators: 2289},
	{include: "/usr/include", version: xr.MakeVersion(1, 1, 47), compared: 523, enumerators: 1419, changed: []string{"XrSpatialAnchorCreateCompletionBD"}},
}

// notCompared has the structures that the headers in the lab cannot declare, and why. Every
// other structure that the headers lack is newer than they are.
var notCompared = []struct{ names, why string }{
	{`D3D1[12]`, "Direct3D's headers exist on Windows only"},
	{`Metal`, "Metal's headers exist on Apple's systems only"},
	{`Win32|Holographic|PerceptionAnchor`, "Windows' headers are not in Debian"},
	{`Android|AnchorSharing`, "Android's headers are not in Debian"},
	{`CoordinateSpaceCreateInfoML`, "Magic Leap's headers are not public"},
}

// cannotBeCompared reports whether notCompared has a structure.
func cannotBeCompared(name string) bool {
	return slices.ContainsFunc(notCompared, func(row struct{ names, why string }) bool {
		return regexp.MustCompile(row.names).MatchString(name)
	})
}

func TestLabLayout_IsThatOfTheHeaders(t *testing.T) {
	t.Parallel()
	theirs, ours := fromHeaders(t), fromPackage(t)
	common := 0
	var newer []string
	for name, own := range ours.structs {
		declared, ok := theirs.structs[name]
		switch {
		case ok && !slices.Contains(theirs.changed, name):
			require.Empty(t, cmp.Diff(declared, own), name)
			common++
		case !ok && !cannotBeCompared(name):
			newer = append(newer, name)
		}
	}
	for name := range theirs.structs {
		require.True(t, ours.structs[name].Size > 0 || ours.aliases[name], "package xr has no %s", name)
	}
	t.Logf("headers %s: compared %d of %d structures, %d are newer", theirs.version, common, len(ours.structs), len(newer))
	require.GreaterOrEqual(t, common, theirs.compared)
	if theirs.version == xr.APIVersion {
		require.Empty(t, newer, "neither declared by headers of the same version nor listed with a reason")
	}
	require.GreaterOrEqual(t, compareValues(t, theirs.values, ours.constants), theirs.enumerators)
}

// The comparison detects a member that is four bytes off.
func TestLabLayout_ComparisonDetectsADifference(t *testing.T) {
	t.Parallel()
	declared, own := fromHeaders(t).structs["XrSystemProperties"], fromPackage(t).structs["XrSystemProperties"]
	require.Empty(t, cmp.Diff(declared, own))
	own.Members[3].Offset += 4
	require.NotEmpty(t, cmp.Diff(declared, own))
}

// compareValues compares every enumerator of the headers with the Go constant of its name,
// and returns how many there are.
func compareValues(t *testing.T, inC map[string]int64, inGo map[string]int64) (seen int) {
	t.Helper()
	for name, value := range inC {
		if !strings.HasPrefix(name, "XR_") || strings.Contains(name, "_MAX_ENUM") {
			continue
		}
		own, found := inGo[folded(strings.TrimPrefix(name, "XR_"))]
		if name == "XR_GOOGLE_CLOUD_AUTH_ERROR_ANDROID" { // the naming rule would give it the name of its own type
			own, found = int64(xr.GoogleCloudAuthErrorErrorANDROID), true
		}
		require.True(t, found, "package xr has no %s", name)
		require.Equal(t, value, own, name)
		seen++
	}
	t.Logf("compared %d enumerators", seen)
	return seen
}

// folded returns a name in lower case and without underscores.
func folded(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// cSide has the declarations of a set of headers.
type cSide struct {
	headers
	structs map[string]layout
	values  map[string]int64
}

// fromHeaders reads the first set of headers whose version is as expected.
func fromHeaders(t *testing.T) cSide {
	t.Helper()
	for _, candidate := range known {
		side := cSide{candidate, map[string]layout{}, map[string]int64{}}
		object := compileHeaders(t, candidate.include)
		if versionOf(t, object) != candidate.version {
			continue
		}
		data, err := object.DWARF()
		require.NoError(t, err)
		side.read(t, data)
		return side
	}
	require.Fail(t, "the lab has no headers of a known version", "add theirs to the table: %v", known)
	return cSide{}
}

// compileHeaders compiles headers.c in the lab, with the compiler's debug information.
func compileHeaders(t *testing.T, include string) *elf.File {
	t.Helper()
	source, err := filepath.Abs("../../testdata/native/headers.c")
	require.NoError(t, err)
	directory := t.TempDir()
	object := filepath.Join(directory, "headers.so")
	result, err := lab.Require(t).Run(t.Context(), lab.Options{Binds: []string{source}, RWBinds: []string{directory}},
		"gcc", "-isystem", include, "-g", "-fno-eliminate-unused-debug-types", "-shared", "-fPIC", source, "-o", object)
	require.NoError(t, err)
	require.Zero(t, result.ExitCode, result.Stderr)
	file, err := elf.Open(object)
	require.NoError(t, err)
	t.Cleanup(func() { file.Close() })
	return file
}

// versionOf reads the constant header_version.
func versionOf(t *testing.T, object *elf.File) xr.Version {
	t.Helper()
	symbols, err := object.Symbols()
	require.NoError(t, err)
	at := slices.IndexFunc(symbols, func(s elf.Symbol) bool { return s.Name == "header_version" })
	require.GreaterOrEqual(t, at, 0)
	section := object.Sections[symbols[at].Section]
	var value [8]byte
	_, err = section.ReadAt(value[:], int64(symbols[at].Value-section.Addr))
	require.NoError(t, err)
	return xr.Version(binary.LittleEndian.Uint64(value[:]))
}

// read adds the structures and enumerators in debug information.
func (s cSide) read(t *testing.T, data *dwarf.Data) {
	t.Helper()
	entries := data.Reader()
	for {
		entry, err := entries.Next()
		require.NoError(t, err)
		if entry == nil {
			return
		}
		switch entry.Tag {
		case dwarf.TagStructType:
			read, err := data.Type(entry.Offset)
			require.NoError(t, err)
			if structure := read.(*dwarf.StructType); strings.HasPrefix(structure.StructName, "Xr") && !structure.Incomplete {
				s.structs[structure.StructName] = inC(structure)
			}
		case dwarf.TagEnumerator:
			name, _ := entry.Val(dwarf.AttrName).(string)
			s.values[name], _ = entry.Val(dwarf.AttrConstValue).(int64)
		}
	}
}

func inC(s *dwarf.StructType) layout {
	own := layout{Size: s.ByteSize}
	for _, field := range s.Field {
		own.Members = append(own.Members, member{folded(field.Name), field.ByteOffset, field.Type.Size()})
	}
	return own
}

// goSide has the declarations of package xr: structures and aliases by their C names,
// constants by their folded names.
type goSide struct {
	structs   map[string]layout
	aliases   map[string]bool
	constants map[string]int64
}

// described matches the beginning of the comment of a generated type.
var described = regexp.MustCompile(`^(\w+) is (Xr\w+)`)

// fromPackage type-checks the generated files as the compiler does on 64-bit platforms.
func fromPackage(t *testing.T) goSide {
	t.Helper()
	files, err := filepath.Glob("*_gen.go")
	require.NoError(t, err)
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, path := range files {
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		require.NoError(t, err)
		parsed = append(parsed, file)
	}
	config := types.Config{
		Importer: nothing{}, IgnoreFuncBodies: true, Sizes: types.SizesFor("gc", "amd64"),
		Error: func(error) {}, // ignores missing imports; a type that could not be checked has no size
	}
	pkg, _ := config.Check("xr", set, parsed, nil)
	side := goSide{map[string]layout{}, map[string]bool{}, map[string]int64{}}
	for _, file := range parsed {
		for _, declaration := range file.Decls {
			side.addType(pkg, config.Sizes, declaration)
		}
	}
	for _, name := range pkg.Scope().Names() {
		if c, ok := pkg.Scope().Lookup(name).(*types.Const); ok {
			if value, exact := constant.Int64Val(constant.ToInt(c.Val())); exact {
				side.constants[folded(name)] = value
			}
		}
	}
	return side
}

func (s goSide) addType(pkg *types.Package, sizes types.Sizes, declaration ast.Decl) {
	general, ok := declaration.(*ast.GenDecl)
	if !ok || general.Tok != token.TYPE {
		return
	}
	match := described.FindStringSubmatch(general.Doc.Text())
	if match == nil {
		return
	}
	if general.Specs[0].(*ast.TypeSpec).Assign.IsValid() {
		s.aliases[match[2]] = true
		return
	}
	if structure, ok := pkg.Scope().Lookup(match[1]).Type().Underlying().(*types.Struct); ok {
		s.structs[match[2]] = inGo(structure, sizes)
	}
}

func inGo(structure *types.Struct, sizes types.Sizes) layout {
	var fields []*types.Var
	for i := range structure.NumFields() {
		fields = append(fields, structure.Field(i))
	}
	own := layout{Size: sizes.Sizeof(structure)}
	for i, offset := range sizes.Offsetsof(fields) {
		own.Members = append(own.Members, member{folded(fields[i].Name()), offset, sizes.Sizeof(fields[i].Type())})
	}
	return own
}

// nothing is an importer that has only package unsafe.
type nothing struct{}

func (nothing) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	return nil, errors.New(path + " is not needed for layouts")
}
