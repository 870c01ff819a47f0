// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/third_party/lab"
)

const module = "github.com/xrprobe/xrprobe"

// top is the module's directory.
const top = "../.."

// goCommand returns the standard output of the Go command. Its standard error is no part of
// that: with an empty module cache the Go command says there what it downloads.
func goCommand(t *testing.T, environment []string, args ...string) string {
	t.Helper()
	output, err := goOutput(environment, args...)
	require.NoError(t, err)
	return output
}

func goOutput(environment []string, args ...string) (string, error) {
	command := exec.Command("go", args...)
	command.Dir = top
	command.Env = append(append(os.Environ(), "CGO_ENABLED=0"), environment...)
	var stderr strings.Builder
	command.Stderr = &stderr
	output, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w: %s", strings.Join(args, " "), err, stderr.String())
	}
	return string(output), nil
}

// reached lists the dependencies of each package of the module, direct and indirect ones. The Go
// command answers for all packages in the time that it needs for one.
var reached = sync.OnceValues(func() (map[string][]string, error) {
	list, err := goOutput(nil, "list", "-f", `{{.ImportPath}} {{join .Deps " "}}`, "./...")
	all := map[string][]string{}
	for line := range strings.Lines(list) {
		fields := strings.Fields(line)
		all[strings.TrimPrefix(fields[0], module+"/")] = fields[1:]
	}
	return all, err
})

// isStandard reports whether a package is in the standard library, as the Go command does: the
// path of every other package begins with a domain's name.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}

// The Go command writes what -n would run to standard error.
func TestGoCommand_ReturnsStandardOutputAlone(t *testing.T) {
	t.Parallel()
	require.Empty(t, goCommand(t, nil, "build", "-n", "./modes/webxr"))
	require.Equal(t, module+"/modes/webxr\n", goCommand(t, nil, "list", "./modes/webxr"))
}

// systemsVariable has the module built for all systems without the lab too: "make systems".
const systemsVariable = "XRPROBE_SYSTEMS"

// The module builds without cgo for every system on which people have headsets, and for
// one on which xrprobe cannot load a runtime. The packages for browsers build for js/wasm.
// With empty caches this takes five minutes of a processor, so it runs where the lab is required;
// without the lab, "make check" type-checks the module for Windows, macOS and browsers.
func TestModule_BuildsForEverySystem(t *testing.T) {
	t.Parallel()
	if testing.Short() || os.Getenv(lab.PolicyVariable) != "require" && os.Getenv(systemsVariable) == "" {
		t.Skip("left out: builds for other systems (run make systems)")
	}
	for _, platform := range []string{"linux/amd64", "linux/arm64", "windows/amd64", "windows/arm64", "darwin/amd64", "darwin/arm64", "openbsd/amd64"} {
		goos, goarch, _ := strings.Cut(platform, "/")
		goCommand(t, []string{"GOOS=" + goos, "GOARCH=" + goarch}, "build", "./...")
	}
	goCommand(t, forBrowsers, append([]string{"build"}, browserPackages...)...)
}

// strictJSON are the packages of the library behind modes/strictjson.
var strictJSON = []string{
	"github.com/go-json-experiment/json", "github.com/go-json-experiment/json/internal", "github.com/go-json-experiment/json/internal/jsonflags",
	"github.com/go-json-experiment/json/internal/jsonopts", "github.com/go-json-experiment/json/internal/jsonwire", "github.com/go-json-experiment/json/jsontext",
}

// loaderReaches is what openxr/loader reaches.
var loaderReaches = []string{
	"golang.org/x/sys/unix", "openxr/loader/internal/cnumber", "openxr/loader/internal/jsoncpp", "openxr/loader/internal/ldconf", "openxr/loader/internal/object",
	"openxr/loader/internal/passwd", "openxr/loader/internal/paths", "openxr/loader/internal/process", "openxr/loader/internal/rules", "openxr/loader/internal/tree", "openxr/loader/internal/winkeys", "openxr/loader/registry", "openxr/loader/registry/live",
}

// dependencies lists all dependencies of a package outside the standard library. The list
// is exact: a dependency that is no longer needed must be removed from it.
var dependencies = []struct {
	pkg, why string
	reaches  []string
}{
	{"modes/webxr", "the words of a specification; every other package may import it", nil},
	{"classify", "no headset or runtime can be named here: that is the privacy argument", []string{"modes/webxr"}},
	{"classify/useragent", "it reads a string, and nothing else", []string{"classify", "modes/webxr"}},
	{"classify/profile", "it reads what embedders write by hand", append([]string{"classify", "modes/strictjson", "modes/webxr"}, strictJSON...)},
	{"classify/permission", "browser builds answer pages with it", []string{"modes", "modes/navigator", "modes/report", "modes/webxr"}},
	{"classify/permission/protocol/page", "it has no type for anything that a page must not learn", []string{"modes/webxr"}},
	{"classify/permission/protocol", "it gets reports, and asks no runtime", append([]string{
		"classify", "classify/permission", "classify/permission/protocol/page", "classify/profile", "modes", "modes/navigator", "modes/report", "modes/strictjson", "modes/webxr",
	}, strictJSON...)},
	{"classify/permission/web", "a page in a browser runs it", []string{"classify", "classify/permission", "modes", "modes/navigator", "modes/report", "modes/webxr"}},
	{"classify/permission/permissiontest", "embedders' tests import it", []string{"classify/permission", "modes", "modes/navigator", "modes/report", "modes/webxr"}},
	{"modes/strictjson", "the one strict JSON reader: encoding/json ignores case and takes repeated names", strictJSON},
	{"modes/report", "browser builds read reports", []string{"modes/webxr"}},
	{"modes/coverage", "browser builds judge reports", []string{"modes/report", "modes/webxr"}},
	{"modes/requirement", "browser builds judge reports", append([]string{"modes/coverage", "modes/report", "modes/strictjson", "modes/webxr"}, strictJSON...)},
	{"modes", "browser builds compute modes", []string{"modes/webxr", "modes/report"}},
	{"modes/navigator/navigatortest", "tests of what is above navigator import it", []string{"modes", "modes/navigator", "modes/webxr", "modes/report"}},
	{"modes/navigator", "browser builds have it as navigator.xr", []string{"modes", "modes/webxr", "modes/report"}},
	{"probe/hardware", "it reads files and lists, and asks no runtime", []string{
		"github.com/micromdm/plist", "golang.org/x/sys/unix", "modes/webxr", "modes/report", "openxr/loader/registry", "openxr/loader/registry/live",
		"probe/hardware/edid", "probe/hardware/ioreg", "probe/hardware/known", "probe/hardware/listing", "probe/hardware/setupapi", "probe/hardware/smbios", "probe/hardware/standalone",
	}},
	{"probe/hardware/edid", "it gets bytes, and opens no file", []string{"modes/webxr", "modes/report", "probe/hardware/known"}},
	{"probe/hardware/known", "it is a table", []string{"modes/webxr", "modes/report"}},
	{"probe/hardware/adb", "it asks a server, and starts none", []string{"modes/webxr", "modes/report", "probe/hardware/standalone"}},
	{"probe/hardware/platform", "it reads files, the environment and the registry", append([]string{
		"github.com/micromdm/plist", "modes/webxr", "modes/report", "openxr/loader", "probe/hardware/ioreg", "probe/hardware/listing",
	}, loaderReaches...)},
	{"probe/hardware/smbios", "it gets bytes, and opens no file", nil},
	{"probe/hardware/ioreg", "it reads lists, and executes nothing but ioreg, on macOS", []string{"github.com/micromdm/plist", "modes/report", "modes/webxr", "probe/hardware/listing"}},
	{"probe/hardware/listing", "devices, whatever the system", []string{"modes/report", "modes/webxr"}},
	{"probe/hardware/setupapi", "it reads the registry, and opens no device", []string{"modes/report", "modes/webxr", "openxr/loader/registry", "probe/hardware/listing"}},
	{"probe/browsers/binary", "it reads a file, and loads none", nil},
	{"probe/browsers/known", "it is a table", []string{"modes/webxr", "modes/report"}},
	{"probe/browsers/sandbox", "it searches by files, and enters no sandbox", append([]string{"openxr/loader"}, loaderReaches...)},
	{"openxr/loader", "it decides, and executes nothing", loaderReaches},
	{"openxr/loader/registry/live", "it reads the real registry, on Windows alone", []string{"openxr/loader/registry"}},
	{"openxr/loader/builds", "it compares paths", nil},
	{"openxr/loader/installed", "it reads files, and runs no loader", append([]string{"openxr/loader"}, loaderReaches...)},
	{"openxr/loader/needs", "it reads files, and loads none", append([]string{"openxr/loader"}, loaderReaches...)},
	{"openxr/loader/registry", "it reads exports, and touches no real registry", nil},
	{"openxr/loader/place", "it reads files, and enters no container", append([]string{"openxr/loader"}, loaderReaches...)},
	{"openxr/xr", "the raw layer calls foreign code through one package", []string{"openxr/internal/dl", "github.com/ebitengine/purego"}},
}

func TestModule_HasTheseDependencies(t *testing.T) {
	t.Parallel()
	for _, row := range dependencies {
		t.Run(row.pkg, func(t *testing.T) {
			t.Parallel()
			all, err := reached()
			require.NoError(t, err)
			require.Contains(t, all, row.pkg)
			var got []string
			for _, path := range all[row.pkg] {
				if !isStandard(path) && !strings.HasPrefix(path, "github.com/ebitengine/purego/") {
					got = append(got, strings.TrimPrefix(path, module+"/"))
				}
			}
			slices.Sort(got)
			want := slices.Sorted(slices.Values(row.reaches))
			require.Equal(t, want, got, row.why)
		})
	}
}

// The program holds no test fixtures. The data sheets in it are for --simulate.
func TestProgram_HoldsNoFixtures(t *testing.T) {
	t.Parallel()
	all, err := reached()
	require.NoError(t, err)
	deps := all["cmd/xrprobe"]
	require.Contains(t, deps, module+"/openxr/simulated/devices")
	require.NotContains(t, deps, module+"/testdata")
	require.NotContains(t, deps, "testing")
}

// One package imports purego, and keeps the rules about threads.
func TestModule_OnePackageImportsPurego(t *testing.T) {
	t.Parallel()
	list := goCommand(t, nil, "list", "-f", `{{$p := .ImportPath}}{{range .Imports}}{{$p}} {{.}}{{"\n"}}{{end}}`, "./...")
	for line := range strings.Lines(list) {
		pkg, imported, _ := strings.Cut(strings.TrimSpace(line), " ")
		if strings.HasPrefix(imported, "github.com/ebitengine/purego") {
			require.Equal(t, module+"/openxr/internal/dl", pkg)
		}
	}
}

// GLFW needs headers that few machines have, so even a build with cgo leaves it out. With
// the build tag, one package imports it.
func TestModule_GLFWNeedsItsTag(t *testing.T) {
	t.Parallel()
	const glfw = "github.com/go-gl/glfw/v3.3/glfw"
	withCgo := []string{"CGO_ENABLED=1", "GOOS=linux", "GOARCH=amd64"}
	require.NotContains(t, goCommand(t, withCgo, "list", "-deps", "./..."), glfw)
	list := goCommand(t, withCgo, "list", "-tags", "glfw", "-f", `{{$p := .ImportPath}}{{range .Imports}}{{$p}} {{.}}{{"\n"}}{{end}}`, "./...")
	require.Equal(t, 1, strings.Count(list, glfw))
	require.Contains(t, list, module+"/probe/glsession "+glfw)
}

// Without the tag glfw the module has the same files with cgo as without. "make lint" and "make
// check" rely on it: they look at the files without cgo.
func TestModule_OnlyGLFWNeedsCgo(t *testing.T) {
	t.Parallel()
	const format = `{{.ImportPath}} {{.GoFiles}} {{.CgoFiles}} {{.TestGoFiles}} {{.XTestGoFiles}}`
	require.Equal(t, goCommand(t, nil, "list", "-f", format, "./..."), goCommand(t, []string{"CGO_ENABLED=1"}, "list", "-f", format, "./..."))
}

// Every Go file names its licence. Every package has one package comment, in doc.go or,
// for a command, in main.go.
func TestModule_FilesNameTheLicenceAndPackagesTheirPurpose(t *testing.T) {
	t.Parallel()
	comments := map[string][]string{}
	require.NoError(t, filepath.WalkDir(top, func(path string, entry fs.DirEntry, err error) error {
		require.NoError(t, err)
		if entry.IsDir() || !strings.HasSuffix(path, ".go") {
			return nil
		}
		content, err := os.ReadFile(path)
		require.NoError(t, err)
		if strings.Contains(path, "/testdata/golden/") {
			return nil
		}
		require.True(t, strings.HasPrefix(string(content), "// SPDX-License-Identifier: Apache-2.0\n// SPDX-FileCopyrightText: The xrprobe authors\n"), path)
		file, err := parser.ParseFile(token.NewFileSet(), path, content, parser.PackageClauseOnly|parser.ParseComments)
		require.NoError(t, err)
		comments[filepath.Dir(path)] = append(comments[filepath.Dir(path)], documented(path, file)...)
		return nil
	}))
	for directory, files := range comments {
		require.Len(t, files, 1, "%s: one file has the package comment", directory)
		require.Contains(t, []string{"doc.go", "main.go"}, files[0], directory)
	}
}

func documented(path string, file *ast.File) []string {
	if file.Doc == nil || strings.HasSuffix(path, "_test.go") {
		return nil
	}
	return []string{filepath.Base(path)}
}
