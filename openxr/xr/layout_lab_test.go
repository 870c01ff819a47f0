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
	Name         string // without case, which C and Go write differently
	Offset, Size int64
}

// headers are a set of headers that the lab may have, and what is to be expected of it.
type headers struct {
	include string
	version xr.Version
	// compared and enumerators are how many structures and enumerators it has in common
	// with package xr: fewer means that the comparison has lost its subject.
	compared, enumerators int
	// changed are the structures whose members were moved between its version and ours.
	changed []string
}

// Debian's unstable release has the registry's own version, as long as that is the newest;
// the installed ones are older.
var known = []headers{
	{include: "/opt/openxr-headers/usr/include", version: xr.APIVersion, compared: 775, enumerators: 2289},
	{include: "/usr/include", version: xr.MakeVersion(1, 1, 47), compared: 523, enumerators: 1419, changed: []string{"XrSpatialAnchorCreateCompletionBD"}},
}

// notCompared are the structures that the lab's headers cannot declare, and why. What
// none of these covers is newer than the headers.
var notCompared = []struct{ names, why string }{
	{`D3D1[12]`, "Direct3D's headers exist on Windows only"},
	{`Metal`, "Metal's headers exist on Apple's systems only"},
	{`Win32|Holographic|PerceptionAnchor`, "Windows' headers are not in Debian"},
	{`Android|AnchorSharing`, "Android's headers are not in Debian"},
	{`CoordinateSpaceCreateInfoML`, "Magic Leap's headers are not public"},
}

func cannotBeCompared(name string) bool {
	return slices.ContainsFunc(notCompared, func(row struct{ names, why string }) bool {
		return regexp.MustCompile(row.names).MatchString(name)
	})
}

func TestLabLayoutIsThatOfTheHeaders(t *testing.T) {
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

// The comparison sees a member that is four bytes off.
func TestLabLayoutComparisonSeesADifference(t *testing.T) {
	t.Parallel()
	declared, own := fromHeaders(t).structs["XrSystemProperties"], fromPackage(t).structs["XrSystemProperties"]
	require.Empty(t, cmp.Diff(declared, own))
	own.Members[3].Offset += 4
	require.NotEmpty(t, cmp.Diff(declared, own))
}

// compareValues holds every enumerator of the headers against the Go constant of its
// name, and returns how many there are.
func compareValues(t *testing.T, inC map[string]int64, inGo map[string]int64) (seen int) {
	t.Helper()
	for name, value := range inC {
		if !strings.HasPrefix(name, "XR_") || strings.Contains(name, "_MAX_ENUM") {
			continue
		}
		own, found := inGo[folded(strings.TrimPrefix(name, "XR_"))]
		if name == "XR_GOOGLE_CLOUD_AUTH_ERROR_ANDROID" { // the rule gives it its own type's name
			own, found = int64(xr.GoogleCloudAuthErrorErrorANDROID), true
		}
		require.True(t, found, "package xr has no %s", name)
		require.Equal(t, value, own, name)
		seen++
	}
	t.Logf("compared %d enumerators", seen)
	return seen
}

func folded(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// cSide is what a set of headers declares.
type cSide struct {
	headers
	structs map[string]layout
	values  map[string]int64
}

// fromHeaders reads the first set of headers that has the version it should have.
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

// compileHeaders compiles headers.c in the lab, for what the compiler notes for debuggers.
func compileHeaders(t *testing.T, include string) *elf.File {
	t.Helper()
	source, err := filepath.Abs("../../testdata/native/headers.c")
	require.NoError(t, err)
	folder := t.TempDir()
	object := filepath.Join(folder, "headers.so")
	result, err := lab.Require(t).Run(t.Context(), lab.Options{Binds: []string{source}, RWBinds: []string{folder}},
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

// goSide is what package xr declares, by C names; constants without case and underscores.
type goSide struct {
	structs   map[string]layout
	aliases   map[string]bool
	constants map[string]int64
}

// described is how the comment of a generated type begins.
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
		Error: func(error) {}, // imports that this cannot see; a type that could not be read has no size
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

// nothing imports unsafe and nothing else.
type nothing struct{}

func (nothing) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	return nil, errors.New(path + " is not needed for layouts")
}
