// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package choicelint

import (
	"context"
	"fmt"
	"path"
	"strconv"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/openxr/loader/shell"
	"github.com/xrprobe/xrprobe/probe/doctor/lint"
	"github.com/xrprobe/xrprobe/probe/internal/lazyregexp"
)

var versionedPath = lint.Linter{
	ID:       "versioned_path",
	Explain:  "The choice names a directory of one version of a flatpak or a snap, which an update removes.",
	Thorough: true,
	Check: func(_ context.Context, p *lint.Patient) []report.Problem {
		active := working(p)
		if active == nil || p.GOOS() != "linux" || inside(p) {
			return nil
		}
		if target := p.Host.FileAt(active.Manifest).Target; target != "" {
			if stable := stableOf(p.Host, target); stable != "" {
				fix := p.By(active.Manifest) + "ln -sfn " + shell.Word(stable) + " " + shell.Word(active.Manifest)
				return []report.Problem{versioned(active, active.Manifest, "leads to "+target, fix)}
			}
		}
		manifest, err := p.Host.ReadManifest(active.Manifest)
		if err != nil {
			return nil
		}
		if stable := stableOf(p.Host, manifest.LibraryPath); stable != "" {
			fix := fmt.Sprintf(`In %s, write "library_path": %s`, manifest.Canonical, strconv.Quote(stable))
			return []report.Problem{versioned(active, manifest.Canonical, "names "+manifest.LibraryPath, fix)}
		}
		return nil
	},
}

func versioned(active *report.Runtime, file, what, fix string) report.Problem {
	text := fmt.Sprintf("%s %s, which is in the directory of one version: the next update removes that, and then programs find no runtime", file, what)
	return lint.Problem("versioned_path", report.SeverityWarning, active.ID, text, fix)
}

// versions are the directories of one version, before and after its name, and the link beside it that leads to the current one.
var versions = []struct {
	path    lazyregexp.Regexp
	current string
}{
	{lazyregexp.Regexp{Source: `^(.*/flatpak/app/[^/]+/[^/]+/[^/]+/)([^/]+)(/files/.*)$`}, "active"},
	{lazyregexp.Regexp{Source: `^(/snap/[^/]+/)([0-9]+)(/.*)$`}, "current"},
}

// stableOf returns the path by which a file is found after an update too, or "" if the path is no such one, or if that is not known.
func stableOf(h loader.Host, file string) string {
	for i := range versions {
		v := &versions[i]
		match := v.path.Get().FindStringSubmatch(path.Clean(file))
		if match == nil || match[2] == v.current {
			continue
		}
		if stable := match[1] + v.current + match[3]; h.FileAt(stable).State == loader.StateFound {
			return stable
		}
	}
	return ""
}
