// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

var update = flag.Bool("update", false, "rewrite testdata/golden")

var miniSelection = selection{
	Commands: []string{"xrGetInstanceProcAddr", "xrDestroyInstance", "xrCreateInstance", "xrCreateGadgetACME", "xrMakeGadgetACME"},
	Structs:  []string{"XrBaseInStructure", "XrSystemGadgetPropertiesACME", "XrGadgetViewACME"},
}

func readMini(t testing.TB) []byte {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("testdata", "mini.xml"))
	require.NoError(t, err)
	return source
}

func TestGenerate_MatchesTheGoldens(t *testing.T) {
	t.Parallel()
	files, err := generate(readMini(t), miniSelection)
	require.NoError(t, err)
	for _, f := range files {
		path := filepath.Join("testdata", "golden", f.Name)
		if *update {
			require.NoError(t, os.WriteFile(path, f.Text, 0o644))
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		require.Empty(t, cmp.Diff(string(want), string(f.Text)), f.Name)
	}
	typeCheck(t, files)
}

func TestGenerate_HeaderMarksTheFilesAsGenerated(t *testing.T) {
	t.Parallel()
	files, err := generate(readMini(t), miniSelection)
	require.NoError(t, err)
	generated := regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)
	for _, f := range files {
		before, _, _ := bytes.Cut(f.Text, []byte("\npackage xr\n"))
		require.Regexp(t, generated, string(before))
		require.True(t, bytes.HasPrefix(f.Text, []byte("// SPDX-License-Identifier: Apache-2.0\n")))
		require.Contains(t, string(before), "registry 1.2.3 (sha256 ")
	}
}

func TestRun_TwiceWritesTheSame(t *testing.T) {
	t.Parallel()
	read := func(dir string) map[string]string {
		texts := map[string]string{}
		paths, err := filepath.Glob(filepath.Join(dir, "*_gen.go"))
		require.NoError(t, err)
		for _, path := range paths {
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			texts[filepath.Base(path)] = string(text)
		}
		return texts
	}
	registry := filepath.Join(t.TempDir(), "xr.xml")
	require.NoError(t, os.WriteFile(registry, runnableMini(t), 0o644))
	out := t.TempDir()
	require.NoError(t, run([]string{"-registry", registry, "-out", out}))
	first := read(out)
	require.NotEmpty(t, first)
	require.NoError(t, run([]string{"-registry", registry, "-out", out}))
	require.Empty(t, cmp.Diff(first, read(out)))
}

// runnableMini returns the small registry without the command that returns void, for which
// there can be no Go method.
func runnableMini(t *testing.T) []byte {
	t.Helper()
	begin, end, found := strings.Cut(string(readMini(t)), "<command>\n            <proto><type>void</type>")
	require.True(t, found)
	_, end, found = strings.Cut(end, "</command>")
	require.True(t, found)
	return []byte(begin + end)
}

func TestRun_Refuses(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "xr.xml")
	require.NoError(t, os.WriteFile(broken, []byte("<registry>\n<types></registry>"), 0o644))
	out := t.TempDir()
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "both -registry and -out are needed"},
		{[]string{"-registry", broken}, "both -registry and -out are needed"},
		{[]string{"-nonsense"}, "not defined: -nonsense"},
		{[]string{"-registry", broken + ".none", "-out", out}, "no such file"},
		{[]string{"-registry", broken, "-out", out}, "xr.xml: line 2: "},
	} {
		require.ErrorContains(t, run(c.args), c.want)
	}
	entries, err := os.ReadDir(out)
	require.NoError(t, err)
	require.Empty(t, entries, "run writes no file for a broken registry")
}

// Each case breaks the small registry in one place. The error must name the line of that
// place, or the line some lines above it where the element begins.
func TestGenerate_ErrorsNameTheLine(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, old, spoiled, want string
		above                    int
		at                       string // if set, the error must name the line that contains it
	}{
		{name: "syntax", old: "</tags>", spoiled: "</tag>", want: "element <tags> closed by </tag>"},
		{name: "category", old: `category="handle" parent`, spoiled: `category="union" parent`, want: `the unknown category "union"`},
		{name: "no name", old: "<name>XrInstance</name>", want: "<type> has no <name>"},
		{name: "no name of a base type", old: "<name>XrSystemId</name>", want: "<type> has no <name>"},
		{name: "no name of flags", old: "<name>XrViewFlags</name>", want: "<type> has no <name>"},
		{name: "no name of a define", old: "<name>XR_NULL_SYSTEM_ID</name>", want: "<type> has no <name>"},
		{name: "no name of a function pointer", old: "<name>PFN_xrVoidFunction</name>", want: "<type> has no <name>"},
		{name: "no name of a member", old: "<name>gadgetName</name>", want: "<member> has no <name>"},
		{name: "no name of a parameter", old: "<name>side</name>", want: "<param> has no <name>"},
		{name: "no name of a command", old: "<name>xrDestroyInstance</name>", want: "<proto> has no <name>"},
		{name: "bad name", old: "<name>XrInstance</name>", spoiled: "<name>Xr Instance</name>", want: `"Xr Instance" is not a name`},
		{name: "define", old: "0x7fffffffffffffffLL", spoiled: "(1 + 2)", want: `"(1 + 2)" is neither a number nor the name of a constant`},
		{name: "version", old: "(1, 2, 3)", spoiled: "(1, 2)", want: "XR_CURRENT_API_VERSION has the value", above: 1},
		{name: "large version", old: "(1, 2, 3)", spoiled: "(1, 2, 70000)", want: "XR_CURRENT_API_VERSION has the value", above: 1},
		{name: "base type of nothing", old: "typedef <type>int64_t</type>", spoiled: "typedef", want: "XrDuration does not say what it is"},
		{name: "base type", old: "typedef <type>int64_t</type>", spoiled: "typedef <type>int65_t</type>", want: "the unknown type int65_t"},
		{name: "bit-field", old: "<name>message_id</name>", spoiled: "<name>message_id</name>:24", want: `":24" is not an array length`},
		{name: "qualifier", old: "struct <type>wl_display", spoiled: "volatile <type>wl_display", want: `"volatile" is not a qualifier`},
		{name: "no type", old: "<type>VkDevice</type>", want: "vkDevice has no <type>"},
		{name: "type", old: "<type>VkDevice</type>", spoiled: "<type>VkQueue</type>", want: "vkDevice has the unknown type VkQueue"},
		{name: "type of a parameter", old: "const <type>XrSideACME</type>", spoiled: "<type>XrPart</type>", want: "side has the unknown type XrPart"},
		{name: "foreign by value", old: "<type>xcb_connection_t</type>*", spoiled: "<type>xcb_connection_t</type>", want: "connection holds xcb_connection_t by value"},
		{name: "length", old: "[XR_SIDE_COUNT_ACME]", spoiled: "[XR_SIDES_ACME]", want: "gaze has the unknown length XR_SIDES_ACME"},
		{name: "structure type", old: `values="XR_TYPE_GADGET_CREATE_INFO_ACME"`, spoiled: `values="XR_TYPE_NEVER_ACME"`, want: `"XR_TYPE_NEVER_ACME" is neither`},
		{name: "value", old: `value="-3"`, spoiled: `value="three"`, want: `XR_SIDE_BEHIND_ACME has the value "three"`},
		{name: "large value", old: `value="-3"`, spoiled: `value="-3000000000"`, want: "does not fit an enumeration"},
		{name: "bit", old: `bitpos="5"`, spoiled: `bitpos="64"`, want: "XR_VIEW_GLOWING_BIT_ACME is bit 64"},
		{name: "bit that is no number", old: `bitpos="5"`, spoiled: `bitpos="x"`, want: `XR_VIEW_GLOWING_BIT_ACME has the bitpos "x"`},
		{name: "offset", old: `offset="4"`, spoiled: `offset=""`, want: `XR_TYPE_GADGET_CREATE_INFO_ACME has the offset ""`},
		{name: "number", old: `number="3"`, spoiled: `number="three"`, want: `XR_ACME_gadget_id has the number "three"`},
		{name: "extnumber", old: `extnumber="711"`, spoiled: `extnumber="x"`, want: `XR_ERROR_PERMISSION_INSUFFICIENT has the extnumber "x"`},
		{name: "alias", old: `alias="XR_GADGET_LIMIT_ACME"`, spoiled: `alias="XR_GADGET_ACME"`, want: `"XR_GADGET_ACME" is neither`},
		{name: "alias of an enumerant", old: `alias="XR_VIEW_GLOWING_BIT_ACME"`, spoiled: `alias="XR_VIEW_GLOW"`, want: `"XR_VIEW_GLOW" is neither`},
		{name: "alias of a command", old: `alias="xrCreateGadgetACME"`, spoiled: `alias="xrBuildACME"`, want: "xrMakeGadgetACME is an alias of the unknown xrBuildACME"},
		{name: "alias of an alias", old: `<command name="xrMakeGadgetACME" alias="xrCreateGadgetACME"/>`, spoiled: `<command name="xrBuildACME" alias="xrCreateGadgetACME"/><command name="xrMakeGadgetACME" alias="xrBuildACME"/>`, want: "xrMakeGadgetACME is an alias of the unknown xrBuildACME"},
		{name: "two aliases", old: `<require depends="XR_EXTX_overlay">`, spoiled: `<require><enum extends="XrViewFlagBits" name="XR_VIEW_SHINING_BIT_ACME" alias="XR_VIEW_LAST_BIT"/>`, want: "XR_VIEW_SHINING_BIT_ACME differs from what line "},
		{name: "enumeration", old: `extends="XrViewFlagBits"`, spoiled: `extends="XrView"`, want: `the unknown enumeration "XrView"`},
		{name: "two values", old: "overlay\">\n                <enum offset=\"4\"", spoiled: "overlay\">\n                <enum offset=\"5\"", want: "XR_TYPE_GADGET_CREATE_INFO_ACME differs from what line "},
		{name: "extension's name", old: "&quot;XR_ACME_gadget_id&quot;", spoiled: "&quot;XR_ACME_gadget&quot;", want: "not the extension's name"},
		{name: "extension's version", old: `name="XR_ACME_gadget_id_SPEC_VERSION"`, spoiled: `name="XR_ACME_SPEC_VERSION"`, want: "XR_ACME_gadget_id lacks its name or its version", above: 2},
		{name: "one name for two", old: `name="XR_SIDE_STARBOARD_ACME"`, spoiled: `name="XR_MAX_NAME__SIZE"`, want: "XR_MAX_NAME__SIZE and XR_MAX_NAME_SIZE are both MaxNameSize in Go"},
		{name: "no name in Go", old: `name="XR_MAX_NAME_SIZE"/>`, spoiled: `name="XR_3D"/>`, want: `"XR_3D" gives "3d"`},
		{name: "one name for two commands", old: `name="xrMakeGadgetACME"`, spoiled: `name="xrCreateGadgetACME"`, want: "xrCreateGadgetACME and xrCreateGadgetACME are both CreateGadgetACME in Go"},
		{name: "name of a command", old: `name="xrMakeGadgetACME"`, spoiled: `name="xr gadget"`, want: "cannot be an exported name in Go"},
		{name: "name of a member", old: "<name>systemId</name></member>", spoiled: "<name>_</name></member>", want: `"_" cannot be the name of a field`},
		{name: "alias of a structure", old: `alias="XrPointACME"`, spoiled: `alias="XrPlaceACME"`, want: "XrSpotACME is an alias of the unknown XrPlaceACME"},
		{name: "size of nothing", old: "sizeof(XrEventDataBuffer)", spoiled: "sizeof(XrEvent)", want: "XR_MAX_EVENT_DATA_SIZE is the size of the unknown structure XrEvent"},
		{name: "no proto", old: "<proto><type>XrResult</type> <name>xrCreateInstance</name></proto>", want: "<command> has neither <proto> nor alias", above: 1},
		{name: "properties of no extension", old: `<type name="XrSystemGadgetPropertiesACME"/>`, want: "XrSystemGadgetPropertiesACME extends XrSystemProperties and belongs to no extension, so nothing would read it", at: `name="XrSystemGadgetPropertiesACME" structextends`},
		{name: "properties without a type", old: ` values="XR_TYPE_SYSTEM_GADGET_PROPERTIES_ACME"`, want: "XrSystemGadgetPropertiesACME extends XrSystemProperties and does not begin with its type", above: 1},
		{name: "member that nothing reads", old: "<type>uint16_t</type> <name>maxGadgets", spoiled: "<type>double</type> <name>maxGadgets", want: "nothing reads XrSystemGadgetPropertiesACME.maxGadgets, whose type is double"},
		{name: "part that nothing reads", old: "<type>float</type> <name>shade", spoiled: "<type>double</type> <name>shade", want: "nothing reads XrShadesACME.shade, whose type is double"},
		{name: "pointer that nothing reads", old: "<type>uint16_t</type> <name>maxGadgets", spoiled: "<type>uint16_t</type>* <name>maxGadgets", want: "nothing reads XrSystemGadgetPropertiesACME.maxGadgets, whose type is uint16_t"},
		{name: "array that nothing reads", old: "<name>maxGadgets</name>", spoiled: "<name>maxGadgets</name>[2]", want: "nothing reads XrSystemGadgetPropertiesACME.maxGadgets, whose type is uint16_t"},
		{name: "result", old: "<proto><type>XrResult</type> <name>xrCreateInstance</name></proto>", spoiled: "<proto><type>XrBool32</type> <name>xrCreateInstance</name></proto>", want: "xrCreateInstance returns XrBool32, not XrResult", above: 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			source := string(readMini(t))
			before, after, found := strings.Cut(source, c.old)
			require.True(t, found, "the small registry does not contain %q any more", c.old)
			_, err := generate([]byte(before+c.spoiled+after), miniSelection)
			require.ErrorContains(t, err, c.want)
			var at *lineError
			require.ErrorAs(t, err, &at)
			line := 1 + strings.Count(before+c.spoiled, "\n") - c.above
			if c.at != "" {
				line = 1 + strings.Count(source[:strings.Index(source, c.at)], "\n")
			}
			require.Equal(t, line, at.Line, err.Error())
		})
	}
}

func TestGenerate_NamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"":                            "no <registry>",
		"<other/>":                    "no <registry>",
		"<registry/>":                 "no structure XrBaseInStructure, which is selected",
		"<registry><types/>":          "unexpected EOF",
		"<registry>&none;</registry>": "invalid character entity",
	} {
		_, err := generate([]byte(source), miniSelection)
		require.ErrorContains(t, err, want, source)
	}
	_, err := generate([]byte("<registry/>"), selection{})
	require.ErrorContains(t, err, "does not define XR_CURRENT_API_VERSION")
	_, err = generate(readMini(t), selection{Commands: []string{"xrNone"}})
	require.ErrorContains(t, err, "no command xrNone, which is selected")
}

// dl.Call passes only integers and addresses. Commands with other parameters use a bound function.
func TestGenerate_BindsCommandsWithOtherParameters(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"xrSetRateACME":       "func(float32) Result",
		"xrMoveACME":          "func(PointACME) Result",
		"xrChooseAdapterACME": "func(struct",
	} {
		files, err := generate(readMini(t), selection{Commands: []string{"xrGetInstanceProcAddr", name}})
		require.NoError(t, err)
		typeCheck(t, files)
		text := string(files[slices.IndexFunc(files, func(f file) bool { return f.Name == "commands_gen.go" })].Text)
		require.Contains(t, text, "var function "+want)
		require.Contains(t, text, "!c.bind(command")
	}
	_, err := generate(readMini(t), selection{Commands: []string{"xrForgetACME"}})
	require.ErrorContains(t, err, "command xrForgetACME returns void, not XrResult")
}

func TestClosure_FollowsEveryReference(t *testing.T) {
	t.Parallel()
	r, err := parseRegistry(readMini(t))
	require.NoError(t, err)
	names := func(s selection) []string {
		c, err := r.closure(s)
		require.NoError(t, err)
		var found []string
		for _, st := range c.Structs {
			found = append(found, st.Name)
		}
		return found
	}
	require.Equal(t, []string{"XrEventDataBuffer"}, names(selection{}), "it has a constant for its size")
	require.Equal(t, []string{"XrBaseInStructure", "XrEventDataBuffer"}, names(selection{Structs: []string{"XrBaseInStructure"}}))
	require.Equal(t, []string{"XrEventDataBuffer", "XrPointACME", "XrSpotACME"}, names(selection{Structs: []string{"XrSpotACME"}}), "an alias needs its target")
	all := []string{"XrBaseInStructure", "XrEventDataBuffer", "XrPointACME", "XrSpotACME", "XrCallbackDataACME", "XrGadgetCreateInfoACME"}
	require.Equal(t, all, names(selection{Commands: []string{"xrMakeGadgetACME"}}), "through an alias, a member and a function pointer")
}

func TestSpecialCases_HaveReasons(t *testing.T) {
	t.Parallel()
	for s, c := range specialCases {
		require.NotEmpty(t, c.Reason, s.Name)
		if c.Text == "" {
			require.Contains(t, []specialKind{valueOf, foreignType}, s.Kind, s.Name)
		}
	}
}

// wholeRegistry returns the text of the registry from which package xr is generated: the file
// that XRPROBE_REGISTRY names, or the one in the lab. It skips the test if there is none.
func wholeRegistry(t *testing.T) []byte {
	t.Helper()
	path := os.Getenv("XRPROBE_REGISTRY")
	if path == "" {
		root, err := lab.Require(t).Root()
		require.NoError(t, err)
		path = filepath.Join(root, "opt", "openxr-registry", "xr.xml")
	}
	source, err := os.ReadFile(path)
	pinned, pinErr := os.ReadFile("../../../third_party/registry/xr.xml.sha256")
	require.NoError(t, pinErr)
	want, _, _ := strings.Cut(string(pinned), " ")
	if err != nil || fmt.Sprintf("%x", sha256.Sum256(source)) != want {
		t.Skipf("left out: %s is not the registry with the sha256 %s; third_party/registry/README.md says where to get it", path, want)
	}
	return source
}

func TestRegistry_Whole(t *testing.T) {
	t.Parallel()
	source := wholeRegistry(t)

	t.Run("gives the committed files", func(t *testing.T) {
		t.Parallel()
		files, err := generate(source, everything)
		require.NoError(t, err)
		var names []string
		for _, f := range files {
			names = append(names, f.Name)
			committed, err := os.ReadFile(filepath.Join(xrDirectory, f.Name))
			require.NoError(t, err)
			require.Empty(t, cmp.Diff(string(committed), string(f.Text)), f.Name)
		}
		committed, err := filepath.Glob(filepath.Join(xrDirectory, "*_gen.go"))
		require.NoError(t, err)
		for _, path := range committed {
			require.Contains(t, names, filepath.Base(path), "no emitter writes it")
		}
	})

	t.Run("can be written completely", func(t *testing.T) {
		t.Parallel()
		r, err := parseRegistry(source)
		require.NoError(t, err)
		aliases := func(all []structure) (n int) {
			for _, s := range all {
				if s.Alias != "" {
					n++
				}
			}
			return n
		}(r.Structs)
		require.Equal(t, 795, len(r.Structs)-aliases)
		require.Equal(t, 17, aliases)
		require.Len(t, r.Commands, 512+2)
		require.Len(t, r.Handles, 63)
		require.Len(t, r.Flags, 57)
		require.Len(t, r.Enums, 173)
		require.Len(t, r.BaseTypes, 18)
		require.Len(t, r.FuncPointers, 5)
		require.Len(t, r.Extensions, 245)
		g, err := newGenerator(source, everything)
		require.NoError(t, err)
		require.Len(t, g.chosen.Structs, len(r.Structs))
		require.Len(t, g.chosen.Commands, len(r.Commands))
		var bound []string
		for _, c := range g.chosen.Commands {
			if g.needsBinding(c) {
				bound = append(bound, c.Name)
			}
		}
		slices.Sort(bound)
		require.Equal(t, []string{
			"xrCheckVpsAvailabilityAsyncANDROID", "xrRequestDisplayRefreshRateFB", "xrSetInputDeviceLocationEXT",
			"xrSetInputDeviceStateFloatEXT", "xrSetInputDeviceStateVector2fEXT", "xrSetViewOffsetVARJO",
		}, bound)
	})

	t.Run("contains every special case", func(t *testing.T) {
		t.Parallel()
		for s := range specialCases {
			require.Regexp(t, `[">]`+s.Name+`["<]`, string(source))
		}
	})
}

const xrDirectory = "../../xr"

// typeCheck type-checks generated files together with the hand-written files of package xr.
func typeCheck(t *testing.T, files []file) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	var parsed []*ast.File
	parse := func(name string, text []byte) {
		f, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
		require.NoError(t, err)
		parsed = append(parsed, f)
	}
	for _, f := range files {
		parse(f.Name, f.Text)
	}
	paths, err := filepath.Glob(filepath.Join(xrDirectory, "*.go"))
	require.NoError(t, err)
	for _, path := range paths {
		if strings.HasSuffix(path, "_gen.go") || strings.HasSuffix(path, "_test.go") {
			continue
		}
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		parse(path, text)
	}
	config := types.Config{Importer: stubs{}, Sizes: types.SizesFor("gc", "amd64")}
	pkg, err := config.Check("xr", fset, parsed, nil)
	require.NoError(t, err)
	return pkg
}

// stubs is an importer that declares only what package xr uses of other packages.
type stubs struct{}

var stubSources = map[string]string{
	"strconv": "package strconv; func Itoa(int) string; func AppendUint([]byte, uint64, int) []byte",
	"github.com/xrprobe/xrprobe/openxr/internal/dl": "package dl; func Call(uintptr, ...uintptr) uintptr; func Bind(any, uintptr) error",
	"sync/atomic": "package atomic; type Uintptr struct{ v uintptr }; func (*Uintptr) Load() uintptr; func (*Uintptr) Store(uintptr)",
}

func (stubs) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	source, ok := stubSources[path]
	if !ok {
		return nil, errors.New("package xr now imports " + path)
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, path, source, 0)
	if err != nil {
		return nil, err
	}
	config := types.Config{IgnoreFuncBodies: true}
	return config.Check(path, fset, []*ast.File{f}, nil)
}

// FuzzGenerate looks for input that makes the generator panic, write invalid Go, or return an
// error without a line.
func FuzzGenerate(f *testing.F) {
	const version = `<type category="define">#define <name>XR_CURRENT_API_VERSION</name> XR_MAKE_VERSION(1, 1, 0)</type>`
	for _, part := range []string{
		`<type category="struct" name="XrA"><member>const <type>char</type>* <name>id</name>[2]</member></type>`,
		`<type category="struct" name="XrA" alias="XrB"/><type category="struct" name="XrB"/>`,
		`<type category="define">#define <name>XR_A</name> sizeof(XrB)</type><type category="struct" name="XrB"/>`,
		`<type category="handle"><name>XrA</name></type><type category="basetype"><type>uint64_t</type> <name>XrB</name></type>`,
		`<type category="enum" name="XrA"/></types><enums name="XrA" type="enum"><enum name="XR_A_1" value="1"/></enums><types>`,
		`<type category="bitmask" bitvalues="XrA"><name>XrB</name></type></types><enums name="XrA" type="bitmask"><enum name="XR_A" bitpos="1"/></enums><types>`,
		`</types><commands><command><proto><type>XrResult</type><name>xrA</name></proto><param><type>void</type>*<name>b</name></param></command><command name="xrB" alias="xrA"/></commands><types>`,
		`</types><extensions><extension name="XR_A" number="2"><require><enum name="XR_A_SPEC_VERSION" value="1"/><enum name="XR_A_EXTENSION_NAME" value="&quot;XR_A&quot;"/></require></extension></extensions><types>`,
	} {
		f.Add([]byte("<registry><types>" + version + part + "</types></registry>"))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		var at *lineError
		if _, err := generate(source, everything); err != nil {
			require.ErrorAs(t, err, &at)
		}
	})
}
