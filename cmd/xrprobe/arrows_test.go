// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package main

import (
	"path"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// arrow says what a directory may import, and why.
type arrow struct {
	from, why string
	to        []string
}

// arrows are the directories that a directory's packages may import, tests aside. A row
// holds for the directory and everything below it that has no row of its own; a directory
// may always import what is below it. The list is exact: an arrow that nothing needs has
// to go.
var arrows = []arrow{
	{"cmd/xrprobe", "the command joins everything", []string{"classify", "modes", "openxr", "probe"}},
	{"cmd/xrprobe/internal/browsers", "tells of reports and of a table, for people", []string{"cmd/xrprobe/internal/prose", "modes/report", "modes/webxr", "probe/browsers/known"}},
	{"cmd/xrprobe/internal/devices", "tells of reports, for people", []string{"cmd/xrprobe/internal/identity", "cmd/xrprobe/internal/prose", "modes/report"}},
	{"cmd/xrprobe/internal/elsewhere", "whose view of the machine is asked for", []string{"cmd/xrprobe/internal/prose", "cmd/xrprobe/internal/suggest", "modes/report", "openxr/loader"}},
	{"cmd/xrprobe/internal/changes", "reads changes, and watches nothing", []string{"cmd/xrprobe/internal/identity", "cmd/xrprobe/internal/parts", "modes/report", "probe/watch"}},
	{"cmd/xrprobe/internal/demand", "reads files of requirements, and tells of answers", []string{"cmd/xrprobe/internal/prose", "cmd/xrprobe/internal/reasons", "modes/report", "modes/requirement", "modes/webxr"}},
	{"cmd/xrprobe/internal/faults", "tells of reports, for people", []string{"cmd/xrprobe/internal/elsewhere", "cmd/xrprobe/internal/prose", "modes/report"}},
	{"cmd/xrprobe/internal/findings", "prints what the doctor found", []string{"cmd/xrprobe/internal/faults", "cmd/xrprobe/internal/prose", "modes/report", "probe"}},
	{"cmd/xrprobe/internal/headset", "reads reports, and asks nothing", []string{"modes/report"}},
	{"cmd/xrprobe/internal/identity", "tells of reports, for people", []string{"cmd/xrprobe/internal/prose", "modes/report"}},
	{"cmd/xrprobe/internal/helptext", "help that is made from tables", []string{"cmd/xrprobe/internal/prose", "openxr/loader"}},
	{"cmd/xrprobe/internal/parts", "makes tables of reports", []string{"cmd/xrprobe/internal/prose", "modes/coverage", "modes/report"}},
	{"cmd/xrprobe/internal/tryout", "checks an address", nil},
	{"cmd/xrprobe/internal/tryout/site", "serves the page, and asks data sheets", []string{"classify/permission/web/page", "openxr/simulated", "probe"}},
	{"cmd/xrprobe/internal/use", "which runtime a word means, and what is said of a change", []string{"cmd/xrprobe/internal/prose", "cmd/xrprobe/internal/suggest", "modes/report", "openxr/loader"}},
	{"cmd/xrprobe/internal/verdict", "derives from the list of supported modes", []string{"modes", "modes/report", "modes/webxr"}},
	{"cmd/xrprobe/internal/prose", "text for people knows nothing of what it says", nil},
	{"cmd/xrprobe/internal/proof", "prints what the registry proved", []string{"classify", "cmd/xrprobe/internal/prose"}},
	{"cmd/xrprobe/internal/reasons", "reads a report's modes", []string{"modes/report"}},
	{"cmd/xrprobe/internal/screen", "tells of reports, for people", []string{
		"cmd/xrprobe/internal/headset", "cmd/xrprobe/internal/identity", "cmd/xrprobe/internal/parts", "cmd/xrprobe/internal/prose", "cmd/xrprobe/internal/reasons", "modes/report", "modes/webxr", "openxr/loader", "probe",
	}},
	{"cmd/xrprobe/internal/suggest", "near words", nil},
	{"cmd/xrprobe/internal/visit", "a visit to a user agent asks nothing", []string{"classify", "classify/permission", "modes", "modes/navigator", "modes/report", "modes/webxr"}},
	{"third_party/lab", "benchmarks ask as programs do", []string{"modes", "probe"}},
	{"probe/browsers/binary", "reads a file, whatever it is", nil},
	{"probe/browsers/installed", "reads files and registries of a host", []string{"modes/report", "openxr/loader", "probe/internal/places"}},
	{"probe/browsers/known", "is a table", []string{"modes/report"}},
	{"probe/browsers/sandbox", "searches as Chromium does", []string{"openxr/loader"}},
	{"probe/browsers", "joins browsers with the active runtime", []string{"modes/report", "modes/webxr", "openxr/loader", "probe/internal/services"}},
	{"probe/watch", "a watch is many probes", []string{"modes/report", "openxr/loader", "probe", "probe/hardware", "probe/internal/notify", "probe/internal/places", "probe/internal/services"}},
	{"probe/doctor/border", "compares what files decide on both sides", []string{"modes/report", "openxr/loader", "probe/internal/places"}},
	{"probe/doctor/codes", "explains codes", []string{"modes/report", "openxr/loader"}},
	{"probe/doctor/evidence", "looks again at what problems name", []string{"modes/report", "openxr/loader", "probe/doctor/hostfacts", "probe/doctor/lint", "probe/internal/lazyregexp"}},
	{"probe/doctor/devicelint", "reads /sys and manifests of drivers", []string{"modes/report", "openxr/loader", "probe/doctor/hostfacts", "probe/doctor/lint", "probe/hardware"}},
	{"probe/doctor/layerlint", "reads manifests of layers", []string{"modes/report", "openxr/loader", "probe/doctor/hostfacts", "probe/doctor/lint"}},
	{"probe/doctor/librarylint", "reads headers of libraries", []string{"modes/report", "openxr/loader", "probe/doctor/hostfacts", "probe/doctor/lint"}},
	{"probe/doctor/manifestlint", "reads manifests", []string{"modes/report", "openxr/loader", "probe/doctor/hostfacts", "probe/doctor/lint", "probe/internal/places"}},
	{"probe/doctor/choicelint", "follows the search as other programs do", []string{
		"modes/report", "openxr/loader", "probe/browsers", "probe/doctor/hostfacts", "probe/doctor/lint", "probe/internal/services", "probe/internal/places", "probe/internal/lazyregexp",
	}},
	{"probe/doctor/servicelint", "looks at processes and sockets", []string{
		"modes/report", "openxr/loader", "probe/doctor/lint", "probe/doctor/process", "probe/internal/services",
	}},
	{"probe/doctor/fitlint", "compares the runtime with what is plugged in", []string{
		"modes/report", "openxr/loader", "probe/doctor/devicelint", "probe/doctor/lint", "probe/internal/services", "probe/internal/places",
	}},
	{"probe/doctor/ownerlint", "reads modes and owners", []string{"modes/report", "openxr/loader", "probe/doctor/hostfacts", "probe/doctor/lint"}},
	{"probe/doctor/pretend", "lays example machines out, and examines them", []string{"modes/report", "openxr/loader", "probe", "probe/doctor", "probe/hardware"}},
	{"probe/doctor/hostfacts", "reads files below the host's root", []string{"openxr/loader"}},
	{"probe/doctor/lint", "what linters share", []string{"modes/report", "openxr/loader", "probe/hardware"}},
	{"probe/doctor/process", "reads /proc below the host's root", []string{"openxr/loader"}},
	{"probe/doctor/runtimejson", "looks for the file that a value means", []string{"openxr/loader", "probe/doctor/hostfacts", "probe/internal/lazyregexp"}},
	{"probe/doctor/runtimelog", "reads what a runtime wrote", []string{"probe/internal/lazyregexp"}},
	{"probe/doctor/windowslint", "reads the host's registry and files", []string{"modes/report", "openxr/loader", "probe/doctor/lint"}},
	{"probe/doctor/winregistry", "reads the host's registry and files", []string{"modes/report", "openxr/loader", "probe/internal/places"}},
	{"probe/doctor/retell", "reads reports, and finds nothing", []string{"modes", "modes/report"}},
	{"probe/doctor", "linters read reports and files", []string{"modes/report", "openxr/loader", "probe/internal/places", "probe/internal/services"}},
	{"probe", "the prober joins answers, modes and classes", []string{"classify", "modes", "modes/report", "openxr"}},
	{"probe/hardware/platform", "reads a host's files and registries", []string{"modes/report", "openxr/loader", "probe/hardware/ioreg"}},
	{"probe/hardware", "headsets without a runtime", []string{"modes/report", "openxr/loader/registry"}},
	{"probe/hardware/ioreg", "reads lists of the I/O Registry", []string{"modes/report", "probe/hardware/listing"}},
	{"probe/hardware/setupapi", "asks SetupAPI, and reads exports of the registry", []string{"modes/report", "openxr/loader", "probe/hardware/listing"}},
	{"probe/glsession", "a window for a session", []string{"openxr"}},
	{"probe/internal/lazyregexp", "regular expressions, whatever they match", nil},
	{"probe/internal/notify", "the system's notifications", nil},
	{"probe/internal/sockets", "asks the system who listens, and connects to nobody", nil},
	{"probe/internal/services", "knows names of sockets, and connects to none", []string{"probe/internal/sockets"}},
	{"probe/internal/program", "joins layers and runtimes by their files", []string{"modes/report", "openxr/loader"}},
	{"probe/internal/places", "reads manifests below the host's root", []string{"modes/report", "openxr/loader", "probe/internal/lazyregexp"}},
	{"probe/internal/packages", "reads lists below the host's root", []string{"openxr/loader", "probe/internal/lazyregexp"}},
	{"probe/internal/find", "identifies runtimes only by their files", []string{"modes/report", "openxr/loader", "probe/internal/packages", "probe/internal/places", "probe/internal/lazyregexp"}},
	{"probe/internal/wire", "the messages hold reports and sheets", []string{"modes/report", "openxr/simulated"}},
	{"probe/internal/effects", "side effects are part of the messages", []string{"modes/report", "openxr", "probe/internal/sockets", "probe/internal/wire"}},
	{"probe/internal/child", "the grip on the child knows none of its questions", []string{"modes/report", "probe/internal/effects", "probe/internal/wire", "probe/internal/lazyregexp"}},
	{"probe/internal/join", "compares names, and looks at nothing", []string{"modes/report"}},
	{"probe/internal/levels", "the questions know nothing of processes", []string{"modes/report", "openxr", "probe/glsession", "probe/hardware", "probe/internal/wire"}},
	{"openxr/simulated", "sheets are files of ours, read strictly", []string{"modes/strictjson", "openxr", "openxr/internal/dl", "openxr/xr"}},
	{"openxr/loader", "decides only from files", nil},
	{"openxr/xr", "the raw layer", []string{"openxr/internal/dl"}},
	{"openxr", "bindings know no report and no page", nil},
	{"classify/permission/web", "plays a user agent, and knows no profile", []string{"classify", "classify/permission", "modes"}},
	{"classify/permission/web/page", "files, and nothing that uses them", nil},
	{"classify/permission", "the gate answers through navigator.xr", []string{"classify", "classify/profile", "modes"}},
	{"classify/profile", "profiles are files of ours, read strictly", []string{"classify", "modes/strictjson"}},
	{"classify/useragent", "classifies by the same rules", []string{"classify", "modes/webxr"}},
	{"classify", "cannot name a headset or a runtime", []string{"modes/webxr"}},
	{"modes/navigator", "answers pages with modes", []string{"modes", "modes/report", "modes/webxr"}},
	{"modes/report", "the noun that everybody shares", []string{"modes/webxr"}},
	{"modes/coverage", "reads reports", []string{"modes/report"}},
	{"modes/requirement", "judges reports by files", []string{"modes/coverage", "modes/report", "modes/strictjson", "modes/webxr"}},
	{"modes/strictjson", "reads any of our files", nil},
	{"modes/webxr", "imports nothing of ours", nil},
	{"modes", "makes modes of reports", nil},
}

// imports maps each package's directory to those of the packages that it imports, on any
// system and in any flavour; tests are left out.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	all, err := importsOnAnySystem()
	require.NoError(t, err)
	require.Greater(t, len(all), 20)
	return all
}

var importsOnAnySystem = sync.OnceValues(func() (map[string][]string, error) {
	const format = `{{$p := .ImportPath}}{{range .Imports}}{{$p}} {{.}}{{"\n"}}{{end}}`
	all := map[string][]string{}
	for _, goos := range []string{"linux", "windows", "darwin"} {
		list, err := goOutput([]string{"GOOS=" + goos, "GOARCH=amd64"}, "list", "-e", "-tags", "glfw,man", "-f", format, "./...")
		if err != nil {
			return nil, err
		}
		for line := range strings.Lines(list) {
			from, to, _ := strings.Cut(strings.TrimSpace(line), " ")
			from, ours := strings.CutPrefix(from, module+"/")
			to, theirs := strings.CutPrefix(to, module+"/")
			if ours && theirs && !slices.Contains(all[from], to) {
				all[from] = append(all[from], to)
			}
		}
	}
	return all, nil
})

// below reports whether a directory is another one or below it.
func below(dir, ancestor string) bool {
	return dir == ancestor || strings.HasPrefix(dir, ancestor+"/")
}

func TestArchitecture_ImportsFollowTheArrows(t *testing.T) {
	t.Parallel()
	used := map[string][]string{}
	for from, list := range imports(t) {
		var row arrow
		for _, r := range arrows {
			if below(from, r.from) && len(r.from) > len(row.from) {
				row = r
			}
		}
		require.NotEmpty(t, row.from, "%s has no row", from)
		for _, to := range list {
			allowed := ""
			for _, candidate := range append([]string{row.from}, row.to...) {
				if below(to, candidate) && len(candidate) > len(allowed) {
					allowed = candidate
				}
			}
			require.NotEmpty(t, allowed, "%s imports %s, and %s (%s) may not", from, to, row.from, row.why)
			used[row.from] = append(used[row.from], allowed)
		}
	}
	for _, r := range arrows {
		for _, to := range r.to {
			require.Contains(t, used[r.from], to, "%s: nothing needs the arrow to %s", r.from, to)
		}
	}
}

// Directories import each other in one direction, at every depth: a directory counts as
// one, with everything below it.
func TestArchitecture_NoCirclesBetweenDirectories(t *testing.T) {
	t.Parallel()
	all := imports(t)
	parents := []string{"."}
	for from := range all {
		for dir := path.Dir(from); dir != "."; dir = path.Dir(dir) {
			parents = append(parents, dir)
		}
	}
	slices.Sort(parents)
	for _, parent := range slices.Compact(parents) {
		require.Empty(t, circleBelow(parent, all), "below %s", parent)
	}
}

// circleBelow returns directories below a parent that import each other in a circle; the
// parent's own package is ".".
func circleBelow(parent string, all map[string][]string) []string {
	child := func(dir string) (string, bool) {
		if parent == "." {
			first, _, _ := strings.Cut(dir, "/")
			return first, true
		}
		if !below(dir, parent) {
			return "", false
		}
		first, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(dir, parent), "/"), "/")
		if first == "" {
			first = "."
		}
		return first, true
	}
	graph := map[string][]string{}
	for from, list := range all {
		a, inside := child(from)
		for _, to := range list {
			if b, also := child(to); inside && also && a != b {
				graph[a] = append(graph[a], b)
			}
		}
	}
	for start := range graph {
		if circle := pathBetween(graph, start, start, nil); circle != nil {
			return circle
		}
	}
	return nil
}

// pathBetween returns a way from one node to another of at least one step, or nil.
func pathBetween(graph map[string][]string, from, to string, visited []string) []string {
	for _, next := range graph[from] {
		if next == to {
			return append(visited, from, to)
		}
		if slices.Contains(visited, next) || next == from {
			continue
		}
		if found := pathBetween(graph, next, to, append(visited, from)); found != nil {
			return found
		}
	}
	return nil
}

func TestArchitecture_FindsACircle(t *testing.T) {
	t.Parallel()
	circle := map[string][]string{"a/x": {"b/y"}, "b/z": {"c"}, "c": {"a/w"}, "d": {"a"}}
	require.Len(t, circleBelow(".", circle), 4)
	require.Empty(t, circleBelow("a", circle))
	require.Empty(t, circleBelow(".", map[string][]string{"a/x": {"b/y", "c"}, "b/z": {"c"}}))
	require.Len(t, circleBelow("a", map[string][]string{"a": {"a/b"}, "a/b": {"a"}}), 3)
}
