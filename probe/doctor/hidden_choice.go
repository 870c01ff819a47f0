// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
)

var hiddenChoice = Linter{
	ID:      "hidden_choice",
	Explain: "The user's choice is a link that leads nowhere, and a runtime that a later place names is active instead.",
	Check:   findHiddenChoice,
}

func findHiddenChoice(_ context.Context, p *Patient) []report.Problem {
	resolution := p.Report.Resolution
	if resolution == nil || resolution.Chosen == nil {
		return nil
	}
	var users []report.Step
	for _, step := range resolution.Steps {
		if isUsers(step) {
			users = append(users, step)
		}
	}
	broken, found := brokenLink(p.Host, users)
	if !found {
		return nil
	}
	if hides(p, loader.CodeManifestMissing) {
		return nil // programs outside may find what the link leads to
	}
	text := fmt.Sprintf("The user's choice %s leads to %s, which does not exist, so %s is active instead.", broken.link, broken.end, *resolution.Chosen)
	usable, _ := installed(p)
	for _, candidate := range usable {
		if path.Base(candidate.Path) == path.Base(broken.end) && broken.link == broken.at.path {
			return problem("hidden_choice", report.SeverityWarning, text, broken.at.relink(candidate.Path))
		}
	}
	return problem("hidden_choice", report.SeverityWarning, text, "To keep it so, remove the link: "+broken.at.by+"rm "+shellWord(broken.link))
}
