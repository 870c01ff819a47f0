// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The xrprobe authors

package doctor

import (
	"context"
	"fmt"
	"path"
	"slices"

	"github.com/xrprobe/xrprobe/modes/report"
	"github.com/xrprobe/xrprobe/openxr/loader"
	"github.com/xrprobe/xrprobe/probe/internal/places"
)

var danglingChoice = Linter{
	ID:      "dangling_choice",
	Explain: "No runtime is active, because a link that should name one leads nowhere and the loader steps over it.",
	Check:   inTurn(turnDanglingChoice),
}

func findDanglingChoice(_ context.Context, p *Patient) []report.Problem {
	broken, found := brokenLink(p.Host, p.Report.Resolution.Steps)
	if !found {
		return nil
	}
	box := sandboxOf(p.Host)
	if box.Kind == flatpak && outside(p.Host, broken.end) {
		return problem("dangling_choice", report.SeverityError,
			fmt.Sprintf("The link %s leads to %s, which the flatpak %s does not see, so no runtime is active in it.", broken.link, broken.end, box.Name),
			onHost+box.allow(p.Host, broken.end))
	}
	if box.Kind != "" && box.Kind != flatpak && p.By(broken.link) != "sudo " {
		return problem("dangling_choice", report.SeverityError,
			fmt.Sprintf("The link %s leads to %s, which programs in %s do not find, so no runtime is active in it.", broken.link, broken.end, box.Describe()),
			"Run xrprobe outside before you change the link, which may be right there.")
	}
	text, fix := broken.advice(p)
	return problem("dangling_choice", report.SeverityError,
		fmt.Sprintf("The link %s leads to %s, which does not exist, so no runtime is active; %s.", broken.link, broken.end, text), fix)
}

// broken is a link on the way to an active runtime's manifest that leads nowhere.
type broken struct {
	link string
	// end is where the link leads, over all further links.
	end string
	// at is the place that the search looked at.
	at place
}

// brokenLink returns the first step's link that leads nowhere: the manifest itself, or its
// directory.
func brokenLink(h loader.Host, steps []report.Step) (broken, bool) {
	for _, step := range steps {
		if step.Path == nil {
			continue
		}
		dir := path.Dir(*step.Path)
		for _, link := range []string{*step.Path, dir, path.Dir(dir)} {
			if h.FileAt(link).State == loader.StateDangling {
				at := placeOf(&Patient{Machine: Machine{Host: h}}, step, *step.Path)
				return broken{link: link, end: places.EndOf(h, link), at: at}, true
			}
		}
	}
	return broken{}, false
}

// advice says what lies at the usual places, and which command mends the link.
func (b broken) advice(p *Patient) (text, fix string) {
	usable, _ := installed(p)
	if len(usable) == 0 {
		return "no other runtime was found", fmt.Sprintf("Bring %s back: install its runtime again, or mount the disk that it was on.", b.end)
	}
	pick := usable[0]
	text = fmt.Sprintf("%s is installed (%s)", places.NameOf(pick.Manifest), pick.Path)
	same := slices.IndexFunc(usable, func(f loader.Found) bool { return path.Base(f.Path) == path.Base(b.end) })
	if same >= 0 {
		pick = usable[same]
		text = "a manifest of the same name is at " + pick.Path
		if pick.Source == places.InFlatpak {
			text = "the flatpak's current version has one of this name"
		}
	}
	if own := beside(p, b.at); own.path != b.at.path {
		return text, own.link(p.Host, pick.Path)
	}
	if b.link == b.at.path {
		return text, b.at.relink(pick.Path)
	}
	at := place{path: path.Join(path.Dir(b.at.path), "active_runtime.json"), by: b.at.by}
	return text, at.by + "rm " + shellWord(b.link) + " && " + at.link(p.Host, pick.Path)
}
