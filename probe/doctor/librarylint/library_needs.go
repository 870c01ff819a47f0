// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package librarylint

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/needs"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
)

// Needs looks for libraries and symbol versions that a runtime's library needs and does not find.
var Needs = lint.Linter{
	ID:      "library_needs",
	Explain: "A runtime's library needs libraries or symbol versions that are not here.",
	Reports: []string{"library_needs", report.CauseLoadFailed},
	Check:   findNeeds,
}

// findNeeds looks for what the runtimes' libraries need. A library that was loaded lacks nothing.
func findNeeds(ctx context.Context, p *lint.Patient) []report.Problem {
	var problems []report.Problem
	for _, runtime := range p.Report.Runtimes {
		id, severity, look := needsCase(runtime)
		if !look {
			continue
		}
		found, err := needs.Check(ctx, p.Host, *runtime.Library)
		if err != nil || len(found.Lacks) == 0 {
			continue
		}
		fix := needsFix(p.Host, found)
		problems = append(problems, report.Problem{ID: id, Severity: severity, Subject: runtime.ID, Text: needsText(*runtime.Library, found.Lacks), Fix: &fix})
	}
	return problems
}

// needsCase says as which problem the needs of a runtime are told, if they are to be looked at. If the linker refused the
// library, that is the problem, and what is missing its cause. Programs that bring libraries of their own may lack less, so
// a library that was not loaded is only a warning.
func needsCase(runtime report.Runtime) (id string, severity report.Severity, look bool) {
	switch {
	case runtime.Library == nil || !path.IsAbs(*runtime.Library):
		return "", "", false
	case runtime.Cause != nil && runtime.Cause.Code == report.CauseLoadFailed:
		return runtime.Cause.Code, report.SeverityError, true
	case runtime.Cause == nil && runtime.Reached != nil && *runtime.Reached == report.LevelBinary:
		return "library_needs", report.SeverityWarning, true
	}
	return "", "", false
}

// needsText names everything that is missing.
func needsText(library string, lacks []needs.Lack) string {
	var missing, old, searched []string
	for _, lack := range lacks {
		if lack.Path != "" {
			old = append(old, oldVersion(library, lack))
			continue
		}
		missing = append(missing, lack.Library+neededBy(library, lack))
		for _, dir := range lack.Searched {
			if !slices.Contains(searched, dir) {
				searched = append(searched, dir)
			}
		}
	}
	text := library + " needs "
	if len(missing) > 0 {
		are := "is"
		if len(missing) > 1 {
			are = "are"
		}
		text += fmt.Sprintf("%s, which %s not found", andList(missing), are)
		if len(searched) > 0 {
			text += " in " + someOf(searched, 4)
		}
	}
	if len(missing) > 0 && len(old) > 0 {
		text += "; and "
	}
	return text + strings.Join(old, "; and ")
}

func oldVersion(library string, lack needs.Lack) string {
	text := fmt.Sprintf("%s of %s%s, which %s does not have", andList(lack.Versions), lack.Library, neededBy(library, lack), lack.Path)
	if lack.Newest != "" {
		text += fmt.Sprintf(" (its newest is %s)", lack.Newest)
	}
	return text
}

// neededBy names the library that needs it, if it is not the runtime's own.
func neededBy(library string, lack needs.Lack) string {
	if lack.By == library {
		return ""
	}
	return " (for " + path.Base(lack.By) + ")"
}

// andList joins words as a sentence does.
func andList(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// someOf names the first few of a list, and how many more there are.
func someOf(list []string, limit int) string {
	if len(list) <= limit+1 {
		return strings.Join(list, ", ")
	}
	return fmt.Sprintf("%s and %d more directories", strings.Join(list[:limit], ", "), len(list)-limit)
}

// needsFix is how to get what is missing. A library that is too old is another matter: it comes with the system's release.
func needsFix(h loader.Host, found needs.Result) string {
	var missing []string
	for _, lack := range found.Lacks {
		if lack.Path == "" {
			missing = append(missing, lack.Library)
		}
	}
	if len(missing) == 0 {
		return versionFix(h, found.Lacks[0])
	}
	return installFix(h, found.Arch, missing)
}

// versionFix is how to get a version that a library does not have. A variable may lead away from the system's own library.
func versionFix(h loader.Host, lack needs.Lack) string {
	list, _ := h.Getenv("LD_LIBRARY_PATH")
	for _, dir := range strings.FieldsFunc(list, func(r rune) bool { return r == ':' || r == ';' }) {
		if h.Plain(h.Absolute(dir)) == path.Dir(lack.Path) {
			return "unset LD_LIBRARY_PATH"
		}
	}
	return "Install a build of the runtime that was made for this release of the system, such as the distribution's own package."
}

// installFix names the packages, as far as they are known.
func installFix(h loader.Host, arch string, libraries []string) string {
	seen := func(file string) bool { return h.FileAt(file).State == loader.StateFound }
	dnf := seen("/usr/bin/dnf") && !seen("/usr/bin/apt")
	switch {
	case seen("/var/lib/dpkg/status") && !dnf:
		return debianFix(arch, libraries)
	case dnf:
		words := needs.Capabilities(arch, libraries)
		for i, word := range words {
			words[i] = shell.Word(word)
		}
		return "sudo dnf install " + strings.Join(words, " ")
	}
	return fmt.Sprintf("Install the %s that %s %s.", plural("package", libraries), plural("has", libraries), andList(libraries))
}

func plural(word string, of []string) string {
	switch {
	case len(of) == 1:
		return word
	case word == "has":
		return "have"
	}
	return word + "s"
}

func debianFix(arch string, libraries []string) string {
	packages, others := needs.Debian(arch, libraries)
	switch {
	case len(packages) == 0:
		return fmt.Sprintf("Install the %s that %s %s.", plural("package", others), plural("has", others), andList(others))
	case len(others) == 0:
		return "sudo apt install --reinstall " + strings.Join(packages, " ")
	}
	return fmt.Sprintf("Install also what has %s, whose package is not known: sudo apt install --reinstall %s", andList(others), strings.Join(packages, " "))
}
