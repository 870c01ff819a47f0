// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

var closedDirectory = Linter{
	ID:      "closed_directory",
	Explain: "The search for the active runtime ends in a directory that this user may not look into, or in a loop of links.",
	Reports: []string{"closed_directory", report.ProblemDiscoveryFailed},
	Check:   findClosedDirectory,
}

func findClosedDirectory(ctx context.Context, p *Patient) []report.Problem {
	found := closedSearch(p)
	if p.Report.Active() != nil {
		return found // what else is installed decides nothing
	}
	_, err := p.Host.Available(ctx)
	joined, _ := err.(interface{ Unwrap() []error })
	if joined == nil {
		return found
	}
	for _, failure := range joined.Unwrap() {
		var refused *fs.PathError
		if !errors.As(failure, &refused) || !strings.Contains(refused.Err.Error(), "permission denied") {
			continue
		}
		closed := deepest(p, path.Join(refused.Path, "x"))
		text := closed + ": this user may not look into this directory, so runtimes that are installed there are not seen"
		told := func(problem report.Problem) bool { return strings.HasPrefix(problem.Text, closed+": ") }
		if !slices.ContainsFunc(found, told) {
			fix := opens(p, closed)
			found = append(found, report.Problem{ID: "closed_directory", Severity: report.SeverityWarning, Subject: "host", Text: text, Fix: &fix})
		}
	}
	return found
}

// closedSearch replaces the problem of a search that ended in a closed directory.
func closedSearch(p *Patient) []report.Problem {
	var found []report.Problem
	for _, problem := range p.Report.Problems {
		if problem.ID != "discovery_failed" || p.Report.Resolution == nil || len(p.Report.Resolution.Steps) == 0 {
			continue
		}
		last := p.Report.Resolution.Steps[len(p.Report.Resolution.Steps)-1]
		if link := loopIn(p, last.Path); link != "" {
			fix := p.Remove(link)
			problem.Text = link + ": this symbolic link leads to itself, so no OpenXR program finds a runtime"
			problem.Fix = &fix
			found = append(found, problem)
			continue
		}
		if last.Path == nil || last.State != string(loader.StateFailed) || last.Note == nil || !strings.Contains(*last.Note, "permission denied") {
			continue
		}
		closed := deepest(p, *last.Path)
		problem.Text = fmt.Sprintf("%s: this user may not look into this directory, so no OpenXR program of this user finds a runtime", closed)
		fix := opens(p, closed)
		problem.Fix = &fix
		found = append(found, problem)
	}
	return found
}

// loopIn returns what of a path is a symbolic link to itself, the path or one of its directories, or "".
func loopIn(p *Patient, file *string) string {
	if file == nil || p.Host.FileAt(*file).State != loader.StateLoop {
		return ""
	}
	link := *file
	for dir := path.Dir(link); p.Host.FileAt(dir).State == loader.StateLoop; dir = path.Dir(dir) {
		link = dir
	}
	return link
}

// deepest returns the deepest directory of a path that can be seen, which is the one that
// hides the rest.
func deepest(p *Patient, file string) string {
	for dir := path.Dir(file); dir != "/" && dir != "."; dir = path.Dir(dir) {
		if p.Host.FileAt(dir).State == loader.StateFound {
			return dir
		}
	}
	return "/"
}

// ownerLooks are the permissions with which the owner of a directory may list it and look into it.
const ownerLooks fs.FileMode = 0o500

// opens returns what lets the user look into a directory. The user's own configuration is
// given back to the user, but never a home directory, which may be somebody else's.
func opens(p *Patient, dir string) string {
	for _, name := range []string{"XDG_CONFIG_HOME", "HOME"} {
		value, _ := p.Host.Getenv(name)
		if !path.IsAbs(value) {
			continue
		}
		value = path.Clean(value)
		if dir == value || strings.HasPrefix(value, strings.TrimSuffix(dir, "/")+"/") {
			return fmt.Sprintf("Set %s to a directory of this user: it is %s now.", name, value)
		}
		if strings.HasPrefix(dir, value+"/") {
			owner := `"$(id -un)"`
			if p.Host.User != "" {
				owner = shellWord(p.Host.User)
			}
			give := fmt.Sprintf("sudo chown -R %s %s", owner, shellWord(dir))
			if mode := p.Host.FileAt(dir).Mode.Perm(); mode&ownerLooks != ownerLooks { // its owner may not look into it either
				give += " && sudo chmod -R u+rwX " + shellWord(dir)
			}
			return give
		}
	}
	return "sudo chmod a+rx " + shellWord(dir)
}
