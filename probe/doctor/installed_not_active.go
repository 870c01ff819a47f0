// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

var installedNotActive = Linter{
	ID:      "installed_not_active",
	Explain: "Runtimes are installed, but none is active.",
	Check:   inTurn(turnInstalledNotActive),
}

// maxNamed is how many installed runtimes are named.
const maxNamed = 3

func findInstalled(_ context.Context, p *Patient) []report.Problem {
	at, known := choicePlace(p)
	if key := places.KeyOf(p.Report.Resolution); key != "" {
		at, known = place{key: key}, true
	}
	usable, broken := installed(p)
	switch {
	case !known:
		return nil
	case len(usable) > 0:
		return problem("installed_not_active", report.SeverityWarning,
			"No runtime is active; installed "+list(p.Host, usable)+".", "To use "+places.NameOf(usable[0].Manifest)+at.as()+": "+at.link(p.Host, usable[0].Path))
	case len(broken) > 0:
		which := "the one that is installed, "
		if len(broken) > 1 {
			which = fmt.Sprintf("none of the %d that are installed can be used; the first, ", len(broken))
		}
		text, fix := whyUnusable(p, broken[0])
		return problem("installed_not_active", report.SeverityWarning,
			fmt.Sprintf("No runtime is active, and %s%s, cannot be used: %s", which, broken[0].Path, text), fix)
	}
	return nil
}

// list names runtimes: "is WiVRn (the machine's, /usr/…)", "are … and …".
func list(h loader.Host, found []loader.Found) string {
	verb := "is "
	if len(found) > 1 {
		verb = "are "
	}
	var names []string
	for _, f := range found[:min(len(found), maxNamed)] {
		names = append(names, fmt.Sprintf("%s (%s, %s)", places.NameOf(f.Manifest), places.Whose(h, f), f.Path))
	}
	if more := len(found) - len(names); more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return verb + joined(names)
}
