// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"encoding/xml"
	"fmt"
	"go/ast"
	values "go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/openxr"
	"github.com/xrprobe/xrprobe/openxr/xr"
)

// The tests of this file read the registry with other code than the generator, and compare it
// with package xr. Therefore they do not repeat a mistake of the generator.

// notGenerated has the names in the registry that package xr leaves out, and why.
var notGenerated = map[string]string{
	"XR_MAY_ALIAS":           "an attribute for C compilers",
	"XR_DEFINE_HANDLE":       "a macro that declares",
	"XR_DEFINE_OPAQUE_64":    "a macro that declares",
	"XR_DEFINE_ATOM":         "a macro that declares",
	"XR_MAKE_VERSION":        "a function: MakeVersion",
	"XR_VERSION_MAJOR":       "a method: Version.Major",
	"XR_VERSION_MINOR":       "a method: Version.Minor",
	"XR_VERSION_PATCH":       "a method: Version.Patch",
	"XR_SUCCEEDED":           "a method: Result.Succeeded",
	"XR_FAILED":              "a method: Result.Failed",
	"XR_UNQUALIFIED_SUCCESS": "a comparison with Success",
}

// renamed has the constants whose Go names do not follow the naming rule.
var renamed = map[string]string{
	"XR_CURRENT_API_VERSION":             "APIVersion",
	"XR_GOOGLE_CLOUD_AUTH_ERROR_ANDROID": "GoogleCloudAuthErrorErrorANDROID",
}

type element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Nodes   []element  `xml:",any"`
	Inner   string     `xml:",innerxml"`
}

func (n element) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// each calls visit for every element of a kind below n. It skips disabled elements and
// everything in them.
func (n element) each(kind string, visit func(element)) {
	for _, child := range n.Nodes {
		if child.attr("supported") == "disabled" {
			continue
		}
		if child.XMLName.Local == kind {
			visit(child)
		}
		child.each(kind, visit)
	}
}

var (
	nameTag = regexp.MustCompile(`<name>(\w+)</name>`)
	typeTag = regexp.MustCompile(`<type>(\w+)</type>`)
)

// first returns the first group of the first match, or "".
func first(pattern *regexp.Regexp, text string) string {
	if match := pattern.FindStringSubmatch(text); match != nil {
		return match[1]
	}
	return ""
}

// folded returns a name in lower case and without underscores.
func folded(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// goPackage is package xr together with the C names of its types.
type goPackage struct {
	*types.Package
	cName   map[string]string // by Go name
	goName  map[string]string // by C name
	members map[string]types.Object
}

func readPackage(t *testing.T) goPackage {
	t.Helper()
	p := goPackage{cName: map[string]string{}, goName: map[string]string{}, members: map[string]types.Object{}}
	set := token.NewFileSet()
	paths, err := filepath.Glob(filepath.Join(xrDirectory, "*.go"))
	require.NoError(t, err)
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		require.NoError(t, err)
		files = append(files, file)
		p.readNames(file)
	}
	config := types.Config{Importer: stubs{}, IgnoreFuncBodies: true, Error: func(error) {}}
	p.Package, _ = config.Check("xr", set, files, nil)
	for _, name := range p.Scope().Names() {
		p.members[folded(name)] = p.Scope().Lookup(name)
	}
	return p
}

var isType = regexp.MustCompile(`^(\w+) is (Xr\w+)`)

func (p goPackage) readNames(file *ast.File) {
	for _, declaration := range file.Decls {
		general, ok := declaration.(*ast.GenDecl)
		if !ok || general.Tok != token.TYPE {
			continue
		}
		if match := isType.FindStringSubmatch(general.Doc.Text()); match != nil {
			p.cName[match[1]], p.goName[match[2]] = match[2], match[1]
		}
	}
}

// describe returns a Go type in C's notation: its C name, an asterisk for each pointer and []
// for each array.
func (p goPackage) describe(t types.Type) string {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		return p.describe(t.Elem()) + "*"
	case *types.Array:
		return p.describe(t.Elem()) + "[]"
	case *types.Named:
		return p.cName[t.Obj().Name()]
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			return "void*"
		}
		return t.Name()
	default:
		return t.String()
	}
}

// goNames has the Go names of C's types.
var goNames = map[string]string{
	"char": "byte", "float": "float32", "double": "float64", "int8_t": "int8", "uint8_t": "uint8", "int16_t": "int16", "uint16_t": "uint16",
	"int32_t": "int32", "uint32_t": "uint32", "int64_t": "int64", "uint64_t": "uint64", "size_t": "uintptr", "uintptr_t": "uintptr",
}

// expected returns the type of a member or parameter in the notation of describe. It returns
// "" for types from other headers, whose Go types the table of special cases has.
func (p goPackage) expected(inner string, parameter bool, aliases map[string]string) string {
	cType := first(typeTag, inner)
	tail := inner[strings.Index(inner, "</name>"):]
	pointers, dimensions := strings.Count(inner, "*"), strings.Count(tail, "[")
	if target := aliases[cType]; target != "" {
		cType = target
	}
	switch {
	case strings.HasPrefix(cType, "PFN_"):
		cType = "uintptr"
	case cType == "void" && pointers > 0:
		cType, pointers = "void*", pointers-1
	case goNames[cType] != "":
		cType = goNames[cType]
	case !strings.HasPrefix(cType, "Xr"):
		return ""
	}
	address := ""
	if parameter && dimensions > 0 {
		address = "*" // C passes an array by its address
	}
	return cType + strings.Repeat("*", pointers) + strings.Repeat("[]", dimensions) + address
}

func TestRegistry_EveryDeclarationIsInGo(t *testing.T) {
	t.Parallel()
	var registry element
	require.NoError(t, xml.Unmarshal(wholeRegistry(t), &registry))
	pkg := readPackage(t)
	aliases := map[string]string{}
	registry.each("type", func(n element) {
		if target := n.attr("alias"); target != "" {
			aliases[n.attr("name")] = target
		}
		if bits := n.attr("bitvalues"); bits != "" {
			aliases[bits] = first(nameTag, n.Inner)
		}
	})
	structs, members := coverStructs(t, registry, pkg, aliases)
	constants := coverConstants(t, registry, pkg)
	commands := coverCommands(t, registry, pkg, aliases)
	t.Logf("%d structures with %d members, %d constants, %d commands", structs, members, constants, commands)
	require.Equal(t, 795, structs)
	require.Equal(t, 3273, members)
	require.Equal(t, 514, commands)
	require.Equal(t, 3036, constants, "each is counted as often as it occurs in the registry")
}

// Every structure that extends XrSystemProperties or XrViewConfigurationView is in one of the
// tables, with each of its members.
func TestPropertyStructs_CoverTheRegistry(t *testing.T) {
	t.Parallel()
	var registry element
	require.NoError(t, xml.Unmarshal(wholeRegistry(t), &registry))
	for extends, table := range propertyTables() {
		seen, unread := unreadProperties(registry, extends, table)
		require.Empty(t, unread)
		require.Len(t, table, seen)
	}
	require.Len(t, xr.SystemPropertyStructs(), 67)
	require.Len(t, xr.ViewPropertyStructs(), 4)
}

func propertyTables() map[string][]xr.PropertyStruct {
	return map[string][]xr.PropertyStruct{"XrSystemProperties": xr.SystemPropertyStructs(), "XrViewConfigurationView": xr.ViewPropertyStructs()}
}

// The comparison detects a structure and a member of a newer registry that the tables lack.
func TestPropertyStructs_ComparisonDetectsWhatIsMissing(t *testing.T) {
	t.Parallel()
	var registry element
	require.NoError(t, xml.Unmarshal([]byte(`<registry><types>
		<type category="struct" name="XrSystemTelepathyPropertiesACME" structextends="XrSystemProperties">
			<member><type>XrStructureType</type> <name>type</name></member>
		</type>
		<type category="struct" name="XrSystemHandTrackingPropertiesEXT" structextends="XrOther,XrSystemProperties">
			<member><type>XrStructureType</type> <name>type</name></member>
			<member><type>void</type>* <name>next</name></member>
			<member><type>XrBool32</type> <name>supportsHandTracking</name></member>
			<member><type>XrBool32</type> <name>supportsSixFingers</name></member>
		</type>
		<type category="struct" name="XrElsewhereACME" structextends="XrSystemPropertiesACME"/>
		<type category="struct" name="XrViewConfigurationViewFovEPIC" structextends="XrViewConfigurationView">
			<member><type>XrFovf</type> <name>recommendedFov</name></member>
			<member><type>XrFovf</type> <name>maxFov</name></member>
		</type>
	</types></registry>`), &registry))
	tables := propertyTables()
	seen, unread := unreadProperties(registry, "XrSystemProperties", tables["XrSystemProperties"])
	require.Equal(t, 2, seen)
	require.Equal(t, []string{"XrSystemTelepathyPropertiesACME", "XrSystemHandTrackingPropertiesEXT.supportsSixFingers"}, unread)
	_, unread = unreadProperties(registry, "XrViewConfigurationView", tables["XrViewConfigurationView"])
	require.Equal(t, []string{"XrViewConfigurationViewFovEPIC.maxFov"}, unread)
}

// unreadProperties returns how many structures of the registry extend another one, and which
// of these structures and their members the table lacks.
func unreadProperties(registry element, extends string, structs []xr.PropertyStruct) (seen int, unread []string) {
	table := map[string][]xr.PropertyMember{}
	for _, s := range structs {
		table[s.Name] = s.Members
	}
	registry.each("type", func(n element) {
		if !slices.Contains(strings.Split(n.attr("structextends"), ","), extends) {
			return
		}
		seen++
		members, known := table[n.attr("name")]
		if !known {
			unread = append(unread, n.attr("name"))
			return
		}
		n.each("member", func(m element) {
			name := first(nameTag, m.Inner)
			isNamed := func(member xr.PropertyMember) bool {
				return member.Name == name || strings.HasPrefix(member.Name, name+".")
			}
			if name != "type" && name != "next" && !slices.ContainsFunc(members, isNamed) {
				unread = append(unread, n.attr("name")+"."+name)
			}
		})
	})
	return seen, unread
}

// everyRuntime has the commands of OpenXR itself that need no session.
var everyRuntime = []string{
	"xrGetInstanceProcAddr", "xrGetInstanceProperties", "xrGetSystem", "xrGetSystemProperties", "xrEnumerateViewConfigurations",
	"xrEnumerateEnvironmentBlendModes", "xrGetViewConfigurationProperties", "xrEnumerateViewConfigurationViews",
}

// Every command of the registry that reads something from an instance is among the queries.
func TestQueries_CoverTheRegistry(t *testing.T) {
	t.Parallel()
	var registry element
	require.NoError(t, xml.Unmarshal(wholeRegistry(t), &registry))
	known := slices.Clone(everyRuntime)
	for _, query := range openxr.Queries() {
		known = append(known, query.Command)
	}
	seen := 0
	registry.each("command", func(n element) {
		name := first(nameTag, n.Inner)
		asks := strings.HasPrefix(name, "xrGet") || strings.HasPrefix(name, "xrEnumerate")
		if asks && len(n.Nodes) > 1 && first(typeTag, n.Nodes[1].Inner) == "XrInstance" {
			seen++
			require.Contains(t, known, name)
		}
	})
	require.Equal(t, 35, seen)
}

func coverStructs(t *testing.T, registry element, pkg goPackage, aliases map[string]string) (structs, members int) {
	registry.each("type", func(n element) {
		if category := n.attr("category"); category != "struct" && category != "union" {
			return
		}
		name := n.attr("name")
		object := pkg.Scope().Lookup(pkg.goName[name])
		require.NotNil(t, object, "%s is missing", name)
		if n.attr("alias") != "" {
			require.Equal(t, n.attr("alias"), pkg.describe(object.Type()), name)
			return
		}
		structs++
		fields := object.Type().Underlying().(*types.Struct)
		at := 0
		n.each("member", func(m element) {
			require.Less(t, at, fields.NumFields(), "%s has more members", name)
			field := fields.Field(at)
			at++
			members++
			require.Equal(t, folded(first(nameTag, m.Inner)), folded(field.Name()), name)
			want := pkg.expected(m.Inner, false, aliases)
			if want == "void*" && strings.Contains(m.Inner, "Xr") {
				return
			}
			if want != "" {
				require.Equal(t, want, pkg.describe(field.Type()), "%s.%s", name, field.Name())
			}
		})
		require.Equal(t, at, fields.NumFields(), "%s has fewer members", name)
	})
	return structs, members
}

func coverConstants(t *testing.T, registry element, pkg goPackage) (seen int) {
	stale := maps.Clone(notGenerated)
	defer func() { require.Empty(t, stale, "these names are not in the registry any more") }()
	check := func(name string, value string, known bool) {
		if _, left := notGenerated[name]; left || name == "" {
			delete(stale, name)
			return
		}
		goName := renamed[name]
		if goName == "" {
			goName = strings.TrimPrefix(name, "XR_")
		}
		object, ok := pkg.members[folded(goName)].(*types.Const)
		require.True(t, ok, "%s is missing", name)
		seen++
		if known {
			require.Equal(t, value, values.ToInt(object.Val()).ExactString(), name)
		}
	}
	registry.each("type", func(n element) {
		if n.attr("category") == "define" {
			check(first(nameTag, n.Inner), "", false)
		}
	})
	registry.each("enums", func(group element) {
		group.each("enum", func(n element) { value, known := valueOfEnum(n, 0); check(n.attr("name"), value, known) })
	})
	registry.each("extension", func(extension element) {
		number, _ := strconv.ParseInt(extension.attr("number"), 10, 64)
		extension.each("enum", func(n element) {
			value, known := valueOfEnum(n, number)
			check(n.attr("name"), value, known)
		})
	})
	registry.each("feature", func(feature element) {
		feature.each("enum", func(n element) { value, known := valueOfEnum(n, 0); check(n.attr("name"), value, known) })
	})
	return seen
}

// valueOfEnum computes the number of an enumerant. It returns false for strings, aliases and
// references to other names: the test only checks that these exist.
func valueOfEnum(n element, extension int64) (string, bool) {
	if position := n.attr("bitpos"); position != "" {
		bit, err := strconv.Atoi(position)
		return fmt.Sprint(uint64(1) << bit), err == nil
	}
	if offset := n.attr("offset"); offset != "" {
		if other := n.attr("extnumber"); other != "" {
			extension, _ = strconv.ParseInt(other, 10, 64)
		}
		number, err := strconv.ParseInt(offset, 10, 64)
		value := 1000000000 + (extension-1)*1000 + number
		if n.attr("dir") == "-" {
			value = -value
		}
		return fmt.Sprint(value), err == nil
	}
	value, err := strconv.ParseInt(n.attr("value"), 0, 64)
	return fmt.Sprint(value), err == nil
}

func coverCommands(t *testing.T, registry element, pkg goPackage, aliases map[string]string) (commands int) {
	all := types.NewMethodSet(types.NewPointer(pkg.Scope().Lookup("Commands").Type()))
	byName := map[string]*types.Signature{}
	for i := range all.Len() {
		method := all.At(i).Obj()
		byName[folded(method.Name())] = method.Type().(*types.Signature)
	}
	declared := map[string]element{}
	registry.each("command", func(n element) {
		name := n.attr("name")
		if name == "" {
			name = first(nameTag, n.Inner)
		}
		if len(n.Nodes) > 0 || n.attr("alias") != "" {
			declared[name] = n
		}
	})
	for name, n := range declared {
		if target := n.attr("alias"); target != "" {
			n = declared[target]
		}
		goName := folded(strings.TrimPrefix(name, "xr"))
		signature, skip := byName[goName], 0
		if signature == nil { // a function that takes the address
			function, ok := pkg.members[goName].(*types.Func)
			require.True(t, ok, "%s is missing", name)
			signature, skip = function.Type().(*types.Signature), 1
		}
		commands++
		at := skip
		for _, param := range n.Nodes {
			if param.XMLName.Local != "param" {
				continue
			}
			require.Less(t, at, signature.Params().Len(), "%s has more parameters", name)
			if want := pkg.expected(param.Inner, true, aliases); want != "" {
				require.Equal(t, want, pkg.describe(signature.Params().At(at).Type()), "%s, parameter %d", name, at-skip)
			}
			at++
		}
		require.Equal(t, at, signature.Params().Len(), "%s has fewer parameters", name)
	}
	return commands
}
