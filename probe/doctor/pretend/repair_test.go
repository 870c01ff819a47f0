// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package pretend

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/probe"
	"github.com/xrprobe/xrprobe/probe/doctor/devicelint"
	"github.com/xrprobe/xrprobe/probe/doctor/layerlint"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/doctor/windowslint"
)

// repaired are the rooms whose linters' fixes are carried out on their examples.
var repaired = slices.Concat(layerlint.Linters(), windowslint.Linters(), devicelint.Linters())

// Each linter finds its example and not the near miss, and whoever does what its fix says has one problem less and no new one.
func TestExamples_AreFoundAndRepaired(t *testing.T) {
	t.Parallel()
	for _, linter := range repaired {
		t.Run(linter.ID, func(t *testing.T) {
			t.Parallel()
			e, err := Read(linter.ID)
			require.NoError(t, err)
			before := problemsOf(t, e)
			require.ElementsMatch(t, append(e.Also(), linter.ID), idsOf(before), "%+v", before)
			near, is := e.NearMiss()
			require.True(t, is, "there is no near miss")
			missed := idsOf(problemsOf(t, near))
			require.NotContains(t, missed, linter.ID)
			require.Subset(t, e.Also(), missed)

			after := problemsOf(t, e.after(t, fixOf(t, before, linter.ID)))
			require.NotContains(t, idsOf(after), linter.ID, "%+v", after)
			require.Subset(t, idsOf(before), idsOf(after), "%+v", after)
		})
	}
}

// A machine whose problem no linter finds any more would be looked for by nobody.
func TestExamples_BelongToALinter(t *testing.T) {
	t.Parallel()
	for _, id := range IDs() {
		e, err := Read(id)
		require.NoError(t, err)
		require.Contains(t, idsOf(problemsOf(t, e)), id)
	}
}

// On machines with all that linters look at, and nothing wrong, nothing is found.
func TestHealthyMachines_HaveNoProblem(t *testing.T) {
	t.Parallel()
	for _, system := range []string{"linux", "windows"} {
		text, err := os.ReadFile("testdata/healthy-" + system + ".txtar")
		require.NoError(t, err)
		require.Empty(t, problemsOf(t, parse(system, string(text))), system)
	}
}

// An example's sentences are for people.
func TestExamples_AreWritten(t *testing.T) {
	t.Parallel()
	for _, linter := range repaired {
		e, err := Read(linter.ID)
		require.NoError(t, err)
		require.Regexp(t, `^[A-Z].*\.$`, e.About, linter.ID)
		for _, problem := range problemsOf(t, e) {
			require.Regexp(t, `^(?:[A-Z/]|32-bit|64-bit).*[^ :]$`, problem.Text)
			require.NotContains(t, problem.Text, "..", problem.Text)
			require.NotContains(t, *problem.Fix, "..", *problem.Fix)
		}
	}
}

// Nothing is executed or opened for writing, and no linter of the rooms looks at a machine without files.
func TestExamples_EmptyMachineHasNothing(t *testing.T) {
	t.Parallel()
	for _, linter := range repaired {
		for _, goos := range []string{"linux", "windows", "darwin"} {
			p := &lint.Patient{Report: &report.Report{}}
			p.Host.GOOS, p.Host.Root, p.Host.LookupEnv = goos, t.TempDir(), func(string) (string, bool) { return "", false }
			require.Empty(t, linter.Check(t.Context(), p), linter.ID)
		}
	}
}

func problemsOf(t *testing.T, e Example) []report.Problem {
	t.Helper()
	root := t.TempDir()
	require.NoError(t, e.Lay(root))
	found, err := e.Examine(t.Context(), probe.Prober{}, root)
	require.NoError(t, err)
	return found.Report.Problems
}

func idsOf(problems []report.Problem) []string {
	ids := []string{}
	for _, problem := range problems {
		ids = append(ids, problem.ID)
	}
	return ids
}

func fixOf(t *testing.T, problems []report.Problem, id string) string {
	t.Helper()
	for _, problem := range problems {
		if problem.ID == id {
			require.NotNil(t, problem.Fix)
			return *problem.Fix
		}
	}
	require.Fail(t, "there is no such problem")
	return ""
}

// fixed precedes the names of what is there after somebody did what a fix says, where that is no command, or one of a package manager.
const fixed = "fixed: "

// after is the machine after somebody did what a fix says.
func (e Example) after(t *testing.T, fix string) Example {
	t.Helper()
	h := hands{t, Example{ID: e.ID, parts: maps.Clone(e.parts)}}
	told := false
	for name, text := range e.parts {
		if rest, is := strings.CutPrefix(name, fixed); is {
			h.parts[rest], told = text, true
		}
	}
	if told {
		return h.Example
	}
	at := strings.LastIndex(fix, ": ")
	if at >= 0 {
		fix = fix[at+len(": "):]
	}
	for command := range strings.SplitSeq(fix, " && ") {
		h.run(command)
	}
	return h.Example
}

// hands do what commands say.
type hands struct {
	t *testing.T
	Example
}

// word is a word of a shell's line, plain or in quotation marks.
var word = regexp.MustCompile(`(?:'[^']*'|"[^"]*"|[^'" ])+`)

func (h hands) run(command string) {
	h.t.Helper()
	if rest, is := strings.CutPrefix(command, "set "); is { // of Windows: all that follows is the value
		h.set(rest)
		return
	}
	words := word.FindAllString(strings.TrimPrefix(command, "sudo "), -1)
	for i := range words {
		words[i] = strings.Trim(words[i], `'"`)
	}
	last := words[len(words)-1]
	switch verb := strings.Join(words[:min(len(words), 2)], " "); {
	case words[0] == "mkdir":
	case words[0] == "export":
		h.set(last)
	case words[0] == "unset":
		h.set(last + "=")
	case words[0] == "rm":
		require.Contains(h.t, h.parts, last)
		delete(h.parts, last)
	case words[0] == "mv":
		require.Contains(h.t, h.parts, words[1])
		h.parts[last] = h.parts[words[1]]
		delete(h.parts, words[1])
	case verb == "chmod o-w":
		h.parts["modes"] = last + " 644\n"
	case verb == "chown root":
		h.parts["owners"] = last + " 0\n"
	case verb == "usermod -aG":
		line := regexp.MustCompile(`(?m)^(` + words[2] + `:.*)$`)
		require.Regexp(h.t, line, h.parts["/etc/group"])
		h.parts["/etc/group"] = line.ReplaceAllString(h.parts["/etc/group"], "$1,"+last)
	case words[0] == "reg":
		h.registry(words[1:])
	default:
		require.Fail(h.t, "nobody knows how to do that: "+command)
	}
}

// set gives a variable a value, or takes it away if the value is empty.
func (h hands) set(assignment string) {
	name, value, _ := strings.Cut(assignment, "=")
	lines := ""
	for line := range strings.Lines(h.parts["variables"]) {
		if !strings.HasPrefix(line, name+"=") {
			lines += line
		}
	}
	if value != "" {
		lines += name + "=" + value + "\n"
	}
	h.parts["variables"] = lines
}

// registry does what reg add and reg delete do.
func (h hands) registry(words []string) {
	option := func(name string) string {
		at := slices.Index(words, name)
		require.GreaterOrEqual(h.t, at, 0, "%s in %v", name, words)
		return words[at+1]
	}
	escaped := func(text string) string { return `"` + strings.ReplaceAll(text, `\`, `\\`) + `"` }
	value := "-"
	if words[0] == "add" {
		value = escaped(option("/d"))
		if option("/t") == "REG_DWORD" {
			value = "dword:0000000" + option("/d")
		}
	}
	h.parts["registry"] += "\n[" + words[1] + "]\n" + escaped(option("/v")) + "=" + value + "\n"
}
